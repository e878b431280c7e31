"""What a report is asked for: a name, type, plan, area or language that there is not is refused with what there is."""

from __future__ import annotations

import pandas as pd
import pytest

from sojo_eval.city import City
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.reports import parameters, parameters_without_city
from tests.conftest import SmallCity

AREAS = pd.DataFrame(
    {
        "area": ["014583", "7", "07", "0012", "09", "009"],
        "level": ["city", *["center"] * 5],
        "name_ja": ["試験市", "東", "西", "南", "北", "中"],
        "parent": [None, *["014583"] * 5],
    }
)


@pytest.fixture
def city(small_city: SmallCity) -> City:
    return small_city.make(areas=AREAS)


@pytest.mark.parametrize(("given", "meant"), [("4", "4"), (4, "4"), ("", "")])
def test_a_plan_may_arrive_as_a_number(city: City, given: object, meant: str) -> None:
    assert parameters({"city_dir": str(city.path), "baseline": given}).baseline == meant


@pytest.mark.parametrize(
    ("given", "meant"), [(14583, "014583"), ("014583", "014583"), (7, "7"), (12, "0012")]
)
def test_an_area_keeps_its_leading_zero(city: City, given: object, meant: str) -> None:
    assert parameters({"city_dir": str(city.path), "area": given}).area == meant


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"cty_dir": "mine"}, "Did you mean city_dir?"),
        ({"language": "en"}, "Use one of: city_dir, baseline, current, area, lang"),
        ({"lang": "jp"}, "ja, en"),
        ({"lang": None}, "ja, en"),
        ({"lang": ["ja"]}, "ja, en"),
        ({"area": 5000.0}, "5000.0"),
        ({"area": 8}, "014583, 7, 07, 0012"),
        ({"area": 9}, "There are 09, 009."),
        ({"baseline": None}, "NoneType"),
        ({"current": False}, "bool: False"),
        ({"baseline": ["4"]}, "list"),
        ({"city_dir": {"a": 1}}, "dict"),
        ({"city_dir": None}, "NoneType"),
        ({"city_dir": 2024}, "-r city_dir"),
        ({"city_dir": ""}, '"example"'),
        ({"city_dir": "  "}, '"example"'),
    ],
)
def test_what_cannot_be_meant_is_refused(city: City, given: dict[str, object], said: str) -> None:
    with pytest.raises(SojoEvalError) as caught:
        parameters({"city_dir": str(city.path)} | given)
    error = caught.value
    assert said in f"{error.message.en} {error.fix.en}"
    assert error.message.ja != error.message.en
    assert error.fix.ja != error.fix.en
    assert error.exit_code == 2


def test_names_that_a_notebook_has_besides_are_no_parameters(city: City) -> None:
    given = {"city_dir": str(city.path), "_private": 1, "In": [], "Out": {}, "pd": pd, "frame": AREAS}
    assert parameters(given).city.path == city.path
    assert parameters(given | {"horizon": 5}, own=["horizon"]).lang == "ja"
    with pytest.raises(SojoEvalError, match="unknown-parameter"):
        parameters(given | {"horizon": 5})


def test_a_report_without_a_city_checks_its_names_and_its_language() -> None:
    assert parameters_without_city({"city_dir": "", "lang": "en"}) == "en"
    for given in ({"lagn": "en"}, {"lang": "jp"}):
        with pytest.raises(SojoEvalError):
            parameters_without_city(given)
