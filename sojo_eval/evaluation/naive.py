"""What is done today: compare two printed values and draw an arrow. Shown beside our verdict, never used by it."""

from __future__ import annotations

from dataclasses import dataclass

from sojo_eval.evaluation.evidence import Evidence
from sojo_eval.evaluation.formats import format_value
from sojo_eval.evaluation.sufficiency import MIN_GROUP_EVENTS
from sojo_eval.foundation.language import Text
from sojo_eval.indicators import spread

_DIGITS = {"share": 3, "per_1000_month": 2, "days": 1, "per_year": 1, "per_100000_month": 1,
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


def naive_reading(evidence: Evidence) -> NaiveReading:
    """Arrow from the plain values of the two periods, as printed: nothing adjusted, no uncertainty."""
    before, after = _plain_values(evidence)
    if before is None or after is None or before != before or after != after:
        return NO_READING
    unit, direction = evidence.entry.unit, evidence.entry.direction
    digits = _DIGITS.get(unit, 1)
    first, second = round(before, digits), round(after, digits)
    note = f"{format_value(first, unit)} → {format_value(second, unit)}"
    text = Text(note, note)
    if unit == "share" and evidence.entry.kind in ("survey_share", "published"):
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


def _plain_values(evidence: Evidence) -> tuple[float | None, float | None]:
    entry = evidence.entry
    if entry.kind == "published":
        if evidence.before.empty or evidence.after.empty:
            return None, None
        return float(evidence.before.iloc[0]["value"]), float(evidence.after.iloc[0]["value"])
    if entry.kind == "survey_share":
        if evidence.before.empty or evidence.after.empty:
            return None, None
        return tuple(  # type: ignore[return-value]  # two elements by construction
            float((w["value"] * w["weight"]).sum() / w["weight"].sum())
            for w in (evidence.before, evidence.after)
        )
    if entry.gap_by:
        if min(side["numerator"].min() for side in (evidence.before, evidence.after)) < MIN_GROUP_EVENTS:
            return None, None  # it would tell on the small group
        relative = entry.kind == "gap_of_rates"
        return spread(evidence.before, relative=relative), spread(evidence.after, relative=relative)
    if entry.kind == "time_to_event":
        # The mean of those that have ended: it leaves out everyone still waiting.
        ended = evidence.rows[evidence.rows["event"].astype(bool)].groupby("after")["days"].mean()
        return ended.get(False), ended.get(True)
    if entry.kind == "annual_count" and not entry.exposure:
        yearly = evidence.years.groupby("after")["numerator"].mean()
        return yearly.get(False), yearly.get(True)
    sums = evidence.months.dropna(subset=["numerator"]).groupby("after")[["numerator", "denominator"]].sum()
    share = entry.per * sums["numerator"] / sums["denominator"]
    return share.get(False), share.get(True)
