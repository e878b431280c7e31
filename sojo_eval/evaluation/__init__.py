"""Findings and verdicts: gates before intervals, corrected for multiplicity, with the naive reading beside them."""

from sojo_eval.evaluation.comparison import Comparison, compare_with_others
from sojo_eval.evaluation.evaluate import evaluate
from sojo_eval.evaluation.evaluation import CityLabel, Evaluation
from sojo_eval.evaluation.explanation import Explanation
from sojo_eval.evaluation.pathway import Pathway, pathway
from sojo_eval.evaluation.referral_network import ReferralNetwork, referral_network

__all__ = [
    "CityLabel",
    "Comparison",
    "Evaluation",
    "Explanation",
    "Pathway",
    "ReferralNetwork",
    "compare_with_others",
    "evaluate",
    "pathway",
    "referral_network",
]
