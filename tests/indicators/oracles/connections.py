"""つながりづくり, said again row by row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tests.indicators.oracles.common import COUNTS, Oracle, Row, Tables, april, count, fiscal_year


def sessions(a: Row) -> int:
    return 1 if a["sessions"] is None else a["sessions"]


def attendances(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for a in T["community_activities"]:
        if a["participants"] is not None:
            yield a["date"], a["area"], a["participants"], None


COUNTS["connections.participants_per_1000"] = attendances
COUNTS["connections.gap_between_areas_in_participants"] = attendances


@count("connections.activities_held")
def activities(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for a in T["community_activities"]:
        yield a["date"], a["area"], sessions(a), None


@count("connections.activities_open_to_all_per_10000")
def open_to_all(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for a in T["community_activities"]:
        if a["openness"] == "open":
            yield a["date"], a["area"], sessions(a), None


@count("connections.residents_meetings_held")
def residents_meetings(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for a in T["community_activities"]:
        yield a["date"], a["area"], sessions(a) if a["kind"] == "residents_meeting" else 0, None


@count("connections.new_participants_share")
def new_participants(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for a in T["community_activities"]:
        if a["participants"] is not None and a["new_participants"] is not None:
            yield a["date"], a["area"], a["new_participants"], a["participants"]


@count("connections.participants_per_residents_meeting")
def at_residents_meetings(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for a in T["community_activities"]:
        if a["kind"] == "residents_meeting" and a["participants"] is not None:
            yield a["date"], a["area"], a["participants"], sessions(a)


@count("connections.areas_with_ibasho_in_use")
def ibasho_areas(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    centre_of = {a["area"]: a["area"] for a in T["areas"] if a["level"] == "center"}
    centre_of |= {
        a["area"]: a["parent"] for a in T["areas"] if a["level"] == "town" and a["parent"] in centre_of
    }
    for month in {a["date"].replace(day=1) for a in T["community_activities"]}:
        used = [
            centre_of.get(a["area"])
            for a in T["community_activities"]
            if a["kind"] == "ibasho" and a["participants"] != 0 and a["date"].replace(day=1) == month
        ]
        if None not in used:
            for centre in set(centre_of.values()):
                yield month, centre, int(centre in used), 1


def of_one_level(T: Tables, rows: list[Row], same: str) -> list[Row]:
    depth = {a["area"]: ("town", "center", "district", "city").index(a["level"]) for a in T["areas"]}

    def lower(o: Row, r: Row) -> bool:
        alike = o[same] == r[same] and fiscal_year(o["month"]) == fiscal_year(r["month"])
        return alike and depth.get(o["area"], 3) < depth.get(r["area"], 3)

    return [r for r in rows if not any(lower(o, r) for o in rows)]


def standing(T: Tables, kind: str, with_quota: bool = False) -> Iterator[Row]:
    mine = [s for s in T["supporters"] if s["kind"] == kind and (s["quota"] or not with_quota)]
    rows = of_one_level(T, mine, "kind")
    for r in rows:
        year = [
            o for o in rows if o["area"] == r["area"] and fiscal_year(o["month"]) == fiscal_year(r["month"])
        ]
        if r["month"] == min(o["month"] for o in year):
            yield r


def number_of(kind: str) -> Oracle:
    def oracle(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
        for r in standing(T, kind):
            yield april(fiscal_year(r["month"])), r["area"], r["number"], None

    return oracle


def quota_of(kind: str) -> Oracle:
    def oracle(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
        for r in standing(T, kind, with_quota=True):
            yield april(fiscal_year(r["month"])), r["area"], min(r["number"], r["quota"]), r["quota"]

    return oracle


def work_done(*kinds: str) -> Oracle:
    def oracle(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
        mine = [w for w in T["commissioner_activities"] if w["work"] in kinds]
        for w in of_one_level(T, mine, "work"):
            yield w["month"], w["area"], w["number"], None

    return oracle


COUNTS["connections.volunteers_registered_per_10000"] = number_of("volunteer")
COUNTS["connections.hotnet_promoters_active"] = number_of("hotnet_promoter")
COUNTS["connections.commissioner_quota_filled"] = quota_of("welfare_commissioner")
COUNTS["connections.commissioner_for_children_quota_filled"] = quota_of("child_commissioner")
COUNTS["connections.commissioner_visits"] = work_done("visits")
COUNTS["connections.commissioner_activities_done"] = work_done("consultations", "other_activities")


@count("connections.social_resources_in_use")
def resources_in_use(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    dated = [r for r in T["social_resources"] if r["active_from"] and r["active_from"] <= as_of]
    years = {fiscal_year(r["active_from"]) for r in dated}
    for year in range(min(years, default=0), max(fiscal_year(as_of), 0) + 1 if years else 0):
        end = date(year + 1, 3, 31)
        for r in dated:
            if end <= as_of:
                active = r["active_from"] <= end <= (r["active_to"] or end)
                yield april(year), r["area"], int(active), None


@count("connections.social_resources_opened")
def resources_opened(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for r in T["social_resources"]:
        if r["active_from"]:
            yield r["active_from"], r["area"], 1, None


@count("connections.participation_requests_per_10000")
def requests(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for m in T["participation_matches"]:
        yield m["requested_date"], m["area"], 1, None


@count("connections.matches_lasting_3_months")
def lasting(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for m in T["participation_matches"]:
        if (
            m["started_date"]
            and m["started_date"] <= as_of - timedelta(92)
            and m["retained_3_months"] is not None
        ):
            yield m["started_date"], m["area"], int(m["retained_3_months"]), 1


@count("connections.matches_that_fit_the_wish")
def fitting(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for m in T["participation_matches"]:
        if m["matched_date"] and m["fits_wish"] is not None:
            yield m["matched_date"], m["area"], int(m["fits_wish"]), 1


@count("connections.newly_developed_resources")
def developed(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    used: set[Any] = set()
    matches = [m for m in T["participation_matches"] if m["matched_date"] and m["resource_newly_developed"]]
    for m in sorted(matches, key=lambda m: (m["matched_date"], m["match_id"])):
        if m["resource_id"] is None or m["resource_id"] not in used:
            yield m["matched_date"], m["area"], 1, None
        used.add(m["resource_id"])


@count("connections.outreach_contacts_per_10000")
def contacts(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for o in T["outreach_contacts"]:
        yield o["date"], o["area"], 1, None


@count("connections.outreach_reached_share")
def reached(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for o in T["outreach_contacts"]:
        yield o["date"], o["area"], int(o["reached"]), 1


def of_persons(rows: list[Row]) -> dict[tuple[Any, int], list[Row]]:
    """The contacts of each person and fiscal year, in their order."""
    found: dict[tuple[Any, int], list[Row]] = {}
    for o in sorted(rows, key=lambda o: (o["date"], o["contact_id"])):
        if o["reached"] and o["person_id"]:
            found.setdefault((o["person_id"], fiscal_year(o["date"])), []).append(o)
    return found


@count("connections.outreach_people_reached")
def people_reached(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for met in of_persons(T["outreach_contacts"]).values():
        yield met[0]["date"], met[0]["area"], 1, None


@count("connections.relation_established_share")
def relation(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    noted = [o for o in T["outreach_contacts"] if o["relation_stage"] and o["date"] <= as_of]
    for met in of_persons(noted).values():
        yield met[-1]["date"], met[-1]["area"], int(met[-1]["relation_stage"] in ("trust", "linked")), 1


@count("connections.tsunagari_improved")
def scores(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    items = ("motivation", "self_esteem", "relationships", "social_participation", "asking_for_help")
    for person in {s["person_id"] for s in T["person_scores"]}:
        mine = sorted(
            (s for s in T["person_scores"] if s["person_id"] == person), key=lambda s: s["scored_date"]
        )
        again = [s for s in mine if 150 <= (s["scored_date"] - mine[0]["scored_date"]).days <= 400]
        if again:
            total, before = (sum(s[item] for item in items) for s in (again[0], mine[0]))
            yield again[0]["scored_date"], again[0]["area"], int(total > before), 1
