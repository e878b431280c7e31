"""Rows left out that look like records are told; titles, dates and sums are not."""

from __future__ import annotations

from pathlib import Path

from tests.importing.small_mappings import PEOPLE, load

UNTIL = "日,町,コード,前期,後期\nR6.1.1,泉町,,3,4\nR6.2.1,泉町,,3,4\n注：概数,,,,\n参考,1,,,\n"


def test_a_record_that_ends_the_table_is_told(tmp_path: Path) -> None:
    mapping = PEOPLE.format(add="true").replace("[columns]", 'until = "R6.2|^注"\n[columns]', 1)
    result = load(tmp_path, mapping, a=UNTIL)
    assert [(p.rule, p.severity, p.cell) for p in result.problems] == [
        ("until-in-the-table", "warning", "A3")
    ]
    assert result.log["left_out_by"].tolist() == ["below the table: 3"]


def test_an_area_and_a_sum_above_the_months_cause_no_warning(tmp_path: Path) -> None:
    mapping = PEOPLE.format(add="true")
    mapping = (
        mapping[: mapping.index("[[wide.columns]]")]
        + '[[wide.columns]]\npattern = "(?P<band>[0-9]+-[0-9]+)歳"\n'
    )
    rows = "令和6年1月1日,,単位：人,,,\n日,町,コード,0-4歳,上半期計,5-9歳\nR6.1.1,泉町,,1,1,2\n"
    assert load(tmp_path, mapping, a=rows).problems == []


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
