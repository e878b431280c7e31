"""All plan periods with records: each adjacent pair evaluated, and the many comparisons counted in.

Every pair goes the way of `evaluate`, so that a comparison here is the one that the pair's own page shows. Looking at
several pairs is looking more often: the level question's p-values are adjusted once more by Benjamini–Hochberg, over all
pairs and all indicators of a family (the headline indicators of a pillar; all others), and a change keeps its name only
where both adjustments confirm it. Pillars are counted at the one-sided level divided by the number of pairs (Bonferroni),
so that a false name stands in at most 2.5 % of pillars over all pairs together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sojo_eval.city import City, opened
from sojo_eval.evaluation.columns import MOVED, PERIOD_VALUES
from sojo_eval.evaluation.evaluate import evaluate_pairs
from sojo_eval.evaluation.evaluation import CityLabel, Evaluation
from sojo_eval.evaluation.exploring.asked import indicator_in
from sojo_eval.evaluation.looks import significance
from sojo_eval.evaluation.periods import choose_periods
from sojo_eval.evaluation.pillars import roll_up
from sojo_eval.evaluation.targets.status import Measured, base_from_change
from sojo_eval.evaluation.verdicts import SIGNIFICANCE
from sojo_eval.evaluation.words.formats import MISSING, format_value
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.look import in_notebook
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.showing.html_tables import table_html
from sojo_eval.foundation.showing.told import Told
from sojo_eval.indicators import catalogue
from sojo_eval.statistics import benjamini_hochberg
from sojo_eval.statistics.results import LINE_COLOUR, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

OPEN_OVER_ALL = Text(
    "この比較だけなら言えますが、すべての計画期間の比較をあわせて見ると、偶然でないとまでは言えません",
    "It can be said of this comparison alone, but not once all plan periods are compared",
)
_SENTENCE = Text(
    "計画期間{n}期（{plans}）、比較{comparisons}組の判定{findings}件。すべての比較をあわせて見て、改善{improving}件、悪化{worsening}件。",
    "{n} plan periods ({plans}), {findings} findings over {comparisons} comparisons: {improving} improving, "
    "{worsening} worsening once all comparisons are counted in.",
)
_INDICATOR, _VALUES = Text("指標", "Indicator"), Text("計画期間ごとの値", "Values of each plan period")
_KEY = ["indicator", "area"]


@dataclass(frozen=True)
class PlanPeriods(Told):
    """All plan periods of one city. Not for publication: `disclosure.publish_plan_periods` comes next.

    plans: those with records, in their order. values: one row an indicator, area and plan (`columns.PERIOD_VALUES`).
    comparisons: the level findings of each adjacent pair (`columns.FINDINGS`) with `p_adjusted` and `verdict` over all
    pairs, and `verdict_alone`, that of the pair's own evaluation. pillars: one row a pillar and pair (`columns.PILLARS`,
    baseline, current). targets: of every plan that has an earlier one. left_out: plans that had begun and of which
    no outcome can be compared. evaluations: what all rests on, a pair each.
    """

    city: CityLabel
    areas: tuple[str, ...]
    plans: pd.DataFrame
    values: pd.DataFrame
    comparisons: pd.DataFrame
    pillars: pd.DataFrame
    targets: pd.DataFrame
    left_out: pd.DataFrame
    evaluations: tuple[Evaluation, ...] = field(repr=False)

    def to_frame(self) -> pd.DataFrame:
        """The values, one row an indicator, area and plan."""
        return self.values

    def plot(self, indicator: str, ax: Axes | None = None) -> Axes:
        """One indicator over the plan periods, with its intervals; for a look, not for print.

        Raises SojoEvalError for an indicator without a value.
        """
        known = self.values[self.values["value"].notna()]
        titles = dict(zip(known["indicator"], known["title_ja"], strict=True))
        rows = known[known["indicator"] == indicator_in([*titles], indicator, titles)]
        axes = new_axes(ax, (4.0, 2.4))
        at = [self.plans["plan"].tolist().index(plan) for plan in rows["plan"]]
        axes.vlines(at, rows["low"].astype(float), rows["high"].astype(float), color=LINE_COLOUR)
        axes.plot(at, rows["value"].astype(float), "o-", color=LINE_COLOUR)
        axes.set_xticks(range(len(self.plans)), self.plans["plan"].tolist())
        axes.set_xlabel("plan")
        axes.set_title(indicator, fontsize=9)
        return axes

    @property
    def sentence(self) -> Text:
        """How many plan periods, findings and comparisons, and how many moved once all comparisons are counted in."""
        outcomes = self.comparisons[self.comparisons["direction"] != "context"]
        moved = {code: int((outcomes["verdict"] == code).sum()) for code in MOVED}
        return _SENTENCE.format(
            n=len(self.plans),
            plans=Text("、".join(self.plans["plan"]), ", ".join(self.plans["plan"])),
            findings=len(outcomes),
            comparisons=len(self.evaluations),
            **moved,
        )

    def __str__(self) -> str:
        return self.sentence(reader_language())

    def _repr_html_(self) -> str:
        lang, plans = reader_language(), self.plans["plan"].tolist()
        rows = []
        for _, found in self.values.groupby(["indicator", "area"], sort=False):
            values = {
                row["plan"]: format_value(row["value"], str(row["unit"])) for _, row in found.iterrows()
            }
            rows.append([found[f"title_{lang}"].iloc[0], *(values.get(plan, MISSING) for plan in plans)])
        heads = [_INDICATOR(lang), *self.plans[f"name_{lang}"]]
        shown = table_html(pd.DataFrame(rows, columns=heads), _VALUES(lang), name="findings")
        return in_notebook(f"<p>{escape(str(self))}</p>{shown}", lang)


def evaluate_periods(city: City, area: str | int = "") -> PlanPeriods:
    """Evaluate every adjacent pair of plan periods that have records, and count all their comparisons in.

    area: an area's code or name; empty = the whole city. What the pairs share is counted once. The earliest plans are left out as
    long as no outcome of theirs can be compared; the latest pair stays, whatever can be said of it. Raises SojoEvalError as `evaluate`, and where fewer than two plans had begun when the records end.
    """
    city = opened(city)
    begun = city.plans[city.plans["start_date"] <= city.data_until].sort_values("start_date")
    evaluations = evaluate_pairs(city, [*pairwise(begun["plan"])], area)
    while len(evaluations) > 1 and not _has_values(evaluations[0]):
        evaluations = evaluations[1:]
    if not evaluations:
        raise _too_few(city)
    named = [evaluations[0].baseline, *(e.current for e in evaluations)]
    planned = city.configuration.looks
    levels = {
        e.current: significance(planned, *choose_periods(city, e.baseline, e.current)) for e in evaluations
    }
    return put_together(evaluations, named, levels, latest_only=_of_two_printed_periods(city))


def _has_values(evaluation: Evaluation) -> bool:
    """Whether an outcome could be compared. (A register of context reaches back further than anybody kept records.)"""
    found = evaluation.findings
    return bool(found.loc[found["direction"] != "context", "change"].notna().any())


def _of_two_printed_periods(city: City) -> frozenset[str]:
    """Indicators that city.toml compares between two printed periods that it names: the same in every pair of plans."""
    return frozenset(name for name, entry in catalogue(city).items() if entry.periods)


def _too_few(city: City) -> SojoEvalError:
    return SojoEvalError(
        "two-plans",
        Text(
            "記録の最終日までに始まった計画が二つありません",
            "There are not two plans that had begun by the last day of the records",
        ),
        Text(
            f"city.toml に前の計画を書き足すか、計画の日付を確かめてください（計画: {', '.join(city.plans['plan'])}）",
            f"Add the earlier plan to city.toml, or check the plans' dates ({', '.join(city.plans['plan'])})",
        ),
    )


def put_together(
    evaluations: Sequence[Evaluation],
    plans: Sequence[str],
    levels: Mapping[str, float] | None = None,
    *,
    latest_only: frozenset[str] = frozenset(),
) -> PlanPeriods:
    """The pairs' evaluations as one result. plans: ids in their order, one more than there are evaluations. levels: the
    two-sided level of each pair by its later plan, where it is looked at more than once (`looks`); else 5 %.

    latest_only: indicators that say nothing of the plans themselves; they stay in the latest pair alone.
    """
    latest = evaluations[-1]
    found = []
    for evaluation in evaluations:
        level = evaluation.findings[evaluation.findings["question"] == "level"]
        if evaluation is not latest:
            level = level[~level["indicator"].isin(latest_only)]
        found.append(level)
    headline, guards = latest.declaration.headline.pillar_of, latest.declaration.headline.guards
    levels = {e.current: SIGNIFICANCE for e in evaluations} | dict(levels or {})
    comparisons = over_all(pd.concat(found, ignore_index=True), headline, levels)
    targets = [e.targets for e in evaluations if len(e.targets)]
    return PlanPeriods(
        city=latest.city,
        areas=latest.areas,
        plans=latest.plans[latest.plans["plan"].isin(plans)].reset_index(drop=True),
        values=period_values(comparisons, plans),
        comparisons=comparisons,
        pillars=_pillars(comparisons, headline, guards, levels),
        targets=pd.concat(targets, ignore_index=True) if targets else latest.targets,
        left_out=_left_out(latest.plans, plans),
        evaluations=tuple(evaluations),
    )


def _left_out(plans: pd.DataFrame, named: Sequence[str]) -> pd.DataFrame:
    """The plans that began before the last one named, and are not named."""
    last = plans.loc[plans["plan"] == named[-1], "start_date"].iloc[0]
    out: pd.DataFrame = plans[(plans["start_date"] < last) & ~plans["plan"].isin(named)]
    return out.reset_index(drop=True)


def over_all(
    findings: pd.DataFrame, headline: Mapping[str, str], levels: Mapping[str, float]
) -> pd.DataFrame:
    """The findings of all pairs with p-values adjusted over all of them, and the verdicts that still hold.

    A family is the headline indicators of a pillar, or all other indicators, of one area. `verdict_alone` keeps the
    verdict of the pair's own evaluation; levels: two-sided, by the pair's later plan. Nothing becomes a change here that was none there.
    """
    places = zip(findings["area"], findings["indicator"], strict=True)
    family = pd.Series([(area, headline.get(indicator, "")) for area, indicator in places])
    adjusted = findings["p"].astype(float).copy()
    for asked in family.unique():
        members = (family == asked).to_numpy()
        adjusted[members] = benjamini_hochberg(findings.loc[members, "p"].astype(float)).adjusted
    # Of two adjustments the stricter one.
    p = np.maximum(adjusted, findings["p_adjusted"].astype(float))
    opened = findings["verdict"].isin(MOVED) & (p > findings["current"].map(levels))
    return findings.assign(
        p_adjusted=p,
        verdict_alone=findings["verdict"],
        verdict=findings["verdict"].mask(opened, "inconclusive"),
        reasons=findings["reasons"].mask(opened, OPEN_OVER_ALL.ja),
        reasons_en=findings["reasons_en"].mask(opened, OPEN_OVER_ALL.en),
    )


def _pillars(
    comparisons: pd.DataFrame,
    headline: Mapping[str, str],
    guards: Mapping[str, str],
    levels: Mapping[str, float],
) -> pd.DataFrame:
    """The pillars of each pair, one-sided at half its level divided by the number of pairs."""
    rolled = [
        roll_up(pair, headline, guards, levels[str(current)] / 2 / len(levels)).assign(
            baseline=str(baseline), current=str(current)
        )
        for (baseline, current), pair in comparisons.groupby(["baseline", "current"], sort=False)
    ]
    return pd.concat(rolled, ignore_index=True)


def period_values(comparisons: pd.DataFrame, plans: Sequence[str]) -> pd.DataFrame:
    """One row an indicator, area and plan: its value with the 95 % interval (`columns.PERIOD_VALUES`).

    A plan's value is that of the pair in which it is the later one; the first plan has only the pair in which it is the
    earlier one, whose interval is what the change's leaves over (`base_from_change`). Missing where neither pair has one.
    """
    rows = []
    for key, found in comparisons.groupby(_KEY, sort=False):
        later = {str(row["current"]): row for _, row in found.iterrows()}
        earlier = {str(row["baseline"]): row for _, row in found.iterrows()}
        about = found.iloc[-1][["pillar", "title_ja", "title_en", "unit", "direction", "kind"]]
        for plan in plans:
            measured = _of(later.get(plan), earlier.get(plan))
            rows.append(
                dict(zip(_KEY, key, strict=True))
                | about.to_dict()
                | {"plan": plan, "value": measured.value, "low": measured.low, "high": measured.high}
            )
    return pd.DataFrame(rows, columns=[column.name for column in PERIOD_VALUES])


def _of(later: pd.Series | None, earlier: pd.Series | None) -> Measured:
    if later is not None and pd.notna(later["value_current"]):
        return Measured(*(float(later[c]) for c in ("value_current", "current_low", "current_high")))
    if earlier is None or pd.isna(earlier["value_baseline"]):
        return Measured(np.nan, np.nan, np.nan)
    change = Measured(*(float(earlier[c]) for c in ("change", "change_low", "change_high")))
    current = Measured(*(float(earlier[c]) for c in ("value_current", "current_low", "current_high")))
    return base_from_change(
        float(earlier["value_baseline"]), change, current, ratio=earlier["scale"] == "ratio"
    )
