"""A series in words and in its table: first, last, direction, and what is hidden."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sojo_eval.charts import series_chart
from sojo_eval.disclosure import Published

SHARE = "consultation.first_response_within_3_days"


def with_values(published: Published, values: np.ndarray) -> Published:
    """The same result with other shown values of one monthly share."""
    series = published.series.copy()
    mine = (series["indicator"] == SHARE) & series["value"].notna()
    series.loc[mine, "value"] = values[: int(mine.sum())]
    return replace(published, series=series)


def shown(published: Published) -> pd.Series:
    points = published.series[published.series["indicator"] == SHARE]
    return points.set_index("period_start")["value"].astype(float)


def test_the_words_of_a_series_state_first_last_direction_and_hidden(published: Published) -> None:
    noise = 0.4 + 0.02 * np.random.default_rng(1).normal(size=84) + np.linspace(0, 0.1, 84)
    told = with_values(published, noise)
    chart = series_chart(told, SHARE, "ja")
    known = shown(told).dropna()
    first, last = (f"{100 * known.iloc[i]:.1f}%" for i in (0, -1))
    assert f"最初は2019年4月の{first}、最後は2026年3月の{last}で、最初より高い" in chart.alt
    assert f"示した点は{len(known)}個、非表示の点は3個" in chart.alt
    assert "第4期計画 51.3%" in chart.alt
    assert "higher than at first" in series_chart(told, SHARE, "en").alt


def test_a_seasonal_series_is_told_by_its_years_and_not_by_its_first_and_last_month(
    published: Published,
) -> None:
    """A wave that is high in September, and no change at all: the first April and the last March differ by the season."""
    months = pd.DatetimeIndex(shown(published).dropna().index)
    values = 0.4 + 0.1 * np.cos(2 * np.pi * (months.month - 9) / 12)
    alt = series_chart(with_values(published, np.asarray(values)), SHARE, "ja").alt
    assert "毎年同じころに上下し、9月に高く、3月に低い" in alt
    assert "最初とほぼ同じ" in alt
    assert "最初は2019年4月" not in alt
    risen = values + 0.05 * (months >= "2023-04-01")
    english = series_chart(with_values(published, np.asarray(risen)), SHARE, "en").alt
    assert "highest in September, lowest in March" in english
    means = re.search(r"Mean of the first year ([\d.]+)%, of the last year ([\d.]+)%: higher", english)
    assert means
    assert float(means[2]) - float(means[1]) == pytest.approx(5.0, abs=0.11)


def test_what_prints_alike_is_not_told_apart(published: Published) -> None:
    flat = 0.4 + 1e-6 * np.arange(84)
    alt = series_chart(with_values(published, flat), SHARE, "ja").alt
    assert "最初は2019年4月の40.0%、最後は2026年3月の40.0%で、最初とほぼ同じ" in alt
    assert "about the same as at first" in series_chart(with_values(published, flat), SHARE, "en").alt


@pytest.mark.parametrize("top", [0.0, 0.02, 0.03, 0.3])
def test_no_two_ticks_read_alike(published: Published, top: float) -> None:
    narrow = replace(
        published, series=published.series.assign(low=np.nan, high=np.nan), findings=published.findings[:0]
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chart = series_chart(with_values(narrow, np.linspace(0, top, 84)), SHARE, "en")
    chart.figure.canvas.draw()
    labels = [label.get_text() for label in chart.figure.axes[0].get_yticklabels()]
    assert len(labels) == len(set(labels)) >= 3


def test_a_hidden_point_is_a_gap_and_says_hidden_in_the_table(published: Published) -> None:
    chart = series_chart(published, SHARE, "ja")
    assert (chart.table["値"] == "非表示").sum() == 3
    assert "非表示" in chart.caption
    (axes,) = chart.figure.axes
    longest = max((line for line in axes.lines), key=lambda line: len(line.get_ydata()))
    assert pd.isna(pd.Series(longest.get_ydata(), dtype=float)).sum() == 3
