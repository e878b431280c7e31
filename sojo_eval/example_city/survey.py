"""Three waves of a residents' survey: the same frame, mode and month, one question reworded in the last one.

A wave invites residents of 18 or more in proportion to centre area and age, returns differ by age, weights bring
the returns back to the frame. Towns (the primary sampling units) differ a little and keep their difference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from sojo_eval.example_city.places import CENTRE_CODES, CENTRE_NAMES, CENTRE_OF_TOWN, TOWN_CODE, TOWNS
from sojo_eval.example_city.population import adults, share_out
from sojo_eval.example_city.received_files.survey_form import (
    ACCEPTS,
    GIVES,
    QUESTIONS,
    REWORDED,
    REWORDED_QUESTION,
    Question,
)
from sojo_eval.example_city.truth import GIVES_AND_ACCEPTS, PLANTED, REWORDING_POINTS, share_after
from sojo_eval.example_city.world import Array, Whole, World, expit, logit, optional

_INVITED = 5000
_RETURN_RATE = np.array([0.28, 0.43, 0.62, 0.64])  # by age band
_AGE_BANDS = np.array(["18-39", "40-64", "65-74", "75+"], dtype=object)
_AGE_EFFECT = np.array([-0.25, 0.0, 0.15, 0.20])  # log odds, the same for every question
_TOWN_SD = 0.12  # log odds
_NO_ANSWER = 0.03
_NOT_BOTH = {"gives": 0.21, "accepts": 0.36, "neither": 0.43}
"""Of those who do not both give and accept: what they do."""
_TWO_WAYS_OF_GIVING = 0.3
_FRAME = "18歳以上の市民(住民基本台帳)"
_SAMPLING = "センター圏域・年齢で層化した無作為抽出(町を抽出単位とする)"


@dataclass(frozen=True)
class Wave:
    """One wave; `population_date` names the count its frame was drawn from."""

    wave: str
    plan: str
    start: str
    end: str
    population_date: str


WAVES = (
    Wave("W2016", "3", "2016-11-01", "2016-11-30", "2016-01-01"),
    Wave("W2021", "4", "2021-11-01", "2021-11-30", "2021-01-01"),
    Wave("W2025", "5", "2025-11-01", "2025-11-30", "2025-01-01"),
)


@dataclass(frozen=True)
class SurveyTables:
    """The four tables of the survey group."""

    survey_waves: pd.DataFrame
    survey_questions: pd.DataFrame
    survey_respondents: pd.DataFrame
    survey_answers: pd.DataFrame


@dataclass(frozen=True)
class _Returns:
    """Respondents of one wave as positions: town, sex (0 male), age band; and their weights."""

    town: Whole
    sex: Whole
    age: Whole
    weight: Array


def survey_tables(world: World) -> SurveyTables:
    """Simulate the three waves."""
    rng = world.rng("survey")
    centre = np.array([CENTRE_NAMES.index(CENTRE_OF_TOWN[t]) for t in TOWNS])
    town_effect = rng.normal(0, _TOWN_SD, (len(TOWNS), len(QUESTIONS)))
    waves, questions, respondents, answers = [], [], [], []
    later_questions, later_answers = [], []
    for wave in WAVES:
        frame = adults(world, wave.population_date)
        returns = _returned(world, rng, frame, centre)
        number = len(returns.town)
        name = [f"{wave.wave}-{i:05d}" for i in range(1, number + 1)]
        waves.append(
            (wave.wave, wave.plan, pd.Timestamp(wave.start), pd.Timestamp(wave.end), _FRAME, int(frame.sum()),
             _SAMPLING, "mail", _invited(world), number)
        )  # fmt: skip
        respondents.append(_respondents(wave.wave, name, returns, centre))
        leaning = _leaning(world, wave, number)
        for position, question in enumerate(_form(wave)):
            questions.append(_question_row(wave, question))
            share = _share(world, wave, question)
            answers.append(
                _answers(
                    rng,
                    name,
                    f"{wave.wave}-{question.concept}",
                    question,
                    frame=frame,
                    returns=returns,
                    share=share,
                    town_effect=town_effect[:, position],
                    leaning=leaning,
                )
            )
        later_questions += [_question_row(wave, GIVES), _question_row(wave, ACCEPTS)]
        later_answers += _giving_and_accepting(world, wave, name, frame, returns)
    questions, answers = questions + later_questions, answers + later_answers
    return SurveyTables(
        pd.DataFrame(waves, columns=["wave", "plan", "fieldwork_start", "fieldwork_end", "frame", "frame_size", "sampling", "mode", "invited", "returned"]),
        pd.DataFrame(questions, columns=["question_id", "wave", "concept", "number", "wording_ja", "scale", "positive_answers", "comparable_with"]),
        pd.concat(respondents, ignore_index=True),
        pd.concat(answers, ignore_index=True),
    )  # fmt: skip


def _invited(world: World) -> int:
    return round(_INVITED * world.size)


def _form(wave: Wave) -> tuple[Question, ...]:
    if wave.plan != "5":
        return QUESTIONS
    return tuple(REWORDED_QUESTION if q.concept == REWORDED else q for q in QUESTIONS)


def _share(world: World, wave: Wave, question: Question) -> float:
    """The share of the whole frame that a wave without sampling error would find."""
    base = PLANTED[question.indicator].base
    if wave.plan != "5":
        return base
    return (
        base + REWORDING_POINTS
        if question.concept == REWORDED
        else share_after(question.indicator, world.scenario)
    )


def _returned(world: World, rng: np.random.Generator, frame: Array, centre: Whole) -> _Returns:
    """Returns by centre area and age; each weight is the frame of its cell over the returns of its cell."""
    by_cell = np.zeros((len(CENTRE_NAMES), 4))
    np.add.at(by_cell, centre, frame.sum(axis=1))
    invited = np.maximum(1, share_out(_invited(world), by_cell))
    returned = np.maximum(1, rng.binomial(invited, _RETURN_RATE))
    parts: list[tuple[Whole, Whole, Whole, Array]] = []
    for area in range(len(CENTRE_NAMES)):
        towns = np.flatnonzero(centre == area)
        for age in range(4):
            n = int(returned[area, age])
            people = frame[towns, :, age]
            drawn = rng.choice(people.size, n, p=people.ravel() / people.sum())
            parts.append((towns[drawn // 2], drawn % 2, np.full(n, age), np.full(n, by_cell[area, age] / n)))
    town, sex, age_band = (np.concatenate([p[i] for p in parts]).astype(np.int64) for i in range(3))
    return _Returns(town, sex, age_band, np.round(np.concatenate([p[3] for p in parts]), 4))


def _respondents(wave: str, name: list[str], returns: _Returns, centre: Whole) -> pd.DataFrame:
    codes = np.array(list(TOWN_CODE.values()), dtype=object)
    area = CENTRE_CODES[centre[returns.town]]
    return pd.DataFrame(
        {
            "respondent_id": name,
            "wave": wave,
            "weight": returns.weight,
            "stratum": area,
            "psu": codes[returns.town],
            "area": area,
            "age_band": _AGE_BANDS[returns.age],
            "sex": np.array(["male", "female"], dtype=object)[returns.sex],
        }
    )


def _question_row(wave: Wave, question: Question) -> tuple[object, ...]:
    earlier = {"5": "W2021", "4": "W2016"}.get(wave.plan)
    same = earlier is not None and question is not REWORDED_QUESTION
    return (
        f"{wave.wave}-{question.concept}",
        wave.wave,
        question.concept,
        question.number,
        question.wording,
        "|".join(question.answers),
        "|".join(question.counting),
        f"{earlier}-{question.concept}" if same else None,
    )


def _answers(
    rng: np.random.Generator, name: list[str], question_id: str, question: Question, *, frame: Array,
    returns: _Returns, share: float, town_effect: Array, leaning: Callable[[Array], Array],
) -> pd.DataFrame:  # fmt: skip
    """Answers whose expected share over the whole frame is exactly `share`."""
    effect = town_effect[:, None] + _AGE_EFFECT[None, :]
    people = frame.sum(axis=1)
    probability = expit(_intercept(people, effect, share) + effect)
    counts = leaning(rng.random(len(name))) < probability[returns.town, returns.age]
    u = rng.random(len(name))
    answer: NDArray[np.object_] = np.where(counts, _split(question.counting, u), _split(question.other, u))
    given = rng.random(len(name)) >= _NO_ANSWER
    return pd.DataFrame(
        {"respondent_id": name, "question_id": question_id, "answer": optional(answer, given)}
    )


def _leaning(world: World, wave: Wave, number: int) -> Callable[[Array], Array]:
    """Turns one question's uniform draws into those of people who lean the same way in all answers (a Gaussian copula)."""
    if not world.common:
        return lambda draws: draws
    shared = np.sqrt(world.common) * world.rng(f"leaning {wave.wave}").normal(size=number)
    return lambda draws: np.asarray(ndtr(shared + np.sqrt(1 - world.common) * ndtri(draws)))


def _giving_and_accepting(
    world: World, wave: Wave, name: list[str], frame: Array, returns: _Returns
) -> list[pd.DataFrame]:
    """Answers to two questions of the same people, a planted share of whom says yes to both. Those who give may tick two ways."""
    rng = world.rng(f"giving and accepting {wave.wave}")
    effect = world.rng("giving by town").normal(0, _TOWN_SD, len(TOWNS))[:, None] + _AGE_EFFECT[None, :]
    probability = expit(_intercept(frame.sum(axis=1), effect, GIVES_AND_ACCEPTS) + effect)
    both = rng.random(len(name)) < probability[returns.town, returns.age]
    alone = _split(_NOT_BOTH, rng.random(len(name)))
    gives, accepts = both | (alone == "gives"), both | (alone == "accepts")
    order = {way: i for i, way in enumerate(GIVES.answers)}
    pairs = zip(
        _split(GIVES.counting, rng.random(len(name))),
        _split(GIVES.counting, rng.random(len(name))),
        strict=True,
    )
    two = rng.random(len(name)) < _TWO_WAYS_OF_GIVING
    ways = [
        "|".join(sorted({a, b} if t else {a}, key=order.__getitem__))
        for (a, b), t in zip(pairs, two, strict=True)
    ]
    u = rng.random(len(name))
    chosen = (
        (GIVES, np.where(gives, np.array(ways, dtype=object), next(iter(GIVES.other)))),
        (ACCEPTS, np.where(accepts, _split(ACCEPTS.counting, u), _split(ACCEPTS.other, u))),
    )
    return [
        pd.DataFrame(
            {
                "respondent_id": name,
                "question_id": f"{wave.wave}-{question.concept}",
                "answer": optional(answer, rng.random(len(name)) >= _NO_ANSWER),
            }
        )
        for question, answer in chosen
    ]


def _intercept(people: Array, effect: Array, share: float) -> float:
    """Log odds that make the people-weighted mean of expit(intercept + effect) equal to `share` (bisection)."""
    low, high = float(logit(share)) - 3, float(logit(share)) + 3
    for _ in range(50):
        middle = (low + high) / 2
        if (people * expit(middle + effect)).sum() < share * people.sum():
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _split(answers: dict[str, float], u: Array) -> NDArray[np.object_]:
    edges = np.cumsum(list(answers.values()))[:-1]
    return np.array(list(answers), dtype=object)[np.searchsorted(edges, u, side="right")]
