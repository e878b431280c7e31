"""A stored evaluation is the one that was worked out, and explains its findings as that one does."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import ibis
import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.city import City, open_city
from sojo_eval.disclosure import Published, PublishedPlanPeriods
from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation.columns import FINDINGS
from sojo_eval.evaluation.evaluated import asked_for
from sojo_eval.evaluation.exploring.judged_again import JudgedAgain
from sojo_eval.evaluation.headline.declaration import record_declaration
from sojo_eval.foundation.columns import typed
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import registry
from sojo_eval.indicators.shapes import by_month
from tests.conftest import SmallCity

MODULE = sys.modules["sojo_eval.evaluation.evaluated"]
"""The module; the package gives the function of that name."""


@pytest.fixture(scope="module")
def city(city_of_some_tables: City) -> City:
    return city_of_some_tables


@pytest.fixture(scope="module")
def worked_out(evaluation_of_some_tables: Evaluation) -> Evaluation:
    return evaluation_of_some_tables


@pytest.fixture(scope="module")
def stored(city: City) -> Evaluation:
    se.evaluate(city)
    found = se.evaluate(open_city(city.path))
    assert isinstance(found.judged, JudgedAgain)
    assert not found.judged.at_hand  # read, not worked out
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
    se.evaluate(city)
    monkeypatch.setattr(MODULE, "work_out", None)  # whoever works it out fails
    for arguments in (
        {},
        {"baseline": "4"},
        {"baseline": 4, "current": 5},
        {"area": city.name.ja},
        {"current": "5"},
        {"area": city.code},
        {"area": [city.code]},
        {"area": ""},
    ):
        assert se.evaluate(city, **arguments).current == "5"  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        se.evaluate(city, area="132292C1")


def test_the_first_record_of_the_declaration_asks_for_no_second_evaluation(
    small_city: SmallCity, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = small_city.make(
        community_activities=city.table("community_activities"), population=city.table("population")
    )
    se.evaluate(mine)
    record_declaration(mine)
    monkeypatch.setattr(MODULE, "work_out", None)
    assert se.evaluate(mine).current == "5"


def test_a_declaration_changed_after_the_first_evaluation_is_told(small_city: SmallCity, city: City) -> None:
    tables = {name: city.table(name) for name in ("community_activities", "population")}
    mine = small_city.make(**tables)
    before = se.evaluate(mine).declaration.notes
    record_declaration(mine)
    declared = '[headline]\ndeclared = 2025-01-01\nconnections = ["connections.participants_per_1000", "connections.commissioner_quota_filled", "connections.feels_lonely_often"]\n'
    after = se.evaluate(small_city.make(more=declared, **tables)).declaration.notes
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


def test_some_indicators_are_those_of_the_full_set_and_are_not_published(
    city: City, worked_out: Evaluation
) -> None:
    kept = ["connections.participants_per_1000", "information.easy_japanese_share"]
    some = se.evaluate(city, indicators=kept)
    expected = worked_out.findings[worked_out.findings["indicator"].isin(kept)].reset_index(drop=True)
    pd.testing.assert_frame_equal(some.findings, expected)
    assert some.pillars.equals(worked_out.pillars)
    assert {place[0] for place in some.judged} == set(kept)
    with pytest.raises(SojoEvalError) as refused:
        se.publish(some)
    assert refused.value.code == "part-of-evaluation"
    with pytest.raises(SojoEvalError, match=r"Did you mean information\.easy_japanese_share\?"):
        se.evaluate(city, indicators=["information.easy_japanese"])


def test_an_own_indicator_that_was_changed_is_not_read_from_before(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_CATALOGUE", dict(registry._CATALOGUE))
    before = asked_for(city, "", "", "")
    asked = []
    for day in ("date", "date_of_next"):

        def own(community_activities: Any) -> Any:
            return by_month(
                community_activities, community_activities.date, numerator=ibis.literal(len(asked))
            )

        se.indicators.indicator(
            pillar="connections", kind="monthly_count", title=day, unit="per_1000_month", direction="context",
            smallest_change=0.1,
        )(own)  # fmt: skip
        asked.append(asked_for(city, "", "", ""))
    assert asked[0] != asked[1]
    assert "own" not in before
