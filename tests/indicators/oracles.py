"""What each indicator means, said again row by row in plain Python: slow, short, and nothing shared with the package.

`T` is one table set, a list of dicts a table; days are `date`s and gaps None. A count yields
(day, area, numerator, denominator or None), a time (day, area, days, seen), an answer a tuple of its columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
Tables = dict[str, list[Row]]
Oracle = Callable[[Tables, date], Iterable[tuple[Any, ...]]]

COUNTS: dict[str, Oracle] = {}
TIMES: dict[str, Oracle] = {}


def count(indicator: str) -> Callable[[Oracle], Oracle]:
    def enter(oracle: Oracle) -> Oracle:
        COUNTS[indicator] = oracle
        return oracle

    return enter


def fiscal_year(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def april(year: int) -> date:
    return date(year, 4, 1)


def area_by(rows: list[Row], key: str) -> dict[Any, Any]:
    return {row[key]: row["area"] for row in rows}


# ---- connections: activities ---------------------------------------------------------------------------------------


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


# ---- connections: supporters, commissioners and resources ----------------------------------------------------------


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


# ---- connections: participation, outreach and scores ---------------------------------------------------------------


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


# ---- consultation --------------------------------------------------------------------------------------------------


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


# ---- information ---------------------------------------------------------------------------------------------------


def published(part: Callable[[Row], bool], base: Callable[[Row], bool] = lambda u: True) -> Oracle:
    def oracle(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
        for u in T["publications"]:
            if base(u):
                yield u["published_date"], None, int(part(u)), 1

    return oracle


COUNTS["information.easy_japanese_share"] = published(lambda u: bool(u["easy_japanese"]))
COUNTS["information.accessible_format_share"] = published(
    lambda u: u["accessible_formats"].strip() != "none",
    lambda u: bool((u["accessible_formats"] or "").strip()),
)
COUNTS["information.publications_for_an_audience"] = published(
    lambda u: u["audience"] != "everyone", lambda u: u["audience"] is not None
)
COUNTS["information.two_or_more_languages_share"] = published(
    lambda u: len(u["languages"].split()) >= 2, lambda u: bool((u["languages"] or "").split())
)


@count("information.pages_older_than_a_year")
def old_pages(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for year in range(2021, as_of.year + 1):
        end = date(year + 1, 3, 31)
        for u in T["publications"]:
            live = u["published_date"] <= end and (u["withdrawn_date"] is None or u["withdrawn_date"] > end)
            if end <= as_of and u["channel"] == "website" and live:
                touched = [d for d in (u["published_date"], u["updated_date"]) if d and d <= end]
                yield april(year), None, int((end - max(touched)).days > 365), 1


@count("information.reach_per_1000")
def users(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for r in T["information_reach"]:
        if r["users"] is not None:
            yield r["month"], None, r["users"], None


@count("information.came_by_publication")
@count("information.gap_between_ages_in_coming_by_publication")
def by_publication(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for k in T["consultations"]:
        if k["came_through"] not in (None, "unknown"):
            yield k["received_date"], k["area"], int(k["came_through"] == "publication"), 1


# ---- times ---------------------------------------------------------------------------------------------------------


def timed(
    start: date, end: date | None, area: Any, as_of: date, stop: date | None = None
) -> list[tuple[Any, ...]]:
    seen = end is not None and end <= as_of
    last = end if seen else min(stop or as_of, as_of)
    assert last is not None
    if start > as_of or last < start:
        return []
    return [(start, area, (last - start).days, seen)]


def days_to_match(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for m in T["participation_matches"]:
        if m["matched_date"] is None and m["started_date"] and m["started_date"] <= as_of:
            continue
        yield from timed(m["requested_date"], m["matched_date"], m["area"], as_of, m["withdrawn_date"])


def days_to_plan(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for c in T["cases"]:
        plans = [p["drafted_date"] for p in T["support_plans"] if p["case_id"] == c["case_id"]]
        yield from with_closed(
            timed(c["opened_date"], min(plans, default=None), c["area"], as_of), c, as_of, 120
        )


def with_closed(
    rows: list[tuple[Any, ...]], case: dict[str, Any], as_of: date, horizon: int
) -> Iterator[tuple[Any, ...]]:
    """A case closed without the event has waited the whole horizon."""
    closed = case["closed_date"]
    for start, area, wait, seen in rows:
        never = not seen and closed is not None and start <= closed <= as_of
        yield start, area, horizon if never else wait, seen


def to_the_meeting(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    received = {k["consultation_id"]: k["received_date"] for k in own(T)}
    for c in T["cases"]:
        listed = {t["meeting_id"] for t in T["meeting_cases"] if t["case_id"] == c["case_id"]}
        days = [
            m["held_date"] for m in T["meetings"] if m["case_id"] == c["case_id"] or m["meeting_id"] in listed
        ]
        if c["consultation_id"] in received and c["opened_date"] <= as_of:
            rows = timed(received[c["consultation_id"]], min(days, default=None), c["area"], as_of)
            for _, area, wait, seen in with_closed(rows, c, as_of, 180):
                yield c["opened_date"], area, wait, seen


def days_to_acceptance(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    area = area_by(T["consultations"], "consultation_id")
    for r in T["referrals"]:
        accepted = r["accepted_date"]
        if r["outcome"] == "withdrawn" or (r["outcome"] == "accepted" and accepted is None):
            continue
        for start, place, wait, seen in timed(
            r["made_date"], accepted, area.get(r["consultation_id"]), as_of
        ):
            yield start, place, 14 if r["outcome"] == "declined" and not seen else wait, seen


def days_to_publication(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for h in T["service_changes"]:
        changed, told = h["changed_date"], h["told_date"]
        if told is not None or h["publication_id"] is None:
            yield from timed(changed, told and max(told, changed), None, as_of)


TIMES = {
    "information.days_from_service_change_to_publication": days_to_publication,
    "connections.participation_days_to_match": days_to_match,
    "consultation.days_from_opening_to_plan": days_to_plan,
    "consultation.days_from_consultation_to_meeting": to_the_meeting,
    "consultation.referrals_accepted_days": days_to_acceptance,
}


# ---- survey --------------------------------------------------------------------------------------------------------


def answers(T: Tables, concept: str, and_concept: str = "") -> Iterator[tuple[Any, ...]]:
    """(wave, area, question, value, weight, stratum, psu) of everyone who answered, where two are asked both."""
    people = {p["respondent_id"]: p for p in T["survey_respondents"]}
    given = {(a["respondent_id"], a["question_id"]): a["answer"] for a in T["survey_answers"]}

    def positive(respondent: str, q: dict[str, Any]) -> bool | None:
        cell = given.get((respondent, q["question_id"]))
        if cell is None:
            return None
        return any(choice in q["positive_answers"].split("|") for choice in cell.split("|"))

    for q in T["survey_questions"]:
        if q["concept"] != concept:
            continue
        also = [o for o in T["survey_questions"] if o["concept"] == and_concept and o["wave"] == q["wave"]]
        if and_concept and not also:
            continue
        for respondent, p in people.items():
            values = [positive(respondent, asked) for asked in (q, *also)]
            if None not in values:
                value = int(all(values))
                yield p["wave"], p["area"], q["question_id"], value, p["weight"], p["stratum"], p["psu"]
