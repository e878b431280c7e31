"""Everything known about one indicator in one area before any judgement: the two periods, the data, the events."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR, fiscal_year
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import (
    Indicator,
    by_fiscal_year,
    by_group,
    monthly,
    within,
    without_residents,
)
from sojo_eval.statistics.monthly.design import in_any_span
from sojo_eval.statistics.series_change import Question

MONTHS_AROUND_BOUNDARY = 3
SHOCKED_MONTHS_OF_A_CLEAN_YEAR = 3
EVENTS_A_MONTH = 5.0
"""Below this mean the level is compared by fiscal year, and no trend can be told from chance."""
RARER_EVENTS = 5.0
"""With fewer on the rarer side of a share in either period a model of logits has nothing to hold on to."""
YEARS_OF_A_TREND = 10
"""A trend is read from at most this many years before the boundary: older ones describe another service."""
OPEN_END = pd.Timestamp("2100-12-31")


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
    """One indicator, one area, one question. Which fields are filled depends on the indicator's kind.

    months: month, numerator, denominator, after, shocked (NaN = not reported); for the level question the months
    of the two periods, for the path question also those of earlier plans.
    years: year, numerator, denominator, months, after, shocked. rows: one a person, for times to an event; one a group and month, for gaps.
    before/after: survey respondents, the single printed row, or one row a group of each period (group, numerator,
    denominator, over windows of equal length). no_residents: names of the groups whose residents are not known.
    """

    entry: Indicator
    area: str
    baseline: Period
    current: Period
    question: Question = "level"
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
    no_residents: tuple[Text, ...] = ()

    @property
    def events_a_month(self) -> float:
        """Mean events a month; for proportions on the rarer side."""
        m = self.months.dropna(subset=["numerator", "denominator"])
        if self.entry.kind.endswith("proportion"):
            return float(np.minimum(m["numerator"], m["denominator"] - m["numerator"]).mean())
        return float(m["numerator"].mean())

    @property
    def adjacent(self) -> bool:
        """Whether no plan lies between the two periods: a trend is carried on to the next plan only."""
        return bool(self.current.start - self.baseline.end <= pd.Timedelta(days=MONTHS_A_YEAR * 31))

    @property
    def rarer_events(self) -> float:
        """Events on the rarer side of a share in the period that has fewer of them; infinite for counts."""
        if not self.entry.kind.endswith("proportion"):
            return float("inf")
        sums = self.months.dropna().groupby("after")[["numerator", "denominator"]].sum()
        return float(np.minimum(sums["numerator"], sums["denominator"] - sums["numerator"]).min())

    @property
    def by_year(self) -> bool:
        """Whether fiscal years are analysed: yearly indicators, and months with too few events for a model."""
        kind = self.entry.kind
        few = self.events_a_month < EVENTS_A_MONTH or self.rarer_events < RARER_EVENTS
        return kind.startswith("annual") or (kind.startswith("monthly") and few)

    @property
    def clean_years(self) -> pd.DataFrame:
        """Complete fiscal years outside declared shocks, with a numerator and something to divide by."""
        y = self.years
        return y[~y["shocked"] & y["numerator"].notna() & (y["denominator"] > 0)]

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
    city: City,
    entry: Indicator,
    counted: pd.DataFrame,
    area: str,
    baseline: Period,
    current: Period,
    question: Question = "level",
) -> Evidence:
    """Collect the evidence for one indicator in one area. `counted` comes from `indicators.counted`."""
    base = declared(city, entry, area, baseline, current, question)
    if entry.kind == "published":
        before, after = _printed(counted, entry, baseline, current)
        return replace(base, before=before, after=after)
    if entry.gap_by:
        groups = by_group(city, entry, counted, area, entry.gap_by)
        unknown = without_residents(city, entry, groups, entry.gap_by)
        return with_groups(replace(base, no_residents=unknown), groups)
    rows = within(city, counted, area)
    if entry.kind == "survey_share":
        return _with_waves(base, city, rows)
    if entry.kind == "time_to_event":
        return replace(base, rows=_mark(rows, base))
    months = _mark(monthly(city, entry, rows, area), base)
    return replace(base, months=months, years=_years(months, base))


def declared(
    city: City, entry: Indicator, area: str, baseline: Period, current: Period, question: Question = "level"
) -> Evidence:
    """Evidence without data: only what city.toml says of events that touch the indicator."""
    return _with_events(
        Evidence(entry, area, baseline, current, question),
        _applicable(city.events, entry, area == city.code),
    )


def _applicable(events: pd.DataFrame, entry: Indicator, whole_city: bool) -> pd.DataFrame:
    touched = {"*", entry.id, *entry.tables}
    hit = events["applies_to"].fillna("").map(lambda names: bool(touched & set(names.split()))).astype(bool)
    # Redrawn boundaries move people between areas; the city's total is untouched.
    return events[hit & ~((events["kind"] == "area_change") & whole_city)]


def _with_events(base: Evidence, events: pd.DataFrame) -> Evidence:
    def titles(rows: pd.DataFrame) -> tuple[Text, ...]:
        return tuple(Text(ja, en) for ja, en in zip(rows["title_ja"], rows["title_en"], strict=True))

    around = pd.DateOffset(months=MONTHS_AROUND_BOUNDARY)
    near = events["start_date"].between(base.current.start - around, base.current.start + around)
    first = _first_month(base)
    inside = (events["start_date"] > first) & (events["start_date"] <= base.current.end)
    # A change in a plan that is left out lies between the two periods as one at the boundary does.
    between = events["start_date"].between(base.baseline.end, base.current.start)
    definition = events["kind"].isin(["definition_change", "area_change"])
    shocks = events[events["kind"] == "shock"]
    return replace(
        base,
        shocks=tuple(zip(shocks["start_date"], shocks["end_date"].fillna(OPEN_END), strict=True)),
        breaks=tuple(events.loc[definition & ~near & inside, "start_date"]),
        boundary_breaks=titles(events[definition & (near | between)]),
        reforms=titles(events[(events["kind"] == "reform") & near]),
    )


def _first_month(base: Evidence) -> pd.Timestamp:
    """Where the analysed months begin: with the earlier plan, or years before it for a trend."""
    if base.question == "level":
        return base.baseline.start
    return min(base.baseline.start, base.current.start - pd.DateOffset(years=YEARS_OF_A_TREND))


def _mark(frame: pd.DataFrame, base: Evidence) -> pd.DataFrame:
    """Rows of the two periods (and of the years before them for a trend), with `after` and `shocked`."""
    month = frame["month"]
    before, now = base.baseline, base.current
    kept = frame[
        month.between(_first_month(base), before.end) | month.between(now.start, now.end)
    ].reset_index(drop=True)
    kept["after"] = kept["month"] >= now.start
    kept["shocked"] = in_any_span(pd.DatetimeIndex(kept["month"]), base.shocks)
    return kept


def with_groups(base: Evidence, frame: pd.DataFrame) -> Evidence:
    """The groups of either period over as many clean months, the last ones of each: chance widens short periods."""
    marked = _mark(frame, base)
    clean = marked[~marked["shocked"]]
    sides = [clean[clean["after"] == side] for side in (False, True)]
    length = min(side["month"].nunique() for side in sides)
    if base.entry.kind == "annual_count" and length > MONTHS_A_YEAR:
        length -= (
            length % MONTHS_A_YEAR
        )  # what is held once a year must not fall into a window twice, or never
    windows = [side[side["month"].isin(sorted(side["month"].unique())[-length:])] for side in sides]
    columns = ["numerator", "denominator"]
    sums = [w.groupby("group")[columns].sum(min_count=1).reset_index() for w in windows]
    return replace(base, rows=pd.concat(windows), before=sums[0], after=sums[1])


def _years(months: pd.DataFrame, base: Evidence) -> pd.DataFrame:
    """Complete fiscal years of marked months; a year with more than three shocked months is shocked."""
    years = by_fiscal_year(months)
    years["after"] = pd.to_datetime(years["year"].astype(str) + "-04-01") >= base.current.start
    shocked = months.groupby(fiscal_year(months["month"]))["shocked"].sum()
    years["shocked"] = years["year"].map(shocked) > SHOCKED_MONTHS_OF_A_CLEAN_YEAR
    return years[years["months"] == MONTHS_A_YEAR].reset_index(drop=True)


def _with_waves(base: Evidence, city: City, rows: pd.DataFrame) -> Evidence:
    """Respondents of the latest wave that belongs to each plan, with the design of both waves."""
    questions = city.table("survey_questions")
    questions = questions[questions["concept"] == base.entry.concept]
    waves = city.table("survey_waves").sort_values("fieldwork_start")
    waves = waves[waves["wave"].isin(questions["wave"])]

    def of_plan(plan: str) -> pd.DataFrame:
        latest = waves.loc[waves["plan"] == plan, "wave"].tail(1)
        return rows[rows["wave"].isin(latest)]

    before, after = of_plan(base.baseline.id), of_plan(base.current.id)
    return replace(base, before=before, after=after, waves=waves, questions=questions)


def _printed(
    rows: pd.DataFrame, entry: Indicator, baseline: Period, current: Period
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The latest printed row of each period, or of the two periods the indicator names."""
    ordered = rows[rows["value"].notna()].sort_values("period_start")
    if entry.periods:
        first, second = entry.periods
        return ordered[ordered["period"] == first].tail(1), ordered[ordered["period"] == second].tail(1)
    start = ordered["period_start"]
    return (
        ordered[start.between(baseline.start, baseline.end)].tail(1),
        ordered[start.between(current.start, current.end)].tail(1),
    )
