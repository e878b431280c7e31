"""Cells and columns that nothing reads: what is shifted or no longer fits is told."""

from __future__ import annotations

from pathlib import Path

from tests.importing.small_mappings import PEOPLE, load


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


def test_a_month_at_the_end_that_the_pattern_no_longer_fits_is_told(tmp_path: Path) -> None:
    mapping = PEOPLE.format(add="true")
    mapping = (
        mapping[: mapping.index("[[wide.columns]]")]
        + '[[wide.columns]]\npattern = "(?P<band>[0-9]+-[0-9]+)歳"\n'
    )
    result = load(
        tmp_path, mapping, a="日,町,コード,0-4歳,5-9歳,10～14歳,3年比,備考\nR6.1.1,泉町,,1,2,3,4,x\n"
    )
    (warning,) = (p for p in result.problems if p.rule == "unread-column")
    assert warning.cell == "F1"
    assert "備考" not in warning.message.ja
    assert "3年比" not in warning.message.ja


def test_a_person_in_an_unread_header_is_not_repeated(tmp_path: Path) -> None:
    mapping = PEOPLE.format(add="true")
    mapping = (
        mapping[: mapping.index("[[wide.columns]]")]
        + '[[wide.columns]]\npattern = "(?P<band>[0-9]+-[0-9]+)歳"\n'
    )
    (warning,) = load(tmp_path, mapping, a="日,町,コード,0-4歳,山田太郎,5-9歳\nR6.1.1,泉町,,1,1,2\n").problems
    assert "山田" not in warning.message.ja
    assert "E列" in warning.message.ja
