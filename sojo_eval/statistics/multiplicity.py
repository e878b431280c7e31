"""Many indicators at once: p-values adjusted over the whole set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from statsmodels.stats.multitest import multipletests

from sojo_eval.statistics.inputs import Column, column, confidence_level, numbers, one_of
from sojo_eval.statistics.results import LINE_COLOUR, Result, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Adjustment = Literal["fdr_bh", "holm", "bonferroni"]

_METHODS: dict[str, tuple[str, str]] = {
    "fdr_bh": ("false discovery rate over all tests", "Benjamini & Hochberg 1995"),
    "holm": ("family-wise error, step-down", "Holm 1979"),
    "bonferroni": ("family-wise error, each p times the number of tests", "Dunn 1961"),
}


@dataclass(frozen=True, eq=False)
class MultipleComparisons(Result):
    """p-values, their adjusted values and whether each is rejected at `level`; all with the index given.

    A missing p-value stays missing, is not counted among the tests and not rejected.
    """

    p: pd.Series
    adjusted: pd.Series
    rejected: pd.Series
    level: float
    method: str
    source: str

    def to_frame(self) -> pd.DataFrame:
        """One row a test: test (its label), p, adjusted, rejected."""
        frame = pd.DataFrame({"p": self.p, "adjusted": self.adjusted, "rejected": self.rejected})
        return frame.rename_axis("test").reset_index()

    def plot(self, ax: Axes | None = None) -> Axes:
        """Sorted p-values (hollow) and what they are after adjustment (filled), with the level as dashed line."""
        axes = new_axes(ax, (6.0, 2.6))
        order = self.p.dropna().sort_values(kind="stable").index
        rank = np.arange(1, len(order) + 1)
        axes.plot(rank, self.p[order], "o", mfc="none", mec=LINE_COLOUR, label="p")
        axes.plot(rank, self.adjusted[order], "o", color=LINE_COLOUR, label="adjusted")
        axes.axhline(self.level, linestyle="--", color="#555555")
        axes.set_ylim(0, 1.02)
        axes.set_xlabel("tests by rising p-value")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, fontsize="small")
        return axes

    def __str__(self) -> str:
        return (
            f"{int(self.rejected.sum())} of {int(self.p.notna().sum())} tests rejected at {100 * self.level:g} %; "
            f"{self.method} ({self.source})"
        )


def multiple_comparisons(
    p: Column, method: Adjustment = "fdr_bh", level: float = 0.05
) -> MultipleComparisons:
    """Adjust p-values over the whole set of tests.

    p: (tests,) in 0..1, missing allowed (they are set aside: statsmodels would make all of them missing).
    method: "fdr_bh" keeps the expected share of false rejections at `level`; "holm" and "bonferroni" keep the
    chance of any.
    Source: Benjamini & Hochberg (1995); Holm (1979); Dunn (1961).
    Raises ValueError for p-values outside 0..1, labels that occur twice, and an unknown method or level.
    """
    one_of(method, "method", get_args(Adjustment))
    level = confidence_level(level)
    index = column(p, "p").index
    if not index.is_unique:
        raise ValueError("p: every test needs a label of its own")
    values = pd.Series(numbers(p, "p", missing=True, least=0.0), index=index)
    if (values > 1).any():
        raise ValueError(f"p: p-values must lie between 0 and 1, not {values.max():g}")
    adjusted = pd.Series(np.nan, index=index, dtype=float)
    known = values.notna()
    if known.any():
        p_known = values[known].to_numpy(dtype=np.float64)
        adjusted[known] = (
            _holm(p_known) if method == "holm" else multipletests(p_known, alpha=level, method=method)[1]
        )
    return MultipleComparisons(values, adjusted, adjusted <= level, level, *_METHODS[method])


def _holm(p: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """Step-down: the k-th smallest times the number not yet rejected, never below an earlier one.

    As statsmodels has it, whose own collects the garbage of the whole process each time (a tenth of a second in a city).
    """
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1)).clip(max=1.0)
    adjusted = np.empty_like(p)
    adjusted[order] = stepped
    return adjusted


def benjamini_hochberg(p: Column, level: float = 0.05) -> MultipleComparisons:
    """False discovery rate over the whole set: `multiple_comparisons` as Benjamini & Hochberg (1995) had it."""
    return multiple_comparisons(p, "fdr_bh", level)
