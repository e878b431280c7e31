"""`publish_plan_periods`: what may be said of all plan periods, beside what the pairs' own pages already say.

An indicator that any pair hides is hidden in every pair: a plan's count stands in two pairs, and one of them would tell
what the other hides. So what is printed of a plan here is never more than each of its pairs prints. The latest pair has
pages of its own with series of months; together with the totals of earlier plans these are tried once more
(`complementary`), and where anything more could be worked out, the earlier pairs' findings of that family go as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sojo_eval.disclosure.audit import family
from sojo_eval.disclosure.complementary import rows_to_hide
from sojo_eval.disclosure.emptying import emptied
from sojo_eval.disclosure.printed import OF_FINDINGS, OF_SERIES, printed_counts
from sojo_eval.disclosure.publish import publish
from sojo_eval.disclosure.published import Published
from sojo_eval.disclosure.suppression import as_log, hide_findings
from sojo_eval.disclosure.targets import hide_targets
from sojo_eval.evaluation import CityLabel, PlanPeriods
from sojo_eval.evaluation.columns import PERIOD_VALUES, PILLARS
from sojo_eval.evaluation.words.sentences import pillar_sentence
from sojo_eval.evaluation.words.targets import target_sentence
from sojo_eval.foundation.columns import Column
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.showing.told import Told

_PAIR = (
    Column("baseline", "text", "open", Text("前の計画", "Earlier plan")),
    Column("current", "text", "open", Text("後の計画", "Later plan")),
)
PILLARS_OF_PAIRS = (*PILLARS, *_PAIR)
Place = tuple[str, str]
"""An indicator and an area."""


@dataclass(frozen=True)
class PublishedPlanPeriods(Told):
    """All plan periods, without a number from which a small count of people follows.

    The tables are those of `PlanPeriods`; values, comparisons and targets have a boolean `hidden`, pillars and targets
    `sentence_ja` and `sentence_en`; `hidden` is the log of what was taken out, without numbers. baseline and current are
    the first and the last plan.
    """

    city: CityLabel
    baseline: str
    current: str
    areas: tuple[str, ...]
    plans: pd.DataFrame
    values: pd.DataFrame
    comparisons: pd.DataFrame
    pillars: pd.DataFrame
    targets: pd.DataFrame
    left_out: pd.DataFrame
    catalogue: pd.DataFrame
    hidden: pd.DataFrame
    threshold: int
    provenance: Mapping[str, Any]

    @property
    def findings(self) -> pd.DataFrame:
        """The findings of all pairs: `comparisons`, by the name that the other published results use."""
        return self.comparisons

    def to_frame(self) -> pd.DataFrame:
        """The values, one row an indicator, area and plan."""
        return self.values

    def __str__(self) -> str:
        return " ".join(self.pillars[f"sentence_{reader_language()}"])


def publish_plan_periods(result: PlanPeriods) -> PublishedPlanPeriods:
    """Hide whatever any pair hides, in all pairs, and what the pages together would tell."""
    pages = [publish(evaluation, placebos=False) for evaluation in result.evaluations]
    hidden = _hidden_anywhere(pages)
    hidden |= _told_together(result, pages[-1], hidden)
    gone = _among(result.comparisons, hidden)
    comparisons, log = hide_findings(result.comparisons, gone)
    # A verdict's code stays, as in the pairs' own pages.
    comparisons["verdict_alone"] = result.comparisons["verdict_alone"]
    values = emptied(result.values, PERIOD_VALUES, _among(result.values, hidden))
    targets, targets_log = hide_targets(result.targets, comparisons, result.city.code)
    pillars = emptied(result.pillars, PILLARS_OF_PAIRS, pd.Series(False, index=result.pillars.index))
    latest, plans = pages[-1], result.plans["plan"].tolist()
    logs = [part for part in (log, targets_log) if len(part)]
    return PublishedPlanPeriods(
        city=result.city,
        baseline=str(plans[0]),
        current=str(plans[-1]),
        areas=result.areas,
        plans=result.plans,
        values=values.assign(hidden=_among(result.values, hidden)),
        comparisons=comparisons,
        pillars=_with_sentences(pillars, pillar_sentence),
        targets=_with_sentences(targets, target_sentence),
        left_out=result.left_out,
        catalogue=latest.catalogue,
        hidden=pd.concat(logs, ignore_index=True) if logs else as_log([]),
        threshold=latest.threshold,
        provenance=latest.provenance,
    )


def _with_sentences(table: pd.DataFrame, sentence: Any) -> pd.DataFrame:
    texts = [sentence(row) for row in table.to_dict("records")]
    return table.assign(sentence_ja=[t.ja for t in texts], sentence_en=[t.en for t in texts])


def _hidden_anywhere(pages: list[Published]) -> set[Place]:
    """What any pair hides of its level findings. (Paths are of the same counts, and are not printed here.)"""
    found: set[Place] = set()
    for page in pages:
        table = page.findings[page.findings["hidden"].astype(bool)]
        found |= set(zip(table["indicator"].astype(str), table["area"].astype(str), strict=True))
    return found


def _among(table: pd.DataFrame, places: set[Place]) -> pd.Series:
    return pd.Series(
        [(str(i), str(a)) in places for i, a in zip(table["indicator"], table["area"], strict=True)],
        index=table.index,
        dtype=bool,
    )


def _told_together(result: PlanPeriods, latest: Published, hidden: set[Place]) -> set[Place]:
    """Indicators that go because earlier pairs' totals beside the latest pair's pages would tell a small count.

    What the latest pages print is printed: it is the earlier totals of the same family and area that give way, all of
    them, which leaves the equations that those pages were checked with.
    """
    evaluation = result.evaluations[-1]
    series = evaluation.series.reset_index(drop=True)
    earlier = result.comparisons[result.comparisons["current"] != latest.current]
    findings = pd.concat([evaluation.findings, earlier], ignore_index=True)[evaluation.findings.columns]
    numbers = printed_counts(series, findings, evaluation.plans, evaluation.catalogue, latest.threshold)
    shown = _shown_points(series, latest.series)
    out = {(OF_SERIES, int(i)) for i in series.index[~shown]}
    own = len(evaluation.findings)
    hidden_rows = _among(findings, hidden)
    # On the latest pages what only another pair hides stays printed.
    hidden_rows.iloc[:own] = latest.findings["hidden"].astype(bool).to_numpy()
    out |= {(OF_FINDINGS, int(i)) for i in findings.index[hidden_rows]}
    more = rows_to_hide(numbers, out) - out
    if not more:
        return set()
    rows = pd.MultiIndex.from_frame(numbers[["table", "row"]])
    of_more = numbers[[row in more for row in rows]]
    touched = set(zip(of_more["area"], of_more["count"].map(family), strict=True))
    also = numbers[
        [place in touched for place in zip(numbers["area"], numbers["count"].map(family), strict=True)]
    ]
    names = findings.loc[also.loc[also["table"] == OF_FINDINGS, "row"].unique()]
    return set(zip(names["indicator"].astype(str), names["area"].astype(str), strict=True))


def _shown_points(series: pd.DataFrame, published: pd.DataFrame) -> pd.Series:
    """Which points of a series the published one shows with their numbers."""
    key = ["indicator", "area", "step", "period_start"]
    there = published[~published["hidden"].astype(bool)]
    seen = set(there[key].itertuples(index=False, name=None))
    return pd.Series(
        [row in seen for row in series[key].itertuples(index=False, name=None)],
        index=series.index,
        dtype=bool,
    )
