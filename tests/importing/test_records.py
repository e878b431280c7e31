"""What a row becomes: other columns in turn, sums of columns, and a factor."""

from __future__ import annotations

from pathlib import Path

from tests.importing.small_mappings import PEOPLE, load


def test_columns_that_agree_in_all_else_are_added_up(tmp_path: Path) -> None:
    result = load(tmp_path, PEOPLE.format(add="true"), a="日,町,コード,前期,後期\nR6.1.1,泉町,,3,4\n")
    assert result.problems == []
    assert result.tables["population"]["persons"].tolist() == [7]


def test_a_part_that_does_not_exist_adds_nothing(tmp_path: Path) -> None:
    rows = "日,町,コード,前期,後期\nR6.1.1,泉町,,3,-\nR6.2.1,泉町,,-,4\n"
    result = load(tmp_path, PEOPLE.format(add="true"), a=rows)
    assert result.problems == []
    assert result.tables["population"]["persons"].tolist() == [3, 4]


def test_a_blank_part_makes_its_sum_unknown(tmp_path: Path) -> None:
    rows = "日,町,コード,前期,後期\nR6.1.1,泉町,,3,\nR6.2.1,泉町,,,\nR6.3.1,泉町,,0,4\n"
    result = load(tmp_path, PEOPLE.format(add="true"), a=rows)
    assert [(p.rule, p.row) for p in result.problems if p.severity == "error"] == [("required", 2)]
    assert result.log["left_out_by"].tolist() == ["no figure in the row: 1"]


def test_without_add_they_are_two_records_of_one_key(tmp_path: Path) -> None:
    result = load(tmp_path, PEOPLE.format(add="false"), a="日,町,コード,前期,後期\nR6.1.1,泉町,,3,4\n")
    assert [(p.severity, p.row) for p in result.problems] == [("error", 2), ("error", 2)]
    assert "population" not in result.tables


def test_a_blank_cell_gives_way_to_the_next_column(tmp_path: Path) -> None:
    rows = "日,町,コード,前期,後期\nR6.1.1,,T1,1,1\nR6.3.1,泉町,なし,3,3\n"
    result = load(tmp_path, PEOPLE.format(add="true"), a=rows)
    assert result.problems == []
    assert result.tables["population"]["area"].tolist() == ["T1"] * 2
    assert result.tables["population"]["persons"].tolist() == [2, 6]


def test_a_name_that_is_not_known_is_told_and_never_given_another_columns_place(tmp_path: Path) -> None:
    result = load(tmp_path, PEOPLE.format(add="true"), a="日,町,コード,前期,後期\nR6.1.1,いずこ,T1,1,1\n")
    assert [(p.rule, p.cell, p.value) for p in result.problems] == [("unreadable", "B2", "いずこ")]
    assert result.log["rows_refused"].tolist() == [1]


def test_a_factor_makes_no_whole_number_of_a_part(tmp_path: Path) -> None:
    mapping = """table = "population"
files = ["a.csv"]
[columns]
date = "日"
area = { header = "町", lookup = "name_ja" }
persons = { header = "人", times = 0.001 }
[constants]
sex = "all"
age_band = "all"
"""
    result = load(tmp_path, mapping, a="日,町,人\nR6.1.1,泉町,3000\nR6.2.1,泉町,1500\n")
    assert [(p.rule, p.cell) for p in result.problems] == [("unreadable", "C3")]
