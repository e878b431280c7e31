"""The stratified school survey against R survey."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from sojo_eval import statistics as st
from tests.published.validation import Check

SOURCE = "R survey 4.1, apistrat (California academic performance index)"

Schools = Callable[[pd.DataFrame, dict[str, pd.Series]], Any]


def _of(result: Schools, name: str) -> Callable[[Path], float]:
    def number(data: Path) -> float:
        schools = pd.read_csv(data / "validation" / "survey_apistrat" / "apistrat.csv")
        design = {"weights": schools["pw"], "strata": schools["stype"], "fpc": schools["fpc"]}
        return float(getattr(result(schools, design), name))

    return number


def _mean(column: str) -> Schools:
    return lambda schools, design: st.survey_mean(schools[column], **design)


def _mean_of_type(kind: str) -> Schools:
    def of_the_kind(schools: pd.DataFrame, design: dict[str, pd.Series]) -> st.IntervalEstimate:
        here = schools["stype"] == kind
        return st.survey_mean(
            schools["api00"][here], **{name: column[here] for name, column in design.items()}
        )

    return of_the_kind


def _total(schools: pd.DataFrame, design: dict[str, pd.Series]) -> st.IntervalEstimate:
    return st.survey_total(schools["enroll"], **design)


def _share(answer: str) -> Schools:
    return lambda schools, design: st.survey_share(schools["sch.wide"] == answer, **design)


def _share_as_mean(schools: pd.DataFrame, design: dict[str, pd.Series]) -> st.IntervalEstimate:
    return st.survey_mean((schools["sch.wide"] == "Yes").astype(float), **design)


def _gain(schools: pd.DataFrame, design: dict[str, pd.Series]) -> st.IntervalEstimate:
    return st.survey_mean(schools["api00"] - schools["api99"], **design)


CHECKS = [
    Check(f"{what}: {words}", expected, digits, _of(result, name), SOURCE)
    for what, result, words, name, expected, digits in [
        ("mean api00", _mean("api00"), "mean", "value", 662.287363, 6),
        ("mean api00", _mean("api00"), "standard error", "standard_error", 9.408941, 6),
        ("mean enrolment", _mean("enroll"), "mean", "value", 595.282137, 6),
        ("mean enrolment", _mean("enroll"), "standard error", "standard_error", 18.508511, 6),
        ("total enrolment", _total, "total", "value", 3687177.53, 2),
        ("total enrolment", _total, "standard error", "standard_error", 114641.72, 2),
        ("gain from api99 to api00", _gain, "mean", "value", 32.892518, 6),
        ("gain from api99 to api00", _gain, "standard error", "standard_error", 2.051112, 6),
        ("school-wide target met", _share("Yes"), "share", "share", 0.827948, 6),
        ("school-wide target met", _share("Yes"), "standard error", "standard_error", 0.024345, 6),
        ("school-wide target met", _share("Yes"), "low, logit", "low_logit", 0.774540, 6),
        ("school-wide target met", _share("Yes"), "high, logit", "high_logit", 0.870815, 6),
        ("school-wide target met", _share_as_mean, "low, on the share itself", "low", 0.779938, 6),
        ("school-wide target met", _share_as_mean, "high, on the share itself", "high", 0.875958, 6),
        ("school-wide target missed", _share("No"), "share", "share", 0.172052, 6),
        ("school-wide target missed", _share("No"), "standard error", "standard_error", 0.024345, 6),
        ("mean api00, elementary schools", _mean_of_type("E"), "mean", "value", 674.43, 6),
        ("mean api00, elementary schools", _mean_of_type("E"), "standard error", "standard_error", 12.382480, 6),
        ("mean api00, high schools", _mean_of_type("H"), "mean", "value", 625.82, 6),
        ("mean api00, high schools", _mean_of_type("H"), "standard error", "standard_error", 14.937129, 6),
        ("mean api00, middle schools", _mean_of_type("M"), "mean", "value", 636.6, 6),
        ("mean api00, middle schools", _mean_of_type("M"), "standard error", "standard_error", 16.214707, 6),
    ]
]  # fmt: skip
