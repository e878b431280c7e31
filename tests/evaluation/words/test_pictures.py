"""Pictures of estimates speak the reader's language: every word that the estimators draw is known."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

import sojo_eval as se
from sojo_eval.evaluation.words.pictures import in_the_readers_words
from sojo_eval.foundation.language import LANGUAGES, Language
from sojo_eval.statistics.monthly.placebo import placebo_in_time

MONTHS = pd.date_range("2014-04-01", periods=144, freq="MS")
SHOCK = ("2020-03-01", "2020-12-31")


@pytest.fixture(scope="module")
def drawn() -> list[Any]:
    counts = pd.Series(np.random.default_rng(1).poisson(200, len(MONTHS)), index=MONTHS).astype(float)
    population = pd.Series(1e5, index=MONTHS)
    asked: dict[str, Any] = {"boundary": "2024-04-01", "shocks": [SHOCK]}
    both = [se.statistics.level_and_path(counts, population, **asked, question=q) for q in ("level", "path")]
    return [*both, placebo_in_time(counts, population, **asked)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_legends_axes_and_titles_are_in_one_language(drawn: list[Any], lang: Language) -> None:
    title = {"ja": "相談", "en": "Consultations"}[lang]
    for result in drawn:
        axes = in_the_readers_words(result.plot(), lang, title, "件" if lang == "ja" else "a month")
        told = [axes.get_title(), axes.get_ylabel(), *(t.get_text() for t in axes.get_legend().get_texts())]
        assert len(told) >= 4
        other = re.compile(r"[A-Za-z]{2,}" if lang == "ja" else r"[ぁ-んァ-ヶ一-鿿]")
        assert [text for text in told if other.search(text)] == []
        plt.close(axes.figure)
