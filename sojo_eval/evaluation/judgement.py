"""One indicator, one area, one question, taken through the gates and the estimator; the verdict comes later.

Verdicts need the p-values of the whole indicator set, so they wait for `evaluate`.
"""

from __future__ import annotations

from dataclasses import dataclass

from sojo_eval.evaluation.estimates import estimate_change
from sojo_eval.evaluation.evidence import AnyEvidence
from sojo_eval.evaluation.gates import first_refusal
from sojo_eval.evaluation.gates.refusal import Refusal
from sojo_eval.foundation.language import Text
from sojo_eval.statistics import ChangeEstimate, TooFewEventsError
from sojo_eval.statistics.threads import one_thread

_NO_ESTIMATE = Text(
    "この資料からは、計画の境目の変化をほかの変化と分けて推定できません",
    "These data cannot tell a change at the plan boundary from other changes",
)
_TOO_FEW_EVENTS = Text(
    "一方の期間の件数が少なすぎるため、変化の割合を見積もれません",
    "One period holds too few events for a ratio to be estimated",
)
_NOT_TO_BE_TESTED = Text(
    "この資料では、判定に足りるかどうかを確かめる計算ができません",
    "These data do not allow what must be computed to see whether they suffice for a verdict",
)


@dataclass(frozen=True)
class Judged:
    """The evidence with its estimate, or with the refusal that stands in its place."""

    evidence: AnyEvidence
    refusal: Refusal | None
    estimate: ChangeEstimate | None

    @property
    def place(self) -> tuple[str, str]:
        """The indicator and the area: what both questions are asked of."""
        return self.evidence.entry.id, self.evidence.area

    @property
    def p(self) -> float:
        """The p-value that enters the correction for multiplicity; context indicators are not tested."""
        if self.estimate is None or self.evidence.entry.direction == "context":
            return float("nan")
        return self.estimate.p


def judge(evidence: AnyEvidence) -> Judged:
    """Gates first, then the estimate, with one thread for linear algebra."""
    with one_thread():
        return _judge(evidence)


def _judge(evidence: AnyEvidence) -> Judged:
    try:
        refusal = first_refusal(evidence)
    except ValueError:  # a gate that itself needs an estimate, which these data do not give
        refusal = Refusal("insufficient_data", _NOT_TO_BE_TESTED)
    if refusal is not None:
        return Judged(evidence, refusal, None)
    try:
        return Judged(evidence, None, estimate_change(evidence))
    except TooFewEventsError:
        return Judged(evidence, Refusal("insufficient_data", _TOO_FEW_EVENTS), None)
    except (
        ValueError
    ):  # NotIdentifiedError among them; whatever the data are, the other indicators are judged
        return Judged(evidence, Refusal("insufficient_data", _NO_ESTIMATE), None)
