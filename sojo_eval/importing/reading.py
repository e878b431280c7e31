"""Reading a file into sheets of raw cells, with the row numbers a person sees."""

from __future__ import annotations

from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.sheet import Sheet
from sojo_eval.importing.text_files import read_text

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
TEXTS = (".csv", ".tsv")


def read_sheets(path: Path, shown: str) -> tuple[list[Sheet], list[Problem]]:
    """All sheets of a workbook, or the one of a CSV file (its name is empty). Unreadable files give a problem.

    `shown` is the path as messages show it. CSV encodings are tried in the order BOM, strict UTF-8, strict CP932.
    """
    if path.stat().st_size == 0:
        return [], [_problem(shown, "empty-file", Text("ファイルが空です", "The file is empty"), _AGAIN)]
    suffix = path.suffix.lower()
    if suffix in TEXTS:
        return read_text(path.read_bytes(), shown, suffix)
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
