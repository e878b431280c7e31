"""Numbers from the literature and from other packages, reproduced to their printed digits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sojo_eval import statistics as st


def bounds(result: st.IntervalEstimate) -> tuple[float, float]:
    """The interval alone."""
    return result.low, result.high


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (65, 100, 0.5525, 0.7364)],
)
def test_wilson_limits_agree_with_newcombe_1998(x: int, n: int, low: float, high: float) -> None:
    assert bounds(st.wilson_interval(x, n)) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090)],
)
def test_differences_agree_with_newcombe_1998_method_10(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    assert bounds(st.newcombe_interval(*first, *second)) == pytest.approx((low, high), abs=5e-5)


def test_counts_agree_with_byar_and_garwood() -> None:
    assert bounds(st.count_interval(65)) == pytest.approx((50.1632, 82.8491), abs=5e-5)
    assert bounds(st.count_interval(65, 0.998)) == pytest.approx((42.8803, 94.0003), abs=5e-5)
    assert bounds(st.exact_poisson_interval(10)) == pytest.approx((4.7954, 18.3904), abs=5e-5)


def test_small_counts_use_the_exact_interval() -> None:
    assert st.count_interval(1, 0.998).low > 0
    assert st.count_interval(0).low == 0


def test_benjamini_hochberg_1995_rejects_four_of_fifteen() -> None:
    p = pd.Series(
        [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
         0.7590, 1.0000]
    )  # fmt: skip
    assert int(st.benjamini_hochberg(p).rejected.sum()) == 4
    with_gap = pd.concat([p, pd.Series([np.nan])], ignore_index=True)
    assert int(st.benjamini_hochberg(with_gap).rejected.sum()) == 4
    assert np.isnan(st.benjamini_hochberg(with_gap).adjusted.iloc[-1])


def test_survival_of_lung_patients_agrees_with_r(reference_data: Path) -> None:
    lung = pd.read_csv(reference_data / "validation" / "survival_lung" / "lung.csv")
    died = lung["status"] == 2
    everyone = st.survival_quantile(lung["time"], died)
    assert (everyone.value, everyone.low, everyone.high) == (310, 285, 363)
    men, women = lung["sex"] == 1, lung["sex"] == 2
    of_men = st.survival_quantile(lung["time"][men], died[men])
    of_women = st.survival_quantile(lung["time"][women], died[women])
    assert (of_men.value, of_men.low, of_men.high) == (270, 212, 310)
    assert (of_women.value, of_women.low, of_women.high) == (426, 348, 550)
    test = st.logrank(lung["time"], died, lung["sex"])
    assert round(test.chi2, 1) == 10.3
    assert test.p == pytest.approx(0.0013, abs=5e-5)
    assert round(st.restricted_mean(lung["time"], died, 365).value) == 263


def test_stratified_school_survey_agrees_with_r_survey(reference_data: Path) -> None:
    schools = pd.read_csv(reference_data / "validation" / "survey_apistrat" / "apistrat.csv")
    design = {"weights": schools["pw"], "strata": schools["stype"], "fpc": schools["fpc"]}
    mean = st.survey_mean(schools["api00"], **design)
    assert (round(mean.value, 3), round(mean.standard_error, 3)) == (662.287, 9.409)
    share = st.survey_mean((schools["sch.wide"] == "Yes").astype(int), **design)
    assert (round(share.value, 5), round(share.standard_error, 5)) == (0.82795, 0.02434)
    gain = st.survey_mean(schools["api00"] - schools["api99"], **design)
    assert (round(gain.value, 3), round(gain.standard_error, 3)) == (32.893, 2.051)
