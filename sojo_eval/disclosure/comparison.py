"""`publish_comparison`: what may be said of the city beside other cities.

The table `comparators` is for figures that are public already. Should a small count of people of the city itself
stand in it all the same, it is hidden here like anywhere else. Other cities' figures are theirs to publish.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sojo_eval.comparison import Comparison
from sojo_eval.comparison.columns import COMPARISONS, COURSE, FIGURES, UNITS
from sojo_eval.comparison.sentences import comparison_sentence
from sojo_eval.disclosure.emptying import emptied
from sojo_eval.disclosure.rules import disclosive_count
from sojo_eval.disclosure.suppression import as_log
from sojo_eval.disclosure.texts import HIDDEN_FOR_PRIVACY
from sojo_eval.evaluation import CityLabel
from sojo_eval.foundation.columns import Column
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.showing.told import Told


@dataclass(frozen=True)
class PublishedComparison(Told):
    """A comparison from which no small count of the city's people can be read.

    The tables are those of `Comparison`; `findings`, `figures`, `units` and `course` have a boolean `hidden`,
    `findings` has `sentence_ja` and `sentence_en`, and `hidden` is the log of what was taken out, without numbers.
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
    hidden: pd.DataFrame
    threshold: int
    provenance: Mapping[str, Any]

    def to_frame(self) -> pd.DataFrame:
        """The findings, one row an indicator."""
        return self.findings

    def __str__(self) -> str:
        return " ".join(self.findings[f"sentence_{reader_language()}"])


def publish_comparison(comparison: Comparison) -> PublishedComparison:
    """Hide the city's own figures of every indicator with a small count in any year, and all that rests on them.

    All years go, not the small one alone: other pages print the city's totals over a plan period, from which the
    shown years could be subtracted. The others' figures stay. One emptied row takes the adjusted p of all rows with
    it, since those are ranks among each other.
    """
    small = _with_small_counts(comparison)
    code = comparison.city.code
    gone = comparison.findings["indicator"].isin(small)
    findings = emptied(comparison.findings, COMPARISONS, gone).assign(hidden=gone.astype(bool))
    findings["reasons_ja"] = findings["reasons_ja"].mask(gone, HIDDEN_FOR_PRIVACY.ja)
    findings["reasons_en"] = findings["reasons_en"].mask(gone, HIDDEN_FOR_PRIVACY.en)
    if gone.any():
        findings["p_adjusted"] = float("nan")

    def without_own(frame: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
        own = frame["indicator"].isin(small) & (frame["municipality"] == code)
        return emptied(frame, columns, own).assign(hidden=own.astype(bool))

    sentences = [comparison_sentence(row) for row in findings.to_dict("records")]
    return PublishedComparison(
        city=comparison.city,
        baseline=comparison.baseline,
        current=comparison.current,
        plans=comparison.plans,
        findings=findings.assign(
            sentence_ja=[s.ja for s in sentences], sentence_en=[s.en for s in sentences]
        ),
        figures=without_own(comparison.figures, FIGURES),
        units=without_own(comparison.units, UNITS),
        course=without_own(comparison.course, COURSE),
        left_out=comparison.left_out,
        unknown=comparison.unknown,
        catalogue=comparison.catalogue,
        hidden=as_log(
            [
                {"where": "comparators", "indicator": indicator, "area": code, "reason": "small_count"}
                for indicator in small
            ]
        ),
        threshold=comparison.threshold,
        provenance=comparison.provenance,
    )


def _with_small_counts(comparison: Comparison) -> list[str]:
    """Indicators made from people's records with a small count among the city's own yearly figures."""
    own = comparison.figures[comparison.figures["city"].astype(bool)]
    facts = comparison.findings.set_index("indicator")
    people = own["indicator"].map(facts["disclosive"]).astype("boolean").fillna(True).astype(bool)
    kind = own["indicator"].map(facts["kind"])
    small = people & disclosive_count(own["numerator"], own["denominator"], kind, comparison.threshold)
    return sorted(own.loc[small, "indicator"].unique())
