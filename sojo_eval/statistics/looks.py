"""Looking more than once: the significance level of each look, so that all of them together keep theirs.

A plan that is evaluated every year and called a success at the first "improving" has five chances to be wrong. Spending
the error over the looks (little at the first, most at the last) keeps the whole at its level.

Source: Lan & DeMets (1983) for the spending function of the O'Brien–Fleming type; Armitage, McPherson & Rowe (1969) for the
recursive integration over looks that came before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats
from scipy.special import roots_legendre

from sojo_eval.statistics import inputs

Array = NDArray[np.float64]

_POINTS = 201
"""Nodes of the integration, fine enough for looks `_NEAREST` apart."""
_NEAREST = 0.01
_NEVER = 30.0
"""A normal score that nothing reaches: looks so early that they may spend nothing."""


def spent(fraction: float, level: float = 0.05) -> float:
    """Share of error (two-sided) that may be used up when this fraction of the information is in.

    Either side spends half of it by Lan & DeMets' function. fraction: above 0, at most 1. Raises ValueError for others, and
    for a level that is no probability.

    >>> round(spent(0.4), 5), round(spent(1.0), 5)
    (0.00079, 0.05)
    """
    if not 0 < inputs.number(fraction, "fraction") <= 1:
        raise ValueError(f"fraction must lie above 0 and not above 1, not {fraction:g}")
    if not 0 < inputs.number(level, "level") < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level:g}")
    return float(4 * stats.norm.sf(stats.norm.isf(level / 4) / np.sqrt(fraction)))


def look_boundaries(fractions: Sequence[float], level: float = 0.05) -> tuple[float, ...]:
    """The normal score that each look must reach, two-sided, given that no earlier one reached its own.

    fractions: of the information at each look, increasing by .01 or more, the last at most 1. Raises ValueError for others.

    >>> [round(z, 3) for z in look_boundaries((0.5, 1.0))]
    [2.963, 1.969]
    """
    if len(fractions) == 0:
        raise ValueError("fractions: at least one look is needed")
    budget = [spent(fraction, level) for fraction in fractions]
    if (np.diff(fractions) < _NEAREST - 1e-12).any():
        raise ValueError(f"fractions must increase by {_NEAREST:g} or more from look to look")
    return _boundaries(tuple(float(f) for f in fractions), tuple(budget))


def comparison_fractions(planned: int, before: float) -> tuple[float, ...]:
    """Share of the information that each of so many equally spaced looks has, in a comparison with an earlier period.

    before: length of the earlier period, in spaces between looks (years for yearly looks); infinite where it is known
    exactly. The variance of a difference of two means is that of both: 1/before + 1/look.

    >>> [round(f, 2) for f in comparison_fractions(5, 5)]
    [0.33, 0.57, 0.75, 0.89, 1.0]
    """
    inputs.whole(planned, "planned", least=1)
    if not before > 0:
        raise ValueError(f"before must be a length above 0, not {before:g}")
    return tuple((1 / before + 1 / planned) / (1 / before + 1 / k) for k in range(1, planned + 1))


def look_level(look: int, planned: int, level: float = 0.05, *, before: float = float("inf")) -> float:
    """The two-sided significance level to use at this look of so many equally spaced ones.

    before: see `comparison_fractions`. Months in which a shock lies leave less before: the looks then resemble each other
    more than is assumed here, and the error stays below `level`.
    Raises ValueError for a look that is not planned.

    >>> [round(look_level(k, 5, before=5), 4) for k in (1, 2, 3, 4, 5)]
    [0.0002, 0.006, 0.0174, 0.0288, 0.0385]
    """
    fractions = comparison_fractions(planned, before)
    inputs.whole(look, "look", least=1, most=planned)
    return float(2 * stats.norm.sf(look_boundaries(fractions[:look], level)[-1]))


@dataclass(frozen=True)
class _Walk:
    """The score times √fraction where no boundary was reached so far: a random walk at `places` with `masses`."""

    places: Array
    masses: Array
    fraction: float

    def crossing(self, z: float, fraction: float) -> float:
        """Probability that the walk is beyond ±z √fraction at the next look."""
        edge, sd = z * np.sqrt(fraction), np.sqrt(fraction - self.fraction)
        tails = stats.norm.sf((edge - self.places) / sd) + stats.norm.cdf((-edge - self.places) / sd)
        return float(self.masses @ tails)

    def boundary(self, fraction: float, allowed: float) -> float:
        """The score that is reached with that probability at the next look."""
        if self.crossing(_NEVER, fraction) >= allowed:
            return _NEVER
        return float(optimize.brentq(lambda z: self.crossing(z, fraction) - allowed, 0.0, _NEVER))

    def within(self, z: float, fraction: float) -> _Walk:
        """The walk at the next look where it stays inside ±z √fraction."""
        nodes, weights = roots_legendre(_POINTS)
        edge, sd = z * np.sqrt(fraction), np.sqrt(fraction - self.fraction)
        places = edge * nodes
        density = stats.norm.pdf((places[:, None] - self.places) / sd) @ self.masses / sd
        return _Walk(places, edge * weights * density, fraction)


@lru_cache(maxsize=64)
def _boundaries(fractions: tuple[float, ...], budget: tuple[float, ...]) -> tuple[float, ...]:
    walk, found = _Walk(np.zeros(1), np.ones(1), 0.0), []
    for fraction, more in zip(fractions, np.diff((0.0, *budget)), strict=True):
        z = walk.boundary(fraction, float(more))
        found.append(z)
        walk = walk.within(z, fraction)
    return tuple(found)
