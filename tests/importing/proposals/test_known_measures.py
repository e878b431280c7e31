"""Figures that are called as a known total are proposed as one; what is not known is asked, and shares stay as they are printed."""

from __future__ import annotations

import pytest

from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.mappings.mapping import UNFINISHED
from sojo_eval.importing.proposals.known_measures import NO_TOTALS, nearest_measures
from sojo_eval.importing.proposals.proposal import Proposal
from sojo_eval.importing.proposals.propose import propose
from sojo_eval.importing.proposals.written.mapping_text import mapping_toml
from sojo_eval.schema import load_schema

YEARS = ("令和3年度", "令和4年度", "令和5年度")


def proposed(rows: list[list[object]], file: str = "資料.csv", table: str = "") -> Proposal:
    return propose(Sheet("", rows), file, load_schema(), table)[0]


def of_years(*heads: str) -> list[list[object]]:
    return [
        ["年度", *heads],
        *([year, *(10 * n + k + 3 for k in range(len(heads)))] for n, year in enumerate(YEARS, 1)),
    ]


def measures(proposal: Proposal) -> list[str]:
    return [code for _, code in proposal.measures]


@pytest.mark.parametrize(
    ("head", "measure"),
    [
        ("支援会議 開催回数", "support_meetings"),
        ("重層的支援会議　開催回数", "multilayer_support_meetings"),
        ("支援会議開催回数（回）", "support_meetings"),
        ("プラン作成件数（件）", "support_plans_drafted"),
        ("相談受付件数", "consultations"),
        ("新規相談件数", "new_consultations"),
        ("相談実人数（人）", "people_consulted"),
        ("閲覧数", "information_reach"),
    ],
)
def test_a_column_is_known_by_its_name(head: str, measure: str) -> None:
    found = proposed(of_years(head))
    assert found.table.name == "reported_totals"
    assert measures(found) == [measure]


@pytest.mark.parametrize(
    "head", ["子どもの相談件数", "相談件数（再掲：電話）", "相談件数の目標", "支援会議の参加者数", "道路延長"]
)
def test_a_name_that_only_holds_a_known_one_is_not_taken_for_it(head: str) -> None:
    assert not proposed(of_years(head)).measures


def test_a_column_that_says_how_it_counts_is_known_by_the_title_or_the_file() -> None:
    assert measures(proposed([["相談受付件数の推移"], *of_years("件数")])) == ["consultations"]
    assert measures(proposed(of_years("件数"), "新規相談件数.csv")) == ["new_consultations"]
    assert not proposed(of_years("件数"), "資料.csv").measures


def test_one_column_that_is_not_known_beside_known_ones_is_asked() -> None:
    found = proposed(of_years("支援会議 開催回数", "支援会議 取扱ケース数"))
    assert measures(found) == ["support_meetings", UNFINISHED]
    text = mapping_toml(found, "ja", "204129")
    assert 'measure = "…"' in text
    assert "meeting_cases" in text


def test_several_that_are_not_known_stay_printed_figures() -> None:
    rows = of_years("支援会議 開催回数", "道路延長", "橋の数", "公園の数")
    known, others = propose(Sheet("", rows), "資料.csv", load_schema())
    assert measures(known) == ["support_meetings"]
    assert others.table.name == "indicators_published"
    assert [f.name for f in others.figures] == ["道路延長", "橋の数", "公園の数"]
    wanted = proposed(rows, table="reported_totals")
    assert measures(wanted) == ["support_meetings", *[UNFINISHED] * 3]


def test_rows_of_desks_are_desks_and_others_are_categories() -> None:
    head: list[object] = ["窓口", "令和3年度", "令和4年度"]
    rows: list[list[object]] = [["相談件数"], head, ["福祉課", 12, 15], ["包括支援センター", 30, 41]]
    found = proposed(rows)
    assert found.service is not None
    assert found.divided_by == ()
    assert 'service = "窓口"' in mapping_toml(found, "ja", "204129")
    found = proposed([rows[0], ["内容", *head[1:]], *rows[2:]])
    assert [c.name for c in found.divided_by] == ["内容"]
    assert 'division = "other"' in mapping_toml(found, "ja", "204129")


def test_a_column_without_a_header_is_a_category_by_where_it_stands() -> None:
    """The corner above desks and below months is often blank: its letter alone would be taken for a header."""
    rows: list[list[object]] = [
        ["センターの相談件数（令和5年度）"],
        ["", *(f"{n}月" for n in (4, 5, 6, 7))],
        ["介護相談", 12, 15, 11, 9],
        ["権利擁護", 2, 1, 0, 3],
    ]
    assert 'category = { position = "A" }' in mapping_toml(proposed(rows), "ja", "132292").splitlines()


def test_shares_stay_printed_figures() -> None:
    rows = [["年度", "相談件数（％）"], *([year, 40.5 + n] for n, year in enumerate(YEARS))]
    assert proposed(rows).table.name == "indicators_published"


def test_totals_can_be_asked_for() -> None:
    rows = of_years("サロンの開催")
    assert proposed(rows).table.name == "indicators_published"
    assert any("--table reported_totals" in text.ja for text in proposed(rows).unclear)
    wanted = proposed(rows, table="reported_totals")
    assert (wanted.table.name, measures(wanted)) == ("reported_totals", [UNFINISHED])


@pytest.mark.parametrize(
    ("first", "second", "lines"),
    [
        ("区", "小学校区", ['category = { text = "{区}/{小学校区}" }', 'area = "132292"']),
        ("区", "種別", ['area = { header = "区", lookup = "name_ja" }', 'category = "種別"']),
        ("種別", "地区名", ['area = { header = "地区名", lookup = "name_ja" }', 'category = "種別"']),
        ("種別", "方法", ['category = { text = "{種別}/{方法}" }', 'area = "132292"']),
    ],
)
def test_two_columns_of_names_are_an_area_or_one_category(first: str, second: str, lines: list[str]) -> None:
    rows: list[list[object]] = [[first, second, "年度", "サロンの開催"]]
    rows += [
        [a, b, y, 3 + i * 5 + j * 7 + k * 2]
        for i, a in enumerate(("甲", "乙"))
        for j, b in enumerate(("丙", "丁"))
        for k, y in enumerate(YEARS)
    ]
    advised = "--table reported_totals"
    assert any(advised in text.ja for text in proposed(rows).unclear)
    wanted = proposed(rows, table="reported_totals")
    written = mapping_toml(wanted, "ja", "132292").splitlines()
    assert wanted.table.name == "reported_totals"
    assert [line for line in written if line.startswith(("category =", "area ="))] == lines
    assert not any(advised in text.ja for text in wanted.unclear)


def test_totals_that_cannot_be_had_are_not_advised_and_the_reason_is_told() -> None:
    rows: list[list[object]] = [["区", "種別", "方法", "年度", "サロンの開催"]]
    rows += [
        [a, b, c, y, 3 + i * 5 + j * 7 + k * 2 + m * 11]
        for i, a in enumerate(("甲", "乙"))
        for j, b in enumerate(("丙", "丁"))
        for m, c in enumerate(("戊", "己"))
        for k, y in enumerate(YEARS)
    ]
    assert not any("--table" in text.ja for text in proposed(rows).unclear)
    wanted = proposed(rows, table="reported_totals")
    assert wanted.table.name == "indicators_published"
    assert NO_TOTALS in wanted.unclear


def test_the_nearest_names_are_those_that_are_like() -> None:
    assert "support_plans_drafted" in nearest_measures("支援プランの作成", load_schema())
