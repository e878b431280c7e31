"""Entries of a mapping that change what a row becomes: other columns in turn, sums of columns, lists met again."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sojo_eval.importing import ImportResult, import_sources
from sojo_eval.schema import load_schema
from tests.importing.small_logs import CASES, log
from tests.importing.small_mappings import ONCE, PEOPLE, load


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


def test_a_header_may_go_by_another_name(tmp_path: Path) -> None:
    result = load(tmp_path, PEOPLE.format(add="true"), a="調査日,町,コード,前期,後期\nR6.1.1,泉町,,3,4\n")
    assert result.problems == []


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


def services(folder: Path, names: list[str], rows: str) -> ImportResult:
    known = pd.DataFrame(
        {
            "service": [f"S{n}" for n, _ in enumerate(names)],
            "name_ja": names,
            "programme": "other",
            "takes_consultations": True,
        }
    )
    mapping = CASES.replace('desk = "窓口"', 'desk = { header = "窓口", lookup = "name_ja" }')
    for name in ("raw", "mappings"):
        (folder / name).mkdir()
    (folder / "mappings" / "m.toml").write_text(mapping, encoding="utf-8")
    (folder / "raw" / "a.csv").write_text(rows, encoding="utf-8")
    return import_sources(folder / "raw", folder / "mappings", {"services": known}, load_schema())


def test_a_name_of_two_desks_is_an_error_and_their_codes_are_not(tmp_path: Path) -> None:
    result = services(
        tmp_path, ["相談窓口", "相談窓口"], "番号,日,窓口\nA,2024-04-01,相談窓口\nB,2024-04-01,S0\n"
    )
    assert [(p.rule, p.cell) for p in result.problems] == [("unreadable", "C2")]
    assert "二つ以上" in result.problems[0].message.ja


def test_a_name_of_a_town_and_a_centre_is_an_error(tmp_path: Path) -> None:
    for name in ("raw", "mappings"):
        (tmp_path / name).mkdir()
    areas = pd.DataFrame(
        {
            "area": ["132292", "C", "T"],
            "level": ["city", "center", "town"],
            "name_ja": ["西東京市", "本町", "本町"],
        }
    )
    (tmp_path / "mappings" / "m.toml").write_text(PEOPLE.format(add="true"), encoding="utf-8")
    (tmp_path / "raw" / "a.csv").write_text("日,町,コード,前期,後期\nR6.1.1,本町,,3,4\n", encoding="utf-8")
    result = import_sources(tmp_path / "raw", tmp_path / "mappings", {"areas": areas}, load_schema())
    assert [(p.rule, p.cell) for p in result.problems] == [("unreadable", "B2")]


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
