"""Shares from a sample survey with weights, strata and sampling units, and their change between two waves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.statistics.proportions import difference_of_shares
from sojo_eval.statistics.results import ChangeEstimate


@dataclass(frozen=True)
class SurveyShare:
    """A weighted share with its linearised standard error; `n_effective` is the simple sample worth as much."""

    share: float
    standard_error: float
    n: int
    n_effective: float


def survey_mean(
    values: pd.Series,
    weights: pd.Series,
    *,
    strata: pd.Series | None = None,
    psu: pd.Series | None = None,
    fpc: pd.Series | None = None,
) -> tuple[float, float]:
    """Weighted mean and its standard error by Taylor linearisation with replacement.

    strata: estimates vary only within them; psu: units drawn together (default: each row its own); fpc:
    population size of each row's stratum (finite population correction). A stratum with one unit is centred on
    the grand mean. Source: Binder (1983); Lumley (2004), R survey, whose numbers the tests reproduce.
    """
    w, y = weights.to_numpy(dtype=float), values.to_numpy(dtype=float)
    if w.size == 0 or not w.sum() > 0 or (w < 0).any():
        raise ValueError("weights must not be negative and must not all be zero")
    mean = float(w @ y / w.sum())
    scores = w * (y - mean) / w.sum()
    stratum = np.zeros(w.size, dtype=np.int64) if strata is None else _codes(strata)
    unit = np.arange(w.size) if psu is None else _codes(psu)
    _, first_row, unit = np.unique(stratum * (unit.max() + 1) + unit, return_index=True, return_inverse=True)
    totals = np.bincount(unit, weights=scores)
    stratum_of = stratum[first_row]
    drawn = np.bincount(stratum_of)[stratum_of].astype(float)
    centre = np.bincount(stratum_of, weights=totals)[stratum_of] / drawn
    # A single unit shows no spread of its own: it is set against the grand mean, whose score is 0.
    factor = np.where(drawn > 1, drawn / np.maximum(drawn - 1, 1), 1.0)
    deviation = totals - np.where(drawn > 1, centre, 0.0)
    if fpc is not None:
        factor *= 1 - drawn / fpc.to_numpy(dtype=float)[first_row]
    return mean, float(np.sqrt((factor * deviation**2).sum()))


def _codes(labels: pd.Series) -> NDArray[np.int64]:
    """Whole numbers for labels; missing ones are a label of their own."""
    return pd.factorize(labels, use_na_sentinel=False)[0].astype(np.int64)


def survey_share(
    answers: pd.Series,
    weights: pd.Series | None = None,
    *,
    strata: pd.Series | None = None,
    psu: pd.Series | None = None,
) -> SurveyShare:
    """Share of respondents with a positive answer. answers: 1/0 or True/False; missing answers are left out.

    The effective n is p(1−p)/SE², never above the number of answers; for 0 % and 100 % it is Kish's n from the
    weights, since the standard error is then 0. Raises ValueError when nobody answered.
    """
    answered = answers.notna()
    if not answered.any():
        raise ValueError("no answers")
    y = answers[answered].astype(float)
    w = (pd.Series(1.0, index=answers.index) if weights is None else weights)[answered].astype(float)
    share, standard_error = survey_mean(
        y,
        w,
        strata=None if strata is None else strata[answered],
        psu=None if psu is None else psu[answered],
    )
    share = min(max(share, 0.0), 1.0)
    kish = float(w.sum() ** 2 / (w**2).sum())
    if standard_error > 0 and 0 < share < 1:
        n_effective = min(share * (1 - share) / standard_error**2, float(len(y)))
    else:
        n_effective = kish
    return SurveyShare(share, standard_error, len(y), n_effective)


def survey_difference(
    before: pd.DataFrame | pd.Series,
    after: pd.DataFrame | pd.Series,
    *,
    weights: str | None = None,
    strata: str | None = None,
    psu: str | None = None,
    value: str = "value",
) -> ChangeEstimate:
    """Change of a share between two independent waves.

    before, after: one row a respondent, with the answer (1/0) in `value` and the design in the named columns;
    a plain Series of answers is a simple random sample. MOVER–Newcombe on effective n; Korn–Graubard intervals
    where n_eff·min(p, 1−p) < 20. Raises ValueError when a wave has no answers.
    """

    def share_of(wave: pd.DataFrame | pd.Series) -> SurveyShare:
        if isinstance(wave, pd.Series):
            return survey_share(wave)
        return survey_share(
            wave[value],
            None if weights is None else wave[weights],
            strata=None if strata is None else wave[strata],
            psu=None if psu is None else wave[psu],
        )

    first, second = share_of(before), share_of(after)
    return difference_of_shares(
        first.share,
        first.n_effective,
        second.share,
        second.n_effective,
        method=(
            "survey difference: linearised standard errors, MOVER on effective n "
            f"({first.n_effective:.0f}, {second.n_effective:.0f})"
        ),
        source="Newcombe 1998; Zou & Donner 2008; Korn & Graubard 1998",
        n_unit="respondents",
        shown_n=(float(first.n), float(second.n)),
    )


def published_difference(
    before: float, n_before: float, after: float, n_after: float, *, design_effect: float = 1.0
) -> ChangeEstimate:
    """Change between two printed shares with their n. A larger `design_effect` stands for a clustered sample.

    Raises ValueError when an n is not positive.
    """
    return difference_of_shares(
        before,
        n_before / design_effect,
        after,
        n_after / design_effect,
        method=f"published shares: MOVER–Wilson, design effect {design_effect:g}",
        source="Newcombe 1998; Wilson 1927",
        n_unit="respondents",
        shown_n=(n_before, n_after),
    )
