"""The day of a text with a time of day, in Japan's time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojo_eval.japanese import UnreadableError, parse_date
from sojo_eval.japanese.times_of_day import has_time


@pytest.mark.parametrize(
    "cell",
    [
        "2024/04/01 09:30", "2024-04-01T09:30:00+09:00", "2024-04-01T09:30:00.123", "令和6年4月1日 9時30分", "R6.4.1 午後1時",
        "令和六年四月一日九時三十分", "2024/4/1(月) 9:30", "２０２４／４／１　９：３０", "2024年4月1日13:05", "2024/4/1 9:30 AM",
        "20240401093000", "202404010930", "2024/4/1 24:00", "2024/4/1 9時半", "2024-03-31T20:00:00Z", "2024/04/01", "45383.3958",
        45383.5, datetime(2024, 4, 1, 9, 30), datetime(2024, 3, 31, 20, 0, tzinfo=UTC), date(2024, 4, 1),
    ],
)  # fmt: skip
def test_the_day_is_read(cell: object) -> None:
    assert parse_date(cell, "day_and_time") == date(2024, 4, 1)


@pytest.mark.parametrize(
    "cell", ["2024/4/1 25:10", "2024/4/1 9:75", "2024/4/1 13:00 PM", "9:30", "2024/13/1 9:30", "x", "", 3]
)
def test_no_time_of_a_clock_is_refused(cell: object) -> None:
    with pytest.raises(UnreadableError):
        parse_date(cell, "day_and_time")


@pytest.mark.parametrize(
    ("cell", "has"),
    [
        ("2024/4/1 9:30", True),
        (45383.396, True),
        (datetime(2024, 4, 1), False),
        ("2024/4/1", False),
        (12.5, False),
        ("1200.5", False),
    ],
)
def test_a_figure_is_no_time(cell: object, has: bool) -> None:
    assert has_time(cell) is has


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), st.integers(-12, 14))
def test_a_time_of_another_zone_is_told_in_japans(moment: datetime, hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    told = moment.replace(microsecond=0, tzinfo=zone)
    assert (
        parse_date(told.isoformat(), "day_and_time") == told.astimezone(timezone(timedelta(hours=9))).date()
    )
