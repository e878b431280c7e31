"""Community activities, social resources, supporters and participation support."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.example_city.consultations import area_shares
from sojo_eval.example_city.places import CENTRE_CODES, CENTRE_NAMES
from sojo_eval.example_city.truth import FITS_THE_WISH, MATCH_MEAN_DAYS, MATCHED_EVER, PLANTED
from sojo_eval.example_city.world import (
    DATA_UNTIL,
    MONTHS,
    N_MONTHS,
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
    month_of,
    optional,
    season,
    since,
)

# service, kind, open to all or to a group, held a month in each centre area, participants each time
_PROGRAMME = (
    ("S42", "ibasho", "open", 6.0, 11.0),
    ("S21", "exercise", "group", 5.0, 14.0),
    ("S25", "child_rearing_plaza", "group", 3.0, 12.0),
    ("S24", "learning", "group", 2.0, 14.0),
    ("S43", "mutual_help", "open", 2.0, 9.0),
    ("S43", "residents_meeting", "open", 0.25, 18.0),
    ("S23", "other", "group", 2.0, 8.0),
    ("S22", "learning", "open", 1.0, 12.0),
)
_HELD = 0.92  # the rest falls out
_SESSIONS_WRITTEN_FROM = "2022-04-01"  # a row is one session; since then the form asks for their number
_GIVE_UP = 0.3  # of those never matched
_STILL_WAITING = 95  # who gives up has waited so many days: longer than the wait is followed
_COMMISSIONERS_FOR_CHILDREN = 2  # posts a centre area (synthetic)
_REQUESTS_A_YEAR, PARTICIPATION_START = 120.0, "2019-04"
_RESOURCES = 160
_NEEDS = {
    "place_to_belong": 0.38,
    "work": 0.22,
    "volunteering": 0.14,
    "learning": 0.10,
    "housing": 0.10,
    "other": 0.06,
}
_KINDS = {"ibasho": 0.35, "self_activity": 0.35, "firm": 0.20, "public_support": 0.10}
_RESOURCE_NAMES = {
    "ibasho": "居場所",
    "self_activity": "自主グループ",
    "firm": "協力事業所",
    "public_support": "公的支援",
}


def community_activities(world: World) -> pd.DataFrame:
    """Activities day by day. COVID cancels activities and thins out those that are held."""
    rng = world.rng("activities")
    log_mean = (
        world.effect("participants", 0.08)
        + season(0.06, 10)
        - 0.4 * covid()
        + world.log_ratio("connections.participants_per_1000")
    )
    log_odds = (
        world.log_odds("connections.new_participants_share")
        + world.effect("new participants", 0.12)
        + season(0.08, 4)
        - 0.2 * covid()
    )
    own = world.area_effects("participants", 0.05)
    weight = area_shares(world) * len(CENTRE_NAMES)
    held_share = _HELD * np.exp(-0.5 * covid())
    parts: list[tuple[Whole, Whole, Whole]] = []
    for position, (*_, often, _mean) in enumerate(_PROGRAMME):
        planned = rng.multinomial(
            round(often * len(CENTRE_NAMES) * world.size + 1e-9), weight / weight.sum(), N_MONTHS
        )
        counts = rng.binomial(planned, held_share[:, None])
        month, area = np.nonzero(counts >= 0)
        each = counts.ravel()
        parts.append((np.repeat(month, each), np.repeat(area, each), np.full(each.sum(), position)))
    month, area, programme = (np.concatenate([p[i] for p in parts]) for i in range(3))
    expected = np.array([p[4] for p in _PROGRAMME])[programme] * np.exp(log_mean[month] + own[month, area])
    participants = dispersed(rng, expected, shape=12)
    new = rng.binomial(participants, expit(log_odds)[month])
    recorded = rng.random(len(month)) >= 0.03
    frame = pd.DataFrame(
        {
            "service": np.array([p[0] for p in _PROGRAMME], dtype=object)[programme],
            "kind": np.array([p[1] for p in _PROGRAMME], dtype=object)[programme],
            "openness": np.array([p[2] for p in _PROGRAMME], dtype=object)[programme],
            "date": days_in(rng, month),
            "area": CENTRE_CODES[area],
            "participants": participants,
            "new_participants": pd.Series(new, dtype="Int64").where(recorded),
            "volunteers": 1 + rng.poisson(0.15 * expected),
        }
    ).sort_values(["date", "service"], kind="stable", ignore_index=True)
    frame.insert(0, "activity_id", ids("A", len(frame), 5))
    written = frame["date"] >= _SESSIONS_WRITTEN_FROM
    return frame.assign(sessions=pd.Series(1, index=frame.index, dtype="Int64").where(written))


def supporters(world: World) -> pd.DataFrame:
    """Monthly numbers by kind and centre area; only commissioners, of areas and for children, have a quota (synthetic)."""
    shares = area_shares(world)
    quota = np.maximum(4, np.round(160 * shares)).astype(np.int64)
    parts = []
    for kind, level, sd in (
        ("welfare_commissioner", 0.95, 0.01),
        ("hotnet_promoter", 1.6, 0.03),
        ("volunteer", 4.5, 0.05),
    ):
        level_by_area = level * (quota if kind == "welfare_commissioner" else 160 * shares)
        number = np.round(level_by_area * np.exp(world.area_effects(kind, sd, phi=0.9))).astype(np.int64)
        if kind == "welfare_commissioner":
            number = np.minimum(number, quota)
        parts.append(
            pd.DataFrame(
                {
                    "kind": kind,
                    "month": np.repeat(MONTHS.astype("datetime64[D]"), len(CENTRE_NAMES)),
                    "area": np.tile(CENTRE_CODES, N_MONTHS),
                    "number": number.ravel(),
                    "quota": np.tile(quota, N_MONTHS) if kind == "welfare_commissioner" else pd.NA,
                }
            )
        )
    parts.append(_commissioners_for_children(world))
    frame = pd.concat(parts, ignore_index=True)
    return frame.sort_values(["month", "area", "kind"], kind="stable", ignore_index=True)


def _commissioners_for_children(world: World) -> pd.DataFrame:
    """Two posts a centre area; one of them is empty in a tenth of the three-year terms (since December 2016)."""
    term = (np.arange(N_MONTHS) + 28) // 36
    empty = world.rng("commissioners for children").random((term.max() + 1, len(CENTRE_NAMES))) < 0.1
    return pd.DataFrame(
        {
            "kind": "child_commissioner",
            "month": np.repeat(MONTHS.astype("datetime64[D]"), len(CENTRE_NAMES)),
            "area": np.tile(CENTRE_CODES, N_MONTHS),
            "number": (_COMMISSIONERS_FOR_CHILDREN - empty[term]).ravel(),
            "quota": _COMMISSIONERS_FOR_CHILDREN,
        }
    )


def participation_and_resources(world: World, cases: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables `participation_matches` (since FY2019) and `social_resources`.

    Requests are carried over into the first month, so that matches flow evenly from the start; some requests
    are never matched. A newly developed resource becomes active on the day of its match.
    """
    rng = world.rng("participation")
    effect = np.exp(world.effect("requests", 0.085) + season(0.05, 5) - 0.5 * covid()) * since(
        PARTICIPATION_START
    )
    counts = dispersed(rng, _REQUESTS_A_YEAR / 12 * world.size * effect, 60)
    carried = rng.poisson(_REQUESTS_A_YEAR * world.size * MATCH_MEAN_DAYS / 365)
    later = np.sort(days_in(rng, np.repeat(np.arange(N_MONTHS), counts)))
    requested = np.concatenate([np.repeat(np.datetime64("2019-04-01", "D"), carried), later])
    month, number = month_of(requested), len(requested)
    scale = world.mean_of("connections.participation_days_to_match", MATCH_MEAN_DAYS) * np.exp(
        world.effect("days to match", 0.08) + 0.35 * covid()
    )
    wait = np.floor(rng.exponential(scale[month])).astype(np.int64)
    ever = rng.random(number) < MATCHED_EVER
    matched = np.where(ever, days_later(requested, wait), np.datetime64("NaT", "D"))
    is_matched = ~np.isnat(matched)
    match_month = np.where(is_matched, month_of(np.where(is_matched, matched, DATA_UNTIL)), 0)
    share = PLANTED["connections.newly_developed_resources"].base
    new_share = world.mean_of("connections.newly_developed_resources", share) * np.exp(
        world.effect("new resources", 0.12)
    )
    developed = is_matched & (rng.random(number) < new_share[match_month])
    area = CENTRE_CODES[rng.choice(len(CENTRE_CODES), number, p=area_shares(world))]
    resources, used = _resources(world, matched, developed, area)
    started = days_later(np.where(is_matched, matched, DATA_UNTIL), rng.integers(2, 22, number))
    started = np.where(is_matched, started, np.datetime64("NaT", "D"))
    followed = ~np.isnat(started) & (np.where(np.isnat(started), DATA_UNTIL, started) <= DATA_UNTIL - 91)
    opened = cases["opened_date"].to_numpy().astype("datetime64[D]")
    last = np.searchsorted(opened, requested, side="right")
    linked = (last > 0) & (rng.random(number) < 0.25)
    names = cases["case_id"].to_numpy() if len(cases) else np.array([None], dtype=object)
    frame = pd.DataFrame(
        {
            "match_id": ids("MT", number, 4),
            "person_id": [f"Q{p:05d}" for p in rng.permutation(number) + 1],
            "case_id": optional(names[np.maximum(last - 1, 0)], linked),
            "need": choose(rng, _NEEDS, number),
            "resource_id": used,
            "requested_date": requested,
            "matched_date": matched,
            "started_date": started,
            "retained_3_months": pd.Series(rng.random(number) < 0.7, dtype="boolean").where(followed),
            "resource_newly_developed": pd.Series(developed, dtype="boolean").where(is_matched),
            "area": area,
        }
    )
    return _with_wishes(world, frame), resources


def _with_wishes(world: World, matches: pd.DataFrame) -> pd.DataFrame:
    """Whether a match is what the person wished for, where it was asked; and who gave up waiting, after more than 3 months."""
    rng = world.rng("wishes")
    number, matched = len(matches), matches["matched_date"].notna().to_numpy()
    asked = matched & (rng.random(number) >= 0.05)
    fits = pd.Series(rng.random(number) < FITS_THE_WISH, dtype="boolean").where(asked)
    gives_up = ~matched & (rng.random(number) < _GIVE_UP)
    requested = matches["requested_date"].to_numpy().astype("datetime64[D]")
    day = days_later(requested, _STILL_WAITING + rng.integers(0, 120, number))
    return matches.assign(fits_wish=fits, withdrawn_date=np.where(gives_up, day, np.datetime64("NaT", "D")))


def _resources(
    world: World, matched: Days, developed: NDArray[np.bool_], area: NDArray[np.object_]
) -> tuple[pd.DataFrame, NDArray[np.object_]]:
    """The register of resources and, for each match, the resource it used (None where unmatched)."""
    rng = world.rng("resources")
    old = _RESOURCES
    start = np.datetime64("2010-04-01", "D") + rng.integers(0, 4000, old).astype("timedelta64[D]")
    # The first half has been there since before FY2016 and stays, so that every match finds an active one.
    start[: old // 2] = np.datetime64("2012-04-01", "D")
    end = days_later(start, rng.integers(1500, 6000, old))
    end[: old // 2] = np.datetime64("NaT", "D")
    new_rows = np.flatnonzero(developed)
    new_rows = new_rows[np.argsort(matched[new_rows], kind="stable")]
    kind = choose(rng, _KINDS, old + len(new_rows))
    code = ids("K", old + len(new_rows), 4)
    frame = pd.DataFrame(
        {
            "resource_id": code,
            "name_ja": [f"{_RESOURCE_NAMES[k]} {c[1:]}" for k, c in zip(kind, code, strict=True)],
            "kind": kind,
            "area": np.concatenate([CENTRE_CODES[rng.integers(0, 8, old)], area[new_rows]]),
            "active_from": np.concatenate([start, matched[new_rows]]),
            "active_to": np.concatenate([end, np.full(len(new_rows), np.datetime64("NaT", "D"))]),
        }
    )
    pick = rng.integers(0, old, len(matched))
    day = np.where(np.isnat(matched), DATA_UNTIL, matched)
    last_day = np.where(np.isnat(end), DATA_UNTIL, end)
    active = (start[pick] <= day) & (last_day[pick] >= day)
    pick = np.where(active, pick, pick % (old // 2))
    used = optional(code[pick], ~np.isnat(matched))
    used[new_rows] = code[old:]
    return frame, used
