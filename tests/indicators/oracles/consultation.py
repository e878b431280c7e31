"""相談体制づくり, said again row by row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tests.indicators.oracles.common import COUNTS, Oracle, Row, Tables, april, area_by, count, fiscal_year


def own(T: Tables) -> Iterator[Row]:
    """The consultations that are no continuation of an earlier one."""
    for k in T["consultations"]:
        if k["continuity"] != "continuing":
            yield k


def received(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for k in T["consultations"]:
        yield k["received_date"], k["area"], 1, None


COUNTS["consultation.consultations_per_1000"] = received
COUNTS["consultation.gap_between_ages_in_consultations"] = received


@count("consultation.consultations_people_per_1000")
def people(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    met: set[Any] = set()
    for k in sorted(T["consultations"], key=lambda k: (k["received_date"], k["consultation_id"])):
        one = k["person_id"], fiscal_year(k["received_date"])
        if k["person_id"] and one not in met:
            met.add(one)
            yield k["received_date"], k["area"], 1, None


@count("consultation.first_response_within_3_days")
def soon(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for k in own(T):
        if k["received_date"] <= as_of - timedelta(3) and k["first_response_date"]:
            wait = (k["first_response_date"] - k["received_date"]).days
            yield k["received_date"], k["area"], int(wait <= 3), 1


@count("consultation.no_wrong_door")
def no_wrong_door(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for k in own(T):
        until = k["received_date"] + timedelta(30)
        if until > as_of or k["outcome"] is None:
            continue
        mine = [
            r
            for r in T["referrals"]
            if r["consultation_id"] == k["consultation_id"] and r["from_desk"] != r["to_desk"]
        ]
        handed_on = any(
            r["made_date"] <= until
            and any(o["to_desk"] == r["from_desk"] and o["made_date"] <= r["made_date"] for o in mine)
            for r in mine
        )
        yield k["received_date"], k["area"], int(not handed_on and k["outcome"] != "no_contact"), 1


@count("consultation.households_returning_within_a_year")
def returning(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for k in own(T):
        home, closed = k["household_id"], k["closed_date"]
        if home and closed and closed <= as_of - timedelta(365):
            again = [
                o
                for o in own(T)
                if o["household_id"] == home and 31 <= (o["received_date"] - closed).days <= 365
            ]
            yield closed, k["area"], int(bool(again)), 1


def came_by(*ways: str) -> Oracle:
    def oracle(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
        for k in own(T):
            if k["came_through"] not in (None, "unknown"):
                yield k["received_date"], k["area"], int(k["came_through"] in ways), None

    return oracle


COUNTS["consultation.first_contact_through_outreach"] = came_by("outreach")
COUNTS["consultation.came_by_community"] = came_by("neighbour", "commissioner", "promoter")


@count("consultation.staff_fte")
def staff(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    area = area_by(T["services"], "service")
    for r in T["staffing"]:
        year = fiscal_year(r["month"])
        earlier = [
            o
            for o in T["staffing"]
            if o["service"] == r["service"] and fiscal_year(o["month"]) == year and o["month"] < r["month"]
        ]
        if not earlier:
            yield april(year), area[r["service"]], r["fte"], None


@count("consultation.accompanied_referrals")
def accompanied(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    area = area_by(T["consultations"], "consultation_id")
    for r in T["referrals"]:
        if r["accompanied"] is not None:
            yield r["made_date"], area.get(r["consultation_id"]), int(r["accompanied"]), 1


@count("consultation.referrals_sent_back_share")
def sent_back(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for r in T["referrals"]:
        (k,) = (k for k in T["consultations"] if k["consultation_id"] == r["consultation_id"])
        had_it = {k["desk"]} | {
            o["from_desk"]
            for o in T["referrals"]
            if o["consultation_id"] == r["consultation_id"] and o["made_date"] < r["made_date"]
        }
        yield r["made_date"], k["area"], int(r["to_desk"] in had_it), 1


@count("consultation.composite_to_multi_agency_within_30_days")
def composite(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    if not T["cases"]:
        return
    begin = min(c["opened_date"] for c in T["cases"]).replace(day=1)
    for k in own(T):
        day = k["received_date"]
        already_in = any(
            c["household_id"] is not None
            and c["household_id"] == k["household_id"]
            and c["opened_date"] < day <= (c["closed_date"] or date.max)
            for c in T["cases"]
        )
        if k["complexity"] == "composite" and begin <= day <= as_of - timedelta(30) and not already_in:
            opened = [c["opened_date"] for c in T["cases"] if c["consultation_id"] == k["consultation_id"]]
            yield day, k["area"], int(any((o - day).days <= 30 for o in opened)), 1


@count("consultation.cases_with_consent")
def consent(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for c in T["cases"]:
        if c["opened_date"] > as_of - timedelta(90) or (c["consent"] and not c["consent_date"]):
            continue
        agreed = c["consent"] and c["consent_date"] <= c["opened_date"] + timedelta(90)
        yield c["opened_date"], c["area"], int(agreed), 1


@count("consultation.cases_with_three_fields")
def three_fields(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    field = {o["organization"]: o["field"] for o in T["organizations"]}
    for c in T["cases"]:
        by = c["opened_date"] + timedelta(90)
        fields = {
            field[a["organization"]]
            for a in T["case_agencies"]
            if a["case_id"] == c["case_id"] and (a["joined_date"] is None or a["joined_date"] <= by)
        }
        fields -= {None}
        if by <= as_of and fields:
            yield c["opened_date"], c["area"], int(len(fields) >= 3), 1


@count("consultation.cases_closed_settled")
def settled(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for c in T["cases"]:
        if c["closed_date"] and c["closing_reason"]:
            yield c["closed_date"], c["area"], int(c["closing_reason"] == "settled"), 1


@count("consultation.meeting_cases_taken_up")
def taken_up(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    area = area_by(T["cases"], "case_id")
    held_on = {m["meeting_id"]: m["held_date"] for m in T["meetings"]}
    for t in T["meeting_cases"]:
        yield held_on[t["meeting_id"]], area[t["case_id"]], 1, None


@count("consultation.multilayer_support_meetings")
def multilayer(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for m in T["meetings"]:
        if m["kind"] == "multilayer_support_meeting":
            yield m["held_date"], area_by(T["cases"], "case_id").get(m["case_id"]), 1, None


@count("consultation.support_meetings_held")
def support_meetings(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    area = area_by(T["cases"], "case_id")
    for m in T["meetings"]:
        yield m["held_date"], area.get(m["case_id"]), int(m["kind"] == "support_meeting"), None


@count("consultation.agencies_per_meeting")
def agencies(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    area = area_by(T["cases"], "case_id")
    for m in T["meetings"]:
        present = sum(a["meeting_id"] == m["meeting_id"] for a in T["meeting_attendance"])
        if present:
            yield m["held_date"], area.get(m["case_id"]), present, 1


@count("consultation.support_plans_drafted")
def drafted(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for p in T["support_plans"]:
        yield p["drafted_date"], area_by(T["cases"], "case_id").get(p["case_id"]), 1, None


@count("consultation.plans_reviewed_on_time")
def on_time(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    cases = {c["case_id"]: c for c in T["cases"]}
    for p in T["support_plans"]:
        due, case = p["review_due_date"], cases[p["case_id"]]
        if due and due <= as_of:
            ends = [day for day in (p["closed_date"], case["closed_date"]) if day]
            if p["reviewed_date"] or min(ends, default=due) >= due:
                in_time = p["reviewed_date"] is not None and p["reviewed_date"] <= due
                yield due, case["area"], int(in_time), 1


@count("consultation.goals_attained_share")
def goals(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    area = area_by(T["cases"], "case_id")
    for p in T["support_plans"]:
        if (
            p["reviewed_date"]
            and p["reviewed_date"] <= as_of
            and p["goals"]
            and p["goals_attained"] is not None
        ):
            yield p["reviewed_date"], area.get(p["case_id"]), p["goals_attained"], p["goals"]
