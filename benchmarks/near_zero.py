"""Where half an event carries the estimate: `python benchmarks/near_zero.py [--worlds N]` writes docs/near_zero.md.

`level_and_path` takes logs, and adds half an event to each month or quarter so that nought has one. Where a side has
hardly any events the half event is what is estimated. Here worlds whose ratio is known are run with the rule that
refuses (`LEAST_EVENTS_A_ROW`) and without it, by how many events a row the rarer side has.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sojo_eval.calibration.worlds import BOUNDARY, scattered_counts
from sojo_eval.statistics import NotIdentifiedError, level_and_path
from sojo_eval.statistics.monthly import monthly_series

MONTHS = pd.date_range("2019-04-01", periods=84, freq="MS")
AFTER = np.asarray(MONTHS >= BOUNDARY)
EVENTS_A_ROW = (0.15, 0.3, 0.6, 1.0, 1.5, 2.0, 3.0, 5.0)
RATIOS = (1, 3, 10, 100, 1200)
WORLDS = 100
PAGE = Path(__file__).resolve().parent.parent / "docs" / "near_zero.md"


@dataclass(frozen=True)
class Cell:
    """One kind of world: the rarer side's events a month or quarter, the other side's as a multiple, which is rarer."""

    events_a_row: float
    ratio: int
    rarer: str

    @property
    def monthly(self) -> np.ndarray:
        """(84,) expected events; months are taken for rows where both sides together have twenty a month."""
        for months_a_row in (3, 1):
            low = self.events_a_row / months_a_row
            expected = np.where((self.rarer == "after") == AFTER, low, low * self.ratio)
            if (expected.mean() < monthly_series.MONTHLY_MEAN_FOR_MONTHS) == (months_a_row == 3):
                break
        return expected

    @property
    def truth(self) -> float:
        return float(self.ratio) if self.rarer == "before" else 1 / self.ratio


@dataclass(frozen=True)
class Told:
    """What is said of one world: whether the interval holds the truth, and how far off the estimate is (a factor)."""

    covered: bool
    off: float


def told(cell: Cell, counts: np.ndarray, least: float) -> Told | None:
    """None where it is refused when fewer than `least` events a row are."""
    ruled = monthly_series.LEAST_EVENTS_A_ROW
    monthly_series.LEAST_EVENTS_A_ROW = least
    try:
        change = level_and_path(pd.Series(counts, index=MONTHS), boundary=BOUNDARY)
    except NotIdentifiedError:
        return None
    finally:
        monthly_series.LEAST_EVENTS_A_ROW = ruled
    return Told(change.low <= cell.truth <= change.high, change.change / cell.truth)


def line(cell: Cell, worlds: int) -> dict[str, object]:
    """Half of the worlds with Poisson counts, half with counts that scatter more."""
    generator = np.random.default_rng(11)
    counts = [
        generator.poisson(cell.monthly).astype(float) if i % 2 else scattered_counts(generator, cell.monthly)
        for i in range(worlds)
    ]
    ruled, free = [], []
    for row in counts:
        found = told(cell, row, monthly_series.LEAST_EVENTS_A_ROW)
        ruled += [found] if found else []
        without = found or told(cell, row, 0.0)
        free += [without] if without else []
    return {
        "rarer side, events a row": f"{cell.events_a_row:g} ({cell.rarer})",
        "other side": f"×{cell.ratio:,}",
        "without the rule: coverage": share([t.covered for t in free]),
        "estimate / truth (median)": f"{np.median([t.off for t in free]):.2f}" if free else "–",
        "with the rule: refused": share([True] * (worlds - len(ruled)) + [False] * len(ruled)),
        "coverage of those told": share([t.covered for t in ruled]),
    }


def share(flags: list[bool]) -> str:
    return f"{100 * np.mean(flags):.0f} %" if flags else "–"


def page(table: pd.DataFrame, worlds: int) -> str:
    """The page of docs, its numbers from this run."""
    head = " | ".join(table.columns)
    rows = "\n".join("| " + " | ".join(map(str, row)) + " |" for row in table.itertuples(index=False))
    return f"""# A side with nothing, or almost nothing

A ratio needs events on both sides. `level_and_path` takes the logarithm of each month (or quarter) and adds half an
event, so that a month of nought has one. Where a whole side has hardly any, that half is what is estimated: 0.05
participants a month before a plan and 60 after it are ×1,200, of which about a quarter was told (first lines of the table).

**The rule.** No event at all on one side (of shares: nothing else) is refused. So is a side with fewer than
{monthly_series.LEAST_EVENTS_A_ROW:g} events a month, or a quarter where quarters are analysed, outside shocks; of shares on the rarer
side. The error is `NotIdentifiedError`, names `counts` and says the mean. Yearly counts and shares, `segmented_poisson`
and `restricted_mean_change` add nothing to their counts, and refuse a side without any event only. Intervals of one share or
count (`wilson_interval`, `count_interval`), `newcombe_interval`, survey shares, Kaplan–Meier quantiles and cumulative incidence
are exact or near it at nought, and tell it.

The evaluation asks `level_and_path` for the path, and for the level from 20 events a month on. Below that the level is read by
`rare_change`, which adds nothing to a month and knows how to tell a side of nought ([rare_counts.md](rare_counts.md)).

**What it costs and what it mends.** {worlds} worlds a line, 60 months before and 24 after, half with Poisson counts and half
with counts that scatter more; nominal coverage 95 %. Made by `python benchmarks/near_zero.py`.

| {head} |
|{"---|" * len(table.columns)}
{rows}

From 2 events a row on the estimate is no longer pulled towards 1. What coverage is still missing where a series falls to a
tenth or less has another cause: months with few events scatter more than those before, and the model has one scatter for both
sides. There the interval is too short, as the last column says; the direction is not in doubt.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=WORLDS)
    worlds = parser.parse_args().worlds
    cells = [
        Cell(events, ratio, rarer)
        for events in EVENTS_A_ROW
        for ratio in RATIOS
        for rarer in ("before", "after")
        if ratio > 1 or rarer == "before"
    ]
    table = pd.DataFrame([line(cell, worlds) for cell in cells])
    print(table.to_string(index=False))
    PAGE.write_text(page(table, worlds), encoding="utf-8")


if __name__ == "__main__":
    main()
