"""Figures of the reports: each knows its words for those who cannot see it, and the data it shows."""

from sojo_eval.charts.calibration_methods import calibration_methods
from sojo_eval.charts.changes_forest import changes_forest
from sojo_eval.charts.chart import Chart
from sojo_eval.charts.comparator_chart import comparator_chart
from sojo_eval.charts.pillar_overview import pillar_overview
from sojo_eval.charts.plan_periods_chart import plan_periods_chart
from sojo_eval.charts.series_chart import series_chart
from sojo_eval.charts.survey_waves import survey_waves

__all__ = [
    "Chart",
    "calibration_methods",
    "changes_forest",
    "comparator_chart",
    "pillar_overview",
    "plan_periods_chart",
    "series_chart",
    "survey_waves",
]


def __dir__() -> list[str]:
    return sorted(__all__)
