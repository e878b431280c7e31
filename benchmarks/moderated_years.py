"""Yearly counts whose scatters borrow from each other: `python benchmarks/moderated_years.py [--worlds N]`.

Writes docs/moderated_years.md: today's t on the indicator's own dispersion beside the moderated t (Smyth 2004), for few
years, few and many indicators, and dispersions that are alike, mixed, or wide in one of them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from sojo_eval.calibration.worlds import Array
from sojo_eval.statistics.moderated import moderated_dispersions

PAGE = Path(__file__).resolve().parent.parent / "docs" / "moderated_years.md"
YEARS = ((2, 2), (3, 2))
INDICATORS = (4, 5, 10, 20)
RATE_RATIO = 1.5
MEANS = (20.0, 300.0)
"""Between these the indicators' events a year lie, evenly on the log scale."""
SEED = 41

DISPERSIONS: dict[str, Callable[[np.random.Generator, int], Array]] = {
    "all 2": lambda draw, k: np.full(k, 2.0),
    "1.2 and 5 in turn": lambda draw, k: np.where(np.arange(k) % 2, 5.0, 1.2),
    "lognormal around 2, sd 0.7": lambda draw, k: np.maximum(1.05, np.exp(draw.normal(np.log(2), 0.7, k))),
    "one 20, the others 1.5": lambda draw, k: np.where(np.arange(k) == 0, 20.0, 1.5),
}


@dataclass(frozen=True)
class Said:
    """One row an indicator of a world: called better by its own t, by the moderated t, and its true dispersion."""

    own: Array
    moderated: Array
    dispersion: Array


def one_world(
    draw: np.random.Generator, years: tuple[int, int], k: int, dispersions: str, ratio: float
) -> Said:
    """Two periods of yearly counts of k indicators, judged by quasi-Poisson: two means, Pearson's dispersion, not below 1."""
    later = np.arange(sum(years)) >= years[0]
    dispersion = DISPERSIONS[dispersions](draw, k)
    mean = np.exp(draw.uniform(*np.log(MEANS), k))[:, None] * np.where(later, ratio, 1.0)
    counts = draw.negative_binomial(mean / (dispersion[:, None] - 1), 1 / dispersion[:, None]).astype(float)
    first, second = counts[:, ~later].sum(axis=1), counts[:, later].sum(axis=1)
    known = (first > 0) & (second > 0)
    counts, first, second = counts[known], first[known], second[known]
    fitted = np.where(later, (second / years[1])[:, None], (first / years[0])[:, None])
    df = sum(years) - 2
    own = ((counts - fitted) ** 2 / fitted).sum(axis=1) / df
    change = np.log(second / years[1]) - np.log(first / years[0])
    error = np.sqrt(1 / first + 1 / second)
    together = moderated_dispersions(own, np.full(own.size, float(df)))
    return Said(
        change > stats.t.ppf(0.975, df) * error * np.sqrt(np.maximum(1.0, own)),
        change > stats.t.ppf(0.975, together.df) * error * np.sqrt(np.maximum(1.0, together.values)),
        dispersion[known],
    )


def figures(
    worlds: int, ratio: float, years: tuple[int, int], k: int, dispersions: str
) -> tuple[float, float, float]:
    """Share called better: by the own t, by the moderated one, by the moderated one among those that scatter most."""
    draw = np.random.default_rng(SEED)
    said = [one_world(draw, years, k, dispersions, ratio) for _ in range(worlds)]
    own, moderated, dispersion = (np.concatenate([getattr(s, name) for s in said]) for name in vars(said[0]))
    widest = dispersion >= (
        dispersion.max() if dispersions != "lognormal around 2, sd 0.7" else np.quantile(dispersion, 0.9)
    )
    return float(own.mean()), float(moderated.mean()), float(moderated[widest].mean())


def table(worlds: int) -> pd.DataFrame:
    """One row a cell."""
    rows = []
    for years, k, dispersions in product(YEARS, INDICATORS, DISPERSIONS):
        null = figures(worlds, 1.0, years, k, dispersions)
        found = figures(worlds // 4, RATE_RATIO, years, k, dispersions)
        rows.append(
            (f"{years[0]} + {years[1]}", k, dispersions, *(f"{100 * x:.1f}" for x in (*null, *found[:2])))
        )
    return pd.DataFrame(
        rows,
        columns=[
            "years", "indicators", "true dispersions", "false, own", "false, moderated", "same, those that scatter most",
            f"found at ×{RATE_RATIO:g}, own", "found, moderated",
        ],
    )  # fmt: skip


def main() -> None:
    """Run the grid and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=2000)
    asked = parser.parse_args()
    found = table(asked.worlds)
    moderated, widest = (
        found[c].astype(float) for c in ("false, moderated", "same, those that scatter most")
    )
    body = "\n".join(
        f"| {' | '.join(map(str, line))} |"
        for line in [found.columns.tolist(), ["---"] * len(found.columns), *found.to_numpy().tolist()]
    )
    PAGE.write_text(
        TEXT.format(
            worlds=f"{asked.worlds:,}", average=moderated.mean(), worst=moderated.max(), widest=widest.max(), table=body,
            low=MEANS[0], high=MEANS[1],
        ),
        encoding="utf-8",
    )  # fmt: skip


TEXT = """\
# Years that borrow from each other

With two clean years on either side an indicator's scatter rests on two degrees of freedom. Where several indicators are
counted by the year, the scatter of each can be drawn towards what all have in common (moderated t, Smyth 2004, as in
limma; `statistics/moderated.py`). {worlds} worlds a cell, {low:g} to {high:g} events a year; figures in %. Made by
`python benchmarks/moderated_years.py`.

{table}

**Not adopted.** Over all indicators the false rate is {average:.1f} % on average and {worst:.1f} % in the worst cell, which
would do. But for the indicators that truly scatter most it reaches {widest:.1f} %: they are judged by a calm that they do
not have, and a verdict names one indicator. Since rare counts are read by month ([rare_counts.md](rare_counts.md)), only
numbers standing and what is recorded once a year are left to years: four to six indicators of a city, which differ in
kind.
"""


if __name__ == "__main__":
    main()
