"""A series in words and in its table: first, last, direction, and what is hidden."""

from __future__ import annotations

import pandas as pd

from sojo_eval.charts import series_chart
from sojo_eval.disclosure import Published

SHARE = "consultation.first_response_within_3_days"


def test_the_words_of_a_series_state_first_last_direction_and_hidden(published: Published) -> None:
    points = published.series[published.series["indicator"] == SHARE]
    shown = points[points["value"].notna()]
    chart = series_chart(published, SHARE, "ja")
    first, last = (f"{100 * shown['value'].iloc[i]:.1f}%" for i in (0, -1))
    assert f"最初は2019年4月の{first}、最後は2026年3月の{last}で、最初より高い" in chart.alt
    assert f"示した点は{len(shown)}個、非表示の点は{int(points['hidden'].sum())}個" in chart.alt
    assert int(points["hidden"].sum()) == 3
    assert "第4期計画 51.3%" in chart.alt
    assert "higher than at first" in series_chart(published, SHARE, "en").alt


def test_a_hidden_point_is_a_gap_and_says_hidden_in_the_table(published: Published) -> None:
    chart = series_chart(published, SHARE, "ja")
    assert (chart.table["値"] == "非表示").sum() == 3
    assert "非表示" in chart.caption
    (axes,) = chart.figure.axes
    longest = max((line for line in axes.lines), key=lambda line: len(line.get_ydata()))
    assert pd.isna(pd.Series(longest.get_ydata(), dtype=float)).sum() == 3
