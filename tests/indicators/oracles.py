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


def held(where: Callable[[Row], bool], what: str = "") -> Oracle:
    def oracle(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
        for a in T["community_activities"]:
            if where(a) and (not what or a[what] is not None):
                yield a["date"], a["area"], a[what] if what else 1, None

    return oracle


def zero_or_one(where: Callable[[Row], bool]) -> Oracle:
    def oracle(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
        for a in T["community_activities"]:
            yield a["date"], a["area"], int(where(a)), None

    return oracle


COUNTS["connections.participants_per_1000"] = held(lambda a: True, "participants")
COUNTS["connections.gap_between_areas_in_participants"] = held(lambda a: True, "participants")
COUNTS["connections.activities_open_to_all_per_10000"] = held(lambda a: a["openness"] == "open")
COUNTS["connections.residents_meetings_held"] = zero_or_one(lambda a: a["kind"] == "residents_meeting")
COUNTS["connections.activities_mutual_help"] = zero_or_one(lambda a: a["kind"] == "mutual_help")
COUNTS["connections.participants_mutual_help"] = held(lambda a: a["kind"] == "mutual_help", "participants")


@count("connections.new_participants_share")
def new_participants(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for a in T["community_activities"]:
        if a["participants"] is not None and a["new_participants"] is not None:
            yield a["date"], a["area"], a["new_participants"], a["participants"]


@count("connections.participants_per_residents_meeting")
def at_residents_meetings(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for a in T["community_activities"]:
        if a["kind"] == "residents_meeting" and a["participants"] is not None:
            yield a["date"], a["area"], a["participants"], 1


@count("connections.volunteers_per_activity")
def volunteers(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for a in T["community_activities"]:
        if a["volunteers"] is not None:
            yield a["date"], a["area"], a["volunteers"], 1


@count("connections.areas_with_ibasho_in_use")
def ibasho_areas(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    centres = [a["area"] for a in T["areas"] if a["level"] == "center"]
    towns = {a["area"]: a["parent"] for a in T["areas"] if a["level"] == "town"}
    for month in {a["date"].replace(day=1) for a in T["community_activities"]}:
        for centre in centres:
            used = any(
                a["kind"] == "ibasho"
                and a["date"].replace(day=1) == month
                and a["participants"] != 0
                and towns.get(a["area"], a["area"]) == centre
                for a in T["community_activities"]
            )
            yield month, centre, int(used), 1


def of_service(words: tuple[str, ...], activities: bool) -> Oracle:
    def oracle(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
        mine = {s["service"] for s in T["services"] if any(w in s["name_ja"] for w in words)}
        for a in T["community_activities"]:
            if activities:
                yield a["date"], a["area"], int(a["service"] in mine), None
            elif a["service"] in mine and a["participants"] is not None:
                yield a["date"], a["area"], a["participants"], None

    return oracle


SERVICE_WORDS = {
    "preventive_exercise": ("介護予防活動支援",),
    "living_support_coordinator": ("生活支援コーディネーター",),
    "activity_centre": ("地域活動支援センター",),
    "child_rearing_centre": ("地域子育て支援センター",),
    "child_rearing_plaza": ("子育て広場", "子育てひろば"),
    "hardship_community_building": ("生活困窮者支援等のための地域づくり",),
}
for _code, _words in SERVICE_WORDS.items():
    COUNTS[f"connections.participants_{_code}"] = of_service(_words, activities=False)
    COUNTS[f"connections.activities_{_code}"] = of_service(_words, activities=True)


# ---- connections: supporters ---------------------------------------------------------------------------------------


def first_readings(rows: list[Row]) -> Iterator[Row]:
    for r in rows:
        same = [
            o
            for o in rows
            if (o["kind"], o["area"], fiscal_year(o["month"]))
            == (r["kind"], r["area"], fiscal_year(r["month"]))
        ]
        if r["month"] == min(o["month"] for o in same):
            yield r


@count("connections.supporters_per_10000")
def supporters(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for r in first_readings(T["supporters"]):
        yield april(fiscal_year(r["month"])), r["area"], r["number"], None


@count("connections.hotnet_promoters_active")
def promoters(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for r in first_readings([s for s in T["supporters"] if s["kind"] == "hotnet_promoter"]):
        yield april(fiscal_year(r["month"])), r["area"], r["number"], None


@count("connections.commissioner_quota_filled")
def quota(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    posts = [s for s in T["supporters"] if s["kind"] == "welfare_commissioner" and s["quota"]]
    for r in first_readings(posts):
        yield april(fiscal_year(r["month"])), r["area"], min(r["number"], r["quota"]), r["quota"]


# ---- connections: participation and outreach -----------------------------------------------------------------------


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


@count("connections.relation_established_share")
def relation(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for o in T["outreach_contacts"]:
        if o["reached"] and o["relation_stage"]:
            yield o["date"], o["area"], int(o["relation_stage"] in ("trust", "linked")), 1


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
    lambda u: bool((u["accessible_formats"] or "").strip())
)
COUNTS["information.two_or_more_languages_share"] = published(
    lambda u: len(u["languages"].split()) >= 2, lambda u: bool((u["languages"] or "").split())
)


@count("information.printed_copies_per_1000")
def printed(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for u in T["publications"]:
        if u["printed"] is not None:
            yield u["published_date"], None, u["printed"], None


@count("information.pages_older_than_a_year")
def old_pages(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for year in range(2021, as_of.year + 1):
        end = date(year + 1, 3, 31)
        for u in T["publications"]:
            live = u["published_date"] <= end and (u["withdrawn_date"] is None or u["withdrawn_date"] > end)
            if end <= as_of and u["channel"] == "website" and live:
                touched = [d for d in (u["published_date"], u["updated_date"]) if d and d <= end]
                yield april(year), None, int((end - max(touched)).days > 365), 1


@count("information.days_since_page_update")
def age_of_pages(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for year in range(2021, as_of.year + 1):
        end = date(year + 1, 3, 31)
        for u in T["publications"]:
            gone = u["withdrawn_date"] is not None and u["withdrawn_date"] <= end
            if end <= as_of and u["channel"] == "website" and u["published_date"] <= end and not gone:
                touched = [d for d in (u["published_date"], u["updated_date"]) if d and d <= end]
                yield april(year), None, (end - max(touched)).days, 1


@count("information.reach_per_1000")
def users(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for r in T["information_reach"]:
        if r["users"] is not None:
            yield r["month"], None, r["users"], None


@count("information.questions_per_1000_views")
def questions(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for r in T["information_reach"]:
        if r["views"] is not None and r["questions"] is not None:
            yield r["month"], None, r["questions"], r["views"]


def by_publication(age_band: str | None) -> Oracle:
    def oracle(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
        for k in T["consultations"]:
            if k["came_through"] in (None, "unknown") or age_band not in (None, k["age_band"]):
                continue
            yield k["received_date"], k["area"], int(k["came_through"] == "publication"), 1

    return oracle


COUNTS["information.came_by_publication"] = by_publication(None)
COUNTS["information.gap_between_ages_in_coming_by_publication"] = by_publication(None)
for _code, _band in {
    "18_to_39": "18-39",
    "40_to_64": "40-64",
    "65_to_74": "65-74",
    "75_and_over": "75+",
}.items():
    COUNTS[f"information.came_by_publication_{_code}"] = by_publication(_band)


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
        yield from timed(m["requested_date"], m["matched_date"], m["area"], as_of)


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
    pages = {u["publication_id"]: u for u in T["publications"]}
    for h in T["service_changes"]:
        changed, page = h["changed_date"], pages.get(h["publication_id"])
        told = page and page["published_date"]
        if page and told and told < changed and page["updated_date"] and page["updated_date"] >= changed:
            told = page["updated_date"]
        yield from timed(changed, told and max(told, changed), None, as_of)


TIMES = {
    "information.days_from_service_change_to_publication": days_to_publication,
    "connections.participation_days_to_match": days_to_match,
    "consultation.days_from_opening_to_plan": days_to_plan,
    "consultation.days_from_consultation_to_meeting": to_the_meeting,
    "consultation.referrals_accepted_days": days_to_acceptance,
}


# ---- survey --------------------------------------------------------------------------------------------------------


def answers(T: Tables, concept: str) -> Iterator[tuple[Any, ...]]:
    """(wave, area, question, value, weight, stratum, psu) of everyone who answered."""
    people = {p["respondent_id"]: p for p in T["survey_respondents"]}
    for q in T["survey_questions"]:
        if q["concept"] != concept:
            continue
        for a in T["survey_answers"]:
            if a["question_id"] == q["question_id"] and a["answer"] is not None:
                p = people[a["respondent_id"]]
                value = int(a["answer"] in q["positive_answers"].split("|"))
                yield p["wave"], p["area"], q["question_id"], value, p["weight"], p["stratum"], p["psu"]
