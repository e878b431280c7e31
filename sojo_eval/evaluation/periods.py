"""The two plan periods that are compared."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sojo_eval.city import City
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError

Plan = str | int
"""A plan's id, also as a number; empty: the usual one."""


@dataclass(frozen=True)
class Period:
    """A plan period as far as it is covered by records; both dates included. planned_end: the plan's own last day."""

    id: str
    name: Text
    start: pd.Timestamp
    end: pd.Timestamp
    confirmed: bool
    planned_end: pd.Timestamp | None = None


def choose_periods(city: City, baseline: Plan, current: Plan) -> tuple[Period, Period]:
    """The two plan periods to compare; empty ids mean the latest plan with records and the one before it.

    Raises SojoEvalError when there are not two plans, an id is unknown, the order is wrong, or
    the current plan had not begun when the records end.
    """
    started = city.plans[city.plans["start_date"] <= city.data_until]
    if len(city.plans) >= 2 and current == "" and started.empty:
        first = city.plans["start_date"].min()
        raise SojoEvalError(
            "no-plan-begun",
            Text(
                f"記録の最終日（{city.data_until:%Y-%m-%d}）より前に始まった計画がありません（最初の計画は{first:%Y-%m-%d}から）",
                f"No plan had begun on the last day of the records ({city.data_until:%Y-%m-%d}); the first begins on "
                f"{first:%Y-%m-%d}",
            ),
            Text(
                "city.toml の data_until か計画の開始日を確かめてください",
                "Check data_until and the plans' start dates in city.toml",
            ),
        )
    if city.plans.empty:
        raise no_plans()
    if len(city.plans) < 2:
        raise SojoEvalError(
            "two-plans",
            Text("比べる計画期間が二つありません", "There are not two plan periods to compare"),
            Text("city.toml に計画を書き足してください", "Add the plans to city.toml"),
        )
    now = city.plan(str(started.iloc[-1]["plan"]) if current == "" else current)
    if baseline == "":
        earlier = city.plans[city.plans["start_date"] < now["start_date"]]
        baseline = str(earlier.iloc[-1]["plan"]) if len(earlier) else ""
    before = city.plan(baseline)
    if now["start_date"] > city.data_until:
        raise SojoEvalError(
            "plan-not-begun",
            Text(
                f"計画「{now['plan']}」は、記録の最終日（{city.data_until:%Y-%m-%d}）にまだ始まっていません",
                f"Plan {now['plan']!r} had not begun on the last day of the records ({city.data_until:%Y-%m-%d})",
            ),
            Text(
                "始まった計画を --current に指定するか、その計画の記録を取り込んでください",
                "Give a plan that has begun as --current, or import its records",
            ),
        )
    if before["start_date"] >= now["start_date"]:
        raise SojoEvalError(
            "plan-order",
            Text(
                f"計画「{before['plan']}」は「{now['plan']}」より前に始まっていません",
                f"Plan {before['plan']!r} does not start before {now['plan']!r}",
            ),
            Text("--baseline に前の計画を指定してください", "Give the earlier plan as --baseline"),
        )
    # A plan that does not say its last day is taken to be as long as the one before.
    length = before["end_date"] - before["start_date"]
    return _period(before, city.data_until, length), _period(now, city.data_until, length)


def no_plans() -> SojoEvalError:
    """For a city that has not said its plans yet."""
    return SojoEvalError(
        "no-plans",
        Text("計画期間が city.toml に書かれていません", "city.toml names no plan period"),
        Text(
            '[[plans]] の節を計画ごとに書いてください: plan = "5"、name_ja、name_en、start_date = 2024-04-01、'
            "end_date、confirmed = true（例は city.toml の中に # で）",
            'Write a section [[plans]] for each: plan = "5", name_ja, name_en, start_date = 2024-04-01, end_date, confirmed'
            " = true (city.toml holds an example behind #)",
        ),
    )


def _period(plan: pd.Series, data_until: pd.Timestamp, usual: pd.Timedelta) -> Period:
    end = data_until if pd.isna(plan["end_date"]) else min(pd.Timestamp(plan["end_date"]), data_until)
    name = Text(str(plan["name_ja"]), str(plan["name_en"]))
    start = pd.Timestamp(plan["start_date"])
    planned = start + usual if pd.isna(plan["end_date"]) else pd.Timestamp(plan["end_date"])
    return Period(str(plan["plan"]), name, start, end, bool(plan["confirmed"]), planned)
