"""Which estimator answers which question for which kind of data."""

from __future__ import annotations

import zlib

import pandas as pd

from sojo_eval.evaluation.evidence import Evidence
from sojo_eval.statistics import (
    ChangeEstimate,
    change_of_gap,
    level_and_path,
    published_difference,
    restricted_mean_change,
    survey_difference,
    yearly_count_change,
    yearly_share_change,
)


def estimate_change(evidence: Evidence) -> ChangeEstimate:
    """The answer to the evidence's question, once it has passed the gates.

    Raises ValueError (NotIdentifiedError included) when the data cannot identify it after all.
    """
    return _ESTIMATORS[evidence.entry.kind](evidence)


def _monthly(evidence: Evidence) -> ChangeEstimate:
    months = evidence.months
    proportion = evidence.entry.kind == "monthly_proportion"
    if evidence.by_year:
        return _yearly(evidence)
    index = pd.DatetimeIndex(months["month"])
    return level_and_path(
        pd.Series(months["numerator"].to_numpy(), index=index),
        pd.Series(months["denominator"].to_numpy(), index=index),
        boundary=evidence.current.start,
        shocks=evidence.shocks,
        breaks=evidence.breaks,
        family="proportion" if proportion else "rate",
        question=evidence.question,
    )


def _yearly(evidence: Evidence) -> ChangeEstimate:
    clean = evidence.clean_years
    if evidence.entry.kind.endswith("proportion"):
        return yearly_share_change(clean["numerator"], clean["denominator"], clean["after"])
    counted_alone = evidence.entry.kind.endswith("count") and not evidence.entry.exposure
    exposure = 1.0 if counted_alone else clean["denominator"]
    return yearly_count_change(clean["numerator"], exposure, clean["after"])


def _survey(evidence: Evidence) -> ChangeEstimate:
    return survey_difference(evidence.before, evidence.after, weights="weight", strata="stratum", psu="psu")


def _times(evidence: Evidence) -> ChangeEstimate:
    clean = evidence.rows[~evidence.rows["shocked"]]
    return restricted_mean_change(
        clean["days"],
        clean["event"],
        clean["month"],
        clean["after"],
        horizon=evidence.entry.horizon_days,
        seed=zlib.crc32(f"{evidence.entry.id} {evidence.area}".encode()),  # the same draw every time
    )


def _gap(evidence: Evidence) -> ChangeEstimate:
    before, after = (side["numerator"] / side["denominator"] for side in (evidence.before, evidence.after))
    return change_of_gap(
        before, after, family="rate" if evidence.entry.kind == "gap_of_rates" else "proportion"
    )


def _published(evidence: Evidence) -> ChangeEstimate:
    first, second = evidence.before.iloc[0], evidence.after.iloc[0]
    return published_difference(
        float(first["value"]),
        float(first["n"]),
        float(second["value"]),
        float(second["n"]),
        design_effect=evidence.entry.design_effect,
    )


_ESTIMATORS = {
    "monthly_count": _monthly,
    "monthly_proportion": _monthly,
    "annual_count": _yearly,
    "annual_proportion": _yearly,
    "monthly_rate": _monthly,
    "annual_rate": _yearly,
    "annual_stock": _yearly,
    "gap_of_rates": _gap,
    "gap_of_shares": _gap,
    "survey_share": _survey,
    "time_to_event": _times,
    "published": _published,
}
