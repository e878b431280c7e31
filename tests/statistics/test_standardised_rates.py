"""Direct standardisation: the same ages everywhere, and few events called few."""

from __future__ import annotations

import matplotlib as mpl
import pytest
from scipy.stats import chi2

from sojo_eval import statistics as st

mpl.use("Agg")


def test_with_the_areas_own_ages_the_rate_is_the_crude_one() -> None:
    result = st.standardised_rate([20, 45], [4000, 1500], [4000, 1500], per=1000)
    counts = st.count_interval(65)
    assert result.value == pytest.approx(65 / 5.5)
    assert result.value == pytest.approx(result.crude)
    assert result.low == pytest.approx(counts.low / 5.5)
    assert result.high == pytest.approx(counts.high / 5.5)


def test_fewer_than_ten_events_are_too_few() -> None:
    assert st.standardised_rate([4, 5], [500, 500], [1, 1]).too_few_events
    assert not st.standardised_rate([5, 5], [500, 500], [1, 1]).too_few_events


def test_no_event_has_the_exact_upper_limit_of_none_at_the_largest_weight() -> None:
    result = st.standardised_rate([0, 0], [500, 250], [1, 3], per=1)
    assert (result.value, result.low, result.standard_error) == (0, 0, None)
    assert result.high == pytest.approx(0.75 / 250 * chi2.ppf(0.975, 2) / 2)


def test_the_result_prints_and_plots() -> None:
    result = st.standardised_rate([20, 45], [4000, 1500], [3, 1])
    assert result.to_frame().loc[0, "too_few_events"] is not None
    assert "Dobson" in str(result)
    assert result.plot().lines


@pytest.mark.parametrize(
    ("events", "population", "standard", "message"),
    [
        ([], [], [], "no age bands"),
        ([1, -1], [9, 9], [1, 1], "not -1"),
        ([1, 1], [9, 0], [1, 1], "positive in every band"),
        ([1, 1], [9, 9], [0, 0], "must not be empty"),
        ([1, 1], [9, 9], [1], "same length"),
    ],
)
def test_what_cannot_be_used_is_named(
    events: list[float], population: list[float], standard: list[float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        st.standardised_rate(events, population, standard)
