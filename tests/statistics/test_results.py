"""Every result is a row, a sentence and a picture, and stays as it is."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from sojo_eval import statistics as st

mpl.use("Agg")

YEARS = pd.Series([False, False, False, True, True])


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
