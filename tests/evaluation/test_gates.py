"""Each gate refuses for its reason, in both languages, and lets sound evidence pass."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sojo_eval.evaluation.evidence import Evidence, GroupsEvidence, SeriesEvidence, SurveyEvidence
from sojo_eval.evaluation.gates import GATES, first_refusal
from sojo_eval.evaluation.judgement import judge
from sojo_eval.evaluation.periods import Period
from sojo_eval.foundation.language import Text
from sojo_eval.indicators import built_in

BEFORE = Period("4", Text("第4期", "plan 4"), pd.Timestamp("2019-04-01"), pd.Timestamp("2024-03-31"), True)
NOW = Period("5", Text("第5期", "plan 5"), pd.Timestamp("2024-04-01"), pd.Timestamp("2026-03-31"), False)


def monthly_evidence(indicator: str = "consultation.first_response_within_3_days") -> SeriesEvidence:
    month = pd.Series(pd.date_range("2019-04-01", periods=84, freq="MS"))
    months = pd.DataFrame({"month": month, "numerator": 80.0, "denominator": 100.0})
    months["after"] = months["month"] >= NOW.start
    months["shocked"] = False
    years = pd.DataFrame({"year": range(2019, 2026), "numerator": 960.0, "denominator": 1200.0, "months": 12})
    years["after"] = years["year"] >= 2024
    years["shocked"] = False
    return SeriesEvidence(built_in()[indicator], "132292", BEFORE, NOW, months=months, years=years)


def survey_evidence() -> SurveyEvidence:
    def wave(name: str, question: str) -> pd.DataFrame:
        return pd.DataFrame(
            {"wave": name, "question_id": question, "value": [1, 0] * 100, "weight": 1.0, "stratum": None,
             "psu": np.arange(200)}
        )  # fmt: skip

    waves = pd.DataFrame(
        {
            "wave": ["w4", "w5"],
            "mode": "mail",
            "frame": "18+",
            "sampling": "random",
            "fieldwork_start": pd.to_datetime(["2021-11-01", "2025-11-01"]),
        }
    )
    questions = pd.DataFrame({"question_id": ["q4", "q5"], "comparable_with": [None, "q4"]})
    return SurveyEvidence(
        built_in()["consultation.knows_a_desk"], "132292", BEFORE, NOW, before=wave("w4", "q4"),
        after=wave("w5", "q5"), waves=waves, questions=questions,
    )  # fmt: skip


def refused(evidence: Evidence) -> tuple[str, str]:
    refusal = first_refusal(evidence)
    assert refusal is not None
    assert refusal.reason.en
    return refusal.verdict, refusal.reason.ja


def test_sound_evidence_passes_every_gate() -> None:
    assert first_refusal(monthly_evidence()) is None
    assert first_refusal(survey_evidence()) is None


def test_a_definition_change_at_the_boundary_is_not_compared() -> None:
    evidence = replace(monthly_evidence(), boundary_breaks=(Text("集計方法の変更", "new counting"),))
    verdict, reason = refused(evidence)
    assert verdict == "not_comparable"
    assert "集計方法の変更" in reason


def test_a_reworded_question_is_not_compared() -> None:
    evidence = survey_evidence()
    unlinked = evidence.questions.assign(comparable_with=[None, None])
    assert refused(replace(evidence, questions=unlinked))[0] == "not_comparable"


def test_a_chain_of_comparable_questions_is_followed_and_a_circle_ends() -> None:
    evidence = survey_evidence()
    chain = pd.DataFrame({"question_id": ["q4", "qx", "q5"], "comparable_with": [None, "q4", "qx"]})
    assert first_refusal(replace(evidence, questions=chain)) is None
    circle = pd.DataFrame({"question_id": ["q4", "qx", "q5"], "comparable_with": [None, "q5", "qx"]})
    assert refused(replace(evidence, questions=circle))[0] == "not_comparable"


@pytest.mark.parametrize(
    ("column", "word"), [("mode", "調査方法"), ("frame", "母集団"), ("sampling", "抽出法")]
)
def test_a_changed_survey_design_is_not_compared(column: str, word: str) -> None:
    evidence = survey_evidence()
    waves = evidence.waves.copy()
    waves[column] = ["a", "b"]
    verdict, reason = refused(replace(evidence, waves=waves))
    assert verdict == "not_comparable"
    assert word in reason


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
    evidence = monthly_evidence("consultation.multilayer_support_meetings")
    rare = evidence.years.assign(numerator=1.0)
    assert refused(replace(evidence, years=rare))[0] == "insufficient_data"
    short = evidence.years[evidence.years["year"].isin([2023, 2024])]
    assert refused(replace(evidence, years=short))[0] == "insufficient_data"


def test_not_comparable_comes_before_insufficient() -> None:
    names = [gate.refuse.__name__ for gate in GATES]
    assert names.index("survey_design_changed") < names.index("a_period_without_data")


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
    evidence = monthly_evidence("consultation.multilayer_support_meetings")
    years = evidence.years.assign(numerator=np.where(evidence.years["after"], 9.0, 1.0))
    assert first_refusal(replace(evidence, years=years)) is None


def test_every_gate_has_its_title_in_both_languages() -> None:
    for gate in GATES:
        assert gate.title.ja
        assert gate.title.en
        assert gate.refuse.__doc__


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


def test_a_definition_change_is_modelled_by_month_and_refused_elsewhere() -> None:
    inside = (pd.Timestamp("2021-04-01"),)
    assert first_refusal(replace(monthly_evidence(), breaks=inside)) is None
    yearly = replace(monthly_evidence("consultation.multilayer_support_meetings"), breaks=inside)
    assert refused(yearly)[0] == "not_comparable"


def test_a_period_without_any_event_is_told_as_such() -> None:
    evidence = monthly_evidence("consultation.multilayer_support_meetings")
    years = evidence.years.assign(numerator=np.where(evidence.years["after"], 0.0, 40.0))
    assert "0件のため" in refused(replace(evidence, years=years))[1]


def test_months_with_too_few_events_need_whole_years() -> None:
    evidence = monthly_evidence("connections.participants_per_1000")
    few = replace(evidence, months=evidence.months.assign(numerator=2.0), years=evidence.years.iloc[:0])
    assert "年度が足りません" in refused(few)[1]


def test_a_gate_whose_own_estimate_fails_is_a_refusal() -> None:
    """A month in which a group has a part but no whole: whether the groups differ by chance cannot be computed."""
    months = pd.date_range("2022-04-01", "2026-03-01", freq="MS")
    rows = pd.DataFrame(
        {"month": months.repeat(4), "group": [*"abcd"] * len(months), "numerator": 5.0, "denominator": 20.0}
    )
    rows["after"] = rows["month"] >= NOW.start
    rows.loc[0, "denominator"] = 0.0
    sums = [side.groupby("group", as_index=False)[["numerator", "denominator"]].sum() for side in
            (rows[~rows["after"]], rows[rows["after"]])]  # fmt: skip
    gap = built_in()["information.gap_between_ages_in_coming_by_publication"]
    judged = judge(GroupsEvidence(gap, "132292", BEFORE, NOW, rows=rows, before=sums[0], after=sums[1]))
    assert judged.refusal is not None
    assert judged.refusal.verdict == "insufficient_data"
    assert "do not allow" in judged.refusal.reason.en
