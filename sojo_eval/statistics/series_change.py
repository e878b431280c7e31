"""The change of a monthly series at a boundary, with the course it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import pandas as pd

from sojo_eval.statistics.results import LINE_COLOUR, ChangeEstimate, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Question = Literal["level", "path"]
"""Compared with the earlier side's level, or with its own course carried on."""

YEARS_P = 0.10
LEAST_SPARE_YEARS = 3
"""With fewer the years alone would deny most true changes too (docs/calibration.md)."""
COURSE_COLUMNS = ["month", "observed", "fitted", "counterfactual", "after", "shocked"]


@dataclass(frozen=True)
class SeriesChange(ChangeEstimate):
    """A change at the boundary, with the course of the series it was read from.

    course: one row an analysed month or quarter (`COURSE_COLUMNS`, month = its first month): the observed rate or
    share, what the model fits, and what it expects after the boundary had there been no step (missing before it).
    fiscal_years_p: two-sided p of the step among the clean fiscal years alone, NaN where none is to spare;
    fiscal_years_spare: years beyond the terms of that model.
    """

    question: Question = "level"
    step: Literal["month", "quarter"] = "month"
    fiscal_years_p: float = float("nan")
    fiscal_years_spare: int = 0
    course: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=COURSE_COLUMNS))

    @property
    def fiscal_years_agree(self) -> bool | None:
        """Whether the fiscal years alone show a change to the same side at p < `YEARS_P`; None with too few to deny it.

        Where years have levels of their own, months within them say less than the model takes them to
        (docs/calibration.md).
        """
        if self.fiscal_years_spare < LEAST_SPARE_YEARS or self.fiscal_years_p != self.fiscal_years_p:
            return None
        side = self.sensitivities["fiscal_years"] > self.no_change
        return side == (self.change > self.no_change) and self.fiscal_years_p < YEARS_P

    def to_frame(self) -> pd.DataFrame:
        """One row with every number; the course is a table of its own."""
        return super().to_frame().drop(columns="course")

    def plot(self, ax: Axes | None = None, *, per: float = 1.0) -> Axes:
        """Observed points, the fitted line broken at the boundary, and the line expected without a step.

        per: what the rates are multiplied by, for example 1,000 residents.
        """
        axes = new_axes(ax, (8.0, 3.2))
        course = self.course.copy()
        course[["observed", "fitted", "counterfactual"]] *= per
        for shocked, fill in ((False, "#777777"), (True, "white")):
            part = course[course["shocked"] == shocked]
            label = "in a declared shock" if shocked else "observed"
            if len(part):
                axes.plot(part["month"], part["observed"], "o", ms=3.5, mec="#777777", mfc=fill, label=label)
        for after in (False, True):
            side = course[course["after"] == after]
            axes.plot(side["month"], side["fitted"], color=LINE_COLOUR, label=None if after else "fitted")
        later = course[course["after"]]
        axes.plot(
            later["month"], later["counterfactual"], "--", color="#b84300", label="expected without a step"
        )
        axes.axvline(later["month"].min(), color="#555555", linewidth=0.8)
        axes.set_ylim(bottom=0)
        axes.legend(frameon=False, fontsize=8)
        return axes
