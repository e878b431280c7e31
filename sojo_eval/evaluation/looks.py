"""Which of the planned yearly evaluations of a plan this one is, and the significance level that it may use."""

from __future__ import annotations

from sojo_eval.evaluation.periods import Period
from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR
from sojo_eval.foundation.language import Text
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


def looks_note(planned: int, baseline: Period, current: Period) -> tuple[Text, ...]:
    """What a reader must know of a plan that is evaluated every year; nothing where one evaluation is planned."""
    if planned == 1:
        return ()
    now, level = look_now(planned, current), significance(planned, baseline, current)
    return (
        Text(
            f"計画期間に{planned}回の評価を予定し、今回は{now}回目です。何度も見るうちに偶然を変化と取り違えないよう、今回の有意水準は"
            f"{100 * level:.2g}%（両側）です。",
            f"{planned} evaluations of the plan are planned and this is number {now}. So that chance is not taken for a change by "
            f"looking often, the significance level of this one is {100 * level:.2g} % (two-sided).",
        ),
    )


def _months(period: Period) -> int:
    """Whole months from the first of the period's first month."""
    start, end = period.start, period.end
    return 12 * (end.year - start.year) + end.month - start.month + int(end.day == end.days_in_month)
