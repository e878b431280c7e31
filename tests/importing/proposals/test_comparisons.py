"""Headers that name figures of another time, or that say theirs are not final."""

from __future__ import annotations

import pytest

from sojo_eval.importing.proposals.comparisons import compares, without_preliminary


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
