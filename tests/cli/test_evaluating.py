"""A city with one plan is watched in place of being refused; one without a plan is told how to write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.batch.publish import Publication, report_jobs
from sojo_eval.city import City, open_city
from sojo_eval.cli.evaluating import evaluate_city
from sojo_eval.data_quality import obtainable
from sojo_eval.foundation.problems import SojoEvalError
from tests.city.divided import consultations
from tests.conftest import SmallCity


@pytest.fixture
def one_plan(small_city: SmallCity) -> City:
    city = small_city.make(consultations=consultations(40))
    toml = city.path / "city.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(
        text.replace('[[plans]]\nplan = "4"', '[[plans]]\nplan = "0"', 1).partition('[[plans]]\nplan = "5"')[
            0
        ],
        encoding="utf-8",
    )
    return city


def test_one_plan_is_watched(one_plan: City, capsys: pytest.CaptureFixture[str]) -> None:
    evaluate_city(one_plan.path, "", "", [], "en")
    said = capsys.readouterr().out
    assert "There is one plan" in said
    assert "months of records" in said
    written = one_plan.path / "results" / "monitoring.csv"
    assert written.read_text(encoding="utf-8-sig").startswith("indicator,pillar")
    assert (one_plan.path / "results" / "README.txt").read_text(encoding="utf-8").startswith("庁内限り")


def test_its_reports_are_those_that_compare_nothing(one_plan: City, tmp_path: Path) -> None:
    jobs = report_jobs(one_plan.path, tmp_path / "reports", Publication(languages=("ja",)))
    assert [job.notebook.stem for job in jobs] == ["00_data_quality", "70_monitoring"]


def test_a_comparison_of_one_plan_is_refused_as_before(one_plan: City) -> None:
    with pytest.raises(SojoEvalError, match="two-plans"):
        evaluate_city(one_plan.path, "0", "", [], "en")


def test_without_a_plan_it_is_said_how_to_write_one(small_city: SmallCity) -> None:
    city = small_city.make(consultations=consultations(40))
    toml = city.path / "city.toml"
    toml.write_text(toml.read_text(encoding="utf-8").partition("[[plans]]")[0], encoding="utf-8")
    with pytest.raises(SojoEvalError) as refused:
        evaluate_city(city.path, "", "", [], "en")
    assert refused.value.code == "no-plans"
    assert "start_date" in refused.value.fix.en
    for notebooks in ([], ["70_monitoring"], ["10_connections", "00_data_quality"]):
        with pytest.raises(SojoEvalError, match="no-plans"):
            report_jobs(city.path, city.path / "reports", Publication(notebooks, ("ja",)))
    assert len(report_jobs(city.path, city.path / "reports", Publication(["00_data_quality"], ("ja",)))) == 1
    every = obtainable(open_city(city.path)).indicators
    counted = every[every["state"] == "counted"]
    assert len(counted)
    assert counted["reason_ja"].str.startswith("計画期間が city.toml に書かれていません。[[plans]]").all()
