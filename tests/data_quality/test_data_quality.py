"""The data-quality page tells rows, gaps and problems, and no small count of people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from sojo_eval.data_quality import describe_data
from sojo_eval.data_quality.data_quality import DataQuality
from sojo_eval.foundation.language import LANGUAGES
from sojo_eval.reports import data_quality

PEOPLE = ["consultations", "cases"]


@pytest.fixture
def facts(small_city: Any) -> DataQuality:
    days = pd.to_datetime([*["2024-01-10"] * 20, *["2024-04-10"] * 20])
    consultations = pd.DataFrame(
        {
            "consultation_id": [f"c{i}" for i in range(40)],
            "received_date": days,
            "first_response_date": [None, None, *days[2:]],
            "closed_date": [*[None] * 10, *days[10:]],
        }
    )
    cases = pd.DataFrame(
        {"case_id": ["k1", "k2"], "opened_date": pd.to_datetime(["2024-01-05", "2024-03-05"])}
    )
    city = small_city.make(consultations=consultations, cases=cases)
    return describe_data(city)


def test_a_small_table_of_people_shows_neither_rows_nor_dates(facts: DataQuality) -> None:
    tables = facts.tables.set_index("table")
    assert tables.loc["consultations", "rows"] == 40
    assert pd.isna(tables.loc["cases", "rows"])
    assert pd.isna(tables.loc["cases", "first"])
    assert tables.loc["areas", "rows"] == 5  # places are not people


def test_a_gap_of_few_people_has_no_share(facts: DataQuality) -> None:
    shares = facts.missing[facts.missing["table"] == "consultations"].set_index("field")["share"]
    assert pd.isna(shares["first_response_date"])
    assert shares["closed_date"] == 0.25


def test_months_without_any_record_are_listed(facts: DataQuality) -> None:
    listed = facts.empty_months[facts.empty_months["table"] == "consultations"]["month"]
    assert [f"{m:%Y-%m}" for m in listed] == ["2024-02", "2024-03"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_problems_are_told_in_the_readers_language_without_the_cells_value(
    facts: DataQuality, lang: str
) -> None:
    problems = pd.DataFrame(
        {
            "file": ["a.csv"], "sheet": [""], "row": ["7"], "column": ["受付日"], "table": ["consultations"], "rule": ["date"],
            "message": ["日付として読めません"], "fix": ["直してください"], "message_en": ["not a date"], "fix_en": ["mend it"],
        }
    )  # fmt: skip
    told = str(data_quality(replace(facts, problems=problems), "problems", lang))  # type: ignore[arg-type]
    assert ("日付として読めません" in told) == (lang == "ja")
    assert ("not a date" in told) == (lang == "en")
    assert "value" not in facts.problems.columns
