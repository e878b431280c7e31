"""Dispersions of several series at once: each drawn towards what all have in common, as far as they agree.

With two years on either side of a boundary a dispersion has two degrees of freedom, and t quantiles leave nothing to be
found. Where several series are measured alike, s² of each is taken for a draw from s0²·F(d, d0), whose two constants the
others show: the moderated dispersion (d0·s0² + d·s²) / (d0 + d) has d0 + d degrees of freedom.

Source: Smyth (2004), Stat. Appl. Genet. Mol. Biol. 3:3, sections 5 and 6.2 (moments of log s²), the method of limma.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize
from scipy.special import polygamma, psi

from sojo_eval.statistics.inputs import Array, Column, numbers

LEAST_SERIES = 3
"""With fewer there is nothing in common to be seen."""
_LEAST_SHARE_OF_MEDIAN = 1e-5
"""Of the median dispersion: one of nought, which has no logarithm, is taken for so much."""


@dataclass(frozen=True)
class ModeratedDispersions:
    """values: (n,) the moderated dispersions; df: (n,) their degrees of freedom, at most those of all series together.

    prior, prior_df: s0² and d0; d0 is infinite where the series differ by no more than chance.
    """

    values: Array
    df: Array
    prior: float
    prior_df: float


def moderated_dispersions(dispersions: Column, df: Column) -> ModeratedDispersions:
    """Draw `dispersions` (n,), each on `df` (n,) degrees of freedom, towards their common value.

    Raises ValueError for fewer than three, for missing or negative dispersions, for nothing but noughts, and for degrees of
    freedom that are not above 0.
    """
    s2, d = numbers(dispersions, "dispersions", least=0), numbers(df, "df")
    if s2.size < LEAST_SERIES:
        raise ValueError(f"dispersions must be of {LEAST_SERIES} series or more, not {s2.size}")
    if d.size != s2.size or not (d > 0).all():
        raise ValueError("df must be as many as the dispersions, and above 0")
    middle = float(np.median(s2))
    if middle <= 0:
        raise ValueError("dispersions must not be 0 for half of the series")
    floored = np.maximum(s2, _LEAST_SHARE_OF_MEDIAN * middle)
    centred = np.log(floored) - psi(d / 2) + np.log(d / 2)
    mean = float(centred.mean())
    beyond_chance = float(centred.var(ddof=1) - polygamma(1, d / 2).mean())
    if beyond_chance <= 0:
        prior_df, prior = float("inf"), float(np.exp(mean))
        values = np.full(s2.size, prior)
    else:
        prior_df = 2 * _inverse_trigamma(beyond_chance)
        prior = float(np.exp(mean + psi(prior_df / 2) - np.log(prior_df / 2)))
        values = (prior_df * prior + d * s2) / (prior_df + d)
    return ModeratedDispersions(values, np.minimum(prior_df + d, d.sum()), prior, prior_df)


def _inverse_trigamma(value: float) -> float:
    """The x > 0 at which the trigamma function has this value."""
    # It falls from infinity to nought, between 1/x and 1/x + 1/x².
    low, high = 1 / (value + 1) / 2, 1 / value + 1 / np.sqrt(value) + 1
    return float(optimize.brentq(lambda x: float(polygamma(1, x)) - value, low, high, xtol=1e-12))
