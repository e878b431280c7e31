"""The data-quality page tells what there is, gaps and kinds of problems, and no number that people follow from."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import pandas as pd
import pytest

from sojo_eval.data_quality import describe_data
from sojo_eval.data_quality.data_quality import DataQuality
from sojo_eval.foundation.language import LANGUAGES
from sojo_eval.reports import data_quality

PARTS = ("tables", "problems", "months", "missing")
PROBLEMS = """\
file,sheet,row,column,cell,value,table,rule,severity,message,fix,message_en,fix_en
raw/相談_田中.csv,,6745,受付日,C7,昭和99年,consultations,type,error,「昭和99年」は日付ではありません,3月5日では,not a date,mend
raw/相談_田中.csv,,6746,受付日,C8,昭和98年,consultations,type,error,「昭和98年」は日付ではありません,3月6日では,not a date,mend
raw/a.csv,,3,,,,cases,case_closes_after_opening,warning,終結が先です,直す,closed first,mend
raw/a.csv,,3,,,,田中太郎,田中太郎さんの件,warning,秘密,直す,secret,mend
raw/a.csv,,3,,,,,red-text,note,赤い字,直す,red,mend
"""


@pytest.fixture
def facts(small_city: Any) -> DataQuality:
    days = pd.to_datetime([*["2024-01-10"] * 20, *["2024-04-10"] * 16, *["2025-06-03"] * 4])
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
    activities = pd.DataFrame(
        {"activity": ["a1", "a2"], "date": pd.to_datetime(["2024-01-05", "2024-03-05"]), "area": ["C1", "C1"]}
    )
    city = small_city.make(consultations=consultations, cases=cases, community_activities=activities)
    (city.path / "clean" / "problems.csv").write_text(PROBLEMS, encoding="utf-8-sig")
    return describe_data(city)


def test_no_rows_of_people_are_counted_and_no_day_is_told(facts: DataQuality) -> None:
    """30 rows less 12 and 15 at two desks are 3: a total outside of the protected ones would undo them."""
    tables = facts.tables.set_index("table")
    assert pd.isna(tables.loc["consultations", "rows"])
    assert tables.loc["consultations", "holds"] == "some"
    assert tables.loc["cases", "holds"] == "few"
    assert tables.loc["areas", "rows"] == 5  # places are not people
    assert tables.loc["community_activities", "rows"] == 2
    assert not [f for f in fields(DataQuality) if isinstance(frame := getattr(facts, f.name), pd.DataFrame)
                for column in frame if column != "month" and pd.api.types.is_datetime64_any_dtype(frame[column])]  # fmt: skip


def test_the_years_of_people_are_those_with_enough_records(facts: DataQuality) -> None:
    tables = facts.tables.set_index("table")
    assert tables.loc["consultations", ["first_year", "last_year"]].tolist() == [
        2023,
        2024,
    ]  # 4 records in 2025
    assert pd.isna(tables.loc["cases", "first_year"])
    assert tables.loc["community_activities", ["first_year", "last_year"]].tolist() == [2023, 2023]


def test_what_is_missing_of_people_is_told_in_classes(facts: DataQuality) -> None:
    rows = facts.missing[facts.missing["table"] == "consultations"].set_index("field")
    assert rows.loc["first_response_date", "extent"] == "few"
    assert rows.loc["closed_date", "extent"] == "under_a_half"
    assert rows.loc["area", "extent"] == "all"
    assert rows["share"].isna().all()
    others = facts.missing[facts.missing["table"] == "areas"]
    assert others["share"].notna().all()
    assert (others["extent"] == "").all()


def test_months_without_any_record_are_fiscal_years_where_records_are_of_people(facts: DataQuality) -> None:
    listed = facts.empty_months.set_index("table")
    assert listed.loc["consultations", "month"].isna().all()
    assert listed.loc["consultations", "year"].tolist() == [2023, 2024]  # not the year with four records
    assert f"{listed.loc['community_activities', 'month']:%Y-%m}" == "2024-02"


def test_problems_are_kinds_without_place_value_or_number(facts: DataQuality) -> None:
    assert facts.problems.columns.tolist() == ["severity", "table", "rule", "title_ja", "title_en"]
    assert facts.problems["rule"].tolist() == ["type", "case_closes_after_opening", "田中太郎さんの件"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_of_a_file_and_no_small_number_is_on_the_page(facts: DataQuality, lang: Any) -> None:
    told = "\n".join(str(data_quality(facts, part, lang)) for part in PARTS)
    rows = [line for line in told.splitlines() if "相談記録" in line or "Consultation" in line]
    assert rows
    assert not re.search(r"\d{4}-\d\d|\d%|\b\d{1,3}\b", " ".join(rows).replace("FY", ""))
    for secret in ("田中", "昭和9", "raw/", "6745", "C7", "2025", "secret", "秘密", "-01-05", "-10"):
        assert secret not in told
    assert ("日付、数、コード" in told) == (lang == "ja")
    assert ("contradict each other" in told) == (lang == "en")
    assert re.search("2023年度|FY2023", told)
