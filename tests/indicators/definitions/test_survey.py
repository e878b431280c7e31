"""Survey concepts and printed figures as indicators."""

from __future__ import annotations

from typing import Any

import pandas as pd

import sojo_eval as se

WAVES = pd.DataFrame(
    {
        "wave": ["w4", "w5"],
        "plan": ["4", "5"],
        "fieldwork_start": ["2021-11-01", "2025-11-01"],
        "fieldwork_end": ["2021-11-30", "2025-11-30"],
        "frame": ["18歳以上"] * 2,
        "frame_size": [100, 100],
        "sampling": ["層化無作為"] * 2,
        "mode": ["mail"] * 2,
        "invited": [10, 10],
        "returned": [3, 2],
    }
)
QUESTIONS = pd.DataFrame(
    {
        "question_id": ["q4", "q5"],
        "wave": ["w4", "w5"],
        "concept": ["knows_a_desk"] * 2,
        "wording_ja": ["知っていますか"] * 2,
        "scale": ["よく知っている|少し知っている|知らない"] * 2,
        "positive_answers": ["よく知っている|少し知っている"] * 2,
        "comparable_with": [None, "q4"],
    }
)
RESPONDENTS = pd.DataFrame(
    {
        "respondent_id": ["1", "2", "3", "4", "5"],
        "wave": ["w4", "w4", "w4", "w5", "w5"],
        "weight": [20.0, 30.0, 50.0, 40.0, 60.0],
    }
)
ANSWERS = pd.DataFrame(
    {
        "respondent_id": ["1", "2", "3", "4", "5"],
        "question_id": ["q4", "q4", "q4", "q5", "q5"],
        "answer": ["よく知っている", "知らない", "少し知っている", "知らない", None],
    }
)


def test_weighted_shares_leave_missing_answers_out(small_city: Any) -> None:
    city = small_city.make(
        survey_waves=WAVES, survey_questions=QUESTIONS, survey_respondents=RESPONDENTS, survey_answers=ANSWERS
    )
    series = se.series(city, "consultation.knows_a_desk")
    assert series["value"].tolist() == [0.7, 0.0]
    assert series["denominator"].tolist() == [100.0, 40.0]


PRINTED = """
[[published_indicators]]
id = "consultation.printed"
pillar = "consultation"
title_ja = "公表値"
title_en = "printed"
unit = "share"
direction = "higher"
smallest_change = 0.05
"""


def printed(n: list[int | None], definition: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator": ["consultation.printed"] * 2,
            "period": ["R3", "R6"],
            "period_start": ["2021-04-01", "2024-04-01"],
            "period_end": ["2022-03-31", "2025-03-31"],
            "area": ["132292"] * 2,
            "value": [0.359, 0.459],
            "unit": ["share"] * 2,
            "n": n,
            "definition": definition,
            "source": ["試験"] * 2,
        }
    )


def verdict(city: se.City) -> str:
    return str(se.evaluate(city).findings.iloc[0]["verdict"])


def test_printed_shares_are_judged_only_with_n_and_one_definition(small_city: Any) -> None:
    judged = small_city.make(more=PRINTED, indicators_published=printed([1000, 1000], ["a", "a"]))
    assert verdict(judged) == "improving"
    without_n = small_city.make(more=PRINTED, indicators_published=printed([None, None], ["a", "a"]))
    assert verdict(without_n) == "insufficient_data"
    redefined = small_city.make(more=PRINTED, indicators_published=printed([1000, 1000], ["a", "b"]))
    assert verdict(redefined) == "not_comparable"


def test_a_question_that_no_wave_asked_is_no_indicator(small_city: Any) -> None:
    city = small_city.make(
        survey_waves=WAVES, survey_questions=QUESTIONS, survey_respondents=RESPONDENTS, survey_answers=ANSWERS
    )
    assert se.indicators.list(city=city)["indicator"].tolist() == ["consultation.knows_a_desk"]
