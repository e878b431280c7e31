"""Yearly numbers, shares, surveys and groups at their limits; expected numbers are worked out by hand, not by the code."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sojo_eval import statistics as st
from sojo_eval.statistics.group_gap import change_of_gap, gap_of_values
from sojo_eval.statistics.proportions import difference_of_shares

T2_975, T2_95, Z_975, Z_80 = 4.302653, 2.919986, 1.959964, 0.841621
TWO_AND_TWO = [False, False, True, True]


def test_yearly_counts_need_three_years_with_one_on_either_side() -> None:
    assert st.yearly_count_change([30, 30, 40], 1.0, [False, False, True]).n_before == 2
    for counts, after in (([30, 40], [False, True]), ([30] * 3, [False] * 3), ([30] * 3, [True] * 3)):
        with pytest.raises(ValueError, match="three years"):
            st.yearly_count_change(counts, 1.0, after)
        with pytest.raises(ValueError, match="three years"):
            st.yearly_share_change(counts, [100] * len(counts), after)


@pytest.mark.parametrize("counts", [[0, 0, 5, 4], [5, 4, 0, 0]])
def test_a_side_without_any_event_has_no_rate_ratio(counts: list[int]) -> None:
    with pytest.raises(st.NotIdentifiedError, match="without any event"):
        st.yearly_count_change(counts, 1.0, TWO_AND_TWO)
    with_one = [max(n, 1) if i in (0, 3) else n for i, n in enumerate(counts)]
    assert np.isfinite(st.yearly_count_change(with_one, 1.0, TWO_AND_TWO).change)


def test_yearly_counts_by_hand() -> None:
    """200 events on either side: a standard error of √(1/200 + 1/200) = .1, t on 2 degrees of freedom."""
    found = st.yearly_count_change([100, 100, 100, 100], 1.0, TWO_AND_TWO)
    assert math.log(found.high) == pytest.approx(T2_975 * 0.1, rel=1e-5)
    assert math.log(found.low) == pytest.approx(-T2_975 * 0.1, rel=1e-5)
    assert math.log(found.high_90) == pytest.approx(T2_95 * 0.1, rel=1e-5)
    assert math.log(found.low_90) == pytest.approx(-T2_95 * 0.1, rel=1e-5)
    assert math.log(1 + found.detectable) == pytest.approx((T2_975 + Z_80) * 0.1, rel=1e-5)


def test_scatter_between_years_is_taken_over_its_degrees_of_freedom() -> None:
    """80 and 120 on either side: X² = 4 · 20²/100 = 16 on 2 degrees of freedom, so √8 times as wide."""
    found = st.yearly_count_change([80, 120, 80, 120], 1.0, TWO_AND_TWO)
    assert math.log(found.high) == pytest.approx(T2_975 * 0.1 * math.sqrt(8), rel=1e-5)


def test_a_rate_is_events_over_all_of_a_sides_exposure() -> None:
    found = st.yearly_count_change([10, 30, 60, 60], [100, 100, 100, 300], TWO_AND_TWO)
    assert (found.before, found.after, found.change) == pytest.approx((0.2, 0.3, 1.5))


def test_two_shares_by_hand() -> None:
    """Half of 400 and of 400: a standard error of √(.25 · 2/400) = .035355."""
    found = difference_of_shares(0.5, 400, 0.5, 400, method="m", source="s")
    assert found.detectable == pytest.approx((Z_975 + Z_80) * 0.0353553, rel=1e-5)
    assert found.high == pytest.approx(Z_975 * 0.0353553, rel=0.01)
    assert found.high_90 == pytest.approx(1.644854 * 0.0353553, rel=0.01)
    few = difference_of_shares(0.5, 400, 0.5, 400, method="m", source="s", df=(2, math.inf))
    assert few.detectable == pytest.approx((T2_975 + Z_80) * 0.0353553, rel=1e-5)
    assert few.high == pytest.approx(math.hypot(T2_975, Z_975) * 0.025, rel=0.03)


def test_yearly_shares_scatter_over_their_degrees_of_freedom_and_never_less_than_chance() -> None:
    """Each year 50 of 100 but for ±10: X² = 4 · 10²/25 = 16 on 2 degrees of freedom, so n is divided by 8."""
    scattered = st.yearly_share_change([40, 60, 40, 60], [100] * 4, TWO_AND_TWO)
    assert "dispersion 8.00" in scattered.method
    even = st.yearly_share_change([50, 50, 50, 50], [100] * 4, TWO_AND_TWO)
    assert "dispersion 1.00" in even.method
    assert even.high < scattered.high
    assert even.n_before == 200


@pytest.mark.parametrize(
    ("share", "method"), [(0.199, "Clopper"), (0.2, "Wilson"), (0.799, "Wilson"), (0.801, "Clopper")]
)
def test_fewer_than_twenty_on_the_rarer_side_take_the_exact_interval(share: float, method: str) -> None:
    assert st.share_interval(share, 100).method.startswith(method)


@pytest.mark.parametrize(("count", "method"), [(9, "exact"), (10, "Byar")])
def test_fewer_than_ten_events_take_the_exact_interval(count: int, method: str) -> None:
    assert st.count_interval(count).method.startswith(method)
    exact = st.exact_poisson_interval(count)
    assert (st.count_interval(count).low == exact.low) == (method == "exact")


def test_a_change_of_a_share_cannot_be_larger_than_all() -> None:
    assert st.yearly_share_change([1, 1, 1], [2, 2, 2], [False, False, True]).detectable == 1.0


# surveys


def test_answers_are_worth_no_more_than_their_number() -> None:
    """Strata without any scatter inside would make the share certain, and n_effective endless."""
    answers = pd.Series([1, 1, 0, 0] * 25)
    stratum = pd.Series(["a", "a", "b", "b"] * 25)
    mixed = answers.copy()
    mixed[0] = 0
    assert st.survey_share(mixed, strata=stratum).n_effective == 100


def test_simple_answers_are_worth_one_less_than_their_number() -> None:
    assert st.survey_share(pd.Series([1, 0] * 30)).n_effective == pytest.approx(59)


def test_degrees_of_freedom_are_units_less_strata_and_never_below_one() -> None:
    answers, unit = pd.Series([1, 0, 0, 1] * 10), pd.Series(np.arange(40) // 5)
    stratum = pd.Series(np.arange(40) // 20)
    assert st.survey_share(answers, strata=stratum, psu=unit).degrees_of_freedom == 6
    everybody = st.survey_share(answers, strata=unit, psu=unit, fpc=[1] * 40)
    assert everybody.degrees_of_freedom == 1


def test_a_printed_design_effect_divides_n() -> None:
    plain, twice = (
        st.published_difference(0.3, 800, 0.4, 900),
        st.published_difference(0.3, 1600, 0.4, 1800, design_effect=2.0),
    )
    assert (twice.low, twice.high, twice.p) == pytest.approx((plain.low, plain.high, plain.p))
    assert (twice.n_before, twice.n_after) == (1600, 1800)
    assert (plain.low_design_effect, plain.high_design_effect) == pytest.approx(
        [
            getattr(st.published_difference(0.3, 800, 0.4, 900, design_effect=1.5), side)
            for side in ("low", "high")
        ]
    )
    with pytest.raises(ValueError, match="design_effect"):
        st.published_difference(0.3, 800, 0.4, 900, design_effect=0.0)


# groups


def test_four_groups_are_needed() -> None:
    groups = pd.DataFrame({"group": [*"abcd"], "value": [0.1, 0.2, 0.3, 0.4], "standard_error": 0.05})
    assert gap_of_values(groups, family="proportion").n == 4
    assert change_of_gap([0.1, 0.2, 0.3, 0.4], [0.1, 0.3, 0.2, 0.4]).n_before == 4
    with pytest.raises(ValueError, match="at least 4"):
        gap_of_values(groups.head(3), family="proportion")
    with pytest.raises(ValueError, match="at least 4"):
        change_of_gap([0.1, 0.2, 0.3], [0.1, 0.3, 0.2])


def test_a_gap_by_hand() -> None:
    """Shares of .1 .2 .3 .4: variance .016667, that of chance .0025; Q = 3 · .016667/.0025 = 20 on 3."""
    groups = pd.DataFrame({"group": [*"abcd"], "value": [0.1, 0.2, 0.3, 0.4], "standard_error": 0.05})
    found = gap_of_values(groups, family="proportion")
    assert found.value == pytest.approx(math.sqrt(0.0166667 - 0.0025), rel=1e-4)
    assert found.p_no_gap == pytest.approx(0.00017, abs=0.00001)
    assert 0 < found.low < found.value < found.high
    close = gap_of_values(groups.assign(value=[0.1, 0.1, 0.1, 0.11]), family="proportion")
    assert (close.value, close.low) == (0.0, 0.0)
    # As far apart as chance alone would put four groups: that is the least upper limit.
    even = gap_of_values(
        groups.assign(value=0.25 + 0.05 * np.array([-1, -1, 1, 1]) * math.sqrt(0.75)), family="proportion"
    )
    assert close.high == pytest.approx(even.high, rel=1e-6)


def test_what_could_be_found_of_a_gap_by_hand() -> None:
    """Ten groups that keep no place: Fisher's z of 2.801585/√7 is a ratio of e to that power."""
    sign = np.array([1, -1, 1, -1, 1, -1, 1, -1, 0, 0.0])
    other = np.array([1, 1, -1, -1, 1, 1, -1, -1, 0, 0.0])
    found = change_of_gap(0.5 + sign / 5, 0.5 + other / 5, family="proportion")
    assert found.detectable == pytest.approx(math.exp((Z_975 + Z_80) / math.sqrt(7)) - 1, rel=1e-5)
    assert found.change == pytest.approx(1.0)
    # k = 1 + 2 t²/8 with t(.975, 8) = 2.306004: √(k + √(k² − 1)).
    k = 1 + 2 * 2.306004**2 / 8
    assert found.high == pytest.approx(math.sqrt(k + math.sqrt(k**2 - 1)), rel=1e-5)
    assert found.low == pytest.approx(1 / found.high, rel=1e-6)
