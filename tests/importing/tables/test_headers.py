"""Where a table's header is: the topmost of two, and a header by another name."""

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


def test_a_header_may_go_by_another_name(tmp_path: Path) -> None:
    result = load(tmp_path, PEOPLE.format(add="true"), a="調査日,町,コード,前期,後期\nR6.1.1,泉町,,3,4\n")
    assert result.problems == []
