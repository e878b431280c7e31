"""What is too little: answers, months, events, years, and a trend that a shock hides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from sojo_eval.evaluation.evidence import SeriesEvidence
from sojo_eval.evaluation.gates import first_refusal
from sojo_eval.evaluation.periods import Period
from sojo_eval.foundation.language import Text
from tests.evaluation.made_evidence import BEFORE, NOW, monthly_evidence, refused, survey_evidence


def test_a_missing_wave_is_insufficient() -> None:
    evidence = survey_evidence()
    verdict, reason = refused(replace(evidence, before=evidence.before.iloc[:0]))
    assert verdict == "insufficient_data"
    assert "第4期" in reason


def test_too_few_respondents_are_insufficient() -> None:
    evidence = survey_evidence()
    assert refused(replace(evidence, after=evidence.after.head(40)))[0] == "insufficient_data"


def test_too_few_months_are_insufficient() -> None:
    evidence = monthly_evidence()
    short = evidence.months[evidence.months["month"] < "2025-01-01"]
    assert refused(replace(evidence, months=short))[0] == "insufficient_data"
    shocked = evidence.months.assign(shocked=~evidence.months["after"])
    assert refused(replace(evidence, months=shocked))[0] == "insufficient_data"


def test_a_run_of_missing_months_is_insufficient() -> None:
    evidence = monthly_evidence()
    gap = evidence.months.copy()
    gap.loc[10:13, "numerator"] = np.nan
    verdict, reason = refused(replace(evidence, months=gap))
    assert verdict == "insufficient_data"
    assert "4か月" in reason
    gap.loc[13, "numerator"] = 80.0
    assert first_refusal(replace(evidence, months=gap)) is None


def test_a_rate_without_population_is_insufficient() -> None:
    evidence = monthly_evidence("connections.participants_per_1000")
    nobody = evidence.months.assign(denominator=np.nan)
    assert refused(replace(evidence, months=nobody))[0] == "insufficient_data"


def test_rare_events_and_few_years_are_insufficient() -> None:
    evidence = monthly_evidence("connections.hotnet_promoters_active")
    rare = evidence.years.assign(numerator=1.0)
    assert refused(replace(evidence, years=rare))[0] == "insufficient_data"
    short = evidence.years[evidence.years["year"].isin([2023, 2024])]
    assert refused(replace(evidence, years=short))[0] == "insufficient_data"


def path_evidence(shocked: int, mean: float = 80.0) -> SeriesEvidence:
    """60 months before and 24 after, the first `shocked` months inside a shock."""
    evidence = replace(monthly_evidence("connections.participants_per_1000"), question="path")
    month = evidence.months["month"]
    hit = month < BEFORE.start + pd.DateOffset(months=shocked)
    return replace(evidence, months=evidence.months.assign(numerator=mean, shocked=hit))


def test_the_path_is_refused_where_the_shock_hides_the_earlier_trend() -> None:
    assert first_refusal(path_evidence(36)) is None
    verdict, reason = refused(path_evidence(39))
    assert verdict == "insufficient_data"
    assert "平常月21" in reason
    assert first_refusal(replace(path_evidence(39), question="level")) is None


def test_the_path_needs_five_events_a_month() -> None:
    verdict, reason = refused(path_evidence(0, mean=4.0))
    assert verdict == "insufficient_data"
    assert "月平均4.0件" in reason
    assert first_refusal(replace(path_evidence(0, mean=4.0), question="level")) is None


def test_few_events_in_one_period_alone_are_judged() -> None:
    evidence = monthly_evidence("connections.hotnet_promoters_active")
    years = evidence.years.assign(numerator=np.where(evidence.years["after"], 9.0, 1.0))
    assert first_refusal(replace(evidence, years=years)) is None


def test_a_trend_is_not_carried_across_another_plan() -> None:
    earlier = Period(
        "3", Text("第3期", "plan 3"), pd.Timestamp("2014-04-01"), pd.Timestamp("2019-03-31"), True
    )
    evidence = replace(path_evidence(0), baseline=earlier)
    assert "別の計画" in refused(evidence)[1]


def test_recovery_from_a_shock_is_not_told_from_the_plan() -> None:
    evidence = path_evidence(0)
    month = evidence.months["month"]
    recent = (month < NOW.start) & (month >= NOW.start - pd.DateOffset(months=10))
    assert "回復" in refused(replace(evidence, months=evidence.months.assign(shocked=recent)))[1]


def test_a_period_without_any_event_is_told_as_such() -> None:
    evidence = monthly_evidence("connections.hotnet_promoters_active")
    years = evidence.years.assign(numerator=np.where(evidence.years["after"], 0.0, 40.0))
    assert "0件のため" in refused(replace(evidence, years=years))[1]
    meetings = monthly_evidence("consultation.multilayer_support_meetings")
    months = meetings.months.assign(numerator=np.where(meetings.months["after"], 0.0, 2.0))
    assert first_refusal(replace(meetings, months=months)) is None


def test_rare_events_of_months_need_months_and_no_whole_years() -> None:
    evidence = monthly_evidence("connections.participants_per_1000")
    few = replace(evidence, months=evidence.months.assign(numerator=2.0), years=evidence.years.iloc[:0])
    assert first_refusal(few) is None
    meetings = monthly_evidence("consultation.multilayer_support_meetings")
    short = meetings.months[meetings.months["month"] < "2025-01-01"]
    assert "月数が足りません" in refused(replace(meetings, months=short))[1]
