"""One shape for every result: frozen, with a frame, a picture, a sentence and its method's source."""

from __future__ import annotations

import html
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from scipy import stats

from sojo_eval.foundation.look import in_notebook
from sojo_eval.foundation.showing.told import Told

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Scale = Literal["ratio", "difference"]

Z_TWO_SIDED_5_PERCENT = float(stats.norm.ppf(0.975))
Z_POWER_80_PERCENT = float(stats.norm.ppf(0.80))

LINE_COLOUR = "#1f3b57"


class Result(Told, ABC):
    """What every estimator returns. Subclasses are frozen dataclasses."""

    @abstractmethod
    def to_frame(self) -> pd.DataFrame:
        """Every number, as a table that can be joined with others."""

    @abstractmethod
    def plot(self, ax: Axes | None = None) -> Axes:
        """The result as a picture."""

    @abstractmethod
    def __str__(self) -> str:
        """The result as one sentence, with its method."""

    def _repr_html_(self) -> str:
        frame = self.to_frame()
        table = frame.T.to_html(header=False) if len(frame) == 1 else frame.to_html(index=False)
        return in_notebook(f"<p>{html.escape(str(self))}</p>{table}", "en")


def new_axes(ax: Axes | None, size: tuple[float, float] = (6.0, 1.6)) -> Axes:
    """The axes given, or those of a new figure of `size` inches, which is saved with its letters as letters."""
    if ax is not None:
        return ax
    from matplotlib import pyplot as plt  # heavy, and only needed when a picture is asked for

    from sojo_eval.statistics.figures import PublicationFigure

    return plt.subplots(figsize=size, layout="constrained", FigureClass=PublicationFigure)[1]


@dataclass(frozen=True)
class IntervalEstimate(Result):
    """One value with its interval at `level`; infinite where the data do not reach it (a median not yet seen).

    `n` counts what it rests on (`n_unit`). `standard_error` is given where the method has one.
    """

    what: str
    value: float
    low: float
    high: float
    n: float
    n_unit: str
    method: str
    source: str
    level: float = 0.95
    standard_error: float | None = None

    def to_frame(self) -> pd.DataFrame:
        """One row with every field."""
        return pd.DataFrame([vars(self)])

    def plot(self, ax: Axes | None = None) -> Axes:
        """The value as a point on its interval; an arrowhead where the interval has no end."""
        axes = new_axes(ax)
        seen = [float(x) for x in (self.low, self.value, self.high) if np.isfinite(x)]
        axes.hlines(0, min(seen), max(seen), linewidth=1.5, color=LINE_COLOUR)
        if np.isfinite(self.value):
            axes.plot([self.value], [0], "o", color=LINE_COLOUR)
        if not np.isfinite(self.high):
            axes.plot([max(seen)], [0], ">", color=LINE_COLOUR)
        axes.set_yticks([])
        axes.set_xlabel(f"{self.what} ({100 * self.level:g} %)")
        return axes

    def __str__(self) -> str:
        return (
            f"{self.what} {self.value:.4g} ({100 * self.level:g} % {self.low:.4g} to {self.high:.4g}), "
            f"n {self.n:.6g} {self.n_unit}; {self.method}"
        )


@dataclass(frozen=True)
class ChangeEstimate(Result):
    """How much something changed from an earlier to a later period, and how sure that is.

    `change` is a ratio (1.12 = 12 % more) when `scale` is "ratio", else a difference in the unit of the data.
    `low`/`high` bound the 95 % interval, `low_90`/`high_90` the 90 % interval. `detectable` is the smallest
    change (as a size: 0.12 = ±12 %, or in the unit of the data) that this design finds with 80 % power.
    `n_before`/`n_after` count what the estimate rests on: months, years, respondents or persons, as `n_unit` says.
    `sensitivities` holds the same change under other assumptions declared beforehand. `after_low`/`after_high` bound
    the 95 % interval of `after` alone, which a target is held against; NaN where the method gives none.
    """

    scale: Scale
    before: float
    after: float
    change: float
    low: float
    high: float
    low_90: float
    high_90: float
    p: float
    detectable: float
    n_before: float
    n_after: float
    n_unit: str
    method: str
    source: str
    phi: float | None = None
    sensitivities: Mapping[str, float] = field(default_factory=dict)
    after_low: float = float("nan")
    after_high: float = float("nan")

    @property
    def no_change(self) -> float:
        """The value of `change` that means nothing happened: 1 for ratios, 0 for differences."""
        return 1.0 if self.scale == "ratio" else 0.0

    def to_frame(self) -> pd.DataFrame:
        """One row with every number, for joining with others."""
        row = {k: v for k, v in vars(self).items() if k != "sensitivities"}
        row.update({f"sensitivity_{k}": v for k, v in self.sensitivities.items()})
        return pd.DataFrame([row])

    def plot(self, ax: Axes | None = None) -> Axes:
        """The change with its 95 % (thin) and 90 % (thick) interval; the dashed line means no change."""
        axes = new_axes(ax)
        axes.hlines(0, self.low, self.high, linewidth=1.5, color=LINE_COLOUR)
        axes.hlines(0, self.low_90, self.high_90, linewidth=4, color=LINE_COLOUR)
        axes.plot([self.change], [0], "o", color=LINE_COLOUR)
        axes.axvline(self.no_change, linestyle="--", color="#555555")
        axes.set_yticks([])
        axes.set_xlabel(f"{self.scale} (95 %, 90 %)")
        return axes

    def __str__(self) -> str:
        return (
            f"{self.scale} {self.change:.4g} (95 % {self.low:.4g} to {self.high:.4g}), p {self.p:.3g}, "
            f"from {self.before:.4g} to {self.after:.4g}; {self.method}"
        )
