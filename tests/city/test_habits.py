"""How a table was kept in two spans, on rows that can be counted by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sojo_eval.city import Habits

BEFORE = (pd.Timestamp("2023-04-01"), pd.Timestamp("2024-03-31"))
AFTER = (pd.Timestamp("2024-04-01"), pd.Timestamp("2026-03-31"))
SHOCK = """
[[events]]
event = "flood"
kind = "shock"
start_date = 2023-05-01
end_date = 2023-05-31
title_ja = "水害"
title_en = "flood"
applies_to = ["*"]
"""


def activities(*rows: tuple[str, str, int | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["date", "area", "participants"])
    return frame.assign(
        activity_id=[f"a{i}" for i in range(len(frame))], service="s", kind="ibasho", openness="open"
    )


def both(small_city: Any, frame: pd.DataFrame, more: str = "") -> tuple[Habits, Habits]:
    city = small_city.make(data_until="2026-03-31", more=more, community_activities=frame)
    return city.habits("community_activities", BEFORE, AFTER)


def test_rows_and_what_is_filled_in_by_span(small_city: Any) -> None:
    earlier, later = both(
        small_city,
        activities(
            ("2023-03-31", "C1", 5),  # before either
            ("2023-04-01", "C1", 5),
            ("2024-03-31", "C1", None),
            ("2024-04-01", "C2", 7),
        ),
    )
    assert (earlier.rows, later.rows) == (2, 1)
    assert (earlier.filled["participants"], later.filled["participants"]) == ((1, 2), (1, 1))


def test_a_way_that_is_called_unknown_is_as_good_as_blank(small_city: Any) -> None:
    rows = pd.DataFrame(
        {
            "consultation_id": [*"abc"],
            "received_date": "2024-05-01",
            "desk": "d",
            "came_through": ["self", "unknown", None],
            "channel": ["phone", None, None],
        }
    )
    city = small_city.make(data_until="2026-03-31", consultations=rows)
    filled = city.habits("consultations", BEFORE, AFTER)[1].filled
    assert (filled["came_through"], filled["channel"]) == ((1, 3), (1, 3))


@pytest.mark.parametrize(("calm", "filled"), [(30, (30, 30)), (29, (29, 30))])
def test_shocked_months_show_no_habit_unless_too_few_rows_are_left(
    small_city: Any, calm: int, filled: tuple[int, int]
) -> None:
    frame = activities(
        ("2023-05-10", "C1", None), *[("2023-06-10", "C1", 4)] * calm, *[("2024-06-10", "C1", 4)] * 30
    )
    assert both(small_city, frame, SHOCK)[0].filled["participants"] == filled
    assert both(small_city, frame)[0].filled["participants"] == (calm, calm + 1)


def test_rows_that_say_the_same_but_for_number_and_area(small_city: Any) -> None:
    one = ("2024-05-01", "C1", 5)
    others = [("2024-05-01", "C2", 5), ("2024-05-02", "C1", 5), ("2024-05-01", "C1", 6)]
    later = both(small_city, activities(one, one, *others))[1]
    assert later.alike == pytest.approx(2 / 5)


def test_what_stands_at_an_upper_level(small_city: Any) -> None:
    """T1 lies in the centre area C1: records are kept by either."""
    rows = [("2024-05-01", "C1", 10), ("2024-05-02", "T1", 10), ("2024-05-31", "132292", 20)]
    later = both(small_city, activities(*rows, ("2024-06-01", None, 99)))[1]
    assert later.above["rows"] == pytest.approx(1 / 3)
    assert later.above["participants"] == pytest.approx(1 / 2)


def test_rows_for_each_month_service_and_area(small_city: Any) -> None:
    frame = activities(*[("2024-05-01", "C1", 1)] * 3, ("2024-06-01", "C1", 1), ("2024-06-02", "C2", 1))
    frame.loc[0, "kind"] = "salon"
    later = both(small_city, frame)[1]
    assert later.rows_a_month == (pytest.approx(5 / 3), pytest.approx(5 / 4))


def test_rows_dated_on_the_first_or_the_last_day_of_a_month(small_city: Any) -> None:
    days = ("2025-02-28", "2025-03-01", "2025-03-03", "2025-03-30")
    assert both(small_city, activities(*[(day, "C1", 1) for day in days]))[1].on_edges == 0.5


def test_days_that_come_later_are_looked_at_for_as_long(small_city: Any) -> None:
    """Matched within 90 days, of the requests made 90 days or longer before the last day covered."""
    rows = pd.DataFrame(
        {
            "match_id": [*"abcd"],
            "need": "work",
            "requested_date": ["2025-04-01", "2025-04-01", "2025-12-31", "2026-01-01"],
            "matched_date": ["2025-06-30", "2025-07-01", None, "2026-01-02"],
            "fits_wish": [True, None, None, None],
        }
    )
    city = small_city.make(data_until="2026-03-31", participation_matches=rows)
    later = city.habits("participation_matches", BEFORE, AFTER)[1]
    assert later.filled["matched_date"] == (1, 3)
    # Known from the match on: of those matched a month ago or longer.
    assert later.filled["fits_wish"] == (1, 3)


def test_a_table_without_a_day_has_no_habits(small_city: Any) -> None:
    with pytest.raises(KeyError):
        small_city.make().habits("areas", BEFORE, AFTER)
