"""A stored evaluation is the one that was worked out, and explains its findings as that one does."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.city import City, open_city
from sojo_eval.disclosure import Published, PublishedPlanPeriods
from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation.columns import FINDINGS
from sojo_eval.evaluation.evaluated import JudgedAgain
from sojo_eval.evaluation.headline.declaration import record_declaration
from sojo_eval.example_city.tables import clean_tables
from sojo_eval.example_city.world import World
from sojo_eval.foundation.columns import typed
from sojo_eval.foundation.problems import SojoEvalError
from tests.conftest import SmallCity

TABLES = (
    "population",
    "services",
    "community_activities",
    "publications",
    "service_changes",
    "targets",
    "areas",
)
MODULE = sys.modules["sojo_eval.evaluation.evaluated"]
"""The module; the package gives the function of that name."""
PLANS = """
[[plans]]
plan = "3"
name_ja = "第3期"
name_en = "plan 3"
start_date = 2014-04-01
confirmed = true
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Some tables of the example city: few indicators, of several kinds."""
    tables = clean_tables(World(1, "mixed"))
    maker = SmallCity(tmp_path_factory.mktemp("once") / "city")
    return maker.make(
        data_until="2026-09-30",
        more=PLANS,
        **{name: frame for name, frame in tables.items() if name in TABLES},
    )


@pytest.fixture(scope="module")
def worked_out(city: City) -> Evaluation:
    return se.evaluate(city)


@pytest.fixture(scope="module")
def stored(city: City) -> Evaluation:
    se.evaluated(city)
    found = se.evaluated(open_city(city.path))
    assert isinstance(found.judged, JudgedAgain)  # read, not worked out
    return found


def assert_same(one: object, other: object) -> None:
    for field in fields(one):  # type: ignore[arg-type]
        a, b = getattr(one, field.name), getattr(other, field.name)
        if field.name in ("judged", "evaluations"):
            continue
        if isinstance(a, pd.DataFrame):
            pd.testing.assert_frame_equal(a, b, check_exact=True, obj=field.name)
        else:
            assert a == b, field.name


def test_every_table_and_text_comes_back(worked_out: Evaluation, stored: Evaluation) -> None:
    assert len(worked_out.findings) > 10
    assert worked_out.findings["verdict"].isin(["improving", "worsening"]).any()
    assert_same(worked_out, stored)
    assert_same(se.publish(worked_out), se.publish(stored))


def test_every_finding_is_explained_in_the_same_words(worked_out: Evaluation, stored: Evaluation) -> None:
    assert [*stored.judged] == [*worked_out.judged]
    assert len(stored.judged) == len(worked_out.judged)
    for indicator, area, question in worked_out.judged:
        assert str(stored.explain(indicator, area, question)) == str(  # type: ignore[arg-type]
            worked_out.explain(indicator, area, question)  # type: ignore[arg-type]
        )


def test_what_was_not_evaluated_is_refused_as_ever(stored: Evaluation) -> None:
    assert ("nothing", "132292", "level") not in stored.judged
    with pytest.raises(KeyError):
        stored.judged["nothing", "132292", "level"]
    with pytest.raises(SojoEvalError) as caught:
        stored.explain("nothing")
    assert caught.value.code == "not-evaluated"


def test_the_defaults_and_what_they_stand_for_are_one_question(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    se.evaluated(city)
    monkeypatch.setattr(MODULE, "evaluate", None)  # whoever works it out fails
    for arguments in (
        {},
        {"baseline": "4"},
        {"current": "5"},
        {"area": city.code},
        {"area": [city.code]},
        {"area": ""},
    ):
        assert se.evaluated(city, **arguments).current == "5"  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        se.evaluated(city, area="132292C1")


def test_the_first_record_of_the_declaration_asks_for_no_second_evaluation(
    small_city: SmallCity, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = small_city.make(
        community_activities=city.table("community_activities"), population=city.table("population")
    )
    se.evaluated(mine)
    record_declaration(mine)
    monkeypatch.setattr(MODULE, "evaluate", None)
    assert se.evaluated(mine).current == "5"


def test_a_declaration_changed_after_the_first_evaluation_is_told(small_city: SmallCity, city: City) -> None:
    tables = {name: city.table(name) for name in ("community_activities", "population")}
    mine = small_city.make(**tables)
    before = se.evaluated(mine).declaration.notes
    record_declaration(mine)
    declared = '[headline]\ndeclared = 2025-01-01\nconnections = ["connections.participants_per_1000", "connections.commissioner_quota_filled", "connections.feels_lonely_often"]\n'
    after = se.evaluated(small_city.make(more=declared, **tables)).declaration.notes
    assert len(after) > len(before)


def test_what_is_published_is_stored_as_it_was_made(city: City, worked_out: Evaluation) -> None:
    made, read = se.published(city), se.published(open_city(city.path))
    assert isinstance(read, Published)
    assert_same(made, read)
    assert_same(se.publish(worked_out), read)


def test_all_plan_periods_are_stored_as_they_were_made(city: City) -> None:
    made, read = se.published_plan_periods(city), se.published_plan_periods(open_city(city.path))
    assert isinstance(read, PublishedPlanPeriods)
    assert len(read.plans) == 3
    assert_same(made, read)
    assert_same(se.publish_plan_periods(se.evaluate_periods(city)), read)


@pytest.mark.parametrize("table", ["findings", "pillars", "series", "targets", "catalogue"])
def test_each_table_goes_to_csv_parquet_and_stata_and_comes_back(
    worked_out: Evaluation, tmp_path: Path, table: str
) -> None:
    """Stata takes names of 32 signs at most, and neither a column of several types nor one without any value."""
    frame: pd.DataFrame = getattr(worked_out, table)
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.to_parquet(tmp_path / "a.parquet", index=False)
    frame.to_stata(tmp_path / "a.dta", write_index=False, version=118)
    stata = pd.read_stata(tmp_path / "a.dta")
    assert [*stata.columns] == [*frame.columns] == [*pd.read_csv(tmp_path / "a.csv").columns]
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "a.parquet"), frame, check_dtype=False)
    for name in frame.select_dtypes("number").columns:
        assert stata[name].to_numpy() == pytest.approx(frame[name].to_numpy(), nan_ok=True)
    for name in frame.select_dtypes("str").columns:
        assert [*stata[name].fillna("")] == [*frame[name].fillna("")]


def test_the_findings_of_an_evaluation_have_the_types_of_their_columns(worked_out: Evaluation) -> None:
    pd.testing.assert_frame_equal(worked_out.findings, typed(worked_out.findings, FINDINGS))
    assert {str(worked_out.findings[name].dtype) for name in ("decidable_from", "data_until")} == {
        "datetime64[us]"
    }
