"""What the plan's text asks for is measured by what there is, or says why not."""

from __future__ import annotations

import pytest

from sojo_eval.indicators import built_in
from sojo_eval.indicators.plan_phrases import PHRASES, Phrase


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.said.en)
def test_a_phrase_names_indicators_that_there_are_and_says_how(phrase: Phrase) -> None:
    assert phrase.indicators
    assert set(phrase.indicators) <= set(built_in())
    assert phrase.how.ja
    assert phrase.how.en


def test_the_three_priorities_are_all_among_what_measures_the_text() -> None:
    used = {indicator.split(".")[0] for phrase in PHRASES for indicator in phrase.indicators}
    assert used == {"connections", "consultation", "information"}
