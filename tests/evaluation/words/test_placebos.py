"""What is said of the placebos, in both languages and for both directions."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pandas as pd
import pytest

from sojo_eval.evaluation.words.placebos import REASONS, placebo_sentence
from sojo_eval.statistics.monthly.placebo import COLUMNS, PlaceboInTime, Reason, placebo_in_time

MONTHS = pd.date_range("2016-04-01", periods=120, freq="MS")


def made(rises: int, falls: int, neither: int) -> PlaceboInTime:
    counts = pd.Series(np.random.default_rng(2).poisson(100, 120).astype(float), index=MONTHS)
    placebo = placebo_in_time(counts, boundary="2024-04-01", shocks=[("2020-03-01", "2023-05-31")])
    rows = [(1.3, 1.1, 1.5)] * rises + [(0.7, 0.6, 0.9)] * falls + [(1.0, 0.9, 1.1)] * neither
    places = pd.DataFrame([(MONTHS[i], "asked", *row, 0.0) for i, row in enumerate(rows)], columns=COLUMNS)
    return replace(placebo, places=places)


@pytest.mark.parametrize(
    ("direction", "verdict", "ja", "en"),
    [
        ("higher", "improving", "3か所でも同じ「改善」", "3 would read “improving” too"),
        ("higher", "worsening", "1か所でも同じ「悪化」", "1 would read “worsening” too"),
        ("lower", "improving", "1か所でも同じ「改善」", "1 would read “improving” too"),
        ("lower", "worsening", "3か所でも同じ「悪化」", "3 would read “worsening” too"),
        ("lower", "inconclusive", "「改善」にあたる差が1か所、「悪化」にあたる差が3か所", "1 would read “improving” and 3"),
        ("higher", "inconclusive", "「改善」にあたる差が3か所、「悪化」にあたる差が1か所", "3 would read “improving” and 1"),
        ("context", "context", "増加が3か所、減少が1か所", "3 show a rise and 1 a fall"),
    ],
)  # fmt: skip
def test_the_same_verdict_is_counted_on_its_own_side(direction: str, verdict: str, ja: str, en: str) -> None:
    said = placebo_sentence(made(3, 1, 2), direction, verdict)
    assert ja in said.ja
    assert said.ja.startswith("計画の始まりでない6か所（前24か月・後12か月）")
    assert en in said.en
    assert said.en.startswith("Of 6 places where no plan began (24 months before, 12 after)")


def test_none_is_said_as_none_and_no_place_as_no_place() -> None:
    said = placebo_sentence(made(0, 1, 2), "higher", "improving")
    assert "なるところはありません" in said.ja
    assert "none would read" in said.en
    nowhere = placebo_sentence(made(0, 0, 0), "higher", "improving")
    assert "36か月" in nowhere.ja
    assert "試せません" in nowhere.ja
    assert "36 months" in nowhere.en


def test_every_reason_has_words() -> None:
    assert set(REASONS) == set(get_args(Reason)) - {"asked"}
