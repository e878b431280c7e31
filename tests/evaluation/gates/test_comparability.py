"""What is not compared: a changed definition, a reworded question, another survey design."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from sojo_eval.evaluation.gates import first_refusal
from sojo_eval.foundation.language import Text
from tests.evaluation.made_evidence import monthly_evidence, refused, survey_evidence


def test_a_definition_change_at_the_boundary_is_not_compared() -> None:
    evidence = replace(monthly_evidence(), boundary_breaks=(Text("集計方法の変更", "new counting"),))
    verdict, reason = refused(evidence)
    assert verdict == "not_comparable"
    assert "集計方法の変更" in reason


def test_a_reworded_question_is_not_compared() -> None:
    evidence = survey_evidence()
    unlinked = evidence.questions.assign(comparable_with=[None, None])
    assert refused(replace(evidence, questions=unlinked))[0] == "not_comparable"


def test_a_chain_of_comparable_questions_is_followed_and_a_circle_ends() -> None:
    evidence = survey_evidence()
    chain = pd.DataFrame({"question_id": ["q4", "qx", "q5"], "comparable_with": [None, "q4", "qx"]})
    assert first_refusal(replace(evidence, questions=chain)) is None
    circle = pd.DataFrame({"question_id": ["q4", "qx", "q5"], "comparable_with": [None, "q5", "qx"]})
    assert refused(replace(evidence, questions=circle))[0] == "not_comparable"


@pytest.mark.parametrize(
    ("column", "word"), [("mode", "調査方法"), ("frame", "母集団"), ("sampling", "抽出法")]
)
def test_a_changed_survey_design_is_not_compared(column: str, word: str) -> None:
    evidence = survey_evidence()
    waves = evidence.waves.copy()
    waves[column] = ["a", "b"]
    verdict, reason = refused(replace(evidence, waves=waves))
    assert verdict == "not_comparable"
    assert word in reason


def test_a_definition_change_is_modelled_by_month_and_refused_elsewhere() -> None:
    inside = (pd.Timestamp("2021-04-01"),)
    assert first_refusal(replace(monthly_evidence(), breaks=inside)) is None
    yearly = replace(monthly_evidence("connections.hotnet_promoters_active"), breaks=inside)
    assert refused(yearly)[0] == "not_comparable"
