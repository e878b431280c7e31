"""What begins with 重層 in FY2022: composite cases, meetings, support plans; and outreach, which is older."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.example_city.consultations import area_shares
from sojo_eval.example_city.places import CENTRE_CODES
from sojo_eval.example_city.truth import (
    BOUNDARY,
    CLOSED_SETTLED,
    LEADING,
    PLAN_MEAN_DAYS,
    PLANNED_EVER,
    SUPPORTING,
    cases_ratio,
    planned_ever,
)
from sojo_eval.example_city.world import (
    DATA_UNTIL,
    N_MONTHS,
    Array,
    Days,
    Whole,
    World,
    choose,
    covid,
    days_in,
    days_later,
    dispersed,
    expit,
    ids,
    month_number,
    month_of,
    optional,
    season,
    since,
)

MULTILAYER_START = "2022-04"
_CASES_A_YEAR = 60.0
_MEETINGS_A_YEAR, _SUPPORT_MEETINGS_A_YEAR = 30.0, 15.0
_REVIEW_AFTER = 91
_CONSENT = 0.85
_CONTACTS_A_MONTH = 90.0
_DAYS_TO_CONSENT = 14.0
_CLOSING_REASONS = {"settled": CLOSED_SETTLED, "handed_over": 0.22, "moved": 0.08, "died": 0.05, "declined": 0.07,
                    "lost_contact": 0.05, "other": 0.03}  # fmt: skip
_JOINT_SITTINGS = {"community_care_meeting": 0.40, "support_coordination_meeting": 0.35,
                   "child_protection_council": 0.15, "disability_council": 0.10}  # fmt: skip
_JOINT = 0.08  # sittings held together with another meeting
_CONTACTS_A_PERSON, _PEOPLE_AT_A_TIME = 6, 12
_WITHOUT_PERSON = 0.04


@dataclass(frozen=True)
class CaseTables:
    """Cases and what belongs to them; `consultations` with the outcome of those that became cases."""

    consultations: pd.DataFrame
    cases: pd.DataFrame
    case_agencies: pd.DataFrame
    meetings: pd.DataFrame
    meeting_attendance: pd.DataFrame
    meeting_cases: pd.DataFrame
    support_plans: pd.DataFrame


def case_tables(world: World, consultations: pd.DataFrame) -> CaseTables:
    """Simulate cases since FY2022, most of which come from a composite consultation."""
    rng = world.rng("cases")
    opened, month = _openings(world, rng)
    number = len(opened)
    planned = rng.random(number) < np.where(
        month >= month_number(BOUNDARY), planned_ever(world.scenario), PLANNED_EVER
    )
    scale = world.mean_of("consultation.days_from_opening_to_plan", PLAN_MEAN_DAYS) * np.exp(
        world.effect("days to plan", 0.08)
    )
    wait = np.floor(rng.exponential(scale[month])).astype(np.int64)
    drafted = np.where(planned, days_later(opened, wait), np.datetime64("NaT", "D"))
    # A case without a plan closes only after the time within which plans are drafted, so that closing and
    # drafting do not compete in the indicator's horizon.
    stays = 150 + np.floor(rng.exponential(200, number)).astype(np.int64) + np.where(planned, wait, 0)
    closed = np.where(rng.random(number) < 0.85, days_later(opened, stays), np.datetime64("NaT", "D"))
    case_id = ids("C", number, 4)
    source = _originating(rng, consultations, opened)
    area = CENTRE_CODES[rng.choice(len(CENTRE_CODES), number, p=area_shares(world))]
    household = np.full(number, None, dtype=object)
    known = source >= 0
    household[known] = consultations["household_id"].to_numpy()[source[known]]
    origin = np.full(number, None, dtype=object)
    origin[known] = consultations["consultation_id"].to_numpy()[source[known]]
    outcome = consultations["outcome"].to_numpy(dtype=object, copy=True)
    outcome[source[known]] = "to_multi_agency"
    cases = pd.DataFrame(
        {
            "case_id": case_id,
            "consultation_id": origin,
            "household_id": household,
            "opened_date": opened,
            "closed_date": closed,
            "consent": planned | (rng.random(number) < _CONSENT),
            "area": area,
        }
    )
    cases = _with_consent_and_closing(world, cases, drafted)
    meetings, attendance = _meetings(world, cases)
    agencies, plans = _agencies(rng, cases), _plans(world, rng, cases, drafted)
    return CaseTables(
        consultations.assign(outcome=outcome),
        cases,
        agencies,
        meetings,
        attendance,
        _cases_taken_up(world, cases, meetings),
        plans,
    )


def _with_consent_and_closing(world: World, cases: pd.DataFrame, drafted: Days) -> pd.DataFrame:
    """When consent was given (some weeks after opening, before any plan) and why a case closed, where it was recorded."""
    rng = world.rng("consent and closing")
    number = len(cases)
    wait = np.floor(rng.exponential(_DAYS_TO_CONSENT, number)).astype(np.int64)
    given = days_later(cases["opened_date"].to_numpy().astype("datetime64[D]"), wait)
    given = np.fmin(given, drafted)
    known = cases["consent"].to_numpy() & (rng.random(number) >= 0.03)
    reasons = choose(rng, _CLOSING_REASONS, number)
    closed = cases["closed_date"].notna().to_numpy() & (rng.random(number) >= 0.05)
    return cases.assign(
        consent_date=np.where(known, given, np.datetime64("NaT", "D")),
        closing_reason=optional(reasons, closed),
    )


def _openings(world: World, rng: np.random.Generator) -> tuple[Days, Whole]:
    """Opening days since 2022-04, with the cases taken over on the first day.

    Waiting times are exponential, so taking over rate × mean wait cases makes plans flow evenly from the start.
    """
    effect = np.exp(world.effect("case openings", 0.08))
    growth = 1 + (cases_ratio(world.scenario) - 1) * since(BOUNDARY)
    mean = _CASES_A_YEAR / 12 * world.size * effect * growth * since(MULTILAYER_START)
    counts = dispersed(rng, mean, shape=40)
    taken_over = rng.poisson(_CASES_A_YEAR * world.size * PLAN_MEAN_DAYS / 365)
    month = np.repeat(np.arange(N_MONTHS), counts)
    opened = np.concatenate(
        [np.repeat(np.datetime64("2022-04-01", "D"), taken_over), np.sort(days_in(rng, month))]
    )
    return opened, month_of(opened)


def _originating(rng: np.random.Generator, consultations: pd.DataFrame, opened: Days) -> Whole:
    """Row of the composite consultation a case came from (no consultation twice), -1 where none is recorded."""
    received = consultations["received_date"].to_numpy().astype("datetime64[D]")
    rows = np.flatnonzero((consultations["complexity"] == "composite").to_numpy())
    at = np.searchsorted(received[rows], opened, side="right") - 1 - rng.integers(0, 12, len(opened))
    chosen = np.where(at >= 0, rows[np.maximum(at, 0)], -1)
    _, first = np.unique(chosen, return_index=True)
    once = np.zeros(len(chosen), dtype=bool)
    once[first] = True
    return np.where(once & (rng.random(len(chosen)) < 0.8), chosen, -1)


def _agencies(rng: np.random.Generator, cases: pd.DataFrame) -> pd.DataFrame:
    """One lead and one to four supporting organizations a case."""
    number = len(cases)
    support = rng.integers(SUPPORTING[0], SUPPORTING[-1] + 1, number)
    row = np.repeat(np.arange(number), support + 1)
    step = np.arange(len(row)) - np.repeat(np.cumsum(support + 1) - support - 1, support + 1)
    lead = rng.choice(LEADING, number)  # 地域共生課, 社会福祉協議会, 地域包括支援センター
    organization = (lead[row] + step * (1 + row % 2)) % 12
    opened = cases["opened_date"].to_numpy().astype("datetime64[D]")[row]
    return pd.DataFrame(
        {
            "case_id": cases["case_id"].to_numpy()[row],
            "organization": [f"O{i + 1:02d}" for i in organization],
            "role": np.where(step == 0, "lead", "support").astype(object),
            "joined_date": np.minimum(opened + (step * 7).astype("timedelta64[D]"), DATA_UNTIL),
        }
    )


def _meetings(world: World, cases: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """重層的支援会議 (with consent) and 支援会議 (convened by the city, without), with who attended."""
    rng = world.rng("meetings")
    effect = np.exp(world.effect("meetings", 0.08) + season(0.05, 11)) * since(MULTILAYER_START)
    joint = dispersed(
        rng,
        world.mean_of("consultation.multilayer_support_meetings", _MEETINGS_A_YEAR / 12)
        * effect
        * world.size,
        40,
    )
    early = dispersed(rng, _SUPPORT_MEETINGS_A_YEAR / 12 * effect * world.size, 40)
    month = np.concatenate([np.repeat(np.arange(N_MONTHS), joint), np.repeat(np.arange(N_MONTHS), early)])
    is_joint = np.arange(len(month)) < joint.sum()
    held = days_in(rng, month)
    opened = cases["opened_date"].to_numpy().astype("datetime64[D]")
    case = np.full(len(month), None, dtype=object)
    for wants_consent in (True, False):
        pool = np.flatnonzero(cases["consent"].to_numpy() == wants_consent)
        these = np.flatnonzero(is_joint == wants_consent)
        # The first day of the programme has cases taken over, so nearly every meeting finds one.
        last = np.searchsorted(opened[pool], held[these], side="right")
        pick = (last - 1 - np.floor(rng.random(len(these)) * np.minimum(last, 15))).astype(int)
        found = last > 0
        case[these[found]] = cases["case_id"].to_numpy()[pool[pick[found]]]
    frame = pd.DataFrame(
        {
            "kind": np.where(is_joint, "multilayer_support_meeting", "support_meeting").astype(object),
            "convener": np.where(is_joint, "multi_agency_provider", "city").astype(object),
            "legal_basis": np.where(is_joint, "106-4", "106-6").astype(object),
            "joint_with": _joint_with(world, len(held)),
            "case_id": case,
            "consent": is_joint,
            "held_date": held,
        }
    ).sort_values(["held_date", "kind"], kind="stable", ignore_index=True)
    frame.insert(0, "meeting_id", ids("M", len(frame), 4))
    size = rng.integers(3, 8, len(frame))
    row = np.repeat(np.arange(len(frame)), size)
    step = np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size)
    start = rng.integers(0, 12, len(frame))[row]
    organization = np.where(step == 0, 0, 1 + (start + step) % 11)
    attendance = pd.DataFrame(
        {
            "meeting_id": frame["meeting_id"].to_numpy()[row],
            "organization": [f"O{i + 1:02d}" for i in organization],
        }
    )
    return frame, attendance


def _joint_with(world: World, number: int) -> NDArray[np.object_]:
    rng = world.rng("joint sittings")
    return optional(choose(rng, _JOINT_SITTINGS, number), rng.random(number) < _JOINT)


def _cases_taken_up(world: World, cases: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """One to three cases a sitting: its own, and others open on the day for which the same consent holds."""
    rng = world.rng("cases at sittings")
    more = rng.choice(3, len(meetings), p=[0.5, 0.3, 0.2])
    lot = rng.random((len(meetings), len(cases)))
    closed = cases["closed_date"].fillna(pd.Timestamp(DATA_UNTIL))
    named = meetings["case_id"].fillna("")
    rows: list[tuple[str, str, str]] = []
    seen: set[str] = set()
    of_sittings = zip(meetings["meeting_id"], meetings["held_date"], meetings["consent"], named, strict=True)
    for position, (meeting, held, consent, case_id) in enumerate(of_sittings):
        open_then = (cases["opened_date"] <= held) & (closed >= held)
        others = cases.loc[open_then & (cases["consent"] == consent), "case_id"]
        others = others[others != case_id]
        drawn = others.iloc[np.argsort(lot[position, others.index])][: more[position]]
        for case in [*([case_id] if case_id else []), *drawn]:
            rows.append((meeting, case, "continuing" if case in seen else "new"))
            seen.add(case)
    return pd.DataFrame(rows, columns=["meeting_id", "case_id", "continuity"])


def _plans(world: World, rng: np.random.Generator, cases: pd.DataFrame, drafted: Days) -> pd.DataFrame:
    """One plan for each planned case; review is due after 91 days and is on time with the planted share."""
    row = np.flatnonzero(~np.isnat(drafted))
    row = row[np.argsort(drafted[row], kind="stable")]
    day = drafted[row]
    number = len(row)
    due = day + np.timedelta64(_REVIEW_AFTER, "D")
    due_month = np.minimum(month_of(due), N_MONTHS - 1)
    log_odds = world.log_odds("consultation.plans_reviewed_on_time") + world.effect("plan reviews", 0.12)
    on_time = rng.random(number) < expit(log_odds)[due_month]
    late = np.where(
        on_time, -rng.integers(0, 15, number), 1 + np.floor(rng.exponential(30, number)).astype(np.int64)
    )
    forgotten = ~on_time & (rng.random(number) < 0.2)
    reviewed = np.where(forgotten, np.datetime64("NaT", "D"), days_later(due, late))
    goals = rng.integers(1, 6, number)
    attained = rng.binomial(goals, 0.55)
    seen = ~np.isnat(reviewed)
    return pd.DataFrame(
        {
            "support_plan_id": ids("SP", number, 4),
            "case_id": cases["case_id"].to_numpy()[row],
            "drafted_date": day,
            "agreed_date": days_later(day, rng.integers(0, 15, number)),
            "review_due_date": due,
            "reviewed_date": reviewed,
            "closed_date": cases["closed_date"].to_numpy()[row],
            "goals": goals,
            "goals_attained": pd.Series(attained, dtype="Int64").where(seen),
        }
    )


def outreach_contacts(world: World, cases: pd.DataFrame) -> pd.DataFrame:
    """Outreach since FY2016; from FY2022 some contacts name their case."""
    rng = world.rng("outreach")
    mean = (
        _CONTACTS_A_MONTH
        * world.size
        * np.exp(world.effect("outreach", 0.085) + season(0.05, 6) - 0.5 * covid())
    )
    month = np.repeat(np.arange(N_MONTHS), dispersed(rng, mean, 60))
    log_odds: Array = (
        world.log_odds("connections.outreach_reached_share")
        + world.effect("outreach reached", 0.12)
        - 0.25 * covid()
    )
    reached = rng.random(len(month)) < expit(log_odds)[month]
    day = np.sort(days_in(rng, month))
    number = len(month)
    stage = choose(
        rng, {"first_contact": 0.35, "regular_contact": 0.35, "trust": 0.18, "linked": 0.12}, number
    )
    opened = cases["opened_date"].to_numpy().astype("datetime64[D]")
    last = np.searchsorted(opened, day, side="right")
    pick = (last - 1 - np.floor(rng.random(number) * np.minimum(last, 20))).astype(int)
    linked = (last > 0) & (rng.random(number) < 0.4)
    names = cases["case_id"].to_numpy() if len(cases) else np.array([None], dtype=object)
    methods = {"visit": 0.55, "phone": 0.22, "letter": 0.10, "online": 0.05, "accompany": 0.08}
    frame = pd.DataFrame(
        {
            "contact_id": ids("V", number, 5),
            "case_id": optional(names[np.maximum(pick, 0)], linked),
            "date": day,
            "method": choose(rng, methods, number),
            "reached": reached,
            "relation_stage": np.where(reached, stage, "not_met"),
            "area": CENTRE_CODES[rng.choice(len(CENTRE_CODES), number, p=area_shares(world))],
        }
    )
    return _with_people(world, frame)


def _with_people(world: World, contacts: pd.DataFrame) -> pd.DataFrame:
    """Whom each contact was with: about six contacts a person within an area and some months. A few do not say."""
    rng = world.rng("people reached out to")
    number = len(contacts)
    in_area = contacts.groupby("area").cumcount().to_numpy()
    person = in_area // _CONTACTS_A_PERSON + rng.integers(0, _PEOPLE_AT_A_TIME, number)
    named = contacts.assign(
        person=[f"U{a[-1]}{p:04d}" for a, p in zip(contacts["area"], person, strict=True)]
    )
    turn = named.groupby("person").cumcount()
    last = turn == named.groupby("person")["date"].transform("size") - 1
    ended = last & (named["date"] <= pd.Timestamp(DATA_UNTIL) - pd.Timedelta(days=180))
    closing = ended.to_numpy() & (rng.random(number) < 0.6)
    phase = np.where(closing, "closing", np.where(turn == 0, "new", "continuing")).astype(object)
    told = rng.random(number) >= _WITHOUT_PERSON
    return contacts.assign(
        person_id=optional(named["person"].to_numpy(dtype=object), told), phase=optional(phase, told)
    )
