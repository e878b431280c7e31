"""Rates as they would be if every area had the same ages: direct standardisation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sojo_eval.statistics import inputs
from sojo_eval.statistics.inputs import Column, aligned, confidence_level, each_once, numbers
from sojo_eval.statistics.intervals import count_bounds
from sojo_eval.statistics.results import IntervalEstimate

EVENTS_NEEDED = 10


@dataclass(frozen=True, kw_only=True)
class StandardisedRate(IntervalEstimate):
    """A directly standardised rate. With `too_few_events` it says little and may tell on persons: suppress it."""

    crude: float
    too_few_events: bool


def standardised_rate(
    events: Column, population: Column, standard: Column, *, per: float = 100_000, level: float = 0.95
) -> StandardisedRate:
    """Rate per `per` that the area would have, had it the age bands of the standard population.

    events, population: (bands,) of the area; standard: (bands,) persons or weights of the standard population.
    Dobson's interval from the limits of the total count: Byar's, exact below 10 events. Without any event the upper
    limit is Fay & Feuer's, the exact limit of none at the largest weight. `too_few_events` is True below 10.

    Source: Dobson, Kuulasmaa, Eberle & Scherer (1991), Statistics in Medicine 10:457–462; Fay & Feuer (1997),
    Statistics in Medicine 16:791–801.
    Raises ValueError for no bands, events or weights that are missing or negative, a band without population,
    and a standard population of nobody.
    """
    aligned(events=events, population=population, standard=standard)
    each_once(events, "events", "age band")
    level, per = confidence_level(level), inputs.number(per, "per", positive=True)
    x, n = numbers(events, "events", least=0), numbers(population, "population")
    if x.size == 0:
        raise ValueError("events: there are no age bands")
    if (n <= 0).any():
        raise ValueError(f"population must be positive in every band, not {n.min():g}")
    weights = numbers(standard, "standard", least=0)
    if not 0 < weights.sum() < np.inf:
        raise ValueError("standard: the standard population must not be empty")
    weights = weights / weights.sum()
    total, rate = float(x.sum()), float(weights @ (x / n))
    low_count, high_count = count_bounds(total, level)
    if total > 0:
        # What an event more in the total means for the rate: their standard errors' ratio.
        event_weight = float(np.sqrt((weights**2 @ (x / n**2)) / total))
    else:
        event_weight = float((weights / n).max())
    return StandardisedRate(
        what=f"standardised rate per {per:,.0f}",
        value=per * rate,
        low=per * max(0.0, rate + event_weight * (low_count - total)),
        high=per * (rate + event_weight * (high_count - total)),
        n=total,
        n_unit="events",
        method="directly standardised, Dobson's interval",
        source="Dobson et al. 1991",
        level=level,
        standard_error=per * event_weight * float(np.sqrt(total)) if total > 0 else None,
        crude=per * total / float(n.sum()),
        too_few_events=total < EVENTS_NEEDED,
    )
