"""The placebos of a finding: from its longer record, only when asked for."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from matplotlib import pyplot as plt

import sojo_eval as se
from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation import explanation as explanation_file
from sojo_eval.evaluation.placebos import COLUMNS, placebo_of, placebo_sentences
from sojo_eval.statistics import SeriesChange

MONTHLY = "connections.participants_per_1000"


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return se.evaluate(se.open_city_or_example("example"))


def test_a_level_finding_is_asked_in_the_months_before_its_two_plans(evaluation: Evaluation) -> None:
    explained = evaluation.explain(MONTHLY)
    placebo = explained.placebo
    assert placebo is not None
    assert placebo.actual is explained.judged.estimate
    assert placebo.actual.question == "level"
    assert placebo.asked["month"].min() < explained.judged.evidence.baseline.start
    # Its own two periods hold no clean window at all: COVID lies in them.
    alone = placebo_of(explained.judged)
    assert alone is not None
    assert alone.n == 0


def test_the_start_of_another_plan_is_no_placebo(evaluation: Evaluation) -> None:
    explained = evaluation.explain(MONTHLY)
    starts = explained.plan_starts
    assert explained.judged.evidence.baseline.start in starts
    third = pd.Timestamp("2019-03-01")  # asked about, as no plan began there
    moved = replace(explained, plan_starts=(*starts, third)).placebo
    assert moved is not None
    assert explained.placebo is not None
    assert third in set(explained.placebo.asked["month"])
    assert third not in set(moved.asked["month"])


def test_the_section_of_an_explanation_says_it_and_shows_it(evaluation: Evaluation) -> None:
    explained = evaluation.explain(MONTHLY)
    html = explained._repr_html_()
    assert "計画の始まりでない4か所（前24か月・後12か月）" in html
    assert "外的要因の期間を含む" in html
    assert html.count("<img") == 2
    other = evaluation.explain("connections.feels_lonely_often")
    assert other.placebo is None
    assert other._repr_html_().count("<img") == 1
    refused = evaluation.explain("information.reach_per_1000")
    assert refused.placebo is None
    plt.close("all")


def test_pages_get_a_sentence_for_what_is_said_to_change_and_nothing_else(evaluation: Evaluation) -> None:
    said = placebo_sentences(evaluation)
    assert list(said.columns) == COLUMNS
    found = evaluation.findings.merge(said, on=["indicator", "area", "question"])
    assert len(found) == len(said) > 0
    assert set(found["verdict"]) <= {"improving", "worsening"}
    keys = zip(found["indicator"], found["area"], found["question"], strict=True)
    assert all(isinstance(evaluation.judged[key].estimate, SeriesChange) for key in keys)
    changed = evaluation.findings[evaluation.findings["verdict"].isin(["improving", "worsening"])]
    assert len(changed) > len(said)  # surveys change too, and have no months
    assert (said["same"] <= said["places"]).all()
    row = said.iloc[0]
    explained = evaluation.explain(row["indicator"], row["area"], row["question"])
    assert row["sentence_ja"] in explained._repr_html_()
    plt.close("all")


def test_an_evaluation_works_out_no_placebo(monkeypatch: pytest.MonkeyPatch, evaluation: Evaluation) -> None:
    def never(*_: object) -> None:
        raise AssertionError("worked out before anybody asked")

    monkeypatch.setattr(explanation_file, "placebo_of", never)
    explained = evaluation.explain(MONTHLY)
    assert str(explained)
    with pytest.raises(AssertionError):
        explained.placebo  # noqa: B018
