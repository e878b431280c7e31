"""What is done today: compare two printed values and draw an arrow. Shown beside our verdict, never used by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

import numpy as np
import pandas as pd

from sojo_eval.evaluation.evidence import (
    AnyEvidence,
    GroupsEvidence,
    PrintedEvidence,
    SeriesEvidence,
    SurveyEvidence,
    TimesEvidence,
)
from sojo_eval.evaluation.gates.sufficiency import MIN_GROUP_EVENTS
from sojo_eval.evaluation.words.formats import format_value
from sojo_eval.foundation.language import Text
from sojo_eval.indicators import spread

_DIGITS = {"share": 3, "per_1000_month": 2, "per_1000": 2, "days": 1, "per_year": 1, "per_100000_month": 1,
           "per_10000_month": 2, "per_1000_views": 2, "persons": 0,
           "relative_sd": 3, "sd_of_shares": 3}  # fmt: skip
FUKUOKA_TOLERANCE = 0.03
"""Fukuoka's plan counts a survey change within ±3 points as unchanged, whatever n is (document 08_shiryou6, 2019)."""


@dataclass(frozen=True)
class NaiveReading:
    """The arrow, and a note with the two values it compares."""

    verdict: str
    note: Text


NO_READING = NaiveReading("", Text("", ""))


def naive_reading(evidence: AnyEvidence) -> NaiveReading:
    """Arrow from the plain values of the two periods, as printed: nothing adjusted, no uncertainty."""
    before, after = _plain_values(evidence)
    if before is None or after is None or before != before or after != after:
        return NO_READING
    unit, direction = evidence.entry.unit, evidence.entry.direction
    digits = _DIGITS.get(unit, 1)
    first, second = round(before, digits), round(after, digits)
    note = f"{format_value(first, unit)} → {format_value(second, unit)}"
    text = Text(note, note)
    if unit == "share" and isinstance(evidence, SurveyEvidence | PrintedEvidence):
        grade = _fukuoka_grade(second - first, direction)
        text = Text(f"{note}（福岡市方式: {grade}）", f"{note} (Fukuoka's rule: {grade})")
    if direction == "context" or first == second:
        return NaiveReading("unchanged" if direction != "context" else "", text)
    better = (second > first) == (direction == "higher")
    return NaiveReading("improving" if better else "worsening", text)


def _fukuoka_grade(difference: float, direction: str) -> str:
    """a = better by more than 3 points, b = within ±3 points, c = worse by more than 3 points."""
    gain = difference if direction == "higher" else -difference
    if abs(round(gain, 6)) <= FUKUOKA_TOLERANCE:
        return "b"
    return "a" if gain > 0 else "c"


def _plain_values(evidence: AnyEvidence) -> tuple[float | None, float | None]:
    entry = evidence.entry
    match evidence:
        case PrintedEvidence(before=before, after=after):
            if before.empty or after.empty:
                return None, None
            return float(before.iloc[0]["value"]), float(after.iloc[0]["value"])
        case SurveyEvidence(before=before, after=after):
            if before.empty or after.empty:
                return None, None
            return _weighted_share(before), _weighted_share(after)
        case GroupsEvidence(before=before, after=after):
            if min(side["numerator"].min() for side in (before, after)) < MIN_GROUP_EVENTS:
                return None, None  # it would tell on the small group
            relative = not entry.kind.is_share
            return spread(before, relative=relative), spread(after, relative=relative)
        case TimesEvidence():
            # The mean of those that have ended: it leaves out everyone still waiting.
            ended = evidence.rows[evidence.rows["event"].astype(bool)].groupby("after")["days"].mean()
            return ended.get(False), ended.get(True)
        case SeriesEvidence():
            if entry.kind.grain == "year" and entry.is_plain_count:
                yearly = evidence.years.groupby("after")["numerator"].mean()
                return yearly.get(False), yearly.get(True)
            m = evidence.arrays
            sides = [m.reported & (m.after == side) for side in (False, True)]
            first, second = (_over(entry.per, *m.sums(side)) if side.any() else None for side in sides)
            return first, second
    assert_never(evidence)


def _over(per: float, numerator: float, denominator: float) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.divide(per * numerator, denominator))


def _weighted_share(wave: pd.DataFrame) -> float:
    return float((wave["value"] * wave["weight"]).sum() / wave["weight"].sum())
