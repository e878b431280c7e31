"""Findings and verdicts: gates before intervals, corrected for multiplicity, with the naive reading beside them."""

from sojo_eval.evaluation.evaluated import evaluate
from sojo_eval.evaluation.evaluation import CityLabel, Evaluation
from sojo_eval.evaluation.explanation import Explanation
from sojo_eval.evaluation.exploring.what_if import WhatIf
from sojo_eval.evaluation.headline.choices import headline_choices
from sojo_eval.evaluation.plan_periods import PlanPeriods, evaluate_periods

__all__ = [
    "CityLabel",
    "Evaluation",
    "Explanation",
    "PlanPeriods",
    "WhatIf",
    "evaluate",
    "evaluate_periods",
    "headline_choices",
]


def __dir__() -> list[str]:
    return sorted(__all__)
