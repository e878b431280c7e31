"""What all simulated tables share: the months, the season, COVID, autocorrelated noise, one random stream a table."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.example_city.truth import BOUNDARY, PLANTED, SPARSE_SHARE, share_after

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
Days = NDArray[np.datetime64]

FIRST_MONTH = np.datetime64("2016-04", "M")
N_MONTHS = 120
N_AREAS = 8
MONTHS: Days = FIRST_MONTH + np.arange(N_MONTHS)
DATA_UNTIL = np.datetime64("2026-03-31", "D")
PHI = 0.5
"""Autocorrelation of the month effects, of every series."""

# Depth of the COVID shock by month, 1 = the fiscal year 2020; nothing of it lasts beyond 2023-05.
_COVID = {
    "2020-03": 0.8,
    "2020-04": 1.1,
    "2020-06": 1.0,
    "2021-04": 0.7,
    "2022-04": 0.4,
    "2023-04": 0.2,
    "2023-06": 0.0,
}


def month_number(month: str) -> int:
    """Position of a month ("2024-04") among `MONTHS`."""
    return int((np.datetime64(month, "M") - FIRST_MONTH).astype(int))


def since(month: str) -> Array:
    """(120,) 1 from that month on, 0 before."""
    return (np.arange(N_MONTHS) >= month_number(month)).astype(float)


def covid() -> Array:
    """(120,) depth of the shock: 0 outside 2020-03 … 2023-05, 1 in most of FY2020."""
    depth = np.zeros(N_MONTHS)
    for month, value in _COVID.items():
        depth[month_number(month) :] = value
    return depth


def season(amplitude: float, peak_month: int) -> Array:
    """(120,) annual cosine on the log or logit scale, highest in the calendar month `peak_month`."""
    calendar = MONTHS.astype("datetime64[M]").astype(int) % 12 + 1
    wave: Array = amplitude * np.cos(2 * np.pi * (calendar - peak_month) / 12)
    return wave


def ar1(rng: np.random.Generator, sd: float, series: int = 1, phi: float = PHI) -> Array:
    """(120, series) stationary AR(1) month effects with standard deviation `sd`."""
    shocks = rng.standard_normal((N_MONTHS, series)) * sd
    effect = np.empty_like(shocks)
    effect[0] = shocks[0]
    for t in range(1, N_MONTHS):
        effect[t] = phi * effect[t - 1] + np.sqrt(1 - phi**2) * shocks[t]
    return effect


def logit(share: float | Array) -> Array:
    """Log odds."""
    p = np.asarray(share, dtype=float)
    odds: Array = np.log(p / (1 - p))
    return odds


def expit(x: float | Array) -> Array:
    """Inverse of `logit`."""
    share: Array = 1 / (1 + np.exp(-np.asarray(x, dtype=float)))
    return share


def dispersed(rng: np.random.Generator, mean: Array, shape: float) -> Whole:
    """Negative binomial counts: Poisson with a gamma-distributed mean (variance m + m²/shape)."""
    return rng.poisson(mean * rng.gamma(shape, 1 / shape, size=mean.shape))


def days_in(rng: np.random.Generator, month: Whole) -> Days:
    """A weekday in each of the given months (positions in `MONTHS`), as dates."""
    first = MONTHS[month].astype("datetime64[D]")
    last = (MONTHS[month] + 1).astype("datetime64[D]")
    weekdays = np.busday_count(first, last)
    drawn = np.floor(rng.random(len(month)) * weekdays).astype(int)
    return np.busday_offset(first, drawn, roll="forward")


def days_later(day: Days, wait: Whole) -> Days:
    """`day` + `wait` days, or NaT where that lies after the last day the records cover."""
    then = day + wait.astype("timedelta64[D]")
    return np.where(then <= DATA_UNTIL, then, np.datetime64("NaT", "D"))


def month_of(day: Days) -> Whole:
    """Positions in `MONTHS` of dates."""
    return (day.astype("datetime64[M]") - FIRST_MONTH).astype(np.int64)


@dataclass(frozen=True)
class World:
    """One example city to be simulated: its scenario and one independent random stream a table.

    Streams have names, not places in an order, and do not depend on the scenario: the scenarios of one seed
    share their month effects.

    common: the share of the variance of the whole city's month effects, and of what one respondent has in common in all
    answers, that all streams share (0: each goes its own way, as in the example that is handed out).
    """

    seed: int
    scenario: str
    common: float = 0.0

    def rng(self, stream: str) -> np.random.Generator:
        """A generator of that stream at its beginning: the child of the seed that the name stands for."""
        return np.random.default_rng(
            np.random.SeedSequence(self.seed, spawn_key=(zlib.crc32(stream.encode()),))
        )

    def effect(self, name: str, sd: float) -> Array:
        """(120,) autocorrelated month effect of the whole city."""
        own: Array = ar1(self.rng(f"effect of {name}"), sd)[:, 0]
        if not self.common:
            return own
        shared: Array = ar1(self.rng("effect of everything"), sd)[:, 0]
        return np.asarray(np.sqrt(1 - self.common) * own + np.sqrt(self.common) * shared)

    def area_effects(self, name: str, sd: float, phi: float = PHI) -> Array:
        """(120, 8) autocorrelated month effects of the centre areas."""
        return ar1(self.rng(f"effect of {name} by area"), sd, N_AREAS, phi)

    @property
    def size(self) -> float:
        """1, or a tenth in the scenario `sparse`: multiplies every expected number of events."""
        return SPARSE_SHARE if self.scenario == "sparse" else 1.0

    def log_ratio(self, indicator: str) -> Array:
        """(120,) log of the planted ratio from the boundary on, 0 before."""
        step: Array = np.log(PLANTED[indicator].change(self.scenario)) * since(BOUNDARY)
        return step

    def log_odds(self, indicator: str) -> Array:
        """(120,) log odds of the planted share, with its step at the boundary."""
        before, after = logit(PLANTED[indicator].base), logit(share_after(indicator, self.scenario))
        odds: Array = before + (after - before) * since(BOUNDARY)
        return odds

    def mean_of(self, indicator: str, mean: float) -> Array:
        """(120,) `mean` times the planted ratio from the boundary on."""
        means: Array = mean * np.exp(self.log_ratio(indicator))
        return means


def ids(prefix: str, number: int, width: int = 6) -> NDArray[np.object_]:
    """`number` ids like C000001."""
    return np.array([f"{prefix}{i:0{width}d}" for i in range(1, number + 1)], dtype=object)


def choose(rng: np.random.Generator, codes: Mapping[str, float], number: int) -> NDArray[np.object_]:
    """`number` codes drawn with the given weights."""
    weights = np.array(list(codes.values()))
    edges = np.cumsum(weights / weights.sum())[:-1]
    drawn: NDArray[np.object_] = np.array(list(codes), dtype=object)[
        np.searchsorted(edges, rng.random(number), side="right")
    ]
    return drawn


def optional(values: NDArray[np.object_], present: NDArray[np.bool_]) -> NDArray[np.object_]:
    """`values`, None where not `present`."""
    kept = values.astype(object)
    kept[~present] = None
    return kept


Tables = dict[str, pd.DataFrame]
