"""What is looked at is found or refused before anything runs."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib import pyplot as plt

from sojo_eval.city import City
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.reports import exploring
from sojo_eval.statistics import control_chart
from tests.conftest import SmallCity


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    consultations = pd.DataFrame(
        {
            "consultation": ["1", "2"],
            "received_date": ["2024-05-01", "2024-06-01"],
            "desk": ["hotnet", "hotnet"],
            "channel": ["phone", "visit"],
            "area": ["T1", "T2"],
        }
    )
    return SmallCity(tmp_path_factory.mktemp("explore") / "city").make(consultations=consultations)


@pytest.fixture
def asked(city: City) -> Callable[..., Any]:
    return lambda **given: exploring({"city_dir": city.path, **given})


def test_without_a_word_the_first_indicator_by_month_is_taken_for_the_whole_city(
    asked: Callable[..., Any],
) -> None:
    found = asked()
    assert found.indicator.startswith("consultation.")
    assert (found.areas, found.divided, found.group) == (("132292",), ("fiscal_year", "area"), "")


def test_a_column_divides_and_the_word_area_means_the_areas(asked: Callable[..., Any]) -> None:
    assert asked(group="channel", area="C1").divided == ("fiscal_year", "channel")
    assert asked(area="C1").areas == ("C1",)
    assert asked(group="area").group == ""


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"indicator": "consultation.no_such"}, "no-indicator"),
        ({"group": "chanel"}, "no-subgroup"),
        ({"group": 3}, "parameter-type"),
        ({"indicater": "x"}, "unknown-parameter"),
    ],
)
def test_what_there_is_not_is_refused_with_the_nearest(
    asked: Callable[..., Any], given: dict[str, object], code: str
) -> None:
    with pytest.raises(SojoEvalError) as caught:
        asked(**given)
    assert caught.value.code == code
    if code == "no-subgroup":
        assert "channel" in caught.value.fix.en


def test_what_is_saved_is_its_owners_alone(asked: Callable[..., Any], city: City) -> None:
    folder: Path = asked().folder
    assert folder == city.path / "results" / "explore"
    assert {stat.S_IMODE(path.stat().st_mode) for path in (folder, folder.parent)} == {0o700}


def test_a_table_and_pictures_are_saved_and_named_from_the_citys_folder_on(
    asked: Callable[..., Any], city: City
) -> None:
    plt.close("all")  # what other tests drew
    found = asked(indicator="consultation.consultations_per_1000")
    said = str(found.save(pd.DataFrame({"a": [1]}), control_chart([3.0, 4, 5, 4, 3, 5, 6, 4, 3, 5, 4, 6])))
    names = [
        f"results/explore/consultation.consultations_per_1000.{end}"
        for end in ("csv", "controlchart.pdf", "controlchart.svg")
    ]
    assert [line for line in said.splitlines() if line.startswith("results")] == names
    assert str(city.path) not in said
    assert {stat.S_IMODE((city.path / name).stat().st_mode) for name in names} == {0o600}
    assert not plt.get_fignums()
