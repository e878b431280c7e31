"""Answers on an ordered scale: what a top-box share hides, the ridit shows."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from scipy.stats import mannwhitneyu

from sojo_eval import statistics as st

mpl.use("Agg")

FIRST, SECOND = [1, 2, 3, 4, 5] * 20, [3, 4, 5, 5, 5] * 20


def test_without_weights_the_ridit_is_mann_whitney_over_the_pairs() -> None:
    result = st.likert_change(FIRST, SECOND)
    assert result.ridit == pytest.approx(mannwhitneyu(SECOND, FIRST).statistic / 100**2)
    assert result.sensitivities["ridit"] == pytest.approx(2 * result.ridit - 1)
    assert result.ridit_low < result.ridit < result.ridit_high


def test_the_standard_error_of_the_ridit_is_that_of_delong() -> None:
    above = np.mean([[(b > a) + (b == a) / 2 for a in FIRST] for b in SECOND], axis=1)
    below = np.mean([[(b > a) + (b == a) / 2 for b in SECOND] for a in FIRST], axis=1)
    expected = np.sqrt(above.var(ddof=1) / 100 + below.var(ddof=1) / 100)
    assert st.likert_change(FIRST, SECOND).ridit_standard_error == pytest.approx(expected)


def test_a_flat_top_box_share_can_hide_a_fall_within_it() -> None:
    before = [1] * 20 + [4] * 20 + [5] * 60
    after = [1] * 20 + [4] * 70 + [5] * 10
    result = st.likert_change(before, after, levels=[1, 2, 3, 4, 5])
    assert result.change == pytest.approx(0)
    assert result.ridit_high < 0.5
    shown = result.distribution.set_index("answer")
    assert shown.loc[5, "change"] == pytest.approx(-0.5)
    assert shown["before"].sum() == pytest.approx(1)
    assert shown.loc[2, "after"] == 0


def test_the_design_travels_into_both_answers() -> None:
    generator = np.random.default_rng(4)
    of_place = np.repeat(generator.integers(1, 6, 40), 10)
    wave = pd.DataFrame({"value": of_place, "place": np.repeat(np.arange(40), 10), "weight": 1.0})
    other = wave.assign(value=np.minimum(5, wave["value"] + 1))
    plain = st.likert_change(wave, other)
    clustered = st.likert_change(wave, other, weights="weight", psu="place")
    assert clustered.ridit == pytest.approx(plain.ridit)
    assert clustered.ridit_standard_error > 2.5 * plain.ridit_standard_error
    assert clustered.high - clustered.low > 2 * (plain.high - plain.low)


WORDS = ["low", "mid", "high"]


@pytest.mark.parametrize("declared", [(True, True), (True, False), (False, True)])
def test_ordered_categories_keep_their_order(declared: tuple[bool, bool]) -> None:
    """By the alphabet high would be the lowest answer: by its own order half rise by one step, and none fall."""
    before, after = ["low"] * 10 + ["mid"] * 10 + ["high"] * 10, ["low"] * 5 + ["mid"] * 10 + ["high"] * 15
    ordered = pd.CategoricalDtype(WORDS, ordered=True)
    waves = [
        pd.Series(w).astype(ordered) if d else pd.Series(w)
        for w, d in zip((before, after), declared, strict=True)
    ]
    found, named = st.likert_change(*waves, top=1), st.likert_change(before, after, top=1, levels=WORDS)
    assert list(found.distribution["answer"]) == WORDS
    assert (found.ridit, found.change, found.p) == (named.ridit, named.change, named.p)
    # 15 · (20 + 5) + 10 · (10 + 5) + 5 · 5 of 30 · 30 pairs, ties half.
    assert found.ridit == pytest.approx((15 * 25 + 10 * 15 + 5 * 5) / 900)
    assert found.change == pytest.approx(15 / 30 - 10 / 30)


def test_a_category_that_nobody_chose_keeps_its_place() -> None:
    ordered = pd.CategoricalDtype([*WORDS, "highest"], ordered=True)
    wave = pd.Series(["low", "mid", "high"] * 10).astype(ordered)
    found = st.likert_change(wave, wave, top=2)
    assert found.before == pytest.approx(1 / 3)
    assert found.distribution["before"].tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0])


def test_words_without_an_order_are_not_sorted_by_the_alphabet() -> None:
    for words in (pd.Series(WORDS * 5), pd.Series(WORDS * 5, dtype="category"), pd.Series([1, "mid", 3])):
        with pytest.raises(ValueError, match=r"before.* need `levels`"):
            st.likert_change(words, words)
    other = pd.Series(WORDS).astype(pd.CategoricalDtype(WORDS[::-1], ordered=True))
    with pytest.raises(ValueError, match="different orders"):
        st.likert_change(pd.Series(WORDS).astype(pd.CategoricalDtype(WORDS, ordered=True)), other)


def test_waves_that_do_not_overlap_have_an_interval_all_the_same() -> None:
    result = st.likert_change([1] * 30, [5] * 30, top=1)
    assert result.ridit == 1
    assert 0.8 < result.ridit_low < result.ridit_high == 1


def test_words_are_ordered_by_the_levels_given() -> None:
    words = ["no", "rather no", "rather yes", "yes"]
    result = st.likert_change(["no", "yes", None], ["yes", "yes"], levels=words)
    assert list(result.distribution["answer"]) == words
    assert result.n_before == 2
    assert len(result.to_frame()) == 1
    assert result.plot().patches
    assert "probability" in str(result)


@pytest.mark.parametrize(
    ("before", "arguments", "message"),
    [
        ([np.nan], {}, "nobody answered"),
        ([1, 7], {"levels": [1, 2, 3, 4, 5]}, "not among the levels: 7"),
        ([5, 5], {"top": 1}, "at least two"),
        ([1, 5], {"top": 2}, "leave an answer below"),
        (pd.DataFrame({"value": [1, 5]}), {"weights": "w"}, "weights: before lacks the column 'w'"),
    ],
)
def test_what_cannot_be_used_is_named(before: object, arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        st.likert_change(before, [5, 5], **arguments)  # type: ignore[arg-type]
