"""The city against comparable cities: did it change more than they did between two plan periods?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sojo_eval.city import City, opened
from sojo_eval.comparison.columns import COMPARISONS, COURSE, UNITS
from sojo_eval.comparison.figures import (
    municipality_names,
    scale_of,
    why_unusable,
    yearly_figures,
)
from sojo_eval.comparison.grade import ComparisonGrade, comparison_grade
from sojo_eval.comparison.sentences import OWN_CHANGE_READS, comparison_sentence, reason_of
from sojo_eval.evaluation.evaluate import provenance
from sojo_eval.evaluation.evaluation import CityLabel
from sojo_eval.evaluation.evidence import Evidence
from sojo_eval.evaluation.gathering import declared
from sojo_eval.evaluation.periods import Plan, choose_periods
from sojo_eval.evaluation.verdicts import decide
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.showing.told import Told
from sojo_eval.indicators import Indicator, is_disclosive, known
from sojo_eval.indicators import list as list_indicators
from sojo_eval.statistics import benjamini_hochberg
from sojo_eval.statistics.comparators import COMPARATORS_NEEDED, ComparatorChange, comparator_change

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COMPARISON_COLUMNS = [column.name for column in COMPARISONS]
"""`own_change`, `others_change` and `change` are the city's, the mean of the others', and what lies between them."""
UNIT_COLUMNS = [column.name for column in UNITS]
COURSE_COLUMNS = [column.name for column in COURSE]
LEFT_OUT_COLUMNS = ["indicator", "municipality", "name", "reason_ja", "reason_en"]
MEAN_OF_OTHERS = ""
"""Stands for a municipality in `course`."""


@dataclass(frozen=True)
class Comparison(Told):
    """The city beside others, one row an indicator. Not for publication: `disclosure.publish_comparison` comes next.

    findings: `COMPARISON_COLUMNS`. figures: every yearly value (`columns.FIGURES`). units: change
    and earlier trend of each municipality compared. course: each municipality against its own earlier mean (= 100,
    or a difference), and the others' mean. left_out: who is not among the others, and why. unknown: indicators of
    the table that nobody has defined. changes: the estimates behind the findings.
    """

    city: CityLabel
    baseline: str
    current: str
    plans: pd.DataFrame
    findings: pd.DataFrame
    figures: pd.DataFrame
    units: pd.DataFrame
    course: pd.DataFrame
    left_out: pd.DataFrame
    unknown: tuple[str, ...]
    catalogue: pd.DataFrame
    threshold: int
    provenance: Mapping[str, object]
    changes: Mapping[str, ComparatorChange] = field(default_factory=dict, repr=False)

    def to_frame(self) -> pd.DataFrame:
        """The findings."""
        return self.findings

    def plot(self, indicator: str, ax: Axes | None = None) -> Axes:
        """One indicator's courses; for a look, not for print. Raises KeyError for what could not be compared."""
        return self.changes[indicator].plot(ax)

    def __str__(self) -> str:
        lang = reader_language()
        said = [comparison_sentence(row)(lang) for row in self.findings.to_dict("records")]
        return ("" if lang == "ja" else " ").join(said)


@dataclass(frozen=True)
class _Compared:
    """One indicator with its estimate, or with the verdict and reason that stand in its place."""

    evidence: Evidence
    unit: str
    left_out: Mapping[str, Text]
    change: ComparatorChange | None = None
    refusal: tuple[str, Text] | None = None

    @property
    def entry(self) -> Indicator:
        return self.evidence.entry

    @property
    def p(self) -> float:
        """The p-value that enters the correction for multiplicity; context indicators are not tested."""
        if self.change is None or self.entry.direction == "context":
            return float("nan")
        return self.change.p


def compare_with_others(city: City, baseline: Plan = "", current: Plan = "") -> Comparison:
    """Compare the whole city's yearly figures with those of other municipalities (table `comparators`).

    baseline, current: plan ids; empty = the latest plan with records and the one before it. Indicators without
    enough figures have a row that says so; a city without the table gives a comparison without rows. p-values are
    adjusted (Benjamini–Hochberg) over the indicators compared here. Raises SojoEvalError for unknown plans.
    """
    city = opened(city)
    periods = choose_periods(city, baseline, current)
    entries = known(city)
    figures = yearly_figures(city, entries, *periods)
    printed = city.table("comparators")[["indicator", "municipality", "name_ja"]].drop_duplicates()
    named = printed["indicator"].drop_duplicates().tolist()
    compared = [
        _compare(
            figures[figures["indicator"] == i],
            printed.loc[printed["indicator"] == i, "municipality"].unique().tolist(),
            declared(city, entries[i], city.code, *periods),
        )
        for i in named
        if i in entries
    ]
    changes = {c.entry.id: c.change for c in compared if c.change is not None}
    names = municipality_names(city)
    left_out = [
        (c.entry.id, code, names[code], why.ja, why.en) for c in compared for code, why in c.left_out.items()
    ]
    words = pd.concat([list_indicators(full=True), list_indicators(city=city, full=True)]).drop_duplicates(
        "indicator"
    )
    return Comparison(
        city=CityLabel.of(city),
        baseline=periods[0].id,
        current=periods[1].id,
        plans=city.plans,
        findings=pd.DataFrame(
            [_finding(c, p) for c, p in zip(compared, _adjusted(compared), strict=True)],
            columns=COMPARISON_COLUMNS,
        ),
        figures=figures,
        units=_stacked([_units(i, c, names) for i, c in changes.items()], UNIT_COLUMNS),
        course=_stacked([_course(i, c, city.code) for i, c in changes.items()], COURSE_COLUMNS),
        left_out=pd.DataFrame(left_out, columns=LEFT_OUT_COLUMNS),
        unknown=tuple(i for i in named if i not in entries),
        catalogue=words[words["indicator"].isin([c.entry.id for c in compared])].reset_index(drop=True),
        threshold=city.configuration.threshold,
        provenance=provenance(city, periods, [city.code]),
        changes=changes,
    )


def _adjusted(compared: list[_Compared]) -> list[float]:
    if not compared:
        return []
    adjusted: list[float] = benjamini_hochberg(
        pd.Series([c.p for c in compared], dtype=float)
    ).adjusted.tolist()
    return adjusted


def _compare(figures: pd.DataFrame, printed: list[str], evidence: Evidence) -> _Compared:
    """One indicator. `printed` are all municipalities that have any figure of it, in whatever year."""
    scale, code = scale_of(evidence.entry), evidence.area
    reasons = {m: why_unusable(figures[figures["municipality"] == m], scale) for m in printed}
    base = _Compared(
        evidence,
        unit=str(figures["unit"].iloc[0]) if len(figures) else evidence.entry.unit,
        left_out={m: why for m, why in reasons.items() if why is not None and m != code},
    )
    usable = [m for m, why in reasons.items() if why is None]
    others = len(usable) - (code in usable)
    if _redefined(evidence):
        return replace(base, refusal=("not_comparable", _REDEFINED))
    if code not in reasons:
        return replace(base, refusal=("insufficient_data", _NO_OWN))
    own = reasons[code]
    if own is not None:
        return replace(base, refusal=("insufficient_data", _OWN_UNUSABLE.format(why=own)))
    if others < COMPARATORS_NEEDED:
        reason = _TOO_FEW.format(others=others, needed=COMPARATORS_NEEDED)
        return replace(base, refusal=("insufficient_data", reason))
    rows = figures[figures["municipality"].isin(usable)]
    outcomes = pd.DataFrame({"unit": rows["municipality"], "year": rows["year"], "value": rows["value"]})
    first = int(rows.loc[rows["after"], "year"].min())
    try:
        return replace(base, change=comparator_change(outcomes, code, first_year_after=first, scale=scale))
    except ValueError:
        # What remains: others without years in common with the city on either side, or without any spread.
        return replace(base, refusal=("insufficient_data", _NO_SPREAD))


def _redefined(evidence: Evidence) -> bool:
    """True when the city changed its counting in the years compared, so that its own course has a jump."""
    inside = [day for day in evidence.breaks if evidence.baseline.start < day <= evidence.current.end]
    return bool(evidence.boundary_breaks or inside)


_REDEFINED = Text(
    "市の数え方が二つの期間のあいだに変わりました。他団体の数え方は変わっていません",
    "The city changed what it counts within the two periods; the others did not",
)
_NO_OWN = Text(
    "市自身の値が表にありません。他団体と同じ資料の値を、同じ形で入れてください",
    "The city's own figures are not in the table; enter them in the same form, from the same source",
)
_OWN_UNUSABLE = Text("市自身の値について、{why}", "Of the city's own figures: {why}")
_TOO_FEW = Text(
    "二つの期間の両方に値がある他団体は{others}団体です。比べるには{needed}団体以上が必要です",
    "{others} other cities have figures in both periods; at least {needed} are needed",
)
_NO_SPREAD = Text(
    "他団体と共通の年度が足りないか、他団体の変化にばらつきがなく、比べる物差しがありません",
    "Too few years in common with the others, or their changes do not vary: there is nothing to measure by",
)


def _finding(compared: _Compared, p_adjusted: float) -> dict[str, object]:
    entry, change = compared.entry, compared.change
    row: dict[str, object] = {
        "indicator": entry.id,
        "pillar": entry.pillar,
        "baseline": compared.evidence.baseline.id,
        "current": compared.evidence.current.id,
        "unit": compared.unit,
        "direction": entry.direction,
        "scale": scale_of(entry),
        "smallest_change": entry.smallest_change,
        "kind": entry.kind.name,
        "title_ja": entry.title.ja,
        "title_en": entry.title.en,
        "disclosive": is_disclosive(entry),
    }
    if change is None:
        assert compared.refusal is not None  # one of the two is always there
        code, reason = compared.refusal
        empty = dict.fromkeys([c for c in COMPARISON_COLUMNS if c not in row], np.nan)
        texts = dict.fromkeys(
            ["grade_reasons_ja", "grade_reasons_en", "method", "own_reading", "trends_parallel"], ""
        )
        told = {"grade": "D0", "verdict": code, "reasons_ja": reason.ja, "reasons_en": reason.en}
        return {**row, **empty, **texts, **told}
    verdict = decide(change, p_adjusted, entry.direction, entry.smallest_change)
    grade = comparison_grade(change, verdict.code, entry.smallest_change, compared.evidence.reforms)
    reason = reason_of(change, verdict.code, entry.direction)
    return {
        **row,
        **_numbers(change, grade, p_adjusted),
        "own_reading": _own_reading(change, entry),
        "grade": grade.grade,
        "grade_reasons_ja": "／".join(s.ja for s in grade.steps),
        "grade_reasons_en": "; ".join(s.en for s in grade.steps),
        "verdict": verdict.code,
        "reasons_ja": reason.ja,
        "reasons_en": reason.en,
    }


def _numbers(change: ComparatorChange, grade: ComparisonGrade, p_adjusted: float) -> dict[str, object]:
    own = _own_change(change)
    parallel = {True: "yes", False: "no", None: "unknown"}[change.earlier_trends_parallel]
    return {
        "others": change.comparators,
        "value_baseline": change.before,
        "value_current": change.after,
        "own_change": own,
        "others_change": own / change.change if change.scale == "ratio" else own - change.change,
        "expected_current": change.expected_after,
        "change": change.change,
        "change_low": change.low,
        "change_high": change.high,
        "detectable_change": change.detectable,
        "n_baseline": change.n_before,
        "n_current": change.n_after,
        "p": change.p,
        "p_adjusted": p_adjusted,
        "trend_difference": change.trend_difference,
        "trend_low": change.trend_low,
        "trend_high": change.trend_high,
        "trends_parallel": parallel,
        "drift": grade.drift,
        "carried_on": grade.carried_on,
        "method": f"{change.method} ({change.source})",
    }


def _own_change(change: ComparatorChange) -> float:
    return change.after / change.before if change.scale == "ratio" else change.after - change.before


def _own_reading(change: ComparatorChange, entry: Indicator) -> str:
    """What the city's own two values look like alone: better, worse, or too little to act on."""
    moved = _own_change(change) - change.no_change
    if entry.direction == "context" or abs(moved) < entry.smallest_change:
        return ""
    return OWN_CHANGE_READS[(moved > 0) == (entry.direction == "higher")]


def _units(indicator: str, change: ComparatorChange, names: Mapping[str, str]) -> pd.DataFrame:
    units = change.unit_changes.rename(columns={"unit": "municipality", "treated": "city"})
    return units.assign(indicator=indicator, name=units["municipality"].map(names))[UNIT_COLUMNS]


def _course(indicator: str, change: ComparatorChange, code: str) -> pd.DataFrame:
    """Long form of the estimate's course, with the mean of the others (of logarithms for ratios)."""
    others = change.course.drop(columns=code)
    mean = np.exp(np.log(others).mean(axis=1)) if change.scale == "ratio" else others.mean(axis=1)
    wide = change.course.assign(**{MEAN_OF_OTHERS: mean}).rename_axis("year").reset_index()
    long = wide.melt("year", var_name="municipality", value_name="index")
    return long.assign(indicator=indicator)[COURSE_COLUMNS]


def _stacked(frames: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)
