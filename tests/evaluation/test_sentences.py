"""Sentences say what their numbers say, in both languages, and claim no cause."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojo_eval.evaluation.formats import format_change, format_value
from sojo_eval.evaluation.sentences import finding_sentence

CAUSAL = re.compile(r"because|due to|thanks to|caused|led to|によって|により|のおかげ|の効果|の成果|ため改善")
VERDICTS = [
    "improving",
    "worsening",
    "no_meaningful_change",
    "inconclusive",
    "insufficient_data",
    "not_comparable",
]


@st.composite
def rows(draw: st.DrawFn) -> dict[str, object]:
    scale = draw(st.sampled_from(["ratio", "difference"]))
    none = 1.0 if scale == "ratio" else 0.0
    change = draw(st.floats(0.2, 3.0) if scale == "ratio" else st.floats(-0.6, 0.6))
    width = draw(st.floats(0.001, 0.15))
    direction = draw(st.sampled_from(["higher", "lower"]))
    outside = change - width > none or change + width < none
    better = (change > none) == (direction == "higher")
    judged = ("improving" if better else "worsening") if outside else "inconclusive"
    verdict = draw(st.sampled_from([judged, "insufficient_data", "not_comparable"]))
    hidden = draw(st.booleans())
    number = (lambda x: np.nan) if hidden else (lambda x: x)
    return {
        "verdict": verdict, "direction": direction, "scale": scale,
        "unit": "share" if scale == "difference" else "per_1000_month",
        "title_ja": "指標", "title_en": "Indicator", "reasons": "理由", "reasons_en": "a reason",
        "value_baseline": number(0.31), "value_current": number(0.42), "change": number(change),
        "change_low": number(change - width), "change_high": number(change + width),
        "detectable_change": number(width * 1.43),
    }  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(rows())
def test_no_sentence_contradicts_its_row_or_claims_a_cause(row: dict[str, object]) -> None:
    sentence = finding_sentence(row)
    assert not CAUSAL.search(sentence.ja)
    assert not CAUSAL.search(sentence.en)
    assert ("改善しました" in sentence.ja) == (row["verdict"] == "improving")
    assert ("悪化しました" in sentence.ja) == (row["verdict"] == "worsening")
    assert (" improved" in sentence.en) == (row["verdict"] == "improving")
    assert (" worsened" in sentence.en) == (row["verdict"] == "worsening")
    assert "nan" not in sentence.ja.lower()
    judged = row["verdict"] not in ("insufficient_data", "not_comparable")
    if judged and row["change"] == row["change"]:
        shown = format_change(row["change"], str(row["scale"]), str(row["unit"]), "ja")
        assert shown in sentence.ja
        none = 1.0 if row["scale"] == "ratio" else 0.0
        if shown.startswith("+"):
            assert row["change"] > none
        elif shown.startswith("−"):
            assert row["change"] < none
    if judged and row["change"] != row["change"]:
        assert "秘匿" in sentence.ja
        assert not re.search(r"\d", sentence.ja)
    if not judged:
        assert "理由。" in sentence.ja


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_has_its_sentence(verdict: str) -> None:
    row = {
        "verdict": verdict, "direction": "higher", "scale": "difference", "unit": "share", "title_ja": "知る割合",
        "title_en": "Know it", "reasons": "", "reasons_en": "", "value_baseline": 0.3, "value_current": 0.35,
        "change": 0.05, "change_low": 0.01, "change_high": 0.09, "detectable_change": 0.06,
    }  # fmt: skip
    assert "知る割合" in finding_sentence(row).ja
    assert "Know it" in finding_sentence(row).en


def test_numbers_are_shown_in_their_unit() -> None:
    assert format_value(0.3591, "share") == "35.9%"
    assert format_value(float("nan"), "share") == "—"
    assert format_change(1.123, "ratio", "per_year", "ja") == "+12.3%"
    assert format_change(-0.016, "difference", "share", "ja") == "−1.6ポイント"
    assert format_change(-0.0001, "difference", "share", "en") == "0.0 points"
