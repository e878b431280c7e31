"""A series is a DataFrame in every way, and draws itself with its plans, shocks and changes of definition."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

import sojo_eval as se
from sojo_eval.city import City
from sojo_eval.indicators.shown.series_table import SeriesTable
from tests.conftest import SmallCity

INDICATOR = "consultation.consultations_per_1000"
EVENTS = """
[[events]]
event = "covid"
kind = "shock"
start_date = 2020-03-01
end_date = 2021-02-28
title_ja = "感染症"
title_en = "Epidemic"
applies_to = ["consultations"]

[[events]]
event = "recount"
kind = "definition_change"
start_date = 2022-04-01
title_ja = "数え方の変更"
title_en = "Counted otherwise"
applies_to = ["consultations"]

[[events]]
event = "elsewhere"
kind = "shock"
start_date = 2020-03-01
end_date = 2021-02-28
title_ja = "関係のない出来事"
title_en = "Of no concern"
applies_to = ["publications"]
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    months = pd.date_range("2019-04-01", "2026-03-01", freq="MS")
    rows = pd.DataFrame(
        {"received_date": [*months, *months], "area": ["C1"] * len(months) + ["C2"] * len(months)}
    )
    rows = rows.assign(consultation_id=[str(i) for i in range(len(rows))], channel="phone")
    people = pd.DataFrame(
        {
            "date": pd.to_datetime(["2024-01-15"] * 2),
            "area": ["T1", "T2"],
            "sex": "all",
            "age_band": "all",
            "persons": 500,
        }
    )
    maker = SmallCity(tmp_path_factory.mktemp("series") / "city")
    return maker.make(more=EVENTS, consultations=rows, population=people)


@pytest.fixture
def table(city: City) -> Iterator[SeriesTable]:
    yield se.series(city, INDICATOR)
    plt.close("all")


def _texts(axes: Axes) -> set[str]:
    return {text.get_text().strip() for text in axes.texts}


def test_the_picture_knows_plans_shocks_and_definitions(table: SeriesTable) -> None:
    axes = table.plot()
    assert _texts(axes) == {"第4期", "第5期", "感染症", "数え方の変更"}
    assert "住民千人当たり" in axes.get_ylabel()
    assert _texts(table.plot(lang="en")) == {"plan 4", "plan 5", "Epidemic", "Counted otherwise"}
    # The months, and their fiscal years in a line that ends where a plan ends.
    thin, *thick = axes.get_lines()[:3]
    assert len(thin.get_xdata()) == len(table)
    assert [len(line.get_xdata()) for line in thick] == [5, 2]


def test_areas_are_lines_with_names(city: City) -> None:
    axes = se.series(city, INDICATOR, by=["month", "area"]).plot()
    assert axes.get_legend().get_texts()[0].get_text() == "東"
    by_name = se.series(city, INDICATOR, areas=["西"])
    assert by_name["area"].unique().tolist() == ["C2"]
    assert se.series(city, INDICATOR, by="fiscal_year", areas="C2")["value"].notna().any()
    plt.close("all")


def test_it_stays_a_dataframe(table: SeriesTable) -> None:
    assert type(table.to_frame()) is pd.DataFrame
    pd.testing.assert_frame_equal(table, table.to_frame(), check_frame_type=False)
    picked = table[table["period_start"] >= "2024-04-01"]
    assert _texts(picked.plot()) == {"第5期"}
    assert pickle.loads(pickle.dumps(table)).about == table.about
    assert table.groupby("area")["value"].mean().notna().all()
    # What pandas is asked for it draws itself.
    assert len(table.plot(x="period_start", y="value").get_lines()) == 1
    assert len(table.plot.line(x="period_start", y="value").get_lines()) == 1
    assert not _texts(table[["numerator"]].plot())


def test_it_shows_itself_briefly(table: SeriesTable) -> None:
    assert len(repr(table)) <= 2000
    assert repr(table).startswith("相談件数")
    html = table._repr_html_()
    assert "庁内限り" in html
    assert html.count("<tr") < 20
    assert "about" not in repr(table[["numerator"]].sum())


def test_a_share_is_drawn_in_percent(table: SeriesTable) -> None:
    assert table.about is not None
    shares = table.assign(value=0.5)
    shares.about = replace(table.about, unit="share")
    axes = shares.plot()
    assert axes.get_ylim()[0] == 0
    assert axes.yaxis.get_major_formatter()(0.25) == "25%"
