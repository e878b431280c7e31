"""How far groups (areas, age bands) lie apart, beyond chance, and whether they have drawn closer."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd
from scipy import optimize, stats
from statsmodels.genmod.families import Binomial, Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from sojo_eval.statistics import inputs
from sojo_eval.statistics.inputs import Array, Column, aligned, confidence_level, numbers
from sojo_eval.statistics.intervals import count_bounds, wilson_bounds
from sojo_eval.statistics.monthly.autoregression import NotIdentifiedError
from sojo_eval.statistics.results import (
    Z_POWER_80_PERCENT,
    Z_TWO_SIDED_5_PERCENT,
    ChangeEstimate,
    IntervalEstimate,
)

Family = Literal["rate", "proportion"]
MIN_GROUPS = 4


@dataclass(frozen=True, kw_only=True)
class GroupGap(IntervalEstimate):
    """The spread between groups beyond chance, with its interval, and what it was made of.

    The value is the standard deviation between these very groups: of the logs of rates (0.26 = typically ×1.3 from the mean), or
    of shares (0.05 = 5 points). groups: one row a group: group, numerator, denominator, value, standard_error (of the
    log for rates). observed_sd: the same with chance in it. dispersion: how much wider than Poisson or binomial
    chance the counts of single months scatter around group and month. p_no_gap: of Cochran's Q, that the groups
    differ by chance alone.
    """

    groups: pd.DataFrame
    observed_sd: float
    dispersion: float
    p_no_gap: float

    @property
    def beyond_chance(self) -> bool:
        """False where groups that do not differ at all could well lie as far apart."""
        return self.low > 0

    def __str__(self) -> str:
        return super().__str__() + ("" if self.beyond_chance else "; it cannot be told from chance")

    def to_frame(self) -> pd.DataFrame:
        """One row with every number; the groups are a table of their own."""
        return super().to_frame().drop(columns="groups")


def gap_between_groups(
    numerator: Column,
    denominator: Column,
    group: Column,
    time: Column,
    *,
    family: Family = "rate",
    level: float = 0.95,
) -> GroupGap:
    """How far groups lie apart, chance taken out.

    numerator, denominator: (rows,) events and exposure, or events and trials; group, time: (rows,) which group and
    month a row belongs to, one row a pair. Rates are compared on the log scale. The chance of one group's value
    allows for more scatter between months than Poisson or binomial (Pearson dispersion of a model with group and month
    effects, never below 1). The groups are all there are, no sample of others: the interval is that of the
    noncentrality of their variance, every group weighing the same. Groups that lie closer together than chance alone
    would put them get the upper limit of groups exactly that far apart.

    Source: Steiger (2004), Psychological Methods 9:164–182; for the test of no gap Cochran (1954), Biometrics
    10:101–129.
    Raises ValueError for fewer than four groups, missing or negative numbers, exposures of zero and a group's month that
    stands twice; NotIdentifiedError where a group has no event, or a share of 0 or 100 %.
    """
    inputs.one_of(family, "family", get_args(Family))
    level = confidence_level(level)
    groups, dispersion = _with_errors(_table(numerator, denominator, group, time, family=family), family)
    _enough(groups)
    if groups["standard_error"].isna().any():
        raise NotIdentifiedError(
            "numerator: a group without events, or with nothing else, has no place among the others"
        )
    return gap_of_values(groups, family=family, level=level, dispersion=dispersion)


def group_values(
    numerator: Column, denominator: Column, group: Column, time: Column, *, family: Family = "rate"
) -> pd.DataFrame:
    """Each group's own value and its error, also where no gap can be estimated.

    Arguments, method and errors are those of `gap_between_groups`, for any number of groups. Columns group,
    numerator, denominator, value, standard_error (of the log for rates; missing for a group without events or, of
    shares, with nothing else), low and high (95 %; for those groups of `count_interval` and `wilson_interval`).
    """
    inputs.one_of(family, "family", get_args(Family))
    groups, _ = _with_errors(_table(numerator, denominator, group, time, family=family), family)
    return _with_intervals(groups, family=family)


def _with_intervals(groups: pd.DataFrame, *, family: Family = "rate") -> pd.DataFrame:
    x, n, value, error = (
        groups[name].to_numpy(dtype=float) for name in ("numerator", "denominator", "value", "standard_error")
    )
    reach = Z_TWO_SIDED_5_PERCENT * error
    if family == "rate":
        low, high = value * np.exp(-reach), value * np.exp(reach)
    else:
        low, high = np.clip(value - reach, 0, 1), np.clip(value + reach, 0, 1)
    for i in np.flatnonzero(np.isnan(error)):
        # Without an error of its own: the exact bounds of none, or of all.
        bounds = wilson_bounds(x[i], n[i]) if family == "proportion" else count_bounds(x[i])
        low[i], high[i] = np.clip(bounds, 0, 1) if family == "proportion" else np.array(bounds) / n[i]
    return groups.assign(low=low, high=high)


def gap_of_values(
    groups: pd.DataFrame, *, family: Family = "rate", level: float = 0.95, dispersion: float = 1.0
) -> GroupGap:
    """The same from values already estimated, for example shares of a survey.

    groups: one row a group with group, value and standard_error (of the log for rates). Method, source and errors
    are those of `gap_between_groups`.
    """
    inputs.one_of(family, "family", get_args(Family))
    level, dispersion = confidence_level(level), inputs.number(dispersion, "dispersion", least=1)
    groups = inputs.table(groups, "groups", {"group", "value", "standard_error"})
    inputs.labels(groups["group"], "groups: group")
    if groups["group"].duplicated().any():
        raise ValueError(
            f"groups: {groups['group'][groups['group'].duplicated()].iloc[0]} stands there twice"
        )
    _enough(groups)
    value = numbers(groups["value"], "groups: value", least=0)
    _refuse_impossible(value, family, "groups: value")
    y = _scale(value, family)
    variance = numbers(groups["standard_error"], "groups: standard_error", least=0) ** 2
    if (variance <= 0).any():
        raise NotIdentifiedError("groups: a group whose value has no error cannot be set beside the others")
    k, chance = len(groups), float(variance.mean())
    observed = float(np.var(y, ddof=1))
    # As if every group had the mean variance: then (k − 1) s² / σ² is a noncentral chi-square.
    q, tail = (k - 1) * observed / chance, (1 - level) / 2
    spread, low, high = (
        float(np.sqrt(max(0.0, noncentrality) * chance / (k - 1)))
        for noncentrality in (
            q - (k - 1),
            _noncentrality(q, k - 1, 1 - tail),
            # Never less than from groups exactly as far apart as chance alone would put them.
            _noncentrality(max(q, k - 1), k - 1, tail),
        )
    )
    with np.errstate(divide="ignore"):  # groups that are all equal have a Q of nought, which is what it says
        cochran = combine_effects(y, variance).q
    return GroupGap(
        what="standard deviation between groups beyond chance" + (" (logs)" if family == "rate" else ""),
        value=spread,
        low=low,
        high=high,
        n=float(k),
        n_unit="groups",
        method="variance between groups less that of chance, noncentral chi-square interval",
        source="Steiger 2004",
        level=level,
        groups=groups,
        observed_sd=float(np.sqrt(observed)),
        dispersion=dispersion,
        p_no_gap=float(stats.chi2.sf(cochran, k - 1)),
    )


def _noncentrality(q: float, df: int, probability: float) -> float:
    """The noncentrality at which a chi-square of `df` lies below q with that probability; 0 where none does."""
    if stats.chi2.cdf(q, df) <= probability:
        return 0.0
    upper = 4 * (q + df) + 100
    return float(optimize.brentq(lambda x: float(stats.ncx2.cdf(q, df, x)) - probability, 1e-12, upper))


def change_of_gap(before: Column, after: Column, *, family: Family = "rate") -> ChangeEstimate:
    """Whether the same groups lie closer together than before: ratio of their standard deviations.

    before, after: (groups,) rate or share of each group in the two periods, in the same order. Rates are compared
    on the log scale, so that a rise common to all is no gap. Pitman and Morgan's test of two variances of paired
    values, which allows for groups that keep their place; its interval is exact for normal values. Chance within a
    group is part of both spreads: compare periods of the same length.

    Source: Pitman (1939), Biometrika 31:9–12; Morgan (1939), Biometrika 31:13–19.
    Raises ValueError for fewer than four groups, missing values or rates that are not positive; NotIdentifiedError
    where the groups do not differ at all in one period, or all keep exactly their distance.
    """
    aligned(before=before, after=after)
    values = [numbers(before, "before", least=0), numbers(after, "after", least=0)]
    n = values[0].size
    inputs.one_of(family, "family", get_args(Family))
    if n < MIN_GROUPS:
        raise ValueError(f"before and after: at least {MIN_GROUPS} groups are needed, not {n}")
    for name, value in zip(("before", "after"), values, strict=True):
        _refuse_impossible(value, family, name)
        inputs.each_once(before if name == "before" else after, name, "group")
    first, second = (_scale(v, family) for v in values)
    sd = float(np.std(first, ddof=1)), float(np.std(second, ddof=1))
    r = float(np.corrcoef(first, second)[0, 1]) if min(sd) > 0 else 1.0
    if min(sd) < 1e-12 or 1 - r**2 < 1e-12:
        raise NotIdentifiedError(
            "before and after: groups that do not differ, or keep exactly their distance, have no change to test"
        )
    ratio, df = sd[1] / sd[0], n - 2

    def bound(level: float, sign: int) -> float:
        t = float(stats.t.ppf(0.5 + level / 2, df))
        k = 1 + 2 * (1 - r**2) * t**2 / df
        return ratio * float(np.sqrt(k + sign * np.sqrt(k**2 - 1)))

    t = (ratio**2 - 1) * np.sqrt(df) / (2 * ratio * np.sqrt(1 - r**2))
    return ChangeEstimate(
        scale="ratio",
        before=sd[0],
        after=sd[1],
        change=ratio,
        low=bound(0.95, -1),
        high=bound(0.95, 1),
        low_90=bound(0.90, -1),
        high_90=bound(0.90, 1),
        p=float(2 * stats.t.sf(abs(t), df)),
        detectable=_detectable(n, r),
        n_before=float(n),
        n_after=float(n),
        n_unit="groups",
        method=f"ratio of standard deviations of paired groups, t with {df} degrees of freedom",
        source="Pitman 1939; Morgan 1939",
    )


def _detectable(n: int, r: float) -> float:
    """The relative change of the spread found with 80 % power, from Fisher's z of sum and difference."""
    needed = np.tanh((stats.norm.ppf(0.975) + Z_POWER_80_PERCENT) / np.sqrt(n - 3))
    slope = needed * np.sqrt((1 - r**2) / (1 - needed**2))  # = (ratio² − 1) / (2 ratio)
    return float(slope + np.sqrt(slope**2 + 1)) - 1


def _scale(values: Array, family: Family) -> Array:
    return np.log(values) if family == "rate" else values


def _refuse_impossible(values: Array, family: Family, name: str) -> None:
    if family == "rate" and not (values > 0).all():
        raise ValueError(f"{name}: a group without any event has no rate to compare")
    if family == "proportion":
        for value in values:
            inputs.share(value, name)


def _enough(groups: pd.DataFrame) -> None:
    if len(groups) < MIN_GROUPS:
        raise ValueError(f"group (groups): at least {MIN_GROUPS} groups are needed, not {len(groups)}")


def _table(
    numerator: Column, denominator: Column, group: Column, time: Column, *, family: Family
) -> pd.DataFrame:
    aligned(numerator=numerator, denominator=denominator, group=group, time=time)
    rows = pd.DataFrame(
        {
            "group": inputs.labels(group, "group").to_numpy(),
            "time": inputs.labels(time, "time").to_numpy(),
            "numerator": numbers(numerator, "numerator", least=0),
            "denominator": numbers(denominator, "denominator", least=0),
        }
    )
    if (rows["denominator"] <= 0).any():
        raise ValueError("denominator: every row needs a positive denominator")
    if family == "proportion" and (rows["numerator"] > rows["denominator"]).any():
        raise ValueError("numerator and denominator: numerators must be less than or equal to denominators")
    if rows.duplicated(["group", "time"]).any():
        label = rows.loc[rows.duplicated(["group", "time"]), ["group", "time"]].iloc[0]
        raise ValueError(
            f"group and time must have one row a pair: {label['group']}, {label['time']} stands there twice"
        )
    return rows


def _with_errors(rows: pd.DataFrame, family: Family) -> tuple[pd.DataFrame, float]:
    """One row a group with its value and standard error, missing where it has no event or nothing else."""
    groups = rows.groupby("group", sort=True)[["numerator", "denominator"]].sum().reset_index()
    x, n = groups["numerator"], groups["denominator"]
    between = (x > 0) if family == "rate" else (x > 0) & (x < n)
    share = x / n
    chance = 1 / np.sqrt(x.where(between)) if family == "rate" else np.sqrt(share * (1 - share) / n)
    # A group at nought or at everything is fitted perfectly by an effect of its own: it tells nothing of scatter.
    dispersion = _dispersion(rows[rows["group"].isin(groups.loc[between, "group"])], family)
    error = (chance * np.sqrt(dispersion)).where(between)
    return groups.assign(value=share, standard_error=error), dispersion


def _dispersion(rows: pd.DataFrame, family: Family) -> float:
    """Pearson chi-square per degree of freedom around group and time effects; 1 where there is only one time."""
    if rows["time"].nunique() < 2:
        return 1.0
    kept = rows.groupby("time")["numerator"].transform("sum") > 0  # a month without events tells nothing
    used = rows[kept]
    X = pd.get_dummies(used[["group", "time"]].astype(str), drop_first=True, dtype=float)
    X.insert(0, "constant", 1.0)
    if len(X) <= X.shape[1]:
        return 1.0
    with warnings.catch_warnings():
        # A month in which all groups are at 0 or 100 % is fitted perfectly; that is no separation problem here.
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        if family == "rate":
            fit = GLM(used["numerator"], X, family=Poisson(), offset=np.log(used["denominator"])).fit()
        else:
            pairs = np.column_stack([used["numerator"], used["denominator"] - used["numerator"]])
            fit = GLM(pairs, X, family=Binomial()).fit()
    return max(1.0, float(fit.pearson_chi2) / float(fit.df_resid))
