"""Entries of a mapping that change what a row becomes: other columns in turn, sums of columns, lists met again."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sojo_eval.importing import ImportResult, counted_twice, import_sources
from sojo_eval.importing.tables.footnotes import is_footnote
from sojo_eval.schema import load_schema
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


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ('once = ["nothing"]', "once"),
        ('aliases = { "日" = 3 }', "aliases"),
        ('[columns.area]\nheader = "町"\naddress = true', "columns.area"),
        ('[columns.area]\ntext = "町"\notherwise = ["字"]', "columns.area"),
        ('[[sums]]\ntotal = "計"\nparts = ["男"]\npattern = "男.*"', "sums[1]"),
        ('[[notes]]\nmatches = "※"\n[notes.event]\nday = "x"', "notes[1].event.day"),
        ('[[notes]]\nmatches = "※"\n[notes.event]\nevent = "…"', "notes[1].event.event"),
        ('[[notes]]\nmatches = "※"\n[notes.event]\napplies_to = "consultation"', "notes[1].event.applies_to"),
        ('title = "("', "title"),
        ('[[sums]]\ntotal = "計"\npattern = "男.*"\nrunning = true', "sums[1]"),
    ],
)
def test_a_mistake_in_an_entry_is_named(tmp_path: Path, entry: str, name: str) -> None:
    text = f'table = "population"\nfiles = ["*.csv"]\n{entry}\n[columns.date]\nheader = "日"\n'
    result = load(tmp_path, text, a="日\nR6.1.1\n")
    assert name in [p.column for p in result.problems if p.rule == "mapping"]


CASES = """table = "consultations"
files = ["*.csv"]
[columns]
consultation_id = "番号"
received_date = "日"
desk = "窓口"
"""


def log(prefix: str, months: range, desk: str = "S1") -> str:
    rows = [f"{prefix}{month}-{n},2024-{month:02d}-{n:02d},{desk}" for month in months for n in range(1, 4)]
    return "\n".join(["番号,日,窓口", *rows, ""])


def twice(result: ImportResult) -> list[str]:
    table = load_schema().tables["consultations"]
    frame = result.tables.get("consultations")
    assert frame is not None, [p.sentence("en") for p in result.problems]
    return [p.message.en for p in counted_twice(frame, table, result.addresses["consultations"])]


def test_the_same_months_of_a_desk_in_two_files_are_told(tmp_path: Path) -> None:
    found = twice(load(tmp_path, CASES, half=log("A", range(4, 7)), year=log("B", range(4, 10))))
    assert [m for m in found if "hold records of the same months (2024-04–2024-06)" in m]


def test_files_divided_by_month_or_by_desk_are_not(tmp_path: Path) -> None:
    result = load(
        tmp_path,
        CASES,
        spring=log("A", range(4, 7)),
        summer=log("B", range(7, 10)),
        other=log("C", range(4, 10), "S2"),
    )
    assert twice(result) == []


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


def test_a_withheld_figure_alone_in_its_row_is_no_footnote() -> None:
    assert not is_footnote("***")
    assert not is_footnote(" ＊ ")
    assert is_footnote("*速報値")
    assert is_footnote("※注記")


def test_a_book_that_is_open_in_excel_leaves_its_shadow_unread(tmp_path: Path) -> None:
    for name in ("raw", "mappings"):
        (tmp_path / name).mkdir()
    (tmp_path / "raw" / "~$a.csv").write_bytes(b"\x00user")
    (tmp_path / "raw" / "a.csv").write_text("番号,名称\n1,あ\n", encoding="utf-8")
    (tmp_path / "mappings" / "m.toml").write_text(ONCE, encoding="utf-8")
    result = import_sources(tmp_path / "raw", tmp_path / "mappings", {}, load_schema())
    assert result.problems == []
    assert len(result.tables["social_resources"]) == 1


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
