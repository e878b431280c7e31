"""The same indicator group by group: who is reached less, how wide the gap is, and whether it has closed."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.evaluation.evidence import MONTHS_A_YEAR, choose_periods, declared, with_groups
from sojo_eval.evaluation.formats import format_value
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import (
    AREA,
    Indicator,
    by_group,
    counted,
    find,
    group_title,
    groups_with_residents,
    within,
    without_residents,
)
from sojo_eval.schema import load_schema
from sojo_eval.statistics import (
    MIN_GROUPS,
    ChangeEstimate,
    GroupGap,
    change_of_gap,
    gap_between_groups,
    gap_of_values,
    group_values,
    survey_share,
)
from sojo_eval.statistics.group_gap import Family

_RATES = frozenset({"monthly_count", "annual_count", "monthly_rate", "annual_rate", "annual_stock"})
_SHARES = frozenset({"monthly_proportion", "annual_proportion"})
_T = TypeVar("_T")
_SIDES = ("baseline", "current")


@dataclass(frozen=True)
class Equity:
    """One indicator by group in two plan periods. It holds exact counts: for use inside the city.

    groups: one row a group: group, title_ja, title_en, and for each of baseline and current numerator_…,
    denominator_…, value_…, low_…, high_… (95 %) in the indicator's unit. gaps: the gap of each period, or None where
    it cannot be estimated. change: whether the same groups have drawn closer, or None.
    """

    entry: Indicator
    by: str
    by_title: Text
    area: str
    groups: pd.DataFrame
    gaps: tuple[GroupGap | None, GroupGap | None]
    change: ChangeEstimate | None

    def to_frame(self) -> pd.DataFrame:
        """The groups, a row each."""
        return self.groups

    def sentence(self, lang: Language) -> str:
        """The gap of either period with its interval, in one sentence."""
        said = [self._gap(gap, lang) for gap in self.gaps]
        text = Text(
            f"「{self.entry.title.ja}」の{self.by_title.ja}の間のばらつき（標準偏差、偶然を除く）は、前の計画で{said[0]}、"
            f"今の計画で{said[1]}です",
            f"The gap by {self.by_title.en.lower()} in “{self.entry.title.en}” (standard deviation beyond chance) was "
            f"{said[0]} in the earlier plan and is {said[1]} in the current one",
        )(lang)
        return text + ("。" if lang == "ja" else ".")

    def _gap(self, gap: GroupGap | None, lang: Language) -> str:
        if gap is None:
            return Text("推定できない大きさ", "not to be estimated")(lang)
        values = [f"{100 * x:.1f}" for x in (gap.value, gap.low, gap.high)]
        relative = self.entry.kind in _RATES
        unit = Text("%", " %") if relative else Text("ポイント", " points")
        words = Text("{0}{unit}（95%区間 {1}〜{2}）", "{0}{unit} (95 % interval {1} to {2})")
        told = words(lang).format(*values, unit=unit(lang))
        if gap.beyond_chance:
            return told
        return told + Text("で、偶然のばらつきと区別できない", ", which cannot be told from chance")(lang)

    def __str__(self) -> str:
        return self.sentence("ja")

    def _repr_html_(self) -> str:
        shown = self.groups[["group", "title_ja"]].copy()
        for side in _SIDES:
            columns = [self.groups[f"{name}_{side}"] for name in ("value", "low", "high")]
            shown[side] = [
                f"{format_value(v, self.entry.unit)} ({format_value(lo, self.entry.unit)}–"
                f"{format_value(hi, self.entry.unit)})"
                for v, lo, hi in zip(*columns, strict=True)
            ]
        return f"<p>{html.escape(str(self))}</p>{shown.to_html(index=False)}"


def equity(
    city: City, indicator: str, by: str = AREA, baseline: str = "", current: str = "", area: str = ""
) -> Equity:
    """An indicator by centre area or by a coded column (age_band, desk, sex, …), with the gap and its interval.

    The gap is the standard deviation between the groups with chance taken out: relative to the mean for rates, points
    for shares. Both periods are read over as many clean months, the last ones of each, so
    that chance is alike in both; surveys over the latest wave of each plan. Counts are put over the residents of the
    area or age band; a centre area or age band without any record is shown with zero events. baseline, current: plan ids, as in
    `evaluate`; area: within which area (empty = the city).

    Raises SojoEvalError for an unknown indicator, plan or area, a column by which the indicator cannot be divided,
    a group whose residents are not known, and an indicator that has no groups (times to an event, printed figures, gaps themselves).
    """
    entry = find(city, indicator)
    family: Family = "rate" if entry.kind in _RATES else "proportion"
    if entry.kind not in _RATES | _SHARES | {"survey_share"}:
        raise SojoEvalError(
            "no-groups",
            Text(
                f"{entry.id} は群ごとの開きを求められません（種類: {entry.kind}）",
                f"{entry.id} has no gap between groups (kind {entry.kind})",
            ),
            Text(
                "件数・割合・市民調査の指標を指定してください",
                "Name an indicator of counts, shares or the survey",
            ),
        )
    periods, place = choose_periods(city, baseline, current), area or city.code
    rows = counted(city, entry, "" if by == AREA else by)
    base = declared(city, entry, place, *periods)
    if entry.kind == "survey_share":
        tables = [_of_wave(city, entry, within(city, rows, place), by, p.id) for p in periods]
        gaps = [_attempt(partial(gap_of_values, table, family=family)) for table in tables]
    else:
        found = by_group(city, entry, rows, place, by)
        _refuse_without_residents(without_residents(city, entry, found, by))
        evidence = with_groups(base, found)
        sides = [evidence.rows[evidence.rows["after"] == after] for after in (False, True)]
        gaps = [_attempt(partial(_gap_of, side, family)) for side in sides]
        tables = [_values_of(side, family) for side in sides]
    groups = _side_by_side(city, entry, place, by, tables)
    values = groups[[f"value_{side}" for side in _SIDES]] / _per(entry)
    compared = values.dropna()
    change = None
    if len(compared) >= MIN_GROUPS:
        change = _attempt(partial(change_of_gap, compared.iloc[:, 0], compared.iloc[:, 1], family=family))
    return Equity(entry, by, _title(entry, by), place, groups, (gaps[0], gaps[1]), change)


def _refuse_without_residents(names: tuple[Text, ...]) -> None:
    if names:
        raise SojoEvalError(
            "no-residents",
            Text(
                f"住民数が分かりません: {'、'.join(name.ja for name in names)}",
                f"The residents are not known of: {', '.join(name.en for name in names)}",
            ),
            Text(
                "population にその人口を加えてください",
                "Add them to the table population",
            ),
            exit_code=1,
        )


def _attempt(estimate: Callable[[], _T]) -> _T | None:
    """None where the data cannot identify it: too few groups, a group without events."""
    try:
        return estimate()
    except ValueError:
        return None


def _gap_of(side: pd.DataFrame, family: Family) -> GroupGap:
    return gap_between_groups(
        side["numerator"], side["denominator"], side["group"], side["month"], family=family
    )


def _values_of(side: pd.DataFrame, family: Family) -> pd.DataFrame:
    """The groups' own values and intervals, which they have whether or not a gap can be estimated."""
    return group_values(side["numerator"], side["denominator"], side["group"], side["month"], family=family)


def _of_wave(city: City, entry: Indicator, rows: pd.DataFrame, by: str, plan: str) -> pd.DataFrame:
    """The latest wave of a plan by group: group, numerator and denominator (respondents), value and its error."""
    waves = city.table("survey_waves").sort_values("fieldwork_start")
    mine = (waves["plan"] == plan) & waves["wave"].isin(rows["wave"])
    latest = waves.loc[mine, "wave"].tail(1)
    here = rows.loc[rows["wave"].isin(latest)]
    points = []
    for group, people in here.groupby("area" if by == AREA else "subgroup"):
        counts = str(group), float(people["value"].sum()), float(len(people))
        try:
            answer = survey_share(
                people["value"], people["weight"], strata=people["stratum"], psu=people["psu"]
            )
        except ValueError:  # one sampling unit: its error is not known
            weight = float(people["weight"].sum())
            share = float((people["value"] * people["weight"]).sum()) / weight if weight else np.nan
            points.append((*counts, share, *[float("nan")] * 3))
            continue
        error = float(np.sqrt(answer.share * (1 - answer.share) / answer.n_effective))
        points.append((*counts, answer.share, error, answer.low, answer.high))
    columns = ["group", "numerator", "denominator", "value", "standard_error", "low", "high"]
    return pd.DataFrame(points, columns=columns)


def _side_by_side(
    city: City, entry: Indicator, area: str, by: str, tables: list[pd.DataFrame]
) -> pd.DataFrame:
    """One row a group with the numbers of both periods, in the indicator's unit, and the group's name."""
    named_groups = {str(group) for table in tables for group in table["group"]}
    # A survey asks only some ages: who was not asked is no group without answers.
    if entry.kind != "survey_share":
        named_groups |= {*groups_with_residents(city, area, by)}
    joined = pd.DataFrame({"group": sorted(named_groups)})
    per = _per(entry)
    for side, table in zip(_SIDES, tables, strict=True):
        named = table[["group", "numerator", "denominator", "value", "low", "high"]].copy()
        named[["value", "low", "high"]] *= per
        named.columns = pd.Index(["group", *(f"{name}_{side}" for name in named.columns[1:])])
        joined = joined.merge(named, on="group", how="left")
        # A group without any record is shown with nothing counted, and no value where there is no whole.
        counts = [f"numerator_{side}", f"denominator_{side}"]
        joined[counts] = joined[counts].fillna(0.0)
    names = [group_title(city, entry, by, group) for group in joined["group"]]
    joined.insert(1, "title_ja", [name.ja for name in names])
    joined.insert(2, "title_en", [name.en for name in names])
    return joined


def _per(entry: Indicator) -> float:
    """What turns a group's value a month into the indicator's unit: plain numbers of a year are told by year."""
    return MONTHS_A_YEAR * entry.per if entry.kind == "annual_count" and not entry.exposure else entry.per


def _title(entry: Indicator, by: str) -> Text:
    """What the groups are, in the words of the schema."""
    if by == AREA:
        return Text("圏域", "centre area")
    tables = (load_schema().tables[name] for name in entry.tables)
    return next(table.field(by).title for table in tables if by in table.field_names)
