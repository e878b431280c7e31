"""Which of the planned yearly evaluations of a plan this one is, and the significance level that it may use."""

from __future__ import annotations

from sojo_eval.evaluation.periods import Period
from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR
from sojo_eval.statistics.looks import look_level

LEVEL = 0.05
"""Of all looks at one plan together, two-sided."""


def look_now(planned: int, current: Period) -> int:
    """The look of a plan that has run for so many whole years; the first within its first year, never above `planned`."""
    return min(planned, max(1, _months(current) // MONTHS_A_YEAR))


def significance(planned: int, baseline: Period, current: Period) -> float:
    """The two-sided significance level of this evaluation where `planned` yearly ones share `LEVEL`.

    planned: from city.toml ([looks] planned); 1 leaves the level as it is. The earlier plan counts with all its months:
    where a shock left fewer the error is smaller still.
    """
    years_before = max(1, _months(baseline)) / MONTHS_A_YEAR
    return look_level(look_now(planned, current), planned, LEVEL, before=years_before)


def _months(period: Period) -> int:
    """Whole months from the first of the period's first month."""
    start, end = period.start, period.end
    return 12 * (end.year - start.year) + end.month - start.month + int(end.day == end.days_in_month)
