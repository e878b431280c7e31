"""What an .xlsx says beside its values: hidden rows and columns, comments, formulas without a result, marked text.

The parts are searched by patterns instead of being parsed: openpyxl takes ten times as long as reading the values, this
half as long. Entities are never expanded.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace

from defusedxml import ElementTree  # type: ignore[import-untyped]

from sojo_eval.importing.files.number_formats import Shown, shown_by

Address = tuple[int, int]
"""Row and column, from 0."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ATTRIBUTE = re.compile(rb'\b(\w+)="([^"]*)"')
_REFERENCE = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})")
_RUN = re.compile(rb"<(?:\w+:)?rPr\b.*?</(?:\w+:)?rPr>", re.DOTALL)
_STRUCK = re.compile(rb'<(?:\w+:)?strike(?:\s+val="(?:1|true)")?\s*/>')
_COLOUR = re.compile(rb'<(?:\w+:)?color\b[^>]*\b(rgb|indexed)="([0-9A-Fa-f]+)"')
_RED_OF_OLD_PALETTE = (2, 10)
_FEW = 200
_PERCENT_FORMATS = {9, 10}
"""0% and 0.00%."""
_QUOTED = re.compile(r'"[^"]*"|\\.')


@dataclass
class Marked:
    """What is struck through, and what is red without being struck through."""

    struck: set[int] = field(default_factory=set)
    red: set[int] = field(default_factory=set)


@dataclass
class SheetMarks:
    """What one sheet says beside its values; rows and columns from 0, in the order of the sheet."""

    name: str
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    filtered: bool = False
    without_value: list[Address] = field(default_factory=list)
    errors: list[Address] = field(default_factory=list)
    struck: list[Address] = field(default_factory=list)
    red: list[Address] = field(default_factory=list)
    comments: list[Address] = field(default_factory=list)
    percent: list[Address] = field(default_factory=list)
    shown: dict[Address, Shown] = field(default_factory=dict)


def read_marks(archive: zipfile.ZipFile) -> Iterator[SheetMarks]:
    """Of each sheet with cells. Raises KeyError, ValueError or ParseError where parts are missing or damaged."""
    styles, texts, percent = _marked_styles(archive), _marked_texts(archive), _percent_styles(archive)
    forms = _shown_styles(archive)
    for name, part in _sheet_parts(archive):
        content = archive.read(part)
        marks = _of_sheet(name, content, _comments(archive, part), styles, texts)
        opened = re.search(rb"<(\w+:)?worksheet\b", content)
        prefix = (opened[1] or b"") if opened else b""
        shown = {at: form for form, of in forms.items() for at in _cells_of_style(content, prefix, of)}
        yield replace(marks, percent=sorted(_cells_of_style(content, prefix, percent)), shown=shown)


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    targets = _targets(archive, "xl/workbook.xml")
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        kind, part = targets[sheet.attrib[_ID]]
        if kind == "worksheet":
            yield sheet.attrib["name"], part


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: id → kind and name of the other part."""
    folder, name = posixpath.split(part)
    listed = f"{folder}/_rels/{name}.rels"
    if listed not in archive.namelist():
        return {}
    return {
        r.attrib["Id"]: (
            r.attrib["Type"].rsplit("/", 1)[-1],
            posixpath.normpath(posixpath.join("/" + folder, r.attrib["Target"])).lstrip("/"),
        )
        for r in ElementTree.fromstring(archive.read(listed))
        if r.attrib.get("TargetMode") != "External"
    }


def _marked_styles(archive: zipfile.ZipFile) -> Marked:
    """Numbers of the cell styles whose font is struck through or red."""
    if "xl/styles.xml" not in archive.namelist():
        return Marked()
    styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    looks = [_look(ElementTree.tostring(font)) for font in styles.iterfind(f"{_MAIN}fonts/{_MAIN}font")]
    marked = Marked()
    for number, style in enumerate(styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")):
        _mark(marked, number, looks[int(style.attrib.get("fontId", 0))])
    return marked


def _percent_styles(archive: zipfile.ZipFile) -> set[int]:
    """Numbers of the cell styles that show 0.359 as 35.9%."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    own = {
        int(form.attrib["numFmtId"])
        for form in styles.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt")
        if "%" in _QUOTED.sub("", form.attrib.get("formatCode", ""))
    }
    return {
        number
        for number, style in enumerate(styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf"))
        if int(style.attrib.get("numFmtId", 0)) in own | _PERCENT_FORMATS
    }


def _shown_styles(archive: zipfile.ZipFile) -> dict[Shown, set[int]]:
    """What formats show beside numbers (千円) or leave out of them, and the numbers of their cell styles."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    own = {
        form.attrib.get("numFmtId"): shown_by(form.attrib.get("formatCode", ""))
        for form in styles.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt")
    }
    found: dict[Shown, set[int]] = {}
    for number, style in enumerate(styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")):
        shown = own.get(style.attrib.get("numFmtId"), Shown())
        if any(shown):
            found.setdefault(shown, set()).add(number)
    return found


def _marked_texts(archive: zipfile.ZipFile) -> Marked:
    """Numbers of the shared texts of which at least a part is struck through or red."""
    marked = Marked()
    if "xl/sharedStrings.xml" not in archive.namelist():
        return marked
    content = archive.read("xl/sharedStrings.xml")
    if _RUN.search(content):
        for number, text in enumerate(re.split(rb"</(?:\w+:)?si>|<(?:\w+:)?si\s*/>", content)):
            _mark(marked, number, _look(b"".join(_RUN.findall(text))))
    return marked


def _look(font: bytes) -> str:
    """One of "struck", "red" and nothing."""
    if _STRUCK.search(font):
        return "struck"
    return "red" if any(_is_red(*found) for found in _COLOUR.findall(font)) else ""


def _is_red(kind: bytes, value: bytes) -> bool:
    """The reds of the colour menus (FF0000, C00000, C9211E), no orange, no brown, no pink."""
    if kind == b"indexed":
        return value.isdigit() and int(value) in _RED_OF_OLD_PALETTE
    red, green, blue = (int(value[-6:][i : i + 2] or b"0", 16) for i in (0, 2, 4))
    return red >= 0xC0 and green <= 0x40 and blue <= 0x40


def _mark(marked: Marked, number: int, look: str) -> None:
    if look:
        (marked.struck if look == "struck" else marked.red).add(number)


def _of_sheet(
    name: str, content: bytes, comments: list[Address], styles: Marked, texts: Marked
) -> SheetMarks:
    opened = re.search(rb"<(\w+:)?worksheet\b", content)
    prefix = (opened[1] or b"") if opened else b""
    struck: set[Address] = set()
    red: set[Address] = set()
    for numbers, texts_, into in ((styles.struck, texts.struck, struck), (styles.red, texts.red, red)):
        into.update(_cells_of_style(content, prefix, numbers))
        into.update(_cells_of_text(content, prefix, texts_))
    for address, look in _cells_with_runs(content, prefix):
        (struck if look == "struck" else red).add(address)
    return SheetMarks(
        name,
        _hidden_rows(content, prefix),
        _hidden_columns(content, prefix),
        b"<" + prefix + b"filterColumn" in content,
        sorted(_without_value(content, prefix)),
        sorted(_errors(content, prefix)),
        sorted(struck),
        sorted(red - struck),
        comments,
    )


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(tag))


def _address(reference: bytes) -> Address | None:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = 26 * column + letter - 64
    return int(found[2]) - 1, column - 1


def _placed(tag: bytes) -> Iterator[Address]:
    """Where the cell of this tag stands; nothing if it does not say so."""
    address = _address(_attributes(tag).get(b"r", b""))
    if address is not None:
        yield address


def _hidden_rows(content: bytes, prefix: bytes) -> list[int]:
    found = re.findall(rb"<" + prefix + rb'row\b([^>]*\bhidden="(?:1|true)"[^>]*)>', content)
    return [int(a[b"r"]) - 1 for a in map(_attributes, found) if a.get(b"r", b"").isdigit()]


def _hidden_columns(content: bytes, prefix: bytes) -> list[tuple[int, int]]:
    """First and last of each run of hidden columns."""
    found = re.findall(rb"<" + prefix + rb'col\b([^>]*\bhidden="(?:1|true)"[^>]*)>', content)
    return [(int(a[b"min"]) - 1, int(a[b"max"]) - 1) for a in map(_attributes, found)]


def _without_value(content: bytes, prefix: bytes) -> Iterator[Address]:
    """Cells with a formula whose result was not saved. An empty text is a result: it is marked as a text."""
    p = re.escape(prefix)
    cell = re.compile(
        rb"<%bc\b([^>]*[^/>])>\s*<%bf\b(?:[^>]*/>|[^>]*>[^<]*</%bf>)\s*(<%bv\s*/>|<%bv>\s*</%bv>)?\s*</%bc>"
        % ((p,) * 7)
    )
    if b"<" + prefix + b"f" in content:
        for found in cell.finditer(content):
            if not (b't="str"' in found[1] and found[2]):
                yield from _placed(found[1])


def _errors(content: bytes, prefix: bytes) -> Iterator[Address]:
    """Cells that hold #DIV/0! and the like."""
    for tag in re.findall(rb"<" + prefix + rb'c\b[^>]*\bt="e"[^>]*>', content):
        yield from _placed(tag)


def _cells_of_style(content: bytes, prefix: bytes, styles: set[int]) -> Iterator[Address]:
    if styles:
        some = b"|".join(b"%d" % s for s in styles) if len(styles) < _FEW else rb"\d+"
        for found in re.finditer(rb"<" + prefix + rb'c\b[^>]*\bs="(' + some + rb')"[^>]*>', content):
            if int(found[1]) in styles:
                yield from _placed(found[0])


def _cells_of_text(content: bytes, prefix: bytes, texts: Container[int]) -> Iterator[Address]:
    if texts:
        cell = rb"<" + prefix + rb'c\b([^>]*\bt="s"[^>]*)>\s*<' + prefix + rb"v>(\d+)<"
        for found in re.finditer(cell, content):
            if int(found[2]) in texts:
                yield from _placed(found[1])


def _cells_with_runs(content: bytes, prefix: bytes) -> Iterator[tuple[Address, str]]:
    """Cells that hold their text themselves, with formats inside it."""
    if b"<" + prefix + b"rPr" in content:
        cell = rb"<" + prefix + rb"c\b([^>]*)>\s*<" + prefix + rb"is>(.*?)</" + prefix + rb"is>"
        for found in re.finditer(cell, content, re.DOTALL):
            look = _look(b"".join(_RUN.findall(found[2])))
            if look:
                yield from ((address, look) for address in _placed(found[1]))


def _comments(archive: zipfile.ZipFile, sheet_part: str) -> list[Address]:
    there = set()
    for kind, part in _targets(archive, sheet_part).values():
        if kind == "comments":
            for tag in re.findall(rb"<(?:\w+:)?comment\b([^>]*)>", archive.read(part)):
                there.add(_address(_attributes(tag).get(b"ref", b"")))
    return sorted(address for address in there if address is not None)
