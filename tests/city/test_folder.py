"""A folder that is no city yet says what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from sojo_eval.city import City, init_city, open_city
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import series
from tests.conftest import SmallCity


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    init_city(tmp_path / "city", code="132292", name="西東京市")
    return tmp_path / "city"


def test_a_folder_that_is_no_city_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SojoEvalError, match="sojo-eval init"):
        open_city(tmp_path)


def test_a_city_that_was_not_imported_says_so(folder: Path) -> None:
    with pytest.raises(SojoEvalError, match="sojo-eval import"):
        open_city(folder)


CONSULTATIONS = pd.DataFrame(
    {
        "consultation_id": [f"A{i}" for i in range(4)],
        "received_date": pd.to_datetime(["2025-04-07", "2025-05-12", "2025-05-31", "2025-06-02"]),
        "desk": "inclusive",
        "area": "C1",
    }
)


def without_an_end(folder: Path, **tables: pd.DataFrame) -> City:
    """A small city whose city.toml does not say how far the records go."""
    city = SmallCity(folder).make(**tables)
    return replace(city, configuration=replace(city.configuration, data_until=None))


def test_without_an_entry_the_records_end_with_the_last_whole_month(tmp_path: Path) -> None:
    city = without_an_end(tmp_path / "a", consultations=CONSULTATIONS)
    assert city.data_until == pd.Timestamp("2025-05-31")
    whole = without_an_end(tmp_path / "b", consultations=CONSULTATIONS.head(3))
    assert whole.data_until == pd.Timestamp("2025-05-31")


def test_every_table_that_grows_says_how_far_the_records_go(tmp_path: Path) -> None:
    meetings = pd.DataFrame(
        {"meeting_id": ["M1"], "held_date": pd.to_datetime(["2025-08-31"]), "kind": ["support_meeting"]}
    )
    assert without_an_end(tmp_path / "a", meetings=meetings).data_until == pd.Timestamp("2025-08-31")
    supporters = pd.DataFrame(
        {"month": pd.to_datetime(["2025-09-01"]), "kind": ["hotnet_promoter"], "area": ["C1"], "number": [4]}
    )
    monthly = without_an_end(tmp_path / "b", supporters=supporters)
    assert monthly.data_until == pd.Timestamp("2025-09-30")
    work = pd.DataFrame(
        {"month": pd.to_datetime(["2025-10-01"]), "area": ["C1"], "work": ["visits"], "number": [40]}
    )
    assert without_an_end(tmp_path / "c", commissioner_activities=work).data_until == pd.Timestamp(
        "2025-10-31"
    )
    scores = pd.DataFrame(
        {"person_id": ["P1"], "scored_date": pd.to_datetime(["2025-11-30"]), "motivation": [1]}
    )
    assert without_an_end(tmp_path / "d", person_scores=scores).data_until == pd.Timestamp("2025-11-30")


@pytest.mark.parametrize(
    ("until", "last"),
    [("2025-05-30", "2025-04-01"), ("2025-05-31", "2025-05-01"), ("2025-06-02", "2025-05-01")],
)
def test_a_month_still_running_is_no_month_of_a_series(tmp_path: Path, until: str, last: str) -> None:
    city = SmallCity(tmp_path / "city").make(data_until=until, consultations=CONSULTATIONS)
    assert city.last_whole_month == pd.Timestamp(last)
    for by in ("month", "area"):
        counted = series(city, "consultation.consultations_per_1000", by=sorted({"month", by}))
        assert counted["period_start"].max() == pd.Timestamp(last)
    years = series(city, "consultation.consultations_per_1000", by=["fiscal_year"])
    whole_months = {"2025-04-01": 1, "2025-05-01": 3}[last]
    assert years["numerator"].sum() == whole_months


@pytest.mark.parametrize("path", ["", "  "])
def test_an_empty_name_is_not_the_folder_where_one_happens_to_be(path: str) -> None:
    with pytest.raises(SojoEvalError, match="no-city-named"):
        open_city(path)
