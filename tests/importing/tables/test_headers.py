"""Where a table begins: the topmost of two, and what stands above the header is counted and told."""

from __future__ import annotations

from pathlib import Path

from tests.importing.small_mappings import PEOPLE, load


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
