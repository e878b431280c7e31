"""The gates as a whole: sound evidence passes them all, in their order, each with its title in both languages."""

from __future__ import annotations

from sojo_eval.evaluation.gates import GATES, first_refusal
from tests.evaluation.made_evidence import monthly_evidence, survey_evidence


def test_sound_evidence_passes_every_gate() -> None:
    assert first_refusal(monthly_evidence()) is None
    assert first_refusal(survey_evidence()) is None


def test_not_comparable_comes_before_insufficient() -> None:
    names = [gate.refuse.__name__ for gate in GATES]
    assert names.index("survey_design_changed") < names.index("a_period_without_data")


def test_every_gate_has_its_title_in_both_languages() -> None:
    for gate in GATES:
        assert gate.title.ja
        assert gate.title.en
        assert gate.refuse.__doc__
