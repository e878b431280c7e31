"""Reasons for a smallest change worth acting on that several files of indicators share."""

from __future__ import annotations

from sojo_eval.foundation.language import Text

FIVE_POINTS_FOR_DESKS = Text(
    "窓口の運営を見直す目安として±5ポイント", "±5 points: enough to review how desks are run"
)
FIVE_POINTS_FOR_PRIORITIES = Text(
    "施策の優先順位を変える目安として±5ポイント", "±5 points: enough to change priorities"
)
SOME_TENS_A_YEAR = Text(
    "年に数十件の小さな数なので±20%", "±20 %: some tens a year, a finer change has no meaning"
)
