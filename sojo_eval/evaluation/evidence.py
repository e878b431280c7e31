"""Everything known about one indicator in one area before any judgement: the two periods, the data, the events."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import Indicator, by_fiscal_year, monthly, within
from sojo_eval.statistics.level_and_path import in_any_span

MONTHS_AROUND_BOUNDARY = 3
SHOCKED_MONTHS_OF_A_CLEAN_YEAR = 3


@dataclass(frozen=True)
class Period:
    """A plan period as far as it is covered by records; both dates included."""

    id: str
    name: Text
    start: pd.Timestamp
    end: pd.Timestamp
    confirmed: bool


@dataclass(frozen=True)
class Evidence:
    """One indicator, one area. Which fields are filled depends on the indicator's kind.

    months: month, numerator, denominator, after, shocked (both periods only; NaN = not reported).
    years: year, numerator, denominator, months, after, shocked. rows: one a person, for times to an event.
    before/after: survey respondents or the single printed row of each period.
    """

    entry: Indicator
    area: str
    baseline: Period
    current: Period
    shocks: tuple[tuple[pd.Timestamp, pd.Timestamp], ...] = ()
    breaks: tuple[pd.Timestamp, ...] = ()
    boundary_breaks: tuple[Text, ...] = ()
    reforms: tuple[Text, ...] = ()
    months: pd.DataFrame = field(default_factory=pd.DataFrame)
    years: pd.DataFrame = field(default_factory=pd.DataFrame)
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    before: pd.DataFrame = field(default_factory=pd.DataFrame)
    after: pd.DataFrame = field(default_factory=pd.DataFrame)
    waves: pd.DataFrame = field(default_factory=pd.DataFrame)
    questions: pd.DataFrame = field(default_factory=pd.DataFrame)

    def clean(self, *, after: bool) -> pd.DataFrame:
        """Reported months outside declared shocks on one side of the boundary."""
        m = self.months
        return m[(m["after"] == after) & ~m["shocked"] & m["numerator"].notna() & (m["denominator"] > 0)]


def choose_periods(city: City, baseline: str, current: str) -> tuple[Period, Period]:
    """The two plan periods to compare; empty ids mean the latest plan with records and the one before it.

    Raises SojoEvalError when there are not two plans, an id is unknown, or the order is wrong.
    """
    started = city.plans[city.plans["start_date"] <= city.data_until]
    if len(city.plans) < 2 or (not current and started.empty):
        raise SojoEvalError(
            "two-plans",
            Text("比べる計画期間が二つありません", "There are not two plan periods to compare"),
            Text("city.toml に計画を書き足してください", "Add the plans to city.toml"),
        )
    now = city.plan(current or str(started.iloc[-1]["plan"]))
    if not baseline:
        earlier = city.plans[city.plans["start_date"] < now["start_date"]]
        baseline = str(earlier.iloc[-1]["plan"]) if len(earlier) else ""
    before = city.plan(baseline)
    if before["start_date"] >= now["start_date"]:
        raise SojoEvalError(
            "plan-order",
            Text(
                f"計画「{before['plan']}」は「{now['plan']}」より前に始まっていません",
                f"Plan {before['plan']!r} does not start before {now['plan']!r}",
            ),
            Text("--baseline に前の計画を指定してください", "Give the earlier plan as --baseline"),
        )
    return _period(before, city.data_until), _period(now, city.data_until)


def _period(plan: pd.Series, data_until: pd.Timestamp) -> Period:
    end = data_until if pd.isna(plan["end_date"]) else min(pd.Timestamp(plan["end_date"]), data_until)
    name = Text(str(plan["name_ja"]), str(plan["name_en"]))
    return Period(str(plan["plan"]), name, pd.Timestamp(plan["start_date"]), end, bool(plan["confirmed"]))


def gather(
    city: City, entry: Indicator, counted: pd.DataFrame, area: str, baseline: Period, current: Period
) -> Evidence:
    """Collect the evidence for one indicator in one area. `counted` comes from `indicators.counted`."""
    events = _applicable(city.events, entry, area == city.code)
    facts = {"entry": entry, "area": area, "baseline": baseline, "current": current, **_events(events, current)}
    if entry.kind == "published":
        return Evidence(**facts, **_printed(counted, entry, baseline, current))
    rows = within(city, counted, area)
    if entry.kind == "survey_share":
        return Evidence(**facts, **_waves(city, rows, entry, baseline, current))
    shocks = facts["shocks"]
    if entry.kind == "time_to_event":
        return Evidence(**facts, rows=_mark(rows, baseline, current, shocks))
    months = monthly(city, entry, rows, area)
    return Evidence(**facts, months=_mark(months, baseline, current, shocks), years=_years(months, baseline, current, shocks))


def _applicable(events: pd.DataFrame, entry: Indicator, whole_city: bool) -> pd.DataFrame:
    touched = {"*", entry.id, *entry.tables}
    hit = events["applies_to"].map(lambda names: bool(touched & set(str(names).split()))).astype(bool)
    # Redrawn boundaries move people between areas; the city's total is untouched.
    return events[hit & ~((events["kind"] == "area_change") & whole_city)]


def _events(events: pd.DataFrame, current: Period) -> dict[str, object]:
    def titles(rows: pd.DataFrame) -> tuple[Text, ...]:
        return tuple(Text(str(r.title_ja), str(r.title_en)) for r in rows.itertuples())

    boundary = current.start
    near = (events["start_date"] - boundary).abs() <= pd.Timedelta(days=31 * MONTHS_AROUND_BOUNDARY)
    definition = events["kind"].isin(["definition_change", "area_change"])
    shocks = events[events["kind"] == "shock"]
    ends = shocks["end_date"].fillna(pd.Timestamp("2100-12-31"))
    return {
        "shocks": tuple(zip(shocks["start_date"], ends, strict=True)),
        "breaks": tuple(events.loc[definition & ~near, "start_date"]),
        "boundary_breaks": titles(events[definition & near]),
        "reforms": titles(events[(events["kind"] == "reform") & near]),
    }


def _mark(
    frame: pd.DataFrame, baseline: Period, current: Period, shocks: tuple[tuple[pd.Timestamp, pd.Timestamp], ...]
) -> pd.DataFrame:
    """Rows of the two periods, with `after` and `shocked`."""
    month = frame["month"]
    inside = month.between(baseline.start, baseline.end) | month.between(current.start, current.end)
    kept = frame[inside].reset_index(drop=True)
    kept["after"] = kept["month"] >= current.start
    kept["shocked"] = in_any_span(pd.DatetimeIndex(kept["month"]), shocks)
    return kept


def _years(
    months: pd.DataFrame, baseline: Period, current: Period, shocks: tuple[tuple[pd.Timestamp, pd.Timestamp], ...]
) -> pd.DataFrame:
    """Complete fiscal years of the two periods; a year with more than three shocked months is shocked."""
    marked = _mark(months, baseline, current, shocks)
    years = by_fiscal_year(marked)
    starts = pd.to_datetime(years["year"].astype(str) + "-04-01")
    years["after"] = starts >= current.start
    fiscal = marked["month"].dt.year - (marked["month"].dt.month < 4)
    shocked = marked.groupby(fiscal)["shocked"].sum()
    years["shocked"] = years["year"].map(shocked).to_numpy() > SHOCKED_MONTHS_OF_A_CLEAN_YEAR
    return years[years["months"] == 12].reset_index(drop=True)


def _waves(
    city: City, rows: pd.DataFrame, entry: Indicator, baseline: Period, current: Period
) -> dict[str, pd.DataFrame]:
    """Respondents of the latest wave that belongs to each plan, with the design of both waves."""
    waves = city.table("survey_waves").sort_values("fieldwork_start")
    questions = city.table("survey_questions").query("concept == @entry.concept")
    waves = waves[waves["wave"].isin(questions["wave"])]
    empty = rows.iloc[:0]

    def of_plan(plan: str) -> pd.DataFrame:
        chosen = waves.loc[waves["plan"] == plan, "wave"]
        return rows[rows["wave"] == chosen.iloc[-1]] if len(chosen) else empty

    return {"before": of_plan(baseline.id), "after": of_plan(current.id), "waves": waves, "questions": questions}


def _printed(rows: pd.DataFrame, entry: Indicator, baseline: Period, current: Period) -> dict[str, pd.DataFrame]:
    """The latest printed row of each period, or of the two periods the indicator names."""
    ordered = rows.sort_values("period_start")
    if entry.periods:
        before = ordered[ordered["period"] == entry.periods[0]]
        after = ordered[ordered["period"] == entry.periods[1]]
    else:
        before = ordered[ordered["period_start"].between(baseline.start, baseline.end)]
        after = ordered[ordered["period_start"].between(current.start, current.end)]
    known = ordered["value"].notna() | np.zeros(len(ordered), dtype=bool)
    return {"before": before[known.loc[before.index]].tail(1), "after": after[known.loc[after.index]].tail(1)}
