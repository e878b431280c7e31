"""The unit of a column of figures: from its cells, its header, notes; asked where none says it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from sojo_eval.importing.files.cells import Cells
from sojo_eval.importing.proposals.columns import ReadColumn
from sojo_eval.importing.proposals.units import DIFFER_BY_ROW, SCALED, n_of, unit_of, without_unit
from sojo_eval.importing.proposals.written.mapping_text import mapping_toml
from tests.importing.proposals.proposed_books import figures, imported, proposals


def column(label: str, *cells: object, unit: str = "") -> ReadColumn:
    return ReadColumn(0, label, Cells([*cells], np.arange(len(cells))), "", 1.0, unit)


@pytest.mark.parametrize(
    ("label", "note", "unit"),
    [
        ("相談件数", "", ("count", "")),
        ("相談/新規（件）", "", ("count", "")),
        ("利用者（人）", "", ("persons", "")),
        ("実人員", "", ("persons", "")),
        ("世帯数", "", ("households", "")),
        ("支給額（千円）", "", ("yen", "千円")),
        ("支給済額(単位：千円）", "", ("yen", "千円")),
        ("人　口（1,000人）/男", "", ("persons", "千人")),
        ("満足度（％）", "", ("share", "%")),
        ("電話/（人）", "", ("persons", "")),
        ("電話", "（単位：人）", ("persons", "")),
        ("電話", "単位　件", ("count", "")),
        ("扶助費", "（単位：百万円）", ("yen", "百万円")),
        ("扶助費", "単位：人", ("…", "")),
        ("電話", "単位：人、％", ("…", "")),
        ("電話", "", ("…", "")),
        ("利用者数", "", ("…", "")),
        ("支給額", "", ("…", "")),
        ("1世帯当たり人員", "", ("…", "")),
        ("保護率", "", ("…", "")),
        ("households_total", "", ("households", "")),
        ("性比1)", "", ("…", "")),
    ],
)
def test_a_unit_is_taken_where_it_is_said_and_else_asked(
    label: str, note: str, unit: tuple[str, str]
) -> None:
    found = unit_of(column(label, 3, 14), [note])
    assert (found.code, found.cells_in) == unit


@pytest.mark.parametrize(("highest", "code"), [(1.0, "…"), (1.1, "share")])
def test_percentages_none_of_which_is_above_one_may_be_shares(highest: float, code: str) -> None:
    assert unit_of(column("離婚率（％）", 0.4, highest)).code == code


def test_what_the_cells_carry_goes_before_and_against_the_header_it_is_asked() -> None:
    assert unit_of(column("値", "12件", unit="件")).cells_in == "件"
    against = unit_of(column("値（人）", "12件", unit="件"))
    assert (against.code, against.cells_in) == ("…", "件")


@pytest.mark.parametrize(
    ("label", "n", "name"),
    [
        ("満足（n=1,234）", "1234", "満足"),
        ("令和4年度 Ｎ＝５２３", "523", "令和4年度"),
        ("支給額（千円）", "", "支給額"),
        ("性比1)", "", "性比"),
        ("総数（注１）/男（人）", "", "総数/男"),
        ("65歳以上", "", "65歳以上"),
    ],
)
def test_a_name_is_told_without_its_unit_its_marks_and_its_n(label: str, n: str, name: str) -> None:
    assert n_of(label) == n
    assert without_unit(label).strip() == name


def test_cells_shown_as_percentages_keep_their_meaning(raw: Path, tmp_path: Path) -> None:
    made = xlsxwriter.Workbook(raw / "率.xlsx")
    page, shown = made.add_worksheet(), made.add_format({"num_format": "0.0%"})
    page.write_row(0, 0, ["年度", "満足度（％）", "達成率", "件数"])
    for row, (year, one, two, count) in enumerate(
        [("令和4年度", 0.359, 0.5, 3), ("令和5年度", 0.4, 0.61, 4)], 1
    ):
        page.write(row, 0, year)
        page.write(row, 1, one, shown)
        page.write(row, 2, two, shown)
        page.write(row, 3, count)
    made.close()
    (proposal,) = proposals(raw / "率.xlsx")
    assert "…" not in mapping_toml(proposal, "ja", "132292", one_sheet=True)
    found = figures(imported(tmp_path, [proposal])).set_index(["indicator", "period"])["value"]
    assert found["率.満足度"].tolist() == [0.359, 0.4]
    assert found["率.達成率"].tolist() == [0.5, 0.61]
    assert found["率.件数"].tolist() == [3, 4]


def test_number_formats_that_differ_by_row_are_asked(raw: Path) -> None:
    made = xlsxwriter.Workbook(raw / "表.xlsx")
    page = made.add_worksheet()
    page.write_row(0, 0, ["項目", "令和4年度", "令和5年度", "令和6年度"])
    for row, form in enumerate(['#,##0,"千円"', '0"人"'], 1):
        page.write(row, 0, f"項目{row}")
        for at in (1, 2, 3):
            page.write(row, at, 2_000 * at, made.add_format({"num_format": form}))
    made.close()
    (proposal,) = proposals(raw / "表.xlsx")
    assert {f.unit.code for f in proposal.figures} == {"…"}
    assert DIFFER_BY_ROW in proposal.unclear


def test_number_formats_tell_the_unit_and_leave_thousands_out(raw: Path, tmp_path: Path) -> None:
    made = xlsxwriter.Workbook(raw / "表.xlsx")
    page = made.add_worksheet()
    forms = ['#,##0,"千円"', '0"人"', "#,##0,", '#,##0"千円"', '#,##0,"百万円"', "#,##0,", '0"人"']
    shown = [made.add_format({"num_format": form}) for form in forms]
    page.write_row(
        0, 0, ["年度", "補助", "参加", "支給額（千円）", "扶助", "整備", "分からない", "食い違い（件）"]
    )
    for row, year in enumerate(("令和4年度", "令和5年度"), 1):
        page.write(row, 0, year)
        for at, form in enumerate(shown, 1):
            page.write(row, at, 1_234_000 + row * at * at, form)
    made.close()
    (proposal,) = proposals(raw / "表.xlsx")
    assert [(f.unit.code, f.unit.cells_in) for f in proposal.figures] == [
        ("yen", ""),
        ("persons", ""),
        ("yen", ""),
        ("yen", "千円"),
        ("yen", "千円"),
        ("…", ""),
        ("…", ""),
    ]
    assert SCALED in proposal.unclear
    found = figures(imported(tmp_path, [proposal])).set_index(["indicator", "period"])["value"]
    assert found["表.補助"].tolist() == [1_234_001, 1_234_002]
    assert found["表.扶助"].tolist() == [1_234_016_000, 1_234_032_000]
