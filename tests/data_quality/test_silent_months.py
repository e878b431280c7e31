"""Months without records: suspected where chance hardly gives none, told without any count."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from sojo_eval.data_quality import describe_data
from sojo_eval.data_quality.silent_months import COLUMNS, silent_months, suspected
from sojo_eval.reports import data_quality

SERVICES = pd.DataFrame(
    {
        "service": ["d1", "d2", "d3"],
        "name_ja": ["窓口1", "窓口2", "窓口3"],
        "name_en": ["desk 1", None, "desk 3"],
        "programme": ["comprehensive_consultation"] * 3,
        "takes_consultations": [True] * 3,
        "area": ["C1", "C2", "132292"],
        "closed_date": [None, None, "2024-09-30"],
    }
)


def listed(counts: list[int | None], threshold: int | None = None) -> list[int]:
    """Positions of the suspected months of one place."""
    frame = pd.DataFrame({"desk": pd.Series(counts, dtype="float64")})
    found = suspected(frame, threshold)["desk"]
    return [int(i) for i in found.index[found]]


def test_chance_gives_no_record_in_one_month_of_a_thousand_at_most() -> None:
    # e^-7 = 0.0009 is below 0.001, e^-6 = 0.0025 is not
    assert listed([7] * 6 + [0] + [7] * 6) == [6]
    assert listed([6] * 6 + [0] + [6] * 6) == []


def test_of_people_only_places_far_above_the_threshold_are_told() -> None:
    assert listed([10] * 6 + [0] + [10] * 6, threshold=5) == [6]
    assert listed([9] * 6 + [0] + [9] * 6, threshold=5) == []


@pytest.mark.parametrize(("at", "told"), [(0, [7]), (1, []), (8, []), (13, []), (14, [7])])
def test_no_month_is_told_that_has_a_small_count_near_it(at: int, told: list[int]) -> None:
    counts: list[int | None] = [*[30] * 7, 0, *[30] * 7]
    counts[at] = 4
    assert listed(counts, threshold=5) == told


def test_before_the_first_record_and_after_closing_nothing_is_missing() -> None:
    assert listed([0, 0, *[20] * 12]) == []
    assert listed([*[20] * 12, None, None]) == []


def test_the_last_months_may_be_missing_too() -> None:
    assert listed([*[20] * 12, 0, 0]) == [12, 13]


def test_with_few_months_around_nothing_can_be_said() -> None:
    assert listed([20, 20, 0, 20, 20, 20]) == []
    assert listed([20, 20, 0, 20, 20, 20, 20]) == [2]


def consultations(months: int = 14) -> pd.DataFrame:
    """Twelve a month at each of three desks; desk 1 has none in 2024-05 and 2024-06, desk 3 closes in September."""
    days = pd.date_range("2024-01-15", periods=months, freq="MS") + pd.Timedelta(days=9)
    rows = [
        (day, desk, area)
        for day in days
        for desk, area in (("d1", "T1"), ("d2", "C2"), ("d3", None))
        for _ in range(12)
        if not (desk == "d1" and day.month in (5, 6)) and not (desk == "d3" and day.month >= 9)
    ]
    frame = pd.DataFrame(rows, columns=["received_date", "desk", "area"])
    return frame.assign(consultation_id=[f"k{i}" for i in range(len(frame))])


def city_with(small_city: Any, lines: list[tuple[object, ...]]) -> Any:
    return small_city.make(
        data_until="2024-12-31",
        services=SERVICES,
        consultations=consultations(11),
        submissions=pd.DataFrame(lines, columns=["table", "area", "service", "month", "reported"]),
    )


def told(frame: pd.DataFrame) -> set[tuple[str, str, str]]:
    return {
        (str(place), f"{month:%Y-%m}", str(status))
        for place, month, status in zip(frame["place_en"], frame["month"], frame["status"], strict=True)
    }


def test_desks_and_areas_are_listed_with_their_months(small_city: Any) -> None:
    frame = silent_months(city_with(small_city, []))
    assert list(frame.columns) == COLUMNS
    may_june = {(place, month, "suspected") for place in ("desk 1", "東") for month in ("2024-05", "2024-06")}
    assert told(frame) == may_june


def test_what_is_stated_is_no_suspicion(small_city: Any) -> None:
    city = city_with(
        small_city,
        [
            ("consultations", "C1", None, "2024-05-01", True),
            ("consultations", "C1", None, "2024-06-01", False),
            ("meetings", "132292", None, "2024-03-01", False),
        ],
    )
    frame = silent_months(city)
    assert told(frame) == {("東", "2024-06", "declared"), ("Testville", "2024-03", "declared")}


def test_what_the_offices_state_is_told_by_month(small_city: Any) -> None:
    city = city_with(small_city, [("consultations", "C1", None, "2024-06-01", False)])
    frame = describe_data(city).silent_months
    stated = frame[frame["status"] == "declared"]
    assert [f"{month:%Y-%m}" for month in stated["month"]] == ["2024-06"]
    assert frame.loc[frame["status"] == "suspected", "month"].isna().all()


@pytest.mark.parametrize(("lang", "words"), [("ja", "未報告の可能性"), ("en", "perhaps not reported")])
def test_the_page_has_fixed_words_and_no_count(small_city: Any, lang: Any, words: str) -> None:
    facts = describe_data(city_with(small_city, []))
    html = data_quality(facts, "months", lang)._repr_html_()
    assert words in html
    assert {"ja": "2024年度", "en": "FY2024"}[lang] in html
    assert "2024-05" not in html  # of records of people the month of none is a number that others protect
    assert ">12<" not in html
    none = replace(facts, silent_months=facts.silent_months.head(0))
    assert words not in data_quality(none, "months", lang)._repr_html_()
