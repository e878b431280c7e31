"""Targets of a plan: what was declared, what in it cannot be, and how far things are on the way, with the interval."""

from sojo_eval.evaluation.targets.declared import target_problems
from sojo_eval.evaluation.targets.judged import judged_targets, with_targets

__all__ = ["judged_targets", "target_problems", "with_targets"]
