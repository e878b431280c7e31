"""What the two views of the flow share: whose, over which days, and the words that both show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

import pandas as pd

from sojo_eval.city import City, opened
from sojo_eval.evaluation.evaluation import CityLabel
from sojo_eval.evaluation.periods import Plan
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.look import in_notebook
from sojo_eval.foundation.problems import SojoEvalError

Day = str | date | pd.Timestamp | None

_INTERNAL = Text(
    "内部検討用です。小さな件数を隠していないため、公表しないでください。",
    "For work inside the city hall: small counts are not hidden here. Not for publication.",
)
_SYNTHETIC = Text("架空のデータです。", "Synthetic data.")
FOLLOWED = ("consultations", "referrals", "cases", "meetings", "support_plans")
"""The tables of the way from first contact to closing."""
_DAYS = Text("{start}から{end}まで", "{start} to {end}")
_OF_PLAN = Text("{name}の期間（{days}）", "{name} ({days})")


@dataclass(frozen=True)
class FlowPeriod:
    """Whose flow, from `start` to `end` (both included), followed up to `data_until`. `plan` is empty for free days."""

    city: CityLabel
    start: pd.Timestamp
    end: pd.Timestamp
    data_until: pd.Timestamp
    plan: str
    name: Text

    @property
    def title(self) -> Text:
        """The period in words, with the plan's name where it is a plan's."""
        days = _DAYS.format(start=f"{self.start:%Y-%m-%d}", end=f"{self.end:%Y-%m-%d}")
        return _OF_PLAN.format(name=self.name, days=days) if self.plan else days

    @property
    def notice(self) -> Text:
        """That exact counts are not for publication; and that the city does not exist, where it does not."""
        return (
            Text(_SYNTHETIC.ja + _INTERNAL.ja, f"{_SYNTHETIC.en} {_INTERNAL.en}")
            if self.city.synthetic
            else _INTERNAL
        )


def flow_period(city: City, start: Day = None, end: Day = None, plan: Plan = "") -> FlowPeriod:
    """The period asked for: a plan's, or free days; the latest plan that has begun when nothing is asked.

    A missing `end`, or one after the last day the records cover, is that day.
    Raises SojoEvalError for an unknown plan and for a period that ends before it begins; ValueError for a plan and
    days together, and for an end without a start.
    """
    city = opened(city)
    if plan != "" and (start is not None or end is not None):
        raise ValueError("give a plan, or the days from start to end, not both")
    if start is None and end is not None:
        raise ValueError("an end needs a start")
    name = Text("", "")
    if start is None:
        begun = city.plans[city.plans["start_date"] <= city.data_until]
        latest = str((begun if len(begun) else city.plans).iloc[-1]["plan"])
        row = city.plan(latest if plan == "" else plan)
        plan, start, end = str(row["plan"]), row["start_date"], row["end_date"]
        name = Text(str(row["name_ja"]), str(row["name_en"]))
    first, until = _day(start, city), last_followed_day(city)
    last = until if end is None or pd.isna(end) else min(_day(end, city), until)
    if last < first:
        raise SojoEvalError(
            "empty-period",
            Text(
                f"{first:%Y-%m-%d}から{last:%Y-%m-%d}までには1日もありません",
                f"There is no day from {first:%Y-%m-%d} to {last:%Y-%m-%d}",
            ),
            Text(
                f"記録は{until:%Y-%m-%d}までです。開始日をそれより前にしてください",
                f"The records end on {until:%Y-%m-%d}: begin before that day",
            ),
        )
    label = CityLabel.of(city)
    return FlowPeriod(label, first, last, until, str(plan), name)


def _day(day: Day, city: City) -> pd.Timestamp:
    try:
        return pd.Timestamp(day)  # type: ignore[arg-type]
    except (ValueError, TypeError) as error:
        first = f"{city.plans['start_date'].iloc[-1]:%Y-%m-%d}"
        plan = Text(f"計画なら plan={day!r}", f"a plan is plan={day!r}")
        raise SojoEvalError(
            "not-a-day",
            Text(f"「{day}」は日付ではありません", f"{day!r} is not a day"),
            Text(
                f"日付は {first} のように書きます。{plan.ja} としてください",
                f"Write a day as {first}; {plan.en}",
            ),
        ) from error


def last_followed_day(city: City) -> pd.Timestamp:
    """Where the first of the tables ends that the flow is followed through: without referrals nobody seems passed on."""
    ends = [city.recording(name).of_rows(whole_years=False).until for name in FOLLOWED if city.has(name)]
    return min([city.data_until, *(end for end in ends if end is not None)])


def as_html(
    period: FlowPeriod, sentence: str, tables: Sequence[tuple[str, pd.DataFrame]], lang: Language
) -> str:
    """The sentence, captioned tables and the notice, for a notebook."""
    parts = [f"<p>{escape(sentence)}</p>"]
    for caption, frame in tables:
        parts += [f"<p>{escape(caption)}</p>", frame.to_html(index=False, na_rep="—", border=0)]
    return in_notebook(f"{''.join(parts)}<p><small>{escape(period.notice(lang))}</small></p>", lang)
