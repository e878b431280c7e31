"""Workbooks as sheets, by calamine: rows from A1 on, with the ranges of merged cells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.cell_addresses import letters
from sojo_eval.importing.files.cells import Cell
from sojo_eval.importing.files.kinds import OLD_EXCEL, far_cell, locked
from sojo_eval.importing.files.open_documents import Extent, read_extents
from sojo_eval.importing.files.own_process import NotReadError, checked_cells, read_apart
from sojo_eval.importing.files.second_look import second_look
from sojo_eval.importing.files.sheet import Merged, Sheet
from sojo_eval.importing.files.workbook_xml import SheetMarks

_Read = tuple[str, bool, list[list[Cell]], Merged]
"""Name, whether it is visible, rows from A1 on, merged ranges."""
_LONGEST = 7
"""Seconds for an .xls, which has 65,536 rows at most: one of that size takes two."""

_AGAIN = Text("元の資料をもう一度保存して置き直してください", "Save the original again and put it back")


def read_workbook(path: Path, file_name: str) -> tuple[list[Sheet], list[Problem]]:
    """All sheets with cells, hidden ones too (and reported); why it cannot be read otherwise."""
    suffix = path.suffix.lower()
    extents: dict[str, Extent] = {}
    if suffix == ".ods":
        try:
            extents = read_extents(path)
        except ValueError as error:
            return [], [_unreadable(file_name, str(error))]
        for extent in extents.values():
            if extent.is_bomb:
                return [], [far_cell(file_name, f"{letters(extent.columns - 1)}{extent.rows}")]
    found = _old_sheets(path) if suffix in OLD_EXCEL else _sheets(path)
    if isinstance(found, str):
        return [], [
            locked(file_name) if found.startswith(PasswordError.__name__) else _unreadable(file_name, found)
        ]
    sheets = [
        Sheet(name, rows, extents[name].merged if name in extents else merged)
        for name, _, rows, merged in found
    ]
    problems = [_hidden(file_name, name) for name, visible, _, _ in found if not visible]
    if suffix in (".xlsx", ".xlsm"):
        forms: dict[str, SheetMarks] = {}
        problems += second_look(path, sheets, file_name, forms)
        sheets = [
            replace(s, percent=frozenset(forms[s.name].percent), shown=forms[s.name].shown)
            if s.name in forms
            else s
            for s in sheets
        ]
    return sheets, problems


def _sheets(path: Path) -> list[_Read] | str:
    """The sheets, or why there are none."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        found = []
        for about in book.sheets_metadata:
            if about.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(about.name)
                rows = sheet.to_python(skip_empty_area=False)
                visible = about.visible == SheetVisibleEnum.Visible
                found.append((about.name, visible, rows, sheet.merged_cell_ranges or []))
    except (CalamineError, OSError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    except BaseException as error:
        # A damaged file can make the reader itself give up, which Python sees as no ordinary exception.
        if type(error).__name__ != "PanicException":
            raise
        return "damaged"
    return found


def _old_sheets(path: Path) -> list[_Read] | str:
    """The same for .xls, in a process of its own and within a time."""
    try:
        return [_sheet(said) for said in _listed(read_apart("old_workbook_reader", path, _LONGEST))]
    except NotReadError as error:
        return str(error)
    except (TypeError, ValueError):  # not the answer of our reader: the file took it over
        return "damaged"


def _sheet(said: object) -> _Read:
    """One sheet of the process's answer. Raises ValueError, TypeError for what is none."""
    name, visible, rows, merged = _listed(said)
    ranges = [_range(found) for found in _listed(merged)]
    return str(name), visible is True, [checked_cells(row) for row in _listed(rows)], ranges


def _range(said: object) -> tuple[tuple[int, int], tuple[int, int]]:
    (top, left), (bottom, right) = map(_listed, _listed(said))
    return (int(top), int(left)), (int(bottom), int(right))


def _listed(said: object) -> list[Any]:
    if not isinstance(said, list):
        raise TypeError(type(said).__name__)
    return said


def _unreadable(file_name: str, why: str) -> Problem:
    message = Text(
        f"表計算のファイルとして開けません。壊れているか、パスワード付きです（{why}）",
        f"It cannot be opened as a workbook: it is damaged, or protected by a password ({why})",
    )
    return Problem("not-a-workbook", message, _AGAIN, file=file_name)


def _hidden(file_name: str, sheet: str) -> Problem:
    return Problem(
        "hidden-sheet",
        Text("隠れているシートです", "The sheet is hidden"),
        Text(
            "要らないシートなら、対応表の sheets で選んでください",
            "If you do not need it, choose others with sheets in the mapping",
        ),
        file=file_name,
        sheet=sheet,
        severity="note",
    )
