"""How far a value is on its way from base to target, judged with its interval. Pure arithmetic, better = higher or lower.

Five statuses, asked in this order (`status`):

- `achieved`: the whole interval lies at or beyond the target.
- `moving_away`: the whole interval lies on the bad side of the base (of the target, where the base had reached it).
- `on_pace`: the interval's worse end is at or beyond the value that straight progress has reached on the last day.
- `behind`: the interval's better end is short of what straight progress would have given over the days of the value.
- `cannot_be_told`: everything else.

A value that is the mean of a period (months, years) says how things stood in its middle if they moved evenly, and on its
last day if they moved at once. Which of the two is not known, so `on_pace` must hold for the later day and `behind` for
the mean; for a survey or a printed figure the two are one. A base that is itself the earlier plan's value has an interval
of its own, which is combined with the value's (MOVER: Zou & Donner 2008); a base that the city wrote down has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Status = Literal["achieved", "on_pace", "behind", "moving_away", "cannot_be_told"]
"""In the order of a summary, the best first."""


@dataclass(frozen=True)
class Measured:
    """A value with the ends of its 95 % interval, in the indicator's unit; equal ends: taken as exact."""

    value: float
    low: float
    high: float

    def turned(self) -> Measured:
        """With the sign turned, so that higher is better."""
        return Measured(-self.value, -self.high, -self.low)


@dataclass(frozen=True)
class Elapsed:
    """Shares (0 to 1) of the straight way from base to target: on the last day of the records, and on average over the
    days that the value is a mean of (the same for a value of one day). NaN where there is no due date."""

    now: float
    mean: float


@dataclass(frozen=True)
class Course:
    """One target: from where, to where, where things stand, and how much of the time is over.

    base: NaN values where it is not known. higher: whether more is better.
    """

    base: Measured
    target: float
    current: Measured
    elapsed: Elapsed
    higher: bool

    def mirrored(self) -> Course:
        """The same course with all signs turned."""
        return Course(
            self.base.turned(), -self.target, self.current.turned(), self.elapsed, higher=not self.higher
        )

    @property
    def keeps(self) -> bool:
        """Whether the base had reached the target already: what is asked is to keep it, and there is no way to go."""
        sign = 1.0 if self.higher else -1.0
        return sign * self.base.value >= sign * self.target

    def straight(self, share: float) -> float:
        """The value after this share of the straight way; NaN where there is no way to go."""
        if self.keeps:
            return float("nan")
        return self.base.value + (self.target - self.base.value) * share

    def progress(self, value: float) -> float:
        """Share of the way from base to target that a value has made; negative on the other side of the base. NaN where
        there is no way to go."""
        if self.keeps or not np.isfinite(self.base.value):
            return float("nan")
        return (value - self.base.value) / (self.target - self.base.value)


def elapsed(start: float, due: float, last: float, *, of_one_day: bool) -> Elapsed:
    """How much of the time from `start` to `due` is over on day `last`, and on average over the days from start to last.

    All are days on one scale, due > start, NaN where not known. After the due day no more is asked than the target.
    of_one_day: whether the value stands for the day `last` alone.
    """
    length, over = due - start, last - start
    if not np.isfinite(length) or not np.isfinite(over):
        return Elapsed(float("nan"), float("nan"))
    now = min(1.0, max(0.0, over / length))
    if of_one_day or over <= 0:
        return Elapsed(now, now)
    # The mean of min(t / length, 1) over the days from 0 to `over`.
    return Elapsed(now, now / 2 if over <= length else (over - length / 2) / over)


def status(course: Course) -> Status:
    """The one status of the five (see above). Comparisons with what is not known are false."""
    if not course.higher:
        return status(course.mirrored())
    current, base = course.current, course.base
    if current.low >= course.target:
        return "achieved"
    if course.keeps:
        return "moving_away" if current.high < course.target else "cannot_be_told"
    if current.value - base.value + _arms(current.high - current.value, base.value - base.low) < 0:
        return "moving_away"
    least = _lower_end(course, course.elapsed.now)
    most = _upper_end(course, course.elapsed.mean)
    return "on_pace" if least >= 0 else "behind" if most < 0 else "cannot_be_told"


def rests_on_the_course(course: Course) -> bool:
    """Whether only the course within the period is open: enough on average, too little for the last day."""
    if not course.higher:
        return rests_on_the_course(course.mirrored())
    return _lower_end(course, course.elapsed.mean) >= 0 and _upper_end(course, course.elapsed.now) < 0


def _lower_end(course: Course, share: float) -> float:
    """The lower end of the value less the straight way after `share` of it."""
    current, base = course.current, course.base
    arm = _arms(current.value - current.low, base.high - base.value, 1.0 - share)
    return current.value - course.straight(share) - arm


def _upper_end(course: Course, share: float) -> float:
    """The upper end of the value less the straight way after `share` of it."""
    current, base = course.current, course.base
    arm = _arms(current.high - current.value, base.value - base.low, 1.0 - share)
    return current.value - course.straight(share) + arm


def _arms(of_value: float, of_base: float, weight: float = 1.0) -> float:
    """Two arms of intervals as one. weight: how much of the base's own error the straight way carries: all at its start,
    none at the target, where the base may be unknown."""
    return float(np.hypot(of_value, weight * of_base)) if weight else of_value


def base_from_change(value: float, change: Measured, current: Measured, *, ratio: bool) -> Measured:
    """The earlier value with the interval that must have gone into the change: what is left of the change's arms once the
    current value's are taken out (MOVER backwards), on the log scale for a ratio. NaN where an arm is not known.

    value: the earlier value; change: after − before or after / before; current: the later value.
    """
    if not ratio:
        return _without_current(value, change, current)
    if min(value, change.low, current.low) <= 0:
        return Measured(value, float("nan"), float("nan"))
    logs = [Measured(*np.log([m.value, m.low, m.high])) for m in (change, current)]
    found = _without_current(float(np.log(value)), *logs)
    return Measured(value, float(np.exp(found.low)), float(np.exp(found.high)))


def _without_current(value: float, change: Measured, current: Measured) -> Measured:
    up = (change.value - change.low) ** 2 - (current.value - current.low) ** 2
    down = (change.high - change.value) ** 2 - (current.high - current.value) ** 2
    return Measured(value, value - float(np.sqrt(max(down, 0.0))), value + float(np.sqrt(max(up, 0.0))))
