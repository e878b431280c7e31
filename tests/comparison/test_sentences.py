"""Below D3 no sentence names a cause, and at D3 none claims proof."""

from __future__ import annotations

import itertools
import re

import pytest

from sojo_eval.comparison.sentences import VERDICTS, comparison_sentence

CAUSAL = re.compile(r"because|due to|thanks to|caused|led to|によって|により|のおかげ|の効果|の成果|ため改善")


def made_row(verdict: str, grade: str, hidden: bool = False) -> dict[str, object]:
    number = float("nan") if hidden else 0.1
    names = ("value_baseline", "value_current", "own_change", "others_change", "expected_current", "change",
             "change_low", "change_high", "detectable_change")  # fmt: skip
    return dict.fromkeys(names, number) | {
        "verdict": verdict, "grade": grade, "direction": "higher", "own_reading": "improving", "unit": "share",
        "scale": "difference", "title_ja": "指標", "title_en": "Indicator", "others": 6, "reasons_ja": "理由",
        "reasons_en": "a reason",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "grade", "hidden"), [*itertools.product(VERDICTS, ("D0", "D1", "D2", "D3"), (True, False))]
)
def test_below_d3_no_sentence_names_a_cause_and_at_d3_none_claims_proof(
    verdict: str, grade: str, hidden: bool
) -> None:
    sentence = comparison_sentence(made_row(verdict, grade, hidden))
    allowed = grade == "D3" and verdict == "improving" and not hidden
    for text in (sentence.ja, sentence.en):
        assert not CAUSAL.search(text) or allowed
        assert "nan" not in text.lower()
        assert not re.search(r"because of the plan|計画のおかげ|計画により|計画によって", text)
    assert ("その証明ではありません" in sentence.ja) == allowed
    assert ("does not prove one" in sentence.en) == allowed
