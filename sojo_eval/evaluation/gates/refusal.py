"""Why an indicator is not judged."""

from __future__ import annotations

from dataclasses import dataclass

from sojo_eval.foundation.language import Text


@dataclass(frozen=True)
class Refusal:
    """Why an indicator is not judged: the verdict code and the reason in both languages."""

    verdict: str
    reason: Text


def not_comparable(ja: str, en: str) -> Refusal:
    """The two periods were not measured alike."""
    return Refusal("not_comparable", Text(ja, en))


def no_case(ja: str, en: str) -> Refusal:
    """Nothing happened in either period: a finding of its own, and no ratio."""
    return Refusal("no_case", Text(ja, en))


def insufficient(ja: str, en: str) -> Refusal:
    """There is too little to judge from."""
    return Refusal("insufficient_data", Text(ja, en))
