"""A unit as people write it, in the mapping of a table of figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.importing import ImportResult, import_sources
from sojo_eval.importing.mappings.units import Unit, named_unit
from sojo_eval.schema import load_schema

MAPPING = """table = "indicators_published"
files = ["a.csv"]
{more}
[columns]
indicator = {{ text = "{{heading}}{{figure}}" }}
period = "年度"
period_start = {{ header = "年度", date = "fiscal_year_start" }}
period_end = {{ header = "年度", date = "fiscal_year_end" }}
[wide]
value = "value"
[[wide.columns]]
header = "甲"
figure = "甲"
[[wide.columns]]
header = "乙"
figure = "乙"
unit = "count"
{wide}
[constants]
area = "1"
unit = "{unit}"
definition = "x"
source = "y"
{end}
"""


def load(folder: Path, rows: str, unit: str, wide: str = "", more: str = "", end: str = "") -> ImportResult:
    (folder / "raw").mkdir()
    (folder / "raw" / "a.csv").write_text(rows, encoding="utf-8")
    text = MAPPING.format(unit=unit, wide=wide, more=more, end=end).replace(
        "{heading}", "" if not end else "{heading}"
    )
    (folder / "a.toml").write_text(text, encoding="utf-8")
    return import_sources(folder / "raw", folder, {}, load_schema())


def read(result: ImportResult) -> list[tuple[str, float, str]]:
    assert [p.sentence("ja") for p in result.problems if p.severity == "error"] == []
    table = result.tables["indicators_published"]
    return [*zip(table["indicator"], table["value"], table["unit"], strict=True)]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("人", Unit("persons")),
        ("（千円）", Unit("yen", "千円")),
        ("1,000人", Unit("persons", "千人")),
        ("単位：百万円", Unit("yen", "百万円")),
        ("％", Unit("share", "%")),
        ("回", None),
        ("人口", None),
        ("", None),
    ],
)
def test_the_units_that_people_write(text: str, unit: Unit | None) -> None:
    assert named_unit(text) == unit


def test_a_unit_for_all_holds_with_its_factor_where_a_column_has_none(tmp_path: Path) -> None:
    found = read(load(tmp_path, "年度,甲,乙\n令和4年度,3,4\n", "千円"))
    assert found == [("甲", 3000.0, "yen"), ("乙", 4.0, "count")]


def test_a_column_may_say_what_its_cells_are_in(tmp_path: Path) -> None:
    found = read(load(tmp_path, "年度,甲,乙\n令和4年度,3,4件\n", "persons", 'cells_in = "件"'))
    assert found == [("甲", 3.0, "persons"), ("乙", 4.0, "count")]


@pytest.mark.parametrize(("unit", "named"), [("…", "constants.unit"), ("匹", "constants.unit")])
def test_a_unit_that_is_none_is_one_mistake_with_what_may_be_written(
    tmp_path: Path, unit: str, named: str
) -> None:
    (problem,) = (
        p for p in load(tmp_path, "年度,甲,乙\n令和4年度,3,4\n", unit).problems if p.rule == "mapping"
    )
    assert problem.column == named
    assert "人" in problem.fix.ja


def test_texts_beside_figures_are_left_out(tmp_path: Path) -> None:
    more = 'beside = ["（速報）", "*1)", "注1)"]'
    found = read(
        load(tmp_path, "年度,甲,乙\n令和4年度,12（速報）,3*1)\n令和5年度,注1)13,-\n", "人", more=more)
    )
    assert [value for _, value, _ in found][:3] == [12, 3, 13]


def test_a_text_of_digits_alone_is_none_that_stands_beside_figures(tmp_path: Path) -> None:
    result = load(tmp_path, "年度,甲,乙\n令和4年度,12,3\n", "人", more='beside = ["1"]')
    assert [p.column for p in result.problems if p.rule == "mapping"] == ["beside"]


def test_lines_between_records_give_variables_down_to_the_next_one(tmp_path: Path) -> None:
    rows = "年度,甲,乙\n【東】,,\n令和4年度,1,2\n【西】,,\n令和4年度,3,4\n"
    end = '[[headings]]\ncolumn = "年度"\nmatches = "^【(?P<heading>.+)】$"'
    result = load(tmp_path, rows, "人", end=end)
    assert read(result) == [
        ("東甲", 1, "persons"), ("東乙", 2, "count"), ("西甲", 3, "persons"), ("西乙", 4, "count"),
    ]  # fmt: skip
    log = result.log.iloc[0]
    assert log["rows_read"] == log["rows_kept"] + log["rows_left_out"] + log["rows_refused"]


def test_a_line_with_a_figure_is_a_record(tmp_path: Path) -> None:
    rows = "年度,甲,乙\n【東】,,\n令和4年度,1,2\n【西】,5,\n"
    end = '[[headings]]\ncolumn = "年度"\nmatches = "^【(?P<heading>.+)】$"'
    result = load(tmp_path, rows, "人", end=end)
    assert {(p.rule, p.row) for p in result.problems if p.severity == "error"} >= {("unreadable", 4)}


ROWS = """table = "indicators_published"
files = ["a.csv"]
[columns]
indicator = "指標"
definition = "指標"
period = "年度"
period_start = { header = "年度", date = "fiscal_year_start" }
period_end = { header = "年度", date = "fiscal_year_end" }
unit = "単位"
value = "値"
[constants]
area = "1"
source = "y"
"""


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("", [("a", 10_000, "yen"), ("b", 0.451, "share")]),
        ('[codes.unit]\n"％" = "per_1000"', [("a", 10_000, "yen"), ("b", 45.1, "per_1000")]),
    ],
)
def test_a_column_of_units_gives_each_row_its_factor(
    tmp_path: Path, codes: str, expected: list[tuple[str, float, str]]
) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.csv").write_text(
        "指標,年度,単位,値\na,令和4年度,千円,10\nb,令和4年度,％,45.1\n", encoding="utf-8"
    )
    (tmp_path / "a.toml").write_text(ROWS + codes, encoding="utf-8")
    assert read(import_sources(tmp_path / "raw", tmp_path, {}, load_schema())) == expected


def test_a_unit_that_is_left_to_be_told_is_refused(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.csv").write_text("指標,年度,単位,値\na,令和4年度,回,10\n", encoding="utf-8")
    (tmp_path / "a.toml").write_text(ROWS + '[codes.unit]\n"回" = "…"', encoding="utf-8")
    result = import_sources(tmp_path / "raw", tmp_path, {}, load_schema())
    assert [p.value for p in result.problems if p.severity == "error"] == ["…"]
