"""What is shifted, unread, left out or set aside is counted and told; what is sound causes no warning."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sojo_eval.importing import import_sources
from sojo_eval.schema import load_schema
from tests.importing.small_mappings import ONCE, PEOPLE, load


def test_the_topmost_of_two_tables_is_read_though_its_header_has_more_rows(tmp_path: Path) -> None:
    upper = "調査,,人数,人数\n日,町,前期,後期\nR6.1.1,泉町,3,4\n"
    lower = "日,町,人数/前期,人数/後期\nR6.2.1,泉町,50,60\n"
    mapping = PEOPLE.format(add="true").replace(', otherwise = ["コード"]', "").replace("調査日", "調査/日")
    for name in ("前期", "後期"):
        mapping = mapping.replace(f'header = "{name}"', f'header = "人数/{name}"')
    result = load(tmp_path, mapping, a=upper + "\n" + lower)
    # Four rows below the upper header; the lower table is told, and not read in place of the upper one.
    assert result.log[["rows_read", "rows_left_out"]].to_numpy().tolist() == [[4, 1]]
    assert {p.row for p in result.problems if p.severity == "error"} == {5}


def test_a_comma_without_quotation_marks_shifts_no_cell_in_silence(tmp_path: Path) -> None:
    rows = "日,町,コード,前期,後期\nR6.1.1,泉町,,1,4\nR6.2.1,泉町,,1,200,\nR6.3.1,泉町,,1,200,4\nR6.4.1,泉町,,1,4\nR6.5.1,泉町,,1,4\n"
    result = load(tmp_path, PEOPLE.format(add="true"), a=rows)
    assert [(p.rule, p.row) for p in result.problems] == [("too-many-cells", 3), ("too-many-cells", 4)]
    assert result.log[["rows_read", "rows_kept", "rows_refused"]].to_numpy().tolist() == [[5, 3, 2]]
    assert "population" not in result.tables


def test_a_comma_at_the_end_of_every_row_is_none_too_many(tmp_path: Path) -> None:
    result = load(
        tmp_path,
        PEOPLE.format(add="true"),
        a="日,町,コード,前期,後期\nR6.1.1,泉町,,1,4,\nR6.2.1,泉町,,1,2,\n",
    )
    assert result.problems == []


def test_a_month_that_the_pattern_no_longer_fits_is_told(tmp_path: Path) -> None:
    mapping = PEOPLE.format(add="true")
    mapping = (
        mapping[: mapping.index("[[wide.columns]]")]
        + '[[wide.columns]]\npattern = "(?P<band>[0-9]+-[0-9]+)歳"\n'
    )
    result = load(tmp_path, mapping, a="日,町,コード,0-4歳,5〜9歳,10-14歳,備考\nR6.1.1,泉町,,1,2,3,x\n")
    (warning,) = (p for p in result.problems if p.severity == "warning")
    assert (warning.rule, warning.cell) == ("unread-column", "E1")
    assert "5〜9歳" in warning.message.ja


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


def test_a_month_at_the_end_that_the_pattern_no_longer_fits_is_told(tmp_path: Path) -> None:
    mapping = PEOPLE.format(add="true")
    mapping = (
        mapping[: mapping.index("[[wide.columns]]")]
        + '[[wide.columns]]\npattern = "(?P<band>[0-9]+-[0-9]+)歳"\n'
    )
    result = load(
        tmp_path, mapping, a="日,町,コード,0-4歳,5-9歳,10～14歳,3年比,備考\nR6.1.1,泉町,,1,2,3,4,x\n"
    )
    (warning,) = (p for p in result.problems if p.severity == "warning")
    assert (warning.rule, warning.cell) == ("unread-column", "F1")
    assert "備考" not in warning.message.ja
    assert "3年比" not in warning.message.ja


def test_rows_above_the_header_that_was_found_are_counted_and_told(tmp_path: Path) -> None:
    rows = "相談の記録\n調査日,町名,コード,前期,後期\nR6.1.1,泉町,,3,4\n\n日,町,コード,前期,後期\nR6.2.1,泉町,,5,6\n"
    result = load(tmp_path, PEOPLE.format(add="true"), a=rows)
    assert result.log[["rows_read", "rows_kept", "rows_left_out"]].to_numpy().tolist() == [[5, 1, 4]]
    assert result.log["left_out_by"].tolist() == ["above the table: 3; blank row: 1"]
    (warning,) = (p for p in result.problems if p.severity == "warning")
    assert (warning.rule, warning.row, warning.cell) == ("above-the-header", 3, "A3")


def test_a_title_and_a_date_above_the_header_are_no_records(tmp_path: Path) -> None:
    rows = "町別人口,,,令和6年1月1日,\n作成,企画課,,,\n日,町,コード,前期,後期\nR6.1.1,泉町,,3,4\n"
    assert load(tmp_path, PEOPLE.format(add="true"), a=rows).problems == []


UNTIL = "日,町,コード,前期,後期\nR6.1.1,泉町,,3,4\nR6.2.1,泉町,,3,4\n注：概数,,,,\n参考,1,,,\n"


def test_a_table_ends_where_the_first_cell_says_so(tmp_path: Path) -> None:
    mapping = PEOPLE.format(add="true").replace("[columns]", 'until = "泉町|^注"\n[columns]', 1)
    result = load(tmp_path, mapping, a=UNTIL)
    assert result.problems == []
    assert result.log["left_out_by"].tolist() == ["below the table: 2"]


def test_a_record_that_ends_the_table_is_told(tmp_path: Path) -> None:
    mapping = PEOPLE.format(add="true").replace("[columns]", 'until = "R6.2|^注"\n[columns]', 1)
    result = load(tmp_path, mapping, a=UNTIL)
    assert [(p.rule, p.severity, p.cell) for p in result.problems] == [
        ("until-in-the-table", "warning", "A3")
    ]
    assert result.log["left_out_by"].tolist() == ["below the table: 3"]


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


def test_an_area_and_a_sum_above_the_months_cause_no_warning(tmp_path: Path) -> None:
    mapping = PEOPLE.format(add="true")
    mapping = (
        mapping[: mapping.index("[[wide.columns]]")]
        + '[[wide.columns]]\npattern = "(?P<band>[0-9]+-[0-9]+)歳"\n'
    )
    rows = "令和6年1月1日,,単位：人,,,\n日,町,コード,0-4歳,上半期計,5-9歳\nR6.1.1,泉町,,1,1,2\n"
    assert load(tmp_path, mapping, a=rows).problems == []


def test_a_person_in_an_unread_header_is_not_repeated(tmp_path: Path) -> None:
    mapping = PEOPLE.format(add="true")
    mapping = (
        mapping[: mapping.index("[[wide.columns]]")]
        + '[[wide.columns]]\npattern = "(?P<band>[0-9]+-[0-9]+)歳"\n'
    )
    (warning,) = load(tmp_path, mapping, a="日,町,コード,0-4歳,山田太郎,5-9歳\nR6.1.1,泉町,,1,1,2\n").problems
    assert "山田" not in warning.message.ja
    assert "E列" in warning.message.ja


def test_a_repeated_record_that_says_something_else_is_told(tmp_path: Path) -> None:
    result = load(tmp_path, ONCE, a="番号,名称\n1,あ\n2,い\n,う\n", b="番号,名称\n1,あ\n2,え\n,う\n")
    (warning,) = (p for p in result.problems if p.severity == "warning")
    assert (warning.rule, warning.file, warning.row) == ("repeated-differs", "raw/b.csv", 3)
    # Rows without a number are not taken for each other: each is told.
    assert [(p.file, p.row) for p in result.problems if p.severity == "error"] == [
        ("raw/a.csv", 4),
        ("raw/b.csv", 4),
    ]


def test_what_is_set_aside_on_purpose_is_accounted_for_and_not_asked_about_again(tmp_path: Path) -> None:
    (tmp_path / "mappings").mkdir()
    (tmp_path / "raw" / "memo").mkdir(parents=True)
    (tmp_path / "mappings" / "a.toml").write_text(
        'files = ["memo/*", "b.csv"]\nwhy = "会議のメモ"\n', encoding="utf-8"
    )
    (tmp_path / "mappings" / "m.toml").write_text(ONCE.replace("*.csv", "a.csv"), encoding="utf-8")
    (tmp_path / "raw" / "a.csv").write_text("番号,名称\n1,あ\n", encoding="utf-8")
    (tmp_path / "raw" / "b.csv").write_text("メモ\n\nあ\n", encoding="utf-8")
    (tmp_path / "raw" / "memo" / "c.pdf").write_bytes(b"%PDF")
    result = import_sources(tmp_path / "raw", tmp_path / "mappings", {}, load_schema())
    assert result.problems == []
    last = result.log.iloc[-1]
    assert (last["file"], last["table"], last["rows_read"], last["left_out_by"]) == (
        "raw/b.csv", "", 2, "会議のメモ: 2",
    )  # fmt: skip


def test_what_a_mapping_reads_is_not_set_aside(tmp_path: Path) -> None:
    (tmp_path / "mappings").mkdir()
    (tmp_path / "raw").mkdir()
    (tmp_path / "mappings" / "a.toml").write_text('files = "*"\nwhy = "ほか"\n', encoding="utf-8")
    (tmp_path / "mappings" / "m.toml").write_text(ONCE.replace("*.csv", "a.csv"), encoding="utf-8")
    (tmp_path / "raw" / "a.csv").write_text("番号,名称\n1,あ\n", encoding="utf-8")
    result = import_sources(tmp_path / "raw", tmp_path / "mappings", {}, load_schema())
    assert result.log[["file", "table", "rows_kept"]].to_numpy().tolist() == [
        ["raw/a.csv", "social_resources", 1]
    ]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ('files = "*"\nwhy = " "', "why"),
        ('why = "x"', "files"),
        ('files = "*"\nwhy = "x"\ntable = "areas"', "table"),
    ],
)
def test_a_mistake_in_what_is_set_aside_is_named(tmp_path: Path, text: str, entry: str) -> None:
    assert [p.column for p in load(tmp_path, text, a="x\n1\n").problems if p.rule == "mapping"] == [entry]
