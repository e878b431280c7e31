"""Mutations of a file's bytes, of the text of a CSV, and of the parts of a zipped workbook."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import numpy as np

Damage = Callable[[bytes, np.random.Generator], bytes]


def cut(content: bytes, rng: np.random.Generator) -> bytes:
    return content[: int(rng.integers(len(content) + 1))]


def flipped(content: bytes, rng: np.random.Generator) -> bytes:
    changed = bytearray(content)
    for at in rng.integers(0, max(1, len(changed)), int(rng.integers(1, 30))):
        if changed:
            changed[at] ^= 1 << int(rng.integers(8))
    return bytes(changed)


def replaced(content: bytes, rng: np.random.Generator) -> bytes:
    changed = bytearray(content)
    at, size = int(rng.integers(len(content) + 1)), int(rng.integers(1, 40))
    changed[at : at + size] = rng.bytes(int(rng.integers(0, 40)))
    return bytes(changed)


def spliced(content: bytes, rng: np.random.Generator) -> bytes:
    start, size, to = (int(rng.integers(len(content) + 1)) for _ in range(3))
    return content[:to] + content[start : start + size // 4] + content[to:]


def zeros(content: bytes, rng: np.random.Generator) -> bytes:
    at, size = int(rng.integers(len(content) + 1)), int(rng.integers(1, 2000))
    return content[:at] + bytes(min(size, len(content) - at)) + content[at + size :]


def block_repeated(content: bytes, rng: np.random.Generator) -> bytes:
    at, size = int(rng.integers(len(content) + 1)), int(rng.integers(1, 5000))
    return content[: at + size] + content[at : at + size] * int(rng.integers(1, 5)) + content[at + size :]


BYTES: dict[str, Damage] = {
    "bytes: cut": cut,
    "bytes: flipped": flipped,
    "bytes: replaced": replaced,
    "bytes: spliced": spliced,
    "bytes: zeros": zeros,
    "bytes: block repeated": block_repeated,
}


def _on_lines(change: Callable[[list[bytes], np.random.Generator], None]) -> Damage:
    def damage(content: bytes, rng: np.random.Generator) -> bytes:
        lines = content.splitlines(keepends=True) or [b""]
        change(lines, rng)
        return b"".join(lines)

    return damage


def _at(lines: list[bytes], rng: np.random.Generator) -> int:
    return int(rng.integers(len(lines)))


def _delimiter(lines: list[bytes], rng: np.random.Generator) -> None:
    other = (b";", b"\t", b"|", b" ", b"\xef\xbc\x8c", b",,")[rng.integers(6)]
    start = 0 if rng.random() < 0.5 else _at(lines, rng)
    lines[start:] = [line.replace(b",", other) for line in lines[start:]]


def _quote(lines: list[bytes], rng: np.random.Generator) -> None:
    for _ in range(int(rng.integers(1, 4))):
        at = _at(lines, rng)
        parts = lines[at].split(b",")
        i = int(rng.integers(len(parts)))
        parts[i] = (b'"' + parts[i], parts[i] + b'"', b'"' + parts[i] + b'"', b'""' + parts[i], parts[i][:1] + b'"' + parts[i][1:])[rng.integers(5)]  # fmt: skip
        lines[at] = b",".join(parts)


def _line_ends(lines: list[bytes], rng: np.random.Generator) -> None:
    ends = (b"\n", b"\r\n", b"\r", b"\n\r", b"\r\r\n", b"\x0b", b"\xe2\x80\xa8")
    lines[:] = [
        line.rstrip(b"\r\n") + ends[rng.integers(len(ends) if rng.random() < 0.1 else 3)] for line in lines
    ]


def _nul(lines: list[bytes], rng: np.random.Generator) -> None:
    at = _at(lines, rng)
    lines[at] = lines[at][:5] + b"\0" * int(rng.integers(1, 4)) + lines[at][5:]


def _mark(lines: list[bytes], rng: np.random.Generator) -> None:
    lines[_at(lines, rng)] = b"\xef\xbb\xbf" + lines[_at(lines, rng)]


def _other_encoding(lines: list[bytes], rng: np.random.Generator) -> None:
    at = _at(lines, rng)
    try:
        text = lines[at].decode("utf-8")
        lines[at] = text.encode(("cp932", "euc-jp", "utf-16", "iso2022_jp")[rng.integers(4)], "replace")
    except UnicodeDecodeError:
        lines[at] = lines[at].decode("cp932", "replace").encode("utf-8")


def _long_line(lines: list[bytes], rng: np.random.Generator) -> None:
    at = _at(lines, rng)
    filler = (b"a", b",", b"1", "あ".encode(), b"a,", b'"', b"0")[rng.integers(7)]
    lines[at] = lines[at].rstrip(b"\r\n") + filler * int(10 ** rng.uniform(3, 6.02)) + b"\r\n"


def _surrogate(lines: list[bytes], rng: np.random.Generator) -> None:
    at = _at(lines, rng)
    lines[at] = (b"\xed\xa0\x80", b"\xf0\x80\x80\x80", b"\xc0\x80", b"\x80", b"\xfd\xfd", b"\x1a")[
        rng.integers(6)
    ] + lines[at]


TEXT: dict[str, Damage] = {
    "text: delimiter": _on_lines(_delimiter),
    "text: quotes": _on_lines(_quote),
    "text: line ends": _on_lines(_line_ends),
    "text: NUL": _on_lines(_nul),
    "text: BOM inside": _on_lines(_mark),
    "text: two encodings": _on_lines(_other_encoding),
    "text: long line": _on_lines(_long_line),
    "text: no text": _on_lines(_surrogate),
}

_VALUES = (
    b"1e400", b"NaN", b"INF", b"-0", b"1e-400", b"999999999", b"-1", b"", b"&#0;", b"&x;", b"1,5", b"0x10", b"45383.5", b"-45383",
    b"2958466", b"\xff", b"1" * 400, b"true",
)  # fmt: skip
_ATTRIBUTES = (
    (rb'r="([A-Z]+)(\d+)"', (b'r="A1"', b'r="XFD1048576"', b'r="ZZZZ1"', b'r="1A"', b'r="A0"', b'r=""', b'r="A-1"', b'r="B2"')),
    (rb't="(\w+)"', (b't="s"', b't="b"', b't="e"', b't="str"', b't="d"', b't="inlineStr"', b't="q"')),
    (rb'ref="([^"]*)"', (b'ref="A1:XFD1048576"', b'ref="B2:A1"', b'ref="A1"', b'ref="1:1"', b'ref=""', b'ref="A:A"')),
    (rb's="(\d+)"', (b's="99999"', b's="-1"', b's="x"', b's="1"')),
    (rb'number-columns-spanned="(\d+)"', (b'number-columns-spanned="999999999"', b'number-columns-spanned="-1"', b'number-columns-spanned="x"')),
    (rb"<table:table-cell", (b'<table:table-cell table:number-columns-repeated="16384"', b'<table:table-cell table:number-columns-repeated="0"', b'<table:table-cell table:number-columns-repeated="-5"')),
    (rb"<table:table-row", (b'<table:table-row table:number-rows-repeated="1048576"', b'<table:table-row table:number-rows-repeated="0"', b'<table:table-row table:number-rows-repeated="3"')),
    (rb"<row ", (b'<row hidden="1" ', b'<row r="99999999" ', b"<rom ")),
    (rb"</c>", (b"", b"</c></c>", b"<f>1/0</f></c>")),
    (rb"<sheet ", (b'<sheet state="veryHidden" ', b'<sheet state="x" ', b"<sheep ")),
    (rb"<Default |<Override |<Relationship ", (b"<Nothing ",)),
)  # fmt: skip


def _parts(content: bytes) -> dict[str, bytes] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, KeyError):
        return None


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def _on_parts(change: Callable[[dict[str, bytes], str, np.random.Generator], None]) -> Damage:
    def damage(content: bytes, rng: np.random.Generator) -> bytes:
        parts = _parts(content)
        if not parts:
            return flipped(content, rng)
        name = list(parts)[rng.integers(len(parts))]
        change(parts, name, rng)
        return _zipped(parts)

    return damage


def _part_lost(parts: dict[str, bytes], name: str, rng: np.random.Generator) -> None:
    del parts[name]


def _part_renamed(parts: dict[str, bytes], name: str, rng: np.random.Generator) -> None:
    parts[name.upper() if rng.random() < 0.5 else f"../{name}"] = parts.pop(name)


def _parts_swapped(parts: dict[str, bytes], name: str, rng: np.random.Generator) -> None:
    other = list(parts)[rng.integers(len(parts))]
    parts[name], parts[other] = parts[other], parts[name]


def _part_damaged(parts: dict[str, bytes], name: str, rng: np.random.Generator) -> None:
    damages = [*BYTES.values()]
    parts[name] = damages[rng.integers(len(damages))](parts[name], rng)


def _sheet_of(parts: dict[str, bytes], rng: np.random.Generator) -> str:
    names = [n for n in parts if "/sheet" in n.lower() or n == "content.xml"] or [*parts]
    return names[rng.integers(len(names))]


def _value_changed(parts: dict[str, bytes], name: str, rng: np.random.Generator) -> None:
    name = _sheet_of(parts, rng)
    places = list(
        re.finditer(rb"<v>([^<]*)</v>|office:value=\"([^\"]*)\"|date-value=\"([^\"]*)\"", parts[name])
    )
    for place in sorted({int(i) for i in rng.integers(0, max(1, len(places)), 4)}, reverse=True):
        if place < len(places):
            group = next(g for g in (1, 2, 3) if places[place][g] is not None)
            start, end = places[place].span(group)
            parts[name] = parts[name][:start] + _VALUES[rng.integers(len(_VALUES))] + parts[name][end:]


def _attribute_changed(parts: dict[str, bytes], name: str, rng: np.random.Generator) -> None:
    sound = [(p, v) for p, v in _ATTRIBUTES if any(re.search(p, part) for part in parts.values())]
    if not sound:
        return
    pattern, values = sound[rng.integers(len(sound))]
    names = [n for n, part in parts.items() if re.search(pattern, part)]
    name = names[rng.integers(len(names))]
    places = list(re.finditer(pattern, parts[name]))
    start, end = places[rng.integers(len(places))].span()
    parts[name] = parts[name][:start] + values[rng.integers(len(values))] + parts[name][end:]


ZIPPED: dict[str, Damage] = {
    "zip: part lost": _on_parts(_part_lost),
    "zip: part renamed": _on_parts(_part_renamed),
    "zip: parts swapped": _on_parts(_parts_swapped),
    "zip: part damaged": _on_parts(_part_damaged),
    "zip: value changed": _on_parts(_value_changed),
    "zip: attribute changed": _on_parts(_attribute_changed),
}
