"""Surveys: weights, sampling units, and a change between two printed shares."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sojo_eval import statistics as st


def test_the_loneliness_survey_change_is_certain_and_the_unclustered_n_matters() -> None:
    plain = st.published_difference(0.237, 11867, 0.179, 11141)
    clustered = st.published_difference(0.237, 11867, 0.179, 11141, design_effect=1.5)
    assert plain.high < 0
    assert clustered.high < 0
    assert clustered.high - clustered.low > plain.high - plain.low


def test_weights_cost_effective_respondents() -> None:
    generator = np.random.default_rng(3)
    answers = pd.Series(generator.random(800) < 0.4)
    equal = st.survey_share(answers)
    unequal = st.survey_share(answers, pd.Series(generator.lognormal(0, 0.8, 800)))
    assert equal.n_effective == pytest.approx(800, rel=0.01)
    assert unequal.n_effective < 600


def test_an_answer_that_everyone_gives_still_has_an_effective_n() -> None:
    share = st.survey_share(pd.Series([1.0] * 60), pd.Series([1.0, 3.0] * 30))
    assert share.share == 1
    assert share.n_effective == pytest.approx(48)


def test_who_has_no_sampling_unit_was_drawn_alone() -> None:
    answers = pd.Series([1, 0, 1, 1, 0, 1] * 20)
    without = st.survey_share(answers, psu=pd.Series([None] * 120))
    assert without.standard_error == pytest.approx(st.survey_share(answers).standard_error)


def test_a_change_that_rests_on_simple_sampling_says_so() -> None:
    fragile, firm = st.published_difference(0.3, 800, 0.35, 800), st.published_difference(0.3, 800, 0.45, 800)
    assert fragile.rests_on_simple_sampling
    assert fragile.low_design_effect < fragile.low
    assert not firm.rests_on_simple_sampling
    assert not st.published_difference(0.3, 800, 0.35, 800, design_effect=2).rests_on_simple_sampling


def test_few_sampling_units_widen_a_survey_interval() -> None:
    answers = pd.Series([0.0, 1.0] * 100)
    many = st.survey_share(answers, psu=pd.Series(np.arange(200) // 4))
    generator = np.random.default_rng(2)
    few = st.survey_share(
        pd.Series((generator.random(200) < 0.5).astype(float)), psu=pd.Series(np.arange(200) // 100)
    )
    assert few.degrees_of_freedom == 1
    assert few.high - few.low > 2 * (many.high - many.low)
    with pytest.raises(ValueError, match="one sampling unit"):
        st.survey_share(answers, psu=pd.Series(np.zeros(200)))
