"""Means and shares from a sample survey with weights, strata and sampling units, and changes between two waves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from scipy.special import expit, logit

from sojo_eval.statistics.inputs import Array, Column, aligned, confidence_level, flags, numbers
from sojo_eval.statistics.intervals import share_bounds, t_shrinkage, z_of_t
from sojo_eval.statistics.proportions import difference_of_shares
from sojo_eval.statistics.results import LINE_COLOUR, ChangeEstimate, IntervalEstimate, Result, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DESIGN_EFFECT_SENSITIVITY = 1.5
"""What a clustered sample may well cost where the source does not print its design."""

_LINEARISED = "Binder 1983; Lumley 2004 (R survey)"


@dataclass(frozen=True)
class SurveyShare(Result):
    """A weighted share (0..1) with its linearised standard error; `n_effective` is the simple sample worth as much.

    `low`/`high` are Wilson bounds on the effective n, Clopper–Pearson where answers are rare. `low_logit`/
    `high_logit` are those of R survey's `svyciprop`; None at 0 % and 100 % or without a standard error.
    `degrees_of_freedom` is sampling units less strata.
    """

    share: float
    standard_error: float
    n: int
    n_effective: float
    low: float
    high: float
    low_logit: float | None
    high_logit: float | None
    degrees_of_freedom: int
    level: float = 0.95
    method: str = "linearised standard error, Wilson or Clopper–Pearson on effective n"
    source: str = "Binder 1983; Wilson 1927; Korn & Graubard 1998"

    def to_frame(self) -> pd.DataFrame:
        """One row with every field."""
        return pd.DataFrame([vars(self)])

    def plot(self, ax: Axes | None = None) -> Axes:
        """The share as a point on its interval, on the whole scale from 0 to 100 %."""
        axes = new_axes(ax)
        axes.hlines(0, 100 * self.low, 100 * self.high, linewidth=1.5, color=LINE_COLOUR)
        axes.plot([100 * self.share], [0], "o", color=LINE_COLOUR)
        axes.set_yticks([])
        axes.set_xlim(0, 100)
        axes.set_xlabel(f"% of respondents ({100 * self.level:g} %)")
        return axes

    def __str__(self) -> str:
        return (
            f"share {self.share:.4g} ({100 * self.level:g} % {self.low:.4g} to {self.high:.4g}), n {self.n} "
            f"respondents worth {self.n_effective:.4g}; {self.method}"
        )


def linearised(
    scores: Array,
    *,
    strata: Column | None = None,
    psu: Column | None = None,
    fpc: Column | None = None,
) -> tuple[float, int]:
    """Standard error of a sum of scores over the sample, with replacement, and its degrees of freedom.

    scores: (n,), linearised and weighted; the design as in `survey_mean`. The degrees of freedom are units less
    strata, never below 1. Source: Binder (1983). Raises ValueError for an fpc below the number of units drawn.
    """
    stratum = np.zeros(scores.size, dtype=np.int64) if strata is None else _codes(strata)
    unit = np.arange(scores.size) if psu is None else _units(psu)
    _, first_row, unit = np.unique(stratum * (unit.max() + 1) + unit, return_index=True, return_inverse=True)
    totals = np.bincount(unit, weights=scores)
    stratum_of = stratum[first_row]
    units = np.bincount(stratum_of)
    drawn = units[stratum_of].astype(float)
    centre = np.bincount(stratum_of, weights=totals)[stratum_of] / drawn
    # A single unit shows no spread of its own: it is set against the grand mean.
    factor = np.where(drawn > 1, drawn / np.maximum(drawn - 1, 1), 1.0)
    deviation = totals - np.where(drawn > 1, centre, totals.mean())
    if fpc is not None:
        population = numbers(fpc, "fpc")[first_row]
        if (population < drawn).any():
            raise ValueError(
                f"fpc must be at least the {drawn.max():g} units drawn, not {population.min():g}"
            )
        factor *= 1 - drawn / population
    return float(np.sqrt((factor * deviation**2).sum())), max(1, totals.size - int((units > 0).sum()))


def _codes(labels: Column) -> NDArray[np.int64]:
    """Whole numbers for labels; missing ones are a label of their own."""
    return pd.factorize(pd.Series(labels), use_na_sentinel=False)[0].astype(np.int64)


def _units(labels: Column) -> NDArray[np.int64]:
    """Whole numbers for sampling units; who has none was drawn alone."""
    codes = pd.factorize(pd.Series(labels))[0].astype(np.int64)
    alone = codes < 0
    codes[alone] = codes.max(initial=-1) + 1 + np.arange(int(alone.sum()))
    return codes


def _weights(weights: Column | None, n: int) -> Array:
    """(n,) weights, all 1 where none are given. Raises ValueError unless present, not negative and not all zero."""
    if n == 0:
        raise ValueError("there are no values")
    w = np.ones(n) if weights is None else numbers(weights, "weights", least=0)
    if not w.sum() > 0:
        raise ValueError("weights must not all be zero")
    return w


def _weighted_mean(
    y: Array, w: Array, strata: Column | None, psu: Column | None, fpc: Column | None = None
) -> tuple[float, float, int]:
    """Mean, standard error, degrees of freedom."""
    mean = float(w @ y / w.sum())
    return mean, *linearised(w * (y - mean) / w.sum(), strata=strata, psu=psu, fpc=fpc)


def survey_mean(
    values: Column,
    weights: Column | None = None,
    *,
    strata: Column | None = None,
    psu: Column | None = None,
    fpc: Column | None = None,
    level: float = 0.95,
) -> IntervalEstimate:
    """Weighted mean of `values` (any unit), its standard error by Taylor linearisation with replacement, t interval.

    All are (n,), one row a respondent. strata: estimates vary only within them; psu: units drawn together (missing
    or not given: each row its own); fpc: population size of each row's stratum (finite population correction). A
    stratum with one unit is centred on the grand mean. t has units − strata degrees of freedom.
    Source: Binder (1983); Lumley (2004), R survey, whose numbers the tests reproduce.
    Raises ValueError for fewer than two sampling units, values or weights that are missing, infinite or (weights)
    negative or all zero, and an fpc below the number of units drawn.
    """
    return _mean_or_total("mean", values, weights, strata=strata, psu=psu, fpc=fpc, level=level)


def survey_total(
    values: Column,
    weights: Column | None = None,
    *,
    strata: Column | None = None,
    psu: Column | None = None,
    fpc: Column | None = None,
    level: float = 0.95,
) -> IntervalEstimate:
    """Weighted total of `values`: weights must be those that expand the sample to the population.

    Arguments, interval, source and errors are those of `survey_mean`.
    """
    return _mean_or_total("total", values, weights, strata=strata, psu=psu, fpc=fpc, level=level)


def _needs_two_units(respondents: int, psu: Column | None) -> None:
    if respondents < 2 or (psu is not None and np.unique(_units(psu)).size < 2):
        raise ValueError("one sampling unit shows no spread: at least two are needed")


def _mean_or_total(
    what: Literal["mean", "total"],
    values: Column,
    weights: Column | None,
    *,
    strata: Column | None,
    psu: Column | None,
    fpc: Column | None,
    level: float,
) -> IntervalEstimate:
    aligned(values=values, weights=weights, strata=strata, psu=psu, fpc=fpc)
    confidence_level(level)
    y = numbers(values, "values")
    w = _weights(weights, y.size)
    _needs_two_units(y.size, psu)
    if what == "mean":
        value, standard_error, df = _weighted_mean(y, w, strata, psu, fpc)
    else:
        value = float(w @ y)
        standard_error, df = linearised(w * y, strata=strata, psu=psu, fpc=fpc)
    reach = z_of_t(level, df) * standard_error
    return IntervalEstimate(
        what=f"weighted {what}",
        value=value,
        low=value - reach,
        high=value + reach,
        n=float(y.size),
        n_unit="respondents",
        method=f"linearised standard error, t with {df} degrees of freedom",
        source=_LINEARISED,
        level=level,
        standard_error=standard_error,
    )


def survey_share(
    answers: Column,
    weights: Column | None = None,
    *,
    strata: Column | None = None,
    psu: Column | None = None,
    fpc: Column | None = None,
    level: float = 0.95,
) -> SurveyShare:
    """Share of respondents with a positive answer.

    answers: (n,) 1/0 or True/False; missing answers are left out, with their design. The design is that of
    `survey_mean`. The effective n is p(1−p)/SE², never above the number of answers; for 0 % and 100 % it is Kish's
    n from the weights, since the standard error is then 0.
    Source: Binder (1983) for the standard error, Korn & Graubard (1998) for the effective n.
    Raises ValueError when nobody answered, for answers other than 1/0, and as `survey_mean` for the design.
    """
    aligned(answers=answers, weights=weights, strata=strata, psu=psu, fpc=fpc)
    answered = pd.Series(answers).notna().to_numpy()
    if not answered.any():
        raise ValueError("nobody answered: every answer is missing")

    def of_those(column: Column | None) -> pd.Series | None:
        return None if column is None else pd.Series(column)[answered]

    y = flags(pd.Series(answers)[answered], "answers").astype(float)
    w = _weights(of_those(weights), y.size)
    _needs_two_units(y.size, of_those(psu))
    share, standard_error, df = _weighted_mean(y, w, of_those(strata), of_those(psu), of_those(fpc))
    share = min(max(share, 0.0), 1.0)
    known = standard_error > 0 and 0 < share < 1
    n_effective = min(share * (1 - share) / standard_error**2, float(y.size)) if known else _kish(w)
    z = float(stats.norm.isf((1 - level) / 2))
    low, high = share_bounds(share, n_effective * t_shrinkage(z, df), level)
    # The standard error of a logit is that of the share over p(1 − p).
    reach = z_of_t(level, df) * standard_error / (share * (1 - share)) if known else 0.0
    return SurveyShare(
        share=share,
        standard_error=standard_error,
        n=y.size,
        n_effective=n_effective,
        low=low,
        high=high,
        low_logit=float(expit(logit(share) - reach)) if known else None,
        high_logit=float(expit(logit(share) + reach)) if known else None,
        degrees_of_freedom=df,
        level=level,
    )


def _kish(weights: Array) -> float:
    """The number of equally weighted respondents whose mean varies as much (Kish 1965)."""
    relative = weights / weights.max()  # whatever their scale, their squares stay numbers
    return float(relative.sum() ** 2 / (relative**2).sum())


def survey_difference(
    before: pd.DataFrame | Column,
    after: pd.DataFrame | Column,
    *,
    weights: str | None = None,
    strata: str | None = None,
    psu: str | None = None,
    value: str = "value",
) -> ChangeEstimate:
    """Change of a share between two independent waves.

    before, after: one row a respondent, with the answer (1/0) in `value` and the design in the named columns;
    a plain Series or list of answers is a simple random sample. MOVER–Newcombe on effective n; Korn–Graubard
    intervals where n_eff·min(p, 1−p) < 20. Source: Newcombe (1998); Zou & Donner (2008); Korn & Graubard (1998).
    Raises ValueError when a wave has no answers or lacks a named column, and as `survey_share`.
    """

    def share_of(wave: pd.DataFrame | Column) -> SurveyShare:
        if not isinstance(wave, pd.DataFrame):
            return survey_share(wave)
        lacking = {name for name in (value, weights, strata, psu) if name is not None} - set(wave.columns)
        if lacking:
            raise ValueError(f"a wave lacks the columns {', '.join(sorted(lacking))}")
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
        df=(first.degrees_of_freedom, second.degrees_of_freedom),
        shown_n=(float(first.n), float(second.n)),
    )


@dataclass(frozen=True, kw_only=True)
class PublishedDifference(ChangeEstimate):
    """A change between two printed shares, and its 95 % interval had the samples been clustered."""

    design_effect: float
    design_effect_sensitivity: float
    low_design_effect: float
    high_design_effect: float

    @property
    def rests_on_simple_sampling(self) -> bool:
        """Whether the change is told from none only as long as the samples were as good as assumed."""
        return not self.low <= 0 <= self.high and self.low_design_effect <= 0 <= self.high_design_effect

    def to_frame(self) -> pd.DataFrame:
        """One row with every number."""
        return super().to_frame().assign(rests_on_simple_sampling=self.rests_on_simple_sampling)


def published_difference(
    before: float, n_before: float, after: float, n_after: float, *, design_effect: float = 1.0
) -> PublishedDifference:
    """Change between two printed shares (0..1) with their n. A larger `design_effect` stands for a clustered sample.

    The interval at a design effect of 1.5 always stands beside it. MOVER on Wilson or Clopper–Pearson intervals.
    Source: Newcombe (1998); Wilson (1927).
    Raises ValueError when an n or the design effect is not positive, or a share lies outside 0..1.
    """
    if not 0 < design_effect < np.inf:
        raise ValueError(f"the design effect must be positive, not {design_effect}")

    def change_at(effect: float) -> ChangeEstimate:
        return difference_of_shares(
            before,
            n_before / effect,
            after,
            n_after / effect,
            method=f"published shares: MOVER–Wilson, design effect {effect:g}",
            source="Newcombe 1998; Wilson 1927",
            n_unit="respondents",
            shown_n=(float(n_before), float(n_after)),
        )

    clustered = change_at(DESIGN_EFFECT_SENSITIVITY)
    return PublishedDifference(
        **vars(change_at(design_effect)),
        design_effect=design_effect,
        design_effect_sensitivity=DESIGN_EFFECT_SENSITIVITY,
        low_design_effect=clustered.low,
        high_design_effect=clustered.high,
    )
