"""Two ways to divide ages: whoever is in a band of either is counted once, or the division is refused in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.city.areas import ages
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import by_group, counted, find
from sojo_eval.indicators.age_schemes import age_scheme, age_schemes
from sojo_eval.schema import load_schema

CONSULTATIONS = "consultation.consultations_per_1000"
GAP = "consultation.gap_between_ages_in_consultations"
SHEETS = ("0-17", "18-39", "40-64", "65-74", "75+")
TEN_YEARS = ("0-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+")
FIVE_YEARS = {
    f"{low}-{low + 4}" if low < 85 else "85+": 100 if low < 85 else 40 for low in range(0, 90, 5)
}  # 1,740 residents


def residents() -> pd.DataFrame:
    rows = [("2022-04-01", "132292", "female", band, persons) for band, persons in FIVE_YEARS.items()]
    return pd.DataFrame(rows, columns=["date", "area", "sex", "age_band", "persons"])


def consulting(*spans: tuple[str, str, tuple[str, ...]]) -> pd.DataFrame:
    """Ten consultations a month in every band named, in the months from one to another."""
    rows = [
        (f"{month:%Y%m}{band}{i}", month, "d", band)
        for first, last, bands in spans
        for month in pd.date_range(first, last, freq="MS")
        for band in bands
        for i in range(10)
    ]
    return pd.DataFrame(rows, columns=["consultation_id", "received_date", "desk", "age_band"])


def city_of(small_city: Any, *spans: tuple[str, str, tuple[str, ...]]) -> Any:
    return small_city.make(data_until="2026-03-31", population=residents(), consultations=consulting(*spans))


def test_the_schemes_of_the_code_list_do_not_overlap_and_reach_from_birth_to_the_end() -> None:
    assert age_schemes() == (SHEETS, TEN_YEARS)
    for scheme in age_schemes():
        spans = [ages(band) for band in scheme]
        assert [first for first, _ in spans] == [0, *(last + 1 for _, last in spans[:-1])]
    assert {*SHEETS, *TEN_YEARS, "unknown"} == {*load_schema().codes("age_bands")}


@pytest.mark.parametrize(
    ("recorded", "scheme"),
    [
        ([], SHEETS),
        (["unknown"], SHEETS),
        (["unknown", "75+"], SHEETS),
        (["80+"], TEN_YEARS),
        (["80+", "75+"], None),
        (["0-9", "0-17", "unknown"], None),
    ],
)
def test_records_belong_to_one_scheme_or_mix_two(recorded: list[str], scheme: tuple[str, ...] | None) -> None:
    assert age_scheme(recorded) == scheme


@pytest.mark.parametrize("scheme", [SHEETS, TEN_YEARS])
def test_every_resident_is_in_one_group_in_either_scheme(small_city: Any, scheme: tuple[str, ...]) -> None:
    """Nobody of the first band ever came: it is a group with none, and no band of the other scheme is one."""
    city = city_of(small_city, ("2024-04-01", "2024-04-01", scheme[1:]))
    entry = find(city, CONSULTATIONS)
    groups = by_group(city, entry, counted(city, entry, "age_band"), city.code, "age_band")
    assert groups["group"].tolist() == sorted(scheme)
    assert groups["denominator"].sum() == sum(FIVE_YEARS.values())
    assert groups["numerator"].sum() == 10 * (len(scheme) - 1)
    found = se.equity(city_of(small_city, ("2022-04-01", "2026-03-01", scheme)), CONSULTATIONS, by="age_band")
    assert found.groups["group"].tolist() == sorted(scheme)


def test_ages_standardised_by_bands_of_ten_years(small_city: Any) -> None:
    """As many consultations in each band: the standard is all residents once, so nothing changes by it."""
    city = city_of(small_city, ("2022-04-01", "2026-03-01", TEN_YEARS))
    found = se.age_standardised(city, CONSULTATIONS)
    assert found["standardised"].tolist() == pytest.approx(found["crude"].tolist())
    assert found["crude"].iloc[0] == pytest.approx(1000 * 90 / sum(FIVE_YEARS.values()))


MIXED = (("2022-04-01", "2024-03-01", SHEETS), ("2024-04-01", "2026-03-01", TEN_YEARS))


@pytest.mark.parametrize(
    "ask",
    [
        lambda city: se.series(city, CONSULTATIONS, by=["fiscal_year", "age_band"]),
        lambda city: se.series(city, GAP, by=["fiscal_year"]),
        lambda city: se.equity(city, CONSULTATIONS, by="age_band"),
        lambda city: se.age_standardised(city, CONSULTATIONS),
    ],
)
def test_a_division_by_bands_that_overlap_is_refused_in_words(small_city: Any, ask: Any) -> None:
    city = city_of(small_city, *MIXED)
    with pytest.raises(SojoEvalError, match="overlap") as refused:
        ask(city)
    assert refused.value.code == "two-age-schemes"
    se.series(city, CONSULTATIONS, by=["fiscal_year"])  # all together they are counted once


def test_a_gap_between_bands_that_overlap_is_not_judged(small_city: Any) -> None:
    city = city_of(small_city, *MIXED)
    found = se.evaluate(city)
    gap = found.findings.set_index("indicator").loc[GAP]
    assert np.isnan(gap["change"])
    assert "二通りの年齢階級" in gap["reasons"]
    assert found.series.loc[found.series["indicator"] == GAP, "value"].isna().all()
    entry = find(city, CONSULTATIONS)
    groups = by_group(city, entry, counted(city, entry, "age_band"), city.code, "age_band")
    assert groups["denominator"].isna().all()


def test_waves_that_asked_ages_differently_stand_beside_each_other(small_city: Any) -> None:
    """Each respondent is asked once: only bands that overlap within a wave are refused."""

    def city(*bands: str) -> Any:
        waves = ["w4", "w4", "w5", "w5"]
        return small_city.make(
            survey_waves=pd.DataFrame(
                {"wave": ["w4", "w5"], "plan": ["4", "5"], "fieldwork_start": ["2021-11-01", "2025-11-01"],
                 "fieldwork_end": ["2021-11-30", "2025-11-30"], "frame": ["18歳以上"] * 2, "frame_size": [100] * 2,
                 "sampling": ["無作為"] * 2, "mode": ["mail"] * 2, "invited": [10] * 2, "returned": [2] * 2}
            ),
            survey_questions=pd.DataFrame(
                {"question_id": ["q4", "q5"], "wave": ["w4", "w5"], "concept": ["knows_a_desk"] * 2,
                 "wording_ja": ["知っていますか"] * 2, "scale": ["はい|いいえ"] * 2, "positive_answers": ["はい"] * 2}
            ),
            survey_respondents=pd.DataFrame(
                {"respondent_id": [*"1234"], "wave": waves, "weight": [50.0] * 4, "age_band": bands}
            ),
            survey_answers=pd.DataFrame(
                {"respondent_id": [*"1234"], "question_id": ["q4", "q4", "q5", "q5"], "answer": ["はい"] * 4}
            ),
        )  # fmt: skip

    asked = se.series(city("75+", "65-74", "80+", "70-79"), "consultation.knows_a_desk", by=["age_band"])
    assert asked["denominator"].tolist() == [50.0] * 4
    with pytest.raises(SojoEvalError, match="overlap"):
        se.series(city("75+", "65-74", "80+", "65-74"), "consultation.knows_a_desk", by=["age_band"])
