"""The limits of the monthly model: months or quarters, whole years, shocks, breaks, and the power behind `detectable`.

Every limit is typed here and none taken from the code.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sojo_eval.statistics import NotIdentifiedError, level_and_path
from sojo_eval.statistics.monthly.autoregression import autoregression
from sojo_eval.statistics.monthly.design import (
    design_matrix,
    fiscal_year,
    in_any_span,
    independent_columns,
)
from tests.statistics.monthly.simulated import BOUNDARY, MONTHS, simulated_log_rate

WAVE = np.tile([-6.0, 6.0, 3.0, -3.0, 1.0, -1.0, 4.0], 12)
"""A little scatter that sums to nearly nothing and has no season."""


def counts(level: float, later: float | None = None) -> pd.Series:
    values = np.where(MONTHS >= BOUNDARY, level if later is None else later, level) + WAVE * level / 100
    return pd.Series(values, index=MONTHS)


def noisy(seed: int = 5, step: float = 0.0) -> pd.Series:
    rate = np.exp(simulated_log_rate(seed, 0.3, step))
    return pd.Series(np.random.default_rng(seed).poisson(rate).astype(float), index=MONTHS)


@pytest.mark.parametrize(("mean", "step"), [(19.9, "quarter"), (20.1, "month")])
def test_below_twenty_events_a_month_quarters_are_analysed(mean: float, step: str) -> None:
    series = counts(100.0)
    series *= mean / series.mean()
    assert level_and_path(series, 1.0, boundary=BOUNDARY).step == step
    for share in (series, 200.0 - series):  # on the rarer side
        whole = pd.Series(200.0, index=MONTHS)
        assert level_and_path(share, whole, boundary=BOUNDARY, family="proportion").step == step


def test_exactly_twenty_a_month_are_enough() -> None:
    series = pd.Series(np.tile([18.0, 22.0, 19.0, 21.0], 21), index=MONTHS)
    assert series.mean() == 20
    assert level_and_path(series, 1.0, boundary=BOUNDARY).step == "month"


def test_months_have_lasting_errors_alone_and_quarters_an_independent_part_too() -> None:
    assert "AR(1) errors" in level_and_path(counts(100.0), 1.0, boundary=BOUNDARY).method
    assert "AR(1) + independent" in level_and_path(counts(10.0), 1.0, boundary=BOUNDARY).method


@pytest.mark.parametrize(("until", "counted"), [("2022-06-30", True), ("2022-07-01", False)])
def test_a_fiscal_year_counts_with_nine_clean_months_and_not_with_eight(until: str, counted: bool) -> None:
    """All of fiscal 2022 is twice as high; without it the two sides are level."""
    series = counts(100.0)
    series[(MONTHS >= "2022-04-01") & (MONTHS < "2023-04-01")] *= 2
    found = level_and_path(series, 1.0, boundary=BOUNDARY, shocks=[("2022-04-01", until)])
    # Of five yearly logs before the boundary one is log 2 higher.
    expected = np.exp(-np.log(2) / 5) if counted else 1.0
    assert found.sensitivities["fiscal_years"] == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("months_after", [8, 9])
def test_the_later_years_count_with_nine_months_too(months_after: int) -> None:
    series = counts(100.0, 150.0).iloc[: 60 + months_after]
    found = level_and_path(series, 1.0, boundary=BOUNDARY).sensitivities["fiscal_years"]
    assert np.isnan(found) if months_after == 8 else found == pytest.approx(1.5, abs=0.03)


def test_the_p_of_the_fiscal_years_is_that_of_a_t_test_on_their_logs() -> None:
    series = noisy()
    years = np.log(series.to_numpy().reshape(7, 12).sum(axis=1) + 0.5)
    found = level_and_path(series, 1.0, boundary=BOUNDARY)
    assert found.fiscal_years_p == pytest.approx(stats.ttest_ind(years[:5], years[5:]).pvalue, rel=1e-3)
    assert found.fiscal_years_spare == 5  # seven years, two levels


@pytest.mark.parametrize(("shocked_until", "known"), [("2022-03-31", True), ("2022-09-30", False)])
def test_fiscal_years_without_one_to_spare_have_a_step_and_no_p(shocked_until: str, known: bool) -> None:
    series = noisy().iloc[: 60 + 12]
    found = level_and_path(series, 1.0, boundary=BOUNDARY, shocks=[("2019-04-01", shocked_until)])
    # One later year, and two earlier ones or a single one.
    assert np.isfinite(found.sensitivities["fiscal_years"])
    assert np.isfinite(found.fiscal_years_p) == known


def test_the_sensitivities_are_the_three_declared_ones() -> None:
    """A fiscal year in a shock is twice as high: its pulse takes it out, and its total does not count."""
    shock = ("2022-04-01", "2023-03-31")
    doubled = noisy().where((MONTHS < "2022-04-01") | (MONTHS >= "2023-04-01"), 2 * noisy())
    plain, found = (level_and_path(s, 1.0, boundary=BOUNDARY, shocks=[shock]) for s in (noisy(), doubled))
    assert set(found.sensitivities) == {"without_shocks", "fiscal_years", "phi_0.8"}
    assert found.change == pytest.approx(plain.change, rel=1e-3)
    assert found.sensitivities["fiscal_years"] == pytest.approx(plain.sensitivities["fiscal_years"])
    assert found.sensitivities["without_shocks"] < 0.9 * plain.sensitivities["without_shocks"]


@pytest.mark.parametrize("series", [noisy(), noisy(9) / 5], ids=["months", "quarters"])
def test_the_last_sensitivity_is_a_pure_ar1_of_eight_tenths(series: pd.Series) -> None:
    found = level_and_path(series, 1.0, boundary=BOUNDARY)
    X = design_matrix(MONTHS, BOUNDARY)
    if found.step == "quarter":
        X = X.reshape(28, 3, -1).mean(axis=1)
        X = X[:, independent_columns(X)]
        y, width = np.log(series.to_numpy().reshape(28, 3).sum(axis=1) + 0.5) - np.log(3), 28
    else:
        y, width = np.log(series.to_numpy() + 0.5), 84
    fit = autoregression(y, X, np.arange(width), phi=0.8, share=1.0)
    assert found.sensitivities["phi_0.8"] == pytest.approx(float(np.exp(fit.mean[1])), rel=1e-6)


@pytest.mark.parametrize("question", ["level", "path"])
def test_detectable_is_the_arm_of_the_interval_and_eighty_percent_power(question: str) -> None:
    """On the log scale: t(.975) + t(.80) standard errors, of which the interval's arm is t(.975)."""
    found = level_and_path(noisy(), 1.0, boundary=BOUNDARY, question=question)  # type: ignore[arg-type]
    arm = np.log(found.high / found.low) / 2
    df = 84 - (6 if question == "level" else 7)
    expected = 1 + stats.t.ppf(0.80, df) / stats.t.ppf(0.975, df)
    assert np.log(1 + found.detectable) / arm == pytest.approx(expected, abs=0.02)


def test_the_interval_is_of_95_and_the_narrow_one_of_90_percent() -> None:
    found = level_and_path(noisy(), 1.0, boundary=BOUNDARY)
    assert found.low < found.low_90 < found.high_90 < found.high
    ratio = np.log(found.high_90 / found.low_90) / np.log(found.high / found.low)
    assert ratio == pytest.approx(stats.t.ppf(0.95, 78) / stats.t.ppf(0.975, 78), abs=0.012)
    # p of .05 lies where the interval touches no change: the same noise with its step moved there.
    for bound, side in ((found.low, 1), (found.high, -1)):
        for shift, significant in ((0.004, side > 0), (-0.004, side < 0)):
            exposure = pd.Series(np.where(MONTHS >= BOUNDARY, bound * np.exp(-shift), 1.0), index=MONTHS)
            moved = level_and_path(noisy(), exposure, boundary=BOUNDARY)
            assert (moved.p < 0.05) == significant


def test_what_could_be_found_of_a_share_is_the_larger_of_both_ways() -> None:
    """At 95 % there is little room upwards: a fall must be larger than a rise to be found."""
    whole = pd.Series(400.0, index=MONTHS)
    share = pd.Series(380.0 + 3 * WAVE, index=MONTHS)
    found = level_and_path(share, whole, boundary=BOUNDARY, family="proportion")
    assert found.change - found.low > 1.05 * (found.high - found.change)
    assert found.detectable > 1.42 * (found.change - found.low)
    mirrored = level_and_path(whole - share, whole, boundary=BOUNDARY, family="proportion")
    assert mirrored.detectable == pytest.approx(found.detectable, rel=5e-3)
    assert mirrored.change == pytest.approx(-found.change, abs=1e-6)


def test_half_an_event_is_added_so_that_nought_has_a_place() -> None:
    series = counts(100.0).where(MONTHS < BOUNDARY, 3.0)
    found = level_and_path(series, 1.0, boundary=BOUNDARY)
    later = found.course[found.course["after"]]
    assert np.exp(np.log(later["fitted"]).mean()) == pytest.approx(3.5, rel=0.05)


@pytest.mark.parametrize(("calm", "in_shock", "refused"), [(3.0, 0.0, False), (1.0, 90.0, True)])
def test_what_happened_in_a_shock_fills_no_side(calm: float, in_shock: float, refused: bool) -> None:
    shock = ("2020-04-01", "2023-03-31")
    shocked = in_any_span(MONTHS, [(pd.Timestamp(shock[0]), pd.Timestamp(shock[1]))])
    series = pd.Series(
        np.where(MONTHS >= BOUNDARY, 200.0 + WAVE, np.where(shocked, in_shock, calm)), index=MONTHS
    )
    if refused:
        with pytest.raises(NotIdentifiedError, match="before the boundary are too few"):
            level_and_path(series, boundary=BOUNDARY, shocks=[shock])
    else:
        assert level_and_path(series, boundary=BOUNDARY, shocks=[shock]).n_before == 24


@pytest.mark.parametrize("family", ["rate", "proportion"])
@pytest.mark.parametrize(("events", "step", "refused"), [(1.99, "month", True), (2.0, "month", False), (0.66, "quarter", True), (0.67, "quarter", False)])  # fmt: skip
@pytest.mark.parametrize("sparse", ["before", "after"])
def test_two_events_a_month_or_quarter_are_needed_on_either_side(
    family: str, events: float, step: str, refused: bool, sparse: str
) -> None:
    """Quarters are analysed below twenty a month over both sides: .67 a month are 2.01 a quarter."""
    other = 200.0 if step == "month" else 20.0
    series = pd.Series(np.where((MONTHS < BOUNDARY) == (sparse == "before"), events, other), index=MONTHS)
    series = series + WAVE * (series > 10) * 0.5
    whole = 1.0 if family == "rate" else 1000.0
    if refused:
        with pytest.raises(NotIdentifiedError, match=f"events a {step}.* {sparse} the boundary are too few"):
            level_and_path(series, whole, boundary=BOUNDARY, family=family)  # type: ignore[arg-type]
    else:
        assert level_and_path(series, whole, boundary=BOUNDARY, family=family).step == step  # type: ignore[arg-type]


def test_a_quarter_with_a_month_missing_is_left_out() -> None:
    series = counts(10.0)
    assert len(level_and_path(series, 1.0, boundary=BOUNDARY).course) == 28
    series.iloc[4] = np.nan
    assert len(level_and_path(series, 1.0, boundary=BOUNDARY).course) == 27


def test_a_month_without_a_denominator_is_not_reported() -> None:
    exposure = pd.Series(1.0, index=MONTHS)
    exposure.iloc[3] = 0.0
    assert level_and_path(noisy(), exposure, boundary=BOUNDARY).n_before == 59


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2020-03-31", "2020-04-01", ["2020-03", "2020-04"]),
        ("2020-04-01", "2020-04-30", ["2020-04"]),
        ("2020-04-30", "2020-04-30", ["2020-04"]),
        ("2020-04-02", "2020-05-31", ["2020-04", "2020-05"]),
    ],
)
def test_a_month_is_shocked_from_the_first_day_it_shares_with_the_shock(
    start: str, end: str, months: list[str]
) -> None:
    inside = in_any_span(MONTHS, [(pd.Timestamp(start), pd.Timestamp(end))])
    assert MONTHS[inside].strftime("%Y-%m").tolist() == months


def test_a_fiscal_year_begins_in_april() -> None:
    days = pd.DatetimeIndex(["2020-01-01", "2020-03-31", "2020-04-01", "2020-12-31"])
    assert fiscal_year(days).tolist() == [2019, 2019, 2020, 2020]


def test_the_terms_of_the_model_one_by_one() -> None:
    """Intercept, step, four of the season, the trend a year, a pulse a shocked fiscal year, a step a break."""
    shock = (pd.Timestamp("2020-03-01"), pd.Timestamp("2021-04-30"))
    breaks = [pd.Timestamp("2022-05-02"), pd.Timestamp("2022-07-01")]
    X = design_matrix(MONTHS, BOUNDARY, shocks=[shock], breaks=breaks, trend=True)
    assert X.shape == (84, 12)
    assert X[:, 1].tolist() == [0.0] * 60 + [1.0] * 24
    season = X[:, 2:6]
    assert season[:12] == pytest.approx(season[12:24])
    assert season[:12].sum(axis=0) == pytest.approx(np.zeros(4))
    assert np.linalg.matrix_rank(season) == 4
    assert X[12, 6] - X[0, 6] == pytest.approx(1.0)  # a year
    assert X[:, 6].sum() == pytest.approx(0.0, abs=1e-9)
    assert X[:, 7:10].sum(axis=0).tolist() == [1.0, 12.0, 1.0]  # March 2020, fiscal 2020, April 2021
    assert X[:, 10].sum() == 84 - 38  # from the first whole month on
    assert X[:, 11].sum() == 84 - 39


def test_nothing_takes_the_steps_place() -> None:
    with pytest.raises(NotIdentifiedError):
        level_and_path(noisy(), 1.0, boundary=BOUNDARY, breaks=[BOUNDARY])


@pytest.mark.parametrize("question", ["level", "path"])
def test_the_level_keeps_an_earlier_trend_and_the_path_takes_it_out(question: str) -> None:
    rising = noisy() * np.exp(0.005 * np.arange(84))
    change = level_and_path(rising, 1.0, boundary=BOUNDARY, question=question).change  # type: ignore[arg-type]
    flat = level_and_path(noisy(), 1.0, boundary=BOUNDARY, question=question).change  # type: ignore[arg-type]
    assert change / flat == pytest.approx(np.exp(0.005 * 42) if question == "level" else 1.0, rel=0.03)
