"""Direct age standardisation of a city that only grew older."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.foundation.problems import SojoEvalError

CONSULTATIONS = "consultation.consultations_per_1000"


@pytest.fixture
def ageing(small_city: Any) -> Any:
    """The old ask ten times as often as the young in every year; their number doubles."""
    population = pd.DataFrame(
        [
            (day, "132292", "female", band, persons)
            for day, old in (("2022-10-01", 1000), ("2023-10-01", 1500), ("2024-10-01", 2000))
            for band, persons in (("20-24", 10_000), ("75-79", old))
        ],
        columns=["date", "area", "sex", "age_band", "persons"],
    )
    rows = []
    for month in pd.date_range("2022-04-01", "2025-03-01", freq="MS"):
        old = {2022: 10, 2023: 15, 2024: 20}[(month - pd.DateOffset(months=3)).year]
        rows += [(month, "75+")] * old + [(month, "18-39")] * 10
    rows += [(pd.Timestamp("2024-06-01"), "unknown")] * 3
    consultations = pd.DataFrame(rows, columns=["received_date", "age_band"])
    consultations["consultation_id"] = consultations.index.astype(str)
    return small_city.make(
        data_until="2025-03-31", population=population, consultations=consultations.assign(desk="d")
    )


def test_ageing_alone_is_taken_out(ageing: Any) -> None:
    found = se.age_standardised(ageing, CONSULTATIONS)
    assert found["period_start"].dt.year.tolist() == [2022, 2023, 2024]
    assert found["crude"].iloc[-1] > 1.3 * found["crude"].iloc[0]
    assert found["standardised"].max() / found["standardised"].min() < 1.1  # residents are interpolated
    assert (found["low"] < found["standardised"]).all()
    assert (found["standardised"] < found["high"]).all()
    assert found["events_without_age"].tolist() == [0, 0, 3]
    assert not found["too_few_events"].any()


def test_by_hand(ageing: Any) -> None:
    """Fiscal 2022: no count before October, so 1,000 and 10,000 residents are held until then."""
    first = se.age_standardised(ageing, CONSULTATIONS).iloc[0]
    population = se.indicators.population_by_month(
        ageing, "132292", pd.date_range("2022-04-01", "2023-03-01", freq="MS"), "75+"
    ).sum()
    start = se.indicators.population_by_month(ageing, "132292", pd.DatetimeIndex(["2024-04-01"]), "75+").iloc[
        0
    ]
    by_hand = (120 / population * start + 120 / 120_000 * 10_000) / (start + 10_000)
    assert first["standardised"] == pytest.approx(1000 * by_hand)


def test_a_share_has_no_ages_to_standardise(ageing: Any) -> None:
    with pytest.raises(SojoEvalError, match="no count per resident"):
        se.age_standardised(ageing, "consultation.first_response_within_3_days")


def test_unknown_ages_of_residents_are_said(small_city: Any) -> None:
    consultations = pd.DataFrame(
        {"consultation_id": ["1"], "received_date": ["2024-05-01"], "desk": ["d"], "age_band": ["75+"]}
    )
    city = small_city.make(data_until="2025-03-31", consultations=consultations)
    with pytest.raises(SojoEvalError, match="ages are not known"):
        se.age_standardised(city, CONSULTATIONS)


def people(**bands_of: dict[str, int]) -> pd.DataFrame:
    rows = [
        ("2022-04-01", area, "female", band, persons)
        for area, bands in bands_of.items()
        for band, persons in bands.items()
    ]
    return pd.DataFrame(rows, columns=["date", "area", "sex", "age_band", "persons"])


def coming(area: str, band: str, a_month: int) -> pd.DataFrame:
    months = pd.date_range("2024-04-01", "2025-03-01", freq="MS").repeat(a_month)
    ids = [f"{area}{band}{i}" for i in range(len(months))]
    return pd.DataFrame(
        {"consultation_id": ids, "received_date": months, "desk": "d", "area": area, "age_band": band}
    )


def test_bands_nobody_came_from_weigh_as_much_as_others(small_city: Any) -> None:
    """In C1 only the old come, in C2 both: one standard of 1,000 young and 1,000 old for either area."""
    both = {"20-24": 500, "75-79": 500}
    consultations = pd.concat([coming("C1", "75+", 5), coming("C2", "75+", 5), coming("C2", "18-39", 5)])
    city = small_city.make(
        data_until="2025-03-31", population=people(C1=both, C2=both), consultations=consultations
    )
    found = se.age_standardised(city, CONSULTATIONS, ["C1", "C2"]).set_index("area")
    assert found["standardised"].tolist() == pytest.approx([1000 * 60 / 12_000, 1000 * 120 / 12_000])
    assert found["crude"].tolist() == pytest.approx(found["standardised"].tolist())
    only_old = small_city.make(
        data_until="2025-03-31",
        population=people(C1=both, C2=both),
        consultations=consultations[consultations["area"] == "C1"],
    )
    assert se.age_standardised(only_old, CONSULTATIONS)["standardised"].iloc[0] == pytest.approx(
        1000 * 60 / 24_000
    )


def test_an_area_without_residents_of_an_age_is_named(small_city: Any) -> None:
    city = small_city.make(
        data_until="2025-03-31",
        population=people(C1={"75-79": 500}, C2={"20-24": 500, "75-79": 500}),
        consultations=pd.concat([coming("C1", "75+", 5), coming("C2", "75+", 5)]),
    )
    with pytest.raises(SojoEvalError, match="東 has no known residents aged 18-39"):
        se.age_standardised(city, CONSULTATIONS, ["C1"])
    found = se.age_standardised(city, CONSULTATIONS, ["C1", "C2"]).set_index("area")
    assert found.loc["C1", "events"] == 60
    assert found.loc["C1", ["crude", "standardised", "low", "high"]].isna().all()
    assert "18-39歳の人口がなく" in found.loc["C1", "reason_ja"]
    assert "東 has no known residents aged 18-39" in found.loc["C1", "reason_en"]
    alone = se.age_standardised(city, CONSULTATIONS, ["C2"]).iloc[0]
    assert (
        found.loc["C2", ["standardised", "low", "high"]].tolist()
        == alone[["standardised", "low", "high"]].tolist()
    )
    assert found.loc["C2", "reason_en"] == ""
