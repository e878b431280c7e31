"""Which estimator answers which question for which kind of data."""

from __future__ import annotations

import zlib
from typing import assert_never

import pandas as pd

from sojo_eval.evaluation.evidence import (
    AnyEvidence,
    GroupsEvidence,
    PrintedEvidence,
    SeriesEvidence,
    SurveyEvidence,
    TimesEvidence,
)
from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR
from sojo_eval.statistics import (
    ChangeEstimate,
    change_of_gap,
    level_and_path,
    published_difference,
    rare_change,
    restricted_mean_change,
    survey_difference,
    yearly_count_change,
    yearly_share_change,
)
from sojo_eval.statistics.monthly.monthly_series import Family


def estimate_change(evidence: AnyEvidence) -> ChangeEstimate:
    """The answer to the evidence's question, once it has passed the gates.

    Raises ValueError (NotIdentifiedError included) when the data cannot identify it after all.
    """
    match evidence:
        case SeriesEvidence():
            return _yearly(evidence) if evidence.by_year else _monthly(evidence)
        case TimesEvidence():
            return _times(evidence)
        case GroupsEvidence():
            return _gap(evidence)
        case SurveyEvidence():
            return _survey(evidence)
        case PrintedEvidence():
            return _published(evidence)
    assert_never(evidence)


def _monthly(evidence: SeriesEvidence) -> ChangeEstimate:
    months, entry = evidence.months, evidence.entry
    index = pd.DatetimeIndex(months["month"])
    # A plain count of the year is told by the year: its exposure is a twelfth of one.
    a_year = MONTHS_A_YEAR if entry.kind.is_rare_count and entry.is_plain_count else 1
    series = (
        pd.Series(months["numerator"].to_numpy(), index=index),
        pd.Series(months["denominator"].to_numpy() / a_year, index=index),
    )
    family: Family = "proportion" if entry.kind.is_share else "rate"
    boundary = evidence.current.start
    if evidence.is_rare:
        return rare_change(
            *series, boundary=boundary, shocks=evidence.shocks, breaks=evidence.breaks, family=family
        )
    return level_and_path(
        *series,
        boundary=boundary,
        shocks=evidence.shocks,
        breaks=evidence.breaks,
        family=family,
        question=evidence.question,
    )


def _yearly(evidence: SeriesEvidence) -> ChangeEstimate:
    clean = evidence.clean_years
    if evidence.entry.kind.is_share:
        return yearly_share_change(clean["numerator"], clean["denominator"], clean["after"])
    exposure = 1.0 if evidence.entry.is_plain_count else clean["denominator"]
    return yearly_count_change(clean["numerator"], exposure, clean["after"])


def _survey(evidence: SurveyEvidence) -> ChangeEstimate:
    return survey_difference(evidence.before, evidence.after, weights="weight", strata="stratum", psu="psu")


def _times(evidence: TimesEvidence) -> ChangeEstimate:
    clean = evidence.clean
    return restricted_mean_change(
        clean["days"],
        clean["event"],
        clean["month"],
        clean["after"],
        horizon=evidence.entry.horizon_days,
        seed=zlib.crc32(f"{evidence.entry.id} {evidence.area}".encode()),  # the same draw every time
    )


def _gap(evidence: GroupsEvidence) -> ChangeEstimate:
    before, after = (side["numerator"] / side["denominator"] for side in (evidence.before, evidence.after))
    return change_of_gap(before, after, family="proportion" if evidence.entry.kind.is_share else "rate")


def _published(evidence: PrintedEvidence) -> ChangeEstimate:
    first, second = evidence.before.iloc[0], evidence.after.iloc[0]
    return published_difference(
        float(first["value"]),
        float(first["n"]),
        float(second["value"]),
        float(second["n"]),
        design_effect=evidence.entry.design_effect,
    )
