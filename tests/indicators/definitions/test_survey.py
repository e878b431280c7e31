"""Survey concepts and printed figures as indicators."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.indicators import catalogue, counted, find

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


def asked(
    *, gives: list[str | None], accepts: list[str | None], accepts_in: str = "w5"
) -> dict[str, pd.DataFrame]:
    """Five respondents of w5, and their answers to two questions; the second one may be asked in another wave."""
    questions = pd.DataFrame(
        {
            "question_id": ["g", "a"],
            "wave": ["w5", accepts_in],
            "concept": ["does_something_for_others", "could_accept_help"],
            "wording_ja": ["しましたか（いくつでも）", "受け入れられますか"],
            "scale": ["声かけ|手伝い|していない", "はい|いいえ"],
            "positive_answers": ["声かけ|手伝い", "はい"],
            "comparable_with": [None, None],
        }
    )
    people = [*"12345"]
    respondents = pd.DataFrame(
        {"respondent_id": people, "wave": ["w5"] * 5, "weight": [10.0, 20.0, 30.0, 40.0, 50.0]}
    )
    answers = pd.DataFrame(
        {"respondent_id": people * 2, "question_id": ["g"] * 5 + ["a"] * 5, "answer": [*gives, *accepts]}
    )
    return {
        "survey_waves": WAVES,
        "survey_questions": questions,
        "survey_respondents": respondents,
        "survey_answers": answers.dropna(subset=["answer"]) if accepts_in == "w4" else answers,
    }


BOTH = "connections.gives_and_could_accept_help"


def test_who_gives_and_could_accept_help_by_hand(small_city: Any) -> None:
    """1 chose two answers that count, 2 one beside one that does not; 3 could not accept, 4 left one of two blank.

    5 does neither. Both: 10 + 20 of the 10 + 20 + 30 + 50 who answered both questions.
    """
    gives = ["声かけ|手伝い", "手伝い|していない", "声かけ", "声かけ", "していない"]
    city = small_city.make(**asked(gives=gives, accepts=["はい", "はい", "いいえ", None, "いいえ"]))
    found = se.series(city, BOTH)
    assert found[["numerator", "denominator"]].to_numpy().tolist() == [[30.0, 110.0]]
    assert found["value"].tolist() == [30 / 110]
    rows = counted(city, find(city, BOTH))
    assert set(rows["question_id"]) == {"g"}


def test_a_respondent_is_counted_once_however_many_answers_were_chosen(small_city: Any) -> None:
    answers = ANSWERS.assign(
        answer=["よく知っている|少し知っている", "知らない|少し知っている", "知らない", "知らない", None]
    )
    city = small_city.make(
        survey_waves=WAVES, survey_questions=QUESTIONS, survey_respondents=RESPONDENTS, survey_answers=answers
    )
    series = se.series(city, "consultation.knows_a_desk")
    assert series[["numerator", "denominator"]].to_numpy().tolist() == [[50.0, 100.0], [0.0, 40.0]]


@pytest.mark.parametrize(("accepts_in", "listed"), [("w5", True), ("w4", False)])
def test_two_questions_make_an_indicator_only_where_one_wave_asked_both(
    small_city: Any, accepts_in: str, listed: bool
) -> None:
    city = small_city.make(**asked(gives=["声かけ"] * 5, accepts=["はい"] * 5, accepts_in=accepts_in))
    assert (BOTH in catalogue(city)) is listed


@pytest.mark.parametrize("reworded", ["", "does_something_for_others", "could_accept_help"])
def test_either_of_two_questions_that_was_reworded_stops_the_comparison(
    small_city: Any, reworded: str
) -> None:
    """One hundred respondents a wave; a wave that asked only one of the two is not the latest of its plan."""
    waves = pd.concat(
        [WAVES, WAVES.tail(1).assign(wave="w6", fieldwork_start="2026-01-10", fieldwork_end="2026-01-31")]
    )
    concepts = ("does_something_for_others", "could_accept_help")
    questions = [
        (f"{wave}-{concept}", wave, concept, "ですか", "はい|いいえ", "はい",
         f"w4-{concept}" if wave == "w5" and concept != reworded else None)
        for wave in ("w4", "w5") for concept in concepts
    ] + [("w6-x", "w6", concepts[0], "ですか", "はい|いいえ", "はい", None)]  # fmt: skip
    people = [(f"{wave}-{i}", wave, 1.0) for wave in ("w4", "w5", "w6") for i in range(100)]
    answers = [
        (person, question, "はい" if i % 100 < (60 if wave == "w5" else 40) else "いいえ")
        for question, wave, *_ in questions
        for i, (person, mine, _) in enumerate(people)
        if mine == wave
    ]
    city = small_city.make(
        survey_waves=waves.assign(frame_size=100, invited=200, returned=100),
        survey_questions=pd.DataFrame(questions, columns=[*QUESTIONS.columns]),
        survey_respondents=pd.DataFrame(people, columns=[*RESPONDENTS.columns]),
        survey_answers=pd.DataFrame(answers, columns=[*ANSWERS.columns]),
    )
    verdict = se.evaluate(city).findings.set_index("indicator").loc[BOTH, "verdict"]
    assert (verdict == "not_comparable") == bool(reworded), verdict


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
