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


@pytest.mark.parametrize("heavy", [1e3, 1e6, 1e12])
def test_one_respondent_who_outweighs_all_others_is_worth_about_one(heavy: float) -> None:
    """Of 300 one carries nearly all: the linearised error is nearly nought, as he agrees with himself."""
    answers, weights = pd.Series([1, 0] * 150), pd.Series([heavy] + [1.0] * 299)
    share = st.survey_share(answers, weights)
    assert share.n_effective == pytest.approx(1, abs=1)
    assert share.high - share.low > 0.6
    scores = answers * 10.0
    mean = st.survey_mean(scores, weights)
    kish = weights.sum() ** 2 / (weights**2).sum()
    assert mean.standard_error == pytest.approx(scores.std() / np.sqrt(kish))
    total = st.survey_total(scores, weights)
    assert total.standard_error >= weights.sum() * mean.standard_error
    wave = pd.DataFrame({"value": [1, 2, 3] * 100, "w": weights})
    alike = st.likert_change(wave, wave, weights="w", top=1)
    assert alike.ridit_high - alike.ridit_low > 0.6


@pytest.mark.parametrize(("light", "few"), [(0.14, False), (0.13, True)])
def test_weights_that_leave_fewer_than_half_of_the_respondents_meet_kish(light: float, few: bool) -> None:
    """Thirty of a hundred carry the weights and all say 5, the others 0 or 10: linearised, hardly anything varies."""
    weights = np.r_[np.ones(30), np.full(70, light)]
    kish = weights.sum() ** 2 / (weights**2).sum()
    assert kish == pytest.approx(49.03 if few else 50.49, abs=0.01)
    values = np.r_[np.full(30, 5.0), np.tile([0.0, 10.0], 35)]
    linearised = float(np.sqrt(100 / 99 * ((weights * (values - 5) / weights.sum()) ** 2).sum()))
    floor = values.std(ddof=1) / np.sqrt(kish)
    assert linearised < floor / 2
    found = st.survey_mean(values, weights)
    assert found.standard_error == pytest.approx(floor if few else linearised)


def test_a_stratum_of_one_sampling_unit_is_an_error_as_in_r() -> None:
    answers, stratum = pd.Series([1, 0, 1, 0, 1, 1]), pd.Series(list("aaabbc"))
    for estimate in (st.survey_mean, st.survey_total, st.survey_share):
        with pytest.raises(ValueError, match=r"^strata: stratum c has one sampling unit"):
            estimate(answers, strata=stratum)
    places = pd.Series([1, 2, 3, 4, 4, 4])
    with pytest.raises(ValueError, match=r"^strata: stratum b has one sampling unit"):
        st.survey_mean(answers, strata=list("aaabbb"), psu=places)
    wave = pd.DataFrame({"value": answers, "s": stratum})
    for estimate in (st.survey_difference, st.likert_change):
        with pytest.raises(ValueError, match="strata: stratum c has one sampling unit"):
            estimate(wave, wave, strata="s", **({"top": 1} if estimate is st.likert_change else {}))
    # A stratum that has but one unit is known whole: it adds no error, as in R with that fpc.
    whole = st.survey_mean(answers, strata=stratum, fpc=[10, 10, 10, 10, 10, 1])
    a, b = np.var([1, 0, 1], ddof=1) * 3 * (1 - 3 / 10), np.var([0, 1], ddof=1) * 2 * (1 - 2 / 10)
    assert whole.standard_error == pytest.approx(np.sqrt(a + b) / 6)


@pytest.mark.parametrize("population", [100, 200, 1000])
def test_a_population_drawn_to_a_good_part_narrows_the_interval(population: int) -> None:
    answers = pd.Series([1, 0] * 50)
    plain, found = st.survey_share(answers), st.survey_share(answers, fpc=[population] * 100)
    left = np.sqrt(1 - 100 / population)
    assert found.standard_error == pytest.approx(plain.standard_error * left)
    assert found.high - found.low == pytest.approx((plain.high - plain.low) * left, abs=0.005)
    mean = st.survey_mean(answers, fpc=[population] * 100)
    assert mean.high - mean.low == pytest.approx(
        (st.survey_mean(answers).high - st.survey_mean(answers).low) * left
    )
    everybody = st.survey_share(pd.Series([1.0] * 100), fpc=[population] * 100)
    assert everybody.low == pytest.approx(
        1 - (1 - st.survey_share(pd.Series([1.0] * 100)).low) * left**2, abs=0.005
    )


@pytest.mark.parametrize(
    ("fpc", "words"),
    [
        ([3] * 4, "fpc must be at least the 4 units drawn, not 3"),
        ([10, 10, 10, 20], r"fpc must be one number a stratum \(strata\), not 10 and 20"),
        ([10, 10, 10, np.nan], "fpc must be present"),
        ([0.5] * 4, "fpc must be at least"),
    ],
)
def test_an_fpc_that_cannot_be_is_refused(fpc: list[float], words: str) -> None:
    for estimate in (st.survey_mean, st.survey_total, st.survey_share):
        with pytest.raises(ValueError, match=words):
            estimate([1, 0, 1, 1], fpc=fpc)


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


def test_the_interval_of_the_later_wave_is_that_of_the_wave_alone() -> None:
    generator = np.random.default_rng(8)
    waves = [
        pd.DataFrame(
            {
                "value": generator.binomial(1, share, 400),
                "w": generator.uniform(0.5, 2.0, 400),
                "psu": np.repeat(np.arange(40), 10),
            }
        )
        for share in (0.4, 0.55)
    ]
    found = st.survey_difference(*waves, weights="w", psu="psu")
    alone = st.survey_share(waves[1]["value"], waves[1]["w"], psu=waves[1]["psu"])
    assert (found.after_low, found.after_high) == pytest.approx((alone.low, alone.high))
    # By another road (R survey's logit interval on the linearised error) the limits lie within half a point.
    assert (found.after_low, found.after_high) == pytest.approx(
        (alone.low_logit, alone.high_logit), abs=0.005
    )
