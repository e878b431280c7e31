"""What to show and what to hide, decided over all tables at once: steps of the series, points and findings."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sojo_eval.disclosure.complementary import Row, rows_to_hide
from sojo_eval.disclosure.printed import OF_FINDINGS, OF_SERIES, printed_counts
from sojo_eval.disclosure.suppression import points_to_hide, small_findings

STEPS = ("month", "quarter", "year", "wave", "published")
"""From fine to coarse."""
MOST_HIDDEN = 0.10
"""A series is shown at the finest step at which at most this share of its points is hidden."""


@dataclass(frozen=True)
class Protection:
    """Three masks: points whose step is shown, points hidden in that step, findings emptied."""

    kept: pd.Series
    points: pd.Series
    findings: pd.Series


def protect(
    series: pd.DataFrame, findings: pd.DataFrame, plans: pd.DataFrame, catalogue: pd.DataFrame, threshold: int
) -> Protection:
    """Decide what is shown. `series` and `findings` have a plain index (0, 1, …).

    Each series keeps one step only, so that a hidden month cannot be had from its quarter: the finest step with at
    most `MOST_HIDDEN` of its points hidden, else the coarsest one with its gaps. The parts of one total share their
    step: a part by quarter would be had, month by month, from the others. A series that has to hide more for
    the sake of others takes the next coarser step, and all is decided again.
    """
    companions = points_to_hide(series, catalogue, threshold)
    small = small_findings(findings, threshold)
    numbers = printed_counts(series, findings, plans, catalogue, threshold)
    group = _with_one_step(series, catalogue)
    rank = series["step"].map({step: i for i, step in enumerate(STEPS)}).fillna(len(STEPS))
    hidden = companions
    # Ranks below this one are not shown any more; it only ever rises.
    finest = pd.Series(0.0, index=series.index)
    while True:
        kept = rank == _finest_step(rank.where(rank >= finest), hidden, group)
        out = companions | ~kept
        gone = rows_to_hide(numbers, _rows(OF_SERIES, out) | _rows(OF_FINDINGS, small))
        hidden = out | pd.Series(
            [(OF_SERIES, i) in gone for i in series.index], index=series.index, dtype=bool
        )
        most = hidden.where(kept).groupby(group).transform("mean").astype(float) > MOST_HIDDEN
        coarser = (rank > rank.where(kept).groupby(group).transform("max")).groupby(group).transform("any")
        if not (most & coarser).any():
            break
        finest = finest.where(~(most & coarser), rank.where(kept).groupby(group).transform("max") + 1)
        hidden = companions
    emptied = pd.Series([(OF_FINDINGS, i) in gone for i in findings.index], index=findings.index, dtype=bool)
    return Protection(kept, hidden & kept, emptied)


def _finest_step(rank: pd.Series, hidden: pd.Series, group: pd.Series) -> pd.Series:
    """For each point the rank of the step that its group shows."""
    share = (
        hidden.astype(float)
        .groupby([group, rank])
        .mean()
        .rename_axis(["group", "rank"])
        .reset_index(name="share")
    )
    chosen = share[share["share"] <= MOST_HIDDEN].groupby("group")["rank"].min()
    return group.map(chosen).fillna(group.map(share.groupby("group")["rank"].max()))


def _with_one_step(series: pd.DataFrame, catalogue: pd.DataFrame) -> pd.Series:
    """A label for each point: its area and its indicator, or the division whose part the indicator counts."""
    indicator = series["indicator"].astype(str)
    if "counts" in catalogue:
        counts = indicator.map(catalogue.set_index("indicator")["counts"]).fillna("").astype(str)
        indicator = indicator.where(~counts.str.contains("/"), counts.str.rpartition("/")[0])
    return series["area"].astype(str) + " " + indicator


def _rows(table: str, mask: pd.Series) -> set[Row]:
    return {(table, int(i)) for i in mask.index[mask]}
