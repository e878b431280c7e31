"""Which way of judging rare counts finds most at an error that holds: `python benchmarks/rare_counts.py [--worlds N]`.

Writes docs/rare_counts.md: the ways beside each other by events a month, the prior and what it does, records of other
shapes, and sides of nought. The worlds are those of `sojo_eval.calibration.rare`; what is adopted is certified there on
more of them.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable, Iterable
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.genmod.families import Binomial, Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from sojo_eval.calibration import load_certified
from sojo_eval.calibration.rare import (
    DIP,
    LATER,
    MONTHS,
    NULL,
    OUT_OF,
    POWER,
    PROMISED,
    RATE_RATIO,
    SHOCK,
    SHOCKED,
    STRESS,
    RareWorld,
    simulate,
)
from sojo_eval.calibration.worlds import BOUNDARY
from sojo_eval.statistics import (
    ChangeEstimate,
    level_and_path,
    rare_change,
    yearly_count_change,
    yearly_share_change,
)
from sojo_eval.statistics.monthly.design import STEP, design_matrix, fiscal_year, harmonic_terms
from sojo_eval.statistics.monthly.latent_rates import WEAK_PRIOR, LatentPrior, Observed, latent_rates

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rare_counts.md"
MEANS = (1.0, 3.0, 8.0, 15.0)
QUARTER = (np.arange(MONTHS.size) - 60) // 3
CLEAN_QUARTERS = [q for q in np.unique(QUARTER) if not SHOCKED[q == QUARTER].any()]
CLEAN_YEARS = [y for y in np.unique(fiscal_year(MONTHS)) if not SHOCKED[fiscal_year(MONTHS) == y].any()]
Interval = tuple[float, float]
NOTHING_SAID: Interval = (-np.inf, np.inf)
PRIORS = {
    "as adopted": WEAK_PRIOR,
    "σ: scale 0.2": LatentPrior(sigma=0.2),
    "σ: scale 0.7": LatentPrior(sigma=0.7),
    "φ: flat": LatentPrior(phi=(1.0, 1.0)),
    "terms: sd 5": LatentPrior(coefficient=5.0),
}


def _sums(events: np.ndarray, groups: Iterable[int], of: np.ndarray) -> np.ndarray:
    return np.array([events[of == g].sum() for g in groups])


def _series(events: np.ndarray, world: RareWorld) -> dict[str, object]:
    asked: dict[str, object] = {
        "counts": pd.Series(events, index=MONTHS), "boundary": BOUNDARY, "shocks": [SHOCK],
    }  # fmt: skip
    if world.shares:
        asked |= {"exposure": pd.Series(OUT_OF, index=MONTHS), "family": "proportion"}
    return asked


def fiscal_years(events: np.ndarray, world: RareWorld) -> ChangeEstimate:
    """Totals of the clean fiscal years: two on either side."""
    x = pd.Series(_sums(events, CLEAN_YEARS, fiscal_year(MONTHS)))
    after = pd.Series(np.array(CLEAN_YEARS) >= BOUNDARY.year)
    if world.shares:
        return yearly_share_change(x, pd.Series(12 * OUT_OF, index=x.index), after)
    return yearly_count_change(x, 1.0, after)


def clean_quarters(events: np.ndarray, world: RareWorld) -> Interval:
    """Quasi-Poisson (quasi-binomial) regression of clean quarters with one harmonic, t quantiles."""
    x = _sums(events, CLEAN_QUARTERS, QUARTER)
    wave = np.array([harmonic_terms(MONTHS[q == QUARTER])[:, :2].mean(axis=0) for q in CLEAN_QUARTERS])
    X = np.column_stack([np.ones(x.size), np.array(CLEAN_QUARTERS) >= 0, wave])
    if min(x[X[:, STEP] == side].sum() for side in (0, 1)) == 0:
        return NOTHING_SAID
    y = np.column_stack([x, 3 * OUT_OF - x]) if world.shares else x
    fit = GLM(y, X, family=Binomial() if world.shares else Poisson()).fit()
    spread = float(np.sqrt(max(1.0, fit.pearson_chi2 / fit.df_resid))) * float(fit.bse[STEP])
    reach = float(stats.t.ppf(0.975, fit.df_resid)) * spread
    return float(fit.params[STEP]) - reach, float(fit.params[STEP]) + reach


def logs_of_quarters(events: np.ndarray, world: RareWorld) -> ChangeEstimate:
    """`level_and_path`: REML on the logs (logits) of quarters with half an event added."""
    return level_and_path(**_series(events, world))  # type: ignore[arg-type]


def latent_months(events: np.ndarray, world: RareWorld) -> ChangeEstimate:
    """What is adopted."""
    return rare_change(**_series(events, world))  # type: ignore[arg-type]


ADOPTED = "**latent rate of months**"
WAYS: dict[str, Callable[[np.ndarray, RareWorld], ChangeEstimate | Interval]] = {
    "fiscal years": fiscal_years,
    "clean quarters, quasi-Poisson": clean_quarters,
    "logs of quarters, REML": logs_of_quarters,
    ADOPTED: latent_months,
}


def told(
    way: Callable[[np.ndarray, RareWorld], ChangeEstimate | Interval], world: RareWorld, worlds: np.ndarray
) -> tuple[float, float]:
    """Share of worlds called better by the 95 % interval, and share of intervals that hold the truth."""
    better, held = [], []
    for events in worlds:
        try:
            found = way(events, world)
        except ValueError:  # nothing can be said: never better, and no interval that could miss
            better.append(False)
            continue
        if isinstance(found, ChangeEstimate):
            low, high, none, truth = found.low, found.high, found.no_change, world.truth
        else:
            (low, high), none, truth = found, 0.0, world.step
        better.append(low > none)
        held.append(low <= truth <= high)
    return float(np.mean(better)), float(np.mean(held)) if held else float("nan")


def certified(mean: float, noise: tuple[float, float], shares: bool) -> str:
    """What the certified run says of the adopted way; nothing where it did not ask."""
    rows = load_certified().rare
    rows = rows[(rows["mean"] == mean) & (rows["shares"] == shares)]
    rows = rows[(rows["noise"] == noise[0]) & (rows["phi"] == noise[1])].set_index("part")
    if not {NULL, POWER} <= set(rows.index):
        return ""
    null, found = rows.loc[NULL], rows.loc[POWER]
    return f"{_percent(null['improving'])} · {_percent(found['improving'])} · {_percent(null['coverage'])}"


def compared(worlds: int) -> pd.DataFrame:
    """Every way on the same worlds: counts at four means, shares at three."""
    rows = []
    grid = [(False, m, n) for m, n in product(MEANS, (*PROMISED, STRESS))]
    grid += [(True, m, n) for m, n in product(MEANS[:3], PROMISED[1:])]
    for shares, mean, noise in grid:
        row = {"data": "shares" if shares else "counts", "events a month": f"{mean:g}", "noise": f"{noise}"}
        for name, way in WAYS.items():
            if name == ADOPTED and (known := certified(mean, noise, shares)):
                row[name] = known
                continue
            (false, held), (found, _) = (
                told(way, world, simulate(world, worlds, 31))
                for world in (RareWorld(mean, *noise, shares, ratio) for ratio in (1.0, RATE_RATIO))
            )
            row[name] = f"{_percent(false)} · {_percent(found)} · {_percent(held)}"
        rows.append(row)
        print(row, flush=True)
    return pd.DataFrame(rows)


def priors(worlds: int) -> pd.DataFrame:
    """False, found, held under other priors; the step alone, by the normal mixture."""
    X = design_matrix(MONTHS, BOUNDARY, shocks=[SHOCK], harmonics=1)
    rows = []
    for mean, noise in product(MEANS[:3], PROMISED):
        row = {"events a month": f"{mean:g}", "noise": f"{noise}"}
        for name, prior in PRIORS.items():
            figures = []
            for ratio in (1.0, RATE_RATIO):
                world = RareWorld(mean, *noise, ratio=ratio)
                steps = [
                    latent_rates(
                        Observed(y, np.ones(MONTHS.size), np.arange(MONTHS.size), False), X, prior
                    ).coefficient(STEP)
                    for y in simulate(world, worlds, 32)
                ]
                figures.append(np.mean([s.cdf(0.0) < 0.025 for s in steps]))
                figures.append(np.mean([0.025 <= s.cdf(world.step) <= 0.975 for s in steps]))
            row[name] = " · ".join(_percent(float(f)) for f in (figures[0], figures[2], figures[1]))
        rows.append(row)
        print(row, flush=True)
    return pd.DataFrame(rows)


def _clumps(size: int) -> Callable[[np.random.Generator, np.ndarray], np.ndarray]:
    return lambda draw, mean: np.array(
        [draw.poisson(size, k).sum() for k in draw.poisson(mean / size)], dtype=float
    )


def _in_june(draw: np.random.Generator, mean: np.ndarray) -> np.ndarray:
    return draw.poisson(12 * mean * (MONTHS.month == 6)).astype(float)


def _once_a_year_each(draw: np.random.Generator, mean: np.ndarray) -> np.ndarray:
    weight = np.exp(-np.asarray((MONTHS.month - 4) % 12) / 4)
    return draw.poisson(mean * weight / weight.mean()).astype(float)


SHAPES = {
    "five at a time": _clumps(5),
    "fifteen at a time": _clumps(15),
    "all in June": _in_june,
    "each person once a fiscal year": _once_a_year_each,
}


def shapes(worlds: int) -> pd.DataFrame:
    """Records that are no Poisson months: what the ways say of them, 5 events a month on average."""
    rows = []
    for name, make in SHAPES.items():
        row = {"records": name}
        for title in ("fiscal years", "logs of quarters, REML", ADOPTED):
            figures = []
            for ratio in (1.0, RATE_RATIO):
                draw, world = np.random.default_rng(33), RareWorld(5.0, 0.0, 0.0, ratio=ratio)
                mean = 5.0 * np.where(LATER, ratio, 1.0) * np.exp(DIP * SHOCKED)
                figures.append(told(WAYS[title], world, np.array([make(draw, mean) for _ in range(worlds)])))
            row[title] = " · ".join(_percent(f) for f in (figures[0][0], figures[1][0], figures[0][1]))
        rows.append(row)
        print(row, flush=True)
    return pd.DataFrame(rows)


def noughts(worlds: int) -> pd.DataFrame:
    """Sides with hardly an event: how often nothing is said, and how often the interval lies wholly on one side of the truth."""
    rows = []
    for events, ratio, rarer in product((0.5, 1, 2, 4, 8), (1, 5, 20), ("before", "after")):
        draw, counted = np.random.default_rng(34), (rarer == "after") == LATER
        mean = events / 24 * np.where(counted, 1.0, ratio) * np.exp(DIP * SHOCKED)
        truth = float(ratio) if rarer == "before" else 1 / ratio
        found = []
        for _ in range(worlds):
            try:
                found.append(
                    rare_change(
                        pd.Series(draw.poisson(mean).astype(float), index=MONTHS),
                        boundary=BOUNDARY,
                        shocks=[SHOCK],
                    )
                )
            except ValueError:  # nought on both sides
                continue
        rows.append(
            {
                f"events expected in the rarer period ({rarer})": f"{events:g}",
                "other side": f"×{ratio}",
                "told": _percent(len(found) / worlds),
                "interval above the truth": _percent(float(np.mean([c.low > truth for c in found]))),
                "below": _percent(float(np.mean([c.high < truth for c in found]))),
            }
        )
    table = pd.DataFrame(rows)
    first = [c for c in table if c.startswith("events")]
    table.insert(
        0,
        "events expected in the rarer period",
        table[first].bfill(axis=1).iloc[:, 0] + np.where(table[first[0]].notna(), " (before)", " (after)"),
    )
    return table.drop(columns=first)


def ends(events: int = 20) -> pd.DataFrame:
    """So many events on one side and none on the other, by the prior's standard deviation of the terms."""
    counts = pd.Series(0.0, index=MONTHS)
    counts.loc[MONTHS[LATER][:events]] = 1.0
    exact = 0.025 ** (1 / events)
    rows = []
    for sd in (1.5, WEAK_PRIOR.coefficient, 5.0, 10.0):
        c = rare_change(counts, boundary=BOUNDARY, shocks=[SHOCK], prior=LatentPrior(coefficient=sd))
        rows.append(
            {
                "sd of the terms": f"{sd:g}",
                "low": f"{c.low:.2f}",
                "estimate": f"{c.change:,.0f}",
                "high": f"{c.high:,.0f}",
            }
        )
    rows.append(
        {
            "sd of the terms": "exact bound without noise",
            "low": f"{exact / (1 - exact):.2f}",
            "estimate": "∞",
            "high": "∞",
        }
    )
    return pd.DataFrame(rows)


def _percent(share: float) -> str:
    return "–" if np.isnan(share) else f"{100 * share:.1f}"


def _table(table: pd.DataFrame) -> str:
    lines = [table.columns.tolist(), ["---"] * len(table.columns), *table.astype(str).to_numpy().tolist()]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def main() -> None:
    """Run the four tables and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=200)
    asked = parser.parse_args()
    start = time.perf_counter()
    warnings.simplefilter("ignore")  # a model without scatter complains
    tables = {
        "ends": _table(ends()),
        "shapes": _table(shapes(asked.worlds)),
        "compared": _table(compared(asked.worlds)),
        "priors": _table(priors(asked.worlds)),
        "noughts": _table(noughts(asked.worlds // 2)),
    }
    PAGE.write_text(
        PAGE_TEXT.format(worlds=asked.worlds, fewer=asked.worlds // 2, **tables), encoding="utf-8"
    )
    print(f"{time.perf_counter() - start:.0f} s")


PAGE_TEXT = """\
# Rare counts and rare shares, by month

Most of a plan's counts are small: a few meetings, drafted plans or new places a month. Compared by fiscal year they could
say nothing once COVID was declared (two clean years beside two). `rare_change` reads them by month: the counts are
Poisson (shares binomial) around a rate whose logarithm wanders from month to month as an AR(1); a step at the boundary, one
annual wave, a pulse for each shocked fiscal year and a step for each definition change are estimated with it. How much and
how long the rate wanders is not known from few events, so both are integrated over (φ: Beta(2, 1.5); σ: half-normal with
scale 0.35; a grid of 60 points, Laplace's approximation at each).

**The rule.** The level is read this way wherever either period holds fewer than 20 events a month outside shocks (of shares
on the rarer side): `RARE_EVENTS_A_MONTH` in `evaluation/evidence.py`. From 20 on the logs of months are regressed, as before.
Compared by fiscal year is only what has no months: numbers standing, and what is recorded in one or two calendar months.
The path is not asked below 5 events a month.

## The ways beside each other

Five years before the boundary, three of them in a shock, and two after. Each cell: false “better” · found at ×1.5 · coverage
where nothing has changed, in %; {worlds} worlds a cell, so that false figures are uncertain by 1 to 2 and the others by up
to 5; of the latent rate at the promised noise and up to 8 events the certified figures stand here (2,000 worlds).
Shares are of 40 cases a month. Noise: standard deviation and autocorrelation of the log rate; (0.3, 0.8) is a stress.
Made by `python benchmarks/rare_counts.py`; what is promised is certified on more worlds in [calibration.md](calibration.md).

{compared}

Clean quarters find as much or more, and fail where noise lasts: with 8 events and more they call chance an improvement
more often than is promised. Logs of quarters hold, and find much less. The latent rate holds at the promised noise, and
finds more than the logs at each mean: one rule serves from nought to twenty.

## What the prior does

False · found · held as above, the step alone. “Terms” is the standard deviation of the normal prior of the step, season,
pulses and breaks.

{priors}

## Records of other shapes

Five events a month on average. Clumps are people who come to one meeting together: they scatter fifteen times as much as
single events, and the grid of σ reaches to 4 for their sake.

{shapes}

What falls into June alone finds nothing by month, and a half-seen wave would be a poor model of it: it is compared by year.

## A side of nought

No half event is added to a month. Where a period holds fewer than 10 events the step's distribution is followed by its
profile instead of a normal one, with Jeffreys' prior (half an event for the whole side, which is Firth's correction). {fewer}
worlds a line; 2.5 % on either side are nominal.

{noughts}

Of 20 events later and none before, the near end lies about the exact bound for priors up to a standard deviation of 5, and
the far end is the prior's: it says no more than that the data set no limit there.

{ends}

Where one side has 20 or more a month and the other none at all, the nought is rather a record that nobody kept: refused, as
before.
"""


if __name__ == "__main__":
    main()
