"""Headers that name figures of another time, or that say theirs are not final."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sojo_eval.importing.files.cells import cells_of
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.proposals.columns import ReadColumn
from sojo_eval.importing.proposals.other_figures import (
    compares,
    is_change,
    municipality_columns,
    other_municipalities,
    without_preliminary,
)
from sojo_eval.importing.proposals.propose import propose
from sojo_eval.importing.proposals.written.mapping_text import mapping_toml, summary
from sojo_eval.schema import load_schema
from tests.importing.proposals.proposed_books import book, proposals


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        *((label, True) for label in (
            "（前年度）", "前年度", "前年同月", "前年同月比", "前年同期比（％）", "対前年度増減率", "対前年比", "前月比",
            "相談/前年度", "前年度/電話", "前年度実績", "昨年度", "前年度末", "前年比", "前年との差", "前年度からの増減", "前回",
        )),
        *((label, False) for label in (
            "前年度繰越額", "増減数", "構成比", "当年度", "今年度", "前期高齢者", "前期高齢者数", "前期", "後期", "年度", "", "前回利用からの日数",
        )),
    ],
)  # fmt: skip
def test_figures_of_an_earlier_time_are_known_by_their_header(label: str, expected: bool) -> None:
    assert compares(label) is expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        *((label, True) for label in ("増減", "増減数", "増減率（％）", "比較増減", "差引", "伸び率", "相談/増減", "増減（率）")),
        *((label, False) for label in ("増減理由", "格差", "差別の相談", "比較的多い", "構成比", "増加した世帯", "")),
    ],
)  # fmt: skip
def test_changes_between_years_are_known_by_their_header(label: str, expected: bool) -> None:
    assert is_change(label) is expected


@pytest.mark.parametrize(
    ("label", "plain"),
    [
        ("令和4年度（見込）", "令和4年度"),
        ("令和4年度（速報値）", "令和4年度"),
        ("2022年度(p)", "2022年度"),
        ("2022年度p", "2022年度"),
        ("令和4年度/（見込み）", "令和4年度"),
        ("令和4年度（予算）", "令和4年度（予算）"),
        ("令和4年度", "令和4年度"),
        ("（見込）", "（見込）"),
    ],
)
def test_marks_of_figures_that_are_not_final_are_taken_off(label: str, plain: str) -> None:
    assert without_preliminary(label) == plain


def column(at: int, label: str, *cells: object) -> ReadColumn:
    return ReadColumn(at, label, cells_of([*cells]), "", 0.0)


@pytest.mark.parametrize(
    "label", ["市町村コード", "団体コード", "全国地方公共団体コード", "都道府県コード又は市区町村コード"]
)
def test_codes_of_other_municipalities_are_left_out_whatever_they_are_written_in(label: str) -> None:
    codes, names = municipality_columns(
        [column(0, label, "132039", 13229, "012025"), column(1, "市町村名", "武蔵野市")]
    )
    told, pattern = other_municipalities(codes, names, "132292")
    assert told is not None
    assert "132039、012025" in told.ja
    assert [bool(re.search(pattern, c)) for c in ("132292", "13229", "132039", "012025", "1202", "")] == [
        False, False, True, True, False, False,
    ]  # fmt: skip


def test_our_own_code_and_columns_of_other_things_tell_nothing() -> None:
    own = municipality_columns([column(0, "市町村コード", "132292", 13229)])
    assert other_municipalities(*own, "132292") == (None, "")
    assert municipality_columns([column(0, "窓口コード", "132039"), column(1, "団体名", "社協")]) == (
        None,
        None,
    )


def test_names_of_municipalities_are_asked_in_the_mapping_and_on_the_screen(raw: Path) -> None:
    book(
        raw / "a.xlsx",
        [["市町村名", "年度", "電話（件）"], ["武蔵野市", "令和4年度", 1], ["武蔵野市", "令和5年度", 2]],
    )
    (proposal,) = proposals(raw / "a.xlsx")
    assert "武蔵野市" in mapping_toml(proposal, "ja", "132292")
    assert any("武蔵野市" in line for line in summary(proposal, "ja"))


@pytest.mark.parametrize(
    ("heads", "compared"),
    [
        (["令和4年度", "令和5年度", "増減"], ("増減",)),
        (["令和5年度/新規", "令和5年度/継続", "増減"], ()),
    ],
)
def test_a_change_stands_between_years_and_not_between_figures_of_one(
    heads: list[str], compared: tuple[str, ...]
) -> None:
    rows: list[list[object]] = [["区分", *heads], ["電話", 1, 2, -4], ["来所", 3, 5, 6]]
    (proposal,) = propose(Sheet("", rows), "資料.csv", load_schema())
    assert proposal.compared == compared
