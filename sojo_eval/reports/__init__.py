"""Reports: what the notebooks show, the pages made of them, and the folder they are published to."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from sojo_eval.reports.blocks import (
    Block,
    attention,
    calibration_answer,
    calibration_bars,
    calibration_method,
    calibration_off_grid,
    calibration_power,
    calibration_title,
    catalogue_table,
    comparators,
    comparators_in_brief,
    comparison,
    data_quality,
    evidence_note,
    facts,
    findings_table,
    folded,
    headline,
    hidden_note,
    how_it_was_worked_out,
    how_to_read,
    indicator_charts,
    limits,
    obtainable,
    plan_periods,
    plan_periods_by_indicator,
    plan_periods_method,
    provenance_block,
    synthetic_banner,
    targets,
    targets_of_plans,
    title_block,
)

__all__ = [
    "Block",
    "attention",
    "calibration_answer",
    "calibration_bars",
    "calibration_method",
    "calibration_off_grid",
    "calibration_power",
    "calibration_title",
    "catalogue_table",
    "comparators",
    "comparators_in_brief",
    "comparison",
    "data_quality",
    "evidence_note",
    "exploring",
    "facts",
    "findings_table",
    "folded",
    "headline",
    "hidden_note",
    "how_it_was_worked_out",
    "how_to_read",
    "if_possible",
    "indicator_charts",
    "limits",
    "monitoring_by_month",
    "monitoring_comparable",
    "monitoring_indicators",
    "monitoring_targets",
    "monitoring_title",
    "notebook_to_html",
    "obtainable",
    "parameters",
    "parameters_without_city",
    "plan_periods",
    "plan_periods_by_indicator",
    "plan_periods_method",
    "provenance_block",
    "sortable",
    "synthetic_banner",
    "targets",
    "targets_of_plans",
    "title_block",
    "write_index",
]

if TYPE_CHECKING:
    from sojo_eval.reports.asked import parameters, parameters_without_city
    from sojo_eval.reports.explore import exploring, if_possible, sortable
    from sojo_eval.reports.html import notebook_to_html
    from sojo_eval.reports.index import write_index
    from sojo_eval.reports.monitoring.blocks import (
        monitoring_by_month,
        monitoring_comparable,
        monitoring_indicators,
        monitoring_targets,
        monitoring_title,
    )

# A notebook needs the blocks alone; nbconvert and papermill cost it more than a second.
_HOME = {
    "exploring": "explore",
    "if_possible": "explore",
    "monitoring_by_month": "monitoring.blocks",
    "monitoring_comparable": "monitoring.blocks",
    "monitoring_indicators": "monitoring.blocks",
    "monitoring_targets": "monitoring.blocks",
    "monitoring_title": "monitoring.blocks",
    "notebook_to_html": "html",
    "parameters": "asked",
    "parameters_without_city": "asked",
    "sortable": "explore",
    "write_index": "index",
}


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
