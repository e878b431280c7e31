"""When none is not recorded, and when it is a true zero."""

from __future__ import annotations

import pandas as pd
import pytest

from sojo_eval.city import Unrecorded
from sojo_eval.city.recording import Recording
from tests.conftest import SmallCity

LAST = "2026-03-31"


def activities(months: dict[str, int], day: int = 28, **columns: object) -> pd.DataFrame:
    """So many activities on the first, and so on up to `day`, of each month."""
    rows = [
        {"activity": f"{month}-{k}", "date": f"{month}-{1 + k * (day - 1) // max(1, n - 1):02d}"}
        for month, n in months.items()
        for k in range(n)
    ]
    frame = pd.DataFrame(rows).assign(service="s", kind="salon", open_to_all=True, participants=9)
    return frame.assign(**columns)


def every_month(
    n: int, first: str = "2020-04", last: str = "2026-03", without: tuple[str, ...] = ()
) -> dict[str, int]:
    months = pd.period_range(first, last, freq="M").astype(str)
    return {month: 0 if month in without else n for month in months}


def recording(small_city: SmallCity, frame: pd.DataFrame, more: str = "") -> Recording:
    return small_city.make(data_until=LAST, more=more, community_activities=frame).recording(
        "community_activities"
    )


def months(*names: str) -> frozenset[pd.Timestamp]:
    return frozenset(pd.Timestamp(name) for name in names)


def test_a_table_kept_every_month_has_nothing_unrecorded(small_city: SmallCity) -> None:
    kept = recording(small_city, activities(every_month(12)))
    assert kept.of_rows() == Unrecorded()
    assert kept.of_column("participants") == Unrecorded()
    assert kept.zero_months("participants") == frozenset()


@pytest.mark.parametrize(("a_month", "missing"), [(12, {"2023-05"}), (11, set())])
def test_a_month_without_records_is_missing_where_chance_hardly_gives_it(
    small_city: SmallCity, a_month: int, missing: set[str]
) -> None:
    kept = recording(small_city, activities(every_month(a_month, without=("2023-05",))))
    assert kept.of_rows() == Unrecorded(missing=months(*missing))


def test_several_months_say_what_one_of_few_records_cannot(small_city: SmallCity) -> None:
    gap = ("2023-05", "2023-06", "2023-07", "2023-08")
    assert recording(small_city, activities(every_month(3, without=gap))).of_rows() == Unrecorded(
        missing=months(*gap)
    )
    assert recording(small_city, activities(every_month(2, without=gap))).of_rows() == Unrecorded()


def test_a_fiscal_year_without_one_record_is_missing_however_few_there_are(small_city: SmallCity) -> None:
    few = {"2020-06": 1, "2021-06": 1, "2022-06": 1, "2024-06": 1, "2025-06": 1}
    kept = recording(small_city, activities(few))
    whole = pd.period_range("2023-04", "2024-03", freq="M").astype(str)
    assert kept.of_rows() == Unrecorded(missing=months(*whole))
    assert kept.of_rows(whole_years=False) == Unrecorded()


def test_a_year_still_running_may_have_no_record_yet(small_city: SmallCity) -> None:
    frame = activities({"2023-06": 1, "2024-06": 1})
    city = small_city.make(data_until="2025-09-30", community_activities=frame)
    assert city.recording("community_activities").of_rows() == Unrecorded()


def test_years_without_a_record_up_to_the_end_end_the_table(small_city: SmallCity) -> None:
    kept = recording(small_city, activities({"2020-06": 1, "2023-06": 1}))
    assert kept.of_rows().until == pd.Timestamp("2024-03-31")


def test_a_service_may_stand_still_in_a_declared_shock(small_city: SmallCity) -> None:
    still = every_month(12, without=("2020-05", "2023-05"))
    shock = """
[[events]]
event = "covid"
kind = "shock"
start_date = 2020-04-01
end_date = 2021-03-31
title_ja = "感染症"
title_en = "COVID-19"
applies_to = ["*"]
"""
    assert recording(small_city, activities(still), shock).of_rows() == Unrecorded(missing=months("2023-05"))


@pytest.mark.parametrize(("day", "until"), [(28, "2025-05-31"), (27, "2025-04-30"), (10, "2025-04-30")])
def test_a_table_cut_in_mid_month_ends_with_the_month_before(
    small_city: SmallCity, day: int, until: str
) -> None:
    whole = activities(every_month(12, last="2025-04"))
    cut = activities({"2025-05": 12}, day=day)
    assert recording(small_city, pd.concat([whole, cut])).of_rows() == Unrecorded(pd.Timestamp(until))


@pytest.mark.parametrize(
    ("day", "pace", "missing"), [("06", 60, set()), ("07", 60, {"2020-04"}), ("27", 12, set())]
)
def test_a_table_that_begins_in_mid_month_leaves_that_month_out(
    small_city: SmallCity, day: str, pace: int, missing: set[str]
) -> None:
    """Where so many days without a record are no chance at its pace: six days at two a day, not 26 at twelve a month."""
    frame = activities(every_month(pace))
    frame = frame[frame["date"] > f"2020-04-{day}"].reset_index(drop=True)
    frame.loc[0, "date"] = f"2020-04-{day}"
    kept = recording(small_city, frame)
    assert kept.of_rows() == Unrecorded(missing=months(*missing))
    assert kept.of_column("participants") == Unrecorded()


def test_a_column_without_any_value_was_never_recorded(small_city: SmallCity) -> None:
    kept = recording(small_city, activities(every_month(1), participants=None))
    assert kept.of_column("participants") == Unrecorded(never=True)
    assert kept.of_rows() == Unrecorded()


def test_a_column_of_blanks_is_empty_too(small_city: SmallCity) -> None:
    kept = recording(small_city, activities(every_month(1), area="  "))
    assert kept.of_column("area").never


@pytest.mark.parametrize(("blank", "until"), [("2025-10", "2025-09-30"), ("2026-01", None)])
def test_a_column_empty_from_some_month_on_ends_there(
    small_city: SmallCity, blank: str, until: str | None
) -> None:
    frame = activities(every_month(1))
    frame["participants"] = frame["participants"].where(frame["date"] < blank)
    end = None if until is None else pd.Timestamp(until)
    # Three blank rows of a column that is always filled may be chance; six are not.
    assert recording(small_city, frame).of_column("participants") == Unrecorded(end)


def test_rows_that_still_wait_for_their_day_do_not_end_a_column(small_city: SmallCity) -> None:
    month = pd.Series(pd.date_range("2020-04-01", "2026-03-01", freq="MS")).repeat(8).reset_index(drop=True)
    plans = pd.DataFrame({"plan_id": month.index.astype(str), "case_id": "c", "drafted_date": month})
    plans["agreed_date"] = plans["drafted_date"]
    plans["reviewed_date"] = plans["drafted_date"] + pd.Timedelta(days=180)
    plans["reviewed_date"] = plans["reviewed_date"].where(plans["reviewed_date"] <= LAST)
    waiting = small_city.make(data_until=LAST, support_plans=plans).recording("support_plans")
    assert waiting.of_column("reviewed_date") == Unrecorded()
    ended = plans.assign(reviewed_date=plans["reviewed_date"].where(plans["reviewed_date"] <= "2025-06-30"))
    kept = SmallCity(small_city.folder.parent / "ended").make(data_until=LAST, support_plans=ended)
    assert kept.recording("support_plans").of_column("reviewed_date").until == pd.Timestamp("2024-12-31")


def test_months_in_which_every_row_says_nought_are_told(small_city: SmallCity) -> None:
    frame = activities(every_month(5, without=("2023-07",)))
    frame.loc[frame["date"].between("2023-05-01", "2023-06-30"), "participants"] = 0
    kept = recording(small_city, frame)
    assert kept.zero_months("participants") == months("2023-05", "2023-06")
    assert kept.of_column("participants") == Unrecorded()
    assert kept.zero_months("kind") == frozenset()


def test_a_table_that_does_not_grow_has_no_months(small_city: SmallCity) -> None:
    with pytest.raises(KeyError, match="areas"):
        small_city.make().recording("areas")
