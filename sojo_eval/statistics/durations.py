"""Time to event with censoring: Kaplan–Meier, log-rank, and the change of the restricted mean time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from sojo_eval.statistics import inputs
from sojo_eval.statistics.inputs import Array, Column, aligned, confidence_level
from sojo_eval.statistics.intervals import exp
from sojo_eval.statistics.monthly.autoregression import NotIdentifiedError
from sojo_eval.statistics.results import (
    LINE_COLOUR,
    Z_POWER_80_PERCENT,
    ChangeEstimate,
    IntervalEstimate,
    Result,
    new_axes,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BOOTSTRAP_DRAWS = 2000

_GROUP_COLOURS = (LINE_COLOUR, "#b84300", "#0067a5", "#6a3d9a", "#777777")


def _checked(days: Column, event: Column) -> tuple[Array, NDArray[np.bool_]]:
    """Days that are present and not negative, and whether they ended in the event."""
    aligned(days=days, event=event)
    times, seen = inputs.days(days, "days"), inputs.flags(event, "event")
    if times.size == 0:
        raise ValueError("days and event: there are no persons")
    return times, seen


def reached(curve: Array, share: float) -> NDArray[np.bool_]:
    """Where a curve has come to a share; sums such as .1 + .2 miss it by a rounding error, which is no time."""
    return np.asarray(curve >= share - 1e-9)


def _refuse_beyond_follow_up(times: Array, seen: NDArray[np.bool_], horizon: float, where: str = "") -> None:
    """After the last person has left without the event nobody knows how the curve goes on."""
    last = float(times.max())
    if horizon > last and not seen[times == last].all():
        raise NotIdentifiedError(
            f"horizon must not exceed the follow-up: nobody{where} was followed beyond {last:g} days, not {horizon:g}"
        )


def survival_quantile(
    days: Column, event: Column, probability: float = 0.5, level: float = 0.95
) -> IntervalEstimate:
    """Kaplan–Meier time (days) by which a share `probability` (0..1) has had the event, with its interval.

    days: (persons,) to the event or to the end of observation, as numbers or timedeltas; event: (persons,) False =
    still open (censored). The value is the first day on which the share has come to `probability`. The interval inverts tests on the log of the curve, R survival's default. A quantile or bound that the curve
    does not reach is infinite; without any spread on the curve the interval is 0 to infinity.
    Source: Kaplan & Meier (1958); Brookmeyer & Crowley (1982).
    Raises ValueError for no persons, days that are missing or negative, events other than true or false, and a
    probability outside 0..1.
    """
    if not 0 < inputs.number(probability, "probability") < 1:
        raise ValueError(f"the probability of a quantile lies between 0 and 1, not {probability}")
    times, seen = _checked(days, event)
    curve = SurvfuncRight(times, seen.astype(int))
    with np.errstate(divide="ignore", invalid="ignore"):  # where the curve has come down to 0
        low, high = curve.quantile_ci(probability, alpha=1 - confidence_level(level), method="log")
    had = curve.surv_times[reached(1 - curve.surv_prob, probability)]
    value = float(had[0]) if had.size else np.inf
    if np.isnan(low):  # no time at which the curve may be at the quantile: it jumps past, or never comes near
        low, high = _bounds_of_a_jump(curve, probability, value)
    return IntervalEstimate(
        what=f"days until {100 * probability:g} % had the event",
        value=value,
        low=float(low),
        high=float(high),
        n=float(seen.size),
        n_unit="persons",
        method="Kaplan–Meier, interval on the log of the curve",
        source="Kaplan & Meier 1958; Brookmeyer & Crowley 1982",
        level=float(level),
    )


def _bounds_of_a_jump(curve: SurvfuncRight, probability: float, value: float) -> tuple[float, float]:
    if not np.isfinite(value):
        # Every time at which someone had the event is too early to be the quantile.
        return (float(curve.surv_times[-1]), np.inf) if curve.surv_times.size else (0.0, np.inf)
    at = int(np.flatnonzero(curve.surv_times == value)[0])
    if np.isfinite(curve.surv_prob_se[at]):
        return value, value
    return (value if at > 0 else 0.0), np.inf


@dataclass(frozen=True, eq=False)
class LogRank(Result):
    """Test that groups have the same curve. `groups`: group, persons, events; `curves`: group, days, survival."""

    chi2: float
    df: int
    p: float
    groups: pd.DataFrame
    curves: pd.DataFrame
    method: str = "log-rank test of Kaplan–Meier curves"
    source: str = "Mantel 1966"

    def to_frame(self) -> pd.DataFrame:
        """One row: χ², degrees of freedom, p, groups, persons, events, method and source."""
        row = {k: v for k, v in vars(self).items() if k not in ("groups", "curves")}
        totals = {"groups": len(self.groups), **self.groups[["persons", "events"]].sum().to_dict()}
        return pd.DataFrame([row | totals])

    def plot(self, ax: Axes | None = None) -> Axes:
        """The Kaplan–Meier curve of each group: the share still waiting, by day."""
        axes = new_axes(ax, (6.4, 3.2))
        for position, (group, curve) in enumerate(self.curves.groupby("group", sort=False)):
            colour = _GROUP_COLOURS[position % len(_GROUP_COLOURS)]
            axes.step(curve["days"], 100 * curve["survival"], where="post", color=colour, label=str(group))
        axes.set_ylim(0, 102)
        axes.set_xlabel("days")
        axes.set_ylabel("% without the event yet")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, frameon=False, fontsize="small")
        return axes

    def __str__(self) -> str:
        return (
            f"log-rank χ² {self.chi2:.4g} on {self.df} degree(s) of freedom, p {self.p:.3g}, "
            f"{int(self.groups['persons'].sum())} persons in {len(self.groups)} groups; {self.method}"
        )


def logrank(days: Column, event: Column, group: Column) -> LogRank:
    """Log-rank χ² and p-value that two or more groups have the same curve.

    days, event: as in `survival_quantile`; group: (persons,) labels of any kind. Source: Mantel (1966).
    Raises ValueError for fewer than two groups, missing labels and as `survival_quantile`; NotIdentifiedError
    where the groups were never at risk together when someone had the event.
    """
    aligned(days=days, event=event, group=group)
    times, seen = _checked(days, event)
    codes, labels = pd.factorize(inputs.labels(group, "group"), sort=True)
    if len(labels) < 2:
        raise ValueError("group: a log-rank test compares at least two groups")
    try:
        chi2 = float(survdiff(times, seen.astype(int), codes)[0])
    except np.linalg.LinAlgError:
        chi2 = np.nan
    if not (np.isfinite(chi2) and chi2 > -1e-9):
        raise NotIdentifiedError(
            "days and event: the groups were never at risk together when someone had the event"
        )
    chi2, df = max(0.0, chi2), len(labels) - 1
    parts = []
    for code, label in enumerate(labels):
        curve = SurvfuncRight(times[codes == code], seen[codes == code].astype(int))
        last = float(times[codes == code].max())
        steps = [(0.0, 1.0), *zip(curve.surv_times, curve.surv_prob, strict=True)]
        parts.append(pd.DataFrame([*steps, (last, steps[-1][1])], columns=["days", "survival"]))
        parts[-1].insert(0, "group", label)
    persons = np.bincount(codes)
    return LogRank(
        chi2=chi2,
        df=df,
        # The upper tail itself: 1 − cdf would say 0 for the smallest p-values.
        p=float(stats.chi2.sf(chi2, df)),
        groups=pd.DataFrame(
            {"group": labels, "persons": persons, "events": np.bincount(codes, weights=seen).astype(int)}
        ),
        curves=pd.concat(parts, ignore_index=True),
    )


def restricted_mean(days: Column, event: Column, horizon: float, level: float = 0.95) -> IntervalEstimate:
    """Mean days to the event when no one counts for more than `horizon` days: the area under Kaplan–Meier.

    days, event: as in `survival_quantile`; horizon: days, or a timedelta, within the follow-up. Standard error as
    Greenwood's, normal interval within 0..horizon. Where the curve shows no spread (nobody, or all at once, had
    the event) there is no standard error and the interval is all of 0..horizon.
    Source: Irwin (1949); Klein & Moeschberger (2003), 4.5; R survival, whose numbers the tests reproduce.
    Raises ValueError for a horizon that is not positive and as `survival_quantile`; NotIdentifiedError for a horizon
    beyond the last day on which anybody was followed, unless the last to leave had the event.
    """
    horizon = inputs.duration(horizon, "horizon")
    confidence_level(level)
    times, seen = _checked(days, event)
    _refuse_beyond_follow_up(times, seen, horizon)
    curve = SurvfuncRight(times, seen.astype(int))
    inside = curve.surv_times < horizon
    times = np.concatenate([[0.0], curve.surv_times[inside], [horizon]])
    survival = np.concatenate([[1.0], curve.surv_prob[inside]])
    areas = np.diff(times) * survival
    value = float(np.diff(times) @ survival)
    area_after = areas[::-1].cumsum()[::-1][1:]
    events, at_risk = curve.n_events[inside].astype(float), curve.n_risk[inside].astype(float)
    # After the last person at risk has gone the curve is 0, and no area after it can vary.
    hazard_variance = np.divide(
        events, at_risk * (at_risk - events), out=np.zeros_like(events), where=at_risk > events
    )
    standard_error = float(np.sqrt((area_after**2 * hazard_variance).sum()))
    reach = float(stats.norm.ppf(0.5 + confidence_level(level) / 2)) * standard_error
    return IntervalEstimate(
        what=f"mean days, at most {horizon:g} each",
        value=value,
        low=max(0.0, value - reach) if standard_error > 0 else 0.0,
        high=min(float(horizon), value + reach) if standard_error > 0 else float(horizon),
        n=float(seen.size),
        n_unit="persons",
        method="restricted mean (Kaplan–Meier), Greenwood standard error",
        source="Irwin 1949; Klein & Moeschberger 2003",
        level=float(level),
        standard_error=standard_error if standard_error > 0 else None,
    )


def _month_codes(month: Column) -> NDArray[np.int64]:
    """(persons,) whole numbers, one a month; of dates their month, so that no day is a cluster of its own."""
    label = inputs.labels(month, "month")
    if isinstance(label.dtype, pd.DatetimeTZDtype):
        label = label.dt.tz_localize(None)
    if label.dtype.kind == "M":
        label = label.dt.to_period("M")
    return pd.factorize(label, sort=True)[0].astype(np.int64)


def _month_tables(
    days: Array, event: NDArray[np.bool_], month: NDArray[np.int64], horizon: int
) -> tuple[Array, Array]:
    """(months, horizon) tables of events on, and persons at risk before, each whole day 0 … horizon − 1."""
    codes, groups = np.unique(month, return_inverse=True)
    whole = np.minimum(np.floor(days), horizon).astype(int)
    shape = (codes.size, horizon + 1)
    events, leaving = np.zeros(shape), np.zeros(shape)
    np.add.at(events, (groups, whole), event.astype(float))
    np.add.at(leaving, (groups, whole), 1.0)
    at_risk = leaving[:, ::-1].cumsum(axis=1)[:, ::-1]
    return events[:, :horizon], at_risk[:, :horizon]


def _restricted_means(tables: tuple[Array, Array], weights: Array) -> Array:
    """Restricted mean of each bootstrap draw; `weights` (draws, months) says how often a month was drawn."""
    events, at_risk = weights @ tables[0], weights @ tables[1]
    survival = np.cumprod(
        1 - np.divide(events, at_risk, out=np.zeros_like(events), where=at_risk > 0), axis=1
    )
    # The curve is 1 on [0, first event) and constant between whole days: day d contributes S(d).
    return np.asarray(survival.sum(axis=1), dtype=float)


def _interval_of_mean(mean: float, log_draws: Array, months: int, horizon: int) -> tuple[float, float]:
    """95 % bounds of one side's restricted mean, t on the log scale; NaN where its months do not vary."""
    standard_error = float(log_draws.std(ddof=1) * np.sqrt(months / (months - 1)))
    if standard_error < 1e-12:
        return float("nan"), float("nan")
    reach = float(stats.t.ppf(0.975, months - 1)) * standard_error
    return mean * exp(-reach), min(float(horizon), mean * exp(reach))


def restricted_mean_change(
    days: Column,
    event: Column,
    month: Column,
    after: Column,
    *,
    horizon: int,
    seed: int = 0,
    draws: int = BOOTSTRAP_DRAWS,
) -> ChangeEstimate:
    """Ratio of restricted mean times after / before, uncertainty by resampling whole months.

    All are (persons,). days: whole days from start to event or to the end of observation; event: False = still open
    (censored); month: month of the start (a date in it, a period, any code), the cluster; after: True for the later
    period. horizon: whole days, within the follow-up of either side. The interval is t on the log ratio with (fewer months − 1) degrees of freedom.
    Source: Royston & Parmar (2013) for the restricted mean; Field & Welsh (2007) for the cluster bootstrap.
    Raises ValueError when a side has fewer than two months, for days that are missing or negative, events or sides
    other than true or false, missing months, a horizon below 1 and fewer than 100 draws; NotIdentifiedError where the
    horizon exceeds the follow-up of a side, nobody of a side had the event, everyone had it on the first day, or the
    months do not vary at all.
    """
    aligned(days=days, event=event, month=month, after=after)
    times, seen = _checked(days, event)
    later = inputs.flags(after, "after")
    codes = _month_codes(month)
    horizon = inputs.whole(inputs.duration(horizon, "horizon"), "horizon", least=1)
    inputs.whole(draws, "draws", least=100)
    generator = np.random.default_rng(inputs.whole(seed, "seed", least=0, most=2**64))
    for side, words in ((~later, "before"), (later, "after")):
        if np.unique(codes[side]).size < 2:
            raise ValueError(f"month and after: two months are needed on either side ({words})")
        if not seen[side].any():
            raise NotIdentifiedError(
                f"event: nobody had the event in the period {words}: it has no mean time"
            )
        _refuse_beyond_follow_up(times[side], seen[side], horizon, f" {words}")
    means: list[float] = []
    log_draws: list[Array] = []
    clusters: list[int] = []
    for side in (~later, later):
        tables = _month_tables(times[side], seen[side], codes[side], horizon)
        n_months = tables[0].shape[0]
        weights = generator.multinomial(n_months, np.full(n_months, 1 / n_months), size=draws).astype(float)
        means.append(float(_restricted_means(tables, np.ones((1, n_months)))[0]))
        log_draws.append(np.log(np.maximum(_restricted_means(tables, weights), 1e-9)))
        clusters.append(n_months)
    if min(means) <= 0:
        raise NotIdentifiedError(
            "days: a period in which everyone had the event on the first day has no ratio"
        )
    standard_error = float(np.hypot(log_draws[0].std(ddof=1), log_draws[1].std(ddof=1)))
    # Equal months differ by rounding errors, which are no spread.
    if standard_error < 1e-12:
        raise NotIdentifiedError(
            "days and month (within the horizon): the months do not vary at all: the noise cannot be judged"
        )
    # The bootstrap divides by m, not m − 1.
    standard_error *= float(np.sqrt(min(clusters) / (min(clusters) - 1)))
    log_ratio = float(np.log(means[1] / means[0]))
    after_low, after_high = _interval_of_mean(means[1], log_draws[1], clusters[1], horizon)
    df = min(clusters) - 1
    t95, t90 = float(stats.t.ppf(0.975, df)), float(stats.t.ppf(0.95, df))
    return ChangeEstimate(
        scale="ratio",
        before=means[0],
        after=means[1],
        change=exp(log_ratio),
        low=exp(log_ratio - t95 * standard_error),
        high=exp(log_ratio + t95 * standard_error),
        low_90=exp(log_ratio - t90 * standard_error),
        high_90=exp(log_ratio + t90 * standard_error),
        p=float(2 * stats.t.sf(abs(log_ratio) / standard_error, df)),
        detectable=exp((t95 + Z_POWER_80_PERCENT) * standard_error) - 1,
        n_before=float((~later).sum()),
        n_after=float(later.sum()),
        n_unit="persons",
        method=f"restricted mean of {horizon} days (Kaplan–Meier), months resampled {draws} times",
        source="Royston & Parmar 2013; Field & Welsh 2007",
        after_low=after_low,
        after_high=after_high,
    )
