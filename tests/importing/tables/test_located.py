"""A problem of a table located in a sheet has its whole address, and nobody has to write it out."""

from __future__ import annotations

import pytest

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.mappings.mapping import FileMapping
from sojo_eval.importing.tables.located import Header, Located
from sojo_eval.schema import load_schema

WHY, FIX = Text("違います", "It differs"), Text("直す", "Correct it")


@pytest.fixture
def located() -> Located:
    sheet = Sheet("4月", [["番号", "開始\n年月日", ""], ["1", "", "5"], ["2", "R6.4.1", ""]])
    mapping = FileMapping("mappings/a.toml", "cases", ("a.xlsx",), (), fill_down=("番号",))
    header = Header(("番号", "開始\n年月日", ""), 0, 1, {"番号": 0})
    return Located("raw/a.xlsx", sheet, mapping, load_schema().tables["cases"], header)


def test_row_and_column_give_the_cell(located: Located) -> None:
    assert located.problem("x", WHY, FIX, row=2, at=1, column=located.label(1), value="先週") == Problem(
        "x", WHY, FIX, file="raw/a.xlsx", sheet="4月", row=3, column="開始 年月日", value="先週", table="cases", cell="B3"
    )  # fmt: skip


def test_what_is_not_known_of_the_address_stays_blank(located: Located) -> None:
    problem = located.problem("x", WHY, FIX, severity="note")
    assert (problem.file, problem.sheet, problem.table, problem.severity) == (
        "raw/a.xlsx",
        "4月",
        "cases",
        "note",
    )
    assert (problem.row, problem.column, problem.cell) == (None, "", "")
    assert located.problem("x", WHY, FIX, row=2).cell == ""
    assert located.problem("x", WHY, FIX, cell="C2").cell == "C2"


def test_a_column_without_a_header_is_called_by_its_letter(located: Located) -> None:
    assert [located.label(at) for at in range(3)] == ["番号", "開始 年月日", "C"]


def test_an_address_is_given_by_name_alone() -> None:
    with pytest.raises(TypeError):
        Problem("x", WHY, FIX, "raw/a.xlsx")  # type: ignore[misc]
