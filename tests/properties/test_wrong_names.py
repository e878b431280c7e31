"""Whatever name a person gets wrong, the nearest right one is said, in both languages, on a few lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.city import City
from sojo_eval.disclosure import publish
from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation.evaluated import asked_for
from sojo_eval.foundation.problems import SojoEvalError
from tests.conftest import SmallCity

MOST_LINES, A_LINE = 4, 150
CITY: dict[str, tuple[Callable[[City], Any], str]] = {
    "plan": (lambda c: asked_for(c, "44", "", ""), "4 第4期"),
    "plan as a number": (lambda c: asked_for(c, 6, 5, ""), "4 第4期"),
    "area": (lambda c: asked_for(c, "", "", "C3"), "C1 東"),
    "area by name": (lambda c: se.evaluate(c, area="東方"), "C1 東"),
    "area of a series": (
        lambda c: se.series(c, "consultation.consultations_per_1000", areas=["C11"]),
        "C1 東",
    ),
    "table": (lambda c: c.table("consultation"), "consultations"),
    "lazy table": (lambda c: c.ibis("survey_wave"), "survey_waves"),
    "pillar": (lambda c: se.indicators.list("informations"), "information"),
    "indicator": (lambda c: se.series(c, "consultation.no_wrong_dor"), "consultation.no_wrong_door"),
    "definition": (
        lambda c: se.indicators.explain("consultation.no_wrong_dor"),
        "consultation.no_wrong_door",
    ),
    "column": (
        lambda c: se.series(c, "consultation.consultations_per_1000", by=["month", "chanel"]),
        "channel",
    ),
    "language": (lambda c: se.indicators.list(lang="jp"), "ja"),
    "folder": (lambda c: se.open_city(str(c.path.parent / "ctiy")), "city"),
}
RESULT: dict[str, tuple[Callable[[Evaluation], Any], str]] = {
    "indicator": (
        lambda e: e.explain("information.easy_japanese"),
        "information.easy_japanese_share",
    ),
    "area": (lambda e: e.explain("information.easy_japanese_share", area="132293"), "132292"),
    "pillar": (lambda e: e.plot("conections"), "connections"),
    "some": (lambda e: e.only(["information.easy_japanes_share"]), "information.easy_japanese_share"),
    "chart": (lambda e: se.charts.changes_forest(publish(e, placebos=False), "conections"), "connections"),
    "series chart": (
        lambda e: se.charts.series_chart(publish(e, placebos=False), "information.easy_japanese"),
        "information.easy_japanese_share",
    ),
}


def says(act: Callable[[], object], nearest: str) -> None:
    with pytest.raises(SojoEvalError) as refused:
        act()
    error = refused.value
    for lang in ("ja", "en"):
        assert nearest in error.fix(lang)  # type: ignore[arg-type]
    assert error.message.ja != error.message.en
    lines = [
        line[at : at + A_LINE] for line in error._render_traceback_() for at in range(0, len(line), A_LINE)
    ]
    assert len(lines) <= MOST_LINES, lines


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    rows = pd.DataFrame(
        {
            "consultation_id": ["1"],
            "received_date": pd.to_datetime(["2024-04-01"]),
            "area": ["C1"],
            "channel": ["phone"],
        }
    )
    return SmallCity(tmp_path_factory.mktemp("names") / "city").make(consultations=rows)


@pytest.mark.parametrize("name", CITY)
def test_of_a_city(city: City, name: str) -> None:
    act, nearest = CITY[name]
    says(lambda: act(city), nearest)


@pytest.mark.parametrize("name", RESULT)
def test_of_a_result(make_evaluation: Callable[..., Evaluation], name: str) -> None:
    act, nearest = RESULT[name]
    says(lambda: act(make_evaluation()), nearest)


ANOTHER: dict[str, Callable[[City, Evaluation], Any]] = {
    "folder for a city": lambda c, e: se.evaluate(str(c.path)),  # type: ignore[arg-type]
    "folder for a city's series": lambda c, e: se.series(str(c.path), "x"),  # type: ignore[arg-type]
    "folder for a city's list": lambda c, e: se.indicators.list(city=str(c.path)),  # type: ignore[arg-type]
    "folder for a city's flow": lambda c, e: se.pathway(str(c.path)),  # type: ignore[arg-type]
    "folder for a city's groups": lambda c, e: se.equity(str(c.path), "x"),  # type: ignore[arg-type]
    "city for an evaluation": lambda c, e: se.publish(c),  # type: ignore[arg-type]
    "nothing for an evaluation": lambda c, e: se.publish(None),  # type: ignore[arg-type]
    "evaluation for what is published": lambda c, e: se.charts.series_chart(e, "x"),  # type: ignore[arg-type]
    "city for what is published": lambda c, e: se.charts.pillar_overview(c),  # type: ignore[arg-type]
    "a number for indicators": lambda c, e: e.only(5),  # type: ignore[arg-type]
    "no indicators": lambda c, e: e.only([]),
}


@pytest.mark.parametrize("what", ANOTHER)
def test_another_object_is_met_with_how_to_get_the_right_one(
    city: City, make_evaluation: Callable[..., Evaluation], what: str
) -> None:
    with pytest.raises(SojoEvalError) as refused:
        ANOTHER[what](city, make_evaluation())
    assert refused.value.code in ("another-object", "no-indicators")
    assert len(refused.value._render_traceback_()) == 2


@pytest.mark.parametrize("name", ["相談体制づくり", "Consultation", "consultation"])
def test_a_pillar_by_its_name_is_drawn_as_by_its_id(
    make_evaluation: Callable[..., Evaluation], name: str
) -> None:
    published = publish(make_evaluation(), placebos=False)
    for show in (
        se.charts.changes_forest,
        se.charts.survey_waves,
        se.reports.findings_table,
        se.reports.headline,
    ):
        assert str(show(published, name)) == str(show(published, "consultation"))
