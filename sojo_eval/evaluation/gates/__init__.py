"""Gates come before the interval: what cannot be compared, and what is too little to be judged."""

from sojo_eval.evaluation.gates.policy import GATES, Gate, first_refusal

__all__ = ["GATES", "Gate", "first_refusal"]
