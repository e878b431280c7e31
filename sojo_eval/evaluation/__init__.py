"""Findings and verdicts: gates before intervals, corrected for multiplicity, with the naive reading beside them."""

from sojo_eval.evaluation.evaluate import evaluate
from sojo_eval.evaluation.evaluated import evaluated
from sojo_eval.evaluation.evaluation import CityLabel, Evaluation
from sojo_eval.evaluation.explanation import Explanation
from sojo_eval.evaluation.headline.choices import headline_choices
from sojo_eval.evaluation.plan_periods import PlanPeriods, evaluate_periods

__all__ = [
    "CityLabel",
    "Evaluation",
    "Explanation",
    "PlanPeriods",
    "evaluate",
    "evaluate_periods",
    "evaluated",
    "headline_choices",
]
