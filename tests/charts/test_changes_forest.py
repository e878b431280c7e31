"""The forest of changes names what it cannot show."""

from __future__ import annotations

from sojo_eval.charts import changes_forest
from sojo_eval.disclosure import Published


def test_the_forest_names_what_it_cannot_show(published: Published) -> None:
    chart = changes_forest(published, "connections", "ja")
    assert (
        "困ったときに頼れる人がいるは+8.0ポイント（95%区間 +2.5ポイント〜+13.5ポイント）で改善" in chart.alt
    )
    assert "数値を示せない指標：地域の活動に参加している、新たに開拓した社会資源" in chart.alt
    assert len(chart.figure.axes) == 2  # ratios and differences never share an axis
