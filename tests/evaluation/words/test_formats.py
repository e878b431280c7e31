"""Numbers are shown in their unit."""

from __future__ import annotations

from sojo_eval.evaluation.words.formats import format_change, format_value


def test_numbers_are_shown_in_their_unit() -> None:
    assert format_value(0.3591, "share") == "35.9%"
    assert format_value(float("nan"), "share") == "—"
    assert format_change(1.123, "ratio", "per_year", "ja") == "+12.3%"
    assert format_change(-0.016, "difference", "share", "ja") == "−1.6ポイント"
    assert format_change(-0.0001, "difference", "share", "en") == "−0.01 points"
    assert format_change(-0.0000001, "difference", "share", "en") == "0.0 points"
