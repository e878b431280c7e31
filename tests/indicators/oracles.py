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

DESK_WORDS = {
    "community_support_centre": ("地域包括支援センター",),
    "core_consultation_centre": ("基幹相談支援センター",),
    "family_health_centre": ("子育て世代包括支援センター", "こども家庭センター"),
    "child_rearing_promoter": ("子育て支援推進員",),
    "living_support_desk": ("生活サポート相談窓口", "自立相談支援"),
    "hotnet_station": ("ほっとネットステーション",),
}


def at_desks(T: Tables, words: tuple[str, ...] | None) -> Iterator[Row]:
    mine = {s["service"] for s in T["services"] if words and any(w in s["name_ja"] for w in words)}
    for k in T["consultations"]:
        if words is None or k["desk"] in mine:
            yield k


def received_at(words: tuple[str, ...] | None) -> Oracle:
    def oracle(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
        for k in at_desks(T, words):
            yield k["received_date"], k["area"], 1, None

    return oracle


def soon_at(words: tuple[str, ...] | None) -> Oracle:
    def oracle(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
        for k in at_desks(T, words):
            if k["received_date"] <= as_of - timedelta(3):
                first = k["first_response_date"]
                soon = first is not None and (first - k["received_date"]).days <= 3
                yield k["received_date"], k["area"], int(soon), 1

    return oracle


COUNTS["consultation.consultations_per_1000"] = received_at(None)
COUNTS["consultation.gap_between_ages_in_consultations"] = received_at(None)
COUNTS["consultation.first_response_within_3_days"] = soon_at(None)
for _code, _words in DESK_WORDS.items():
    COUNTS[f"consultation.received_{_code}"] = received_at(_words)
    COUNTS[f"consultation.answered_soon_{_code}"] = soon_at(_words)


@count("consultation.no_wrong_door")
def no_wrong_door(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for k in T["consultations"]:
        if k["received_date"] + timedelta(30) <= as_of:
            until = k["received_date"] + timedelta(30)
            mine = [r for r in T["referrals"] if r["consultation_id"] == k["consultation_id"]]
            yield k["received_date"], k["area"], int(sum(r["made_date"] <= until for r in mine) <= 1), 1


@count("consultation.households_returning_within_a_year")
def returning(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for k in T["consultations"]:
        home, closed = k["household_id"], k["closed_date"]
        if home and closed and closed <= as_of - timedelta(365):
            again = [
                o
                for o in T["consultations"]
                if o["household_id"] == home and 1 <= (o["received_date"] - closed).days <= 365
            ]
            yield closed, k["area"], int(bool(again)), 1


@count("consultation.first_contact_through_outreach_or_station")
def through_outreach(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for k in T["consultations"]:
        if k["came_through"] not in (None, "unknown"):
            yield k["received_date"], k["area"], int(k["came_through"] in ("outreach", "hotnet_station")), 1


def complete_years(T: Tables, as_of: date) -> list[int]:
    years = {fiscal_year(k["received_date"]) for k in T["consultations"]}
    return [y for y in years if date(y + 1, 3, 31) <= as_of]


@count("consultation.desks_without_a_case")
def idle_desks(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for year in complete_years(T, as_of):
        for s in T["services"]:
            begun = s["opened_date"] is None or s["opened_date"] <= april(year)
            lasts = s["closed_date"] is None or s["closed_date"] >= date(year + 1, 3, 31)
            if s["takes_consultations"] and begun and lasts:
                used = any(
                    k["desk"] == s["service"] and fiscal_year(k["received_date"]) == year
                    for k in T["consultations"]
                )
                yield april(year), s["area"], int(not used), 1


@count("consultation.new_functions_without_a_case")
def idle_functions(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    records = {
        "multi_agency": [c["opened_date"] for c in T["cases"]],
        "outreach": [o["date"] for o in T["outreach_contacts"]],
        "participation_support": [m["requested_date"] for m in T["participation_matches"]],
    }
    for year in complete_years(T, as_of):
        for programme, days in records.items():
            opened = [s["opened_date"] for s in T["services"] if s["programme"] == programme]
            closed = [s["closed_date"] for s in T["services"] if s["programme"] == programme]
            lasts = None in closed or max(closed, default=april(year)) >= date(year + 1, 3, 31)
            if opened and lasts and (None in opened or min(opened) <= april(year)):
                yield april(year), None, int(all(fiscal_year(d) != year for d in days)), 1


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
    for k in T["consultations"]:
        day = k["received_date"]
        if k["complexity"] == "composite" and begin <= day <= as_of - timedelta(30):
            opened = [c["opened_date"] for c in T["cases"] if c["consultation_id"] == k["consultation_id"]]
            yield day, k["area"], int(any((o - day).days <= 30 for o in opened)), 1


@count("consultation.cases_with_consent")
def consent(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for c in T["cases"]:
        yield c["opened_date"], c["area"], int(c["consent"]), 1


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
    for p in T["support_plans"]:
        due = p["review_due_date"]
        if due and due <= as_of:
            area = area_by(T["cases"], "case_id").get(p["case_id"])
            yield due, area, int(p["reviewed_date"] is not None and p["reviewed_date"] <= due), 1


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


def days_to_first_response(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for k in T["consultations"]:
        yield from timed(k["received_date"], k["first_response_date"], k["area"], as_of)


def days_to_match(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for m in T["participation_matches"]:
        if m["matched_date"] is None and (m["resource_id"] or m["started_date"]):
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


def from_first_contact(table: str, column: str, horizon: int) -> Oracle:
    def oracle(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
        received = {k["consultation_id"]: k["received_date"] for k in T["consultations"]}
        for c in T["cases"]:
            days = [r[column] for r in T[table] if r["case_id"] == c["case_id"]]
            if c["consultation_id"] in received and c["opened_date"] <= as_of:
                rows = timed(received[c["consultation_id"]], min(days, default=None), c["area"], as_of)
                for _, area, wait, seen in with_closed(rows, c, as_of, horizon):
                    yield c["opened_date"], area, wait, seen

    return oracle


def days_to_review(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    cases = {c["case_id"]: c for c in T["cases"]}
    for p in T["support_plans"]:
        case = cases[p["case_id"]]
        stop = p["closed_date"] or case["closed_date"]
        yield from timed(p["drafted_date"], p["reviewed_date"], case["area"], as_of, stop)


def days_to_acceptance(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    area = area_by(T["consultations"], "consultation_id")
    for r in T["referrals"]:
        if r["outcome"] != "withdrawn":
            yield from timed(r["made_date"], r["accepted_date"], area.get(r["consultation_id"]), as_of)


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
    "consultation.days_to_first_response": days_to_first_response,
    "connections.participation_days_to_match": days_to_match,
    "consultation.days_from_opening_to_plan": days_to_plan,
    "consultation.days_from_first_contact_to_meeting": from_first_contact("meetings", "held_date", 180),
    "consultation.days_from_first_contact_to_plan": from_first_contact("support_plans", "drafted_date", 120),
    "consultation.days_from_plan_to_review": days_to_review,
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
