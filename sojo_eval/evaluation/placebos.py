"""A finding's question asked at earlier months: worked out only for what a reader looks at, never for all findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sojo_eval.evaluation.evidence import AnyEvidence, SeriesEvidence
from sojo_eval.evaluation.judgement import Judged
from sojo_eval.evaluation.words.placebos import placebo_sentence
from sojo_eval.statistics.monthly.autoregression import NotIdentifiedError
from sojo_eval.statistics.monthly.placebo import PlaceboInTime, placebo_in_time
from sojo_eval.statistics.series_change import SeriesChange

if TYPE_CHECKING:
    from sojo_eval.evaluation.evaluation import Evaluation

SAID_OF = ("improving", "worsening")
"""The verdicts beside which pages say what the placebos said."""
COLUMNS = ["indicator", "area", "question", "places", "same", "ratio", "sentence_ja", "sentence_en"]


def no_placebos() -> pd.DataFrame:
    """A table of placebos without a row."""
    return pd.DataFrame(columns=COLUMNS)


def placebo_of(
    judged: Judged, longer: AnyEvidence | None = None, plan_starts: Sequence[pd.Timestamp] = ()
) -> PlaceboInTime | None:
    """The finding's question at earlier months; None for what is not estimated from months.

    longer: evidence of the same indicator that reaches further back (that of the path), where there is one. plan_starts:
    first days of all plans, at which something did begin.
    """
    actual, own = judged.estimate, judged.evidence
    evidence = longer if isinstance(longer, SeriesEvidence) else own
    if not isinstance(actual, SeriesChange) or not isinstance(evidence, SeriesEvidence):
        return None
    months = evidence.months
    index = pd.DatetimeIndex(months["month"])
    try:
        return placebo_in_time(
            pd.Series(months["numerator"].to_numpy(), index=index),
            pd.Series(months["denominator"].to_numpy(), index=index),
            boundary=own.current.start,
            shocks=evidence.shocks,
            breaks=evidence.breaks,
            other_starts=[day for day in plan_starts if day != own.current.start],
            family="proportion" if own.entry.kind.is_share else "rate",
            question=own.question,
            actual=actual,
            rare=isinstance(own, SeriesEvidence) and own.is_rare,
        )
    except NotIdentifiedError:  # pragma: no cover - the real boundary was identified on fewer months
        return None


def placebo_sentences(evaluation: Evaluation) -> pd.DataFrame:
    """One row a finding said to improve or worsen that is estimated from months (`COLUMNS`), for the pages.

    places: earlier months asked; same: how many gave the same verdict by their interval; ratio: by how much the
    placebos scatter beyond the model (missing where they are too few). About a tenth of a second a finding.
    """
    rows = []
    found = evaluation.findings
    for row in found[found["verdict"].isin(SAID_OF)].to_dict("records"):
        key = str(row["indicator"]), str(row["area"]), str(row["question"])
        if key not in evaluation.judged:
            continue
        placebo = evaluation.explain(*key).placebo  # type: ignore[arg-type]  # the finding's own question
        if placebo is None:
            continue
        words = placebo_sentence(placebo, str(row["direction"]), str(row["verdict"]))
        better = (row["verdict"] == "improving") == (row["direction"] == "higher")
        same = placebo.up if better else placebo.down
        rows.append((*key, placebo.n, same, placebo.ratio, words.ja, words.en))
    return pd.DataFrame(rows, columns=COLUMNS)
