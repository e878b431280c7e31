"""What deserves attention although no verdict says so: each finding that, on its own, points the wrong way.

Correction for many indicators keeps chance from being called a change. It also keeps quiet what somebody should look
at, so both readings are told together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sojo_eval.evaluation.words.formats import is_missing
from sojo_eval.foundation.language import Text

MOVING_AWAY = "moving_away"
"""The status of a target from which the value has gone (`targets`)."""
_READINGS: dict[str, Text] = {
    "worsening": Text(
        "悪化。多くの指標を同時に見たことを考えても、偶然とは考えにくい",
        "worsened; chance is unlikely even for one of many indicators looked at together",
    ),
    "no_meaningful_change": Text(
        "悪い方向に動いたが、施策の見直しを考える目安より小さい",
        "moved for the worse, by less than the change worth acting on",
    ),
    "inconclusive": Text(
        "単独では悪化、多くの指標を同時に見たことを考えると未確定",
        "worsened on its own; among many indicators looked at together not settled",
    ),
}
_AWAY = Text("目標から離れている", "moving away from its target")


def points_down(row: Mapping[str, Any]) -> bool:
    """Whether the 95 % interval of this finding alone lies wholly on the bad side. False where there is none."""
    if row["direction"] == "context" or is_missing(row["change_low"]):
        return False
    none = 1.0 if row["scale"] == "ratio" else 0.0
    return bool(row["change_high"] < none if row["direction"] == "higher" else row["change_low"] > none)


def reading(row: Mapping[str, Any]) -> Text:
    """Why a flagged finding deserves attention, in both readings."""
    away = str(row.get("target_status", "")) == MOVING_AWAY
    # Of a finding whose numbers are withheld only the flag is left.
    if away and not points_down(row) and row["verdict"] != "worsening":
        return _AWAY
    said = _READINGS[str(row["verdict"])]
    return Text(f"{said.ja}。{_AWAY.ja}", f"{said.en}; {_AWAY.en}") if away else said


def attention_list(findings: pd.DataFrame) -> pd.DataFrame:
    """The flagged findings, the level question first and what the correction confirms before the rest.

    The columns of `findings`, and reading_ja, reading_en.
    """
    flagged = findings[findings["attention"].astype(bool)]
    order = flagged["question"].eq("path").astype(int) * 2 + flagged["verdict"].ne("worsening").astype(int)
    flagged = flagged.assign(order=order).sort_values("order", kind="stable").drop(columns="order")
    said = [reading({str(name): value for name, value in row.items()}) for row in flagged.to_dict("records")]
    return flagged.assign(reading_ja=[t.ja for t in said], reading_en=[t.en for t in said]).reset_index(
        drop=True
    )
