"""Withheld, missing, not applicable and zero are four things; a file's own legend goes before the usual one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojo_eval.japanese import (
    MEANINGS,
    STATES,
    UnreadableError,
    is_missing,
    mark_key,
    meaning_of,
    parse_number,
    state_of,
    upper_bound,
)
from sojo_eval.japanese.marks import SIGNS, WORDS

KNOWN = {
    "suppressed": ["x", "X", "ｘ", "*", "＊", "***", "秘匿", "5人未満", "５人未満", "10未満", "十人未満", "<10", "＜１０"],
    "not_applicable": ["-", "－", "‐", "—", "―", "–", "ー", "--", "――", "(-)", "「-」", "・", "･", "該当なし", "対象外"],
    "missing": ["", " ", "　", "…", "‥", "...", "･･･", "・・・", "……", "未集計", "不明", "調査中", "N/A", "n/a", None],
    "observed": ["0", "０", "0.0", 0, 0.0, "1", "5歳未満", "△5", "なし", "5人", "xx町", "一", False, "#N/A"],
}  # fmt: skip


@pytest.mark.parametrize(("state", "cell"), [(s, c) for s, cells in KNOWN.items() for c in cells])
def test_what_the_usual_marks_mean(state: str, cell: object) -> None:
    assert state_of(cell) == state


def test_a_cell_that_is_not_a_number_at_all_is_missing() -> None:
    assert state_of(float("nan")) == "missing"


def test_a_withheld_number_keeps_its_bound() -> None:
    known = {"5人未満": 5, "１０未満": 10, "1,000人未満": 1000, "十件未満": 10, "<3": 3}
    assert {cell: upper_bound(cell) for cell in known} == known
    assert [upper_bound(c) for c in ("x", "5", 5, None, "5人以下", "5歳未満", "未満")] == [None] * 7


def test_a_files_own_legend_goes_first() -> None:
    assert meaning_of("－", {"-": "zero"}) == "zero"
    assert state_of("―", {"-": "zero"}) == "observed"
    assert state_of("***", {"＊＊＊": "missing"}) == "missing"
    assert state_of("x", {"X": "observed"}) == "observed"
    assert state_of("p速報なし", {"p速報なし": "missing"}) == "missing"
    assert state_of("…", {"-": "zero"}) == "missing"


def test_words_may_be_left_to_the_text() -> None:
    for cell in ("不明", "該当なし", "5人未満", "N/A"):
        assert state_of(cell, words=False) == "observed"
    assert state_of("-", words=False) == "not_applicable"


def test_missing_is_what_a_sign_says_and_withheld_is_not_missing() -> None:
    assert all(map(is_missing, ["", "-", "…", "・", None]))
    assert not any(map(is_missing, ["x", "***", "5人未満", "不明", "0", 0]))


def test_the_lists_are_in_the_form_in_which_they_are_looked_up() -> None:
    assert [key for key in (*SIGNS, *WORDS) if mark_key(key) != key] == []
    assert set(SIGNS.values()) | set(WORDS.values()) < set(MEANINGS)


@given(
    st.text(max_size=50),
    st.dictionaries(st.text(max_size=5), st.sampled_from(MEANINGS), max_size=3),
)
def test_a_cell_is_never_a_mark_and_a_number_at_once(cell: str, marks: dict) -> None:
    state = state_of(cell)
    assert state in STATES
    assert state_of(cell, marks) in STATES
    if state != "observed":
        with pytest.raises(UnreadableError):
            parse_number(cell)


@given(st.sampled_from(sorted(SIGNS)), st.sampled_from(MEANINGS))
def test_every_sign_can_be_given_another_meaning(sign: str, meaning: str) -> None:
    assert meaning_of(sign, {sign: meaning}) == meaning  # type: ignore[dict-item]  # one of MEANINGS
