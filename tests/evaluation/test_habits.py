"""A change of habit in keeping records is no change of the city: seven of them, each in a city in which nothing else changed.

They are those that were once judged *improving* or *worsening* with nothing beside the verdict.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import sojo_eval as se

MOVED = ("improving", "worsening")
MONTHS = pd.date_range("2019-04-01", "2026-03-01", freq="MS")
PLAN_5 = pd.Timestamp("2024-04-01")
SERVICES = pd.DataFrame(
    {
        "service": ["d1", "d2", "d3", "act"],
        "name_ja": ["窓口1", "窓口2", "窓口3", "活動"],
        "programme": ["comprehensive_consultation"] * 3 + ["community_building"],
        "takes_consultations": [True, True, True, False],
    }
)
POPULATION = pd.DataFrame(
    {
        "date": ["2019-04-01", "2026-03-31"] * 2,
        "area": ["C1", "C1", "C2", "C2"],
        "sex": "all",
        "age_band": "all",
        "persons": 5000,
    }
)


def days(each_month: int) -> pd.DatetimeIndex:
    """That many days of every month, a few more or less, so that there is something to estimate from."""
    rng = np.random.default_rng(1)
    found = [
        month + pd.Timedelta(days=int(day))
        for month in MONTHS
        for day in np.sort(rng.integers(0, 27, each_month + int(rng.integers(-2, 3))))
    ]
    return pd.DatetimeIndex(found)


def numbered(letter: str, n: int) -> list[str]:
    return [f"{letter}{i}" for i in range(n)]


def finding(city: se.City, indicator: str, question: str = "level") -> pd.Series:
    rows = se.evaluate(city).findings.set_index(["indicator", "question"])
    return rows.loc[(indicator, question)]


def some(rows: int, part: float = 0.3) -> np.ndarray:
    return np.random.default_rng(2).random(rows) < part


def consultations(when: pd.DatetimeIndex) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "consultation_id": numbered("k", len(when)),
            "received_date": when,
            "first_response_date": when,
            "desk": np.where(np.arange(len(when)) % 2, "d1", "d2"),
            "area": np.where(np.arange(len(when)) % 2, "C1", "C2"),
            "outcome": "answered",
        }
    )


def activities(when: pd.DatetimeIndex) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "activity_id": numbered("a", len(when)),
            "service": "act",
            "kind": "ibasho",
            "openness": "open",
            "date": when,
            "area": np.where(np.arange(len(when)) % 2, "C1", "C2"),
            "participants": 20,
            "sessions": 1,
        }
    )


def one_line_a_month(rows: pd.DataFrame, *, with_sessions: bool) -> pd.DataFrame:
    """The rows of plan 5 as a monthly report has them: one line for each service, kind and area."""
    later = rows[rows["date"] >= PLAN_5]
    month = later["date"].dt.to_period("M").dt.to_timestamp()
    keys = [month, *(later[c] for c in ("service", "kind", "openness", "area"))]
    lines = later.groupby(keys)[["participants", "sessions"]].sum().reset_index()
    lines["activity_id"] = numbered("line", len(lines))
    if not with_sessions:
        lines["sessions"] = None
    return pd.concat([rows[rows["date"] < PLAN_5], lines], ignore_index=True)


def test_pages_edited_again_later_make_no_service_change_told_late(small_city: Any) -> None:
    when = days(3)
    pages = pd.DataFrame(
        {
            "publication_id": numbered("u", len(when)), "title_ja": "福祉", "channel": "website",
            "easy_japanese": False, "published_date": when - pd.Timedelta(days=400),
            "updated_date": when + pd.to_timedelta(np.where(when < PLAN_5, 60, 10), unit="D"),
        }
    )  # fmt: skip
    changes = pd.DataFrame(
        {
            "change_id": numbered("h", len(when)), "changed_date": when,
            "told_date": when + pd.Timedelta(days=1), "publication_id": pages["publication_id"],
        }
    )  # fmt: skip
    found = finding(
        small_city.make(publications=pages, service_changes=changes),
        "information.days_from_service_change_to_publication",
    )
    assert found["verdict"] not in MOVED
    # Until the day it was first told is recorded, nothing is judged, and the column is named.
    without = finding(
        small_city.make(publications=pages, service_changes=changes.drop(columns="told_date")),
        "information.days_from_service_change_to_publication",
    )
    assert without["verdict"] == "insufficient_data"
    assert "service_changes.told_date" in without["reasons"]


@pytest.mark.parametrize("later", [False, True])
def test_days_of_answers_left_blank_are_not_unanswered(small_city: Any, later: bool) -> None:
    rows = consultations(days(12))
    side = (rows["received_date"] >= PLAN_5) == later
    rows.loc[side & some(len(rows)), "first_response_date"] = pd.NaT
    found = finding(
        small_city.make(services=SERVICES, consultations=rows), "consultation.first_response_within_3_days"
    )
    assert found["verdict"] == "not_comparable"
    assert "consultations.first_response_date" in found["reasons"]
    series = se.series(
        small_city.make(services=SERVICES, consultations=rows), "consultation.first_response_within_3_days"
    )
    assert (series["value"].dropna() == 1).all()


def test_activities_that_nobody_counted_are_not_without_people(small_city: Any) -> None:
    rows = activities(days(12))
    rows.loc[(rows["date"] < PLAN_5) & some(len(rows)), "participants"] = None
    found = finding(
        small_city.make(services=SERVICES, population=POPULATION, community_activities=rows),
        "connections.participants_per_1000",
    )
    assert found["verdict"] == "not_comparable"
    assert "community_activities.participants" in found["reasons"]


def test_a_line_a_month_counts_its_sessions(small_city: Any) -> None:
    rows = activities(days(12))
    as_before = small_city.make(services=SERVICES, population=POPULATION, community_activities=rows)
    indicator = "connections.activities_open_to_all_per_10000"
    each = se.series(as_before, indicator)["numerator"].tolist()
    lines = small_city.make(
        services=SERVICES,
        population=POPULATION,
        community_activities=one_line_a_month(rows, with_sessions=True),
    )
    assert se.series(lines, indicator)["numerator"].tolist() == each
    assert finding(lines, indicator)["verdict"] not in MOVED


def test_a_line_a_month_without_its_sessions_is_refused(small_city: Any) -> None:
    rows = one_line_a_month(activities(days(12)), with_sessions=False)
    city = small_city.make(services=SERVICES, population=POPULATION, community_activities=rows)
    found = finding(city, "connections.activities_open_to_all_per_10000")
    assert found["verdict"] == "not_comparable"
    assert "実施回数" in found["reasons"]
    # People are summed, whatever a line stands for.
    assert finding(city, "connections.participants_per_1000")["verdict"] not in MOVED


def test_two_bodies_on_one_day_are_no_second_door(small_city: Any) -> None:
    rows = consultations(days(12))
    composite = rows[(rows["received_date"] >= PLAN_5) & (rows["desk"] == "d1")].head(60)
    links = [
        {"consultation_id": k, "from_desk": "d1", "to_desk": to, "made_date": day}
        for k, day in zip(composite["consultation_id"], composite["received_date"], strict=True)
        for to in ("d2", "d3")
    ]
    referrals = pd.DataFrame(links).assign(referral_id=numbered("r", len(links)), outcome="accepted")
    city = small_city.make(services=SERVICES, consultations=rows, referrals=referrals)
    assert (se.series(city, "consultation.no_wrong_door")["value"].dropna() == 1).all()
    assert finding(city, "consultation.no_wrong_door")["verdict"] not in MOVED


def test_the_same_people_visited_more_often_are_no_more_people(small_city: Any) -> None:
    rng = np.random.default_rng(3)
    years = [f"{year}-{month:02d}-10" for year in range(2019, 2026) for month in (5, 9, 12)]
    rows = []
    for day in pd.to_datetime(years):
        for person in range(40):
            trusted = person < 12
            visits = 2 if trusted and day >= PLAN_5 else 1
            rows += [
                {
                    "person_id": f"p{day.year}-{person}",
                    "date": day + pd.Timedelta(days=int(rng.integers(0, 15))),
                    "relation_stage": "trust" if trusted else "first_contact",
                }
                for _ in range(visits)
            ]
    contacts = pd.DataFrame(rows).assign(
        contact_id=numbered("o", len(rows)), method="visit", reached=True, area="C1"
    )
    city = small_city.make(population=POPULATION, outreach_contacts=contacts)
    years_of = se.series(city, "connections.relation_established_share", by=["fiscal_year"])
    assert years_of["value"].dropna().round(6).unique().tolist() == [0.3]
    assert finding(city, "connections.relation_established_share")["verdict"] not in MOVED


@pytest.mark.parametrize(
    "indicator",
    ["connections.volunteers_registered_per_10000", "connections.hotnet_promoters_active"],
)
def test_rows_of_the_city_beside_those_of_its_areas_are_counted_once(small_city: Any, indicator: str) -> None:
    kind = "volunteer" if "volunteers" in indicator else "hotnet_promoter"
    of_areas = pd.DataFrame(
        [(kind, month, area, 27) for month in MONTHS for area in ("C1", "C2")],
        columns=["kind", "month", "area", "number"],
    )
    of_city = of_areas[of_areas["month"] >= PLAN_5].groupby(["kind", "month"])["number"].sum().reset_index()
    both = pd.concat([of_areas, of_city.assign(area="132292")], ignore_index=True)
    city = small_city.make(population=POPULATION, supporters=both)
    years = se.series(city, indicator, by=["fiscal_year"])
    assert years["numerator"].dropna().unique().tolist() == [54]
    assert finding(city, indicator)["verdict"] not in MOVED


def test_records_entered_twice_are_refused(small_city: Any) -> None:
    rows = activities(days(12))
    rows["participants"] = np.random.default_rng(4).integers(5, 400, len(rows))
    again = rows[rows["date"] >= PLAN_5]
    again = again.assign(activity_id=again["activity_id"] + "-2")
    city = small_city.make(
        services=SERVICES, population=POPULATION, community_activities=pd.concat([rows, again])
    )
    found = finding(city, "connections.participants_per_1000")
    assert found["verdict"] == "not_comparable"
    assert "二重" in found["reasons"]


def test_nothing_is_said_where_records_were_kept_alike(small_city: Any) -> None:
    rows = activities(days(12))
    rows.loc[some(len(rows), 0.1), "participants"] = None
    city = small_city.make(services=SERVICES, population=POPULATION, community_activities=rows)
    found = finding(city, "connections.participants_per_1000")
    assert found["warnings"] == ""
    assert found["verdict"] in ("no_meaningful_change", "inconclusive")


def test_ways_that_become_unknown_are_no_fewer_people_who_were_brought(small_city: Any) -> None:
    rows = consultations(days(12)).assign(came_through="neighbour")
    hit = (rows["received_date"] >= PLAN_5) & some(len(rows))
    rows.loc[hit, "came_through"] = "unknown"
    city = small_city.make(services=SERVICES, population=POPULATION, consultations=rows)
    found = finding(city, "consultation.came_by_community")
    assert found["verdict"] == "not_comparable"
    assert "consultations.came_through" in found["reasons"]
