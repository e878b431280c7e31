"""Means and shares from a sample survey with weights, strata and sampling units, and changes between two waves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit, logit

from sojo_eval.statistics import inputs
from sojo_eval.statistics.inputs import Column, aligned, column, confidence_level, flags, numbers
from sojo_eval.statistics.intervals import share_bounds, t_shrinkage, z_of_t
from sojo_eval.statistics.proportions import difference_of_shares
from sojo_eval.statistics.results import LINE_COLOUR, ChangeEstimate, IntervalEstimate, Result, new_axes
from sojo_eval.statistics.survey_design import Design, design

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
    or not given: each row its own); fpc: how many units (psu, where they are given) there are in each row's stratum
    (finite population correction). t has units − strata degrees of freedom. Where weights leave fewer than half of the
    respondents (Kish), the error is not below that of so many answers: who outweighs all others shows no scatter.
    Source: Binder (1983); Lumley (2004), R survey, whose numbers the tests reproduce.
    Raises ValueError for fewer than two sampling units, or one in a stratum (as R survey does), values or weights that
    are missing, infinite or (weights) negative or all zero, and an fpc that is below the number of units drawn or not
    one number a stratum.
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
    level = confidence_level(level)
    y = numbers(values, "values")
    drawn = design("values", y.size, weights, strata=strata, psu=psu, fpc=fpc)
    w = drawn.weights
    if what == "mean":
        value, standard_error, _, df = drawn.error_of_mean(y)
    else:
        value = float(w @ y)
        standard_error, _, df = drawn.error(w * y, y, per=float(w.sum()))
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
    `survey_mean`. The effective n is p(1−p)/SE², never above the number of answers; for 0 % and 100 %, where the
    standard error is 0, and where weights leave fewer than half of the respondents it is at most Kish's n. fpc makes it
    worth more, up to all there are, who have no error.
    Source: Binder (1983) for the standard error, Korn & Graubard (1998) for the effective n.
    Raises ValueError when nobody answered, for answers other than 1/0, and as `survey_mean` for the design.
    """
    aligned(answers=answers, weights=weights, strata=strata, psu=psu, fpc=fpc)
    level = confidence_level(level)
    answered = column(answers, "answers").notna().to_numpy()
    if not answered.any():
        raise ValueError("answers: nobody answered: every answer is missing")

    def of_those(values: Column | None, name: str) -> pd.Series | None:
        return None if values is None else column(values, name)[answered]

    y = flags(column(answers, "answers")[answered], "answers").astype(float)
    parts = {
        name: of_those(values, name)
        for name, values in {"weights": weights, "strata": strata, "psu": psu, "fpc": fpc}.items()
    }
    drawn = design("answers", y.size, parts.pop("weights"), **parts)
    share, standard_error, left, df = drawn.error_of_mean(y)
    share = min(max(share, 0.0), 1.0)
    known = standard_error > 0 and 0 < share < 1
    n_effective = _effective(drawn, share, standard_error / left if left > 0 else 0.0, y.size)
    z = float(stats.norm.isf((1 - level) / 2))
    if left > 0:
        n_effective /= left**2
        low, high = share_bounds(share, n_effective * t_shrinkage(z, df), level)
    else:  # everybody there is was asked
        n_effective, low, high = np.inf, share, share
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


def _effective(drawn: Design, share: float, standard_error: float, n: int) -> float:
    """The simple sample worth as much, from an endless population: never above the answers.

    Where few respondents carry the weights, and where the answers show no scatter, never above Kish's n.
    """
    if not (standard_error > 0 and 0 < share < 1):
        return drawn.kish
    effective = min(share * (1 - share) / standard_error**2, float(n))
    return min(max(effective, 1.0), drawn.kish) if drawn.rests_on_few else effective


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

    columns = {"value": value, "weights": weights, "strata": strata, "psu": psu}

    def share_of(wave: pd.DataFrame | Column, name: str) -> SurveyShare:
        parts = wave_columns(wave, name, columns)
        try:
            return survey_share(
                parts["value"], parts.get("weights"), strata=parts.get("strata"), psu=parts.get("psu")
            )
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None

    first, second = share_of(before, "before"), share_of(after, "after")
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


def wave_columns(
    wave: pd.DataFrame | Column, name: str, columns: dict[str, str | None]
) -> dict[str, pd.Series]:
    """The named columns of one wave; a plain Series or list has its answers only.

    Raises ValueError, naming the wave and the argument, where a name is no column, or stands there twice.
    """
    if not isinstance(wave, pd.DataFrame):
        return {"value": column(wave, name)}
    found = {}
    for argument, given in columns.items():
        if given is None and argument != "value":
            continue
        if not isinstance(given, str) or list(wave.columns).count(given) != 1:
            raise ValueError(f"{argument}: {name} lacks the column {given!r}, or has it twice")
        found[argument] = wave[given]
    return found


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
    before, after = inputs.share(before, "before"), inputs.share(after, "after")
    n_before = inputs.number(n_before, "n_before", positive=True)
    n_after = inputs.number(n_after, "n_after", positive=True)
    design_effect = inputs.number(design_effect, "design_effect", positive=True)

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
