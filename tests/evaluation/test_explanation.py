"""The two questions on the example city, and one finding taken apart."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from matplotlib import pyplot as plt

import sojo_eval as se
from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation.columns import COUNTED
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.statistics.monthly.level_and_path import SENSITIVITIES

MONTHLY = "connections.participants_per_1000"


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return se.evaluate(se.open_city_or_example("example"))


def test_monthly_indicators_have_two_answers_and_all_others_one(evaluation: Evaluation) -> None:
    questions = evaluation.findings.groupby(["indicator", "kind"])["question"].agg(list).reset_index()
    for _, row in questions.iterrows():
        assert row["question"] == (["level", "path"] if row["kind"].startswith("monthly") else ["level"])
    paths = evaluation.findings[evaluation.findings["question"] == "path"]
    judged = paths[paths["change"].notna()]
    assert len(judged) >= 5
    assert set(judged["grade"]) <= {"D0", "D1", "D2"}
    # Each row says what it compares with: expected and observed differ by the change.
    ratio = judged[judged["scale"] == "ratio"]
    assert (ratio["value_current"] / ratio["value_baseline"]).to_numpy() == pytest.approx(ratio["change"])
    points = judged[judged["scale"] == "difference"]
    assert (points["value_current"] - points["value_baseline"]).to_numpy() == pytest.approx(points["change"])
    assert (paths["naive_verdict"] == "").all()


def test_pillars_rest_on_the_level_alone(evaluation: Evaluation) -> None:
    level = evaluation.findings[evaluation.findings["question"] == "level"]
    counted = [*(f"n_{code}" for code in COUNTED), "n_context"]
    assert int(evaluation.pillars[counted].to_numpy().sum()) == len(level)


def test_each_question_is_corrected_within_its_own_family(evaluation: Evaluation) -> None:
    tested = evaluation.findings[evaluation.findings["p_adjusted"].notna()]
    for _, family in tested.groupby(["question", "area"]):
        # Benjamini–Hochberg leaves the largest p of its family as it is.
        assert family["p_adjusted"].max() == pytest.approx(family["p"].max())


def test_a_finding_is_explained_from_series_to_sentence(evaluation: Evaluation) -> None:
    explained = evaluation.explain(MONTHLY, question="path")
    assert {"observed", "fitted", "counterfactual"} <= set(explained.series.columns)
    assert set(explained.gates["result"]) == {"passed"}
    assert explained.sensitivities["assumption"].tolist() == list(SENSITIVITIES)
    assert json.loads(explained.finding["sensitivities"]).keys() == set(SENSITIVITIES)
    assert str(explained).endswith(explained.sentence.ja)
    html = explained.in_language("en")._repr_html_()
    for part in (
        "did better than if its earlier line had gone straight on",
        "Enough events for a trend",
        "fiscal-year totals",
        "<img",
    ):
        assert part in html
    level = evaluation.explain(MONTHLY)
    assert level.finding["naive_note_ja"]
    assert level.finding["naive_note_ja"] in level._repr_html_()
    plt.close("all")


def test_a_refusal_is_explained_by_its_gate(evaluation: Evaluation) -> None:
    explained = evaluation.explain("information.reach_per_1000")
    assert explained.gates["result"].tolist()[0] == "refused"
    assert set(explained.gates["result"].tolist()[1:]) == {"not_reached"}
    assert "不通過" in explained._repr_html_()
    plt.close("all")


@pytest.mark.parametrize(
    "kind", ["survey_share", "annual_count", "time_to_event", "published", "annual_proportion"]
)
def test_every_kind_of_data_can_be_explained(evaluation: Evaluation, kind: str) -> None:
    indicator = evaluation.findings.loc[evaluation.findings["kind"] == kind, "indicator"].iloc[0]
    explained = evaluation.explain(indicator)
    assert len(explained.series)
    assert explained._repr_html_()
    plt.close("all")


def test_what_was_not_evaluated_is_named_with_the_nearest(evaluation: Evaluation) -> None:
    with pytest.raises(SojoEvalError, match="participants_per_1000"):
        evaluation.explain("connections.participant_per_1000")
    with pytest.raises(SojoEvalError, match="counted by month"):
        evaluation.explain("connections.feels_lonely_often", question="path")


def test_a_pillar_can_be_looked_at(evaluation: Evaluation) -> None:
    axes = evaluation.plot("consultation")
    found = evaluation.findings
    shown = found[
        (found["pillar"] == "consultation") & (found["question"] == "level") & found["change"].notna()
    ]
    assert len(axes.get_yticklabels()) == len(shown)
    plt.close("all")


def test_explain_takes_an_evaluation_or_a_city_and_says_that_the_example_is_one(
    evaluation: Evaluation,
) -> None:
    explained = se.explain(MONTHLY, evaluation, lang="en")
    first, sentence = str(explained).split("\n")
    assert "synthetic data" in first
    assert "improved" in sentence
    assert "架空のデータ" in explained.in_language("ja")._repr_html_().split("</p>")[0]
    with pytest.raises(SojoEvalError, match="baseline is '3'"):
        se.explain(MONTHLY, evaluation, baseline="3")


def test_an_unknown_pillar_or_area_is_not_drawn(evaluation: Evaluation) -> None:
    for pillar, area in (("zzz", ""), ("consultation", "zzz")):
        with pytest.raises(SojoEvalError, match="zzz"):
            evaluation.plot(pillar, area)


def test_a_finding_does_not_depend_on_which_other_areas_are_asked_for(evaluation: Evaluation) -> None:
    both = se.evaluate(se.open_city_or_example("example"), area=[evaluation.areas[0], "132292C1"]).findings
    same = both[both["area"] == evaluation.areas[0]].reset_index(drop=True)
    pd.testing.assert_series_equal(same["p_adjusted"], evaluation.findings["p_adjusted"])
