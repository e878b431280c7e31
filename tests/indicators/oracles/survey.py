"""Answers of a survey, said again row by row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.indicators.oracles.common import Tables


def answers(T: Tables, concept: str, and_concept: str = "") -> Iterator[tuple[Any, ...]]:
    """(wave, area, question, value, weight, stratum, psu) of everyone who answered, where two are asked both."""
    people = {p["respondent_id"]: p for p in T["survey_respondents"]}
    given = {(a["respondent_id"], a["question_id"]): a["answer"] for a in T["survey_answers"]}

    def positive(respondent: str, q: dict[str, Any]) -> bool | None:
        cell = given.get((respondent, q["question_id"]))
        if cell is None:
            return None
        return any(choice in q["positive_answers"].split("|") for choice in cell.split("|"))

    for q in T["survey_questions"]:
        if q["concept"] != concept:
            continue
        also = [o for o in T["survey_questions"] if o["concept"] == and_concept and o["wave"] == q["wave"]]
        if and_concept and not also:
            continue
        for respondent, p in people.items():
            values = [positive(respondent, asked) for asked in (q, *also)]
            if None not in values:
                value = int(all(values))
                yield p["wave"], p["area"], q["question_id"], value, p["weight"], p["stratum"], p["psu"]
