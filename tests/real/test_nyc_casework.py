"""The consultation path on a real case log: 4,243 cases in, every one accounted for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.city import import_city
from sojo_eval.indicators import counted, find, recorded

CITY = """
[city]
code = "360000"
name_ja = "ニューヨーク市議会5事務所"
name_en = "Five New York City Council offices"
data_until = 2024-02-29

[[plans]]
plan = "before"
name_ja = "2015-2019年度"
name_en = "FY2015-2019"
start_date = 2015-01-01
end_date = 2021-12-31
confirmed = true

[[plans]]
plan = "after"
name_ja = "2022年以降"
name_en = "since 2022"
start_date = 2022-01-01
end_date = 2023-12-31
confirmed = true

[[events]]
event = "covid"
kind = "shock"
start_date = 2020-03-01
end_date = 2021-06-30
title_ja = "新型コロナウイルス感染症"
title_en = "COVID-19"
applies_to = ["*"]
"""


@pytest.fixture(scope="module")
def city(reference_data: Path, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> se.City:
    folder = tmp_path_factory.mktemp("nyc")
    (folder / "raw").mkdir()
    source = reference_data / "logs" / "nyc_casework" / "sample_general_welfare_5offices.csv"
    shutil.copy(source, folder / "raw")
    offices = sorted(pd.read_csv(source)["account"].unique())
    rows = pd.DataFrame({"office": offices, "programme": "comprehensive_consultation", "takes": "○"})
    rows.to_csv(folder / "raw" / "offices.csv", index=False)
    shutil.copytree(repository / "tests" / "mappings" / "nyc", folder / "mappings")
    (folder / "city.toml").write_text(CITY, encoding="utf-8")
    outcome = import_city(folder)
    assert [p.rule for p in outcome.problems] == ["role-not-known"]  # offices of another country
    return se.open_city(folder)


def test_every_case_is_accounted_for(city: se.City) -> None:
    log = pd.read_csv(city.path / "clean" / "import_log.csv")
    cases = log[log["table"] == "consultations"].iloc[0]
    assert cases["rows_read"] == 4243
    assert cases["rows_kept"] + cases["rows_left_out"] + cases["rows_refused"] == cases["rows_read"]
    assert len(city.table("consultations")) == 4243


def test_cases_without_an_answer_are_not_taken_for_late_ones(city: se.City) -> None:
    entry = find(city, "consultation.first_response_within_3_days")
    rows, kept = counted(city, entry), recorded(city, entry)
    cases = city.table("consultations")
    followed = cases[cases["received_date"] <= kept.until - pd.Timedelta(days=3)]
    followed = followed[~followed["received_date"].dt.to_period("M").dt.to_timestamp().isin(kept.missing)]
    answered = followed[followed["first_response_date"].notna()]
    soon = (answered["first_response_date"] - answered["received_date"]).dt.days <= 3
    assert cases["first_response_date"].isna().sum() == 22
    assert (rows["numerator"].sum(), rows["denominator"].sum()) == (soon.sum(), len(answered))


def test_the_log_is_evaluated_with_reasons(city: se.City) -> None:
    findings = se.evaluate(city).findings.set_index("indicator")
    assert findings["verdict"].notna().all()
    assert (findings["reasons"] != "").all()
    levels = findings[findings["question"] == "level"]
    soon = levels.loc["consultation.first_response_within_3_days"]
    assert soon["base_baseline"] + soon["base_current"] < 4243  # the shock's months are set aside
    assert soon["change_low"] < soon["change"] < soon["change_high"]
