"""The letter that a city's own rule gives a target. It looks at the point estimate alone, as such rules do; beside it
stand the letters that the 95 % interval would allow as well."""

from __future__ import annotations

import numpy as np

from sojo_eval.city.target_scheme import TargetScheme
from sojo_eval.evaluation.targets.status import Course

_DIGITS = 9
"""Limits such as 0.75 are met in spite of rounding errors."""
UNIT_OF_POINTS = "share"


def measured(scheme: TargetScheme, course: Course, value: float, unit: str) -> float:
    """What the scheme looks at, for one value in the indicator's unit; NaN where the rule has no answer.

    progress: share of the way from base to target. achievement_rate (達成率): value over target, or target over value
    where lower is better. points: how much better than the base, for shares alone.
    """
    if scheme.by == "progress":
        return course.progress(value)
    if scheme.by == "points":
        better = value - course.base.value if course.higher else course.base.value - value
        return better if unit == UNIT_OF_POINTS else float("nan")
    part, whole = (value, course.target) if course.higher else (course.target, value)
    return part / whole if whole > 0 else float("nan")


def mark(scheme: TargetScheme, measure: float) -> str:
    """The first mark whose limit is met; "" without a measure."""
    if np.isnan(measure):
        return ""
    return next(name for name, limit in scheme.marks if round(measure, _DIGITS) >= limit)


def marks(scheme: TargetScheme | None, course: Course, unit: str) -> tuple[str, str]:
    """The mark of the current value, and all marks from the best to the worst that its interval allows, with spaces
    between them ("" where there is one, or no interval)."""
    if scheme is None:
        return "", ""
    current = course.current
    here = mark(scheme, measured(scheme, course, current.value, unit))
    ends = [mark(scheme, measured(scheme, course, end, unit)) for end in (current.low, current.high)]
    if not here or not all(ends):
        return here, ""
    names = [name for name, _ in scheme.marks]
    at = sorted(names.index(name) for name in (here, *ends))
    return here, " ".join(names[at[0] : at[-1] + 1]) if at[0] < at[-1] else ""
