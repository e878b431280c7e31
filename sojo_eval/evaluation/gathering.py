"""From a city to the evidence for one indicator: its data in the two periods, and the events that touch it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any, assert_never

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.evaluation.evidence import (
    AnyEvidence,
    Evidence,
    GroupsEvidence,
    PrintedEvidence,
    SeriesEvidence,
    SurveyEvidence,
    TimesEvidence,
)
from sojo_eval.evaluation.periods import Period
from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR, fiscal_years_of, starts_of_years
from sojo_eval.foundation.language import Text
from sojo_eval.indicators import (
    Indicator,
    by_group,
    catalogue,
    changes_of_answering,
    changes_of_habit,
    monthly,
    recorded,
    sums_of_fiscal_years,
    waves_that_asked,
    with_silent_areas,
    within,
    without_residents,
)
from sojo_eval.indicators.service_groups import DESK_OF_FAMILIES
from sojo_eval.indicators.totals import changes_of_definition, notes_on_totals
from sojo_eval.statistics.monthly.design import ends_of_months, in_any_span
from sojo_eval.statistics.series_change import Question

MONTHS_AROUND_BOUNDARY = 3
SHOCKED_MONTHS_OF_A_CLEAN_YEAR = 3
YEARS_OF_A_TREND = 10
"""A trend is read from at most this many years before the boundary: older ones describe another service."""
OPEN_END = pd.Timestamp("2100-12-31")
FAMILY_CENTRE = "children_and_family_centres"
FAMILY_CENTRE_DAY = pd.Timestamp("2024-04-01")
"""改正児童福祉法 (令和4年法律第66号) came into force: 子育て世代包括支援センター and 子ども家庭総合支援拠点 became
こども家庭センター."""
_FAMILY_CENTRE_TITLE = Text(
    "児童福祉法の改正により、子育て世代包括支援センターがこども家庭センターになり、窓口の範囲が変わったこと",
    "by law the 子育て世代包括支援センター became the こども家庭センター, a desk of another scope",
)
_OF_CONSULTATIONS = "consultations referrals"


def months_of(city: City, entry: Indicator, counted: pd.DataFrame, area: str) -> pd.DataFrame | None:
    """The indicator's months in one area (those of its groups), which all questions, pairs of plans and the display share;
    None for what has no months."""
    if entry.kind.grain == "groups":
        return by_group(city, entry, counted, area, entry.gap_by)
    if entry.kind.grain not in ("month", "year"):
        return None
    return monthly(city, entry, within(city, counted, area), area)


def gather(
    city: City, counted: pd.DataFrame, base: Evidence, months: pd.DataFrame | None = None
) -> AnyEvidence:
    """The data for what `declared` gave. `counted` comes from `indicators.counted`, months from `months_of`."""
    entry, area = base.entry, base.area
    before, after = ((period.start, period.end) for period in (base.baseline, base.current))
    base = replace(
        base,
        recorded=city.once(
            ("recorded in", entry, area),
            lambda: with_silent_areas(city, entry, area, recorded(city, entry)),
        ),
        habits=changes_of_habit(city, entry, area, before, after),
    )
    grain = entry.kind.grain
    if grain == "figure":
        first, second = _printed(counted, entry, base.baseline, base.current)
        dated = counted.loc[counted["value"].notna(), "period_start"]
        points = sum(int(dated.between(*span).sum()) for span in (before, after))
        return PrintedEvidence(**vars(base), before=first, after=second, points=points)
    if grain == "groups":
        groups = by_group(city, entry, counted, area, entry.gap_by) if months is None else months
        unknown = without_residents(city, entry, groups, entry.gap_by)
        return replace(with_groups(base, groups), no_residents=unknown)
    if grain == "wave":
        return _with_waves(base, city, within(city, counted, area))
    if grain == "start":
        return TimesEvidence(**vars(base), rows=_mark(within(city, counted, area), base))
    if grain == "month" or grain == "year":
        months = monthly(city, entry, within(city, counted, area), area) if months is None else months
        span = base.baseline.start, base.current.end
        base = replace(base, notes=notes_on_totals(city, entry, area, span, months))
        months = _mark(months[months["month"] <= base.recorded.last_followed_month], base)
        return SeriesEvidence(**vars(base), months=months, years=_years(months, base))
    assert_never(grain)


def declared(
    city: City,
    entry: Indicator,
    area: str,
    baseline: Period,
    current: Period,
    question: Question = "level",
    *,
    shocks: tuple[tuple[pd.Timestamp, pd.Timestamp], ...] | None = None,
    breaks: tuple[pd.Timestamp, ...] | None = None,
) -> Evidence:
    """Evidence without data: only what city.toml, or the law, says of events that touch the indicator.

    shocks, breaks: what is supposed in place of the shocks and definition changes that are declared; None = as declared.
    """
    whole_city = area == city.code

    def of_events() -> Evidence:
        events = city.once("known events", lambda: with_known_events(city).to_dict("records"))
        touching = supposed(_applicable(events, entry, whole_city), shocks, breaks)
        return _with_events(Evidence(entry, area, baseline, current, question), touching)

    asked = ("declared", entry, whole_city, baseline, current, question, shocks, breaks)
    return replace(city.once(asked, of_events), area=area)


def with_known_events(city: City) -> pd.DataFrame:
    """The city's events and, where it has a desk for families with small children, the law that changed what that desk is.

    Not where an event of city.toml has the same id, or names the desk in its title: the city then says itself what
    changed, and when. It is told as an overlapping reform, for a definition change would refuse every comparison of
    consultations for the sake of one desk.
    """
    events = with_changes_of_definition(city, city.events)
    if DESK_OF_FAMILIES.among(city.table("services")).empty:
        return events
    if events["event"].eq(FAMILY_CENTRE).any() or DESK_OF_FAMILIES.is_named_in(events["title_ja"].dropna()):
        return events
    law = {
        "event": FAMILY_CENTRE,
        "kind": "reform",
        "start_date": FAMILY_CENTRE_DAY,
        "title_ja": _FAMILY_CENTRE_TITLE.ja,
        "title_en": _FAMILY_CENTRE_TITLE.en,
        "applies_to": _OF_CONSULTATIONS,
    }
    return pd.concat(
        [events, pd.DataFrame([law]).astype({"start_date": events["start_date"].dtype})], ignore_index=True
    )


def with_changes_of_definition(city: City, events: pd.DataFrame) -> pd.DataFrame:
    """The events and those that the totals and printed figures tell by their `definition`."""
    changes = changes_of_definition(city, lambda: catalogue(city))
    if not changes:
        return events
    told = [
        {
            "event": f"definition {change.name} {change.start.date()}",
            "kind": "definition_change",
            "start_date": change.start,
            "title_ja": change.title.ja,
            "title_en": change.title.en,
            "applies_to": " ".join(change.indicators),
        }
        for change in changes
    ]
    more = pd.DataFrame(told).astype({"start_date": events["start_date"].dtype})
    return pd.concat([events, more], ignore_index=True)


Event = dict[Hashable, Any]
"""A row of events."""


_SUPPOSED = Text("仮に置いた条件", "a supposed event")


def supposed(
    events: Sequence[Event],
    shocks: Sequence[tuple[pd.Timestamp, pd.Timestamp]] | None,
    breaks: Sequence[pd.Timestamp] | None,
) -> list[Event]:
    """The events with other shocks and definition changes than those declared; one that was declared keeps its name."""
    made: list[tuple[str, pd.Timestamp, pd.Timestamp | None]] = []
    made += [("shock", start, end) for start, end in shocks or ()]
    made += [("definition_change", start, None) for start in breaks or ()]
    taken = {"shock": shocks, "definition_change": breaks}
    kept = [event for event in events if taken.get(event["kind"]) is None]
    for kind, start, end in made:
        named = [e for e in events if e["kind"] == kind and e["start_date"] == start]
        title = {"title_ja": _SUPPOSED.ja, "title_en": _SUPPOSED.en}
        kept.append((named[0] if named else title) | {"kind": kind, "start_date": start, "end_date": end})
    return sorted(kept, key=lambda event: event["start_date"])


def _applicable(events: Sequence[Event], entry: Indicator, whole_city: bool) -> list[Event]:
    touched = {"*", entry.id, *entry.tables}
    named = [e for e in events if pd.notna(e["applies_to"]) and touched & set(e["applies_to"].split())]
    # Redrawn boundaries move people between areas; the city's total is untouched.
    return [event for event in named if not (event["kind"] == "area_change" and whole_city)]


def _with_events(base: Evidence, events: Sequence[Event]) -> Evidence:
    if not events:
        return base
    around = pd.DateOffset(months=MONTHS_AROUND_BOUNDARY)
    first_near, last_near = base.current.start - around, base.current.start + around
    first = _first_month(base)
    shocks, breaks, boundary_breaks, reforms = [], [], [], []
    for event in events:
        start, title = event["start_date"], Text(event["title_ja"], event["title_en"])
        near = first_near <= start <= last_near
        if event["kind"] == "shock":
            shocks.append((start, OPEN_END if pd.isna(event["end_date"]) else event["end_date"]))
        elif event["kind"] == "reform" and near:
            reforms.append(title)
        elif event["kind"] in ("definition_change", "area_change"):
            # A change in a plan that is left out lies between the two periods as one at the boundary does.
            if near or base.baseline.end <= start <= base.current.start:
                boundary_breaks.append(title)
            if not near and first < start <= base.current.end:
                breaks.append(start)
    return replace(
        base,
        shocks=tuple(shocks),
        breaks=tuple(breaks),
        boundary_breaks=tuple(boundary_breaks),
        reforms=tuple(reforms),
    )


def _first_month(base: Evidence) -> pd.Timestamp:
    """Where the analysed months begin: with the earlier plan, or years before it for a trend."""
    if base.question == "level":
        return base.baseline.start
    return min(base.baseline.start, base.current.start - pd.DateOffset(years=YEARS_OF_A_TREND))


def _mark(frame: pd.DataFrame, base: Evidence) -> pd.DataFrame:
    """Rows of the two periods (and of the years before them for a trend), with `after` and `shocked`."""
    month = frame["month"].to_numpy()
    before, now = base.baseline, base.current
    # A month in which one plan ends and the next begins belongs to neither.
    earlier = (month >= _first_month(base).to_datetime64()) & (
        ends_of_months(month) <= before.end.to_datetime64()
    )
    later = (month >= now.start.to_datetime64()) & (month <= now.end.to_datetime64())
    kept = frame[earlier | later].reset_index(drop=True)
    months = pd.DatetimeIndex(kept["month"])
    return kept.assign(after=months >= now.start, shocked=in_any_span(months, base.shocks))


def with_groups(base: Evidence, frame: pd.DataFrame) -> GroupsEvidence:
    """The groups of either period over as many clean months, the last ones of each: chance widens short periods."""
    marked = _mark(frame, base)
    clean = marked[~marked["shocked"]]
    sides = [clean[clean["after"] == side] for side in (False, True)]
    length = min(side["month"].nunique() for side in sides)
    if base.entry.kind.is_rare_count and length > MONTHS_A_YEAR:
        length -= (
            length % MONTHS_A_YEAR
        )  # what is held once a year must not fall into a window twice, or never
    windows = [side[side["month"].isin(sorted(side["month"].unique())[-length:])] for side in sides]
    columns = ["numerator", "denominator"]
    sums = [w.groupby("group")[columns].sum(min_count=1).reset_index() for w in windows]
    return GroupsEvidence(**vars(base), rows=pd.concat(windows), before=sums[0], after=sums[1])


def _years(months: pd.DataFrame, base: Evidence) -> pd.DataFrame:
    """Complete fiscal years of marked months; a year with more than three shocked months is shocked."""
    begins = base.entry.year_begins
    sums = sums_of_fiscal_years(months, begins)
    later = fiscal_years_of(months["month"].to_numpy()[months["after"].to_numpy()], begins)
    one_side = np.isin((sums["year"][:, None] == later[None, :]).sum(axis=1), (0, MONTHS_A_YEAR))
    # A year in which one plan ends and the next begins belongs to neither.
    whole = (sums["months"] == MONTHS_A_YEAR) & one_side
    kept = {name: values[whole] for name, values in sums.items()}
    shocked = fiscal_years_of(months["month"].to_numpy()[months["shocked"].to_numpy()], begins)
    in_shock = (kept["year"][:, None] == shocked[None, :]).sum(axis=1)
    return pd.DataFrame(
        {
            **kept,
            "after": starts_of_years(kept["year"], begins) >= base.current.start,
            "shocked": in_shock > SHOCKED_MONTHS_OF_A_CLEAN_YEAR,
        }
    )


def _with_waves(base: Evidence, city: City, rows: pd.DataFrame) -> SurveyEvidence:
    """Respondents of the latest wave that belongs to each plan, with the design of both waves."""
    questions = city.table("survey_questions")
    asked = waves_that_asked(base.entry, questions)
    questions = questions[questions["concept"].isin(base.entry.concepts)]
    waves = city.table("survey_waves").sort_values("fieldwork_start")
    waves = waves[waves["wave"].isin(asked)]

    def of_plan(plan: str) -> pd.DataFrame:
        latest = waves.loc[waves["plan"] == plan, "wave"].tail(1)
        return rows[rows["wave"].isin(latest)]

    before, after = of_plan(base.baseline.id), of_plan(base.current.id)
    everyone = within(city, city.table("survey_respondents"), base.area)["wave"]
    first, second = (int(everyone.isin(side["wave"].unique()).sum()) for side in (before, after))
    base = replace(base, habits=changes_of_answering((first, second), before, after))
    return SurveyEvidence(**vars(base), before=before, after=after, waves=waves, questions=questions)


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
