"""What is worth saying of a city's plan periods before anything is compared."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pandas as pd

from sojo_eval.city import City
from sojo_eval.evaluation.words.formats import day_words
from sojo_eval.foundation.language import Text

_NONE = Text(
    "計画期間がまだ書かれていません（city.toml の [[plans]]）",
    "No plan period is written yet ([[plans]] of city.toml)",
)
_ONE = Text(
    "計画が一つなので、比べずに見守ります（値・目標・管理図）",
    "There is one plan: it is watched (values, targets, control charts) and compared with none",
)
_MID_MONTH = Text(
    "「{plan}」は月の途中（{day}）に始まります。計画の替わる月は、どちらの計画にも数えません",
    "{plan} begins within a month ({day}): the month in which plans change counts for neither",
)
_AHEAD = Text(
    "「{plan}」は記録の最終日（{until}）より後の{day}に始まります。まだ評価しません",
    "{plan} begins on {day}, after the last day of the records ({until}): it is not evaluated yet",
)
_IN_PROGRESS = Text(
    "「{plan}」は途中です（{planned}か月のうち{covered}か月分の記録）。判定は、ここまでの月によるものです",
    "{plan} is in progress ({covered} of {planned} months are recorded): verdicts rest on the months so far",
)
_NO_END = Text(
    "「{plan}」の最後の日（end_date）が書かれていません。いつ判定できるかの見込みは、前の計画と同じ長さとして出します",
    "The last day of {plan} (end_date) is not written: when a verdict can be expected is told as if it were as long as the one before",
)
_GAP = Text(
    "「{before}」と「{after}」の間の{months}か月は、どの計画にも入りません",
    "{months} month(s) between {before} and {after} belong to no plan",
)


def plan_notes(city: City) -> tuple[Text, ...]:
    """Sentences on plans that begin within a month, lie ahead, are in progress, have no end, or leave months between them.

    Overlapping ones are refused when `city.toml` is read.
    """
    plans = city.plans
    if plans.empty:
        return (_NONE,)
    notes = [_ONE] if len(plans) == 1 else []
    until = city.data_until
    for _, plan in plans.iterrows():
        name, start, end = (
            Text(str(plan["name_ja"]), str(plan["name_en"])),
            plan["start_date"],
            plan["end_date"],
        )
        told = {"plan": name, "day": _day(start), "until": _day(until)}
        if start.day != 1:
            notes.append(_MID_MONTH.format(**told))
        if start > until:
            notes.append(_AHEAD.format(**told))
        elif pd.isna(end):
            notes.append(_NO_END.format(**told))
        elif end > until:
            months = {"planned": f"{_months(start, end)}", "covered": f"{_months(start, until)}"}
            notes.append(_IN_PROGRESS.format(plan=name, **months))
    for (_, before), (_, after) in pairwise(plans.iterrows()):
        between = _months(
            before["end_date"] + pd.Timedelta(days=1), after["start_date"] - pd.Timedelta(days=1)
        )
        if between:
            names = (Text(str(p["name_ja"]), str(p["name_en"])) for p in (before, after))
            notes.append(
                _GAP.format(**dict(zip(("before", "after"), names, strict=True)), months=f"{between}")
            )
    return tuple(notes)


def _months(first: pd.Timestamp, last: pd.Timestamp) -> int:
    """Whole months from one day to another."""
    starts = pd.date_range(first, last, freq="MS")
    return int(((starts + pd.offsets.MonthEnd(0)) <= last).sum())


def _day(day: pd.Timestamp) -> Text:
    return day_words(date(day.year, day.month, day.day))
