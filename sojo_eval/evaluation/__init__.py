"""Findings and verdicts: gates before intervals, corrected for multiplicity, with the naive reading beside them."""

from sojo_eval.evaluation.comparison import Comparison, compare_with_others
from sojo_eval.evaluation.equity import Equity, equity
from sojo_eval.evaluation.evaluate import evaluate
from sojo_eval.evaluation.evaluation import CityLabel, Evaluation
from sojo_eval.evaluation.explanation import Explanation
from sojo_eval.evaluation.pathway import Pathway, pathway
from sojo_eval.evaluation.referral_network import ReferralNetwork, referral_network
from sojo_eval.evaluation.standardisation import age_standardised

__all__ = [
    "CityLabel",
    "Comparison",
    "Equity",
    "Evaluation",
    "Explanation",
    "Pathway",
    "ReferralNetwork",
    "age_standardised",
    "compare_with_others",
    "equity",
    "evaluate",
    "pathway",
    "referral_network",
]
