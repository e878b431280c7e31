"""Yearly counts and shares, surveys, times: the behaviour a careful reader would ask about."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from sojo_eval import statistics as st

mpl.use("Agg")

YEARS = pd.Series([False, False, False, True, True])


def test_few_years_give_little_certainty() -> None:
    result = st.yearly_count_change(pd.Series([30, 28, 33, 40, 44]), 1.0, YEARS)
    assert result.change == pytest.approx(42 / (91 / 3))
    assert result.low < 1 < result.high


def test_less_scatter_than_chance_is_not_taken_for_certainty() -> None:
    same = st.yearly_count_change(pd.Series([30, 30, 30, 30, 30]), 1.0, YEARS)
    # A plain Poisson standard error with t on 3 degrees of freedom.
    expected = np.sqrt(1 / 90 + 1 / 60) * 3.182446
    assert np.log(same.high) == pytest.approx(expected, rel=1e-4)


def test_a_period_without_events_has_no_ratio() -> None:
    with pytest.raises(ValueError, match="no rate ratio"):
        st.yearly_count_change(pd.Series([0, 0, 0, 4, 5]), 1.0, YEARS)


def test_scatter_between_years_widens_the_interval_of_shares() -> None:
    n = pd.Series([150] * 5)
    steady = st.yearly_share_change(pd.Series([45, 45, 45, 60, 60]), n, YEARS)
    scattered = st.yearly_share_change(pd.Series([20, 45, 70, 40, 80]), n, YEARS)
    assert scattered.change == pytest.approx(steady.change)
    assert scattered.high - scattered.low > 1.5 * (steady.high - steady.low)


def test_shares_of_nought_and_one_hundred_percent_have_intervals() -> None:
    result = st.yearly_share_change(pd.Series([0, 0, 0, 50, 50]), pd.Series([50] * 5), YEARS)
    assert result.change == 1
    assert 0 < result.low < result.high <= 1


def test_no_change_within_the_interval_counts_as_detectable() -> None:
    """No event in few items: the standard error is next to nothing, and yet a change of ten points could hide."""
    rare = st.yearly_share_change([0, 0, 0, 0, 0], [8] * 5, YEARS)
    assert rare.detectable >= rare.high - rare.change > 0.1
    usual = st.yearly_share_change([450, 440, 460, 500, 520], [1000] * 5, YEARS)
    assert usual.detectable > usual.high - usual.change  # 80 % power asks for more than the interval's arm


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


def test_months_resampled_agree_with_statsmodels_restricted_mean() -> None:
    generator = np.random.default_rng(8)
    days = pd.Series(generator.exponential(25, 900).round())
    event = pd.Series(generator.random(900) < 0.85)
    month = pd.Series(np.arange(900) // 30)
    after = month >= 15
    result = st.restricted_mean_change(days, event, month, after, horizon=60)
    assert result.before == pytest.approx(st.restricted_mean(days[~after], event[~after], 60).value, abs=1e-6)
    assert result.after == pytest.approx(st.restricted_mean(days[after], event[after], 60).value, abs=1e-6)
    assert result.low < 1 < result.high


def test_a_halved_waiting_time_is_found() -> None:
    generator = np.random.default_rng(9)
    month = pd.Series(np.repeat(np.arange(40), 12))
    after = month >= 20
    days = pd.Series(generator.exponential(np.where(after, 12, 24)).round())
    result = st.restricted_mean_change(days, pd.Series([True] * 480), month, after, horizon=90)
    assert result.high < 0.75


@pytest.mark.parametrize("scale", ["ratio", "difference"])
def test_every_result_prints_and_plots(scale: str) -> None:
    result = (
        st.yearly_count_change(pd.Series([30, 28, 33, 40, 44]), 1.0, YEARS)
        if scale == "ratio"
        else st.published_difference(0.359, 1000, 0.343, 1000)
    )
    assert len(result.to_frame()) == 1
    assert result.method in str(result)
    assert result.method in result._repr_html_()
    axes = result.plot()
    assert axes.lines


ONE_OF_EACH: list[st.Result] = [
    st.wilson_interval(15, 148),
    st.share_interval(0.1, 60),
    st.newcombe_interval(56, 70, 48, 80),
    st.count_interval(65),
    st.exact_poisson_interval(0),
    st.survival_quantile([3, 5, 9, 9, 9], [1, 0, 0, 0, 0]),
    st.restricted_mean([3, 5, 9], [1, 1, 0], 7),
    st.survey_mean([4.0, 5.0, 9.0]),
    st.survey_total([4.0, 5.0, 9.0], [2, 2, 3]),
    st.survey_share([1, 0, 1, None]),
    st.logrank([3, 5, 9, 2, 4, 4], [1, 1, 0, 1, 1, 1], list("aabbcc")),
    st.multiple_comparisons([0.001, 0.2, None]),
    st.published_difference(0.3, 800, 0.35, 800),
]


@pytest.mark.parametrize("result", ONE_OF_EACH, ids=lambda result: str(result)[:30])
def test_lists_are_enough_and_results_are_frozen_printed_and_drawn(result: Any) -> None:
    assert len(result.to_frame())
    assert result.method in str(result)
    assert result.plot().figure
    plt.close()
    with pytest.raises(AttributeError):
        result.method = "another"


def test_rows_of_different_people_are_not_joined() -> None:
    answers = pd.Series([1, 0, 1])
    with pytest.raises(ValueError, match="same index"):
        st.survey_share(answers, pd.Series([1, 1, 1], index=[2, 1, 0]))
    with pytest.raises(ValueError, match="same length"):
        st.survey_share(answers, [1, 1])


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


def test_a_median_not_yet_reached_is_infinite() -> None:
    result = st.survival_quantile([3, 5, 9, 9, 9], [True, False, False, False, False])
    assert result.value == np.inf
    assert 0 <= result.low < result.high == np.inf


def test_one_person_says_nothing_about_the_others() -> None:
    assert (st.survival_quantile([5], [True]).low, st.survival_quantile([5], [True]).high) == (0, np.inf)
    mean = st.restricted_mean([5], [True], 30)
    assert (mean.value, mean.low, mean.high, mean.standard_error) == (5, 0, 30, None)


def test_months_without_any_spread_have_no_change_to_judge() -> None:
    days, month = pd.Series([10] * 20 + [5] * 20), pd.Series(np.arange(40) // 5)
    with pytest.raises(st.NotIdentifiedError, match="do not vary"):
        st.restricted_mean_change(days, pd.Series([True] * 40), month, month >= 4, horizon=30)


def test_a_tiny_p_value_is_not_nought() -> None:
    days = np.r_[np.full(400, 1), np.full(400, 30)] + np.arange(800) % 7
    assert 0 < st.logrank(days, np.ones(800), np.arange(800) < 400).p < 1e-30


def test_methods_against_many_tests_keep_the_order_of_strictness() -> None:
    p = [0.001, 0.011, 0.02, 0.04, 0.5]
    numbers = [st.multiple_comparisons(p, m).rejected.sum() for m in ("fdr_bh", "holm", "bonferroni")]  # type: ignore[arg-type]
    assert numbers == sorted(numbers, reverse=True)
    with pytest.raises(ValueError, match=r"between 0 and 1, not 1\.2"):
        st.benjamini_hochberg([0.1, 1.2])


def test_one_degree_of_freedom_is_no_certainty() -> None:
    """Three years: the interval is that of t(1), at every level, and p is its tail."""
    result = st.yearly_share_change([500, 500, 650], [1000] * 3, [0, 0, 1])
    error = np.sqrt(0.5 * 0.5 / 2000 + 0.65 * 0.35 / 1000)
    assert result.low == pytest.approx(0.15 - 12.706 * error, abs=0.03)
    assert result.low_90 == pytest.approx(0.15 - 6.314 * error, abs=0.03)
    assert result.low < result.low_90
    large = st.yearly_share_change([500, 500, 800], [1000] * 3, [0, 0, 1])
    assert 0.03 < large.p < 0.06


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
