"""A small panel an outcome: every value it draws stands in its words and in its table."""

from __future__ import annotations

import warnings
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from sojo_eval.charts import plan_periods_chart
from sojo_eval.disclosure import PublishedPlanPeriods, publish_plan_periods
from sojo_eval.evaluation.plan_periods import put_together
from sojo_eval.foundation.language import LANGUAGES, Language
from sojo_eval.foundation.problems import SojoEvalError
from tests.made_evaluation import make_evaluation


@pytest.fixture(scope="module")
def published() -> PublishedPlanPeriods:
    made = make_evaluation(0, False)
    pairs = [
        replace(made, baseline=a, current=b, findings=made.findings.assign(baseline=a, current=b))
        for a, b in (("3", "4"), ("4", "5"))
    ]
    return publish_plan_periods(put_together(pairs, ["3", "4", "5"]))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_and_table_hold_what_is_drawn(published: PublishedPlanPeriods, lang: Language) -> None:
    chart = plan_periods_chart(published, "connections", lang)
    own = published.values[(published.values["pillar"] == "connections") & published.values["value"].notna()]
    titles = [str(t) for t in own[f"title_{lang}"].unique()]
    assert chart.table.iloc[:, 0].tolist() == titles
    for title in titles:
        assert title in chart.alt
    assert "51.3%" in chart.alt
    assert "51.3%" in chart.table.to_string()
    panels = [axes for axes in chart.figure.axes if axes.axison]
    assert len(panels) == len(titles)
    drawn = panels[0].lines[-1].get_ydata()
    first = own[own[f"title_{lang}"] == titles[0]]
    assert np.asarray(drawn, dtype=float) == pytest.approx(first["value"].to_numpy(dtype=float))


def test_it_draws_without_a_missing_glyph(published: PublishedPlanPeriods) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for lang in LANGUAGES:
            assert plan_periods_chart(published, "connections", lang).svg.startswith("<svg")


def test_a_verdict_stands_between_the_two_plans_it_compares(published: PublishedPlanPeriods) -> None:
    chart = plan_periods_chart(published, "connections", "en")
    signs = {(text.get_position()[0], text.get_text()) for text in chart.figure.axes[0].texts}
    assert {(0.5, "▲"), (1.5, "▲")} <= signs


def test_one_value_alone_has_no_panel_and_a_pillar_without_any_says_so(
    published: PublishedPlanPeriods,
) -> None:
    values = published.values.copy()
    values.loc[values["plan"] != "5", ["value", "low", "high"]] = np.nan
    chart = plan_periods_chart(replace(published, values=values), "connections", "en")
    assert chart.table.empty
    assert not chart.figure.axes
    with pytest.raises(SojoEvalError, match="no pillar"):
        plan_periods_chart(published, "nothing")


@pytest.mark.parametrize(
    "name",
    ["4th community welfare plan", "The community plan of the years from 2019", "地域福祉計画（改定版）2019"],
)
def test_names_of_plans_stand_beside_each_other(published: PublishedPlanPeriods, name: str) -> None:
    plans = published.plans.assign(name_ja=name, name_en=name)
    figure = plan_periods_chart(replace(published, plans=plans), "connections", "en").figure
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    for axes in figure.axes:
        boxes = [label.get_window_extent(renderer) for label in axes.get_xticklabels() if label.get_text()]
        assert all(left.x1 <= right.x0 for left, right in pairwise(boxes))
