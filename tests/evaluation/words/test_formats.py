"""Numbers are shown in their unit."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from sojo_eval.evaluation.words.formats import (
    day_words,
    format_change,
    format_value,
    month_words,
    short_plan_name,
)


def test_numbers_are_shown_in_their_unit() -> None:
    assert format_value(0.3591, "share") == "35.9%"
    assert format_value(float("nan"), "share") == "—"
    assert format_change(1.123, "ratio", "per_year", "ja") == "+12.3%"
    assert format_change(-0.016, "difference", "share", "ja") == "−1.6ポイント"
    assert format_change(-0.0001, "difference", "share", "en") == "−0.01 points"
    assert format_change(-0.0000001, "difference", "share", "en") == "0.0 points"


def test_days_are_told_with_their_era() -> None:
    assert day_words(date(2026, 3, 31)).ja == "令和8（2026）年3月31日"
    assert day_words(date(2026, 3, 31)).en == "31 March 2026"
    assert month_words(pd.Timestamp("2019-05-31")).ja == "令和元（2019）年5月"
    assert month_words(pd.Timestamp("2019-04-30")).ja == "平成31（2019）年4月"
    assert month_words(pd.Timestamp("2029-03-31")).en == "March 2029"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("第4期地域福祉計画", "第4期"),
        ("西東京市第５期地域福祉計画", "第５期"),
        ("第三次地域福祉計画", "第三次"),
        ("地域福祉計画2024", "地域福祉計画2024"),
        ("4th community welfare plan", "4th plan"),
        ("4th plan", "4th plan"),
        ("the plan of 2024", "the plan of 2024"),
    ],
)
def test_a_plan_is_called_by_its_number(name: str, short: str) -> None:
    assert short_plan_name(name) == short
