"""What a survey's design costs: weights, strata, sampling units, and a population that is drawn to a good part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.statistics.inputs import Array, Column, aligned, column, numbers

FEW_OF_THE_RESPONDENTS = 0.5
"""Where weights leave fewer than this share of the respondents (Kish), the linearised error rests on few of them."""
FEWER_THAN_TWO = 1.5


@dataclass(frozen=True)
class Design:
    """How the respondents were drawn, (n,) each. strata, psu, fpc: as in `survey_mean`, None where there are none."""

    weights: Array
    strata: Column | None = None
    psu: Column | None = None
    fpc: Column | None = None

    @property
    def kish(self) -> float:
        """The number of equally weighted respondents whose mean varies as much (Kish 1965)."""
        relative = self.weights / self.weights.max()  # whatever their scale, their squares stay numbers
        return float(relative.sum() ** 2 / (relative**2).sum())

    @property
    def rests_on_few(self) -> bool:
        """Whether so few respondents carry the weights that their own scatter says nothing of the others'."""
        n = self.weights.size
        return self.kish < max(FEW_OF_THE_RESPONDENTS * n, min(FEWER_THAN_TWO, n))

    def error(self, scores: Array, values: Array, per: float = 1.0) -> tuple[float, float, int]:
        """Standard error of a sum of `scores`, what the population's finiteness leaves of it (0..1), and its df.

        Where few respondents carry the weights the error is not below that of Kish's n answers that scatter as the
        unweighted `values` do, times `per`.
        """
        plain, df = linearised(scores, strata=self.strata, psu=self.psu, fpc=self.fpc, narrowed=False)
        left = 1.0
        if self.fpc is not None:
            narrowed, _ = linearised(scores, strata=self.strata, psu=self.psu, fpc=self.fpc)
            left = (
                narrowed / plain if plain > 0 else _widest_left(scores.size, self.strata, self.psu, self.fpc)
            )
        if self.rests_on_few:
            plain = max(plain, per * float(values.std(ddof=1)) / float(np.sqrt(self.kish)))
        return (plain * left if self.fpc is not None else plain), left, df

    def error_of_mean(self, values: Array) -> tuple[float, float, float, int]:
        """Weighted mean, its standard error, what the population's finiteness left of that, and its df."""
        w = self.weights
        mean = float(w @ values / w.sum())
        return mean, *self.error(w * (values - mean) / w.sum(), values)


def design(
    name: str,
    rows: int,
    weights: Column | None,
    *,
    strata: Column | None = None,
    psu: Column | None = None,
    fpc: Column | None = None,
) -> Design:
    """The checked design of `rows` respondents; `name` is the argument that holds their answers.

    Raises ValueError for nobody or one sampling unit, and weights that are missing, negative or all zero.
    """
    if rows == 0:
        raise ValueError(f"{name}: there are no values")
    w = np.ones(rows) if weights is None else numbers(weights, "weights", least=0)
    if not 0 < w.sum() < np.inf:
        raise ValueError("weights must not all be zero")
    aligned(strata=strata, psu=psu, fpc=fpc)
    if rows < 2 or (psu is not None and np.unique(_units(psu)).size < 2):
        raise ValueError(f"{name} and psu: one sampling unit shows no spread: at least two are needed")
    return Design(w, strata, psu, fpc)


def linearised(
    scores: Array,
    *,
    strata: Column | None = None,
    psu: Column | None = None,
    fpc: Column | None = None,
    narrowed: bool = True,
) -> tuple[float, int]:
    """Standard error of a sum of scores over the sample, with replacement, and its degrees of freedom.

    scores: (n,), linearised and weighted; the design as in `survey_mean`. The degrees of freedom are units less
    strata, never below 1. narrowed: False takes fpc only for what it says of strata with one unit. Source: Binder (1983); a stratum of one unit is refused as in R survey (Lumley 2004).
    Raises ValueError for a stratum with one unit (unless fpc says that it has no other), and for an fpc that is below
    the number of units drawn or differs within a stratum.
    """
    stratum, first_row, unit = _strata_and_units(scores.size, strata, psu)
    totals = np.bincount(unit, weights=scores)
    stratum_of = stratum[first_row]
    units = np.bincount(stratum_of)
    drawn = units[stratum_of].astype(float)
    centre = np.bincount(stratum_of, weights=totals)[stratum_of] / drawn
    factor = drawn / np.maximum(drawn - 1, 1)
    whole = None if fpc is None else _population(fpc, stratum, stratum_of, drawn)
    alone = (drawn == 1) & (True if whole is None else whole > 1)
    if alone.any() and strata is not None:
        label = column(strata, "strata").iloc[int(first_row[alone][0])]
        raise ValueError(
            f"strata: stratum {label!s} has one sampling unit (psu), which shows no spread: put it together with another"
        )
    if whole is not None and narrowed:
        factor *= 1 - drawn / whole
    variance = float((factor * (totals - centre) ** 2).sum())
    return float(np.sqrt(variance)), max(1, totals.size - int((units > 0).sum()))


def _strata_and_units(
    n: int, strata: Column | None, psu: Column | None
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """(n,) stratum; (units,) the first row of each unit; (n,) unit. A unit lies in one stratum."""
    stratum = np.zeros(n, dtype=np.int64) if strata is None else _codes(strata)
    unit = np.arange(n) if psu is None else _units(psu)
    _, first, unit = np.unique(stratum * (unit.max() + 1) + unit, return_index=True, return_inverse=True)
    return stratum, first, unit


def _population(
    fpc: Column, stratum: NDArray[np.int64], stratum_of: NDArray[np.int64], drawn: Array
) -> Array:
    """(units,) how many units there are in each drawn unit's stratum."""
    given = numbers(fpc, "fpc", least=0)
    least, most = (np.full(stratum.max() + 1, start) for start in (np.inf, -np.inf))
    np.minimum.at(least, stratum, given)
    np.maximum.at(most, stratum, given)
    if (least < most).any():
        raise ValueError(
            f"fpc must be one number a stratum (strata), not {least[least < most][0]:g} and {most[least < most][0]:g}"
        )
    if (least[stratum_of] < drawn).any():
        raise ValueError(f"fpc must be at least the {drawn.max():g} units drawn, not {given.min():g}")
    return np.asarray(least[stratum_of])


def _widest_left(n: int, strata: Column | None, psu: Column | None, fpc: Column) -> float:
    """What finiteness leaves of an error in the stratum where it leaves most: for answers without any scatter."""
    stratum, first, _ = _strata_and_units(n, strata, psu)
    stratum_of = stratum[first]
    drawn = np.bincount(stratum_of)[stratum_of].astype(float)
    return float(np.sqrt((1 - drawn / _population(fpc, stratum, stratum_of, drawn)).max()))


def _codes(labels: Column) -> NDArray[np.int64]:
    """Whole numbers for labels; missing ones are a label of their own."""
    return pd.factorize(column(labels, "strata"), use_na_sentinel=False)[0].astype(np.int64)


def _units(labels: Column) -> NDArray[np.int64]:
    """Whole numbers for sampling units; who has none was drawn alone."""
    codes = pd.factorize(column(labels, "psu"))[0].astype(np.int64)
    alone = codes < 0
    codes[alone] = codes.max(initial=-1) + 1 + np.arange(int(alone.sum()))
    return codes
