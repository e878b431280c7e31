"""A second look at a workbook for what its values do not show: everything is read, nothing dropped, but it is reported."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem, Severity
from sojo_eval.importing.files.cell_addresses import cell_address, letters
from sojo_eval.importing.files.cells import is_blank
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.files.workbook_xml import Address, SheetMarks, read_marks

LARGEST = 5_000_000
"""Bytes of a book that is looked at twice."""
MOST_UNPACKED = 200_000_000
"""Bytes of all its parts: each is held in memory as a whole."""
_NAMED = 5
_BROKEN = (
    KeyError, ValueError, IndexError, ParseError, DefusedXmlException, zipfile.BadZipFile, zlib.error,
    EOFError, OSError, NotImplementedError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True)
class _Kind:
    """What may be found. `message` has a place for the number and one for the first addresses."""

    rule: str
    severity: Severity
    message: Text
    fix: Text


_WITHOUT_VALUE = _Kind(
    "formula-without-value",
    "warning",
    Text(
        "計算結果が保存されていない数式が{}セルにあり、空欄として読みます（{}）",
        "Cells with a formula whose result was not saved, read as blank: {} ({})",
    ),
    Text("Excel で開き、保存し直してください", "Open it in Excel and save it again"),
)
_ERRORS = _Kind(
    "error-value",
    "warning",
    Text(
        "#DIV/0! などのエラーが{}セルにあり、空欄として読みます（{}）",
        "Cells with an error such as #DIV/0!, read as blank: {} ({})",
    ),
    Text("元の資料の数式を直してください", "Correct the formula in the original"),
)
_STRUCK = _Kind(
    "struck-through",
    "warning",
    Text(
        "取り消し線の付いた文字が{}セルにあり、そのまま読みます（{}）",
        "Cells with text struck through, read as they stand: {} ({})",
    ),
    Text(
        "取り消した記録なら、元の資料から消してください",
        "If these records are cancelled, delete them in the original",
    ),
)
_RED = _Kind(
    "red-text",
    "note",
    Text(
        "赤い文字が{}セルにあり、そのまま読みます（{}）",
        "Cells with red text, read as they stand: {} ({})",
    ),
    Text(
        "訂正の印なら、訂正後の値になっているか確かめてください",
        "If red marks corrections, check that the corrected values are there",
    ),
)
_COMMENTS = _Kind(
    "cell-comments",
    "note",
    Text(
        "メモ（コメント）が{}セルにあり、読みません（{}）",
        "Cells with comments, which are not read: {} ({})",
    ),
    Text(
        "定義の変更などが書かれていないか、元の資料で確かめてください",
        "Check in the original whether they mention a changed definition",
    ),
)
_IF_UNWANTED = Text(
    "要らないものなら、元の資料から消すか、対応表の leave_out に書いてください",
    "If you do not need them, delete them in the original, or add them to leave_out in the mapping",
)
_HIDDEN_ROWS = _Kind(
    "hidden-rows",
    "note",
    Text("隠れた行が{}あり、それも読みます（{}行）", "Hidden rows, which are read too: {} ({})"),
    _IF_UNWANTED,
)
_FILTERED_ROWS = _Kind(
    "hidden-rows",
    "note",
    Text(
        "フィルターなどで隠れた行が{}あり、それも読みます（{}行）",
        "Rows hidden by a filter or otherwise, which are read too: {} ({})",
    ),
    _IF_UNWANTED,
)
_HIDDEN_COLUMNS = _Kind(
    "hidden-columns",
    "note",
    Text("隠れた列が{}あり、それも読みます（{}列）", "Hidden columns, which are read too: {} ({})"),
    Text(
        "要らない列なら、対応表に書かないでください", "If you do not need them, leave them out of the mapping"
    ),
)


def second_look(
    path: Path, sheets: Sequence[Sheet], file_name: str, forms: dict[str, SheetMarks] | None = None
) -> list[Problem]:
    """One problem for each kind and sheet, with the number and the first addresses. No text is repeated.

    forms: takes, by sheet, the cells that show their number as a percentage or with a unit. `path` is an .xlsx or .xlsm that `files.kinds.refusal` let pass, `sheets` what was read from it.
    """
    by_name = {sheet.name: sheet for sheet in sheets}
    problems: list[Problem] = []
    try:
        with zipfile.ZipFile(path) as archive:
            if path.stat().st_size > LARGEST or sum(m.file_size for m in archive.infolist()) > MOST_UNPACKED:
                return [_not_looked(file_name, Text("大きいため", "The file is large"))]
            for marks in read_marks(archive):
                if forms is not None and (marks.percent or marks.shown):
                    forms[marks.name] = marks
                if marks.name in by_name:
                    problems += _of_sheet(marks, by_name[marks.name], file_name)
    except _BROKEN:
        problems.append(
            _not_looked(file_name, Text("内部の作りが特殊なため", "The file has an unusual structure"))
        )
    return problems


def _of_sheet(marks: SheetMarks, sheet: Sheet, file_name: str) -> Iterator[Problem]:
    def holds(row: int, column: int) -> bool:
        cells = sheet.rows[row] if row < len(sheet.rows) else ()
        return column < len(cells) and not is_blank(cells[column])

    for kind, cells in (
        (_WITHOUT_VALUE, [at for at in marks.without_value if not holds(*at)]),
        (_ERRORS, [at for at in marks.errors if not holds(*at)]),
        (_STRUCK, [at for at in marks.struck if holds(*at)]),
        (_RED, [at for at in marks.red if holds(*at)]),
        (_COMMENTS, marks.comments),
    ):
        if cells:
            yield _problem(kind, [cell_address(*at) for at in cells], cells[0], file_name, sheet.name)
    rows = [row for row in marks.hidden_rows if any(holds(row, at) for at in range(sheet.width()))]
    if rows:
        kind = _FILTERED_ROWS if marks.filtered else _HIDDEN_ROWS
        yield _problem(kind, [str(row + 1) for row in rows], (rows[0], 0), file_name, sheet.name)
    spans = (range(first, min(last + 1, sheet.width())) for first, last in marks.hidden_columns)
    columns = [at for span in spans for at in span if any(holds(r, at) for r in range(len(sheet.rows)))]
    if columns:
        yield _problem(
            _HIDDEN_COLUMNS, [letters(at) for at in columns], (0, columns[0]), file_name, sheet.name
        )


def _problem(kind: _Kind, places: Sequence[str], first: Address, file_name: str, sheet: str) -> Problem:
    count, where = f"{len(places):,}", ", ".join(places[:_NAMED]) + (", …" if len(places) > _NAMED else "")
    message = Text(kind.message.ja.format(count, where), kind.message.en.format(count, where))
    return Problem(
        kind.rule,
        message,
        kind.fix,
        file=file_name,
        sheet=sheet,
        row=first[0] + 1,
        cell=cell_address(*first),
        severity=kind.severity,
    )


def _not_looked(file_name: str, why: Text) -> Problem:
    message = Text(
        f"{why.ja}、隠れた行や列、メモ、数式、取り消し線は調べていません",
        f"{why.en}, so hidden rows and columns, comments, formulas and struck-through text were not checked",
    )
    fix = Text("元の資料で確かめてください", "Check for them in the original")
    return Problem("no-second-look", message, fix, file=file_name, severity="note")
