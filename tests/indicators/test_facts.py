"""Idle desks, functions without a case and empty areas: which are told, and which are not because it is not known."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from tests.indicators.by_hand import table

DESK = "comprehensive_consultation"
SERVICES = table(
    "service name_ja name_en programme takes_consultations opened_date closed_date area places",
    ("used", "泉町地域包括支援センター", None, DESK, True, "2006-04-01", None, "C1", 1),
    ("two", "基幹相談支援センター", "Core centre", DESK, True, "2012-04-01", None, None, 2),
    ("on_time", "年度初めに開いた窓口", None, DESK, True, "2023-04-01", None, "C2", None),
    ("too_late", "翌日に開いた窓口", None, DESK, True, "2023-04-02", None, "C2", None),
    ("to_the_end", "年度末に閉じた窓口", None, DESK, True, "2006-04-01", "2024-03-31", "C2", None),
    ("closed", "前日に閉じた窓口", None, DESK, True, "2006-04-01", "2024-03-30", "C2", None),
    ("undated", "開設日の分からない窓口", None, DESK, True, None, None, "C2", None),
    ("seen", "一度だけ使われた窓口", None, DESK, True, None, None, "C2", None),
    ("act", "居場所", None, "community_building", False, None, None, "C2", None),
)
NEW = table(
    "service name_ja programme takes_consultations opened_date closed_date",
    ("m", "多機関協働事業", "multi_agency", False, "2023-04-01", None),
    ("o", "アウトリーチ", "outreach", False, None, None),
    ("q", "参加支援事業", "participation_support", False, "2023-04-02", "2025-03-31"),
)


def consultations(*rows: tuple[str, str]) -> pd.DataFrame:
    """Consultations of (day, desk), beside one of the used desk in every month."""
    every = [(f"{day:%Y-%m-%d}", "used") for day in pd.date_range("2022-04-01", "2025-05-01", freq="MS")]
    return table(
        "consultation_id received_date desk", *[(f"k{i}", *row) for i, row in enumerate([*every, *rows])]
    )


def told(city: se.City, fact: str) -> set[tuple[int, str]]:
    rows = se.indicators.facts(city)
    assert list(rows.columns) == ["fact", "year", "item", "name_ja", "name_en"]
    return {
        (int(y), str(i))
        for f, y, i in zip(rows["fact"], rows["year"], rows["item"], strict=True)
        if f == fact
    }


def made(small_city: Any, until: str = "2025-05-31", **tables: pd.DataFrame) -> se.City:
    city: se.City = small_city.make(data_until=until, **tables)
    return city


def test_desks_open_the_whole_year_without_a_consultation(small_city: Any) -> None:
    city = made(small_city, services=SERVICES, consultations=consultations(("2024-03-31", "seen")))
    assert told(city, "desk_without_consultation") == {
        (2022, "two"), (2023, "two"), (2024, "two"),
        (2023, "on_time"), (2024, "on_time"),  # open from 1 April on
        (2024, "too_late"),  # 2023 lacked a day
        (2022, "to_the_end"), (2023, "to_the_end"),
        (2022, "closed"),
        (2024, "undated"),  # it stands in the list, who knows since when
        (2024, "seen"),  # open since 2023 at least, when it was used
    }  # fmt: skip


def test_a_desk_of_several_places_says_so(small_city: Any) -> None:
    rows = se.indicators.facts(made(small_city, services=SERVICES, consultations=consultations()))
    names = rows.set_index("item")[["name_ja", "name_en"]].drop_duplicates()
    assert names.loc["two"].tolist() == ["基幹相談支援センター（2か所）", "Core centre (2 places)"]
    assert names.loc["undated"].tolist() == ["開設日の分からない窓口"] * 2


@pytest.mark.parametrize(
    ("until", "years"), [("2025-03-31", {2022, 2023, 2024}), ("2025-03-30", {2022, 2023})]
)
def test_only_years_that_are_over(small_city: Any, until: str, years: set[int]) -> None:
    city = made(small_city, until, services=SERVICES, consultations=consultations())
    assert {year for year, desk in told(city, "desk_without_consultation") if desk == "two"} == years


@pytest.mark.parametrize(
    ("first", "years"), [("2022-04-30", {2022, 2023, 2024}), ("2022-05-01", {2023, 2024})]
)
def test_records_that_begin_after_april_cover_no_whole_year(
    small_city: Any, first: str, years: set[int]
) -> None:
    rows = consultations()
    rows.loc[0, "received_date"] = first
    city = made(small_city, services=SERVICES, consultations=rows)
    assert {year for year, desk in told(city, "desk_without_consultation") if desk == "two"} == years


def test_a_year_without_any_record_is_no_fact(small_city: Any) -> None:
    rows = consultations()
    rows = rows[~rows["received_date"].between("2023-04-01", "2024-03-31")]
    city = made(small_city, services=SERVICES, consultations=rows)
    assert {year for year, desk in told(city, "desk_without_consultation") if desk == "two"} == {2022, 2024}


def test_months_that_nobody_handed_in_are_no_fact(small_city: Any) -> None:
    """Ten a month, and half a year of nothing: chance hardly gives that."""
    rows = pd.concat([consultations()] * 10, ignore_index=True)
    rows = rows[~rows["received_date"].between("2023-06-01", "2023-11-30")]
    rows["consultation_id"] = [f"k{i}" for i in range(len(rows))]
    city = made(small_city, services=SERVICES, consultations=rows)
    assert {year for year, desk in told(city, "desk_without_consultation") if desk == "two"} == {2022, 2024}


@pytest.mark.parametrize(
    ("line", "told_of"),
    [
        (("consultations", "132292", None, "2023-09-01", False), set()),
        (("consultations", "C2", None, "2023-09-01", False), {"two"}),
        (("consultations", "132292", "two", "2023-09-01", False), {"on_time"}),
        (("consultations", "C1", "used", "2023-09-01", False), {"two", "on_time"}),
        (("consultations", "132292", None, "2023-09-01", True), {"two", "on_time"}),
        (("referrals", "132292", None, "2023-09-01", False), {"two", "on_time"}),
    ],
)
def test_who_did_not_report_is_not_idle(small_city: Any, line: tuple[object, ...], told_of: set[str]) -> None:
    lines = table("table area service month reported", line)
    city = made(small_city, services=SERVICES, consultations=consultations(), submissions=lines)
    found = {desk for year, desk in told(city, "desk_without_consultation") if year == 2023}
    assert found & {"two", "on_time"} == told_of


CASES = table("case_id opened_date consent", ("c1", "2023-04-01", True))
OUTREACH = table("contact_id date method reached", ("1", "2023-05-01", "visit", True))
MATCHES = pd.DataFrame({"match_id": [], "need": [], "requested_date": []})


def test_functions_that_ran_the_whole_year_without_a_case(small_city: Any) -> None:
    city = made(
        small_city,
        services=NEW,
        consultations=consultations(),
        cases=CASES,
        outreach_contacts=OUTREACH,
        participation_matches=MATCHES,
    )
    assert told(city, "function_without_case") == {
        (2024, "multi_agency"),  # 2022 was before it began
        (2024, "outreach"),  # its start is not known, but its first contact
        (2024, "participation_support"),  # it lacked a day of 2023, and closed on the last of 2024
    }
    names = se.indicators.facts(city).set_index("item")["name_ja"]
    assert names["multi_agency"] == "多機関協働事業"


@pytest.mark.parametrize(("opened", "told_of"), [("2024-04-01", {2024}), ("2024-04-02", set())])
def test_a_function_runs_the_year_from_its_first_day(small_city: Any, opened: str, told_of: set[int]) -> None:
    services = NEW[NEW["service"] == "m"].assign(opened_date=opened)
    city = made(small_city, services=services, consultations=consultations(), cases=CASES)
    assert {year for year, _ in told(city, "function_without_case")} == told_of


def test_a_meeting_is_work_of_the_function_too(small_city: Any) -> None:
    meetings = table(
        "meeting_id kind convener consent held_date", ("m1", "support_meeting", "city", False, "2025-03-31")
    )
    city = made(small_city, services=NEW, consultations=consultations(), cases=CASES, meetings=meetings)
    assert told(city, "function_without_case") == set()


def test_a_table_that_is_not_there_says_nothing(small_city: Any) -> None:
    city = made(small_city, services=NEW, consultations=consultations())
    assert told(city, "function_without_case") == set()


def test_a_function_that_closed_in_the_year_is_not_asked(small_city: Any) -> None:
    closed = NEW.assign(closed_date="2025-03-30")
    city = made(small_city, services=closed, consultations=consultations(), participation_matches=MATCHES)
    assert told(city, "function_without_case") == set()


def test_a_function_that_did_not_report_is_not_idle(small_city: Any) -> None:
    lines = table(
        "table area service month reported", ("participation_matches", "132292", None, "2024-09-01", False)
    )
    tables = {"services": NEW, "consultations": consultations(), "participation_matches": MATCHES}
    assert told(made(small_city, **tables), "function_without_case") == {(2024, "participation_support")}
    assert told(made(small_city, **tables, submissions=lines), "function_without_case") == set()


def activities(*rows: tuple[str, str | None]) -> pd.DataFrame:
    """Activities of (day, area), beside one of C1 in every month."""
    every = [(f"{day:%Y-%m-%d}", "T1") for day in pd.date_range("2022-04-01", "2025-05-01", freq="MS")]
    frame = table("activity_id date area", *[(f"a{i}", *row) for i, row in enumerate([*every, *rows])])
    return frame.assign(service="act", kind="ibasho", openness="open")


@pytest.mark.parametrize(
    ("rows", "empty"),
    [
        ((), {2022, 2023, 2024}),
        ((("2024-03-31", "C2"),), {2022, 2024}),
        ((("2024-04-01", "T2"),), {2022, 2023}),  # a town of C2
        ((("2024-03-31", "132292"),), {2022, 2024}),  # somewhere in the city: perhaps in C2
        ((("2024-03-31", None),), {2022, 2024}),
        ((("2024-03-31", "elsewhere"),), {2022, 2024}),
    ],
)
def test_areas_without_an_activity(
    small_city: Any, rows: tuple[tuple[str, str | None], ...], empty: set[int]
) -> None:
    city = made(small_city, services=SERVICES, community_activities=activities(*rows))
    assert told(city, "area_without_activity") == {(year, "C2") for year in empty}


def test_a_district_speaks_for_its_own_centre_areas(small_city: Any) -> None:
    areas = table(
        "area level name_ja parent",
        ("132292", "city", "試験市", None), ("D1", "district", "北", "132292"), ("D2", "district", "南", "132292"),
        ("C1", "center", "東", "D1"), ("C2", "center", "西", "D1"), ("C3", "center", "南", "D2"),
    )  # fmt: skip
    rows = activities(("2024-05-01", "D1")).replace({"T1": "C1"})
    city = made(small_city, areas=areas, services=SERVICES, community_activities=rows)
    assert {area for year, area in told(city, "area_without_activity") if year == 2024} == {"C3"}


def test_an_area_that_did_not_report_is_not_empty(small_city: Any) -> None:
    lines = table(
        "table area service month reported", ("community_activities", "C2", None, "2023-09-01", False)
    )
    city = made(small_city, services=SERVICES, community_activities=activities(), submissions=lines)
    assert told(city, "area_without_activity") == {(2022, "C2"), (2024, "C2")}
