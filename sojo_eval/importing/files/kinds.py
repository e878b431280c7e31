"""What a file really is, looked at before anything parses it: files that only look like tables never get further."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem

ZIPPED, OLD_EXCEL, TEXTS = (".xlsx", ".xlsm", ".ods"), (".xls",), (".csv", ".tsv", ".txt")
SPSS, STATA = (".sav", ".zsav"), (".dta",)
LARGEST = 1_000_000_000
"""Bytes: a city's table of ten years has some tens of millions; beyond this a person should divide the file."""
MOST_UNPACKED = 4_000_000_000
"""Bytes: Excel's own limit of rows with fifty columns is about half of it."""
_PACKED_TIGHT, _LITTLE = 150, 50_000_000
"""A sheet packs to a tenth or a thirtieth; from 50 MB on, a hundred and fiftieth is a bomb."""
MOST_COLUMNS = 16_384
"""Of a sheet of Excel: the last one is XFD."""
FAR_CELLS = 60_000_000
"""Cells from A1 to the last one used: Excel's rows with sixty columns. Memory is taken for all of them."""
_OLE, _ZIP, _PDF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"%PDF"
_SPSS, _NEW_STATA = (b"$FL2", b"$FL3"), b"<stata_dta>"
_OLD_STATA = re.compile(rb"[h-s][\x01\x02]\x01")
"""Versions 4 to 12: the version's number as a letter, which end of a number comes first, and a 1."""
_BOOK_PART = {".xlsx": "xl/workbook.xml", ".xlsm": "xl/workbook.xml", ".ods": "content.xml"}
_MANIFEST = "META-INF/manifest.xml"
_LONGEST_TAG = 200
# Addresses of cells. Only cells and rows have an attribute r, and a pattern that begins with a letter is the quickest.
_CELL = re.compile(rb"r=[\"'][A-Za-z]{1,9}(\d{1,9})[\"']")
_WIDE = re.compile(rb"r=[\"']([A-Za-z]{2,9})\d")
_DEEP = re.compile(rb"r=[\"'][A-Za-z]{1,9}(\d{6,9})[\"']")
_USUAL_COLUMN, _USUAL_ROWS = b"Z", 99_999
"""Cells within these are not looked at one by one: up to there no sheet is too large."""
_ROW = re.compile(rb'<row [^>]*?\br="(\d{1,7})"')

_AGAIN = Text("元の資料をもう一度保存して置き直してください", "Save the original again and put it back")
_AS_BOOK = Text("Excel で開き、.xlsx として保存し直してください", "Open it in Excel and save it as .xlsx")


def refusal(path: Path, file_name: str) -> Problem | None:
    """Why the file must not be parsed, None when it may. Reads no more than it needs, in bounded memory."""
    size, suffix = path.stat().st_size, path.suffix.lower()
    if size == 0:
        return Problem("empty-file", Text("ファイルが空です", "The file is empty"), _AGAIN, file=file_name)
    if size > LARGEST:
        message = Text(f"大きすぎます（{size / 1e9:.1f} GB）", f"It is too large ({size / 1e9:.1f} GB)")
        fix = Text("年度などで分けて置いてください", "Split it, for example by year")
        return Problem("too-large", message, fix, file=file_name)
    with path.open("rb") as file:
        start = file.read(4096)
    found = _kind(start)
    if suffix in TEXTS:
        return None if found in ("text", "") else _not_what_it_says(file_name, found)
    if suffix in OLD_EXCEL:
        if found != "ole":
            return _not_what_it_says(file_name, found)
        return locked(file_name) if _holds_locked_book(path) else None
    if suffix in (*SPSS, *STATA):
        return (
            None if found == ("spss" if suffix in SPSS else "stata") else _not_what_it_says(file_name, found)
        )
    if suffix in ZIPPED:
        if found == "ole":
            return _locked_or_old(path, file_name)
        return _zip_refusal(path, file_name) if found == "zip" else _not_what_it_says(file_name, found)
    return None


def _kind(start: bytes) -> str:
    for magic, name in ((_ZIP, "zip"), (_OLE, "ole"), (_PDF, "pdf")):
        if start.startswith(magic):
            return name
    if start.startswith(_SPSS):
        return "spss"
    if start.startswith(_NEW_STATA) or _OLD_STATA.match(start):
        return "stata"
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "html"
    return "xml" if text.startswith(b"<?xml") else "text"


_NAMES = {
    "zip": Text("Excel などの圧縮ファイル", "a workbook or another zip file"),
    "ole": Text("古い Excel（.xls）かパスワード付きのファイル", "an old Excel file or one with a password"),
    "pdf": Text("PDF", "a PDF"),
    "spss": Text("SPSS のデータ（.sav）", "SPSS data (.sav)"),
    "stata": Text("Stata のデータ（.dta）", "Stata data (.dta)"),
    "html": Text("ウェブページ（エラーの画面かもしれません）", "a web page, perhaps an error page"),
    "xml": Text("XML", "XML"),
    "text": Text("文字だけのファイル", "plain text"),
}


def _not_what_it_says(file_name: str, found: str) -> Problem:
    name = _NAMES[found]
    message = Text(
        f"名前と中身が違います。中身は{name.ja}です",
        f"The name and the content differ: the content is {name.en}",
    )
    fix = Text(
        "正しい種類で保存し直すか、拡張子を中身に合わせてください",
        "Save it as the kind its name says, or correct the extension",
    )
    return Problem("not-what-it-says", message, fix, file=file_name)


def _locked_or_old(path: Path, file_name: str) -> Problem:
    return locked(file_name) if _holds_locked_book(path) else _not_what_it_says(file_name, "ole")


def _holds_locked_book(path: Path) -> bool:
    """Whether the compound file's first directory sector names an encrypted package."""
    with path.open("rb") as file:
        head = file.read(512)
        shift, sector = int.from_bytes(head[30:32], "little"), int.from_bytes(head[48:52], "little")
        file.seek(min((sector + 1) << min(shift, 12), LARGEST))
        return "EncryptedPackage".encode("utf-16-le") in file.read(4096)


def locked(file_name: str) -> Problem:
    """It has a password."""
    message = Text("パスワードがかかっています", "It is protected by a password")
    fix = Text("パスワードを外して保存し直してください", "Save it without a password")
    return Problem("locked", message, fix, file=file_name)


def _zip_refusal(path: Path, file_name: str) -> Problem | None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if any(m.flag_bits & 1 for m in members) or _is_locked(archive):
                return locked(file_name)
            if _BOOK_PART[path.suffix.lower()] not in {m.filename for m in members}:
                message = Text("中身が表計算のファイルではありません", "The file inside is not a workbook")
                return Problem("not-what-it-says", message, _AS_BOOK, file=file_name)
            return _parts_refusal(archive, members, file_name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError):
        message = Text(
            "ファイルが壊れています（途中で切れているなど）", "The file is damaged, perhaps cut off"
        )
        return Problem("damaged-file", message, _AGAIN, file=file_name)


def _is_locked(archive: zipfile.ZipFile) -> bool:
    """Whether the manifest of an .ods says so; the newest ones hold nothing but the manifest and one locked part."""
    if _MANIFEST not in archive.namelist():
        return False
    with archive.open(_MANIFEST) as part:
        return b"encryption-data" in part.read(1 << 20)


def _parts_refusal(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], file_name: str
) -> Problem | None:
    """Unpacks every part piece by piece, counting: sizes written in the file may lie."""
    unpacked = 0
    for member in members:
        member.file_size = MOST_UNPACKED + 1  # read to the true end, not to the one that is written
        columns: set[bytes] = set()
        rows: set[bytes] = set()
        before = b""  # a tag may lie across two pieces
        with archive.open(member) as part:
            first = True
            while piece := part.read(1 << 20):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED or (
                    unpacked > _LITTLE
                    and unpacked > _PACKED_TIGHT * max(1, Path(str(archive.filename)).stat().st_size)
                ):
                    message = Text("広げると異常に大きくなるファイルです", "It unpacks to an abnormal size")
                    return Problem("zip-bomb", message, _AS_BOOK, file=file_name)
                if first and member.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in piece:
                    message = Text(
                        "表計算のファイルにあるはずのない宣言（DOCTYPE）があります",
                        "It has a declaration (DOCTYPE) that does not belong in a workbook",
                    )
                    return Problem("xml-entities", message, _AS_BOOK, file=file_name)
                first = False
                if "worksheets/" in member.filename:
                    # A cell's own address counts, whatever row it is written in.
                    columns.update(_WIDE.findall(before + piece))
                    rows.update(_DEEP.findall(before + piece))
                    before = piece[-_LONGEST_TAG:]
                    rows.update(_ROW.findall(piece)[-1:])
        last = max((c.upper() for c in columns), key=lambda c: (len(c), c), default=_USUAL_COLUMN)
        if _number(last) * _USUAL_ROWS > FAR_CELLS:
            rows |= _rows_of_cells(archive, member)
        last_row = max(map(int, rows), default=0)
        if _number(last) > MOST_COLUMNS or _number(last) * last_row > FAR_CELLS:
            return far_cell(file_name, f"{last.decode()}{last_row}")
    return None


def _rows_of_cells(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> set[bytes]:
    """The row of every cell's own address, for a sheet so wide that rows within the usual matter too."""
    rows: set[bytes] = set()
    before = b""
    with archive.open(member) as part:
        while piece := part.read(1 << 20):
            rows.update(_CELL.findall(before + piece))
            before = piece[-_LONGEST_TAG:]
    return rows


def _number(column: bytes) -> int:
    number = 0
    for letter in column:
        number = 26 * number + letter - 64
    return number


def far_cell(file_name: str, cell: str) -> Problem:
    """Something stands in this cell, so far away that the rows up to it would fill the memory."""
    message = Text(
        f"表からひどく離れたセルに何かが入っています（{cell}）",
        f"A cell far away from the table holds something ({cell})",
    )
    fix = Text(
        "余分な行と列を削除して保存し直してください", "Delete the unused rows and columns and save it again"
    )
    return Problem("far-cell", message, fix, file=file_name)
