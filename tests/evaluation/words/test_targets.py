"""One sentence a target: its numbers, what they mean, and no cause."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sojo_eval.evaluation.words.targets import STATUSES, due_words, format_share, target_sentence
from sojo_eval.foundation.language import Text

ROW: dict[str, Any] = {
    "title_ja": "頼れる人がいる", "title_en": "Has someone", "unit": "share", "due_date": pd.Timestamp("2029-03-31"),
    "target": 0.85, "value": 0.784, "value_low": 0.758, "value_high": 0.808, "base": 0.78, "needed_now": 0.803,
    "needed_mean": 0.79, "time_elapsed": 0.33, "progress": 0.05, "status": "on_pace", "reason_ja": "", "reason_en": "",
}  # fmt: skip


def said(**changes: Any) -> Text:
    return target_sentence(ROW | changes)


def test_the_numbers_stand_first_then_what_they_mean() -> None:
    assert said().ja == (
        "「頼れる人がいる」は、令和11（2029）年3月31日の目標85.0%に対して、いまの値が78.4%（95%区間 75.8%〜80.8%）です。"
        "期限までの33%が過ぎ、まっすぐ進んだ場合の値（80.3%）に区間の全体が届いています。目標に向かって進んでいます。"
    )
    assert said(status="behind").en.endswith(
        "falls short of what straight progress would have (79.0%). It is behind."
    )
    assert "(78.0%)" in said(status="moving_away").en


@pytest.mark.parametrize(("elapsed", "over"), [(0.99, False), (1.0, True)])
def test_behind_after_the_due_date_is_a_target_missed(elapsed: float, over: bool) -> None:
    assert ("The due date is over" in said(status="behind", time_elapsed=elapsed).en) == over


def test_nothing_is_said_of_what_is_hidden_or_missing() -> None:
    nan = float("nan")
    hidden = said(status="", value=nan, value_low=nan, value_high=nan, base=nan)
    assert hidden.en == "“Has someone”: the target is 85.0%. Its figures are withheld."
    no_value = said(
        status="cannot_be_told",
        value=nan,
        value_low=nan,
        value_high=nan,
        reason_ja="値がありません",
        reason_en="No value",
    )
    assert no_value.ja.endswith("この資料では言えません。値がありません。")
    no_interval = said(status="cannot_be_told", value_low=nan, value_high=nan, reason_en="No interval")
    assert "78.4%" in no_interval.en
    assert "nan" not in no_interval.en + hidden.en + no_value.en


@pytest.mark.parametrize("status", STATUSES)
def test_no_sentence_names_a_cause(status: str) -> None:
    text = said(status=status, reason_ja="理由", reason_en="reason")
    assert not any(word in text.ja for word in ("ため改善", "おかげ", "効果", "成果"))
    assert not any(word in text.en for word in ("because", "due to", "thanks"))


@pytest.mark.parametrize(
    ("share", "told"), [(0.934, "93%"), (-0.46, "−46%"), (-0.003, "−0.3%"), (0.0, "0%"), (float("nan"), "—")]
)
def test_a_share_that_is_not_nought_is_not_printed_as_nought(share: float, told: str) -> None:
    assert format_share(share) == told


def test_a_day_is_told_with_its_era() -> None:
    assert due_words(pd.Timestamp("2029-03-31"), Text("", "")).ja == "令和11（2029）年3月31日"
    assert due_words(pd.NaT, Text("なし", "none")).en == "none"
