"""One page says of every indicator whether it can be judged, or what it needs."""

from __future__ import annotations

import pandas as pd
import pytest

from sojo_eval.cli.evaluating import say_indicators
from sojo_eval.data_quality import obtainable
from sojo_eval.indicators import built_in
from sojo_eval.reports import obtainable as shown
from tests.conftest import SmallCity
from tests.data_quality.test_wanted import POPULATION
from tests.indicators.totals.made_totals import months, total, totals


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> SmallCity:
    """A town that has residents, months of consultations, a year of residents' meetings and no record."""
    asked = months(84).assign(value=[30.0 + i * 7 % 5 for i in range(84)])
    rows = totals(asked, total("residents_meetings", "2024-04-01", "2025-03-31", value=4))
    made = SmallCity(tmp_path_factory.mktemp("town") / "city")
    made.make(reported_totals=rows, population=POPULATION)
    return made


def of(town: SmallCity) -> pd.DataFrame:
    from sojo_eval.city import open_city

    return obtainable(open_city(town.folder)).indicators.set_index("indicator")


def test_every_indicator_is_there_once_and_in_one_state(town: SmallCity) -> None:
    found = of(town)
    assert set(found.index) == set(built_in())
    assert found.index.is_unique
    assert (found.loc[found["state"] == "needs", "needs_ja"] != "").all()
    assert (found.loc[found["state"] == "counted", "reason_ja"] != "").all()
    assert (found.loc[found["state"] == "judged", ["reason_ja", "needs_ja"]] == "").all(axis=None)


def test_what_is_judged_counted_and_lacking(town: SmallCity) -> None:
    found = of(town)
    consultations = found.loc["consultation.consultations_per_1000"]
    assert (consultations["state"], consultations["source"], consultations["by"]) == (
        "judged",
        "totals",
        "month",
    )
    meetings = found.loc["connections.residents_meetings_held"]
    assert (meetings["state"], meetings["by"]) == ("counted", "year")
    assert "第4期" in meetings["reason_ja"]
    assert found.loc["connections.activities_held", "state"] == "needs"


def test_a_city_with_one_plan_says_why_nothing_is_compared(town: SmallCity) -> None:
    path = town.folder / "city.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index('[[plans]]\nplan = "5"')], encoding="utf-8")
    row = of(town).loc["consultation.consultations_per_1000"]
    assert (row["state"], row["reason_en"]) == (
        "counted",
        "There is one plan with data: nothing to compare it with",
    )


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_terminal_and_the_page_say_the_same(
    town: SmallCity, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from sojo_eval.city import open_city

    say_indicators(town.folder, lang)  # type: ignore[arg-type]
    printed = capsys.readouterr().out
    found = obtainable(open_city(town.folder))
    page = shown(found, lang)._repr_html_()  # type: ignore[arg-type]
    for row in found.indicators.to_dict("records"):
        assert str(row[f"title_{lang}"]) in printed
        assert row["indicator"] in printed
    for row in found.next.to_dict("records"):
        assert str(row[f"add_{lang}"]) in printed
    assert found.told(lang) in printed
    assert found.indicators[f"title_{lang}"].iloc[0].split("（")[0] in page
    assert "集計値" in page or "reported totals" in page
