"""Lengths of time in every form reads back in minutes."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojo_eval.japanese import UnreadableError, parse_minutes


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 99), st.integers(0, 59))
def test_a_length_of_time_is_read_back_from_every_form(hours: int, minutes: int) -> None:
    total = hours * 60 + minutes
    for cell in (
        f"{hours}時間{minutes}分",
        full_width(f"{hours}時間{minutes}分"),
        f"{hours} 時間 {minutes} 分間",
        f"約{hours}時間{minutes}分",
        f"{total}分",
        f"{total}分程度",
        f"{hours}:{minutes:02}",
        f"{hours}:{minutes:02}:00",
        f"{hours}h{minutes}m",
        timedelta(minutes=total),
    ):
        assert parse_minutes(cell) == total, cell
    assert parse_minutes(f"{hours}.5時間") == parse_minutes(f"{hours}時間半") == hours * 60 + 30
    assert parse_minutes(total, "分") == parse_minutes(str(total), "分") == total
    assert parse_minutes(hours + 0.25, "時間") == hours * 60 + 15
    if hours < 24:
        assert parse_minutes(time(hours, minutes)) == total


def test_some_by_hand() -> None:
    known = {
        "一時間三十分": 90,
        "1.5時間": 90,
        "約1時間": 60,
        "０:４５": 45,
        "30秒": 0.5,
        "45 min": 45,
        "25:00": 1500,
    }
    assert {cell: parse_minutes(cell) for cell in known} == known


@pytest.mark.parametrize(
    "cell",
    ["90", 90, 1.5, "1:75", "1〜2時間", "1.5時間30分", "半日", "", "-30分", "30分①", timedelta(minutes=-1),
     date(2024, 1, 1), True, float("nan"), 10**30],
)  # fmt: skip
def test_what_is_no_certain_length_is_refused(cell: object) -> None:
    with pytest.raises(UnreadableError):
        parse_minutes(cell)


@settings(max_examples=800, deadline=None)
@given(
    st.one_of(
        st.text(max_size=20), st.text(alphabet="0123456789時間分秒半約:.hm 一十", max_size=12), st.integers(), st.floats(),
        st.timedeltas(), st.times(), st.none(),
    ),
    st.sampled_from(["", "分", "時間"]),
)  # fmt: skip
def test_no_cell_at_all_raises_anything_else(cell: object, unit: str) -> None:
    try:
        assert parse_minutes(cell, unit) >= 0
    except UnreadableError as error:
        assert error.why.ja
        assert error.fix.en
