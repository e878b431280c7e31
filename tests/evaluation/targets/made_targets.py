"""A city with two printed shares, and targets for them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sojo_eval.city import City

OPEN = "consultation.printed"
LOWER = "connections.lonely"
COUNT = "information.guides"
_SECTION = """
[[published_indicators]]
id = "{id}"
pillar = "{pillar}"
title_ja = "{id}の公表値"
title_en = "printed {id}"
unit = "{unit}"
direction = "{direction}"
smallest_change = 0.05
"""
SECTIONS = "".join(
    _SECTION.format(id=i, pillar=i.split(".")[0], unit=unit, direction=direction)
    for i, unit, direction in (
        (OPEN, "share", "higher"),
        (LOWER, "share", "lower"),
        (COUNT, "count", "context"),
    )
)


def printed(
    indicator: str, values: tuple[float, float], n: int | None = 1000, unit: str = "share"
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator": indicator,
            "period": ["R3", "R6"],
            "period_start": ["2021-04-01", "2024-10-01"],
            "period_end": ["2022-03-31", "2025-03-31"],
            "area": "132292",
            "value": values,
            "unit": unit,
            "n": n,
            "definition": "a",
            "source": "試験",
        }
    )


def targets(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """indicator, plan, base, target, due, direction."""
    names = ["indicator", "plan", "baseline_value", "target_value", "due_date", "direction"]
    return pd.DataFrame(rows, columns=names).assign(source="第5期計画 20頁")


def city(maker: Any, rows: pd.DataFrame, more: str = "", n: int | None = 1000) -> City:
    """The share rose from 35.9 to 45.9 %, the other fell from 8.1 to 7.9; both are judged at 31 March 2025."""
    figures = pd.concat(
        [
            printed(OPEN, (0.359, 0.459), n),
            printed(LOWER, (0.081, 0.079), n),
            printed("information.not_judged", (0.1, 0.2), n),
            printed(COUNT, (12.0, 15.0), None, "count"),
        ]
    )
    made: City = maker.make(more=SECTIONS + more, indicators_published=figures, targets=rows)
    return made
