"""つながり指標: people in participation support, scored when they ask for it and again about half a year later."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sojo_eval.example_city.truth import SCORES_ROSE
from sojo_eval.example_city.world import Days, Whole, World, days_later

ITEMS = ("motivation", "self_esteem", "relationships", "social_participation", "asking_for_help")
_LOWEST, _HIGHEST = 1, 4
_SCORED, _SCORED_AGAIN = 0.5, 0.85
_FIRST = (0.35, 0.40, 0.20, 0.05)  # of the scores 1 to 4
_WITH_THE_PERSON = 0.8


def person_scores(world: World, matches: pd.DataFrame) -> pd.DataFrame:
    """Half of those who ask for support; most of them again after 160 to 210 days, whatever came of their request.

    The total of the second scoring is above the first one with the same probability in every month and scenario.
    """
    rng = world.rng("person scores")
    people = matches[rng.random(len(matches)) < _SCORED]
    number = len(people)
    asked = people["requested_date"].to_numpy().astype("datetime64[D]")
    first = days_later(asked, rng.integers(0, 15, number))
    again = days_later(first, rng.integers(160, 211, number))
    again = np.where(rng.random(number) < _SCORED_AGAIN, again, np.datetime64("NaT", "D"))
    scores = rng.choice(4, (number, len(ITEMS)), p=_FIRST) + _LOWEST
    scores[scores.sum(axis=1) == _HIGHEST * len(ITEMS), 0] -= (
        1  # nobody is at the top who could only stay there
    )
    rose = rng.random(number) < SCORES_ROSE
    parts = [
        _scoring(people, first, scores, rng.random(number)),
        _scoring(people, again, _later(rng, scores, rose), rng.random(number)),
    ]
    frame = pd.concat(parts).dropna(subset=["scored_date"])
    return frame.sort_values(["scored_date", "person_id"], kind="stable", ignore_index=True)


def _later(
    rng: np.random.Generator, scores: Whole, rose: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> Whole:
    """One to three items a step higher for those who rose; for the others as before, or one item a step lower."""
    order = np.argsort(
        rng.random(scores.shape) + (scores == _HIGHEST), axis=1
    )  # items that can still rise come first
    rank = np.argsort(order, axis=1)
    up = (rank < rng.integers(1, 4, len(scores))[:, None]) & (scores < _HIGHEST)
    down = (rank == 0) & (scores > _LOWEST) & (rng.random(len(scores)) < 0.4)[:, None]
    return np.where(rose[:, None], scores + up, scores - down)


def _scoring(
    people: pd.DataFrame, day: Days, scores: Whole, lot: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> pd.DataFrame:
    given = {"person_id": people["person_id"].to_numpy(), "scored_date": day}
    given |= {name: scores[:, i] for i, name in enumerate(ITEMS)}
    return pd.DataFrame(
        given | {"with_the_person": lot < _WITH_THE_PERSON, "area": people["area"].to_numpy()}
    )
