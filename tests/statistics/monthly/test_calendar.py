"""One calendar for every series: what is refused by name, and what is the same series said otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sojo_eval import statistics as st
from sojo_eval.statistics.monthly.calendar import days_of, every_month, first_month_after, months_of, spans
from tests.statistics.monthly.simulated import BOUNDARY, MONTHS, simulated_log_rate

SERIES = pd.Series(
    np.random.default_rng(5).poisson(np.exp(simulated_log_rate(5, 0.3, 0.2))).astype(float), index=MONTHS
)
Estimate = Callable[..., Any]
OF_A_BOUNDARY: list[Estimate] = [
    st.segmented_poisson,
    st.level_and_path,
    lambda series, exposure=1.0, **more: st.level_and_path(series, exposure, question="path", **more),
]
NAMES = ["segmented", "level", "path"]
every_estimate = pytest.mark.parametrize("estimate", OF_A_BOUNDARY, ids=NAMES)


def numbers(result: Any) -> list[float]:
    return [result.change, result.low, result.high, result.p, result.before, result.after]


@every_estimate
@pytest.mark.parametrize(
    "index",
    [
        MONTHS.to_period("M"),
        MONTHS + pd.offsets.MonthEnd(0),
        MONTHS + pd.Timedelta(days=14),
        MONTHS.tz_localize("Asia/Tokyo"),
        MONTHS.tz_localize("UTC"),
    ],
    ids=["periods", "last days", "middles", "Tokyo", "UTC labels"],
)
def test_a_month_may_be_named_in_many_ways(estimate: Estimate, index: pd.Index) -> None:
    plain = numbers(estimate(SERIES, boundary=BOUNDARY))
    assert numbers(estimate(SERIES.set_axis(index), boundary="2024-04-01")) == plain
    assert numbers(estimate(SERIES.set_axis(index), boundary=BOUNDARY.tz_localize("Asia/Tokyo"))) == plain
    exposure = pd.Series(1.0, index=MONTHS)
    assert numbers(estimate(SERIES.set_axis(index), exposure, boundary="2024-04")) == pytest.approx(plain)


@every_estimate
def test_an_absent_year_is_a_gap_and_no_twelve_months_less(estimate: Estimate) -> None:
    absent = (MONTHS < "2021-04-01") | (MONTHS >= "2022-04-01")
    as_gap = numbers(estimate(SERIES.where(absent), boundary=BOUNDARY))
    assert numbers(estimate(SERIES[absent], boundary=BOUNDARY)) == pytest.approx(as_gap, rel=1e-9)
    assert as_gap[0] == pytest.approx(estimate(SERIES, boundary=BOUNDARY).change, rel=0.1)


def test_an_absent_year_leaves_the_slope_of_the_usual_model_where_it_is() -> None:
    """2 % a month without any scatter to speak of: rows counted as months would make the slope steeper."""
    rising = pd.Series(np.round(1000 * np.exp(0.02 * np.arange(84))), index=MONTHS)
    kept = (MONTHS < "2021-04-01") | (MONTHS >= "2022-04-01")
    found = st.segmented_poisson(rising[kept], boundary=BOUNDARY, harmonics=0)
    assert found.coefficients.set_index("term").loc["trend a month", "coefficient"] == pytest.approx(
        0.02, abs=1e-4
    )
    assert found.change == pytest.approx(1.0, abs=0.005)


@every_estimate
@pytest.mark.parametrize(
    ("series", "words"),
    [
        (pd.concat([SERIES.iloc[:30], SERIES.iloc[18:]]), "each once: 2020-10 stands after 2021-09"),
        (SERIES.sample(frac=1, random_state=1), "must increase"),
        (SERIES.iloc[::-1], "must increase"),
        (SERIES.iloc[::3], "rows are 3 or more months apart"),
        (SERIES.iloc[::12], "rows are 12 or more months apart"),
        (SERIES.iloc[:7].set_axis(pd.period_range("2019", periods=7, freq="Y")), "not by periods of Y-DEC"),
        (SERIES.reset_index(drop=True), "indexed by month"),
        (SERIES.set_axis([str(m) for m in MONTHS]), "indexed by month"),
        (SERIES.to_list(), "indexed by month"),
        (SERIES.set_axis([pd.NaT, *MONTHS[1:]]), "without a month"),
        (SERIES.set_axis(MONTHS.tz_localize("Asia/Tokyo").tz_convert("UTC")), "tz_convert"),
    ],
)
def test_what_is_no_calendar_of_months_is_refused_by_name(
    estimate: Estimate, series: Any, words: str
) -> None:
    with pytest.raises(ValueError, match=rf"counts.*{words}"):
        estimate(series, boundary=BOUNDARY)


@every_estimate
def test_exposure_has_the_months_of_the_counts(estimate: Estimate) -> None:
    exposure = pd.Series(2.0, index=MONTHS)
    for other in (exposure.iloc[:-1], exposure.shift(1, freq="MS"), pd.Series(2.0, index=range(84))):
        with pytest.raises(ValueError, match="exposure"):
            estimate(SERIES, other, boundary=BOUNDARY)
    for number in (2, 2.0, np.int64(2), np.float32(2)):
        assert (
            estimate(SERIES, number, boundary=BOUNDARY).change
            == estimate(SERIES, exposure, boundary=BOUNDARY).change
        )


@every_estimate
@pytest.mark.parametrize(
    "boundary", [None, pd.NaT, np.nan, "", "soon", 2024, "2024-13-01", pd.Timedelta(days=3), []]
)
def test_what_is_no_date_is_no_boundary(estimate: Estimate, boundary: Any) -> None:
    with pytest.raises(ValueError, match=r"^boundary must be a date"):
        estimate(SERIES, boundary=boundary)


@every_estimate
@pytest.mark.parametrize("boundary", ["2019-04-01", "2010-01-01", "2026-04-01", "2026-03-02", "2019-04-15"])
def test_a_boundary_outside_the_data_is_named(estimate: Estimate, boundary: str) -> None:
    with pytest.raises(
        st.NotIdentifiedError, match=r"^boundary must lie inside the data \(from 2019-04 to 2026-03\)"
    ):
        estimate(SERIES, boundary=boundary)


@every_estimate
@pytest.mark.parametrize(("boundary", "last"), [("2024-04-02", "2024-05"), ("2024-04-30", "2024-05")])
def test_a_month_that_the_boundary_cuts_in_two_is_on_neither_side(
    estimate: Estimate, boundary: str, last: str
) -> None:
    """April is half of the one plan and half of the other: whatever it holds decides nothing."""
    wild = SERIES.copy()
    wild[pd.Timestamp("2024-04-01")] *= 50
    found = estimate(wild, boundary=boundary)
    assert numbers(found) == numbers(estimate(SERIES, boundary=boundary))
    assert (found.n_before, found.n_after) == (60, 23)
    without = SERIES.copy()
    without[pd.Timestamp("2024-04-01")] = np.nan
    assert numbers(found) == pytest.approx(numbers(estimate(without, boundary=last)))


def test_a_shock_without_an_end_runs_to_the_end_of_the_data() -> None:
    open_ended = [
        st.level_and_path(SERIES, boundary=BOUNDARY, shocks=[("2025-10-01", end)])
        for end in (None, pd.NaT, MONTHS[-1], "2100-01-01")
    ]
    assert {r.n_after for r in open_ended} == {18}
    assert len({r.change for r in open_ended}) == 1
    assert open_ended[0].change != st.level_and_path(SERIES, boundary=BOUNDARY).change


@pytest.mark.parametrize(
    ("shocks", "words"),
    [
        (None, "shocks must be a list"),
        ("2020-03-01", "shocks must be a list"),
        (["2020-03-01"], "shocks must be pairs"),
        ([("2020-03-01",)], "shocks must be pairs"),
        ([(None, "2020-03-01")], "shocks must be a date"),
        ([("2020-03-01", "later")], "shocks must be a date"),
        ([("2020-03-01", 5)], "shocks must be a date"),
        ([("2021-03-01", "2020-03-01")], "shocks: one ends on 2020-03-01, before it starts on 2021-03-01"),
    ],
)
def test_what_is_no_pair_of_days_is_no_shock(shocks: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        st.level_and_path(SERIES, boundary=BOUNDARY, shocks=shocks)
    with pytest.raises(ValueError, match="breaks must be"):
        st.level_and_path(SERIES, boundary=BOUNDARY, breaks=[None])


def test_the_season_of_a_series_with_gaps_is_that_of_its_months() -> None:
    kept = (MONTHS < "2021-04-01") | (MONTHS >= "2022-04-01")
    adjusted = st.without_season(SERIES[kept]).adjusted
    expected = st.without_season(SERIES.where(kept)).adjusted[kept]
    assert adjusted.to_numpy() == pytest.approx(expected.to_numpy())
    assert st.without_season(SERIES.set_axis(MONTHS.to_period("M"))).plot().lines
    for wrong in (
        SERIES.iloc[::-1],
        SERIES.iloc[::12],
        pd.concat([SERIES, SERIES.iloc[-1:]]),
        SERIES.to_list(),
    ):
        with pytest.raises(ValueError, match="values"):
            st.without_season(wrong)


def test_the_calendar_by_itself() -> None:
    periods = pd.Series(1.0, index=pd.period_range("2024-01", periods=3, freq="M"))
    assert months_of(periods, "x").tolist() == [pd.Timestamp(2024, m, 1) for m in (1, 2, 3)]
    assert len(every_month(pd.DatetimeIndex(["2024-01-01", "2024-02-01", "2024-12-01"]))) == 12
    assert first_month_after("2024-05-01", MONTHS)[0] == pd.Timestamp("2024-05-01")
    assert first_month_after("2024-05-02", MONTHS)[0] == pd.Timestamp("2024-06-01")
    assert first_month_after("2024-05-02", MONTHS)[1].sum() == 1
    assert first_month_after("2024-05-01", MONTHS)[1].sum() == 0
    assert spans([("2020-03-01", "2020-03-01")], "x") == ((pd.Timestamp("2020-03-01"),) * 2,)
    assert days_of(["2020-03-01", np.datetime64("2021-01-01")], "x")[1] == pd.Timestamp("2021-01-01")
