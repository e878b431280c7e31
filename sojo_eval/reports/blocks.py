"""The pieces a notebook is made of; each call shows one piece of the report."""

from sojo_eval.reports.block import Block
from sojo_eval.reports.calibration import (
    calibration_answer,
    calibration_bars,
    calibration_method,
    calibration_off_grid,
    calibration_power,
    calibration_title,
)
from sojo_eval.reports.comparators import comparators
from sojo_eval.reports.data_quality import data_quality, obtainable
from sojo_eval.reports.findings import comparison, findings_table, indicator_charts
from sojo_eval.reports.method import (
    catalogue_table,
    evidence_note,
    facts,
    how_it_was_worked_out,
    how_to_read,
    limits,
)
from sojo_eval.reports.opening import attention, folded, headline, synthetic_banner, title_block
from sojo_eval.reports.progress.beside_others import comparators_in_brief
from sojo_eval.reports.progress.plan_periods import (
    plan_periods,
    plan_periods_by_indicator,
    plan_periods_method,
    targets_of_plans,
)
from sojo_eval.reports.progress.targets import targets
from sojo_eval.reports.provenance import hidden_note, provenance_block

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
    "facts",
    "findings_table",
    "folded",
    "headline",
    "hidden_note",
    "how_it_was_worked_out",
    "how_to_read",
    "indicator_charts",
    "limits",
    "obtainable",
    "plan_periods",
    "plan_periods_by_indicator",
    "plan_periods_method",
    "provenance_block",
    "synthetic_banner",
    "targets",
    "targets_of_plans",
    "title_block",
]
