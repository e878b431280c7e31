"""Files that are not what they say, or mean harm: a clear message soon, in bounded memory, and never a traceback."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import xlwt

from sojo_eval.importing.reading import read_sheets


def small_book() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["機関コード", "機関名", "種別"], ["O1", "地域共生課", "市の部署"], ["O2", "社協", "法人"]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def old_book() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("一覧")
    for r, row in enumerate((["機関コード", "機関名"], ["O1", "地域共生課"])):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_parts(parts: dict[str, bytes | Callable[[bytes], bytes]]) -> bytes:
    """The small book with some of its parts replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(small_book())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in dict.fromkeys([*old.namelist(), *parts]):
            change = parts.get(name)
            content = old.read(name) if name in old.namelist() else b""
            new.writestr(
                name, change(content) if callable(change) else change if change is not None else content
            )
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "nothing at all": ("a.csv", bytes, "empty-file"),
    "empty workbook file": ("a.xlsx", bytes, "empty-file"),
    "a web page": ("a.xlsx", lambda: b"<!DOCTYPE html><html><body>404</body></html>", "not-what-it-says"),
    "a web page as csv": ("a.csv", lambda: b"\n <html><body>Service unavailable", "not-what-it-says"),
    "a text as workbook": ("a.xlsx", lambda: "機関コード,機関名\n".encode(), "not-what-it-says"),
    "a workbook as csv": ("a.csv", small_book, "not-what-it-says"),
    "a new workbook as old": ("a.xls", small_book, "not-what-it-says"),
    "an old workbook as new": ("a.xlsx", old_book, "not-what-it-says"),
    "a pdf": ("a.xlsx", lambda: b"%PDF-1.7\n", "not-what-it-says"),
    "a password": ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "locked"),
    "half a workbook": ("a.xlsx", lambda: small_book()[:2500], "damaged-file"),
    "a zip of something else": ("a.xlsx", lambda: zip_of({"word/document.xml": b"<w/>"}), "not-what-it-says"),
    "a zip bomb": ("a.xlsx", lambda: with_parts({SHEET: bytes(300_000_000)}), "zip-bomb"),
    "entities": ("a.xlsx", lambda: with_parts({SHEET: lambda x: LAUGHS + x.replace(b"<v>", b"<v>&b;")}), "xml-entities"),
    "a cell at the end of the world": (
        "a.xlsx",
        lambda: with_parts({SHEET: lambda x: x.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')}),
        "far-cell",
    ),
    "a damaged text": ("a.csv", lambda: b"\x81\xff\xfe\x00,1\n", "encoding"),
    "an open quotation mark": ("a.csv", lambda: b'a,b\n"1,2\n3,4\n', "broken-csv"),
    "a picture": ("a.png", lambda: b"\x89PNG", "file-kind"),
}  # fmt: skip


def zip_of(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_that_cannot_be_read_says_why_in_two_languages(tmp_path: Path, name: str) -> None:
    file, content, rule = FILES[name]
    (tmp_path / file).write_bytes(content())
    start = time.monotonic()
    sheets, problems = read_sheets(tmp_path / file, f"raw/{file}")
    assert time.monotonic() - start < 2
    assert sheets == []
    assert [p.rule for p in problems] == [rule]
    assert problems[0].message.ja
    assert problems[0].message.ja != problems[0].message.en
    assert problems[0].file == f"raw/{file}"


def test_two_gigabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)
    sheets, problems = read_sheets(path, "raw/a.csv")
    assert (sheets, [p.rule for p in problems]) == ([], ["too-large"])


def test_a_bomb_takes_little_memory(tmp_path: Path) -> None:
    """In a process of its own: what it takes beyond a sound small book."""
    (tmp_path / "bomb.xlsx").write_bytes(with_parts({SHEET: bytes(1_000_000_000)}))
    (tmp_path / "sound.xlsx").write_bytes(small_book())
    program = (
        "import resource, sys\nfrom pathlib import Path\nfrom sojo_eval.importing.reading import read_sheets\n"
        "read_sheets(Path(sys.argv[1]), 'a')\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peak = {
        name: int(subprocess.run([sys.executable, "-c", program, str(tmp_path / name)], capture_output=True, text=True, check=True).stdout)
        for name in ("bomb.xlsx", "sound.xlsx")
    }  # fmt: skip
    assert peak["bomb.xlsx"] - peak["sound.xlsx"] < 100_000  # kilobytes


TRIES = {
    ".xlsx": 400,
    ".csv": 400,
    ".xls": 60,
}  # an .xls costs a process each, and nine seconds where it goes in circles


@pytest.mark.parametrize("suffix", TRIES)
def test_damaged_bytes_never_break_the_reader(tmp_path: Path, suffix: str) -> None:
    """Damaged copies of a sound file: cut, flipped, spliced. Rows or a problem, within seconds."""
    sound = {".xlsx": small_book, ".xls": old_book, ".csv": lambda: "a,b\n1,令和6年\n".encode("cp932") * 20}[
        suffix
    ]()
    rng = np.random.default_rng(20261124)
    path = tmp_path / f"a{suffix}"
    read = 0
    for _ in range(TRIES[suffix]):
        path.write_bytes(damaged(sound, rng))
        start = time.monotonic()
        sheets, problems = read_sheets(path, "raw/a")
        assert time.monotonic() - start < 10
        assert sheets or problems
        read += bool(sheets)
    assert 0 < read < TRIES[suffix]  # some damage is harmless, some is not


def damaged(sound: bytes, rng: np.random.Generator) -> bytes:
    """Cut off, with some bytes changed, or with a piece put elsewhere."""
    content = bytearray(sound)
    way = rng.integers(4)
    if way == 0:
        return bytes(content[: rng.integers(1, len(content))])
    if way == 1:
        at = int(rng.integers(len(content)))
        piece = content[at : at + int(rng.integers(1, 200))]
        to = int(rng.integers(len(content)))
        content[to:to] = piece
        return bytes(content)
    for at in rng.integers(0, len(content), 1 if way == 2 else 30):
        content[at] = rng.integers(256)
    return bytes(content)
