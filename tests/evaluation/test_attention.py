"""What deserves attention although no verdict says so."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sojo_eval.evaluation.attention import attention_list, points_down, reading

ROW = {
    "direction": "higher", "scale": "difference", "change_low": -0.066, "change_high": -0.008, "verdict": "inconclusive",
    "question": "level", "target_status": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "down"),
    [
        ({}, True),
        ({"direction": "lower"}, False),
        ({"direction": "context"}, False),
        ({"change_high": 0.0}, False),
        ({"scale": "ratio", "change_low": 0.8, "change_high": 0.99}, True),
        ({"scale": "ratio", "change_low": 0.8, "change_high": 1.0}, False),
        ({"scale": "ratio", "change_low": 1.01, "change_high": 1.2, "direction": "lower"}, True),
        ({"change_low": np.nan, "change_high": np.nan}, False),
    ],
)
def test_the_interval_of_the_finding_alone_lies_on_the_bad_side(
    changes: dict[str, object], down: bool
) -> None:
    assert points_down({**ROW, **changes}) is down


def test_both_readings_are_told() -> None:
    assert reading(ROW).ja == "単独では悪化、多くの指標を同時に見たことを考えると未確定"
    assert "偶然とは考えにくい" in reading({**ROW, "verdict": "worsening"}).ja
    assert "目安より小さい" in reading({**ROW, "verdict": "no_meaningful_change"}).ja
    away = {**ROW, "target_status": "moving_away"}
    assert reading(away).ja.endswith("。目標から離れている")
    assert reading({**away, "change_high": 0.02}).ja == "目標から離れている"
    assert (
        reading({**away, "verdict": "not_measurable", "change_high": 0.02}).en
        == "moving away from its target"
    )


def test_what_is_settled_comes_first_and_the_level_before_the_path() -> None:
    rows = [
        ("a", "path", "worsening", True),
        ("b", "level", "inconclusive", True),
        ("c", "level", "worsening", True),
        ("d", "level", "improving", False),
    ]
    frame = pd.DataFrame(
        [{**ROW, "indicator": i, "question": q, "verdict": v, "attention": a} for i, q, v, a in rows]
    )
    listed = attention_list(frame)
    assert listed["indicator"].tolist() == ["c", "b", "a"]
    assert listed["reading_en"].str.len().min() > 0
    assert attention_list(frame.assign(attention=False)).empty
