"""Consultations, their topics and referrals, by centre area and month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.example_city.places import CENTRE_CODES, CENTRE_DESKS, CENTRE_NAMES, CENTRE_OF_TOWN, TOWNS
from sojo_eval.example_city.population import town_residents
from sojo_eval.example_city.truth import (
    NO_RESPONSE,
    ONE_REFERRAL,
    SENT_BACK,
    TELEPHONE_RECOUNT,
    TELEPHONE_RECOUNT_FROM,
    THREE_OF_SEVERAL,
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
    month_number,
    optional,
    season,
    since,
)

_A_YEAR = 8700.0  # consultations a year before the telephone recount
_OWN_CENTRE = 0.45  # share that goes to the 地域包括支援センター of the area
_OTHER_DESKS = {"S11": 0.10, "S12": 0.13, "S13": 0.07, "S14": 0.15, "hotnet": 0.10}
_CHANNELS = {"phone": 0.50, "visit": 0.30, "home_visit": 0.10, "online": 0.05, "letter": 0.03, "other": 0.02}
_AGES = {"0-17": 0.06, "18-39": 0.15, "40-64": 0.26, "65-74": 0.16, "75+": 0.34, "unknown": 0.03}
_HOUSEHOLDS = {"alone": 0.36, "couple": 0.17, "parents_and_children": 0.22, "single_parent": 0.08,
               "three_generations": 0.06, "other": 0.05, "unknown": 0.06}  # fmt: skip
_WAYS = {"self": 0.38, "family": 0.24, "neighbour": 0.06, "commissioner": 0.08, "agency": 0.14, "outreach": 0.03,
         "hotnet_station": 0.04, "other": 0.03}  # fmt: skip
_UNKNOWN_WAY = 0.07
_PROMOTERS = {
    "neighbour": 0.25,
    "other": 0.2,
}  # of those who came so, the share that ほっとネット推進員 brought
_COMPOSITE = 0.22
_TOPICS = {
    "care": 26, "health": 12, "dementia": 9, "disability": 9, "mental_health": 8, "child_rearing": 10, "school": 3,
    "livelihood": 7, "debt": 2, "housing": 4, "work": 4, "withdrawal": 2, "abuse": 1.5, "isolation": 2,
    "foreign_residents": 1.5, "other": 3,
}  # fmt: skip


@dataclass(frozen=True)
class ConsultationTables:
    """The three tables; `referred` (times) belongs to the rows of `consultations`."""

    consultations: pd.DataFrame
    topics: pd.DataFrame
    referrals: pd.DataFrame


def consultation_tables(world: World) -> ConsultationTables:
    """Simulate the consultations of ten fiscal years with what hangs on them."""
    month, area = _counts(world)
    rng = world.rng("consultation_rows")
    number = len(month)
    received = np.sort(days_in(rng, month))  # months are in order, so sorting keeps rows in their month
    response = _first_response(world, rng, month, received)
    answered = ~np.isnat(response)
    composite = rng.random(number) < _COMPOSITE
    referred = _times_referred(world, rng, month)
    open_for = np.floor(rng.exponential(np.where(composite, 75, 20))).astype(np.int64)
    closed = np.where(
        rng.random(number) < 0.92,
        days_later(np.where(answered, response, received), open_for),
        np.datetime64("NaT", "D"),
    )
    outcome = np.where(rng.random(number) < 0.55, "answered", "continuing").astype(object)
    outcome[referred > 0] = "referred"
    outcome[~answered & (received < DATA_UNTIL - 40)] = "no_contact"
    person = rng.integers(1, max(60, int(60_000 * world.size)), number)
    year = received.astype("datetime64[M]").astype(int) // 12 + 1970
    fiscal = year - (received.astype("datetime64[M]").astype(int) % 12 < 3)
    frame = pd.DataFrame(
        {
            "consultation_id": _receipt_numbers(fiscal),
            "person_id": [f"P{p:06d}" for p in person],
            "household_id": [f"H{p // 2:06d}" for p in person],
            "received_date": received,
            "continuity": "new",
            "first_response_date": response,
            "closed_date": closed,
            "desk": _desks(rng, area),
            "channel": _channels(rng, month),
            "area": optional(CENTRE_CODES[area], rng.random(number) >= 0.015),
            "age_band": choose(rng, _AGES, number),
            "household_kind": _household_kinds(world, person // 2),
            "came_through": _with_promoters(world, _ways(world, rng, month)),
            "outcome": outcome,
            "complexity": np.where(composite, "composite", "single").astype(object),
        }
    )
    return ConsultationTables(frame, _topics(world, frame, composite), _referrals(world, frame, referred))


def area_shares(world: World) -> Array:
    """(8,) share of residents in each centre area (boundaries of today)."""
    residents = town_residents(world)
    centre = np.array([CENTRE_NAMES.index(CENTRE_OF_TOWN[t]) for t in TOWNS])
    total = np.bincount(centre, weights=residents, minlength=len(CENTRE_NAMES))
    shares: Array = total / total.sum()
    return shares


def _counts(world: World) -> tuple[Whole, Whole]:
    """Month and centre area of each consultation, in the order of months."""
    rng = world.rng("consultations")
    city, own = world.effect("consultations", 0.085), world.area_effects("consultations", 0.05)
    log_rate = season(0.06, 11) - 0.30 * covid() + world.log_ratio("consultation.consultations_per_1000")
    log_rate = log_rate + np.log(TELEPHONE_RECOUNT) * since(TELEPHONE_RECOUNT_FROM)
    level = np.log(_A_YEAR / 12 * world.size * area_shares(world))
    mean = np.exp(level[None, :] + (log_rate + city)[:, None] + own)
    counts = dispersed(rng, mean, shape=150)
    month = np.repeat(np.arange(N_MONTHS), counts.sum(axis=1))
    area = np.repeat(np.tile(np.arange(len(CENTRE_NAMES)), N_MONTHS), counts.ravel())
    return month, area


def _first_response(world: World, rng: np.random.Generator, month: Whole, received: Days) -> Days:
    """Day of the first response: the month's share within 3 days fixes the mean of the waiting time."""
    share = expit(
        world.log_odds("consultation.first_response_within_3_days")
        + world.effect("first response", 0.12) - season(0.06, 4) - 0.25 * covid()
    )  # fmt: skip
    scale = -4 / np.log1p(-share / (1 - NO_RESPONSE))
    wait = np.floor(rng.exponential(scale[month])).astype(np.int64)
    lost = rng.random(len(month)) < NO_RESPONSE
    return np.where(lost, np.datetime64("NaT", "D"), days_later(received, wait))


def _household_kinds(world: World, household: Whole) -> NDArray[np.object_]:
    """A household is of the same kind whenever it comes."""
    kinds: NDArray[np.object_] = choose(world.rng("household_kinds"), _HOUSEHOLDS, int(household.max()) + 1)
    return kinds[household]


def _times_referred(world: World, rng: np.random.Generator, month: Whole) -> Whole:
    """Referrals of each consultation: 0 to 3; two or more are what "no wrong door" is about."""
    held = expit(world.log_odds("consultation.no_wrong_door") + world.effect("no wrong door", 0.12))[month]
    u = rng.random(len(month))
    several = np.where(u >= 1 - THREE_OF_SEVERAL * (1 - held), 3, 2)
    return np.where(u >= held, several, np.where(u < ONE_REFERRAL, 1, 0))


def _receipt_numbers(fiscal: NDArray[np.int64]) -> list[str]:
    """Numbers that start again each fiscal year: 2024-00001."""
    _, start, counts = np.unique(fiscal, return_index=True, return_counts=True)
    running = np.arange(len(fiscal)) - np.repeat(start, counts) + 1
    return [f"{year}-{n:05d}" for year, n in zip(fiscal.tolist(), running.tolist(), strict=True)]


def _desks(rng: np.random.Generator, area: Whole) -> NDArray[np.object_]:
    desk = choose(rng, {"own": _OWN_CENTRE, **_OTHER_DESKS}, len(area))
    desk = np.where(desk == "own", CENTRE_DESKS[area], desk)
    return np.where(desk == "hotnet", np.where(area < 4, "S15", "S16"), desk)


def _channels(rng: np.random.Generator, month: Whole) -> NDArray[np.object_]:
    """The calls that count since 2021-04 are calls: the telephone's share rises with them."""
    recount = month >= month_number(TELEPHONE_RECOUNT_FROM)
    repeated = rng.random(len(month)) < (TELEPHONE_RECOUNT - 1) / TELEPHONE_RECOUNT
    return np.where(recount & repeated, "phone", choose(rng, _CHANNELS, len(month)))


def _ways(world: World, rng: np.random.Generator, month: Whole) -> NDArray[np.object_]:
    share = expit(
        world.log_odds("information.came_by_publication")
        + world.effect("came by publication", 0.12)
        - 0.15 * covid()
    )[month]
    way = np.where(rng.random(len(month)) < share, "publication", choose(rng, _WAYS, len(month)))
    return np.where(rng.random(len(month)) < _UNKNOWN_WAY, "unknown", way)


def _with_promoters(world: World, way: NDArray[np.object_]) -> NDArray[np.object_]:
    """Drawn apart, so that the other ways are those there were before promoters were asked about."""
    share = sum((np.where(way == name, part, 0.0) for name, part in _PROMOTERS.items()), np.zeros(len(way)))
    return np.where(world.rng("promoters").random(len(way)) < share, "promoter", way)


def _topics(world: World, consultations: pd.DataFrame, composite: NDArray[np.bool_]) -> pd.DataFrame:
    """One main topic each; further ones for composite consultations and some others."""
    rng = world.rng("topics")
    number = len(consultations)
    codes = np.array(list(_TOPICS), dtype=object)
    position = {code: i for i, code in enumerate(codes)}
    main = np.array([position[c] for c in choose(rng, _TOPICS, number)])
    further = np.where(composite, 1 + (rng.random(number) < 0.4), rng.random(number) < 0.2).astype(np.int64)
    first_gap, second_gap = rng.integers(1, 8, number), rng.integers(8, 15, number)
    rows = np.concatenate([np.arange(number), np.flatnonzero(further >= 1), np.flatnonzero(further >= 2)])
    gap = np.concatenate([np.zeros(number, int), first_gap[further >= 1], second_gap[further >= 2]])
    frame = pd.DataFrame(
        {
            "consultation_id": consultations["consultation_id"].to_numpy()[rows],
            "topic": codes[(main[rows] + gap) % len(codes)],
            "is_main": gap == 0,
        }
    )
    return frame.iloc[np.argsort(rows, kind="stable")].reset_index(drop=True)


def _referrals(world: World, consultations: pd.DataFrame, times: Whole) -> pd.DataFrame:
    """A chain of desks for each referred consultation, each a few days after the one before.

    From the second referral on, some go back to the desk that made the one before.
    """
    rng = world.rng("referrals")
    desks = np.array([*CENTRE_DESKS, "S11", "S12", "S13", "S14", "S15", "S16"], dtype=object)
    position = {code: i for i, code in enumerate(desks)}
    row = np.repeat(np.arange(len(consultations)), times)
    step = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    first = np.array([position[d] for d in consultations["desk"]])[row]
    # Each step moves 1 to 4 desks on; three steps move at most 12 of 14, so no desk is met twice in a row.
    moves = rng.integers(1, 5, len(row))
    cumulative = np.cumsum(moves)
    start = np.repeat((cumulative - moves)[step == 0], times[times > 0])
    to = (first + cumulative - start) % len(desks)
    source = first.copy()
    sent_back = world.rng("referrals sent back").random(len(row)) < SENT_BACK
    for later in (np.flatnonzero(step == 1), np.flatnonzero(step == 2)):
        source[later] = to[later - 1]
        to[later] = np.where(sent_back[later], source[later - 1], to[later])
    gaps = np.cumsum(1 + rng.poisson(3, len(row)))
    begun = gaps[step == 0] - rng.integers(0, 4, len(row))[step == 0]
    gaps = gaps - np.repeat(begun, times[times > 0])
    received = consultations["received_date"].to_numpy().astype("datetime64[D]")[row]
    made = np.minimum(received + gaps.astype("timedelta64[D]"), DATA_UNTIL)
    accepted = days_later(made, np.floor(rng.exponential(6, len(row))).astype(np.int64))
    declined = rng.random(len(row)) < 0.06
    accepted = np.where(declined, np.datetime64("NaT", "D"), accepted)
    outcome = np.where(np.isnat(accepted), np.where(declined, "declined", "pending"), "accepted").astype(
        object
    )
    return pd.DataFrame(
        {
            "referral_id": [f"R{i:06d}" for i in range(1, len(row) + 1)],
            "consultation_id": consultations["consultation_id"].to_numpy()[row],
            "from_desk": desks[source],
            "to_desk": desks[to],
            "made_date": made,
            "accepted_date": accepted,
            "accompanied": rng.random(len(row)) < 0.28,
            "outcome": outcome,
        }
    )
