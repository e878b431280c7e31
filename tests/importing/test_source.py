"""One file through one mapping: rows without a figure, records met before, and what is not there yet."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import xlsxwriter

from sojo_eval.importing import ImportResult, import_sources
from sojo_eval.schema import load_schema
from tests.importing.small_logs import CASES, log
from tests.importing.small_mappings import ONCE, load

FIGURES = """table = "indicators_published"
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


def figures(folder: Path, *rows: str) -> ImportResult:
    (folder / "raw").mkdir()
    (folder / "raw" / "a.csv").write_text("\n".join(["年,男,女", *rows]), encoding="utf-8")
    (folder / "a.toml").write_text(FIGURES, encoding="utf-8")
    return import_sources(folder / "raw", folder, {}, load_schema())


def test_a_row_without_a_figure_is_left_out_and_counted(tmp_path: Path) -> None:
    result = figures(tmp_path, "2023,1,2", "2024,,", "2025,3,4")
    (line,) = result.log.itertuples()
    assert (line.rows_read, line.rows_kept, line.left_out_by) == (3, 2, "no figure in the row: 1")
    assert result.tables["indicators_published"]["value"].tolist() == [3, 7]


def test_equal_rows_are_not_added_up_into_one(tmp_path: Path) -> None:
    result = figures(tmp_path, "2023,1,2", "2023,1,2")
    assert "indicators_published" not in result.tables
    assert {p.row for p in result.problems if p.severity == "error"} & {2, 3}


def test_a_zero_alone_in_its_row_is_read_like_any_number(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["年", "男", "女"])
    sheet.write_row(1, 0, ["2023", 1, 2])
    sheet.write(2, 1, 0)
    book.close()
    (tmp_path / "a.toml").write_text(FIGURES.replace("a.csv", "a.xlsx"), encoding="utf-8")
    result = import_sources(tmp_path, tmp_path, {}, load_schema())
    assert 3 in {p.row for p in result.problems if p.severity == "error"}  # its year is missing, and said so


def test_a_list_repeated_every_month_is_taken_once_and_every_row_accounted_for(tmp_path: Path) -> None:
    result = load(tmp_path, ONCE, a="番号,名称\n1,あ\n2,い\n", b="番号,名称\n１,あ\n3,う\n")
    assert result.problems == []
    assert result.tables["social_resources"]["resource_id"].tolist() == ["1", "2", "3"]
    log = (
        result.log[["rows_read", "rows_kept", "rows_left_out", "rows_refused", "left_out_by"]]
        .to_numpy()
        .tolist()
    )
    assert log == [[2, 2, 0, 0, ""], [2, 1, 1, 0, "a record met before: 1"]]


def test_a_table_that_is_not_there_yet_is_one_problem_and_not_one_a_row(tmp_path: Path) -> None:
    mapping = CASES.replace('desk = "窓口"', 'desk = { header = "窓口", lookup = "name_ja" }')
    for name in ("raw", "mappings"):
        (tmp_path / name).mkdir()
    (tmp_path / "mappings" / "m.toml").write_text(mapping, encoding="utf-8")
    (tmp_path / "raw" / "a.csv").write_text(log("A", range(4, 10), "本庁"), encoding="utf-8")
    result = import_sources(tmp_path / "raw", tmp_path / "mappings", {}, load_schema())
    (problem,) = (p for p in result.problems if p.severity == "error")
    assert (problem.rule, problem.column) == ("no-table", "窓口")
    assert "事業・窓口" in problem.message.ja
    assert result.tables == {}


def test_a_sheet_without_a_record_is_told_and_a_table_is_not_emptied(tmp_path: Path) -> None:
    for name in ("raw", "mappings"):
        (tmp_path / name).mkdir()
    (tmp_path / "mappings" / "m.toml").write_text(
        ONCE.replace('once = ["resource_id"]\n', ""), encoding="utf-8"
    )
    (tmp_path / "raw" / "a.csv").write_text("番号,名称\n", encoding="utf-8")
    first = import_sources(tmp_path / "raw", tmp_path / "mappings", {}, load_schema())
    assert [(p.rule, p.severity) for p in first.problems] == [("no-records", "warning")]
    earlier = pd.DataFrame({"resource_id": ["1"], "name_ja": ["あ"], "kind": ["firm"]})
    again = import_sources(
        tmp_path / "raw", tmp_path / "mappings", {"social_resources": earlier}, load_schema()
    )
    assert "social_resources" not in again.tables
    assert [p.rule for p in again.problems if p.severity == "error"] == ["no-records"]


COMPOSED = """table = "organizations"
files = ["*.csv"]
once = ["organization"]
[columns]
organization = "番号"
name_ja = { text = "{課}{係}" }
[constants]
kind = "npo"
"""


def test_a_repeated_record_is_compared_in_what_is_put_together_too(tmp_path: Path) -> None:
    result = load(tmp_path, COMPOSED, a="番号,課,係\n1,あ課,A係\n", b="番号,課,係\n1,あ課,B係\n")
    assert "repeated-differs" in {p.rule for p in result.problems}


def test_a_repeated_record_that_says_something_else_is_told(tmp_path: Path) -> None:
    result = load(tmp_path, ONCE, a="番号,名称\n1,あ\n2,い\n,う\n", b="番号,名称\n1,あ\n2,え\n,う\n")
    (warning,) = (p for p in result.problems if p.severity == "warning")
    assert (warning.rule, warning.file, warning.row) == ("repeated-differs", "raw/b.csv", 3)
    # Rows without a number are not taken for each other: each is told.
    assert [(p.file, p.row) for p in result.problems if p.severity == "error"] == [
        ("raw/a.csv", 4),
        ("raw/b.csv", 4),
    ]
