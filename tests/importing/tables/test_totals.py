"""Printed totals: read as the records are, checked against the rows they sum, and told where they cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.importing import ImportResult, import_sources
from sojo_eval.schema import load_schema

MAPPING = """table = "indicators_published"
files = ["a.csv"]
{more}
[columns]
indicator = {{ text = "x.{{区分}}.{{月}}" }}
period = "月"
period_start = {{ header = "月", date = "month" }}
period_end = {{ header = "月", date = "month_end" }}
value = {{ header = "数"{unit} }}
[constants]
area = "1"
unit = "persons"
definition = "x"
source = "y"
[[totals]]
column = "区分"
equals = ["小計", "合計", "計"]
{total}
"""


def load(
    folder: Path, *rows: str, more: str = "", unit: str = "", total: str = "", sums: str = "", head: str = ""
) -> ImportResult:
    (folder / "raw").mkdir()
    (folder / "raw" / "a.csv").write_text("\n".join([head or "月,区分,数", *rows]), encoding="utf-8")
    mapping = MAPPING.format(more=more, unit=unit, total=total) + sums
    (folder / "a.toml").write_text(mapping, encoding="utf-8")
    return import_sources(folder / "raw", folder, {}, load_schema())


def told(result: ImportResult) -> list[tuple[str, str]]:
    return [(p.rule, p.cell) for p in result.problems]


def month(n: int, rows: str) -> list[str]:
    """Rows "a 1" as lines of month n."""
    return [f"2024年{n}月,{row.replace(' ', ',')}" for row in rows.split("; ")]


SOUND = {
    "a total of all after subtotals": month(4, "甲 1; 乙 2; 小計 3; 丙 4; 丁 5; 小計 9; 合計 12"),
    "a total after a subtotal and further rows": month(4, "甲 1; 乙 2; 小計 3; 丙 4; 合計 7"),
    "a total above its parts": month(4, "合計 3; 甲 1; 乙 2"),
    "totals above their parts, month by month": month(4, "合計 3; 甲 1; 乙 2")
    + month(5, "合計 9; 甲 4; 乙 5"),
    "a part that does not exist": month(4, "甲 1; 乙 -; 合計 1"),
    "a blank part": month(4, "甲 1; 乙 ; 丙 2; 合計 3"),
    "levels among records of their own": month(
        4, "z 9; 小計 9; 計 9; 甲 1; 小計 1; 乙 2; 小計 2; 丙 3; 小計 3; 丁 4; 小計 4; 計 10; 合計 19"
    ),
    "levels above their parts": month(
        4, "合計 19; 計 9; 小計 4; z 4; 小計 5; y 5; 計 10; 小計 3; 甲 1; 乙 2; 小計 7; 丙 3; 丁 4"
    ),
    "a total that is withheld": month(4, "甲 1; 乙 x; 合計 x"),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_total_is_nothing_to_say(tmp_path: Path, name: str) -> None:
    result = load(tmp_path, *SOUND[name])
    assert [p for p in told(result) if p[0].startswith("total")] == []
    assert sum(result.log["rows_left_out"]) == sum("計" in row for row in SOUND[name])


WRONG = {
    "with a part that does not exist": (month(4, "甲 1; 乙 -; 合計 2"), "C4"),
    "with a blank part": (month(4, "甲 1; 乙 ; 合計 2"), "C4"),
    "of all after subtotals": (month(4, "甲 1; 小計 1; 乙 2; 小計 2; 合計 9"), "C6"),
    "above its parts": (month(4, "合計 8; 甲 1; 乙 2"), "C2"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_total_is_told_with_its_cell(tmp_path: Path, name: str) -> None:
    rows, cell = WRONG[name]
    assert ("total-differs", cell) in told(load(tmp_path, *rows))


def test_the_mapping_may_say_which_rows_a_total_sums(tmp_path: Path) -> None:
    rows = month(4, "甲 1; 小計 1; 乙 2; 合計 2")
    assert told(load(tmp_path, *rows, total='of = "all"')) == [("total-differs", "C5")]


def test_without_it_a_total_of_either_is_sound(tmp_path: Path) -> None:
    assert told(load(tmp_path, *month(4, "甲 1; 小計 1; 乙 2; 合計 2"))) == []


@pytest.mark.parametrize("part", ["x", "5人未満", "…"])
def test_a_total_with_a_part_that_nobody_knows_is_noted_and_not_called_wrong(
    tmp_path: Path, part: str
) -> None:
    result = load(tmp_path, *month(4, f"甲 10; 乙 {part}; 合計 13"))
    (note,) = (p for p in result.problems if p.rule.startswith("total"))
    assert (note.rule, note.severity, note.cell) == ("total-unchecked", "note", "C4")


@pytest.mark.parametrize(
    "rows",
    [
        month(4, "甲 x; 乙 2; 小計 5; 丙 3; 丁 4; 小計 7; 合計 12"),
        month(4, "合計 3; 甲 1; 乙 2") + month(5, "合計 9; 甲 x; 乙 5"),
    ],
)
def test_a_total_over_a_withheld_part_is_never_called_wrong(tmp_path: Path, rows: list[str]) -> None:
    assert {p[0] for p in told(load(tmp_path, *rows)) if p[0].startswith("total")} == {"total-unchecked"}


def test_a_withheld_part_elsewhere_hides_no_wrong_total(tmp_path: Path) -> None:
    rows = month(4, "甲 x; 乙 2; 小計 5") + month(5, "甲 1; 乙 2; 小計 4") + month(6, "甲 9; 乙 x; 小計 8")
    found = [p for p in told(load(tmp_path, *rows)) if p[0].startswith("total")]
    # 1 + 2 is not 4; 9 is more than 8 whatever the other part is.
    assert found == [("total-differs", "C7"), ("total-differs", "C10"), ("total-unchecked", "C4")]


def test_a_column_of_rates_is_no_sum(tmp_path: Path) -> None:
    rows = ["2024年4月,甲,1,0.5", "2024年4月,乙,3,0.7", "2024年4月,合計,4,0.65"]
    assert told(load(tmp_path, *rows, head="月,区分,数,率", more='unread = ["率"]')) == []


def test_running_totals_of_groups_run_each_for_itself(tmp_path: Path) -> None:
    rows = [f"2024年{n}月,{kind},{k},{n * k}" for n in (1, 2, 3) for k, kind in ((1, "甲"), (5, "乙"))]
    rows[-1] = "2024年3月,乙,5,16"
    sums = '[[sums]]\ntotal = "累計"\nparts = ["数"]\nrunning = true\nsame = ["区分"]\n'
    assert told(load(tmp_path, *rows, head="月,区分,数,累計", sums=sums)) == [("sum-differs", "D7")]


def test_a_total_in_a_name_put_together_from_columns_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.csv").write_text(
        "月,区分,数\n2024年4月,甲,1\n2024年4月,合計,2\n", encoding="utf-8"
    )
    text = MAPPING.format(more="", unit="", total="")
    (tmp_path / "a.toml").write_text(text[: text.index("[[totals]]")], encoding="utf-8")
    result = import_sources(tmp_path / "raw", tmp_path, {}, load_schema())
    assert told(result) == [("total-differs", "C3")]
    assert len(result.tables["indicators_published"]) == 1


def test_totals_are_read_with_unit_and_signs_of_the_column(tmp_path: Path) -> None:
    rows = month(4, "甲 1千円; 乙 ×; 丙 2千円; 合計 4千円")
    result = load(tmp_path, *rows, unit=', unit = "千円"', sums='[marks]\n"×" = "zero"\n')
    (wrong,) = (p for p in result.problems if p.rule == "total-differs")
    assert (wrong.cell, wrong.value) == ("C5", "4000")
    assert "3,000" in wrong.message.en


def test_parts_and_total_may_be_spelt_otherwise_and_filled_down(tmp_path: Path) -> None:
    rows = ["2024年4月,甲,1", ",乙,2", "2024年4月,合計,3", "2024年５月,甲,4", ",乙,5", "2024年 5月,合計,9"]
    sound = load(tmp_path, *rows, more='fill_down = ["月"]', total='same = ["月"]')
    assert told(sound) == []
    assert len(sound.tables["indicators_published"]) == 4


def test_a_running_total_may_begin_before_the_file_and_anew_in_april(tmp_path: Path) -> None:
    rows = ["2024年2月,甲,1,11", "2024年3月,甲,2,13", "2024年4月,甲,3,3", "2024年5月,甲,4,8"]
    sums = '[[sums]]\ntotal = "累計"\nparts = ["数"]\nrunning = true\n'
    assert told(load(tmp_path, *rows, head="月,区分,数,累計", sums=sums)) == [("sum-differs", "D5")]


@pytest.mark.parametrize(("last", "cells"), [(4, ["D4"]), (6, ["D4"]), (9, ["D4", "D5"])])
def test_after_a_slip_a_running_total_may_go_on_from_either(
    tmp_path: Path, last: int, cells: list[str]
) -> None:
    rows = [
        f"2024年{n}月,甲,1,{total}" for n, total in enumerate((1, 2, 5, last), 1)
    ]  # the third should be 3
    sums = '[[sums]]\ntotal = "累計"\nparts = ["数"]\nrunning = true\n'
    found = told(load(tmp_path, *rows, head="月,区分,数,累計", sums=sums))
    assert [cell for _, cell in found] == cells


def test_a_pattern_that_fits_the_total_too_does_not_count_it(tmp_path: Path) -> None:
    rows = ["2024年4月,甲,1,2,3", "2024年5月,甲,4,5,8"]
    sums = '[[sums]]\ntotal = "件数計"\npattern = "件数.*"\n'
    result = load(tmp_path, *rows, head="月,区分,数,件数甲,件数計", sums=sums.replace("件数.*", "数|件数.*"))
    assert told(result) == [("sum-differs", "E3")]


def test_a_row_of_totals_is_known_in_a_column_that_is_the_key(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.csv").write_text("番号,参加者\nA1,3\n合計,3\n", encoding="utf-8")
    mapping = """table = "community_activities"
files = ["a.csv"]
[columns]
activity_id = "番号"
participants = "参加者"
[constants]
kind = "salon"
date = "2024-04-01"
"""
    (tmp_path / "a.toml").write_text(mapping, encoding="utf-8")
    result = import_sources(tmp_path / "raw", tmp_path, {}, load_schema())
    assert result.log["left_out_by"].tolist() == ["total: 1"]
