"""Sentences say what their numbers say, in both languages, and claim no cause."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sojo_eval.evaluation.columns import CONTEXT, COUNTED, REFUSED
from sojo_eval.evaluation.outlook import Outlook
from sojo_eval.evaluation.verdicts import decide, not_worse_by, probability_better
from sojo_eval.evaluation.words.formats import format_value
from sojo_eval.evaluation.words.sentences import finding_sentence
from sojo_eval.foundation.language import Text
from sojo_eval.statistics import ChangeEstimate
from tests.searching import cases

CAUSAL = re.compile(r"because|due to|thanks to|caused|led to|によって|により|のおかげ|の効果|の成果|ため改善")

UNITS = {"difference": ["share"], "ratio": ["per_1000_month", "per_year", "days", "per_100000_month"]}


@st.composite
def rows(draw: st.DrawFn) -> dict[str, object]:
    """A random estimate, judged by the real rules, as a row of findings."""
    scale = draw(st.sampled_from(["ratio", "difference"]))
    none = 1.0 if scale == "ratio" else 0.0
    centre = draw(st.floats(0.2, 3.0) if scale == "ratio" else st.floats(-0.6, 0.6))
    half = draw(st.sampled_from([0.00002, 0.0004, 0.003, 0.02, 0.06, 0.15])) * draw(st.floats(0.2, 1.0))
    if draw(st.booleans()):  # near no change, where words go wrong
        centre = none + draw(st.floats(-0.02, 0.02))
    p = float(2 * stats.norm.sf(1.96 * abs(centre - none) / half))
    before, after = draw(st.floats(0.01, 0.99)), draw(st.floats(0.01, 0.99))
    estimate = ChangeEstimate(
        scale=scale, before=before, after=after, change=centre, low=centre - half, high=centre + half,
        low_90=centre - 0.84 * half, high_90=centre + 0.84 * half, p=p, detectable=half * 1.43, n_before=40,
        n_after=24, n_unit="months", method="m", source="s",
        sensitivities=draw(st.sampled_from([{}, {"a": 2 * none - centre, "b": 2 * none - centre}, {"a": centre}])),
    )  # fmt: skip
    direction = draw(st.sampled_from(["higher", "lower", "context"]))
    smallest = draw(st.sampled_from([0.001, 0.05, 0.1, 0.2]))
    day = pd.Timestamp("2029-03-31")
    ahead = draw(
        st.sampled_from(
            [None, Outlook(0.01, pd.Timestamp("2027-03-31"), day), Outlook(0.3, None, day), Outlook(9.0, None, day),
             Outlook(0.3, None, day, 3.21), Outlook(9.0, None, day, 12.0)]
        )
    )  # fmt: skip
    judged = decide(estimate, draw(st.sampled_from([0.001, 0.049, 0.2])), direction, smallest, outlook=ahead)
    verdict, reason = judged.code, judged.reason
    verdict = draw(st.sampled_from([verdict] * 4 + [*REFUSED]))
    question = draw(st.sampled_from(["level", "path"]))
    hidden = draw(st.sampled_from([False, False, False, True]))
    number = (lambda x: np.nan) if hidden else (lambda x: x)
    return {
        "verdict": verdict, "question": question, "direction": direction, "scale": scale,
        "grade": draw(st.sampled_from(["D0", "D1"] if question == "level" else ["D0", "D1", "D2"])),
        "unit": draw(st.sampled_from(UNITS[scale])),
        "kind": draw(st.sampled_from(["monthly_count", "survey_share", "published"])),
        "title_ja": "指標", "title_en": "Indicator",
        "reasons": "" if hidden and verdict not in REFUSED else "理由", "reasons_en": "a reason",
        "own_reason": reason, "smallest_change": smallest,
        "not_worse_by": number(np.nan if direction == "context" else not_worse_by(estimate, direction)),
        "probability_better": number(np.nan if direction == "context" else probability_better(estimate, direction)),
        "value_baseline": number(before), "value_current": number(after), "change": number(centre),
        "change_low": number(estimate.low), "change_high": number(estimate.high),
        "detectable_change": number(estimate.detectable),
    }  # fmt: skip


NUMBER = r"([+−]?[\d.,]+)"
PRINTED = {
    "ja": re.compile(rf"（{NUMBER}(%|ポイント)、95%区間 {NUMBER}(%|ポイント)〜{NUMBER}(%|ポイント)）"),
    "en": re.compile(rf"\({NUMBER}(%| points), 95 % interval {NUMBER}(%| points) to {NUMBER}(%| points)\)"),
}
CLAIMS = {
    "level": {"improving": ("改善しました", " improved"), "worsening": ("悪化しました", " worsened")},
    "path": {
        "improving": ("よりよくなりました", " did better"),
        "worsening": ("より悪くなりました", " did worse"),
    },
}


def read(text: str) -> float:
    return float(text.replace("−", "-").replace("+", "").replace(",", ""))


@settings(max_examples=cases(1500), deadline=None)
@given(rows())
def test_no_sentence_contradicts_its_row_or_claims_more_than_its_grade(row: dict[str, object]) -> None:
    sentence = finding_sentence(row)
    judged = row["verdict"] not in REFUSED
    shown = judged and row["change"] == row["change"]
    for lang, text in (("ja", sentence.ja), ("en", sentence.en)):
        # Grade: below D3 no sentence names a cause.
        assert not CAUSAL.search(text)
        assert "nan" not in text.lower()
        # What stands on printed figures or on weaker evidence says so.
        printed = ("公表値どうし" if lang == "ja" else "printed figures alone") in text
        assert printed == (judged and row["kind"] == "published")
        weaker = ("根拠の強さは" if lang == "ja" else "evidence is weaker") in text
        best = "D1" if row["question"] == "level" else "D2"
        assert weaker == (shown and row["kind"] != "published" and row["grade"] != best)
        # Question: a comparison with the trend says so, and nothing else does.
        told = "傾向" in text if lang == "ja" else "trend" in text or "earlier line" in text
        assert told == (row["question"] == "path")
        # Verdict: its own claim and no other.
        for question, claims in CLAIMS.items():
            for verdict, words in claims.items():
                claimed = words[lang == "en"] in text
                meant = question == row["question"] and verdict == row["verdict"]
                assert claimed == meant
        open_ = row["verdict"] in ("inconclusive", "not_measurable")
        if open_ and shown and row["direction"] != "context":
            assert ("見分けられ" if lang == "ja" else "could be found") in text
        check_leaning(row, text, lang, open_=open_ and shown)
        if judged and not shown:
            assert ("秘匿" if lang == "ja" else "withheld") in text
            assert not re.search(r"\d", text)
        if not judged:
            assert ("理由。" if lang == "ja" else "a reason.") in text
        if shown:
            check_numbers(row, text, lang)


def check_leaning(row: dict[str, object], text: str, lang: str, *, open_: bool) -> None:
    """Which way an open finding leans, and what it rules out, is said when it holds and nowhere else."""
    better = float(str(row["probability_better"]))
    ways = (
        ("よい方向です", "悪い方向です") if lang == "ja" else ("leans for the better", "leans for the worse")
    )
    assert (ways[0] in text) == (open_ and better >= 0.75)
    assert (ways[1] in text) == (open_ and better <= 0.25)
    tenths = re.search(r"10のうち(\d+)" if lang == "ja" else r"\((\d+) in 10", text)
    if tenths:
        assert int(tenths[1]) == min(9, round(10 * max(better, 1 - better)))
    no_worse = float(str(row["not_worse_by"]))
    ruled_out = open_ and 0 < no_worse <= float(str(row["smallest_change"]))
    assert (("少なくとも、" if lang == "ja" else "has not become worse") in text) == ruled_out


@settings(max_examples=cases(1500), deadline=None)
@given(rows())
def test_no_reason_speaks_of_an_unseen_change_beside_an_interval_that_excludes_none(
    row: dict[str, object],
) -> None:
    none = 1.0 if row["scale"] == "ratio" else 0.0
    low, high = float(str(row["change_low"])), float(str(row["change_high"]))
    excludes = low > none or high < none
    reason = row["own_reason"]
    assert isinstance(reason, Text)
    if excludes:
        assert "「変化なし」を含みます" not in reason.ja
        assert "includes no change" not in reason.en
        assert row["verdict"] != "not_measurable"
    assert "なかったとも言えません" not in finding_sentence(row).ja + reason.ja


def check_numbers(row: dict[str, object], text: str, lang: str) -> None:
    """What is printed agrees with the claim: direction, significance and unit."""
    found = PRINTED[lang].search(text)
    assert found
    change, low, high = (read(found[i]) for i in (1, 3, 5))
    unit = "%" if row["scale"] == "ratio" else ("ポイント" if lang == "ja" else " points")
    assert {found[i] for i in (2, 4, 6)} == {unit}
    none = 1.0 if row["scale"] == "ratio" else 0.0
    true_change = float(str(row["change"])) - none
    assert change * true_change >= 0
    assert low <= change + 0.1
    assert change <= high + 0.1
    if row["verdict"] in ("improving", "worsening"):
        up = (row["verdict"] == "improving") == (row["direction"] == "higher")
        assert (low >= 0 and change >= 0) if up else (high <= 0 and change <= 0)
    before, after = (
        format_value(row["value_baseline"], str(row["unit"])),
        format_value(row["value_current"], str(row["unit"])),
    )
    assert before in text
    assert after in text
    assert ("%" in before) == (row["unit"] == "share")
    # The two plain values may point the other way than the adjusted change; then the sentence says so.
    rose = float(str(row["value_current"])) > float(str(row["value_baseline"]))
    opposite = before != after and true_change != 0 and rose != (true_change > 0)
    assert (("逆向き" if lang == "ja" else "the other way") in text) == opposite


ROW: dict[Any, Any] = {
    "question": "level", "direction": "higher", "scale": "difference", "unit": "share",
    "kind": "survey_share", "grade": "D1",
    "title_ja": "知る割合",
    "title_en": "Know it", "reasons": "", "reasons_en": "", "value_baseline": 0.3, "value_current": 0.35,
    "change": 0.05, "change_low": 0.01, "change_high": 0.09, "detectable_change": 0.06,
    "smallest_change": 0.05, "not_worse_by": 0.0, "probability_better": 0.98,
}  # fmt: skip


@pytest.mark.parametrize("verdict", [*COUNTED, CONTEXT])
def test_every_verdict_has_its_sentence(verdict: str) -> None:
    sentence = finding_sentence(ROW | {"verdict": verdict})
    assert "知る割合" in sentence.ja
    assert "Know it" in sentence.en


@pytest.mark.parametrize(
    ("better", "said"),
    [(0.7499, None), (0.75, "for the better (8 in 10"), (0.25, "for the worse (8 in 10"), (0.2501, None), (0.999, "for the better (9 in 10")],
)  # fmt: skip
def test_a_leaning_is_said_from_three_in_four_on(better: float, said: str | None) -> None:
    text = finding_sentence(ROW | {"verdict": "inconclusive", "probability_better": better}).en
    assert ("It leans" in text) == (said is not None)
    assert said is None or said in text
