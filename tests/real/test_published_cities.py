"""The two cities of real published figures: imported, evaluated, and honest about what a few points can tell."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.batch import NOTEBOOKS, publish_reports
from sojo_eval.city import check_city, import_city


def opened(repository: Path, tmp_path_factory: pytest.TempPathFactory, name: str) -> se.City:
    folder = tmp_path_factory.mktemp(name) / name
    shutil.copytree(
        repository / "examples" / name, folder, ignore=shutil.ignore_patterns("clean", "results", "reports")
    )
    outcome = import_city(folder)
    assert [p.sentence("en") for p in outcome.problems] == []
    assert [p for p in check_city(folder) if p.severity == "error"] == []
    return se.open_city(folder)


@pytest.fixture(scope="module")
def published(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> se.City:
    return opened(repository, tmp_path_factory, "published_indicators")


@pytest.fixture(scope="module")
def nishitokyo(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> se.City:
    return opened(repository, tmp_path_factory, "nishitokyo_public")


@pytest.fixture(scope="module")
def findings(published: se.City) -> pd.DataFrame:
    return se.evaluate(published).findings.set_index("indicator")


def test_a_printed_change_without_n_is_not_judged(findings: pd.DataFrame) -> None:
    fukuoka = findings.loc["consultation.fukuoka_knows_a_desk"]
    assert fukuoka["verdict"] == "insufficient_data"
    assert "n" in fukuoka["reasons"]
    assert fukuoka["naive_verdict"] == "worsening"
    assert fukuoka["naive_note_ja"] == "35.9% → 34.3%（福岡市方式: b）"


def test_fukuokas_own_rule_stands_beside(findings: pd.DataFrame) -> None:
    notes = findings["naive_note_en"]
    assert "Fukuoka's rule: c" in notes["connections.fukuoka_nobody_in_a_disaster"]
    assert "Fukuoka's rule: c" in notes["information.fukuoka_trouble_communicating"]
    assert "Fukuoka's rule: b" in notes["connections.loneliness_sometimes"]


def test_loneliness_from_r3_to_r5_is_judged(findings: pd.DataFrame) -> None:
    never = findings.loc["connections.loneliness_never"]
    assert never["verdict"] == "worsening"
    assert never["change"] == pytest.approx(0.179 - 0.237)
    assert (never["n_baseline"], never["n_current"]) == (11867, 11141)
    assert never["grade"] == "D0"
    assert findings.loc["connections.loneliness_sometimes", "verdict"] == "no_meaningful_change"


def test_what_was_redefined_is_not_compared(findings: pd.DataFrame) -> None:
    for indicator in ("consultation.mhlw_employment_benchmark", "information.musashino_survey_response"):
        is_context = findings.loc[indicator, "direction"] == "context"
        assert findings.loc[indicator, "verdict"] == ("context" if is_context else "not_comparable")
        assert "定義" in findings.loc[indicator, "reasons"]
        assert pd.isna(findings.loc[indicator, "change"])
    assert findings.loc["consultation.mhlw_employment_benchmark", "naive_verdict"] == "improving"


def test_two_totals_show_nothing_of_their_own_variation(findings: pd.DataFrame) -> None:
    plans = findings.loc["consultation.mhlw_plans"]
    assert plans["verdict"] == "insufficient_data"
    assert plans["naive_verdict"] == "improving"


def test_the_citys_public_text_alone_shows_no_improvement(nishitokyo: se.City) -> None:
    evaluation = se.evaluate(nishitokyo)
    context = evaluation.findings["direction"] == "context"
    assert set(evaluation.findings.loc[context, "verdict"]) == {"context"}
    assert set(evaluation.findings.loc[~context, "verdict"]) == {"insufficient_data"}
    assert evaluation.findings["change"].isna().all()
    assert set(evaluation.pillars["verdict"]) == {"insufficient_data"}
    people = nishitokyo.table("population").set_index("date").loc[pd.Timestamp("2022-08-01")]
    assert (people["persons"], people["households"]) == (205_790, 100_982)
    services = nishitokyo.table("services")
    assert services["places"].sum() == 8 + 2 + 1 + 1 + 1 + 2 + 1 + 3 + 5 + 2
    assert services["department"].notna().all()


@pytest.mark.parametrize("table", ["areas", "population", "services", "indicators_published"])
def test_every_row_names_its_source(nishitokyo: se.City, published: se.City, table: str) -> None:
    for city in (nishitokyo, published):
        assert city.table(table)["source"].fillna("").ne("").all()


def test_a_report_of_a_few_published_points_is_made(published: se.City) -> None:
    written = publish_reports(published.path, published.path / "reports", languages=["ja"])
    text = (published.path / "reports" / "ja" / "10_connections.html").read_text(encoding="utf-8")
    assert len(written) == len(NOTEBOOKS) + 2  # the system's diagram and the index
    assert "福岡市：災害時に頼れる人がいない" in text.replace("\u200b", "").replace("\u2060", "")
