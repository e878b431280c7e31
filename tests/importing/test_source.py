"""Figures across the columns: a row without any is left out and counted, and equal rows stay two."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from sojo_eval.importing import ImportResult, import_sources
from sojo_eval.schema import load_schema

MAPPING = """table = "indicators_published"
files = ["a.csv"]
[columns]
indicator = { text = "{kind}" }
period = "年"
period_start = { text = "{年}年度", date = "fiscal_year_start" }
period_end = { text = "{年}年度", date = "fiscal_year_end" }
[wide]
value = "value"
add = true
[[wide.columns]]
header = "男"
kind = "all"
[[wide.columns]]
header = "女"
kind = "all"
[constants]
area = "1"
unit = "persons"
definition = "x"
source = "y"
"""


def load(folder: Path, *rows: str) -> ImportResult:
    (folder / "raw").mkdir()
    (folder / "raw" / "a.csv").write_text("\n".join(["年,男,女", *rows]), encoding="utf-8")
    (folder / "a.toml").write_text(MAPPING, encoding="utf-8")
    return import_sources(folder / "raw", folder, {}, load_schema())


def test_a_row_without_a_figure_is_left_out_and_counted(tmp_path: Path) -> None:
    result = load(tmp_path, "2023,1,2", "2024,,", "2025,3,4")
    (line,) = result.log.itertuples()
    assert (line.rows_read, line.rows_kept, line.left_out_by) == (3, 2, "no figure in the row: 1")
    assert result.tables["indicators_published"]["value"].tolist() == [3, 7]


def test_equal_rows_are_not_added_up_into_one(tmp_path: Path) -> None:
    result = load(tmp_path, "2023,1,2", "2023,1,2")
    assert "indicators_published" not in result.tables
    assert {p.row for p in result.problems if p.severity == "error"} & {2, 3}


def test_a_zero_alone_in_its_row_is_read_like_any_number(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["年", "男", "女"])
    sheet.write_row(1, 0, ["2023", 1, 2])
    sheet.write(2, 1, 0)
    book.close()
    (tmp_path / "a.toml").write_text(MAPPING.replace("a.csv", "a.xlsx"), encoding="utf-8")
    result = import_sources(tmp_path, tmp_path, {}, load_schema())
    assert 3 in {p.row for p in result.problems if p.severity == "error"}  # its year is missing, and said so
