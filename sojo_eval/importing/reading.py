"""Reading a file into sheets of raw cells, with the row numbers a person sees."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem

Cell = object
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
TEXTS = (".csv", ".tsv")


@dataclass(frozen=True)
class Sheet:
    """Rows of cells; `rows[0]` is row 1 of the sheet. `merged` are ((row, col), (row, col)) from 0, both included."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()


def read_sheets(path: Path, shown: str) -> tuple[list[Sheet], list[Problem]]:
    """All sheets of a workbook, or the one of a CSV file (its name is empty). Unreadable files give a problem.

    `shown` is the path as messages show it. CSV encodings are tried in the order BOM, strict UTF-8, strict CP932.
    """
    if path.stat().st_size == 0:
        return [], [_problem(shown, "empty-file", Text("ファイルが空です", "The file is empty"), _AGAIN)]
    suffix = path.suffix.lower()
    if suffix in TEXTS:
        return _read_text(path, shown, "\t" if suffix == ".tsv" else ",")
    if suffix in WORKBOOKS:
        return _read_workbook(path, shown)
    choice = ", ".join((*TEXTS, *WORKBOOKS))
    return [], [
        _problem(
            shown,
            "file-kind",
            Text("読めない種類のファイルです", "Files of this kind cannot be read"),
            Text(f"次のどれかにしてください: {choice}", f"Save it as one of: {choice}"),
        )
    ]


_AGAIN = Text("元の資料をもう一度保存して置き直してください", "Save the original again and put it back")


def _problem(file: str, rule: str, message: Text, fix: Text, row: int | None = None) -> Problem:
    return Problem(rule, message, fix, file, row=row)


def _read_text(path: Path, shown: str, delimiter: str) -> tuple[list[Sheet], list[Problem]]:
    content = path.read_bytes()
    text, problem = _decode(content, shown)
    if problem is not None:
        return [], [problem]
    if "\0" in text or content[:4] == b"PK\x03\x04":
        message = Text(
            "名前は表ですが、中身は文字の表ではありません", "It is named as a table, but it is not text"
        )
        return [], [_problem(shown, "not-what-it-says", message, _AGAIN)]
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        message = Text(f"CSV として読めません（{error}）", f"It cannot be read as CSV ({error})")
        fix = Text("引用符の閉じ忘れがないか確かめてください", "Look for a quotation mark that is not closed")
        return [], [_problem(shown, "broken-csv", message, fix)]
    return [Sheet("", rows)], []


def _decode(content: bytes, shown: str) -> tuple[str, Problem | None]:
    if content.startswith(b"\xef\xbb\xbf"):
        encodings = ["utf-8-sig"]
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8", "cp932"]
    for encoding in encodings:
        try:
            return content.decode(encoding), None
        except UnicodeDecodeError as error:
            where = content.count(b"\n", 0, error.start) + 1
    message = Text(
        f"文字コードが壊れています（UTF-8 でも Shift_JIS でも読めません）。{where}行目の近くです",
        f"The text is damaged: neither UTF-8 nor Shift_JIS, near line {where}",
    )
    return "", _problem(shown, "encoding", message, _AGAIN, where)


def _read_workbook(path: Path, shown: str) -> tuple[list[Sheet], list[Problem]]:
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [_sheet(book, name) for name in book.sheet_names]
    except (CalamineError, OSError) as error:
        message = Text(
            "Excel のファイルとして開けません（壊れているか、パスワード付きか、名前だけ Excel です）",
            f"It cannot be opened as a workbook: damaged, locked by a password, or only named so ({error})",
        )
        return [], [_problem(shown, "not-a-workbook", message, _AGAIN)]
    return sheets, []


def _sheet(book: CalamineWorkbook, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    merged = sheet.merged_cell_ranges or []
    return Sheet(name, sheet.to_python(skip_empty_area=False), merged)
