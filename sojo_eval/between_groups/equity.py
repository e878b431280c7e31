"""The same indicator group by group: who is reached less, how wide the gap is, and whether it has closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import TypeVar

import numpy as np
import pandas as pd

from sojo_eval.city import City, opened
from sojo_eval.evaluation.gathering import declared, with_groups
from sojo_eval.evaluation.periods import Plan, choose_periods
from sojo_eval.evaluation.words.formats import format_value
from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.look import in_notebook
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.showing.html_tables import table_html
from sojo_eval.foundation.showing.told import Told
from sojo_eval.indicators import (
    AGE_BAND,
    AREA,
    Indicator,
    area_name,
    by_group,
    counted,
    find,
    group_of,
    group_title,
    groups_with_residents,
    refuse_mixed_ages,
    subgroup_columns,
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

_T = TypeVar("_T")
_SIDES = ("baseline", "current")
_TITLES = (Text("前の計画", "Earlier plan"), Text("今の計画", "Current plan"))
_CODE, _INTERVAL = Text("コード", "Code"), Text("{value}（{low}〜{high}）", "{value} ({low} to {high})")


@dataclass(frozen=True)
class Equity(Told):
    """One indicator by group in two plan periods. It holds exact counts: for use inside the city.

    groups: one row a group: group, title_ja, title_en, and for each of baseline and current numerator_…,
    denominator_…, value_…, low_…, high_… (95 %) in the indicator's unit. gaps: the gap of each period, or None where
    it cannot be estimated. change: whether the same groups have drawn closer, or None.
    left_out: events (of shares what they are out of, of surveys respondents) of either period whose group is not known.
    """

    entry: Indicator
    by: str
    by_title: Text
    area: str
    groups: pd.DataFrame
    gaps: tuple[GroupGap | None, GroupGap | None]
    change: ChangeEstimate | None
    left_out: tuple[int, int] = (0, 0)

    def to_frame(self) -> pd.DataFrame:
        """The groups, a row each."""
        return self.groups

    def sentence(self, lang: Language) -> str:
        """The gap of either period with its interval, and what is in no group."""
        said = [self._gap(gap, lang) for gap in self.gaps]
        text = Text(
            f"「{self.entry.title.ja}」の{self.by_title.ja}別のばらつき（偶然を除いた標準偏差）。"
            f"前の計画: {said[0]}。今の計画: {said[1]}。",
            f"“{self.entry.title.en}” by {self.by_title.en.lower()}, spread beyond chance (standard deviation). "
            f"Earlier plan: {said[0]}. Current plan: {said[1]}.",
        )(lang)
        if not any(self.left_out):
            return text
        first, second = (f"{number:,}" for number in self.left_out)
        return text + Text(
            f"{self.by_title.ja}の分からない記録は除いています（前の計画{first}件、今の計画{second}件）。",
            f" Left out because their {self.by_title.en.lower()} is not known: {first} in the earlier plan, "
            f"{second} in the current one.",
        )(lang)

    def _gap(self, gap: GroupGap | None, lang: Language) -> str:
        if gap is None:
            return Text(
                f"推定できません（{MIN_GROUPS}群以上と、各群の件数が必要です）",
                f"cannot be estimated (it needs {MIN_GROUPS} groups with events in each)",
            )(lang)
        if not self.entry.kind.is_share:
            value, low, high = (format_value(size, "relative_sd") for size in (gap.value, gap.low, gap.high))
            typical = Text(f"平均に対して典型的に{value}", f"typically {value} from the mean")
        else:
            value, low, high = (f"{100 * size:.1f}" for size in (gap.value, gap.low, gap.high))
            typical = Text(f"典型的に平均±{value}ポイント", f"typically ±{value} points around the mean")
        if gap.beyond_chance:
            return Text(
                f"{typical.ja}（95%区間 {low}〜{high}）", f"{typical.en} (95 % interval {low} to {high})"
            )(lang)
        return Text(
            f"偶然のばらつきと区別できない（{typical.ja}、95%区間 {low}〜{high}）",
            f"cannot be told from chance ({typical.en}, 95 % interval {low} to {high})",
        )(lang)

    def __str__(self) -> str:
        return self.sentence(reader_language())

    def _repr_html_(self) -> str:
        lang = reader_language()
        shown = pd.DataFrame(
            {self.by_title(lang): self.groups[f"title_{lang}"], _CODE(lang): self.groups["group"]}
        )
        for side, title in zip(_SIDES, _TITLES, strict=True):
            columns = [self.groups[f"{name}_{side}"] for name in ("value", "low", "high")]
            told = ([format_value(x, self.entry.unit) for x in column] for column in columns)
            shown[title(lang)] = [
                _INTERVAL.format(value=value, low=low, high=high)(lang)
                for value, low, high in zip(*told, strict=True)
            ]
        shown_html = table_html(shown, self.entry.title(lang), name="findings")
        return in_notebook(f"<p>{escape(str(self))}</p>{shown_html}", lang)


def equity(
    city: City, indicator: str, by: str = AREA, baseline: Plan = "", current: Plan = "", area: str | int = ""
) -> Equity:
    """An indicator by centre area or by a coded column (age_band, desk, sex, …), with the gap and its interval.

    The gap is the standard deviation between the groups with chance taken out: of logarithms for rates, told as a
    factor, in points for shares. Both periods are read over as many clean months, the last ones of each, so that
    chance is alike in both; surveys over the latest wave of each plan. Counts are put over the residents of the area
    or age band; a centre area or age band without any record is shown with zero events. Records of no group are left
    out and counted. baseline, current: plan ids, as in `evaluate`; area: within which area (empty = the city).

    Raises SojoEvalError for an unknown indicator, plan or area, a column by which the indicator cannot be divided, a
    group whose residents are not known, ages recorded in two ways that overlap, and an indicator that has no groups (times to an event, printed figures, gaps
    themselves).
    """
    city = opened(city)
    entry = find(city, indicator)
    family: Family = "proportion" if entry.kind.is_share else "rate"
    if entry.kind.grain not in ("month", "year", "wave"):
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
    periods, place = choose_periods(city, baseline, current), city.area_code(area or city.code)
    if not by:
        raise _no_groups(entry, Text("何で分けるかが空です", "nothing is named to divide it by"))
    rows = within(city, counted(city, entry, "" if by == AREA else by), place)
    if by == AGE_BAND:
        refuse_mixed_ages(rows)
    rows = rows.assign(group=group_of(city, rows, place, by))
    if rows["group"].isna().all():
        raise _no_groups(
            entry,
            Text("どの群の記録か分かるものがありません", "no record says which group it belongs to"),
            by,
        )
    base = declared(city, entry, place, *periods)
    if entry.kind.grain == "wave":
        waves = [_latest_wave(city, rows, period.id) for period in periods]
        left_out = [int(wave["group"].isna().sum()) for wave in waves]
        tables = [_of_wave(wave) for wave in waves]
        gaps = [_attempt(partial(gap_of_values, table, family=family)) for table in tables]
    else:
        found = by_group(city, entry, rows, place, by)
        nameless = without_residents(city, entry, found, by)
        of_groups = by in (AREA, AGE_BAND)
        _refuse_without_residents(nameless if of_groups else nameless and (area_name(city, place),))
        evidence = with_groups(base, found)
        sides = [evidence.rows[evidence.rows["after"] == after] for after in (False, True)]
        unknown = rows[rows["group"].isna()]
        counts = "denominator" if "denominator" in rows else "numerator"
        left_out = [int(unknown.loc[unknown["month"].isin(side["month"]), counts].sum()) for side in sides]
        gaps = [_attempt(partial(_gap_of, side, family)) for side in sides]
        tables = [_values_of(side, family) for side in sides]
    groups = _side_by_side(city, entry, place, by, tables)
    values = groups[[f"value_{side}" for side in _SIDES]] / _per(entry)
    compared = values.dropna()
    change = None
    if len(compared) >= MIN_GROUPS:
        change = _attempt(partial(change_of_gap, compared.iloc[:, 0], compared.iloc[:, 1], family=family))
    both = (gaps[0], gaps[1])
    return Equity(entry, by, _title(entry, by), place, groups, both, change, (left_out[0], left_out[1]))


def _no_groups(entry: Indicator, why: Text, by: str = "") -> SojoEvalError:
    columns = ", ".join(column for column in (AREA, *subgroup_columns(entry)) if column != by)
    return SojoEvalError(
        "no-groups",
        Text(f"{entry.id} を群に分けられません（{why.ja}）", f"{entry.id} cannot be divided: {why.en}"),
        Text(f"by に次のどれかを指定してください: {columns}", f"Give by= one of: {columns}"),
    )


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


def _latest_wave(city: City, rows: pd.DataFrame, plan: str) -> pd.DataFrame:
    waves = city.table("survey_waves").sort_values("fieldwork_start")
    mine = (waves["plan"] == plan) & waves["wave"].isin(rows["wave"])
    return rows[rows["wave"].isin(waves.loc[mine, "wave"].tail(1))]


def _of_wave(wave: pd.DataFrame) -> pd.DataFrame:
    """Respondents by group: group, numerator and denominator (respondents), value and its error.

    Who gave no group, or only the city as the place, is in none: groups of one level do not overlap.
    """
    points = []
    for group, people in wave.groupby("group"):
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
    if entry.kind.grain != "wave":
        named_groups |= {*groups_with_residents(city, area, by, named_groups)}
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
    of_a_year = entry.is_plain_count and entry.kind.grain == "year"
    return MONTHS_A_YEAR * entry.per if of_a_year else entry.per


def _title(entry: Indicator, by: str) -> Text:
    """What the groups are, in the words of the schema."""
    if by == AREA:
        return Text("圏域", "centre area")
    tables = (load_schema().tables[name] for name in entry.tables)
    return next(table.field(by).title for table in tables if by in table.field_names)
