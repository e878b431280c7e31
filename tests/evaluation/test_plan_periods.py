"""All plan periods: each pair as `evaluate` judges it, the first plan's interval, and the comparisons counted in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.evaluation.pillars import ONE_SIDED, roll_up
from sojo_eval.evaluation.plan_periods import over_all
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.statistics import published_difference
from tests.evaluation.targets.made_targets import LOWER, OPEN, SECTIONS

PLAN_3 = """
[[plans]]
plan = "3"
name_ja = "第3期"
name_en = "plan 3"
start_date = 2014-04-01
end_date = 2019-03-31
confirmed = true
"""
PERIODS = {
    "3": ("H28", "2016-04-01", "2017-03-31"),
    "4": ("R3", "2021-04-01", "2022-03-31"),
    "5": ("R6", "2024-10-01", "2025-03-31"),
}


def figures(indicator: str, values: dict[str, float]) -> pd.DataFrame:
    rows = [
        (indicator, *PERIODS[plan], "132292", value, "share", 1000, "a", "試験")
        for plan, value in values.items()
    ]
    names = [
        "indicator",
        "period",
        "period_start",
        "period_end",
        "area",
        "value",
        "unit",
        "n",
        "definition",
        "source",
    ]
    return pd.DataFrame(rows, columns=names)


RISING = figures(OPEN, {"3": 0.30, "4": 0.359, "5": 0.459})
FALLING = figures(LOWER, {"4": 0.081, "5": 0.079})


def city(maker: Any, *frames: pd.DataFrame, more: str = "") -> se.City:
    made: se.City = maker.make(more=SECTIONS + PLAN_3 + more, indicators_published=pd.concat(frames))
    return made


def alone(value: float) -> tuple[float, float]:
    """Wilson's interval of one share of 1,000, by way of a difference in which it is the later one."""
    found = published_difference(0.5, 500, value, 1000)
    return found.after_low, found.after_high


def test_each_plan_has_its_value_with_its_interval_the_first_one_too(small_city: Any) -> None:
    found = se.evaluate_periods(city(small_city, RISING, FALLING))
    values = found.values.set_index(["indicator", "plan"])
    for plan, value in {"3": 0.30, "4": 0.359, "5": 0.459}.items():
        row = values.loc[(OPEN, plan)]
        assert row["value"] == value
        assert (row["low"], row["high"]) == pytest.approx(alone(value))
    assert np.isnan(values.loc[(LOWER, "3"), "value"])
    assert (values.loc[(LOWER, "4"), "low"], values.loc[(LOWER, "4"), "high"]) == pytest.approx(alone(0.081))


def test_the_comparisons_are_those_of_each_pairs_own_evaluation(small_city: Any) -> None:
    made = city(small_city, RISING, FALLING)
    found = se.evaluate_periods(made)
    assert [(e.baseline, e.current) for e in found.evaluations] == [("3", "4"), ("4", "5")]
    for baseline, current in (("3", "4"), ("4", "5")):
        own = se.evaluate(made, baseline, current).findings
        here = found.comparisons[found.comparisons["current"] == current]
        columns = ["indicator", "verdict", "change", "change_low", "p", "value_current"]
        both = here.reset_index(drop=True).rename(columns={"verdict": "v", "verdict_alone": "verdict"})[
            columns
        ]
        pd.testing.assert_frame_equal(both, own[own["question"] == "level"].reset_index(drop=True)[columns])


def findings(
    p: list[float], p_adjusted: list[float], verdicts: list[str], indicators: list[str]
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator": indicators,
            "area": "c",
            "p": p,
            "p_adjusted": p_adjusted,
            "verdict": verdicts,
            "reasons": "理由",
            "reasons_en": "why",
            "current": "5",
        }
    )


def test_a_change_must_hold_in_its_own_comparison_and_over_all() -> None:
    """Six p-values of three pairs in one family. Benjamini–Hochberg by hand: .01·6/1 = .06, so that what was .02 in its
    own pair of two is no change any more; the other family has its single .01."""
    p = [0.01, 0.9, 0.5, 0.6, 0.7, 0.8, 0.01]
    alone_in_pair = [0.02, 0.9, 0.6, 0.6, 0.8, 0.8, 0.01]
    verdicts = [
        "improving",
        "inconclusive",
        "inconclusive",
        "no_meaningful_change",
        "inconclusive",
        "inconclusive",
        "worsening",
    ]
    found = over_all(
        findings(p, alone_in_pair, verdicts, ["a", "b", "a", "b", "a", "b", "h"]),
        {"h": "connections"},
        {"5": 0.05},
    )
    assert found["p_adjusted"].tolist() == pytest.approx([0.06, 0.9, 0.9, 0.9, 0.9, 0.9, 0.01])
    assert found["verdict"].tolist() == ["inconclusive", *verdicts[1:]]
    assert found["verdict_alone"].tolist() == verdicts
    assert "all plan periods" in found.loc[0, "reasons_en"]
    assert found.loc[6, "reasons_en"] == "why"


@pytest.mark.parametrize(("p", "kept"), [(0.0249, True), (0.0251, False)])
def test_the_limit_over_all_is_five_percent(p: float, kept: bool) -> None:
    found = over_all(findings([p, 0.9], [p, 0.9], ["improving", "inconclusive"], ["a", "a"]), {}, {"5": 0.05})
    assert found.loc[0, "verdict"] == ("improving" if kept else "inconclusive")


@pytest.mark.parametrize(("level", "kept"), [(0.05, True), (0.03, False)])
def test_a_pair_that_is_looked_at_every_year_has_its_own_level(level: float, kept: bool) -> None:
    two = findings([0.02, 0.9], [0.04, 0.9], ["improving", "inconclusive"], ["a", "a"])
    found = over_all(two, {}, {"5": level})
    assert found.loc[0, "verdict"] == ("improving" if kept else "inconclusive")


def test_many_small_p_values_elsewhere_make_no_change_of_what_was_open_here() -> None:
    found = over_all(
        findings(
            [0.04, 1e-6, 1e-6], [0.08, 1e-6, 1e-6], ["inconclusive", *["improving"] * 2], ["a", "a", "a"]
        ),
        {},
        {"5": 0.05},
    )
    assert found.loc[0, "p_adjusted"] == 0.08
    assert found.loc[0, "verdict"] == "inconclusive"


def test_pillars_name_indicators_at_the_level_divided_by_the_comparisons(small_city: Any) -> None:
    headline = '\n[headline]\ndeclared = 2013-04-01\nconsultation = ["consultation.printed", "consultation.second", "consultation.third"]\n'
    second, third = (
        SECTIONS[: SECTIONS.index("[[", 5)].replace(OPEN, f"consultation.{n}") for n in ("second", "third")
    )
    made = city(
        small_city, RISING, RISING.assign(indicator="consultation.second", value=[0.30, 0.31, 0.354]),
        RISING.assign(indicator="consultation.third", value=[0.3, 0.4, 0.5]), more=second + third + headline,
    )  # fmt: skip
    found = se.evaluate_periods(made)
    for current in ("4", "5"):
        pair = found.comparisons[found.comparisons["current"] == current]
        pillar = dict.fromkeys(
            ("consultation.printed", "consultation.second", "consultation.third"), "consultation"
        )
        expected = roll_up(pair, pillar, {}, ONE_SIDED / 2)
        here = found.pillars[found.pillars["current"] == current]
        assert here["verdict"].tolist() == expected["verdict"].tolist()
        assert here["improved_en"].tolist() == expected["improved_en"].tolist()
    # A one-sided p of .02 is named at 2.5 %, and not at half of it.
    assert (pair["verdict"] == "improving").sum() == 3
    assert roll_up(pair, pillar, {}, ONE_SIDED)["n_headline_improving"].max() == 3
    assert here["n_headline_improving"].max() == 2


def test_plans_without_records_are_left_out_and_named(small_city: Any) -> None:
    found = se.evaluate_periods(city(small_city, RISING[RISING["period"] != "H28"], FALLING))
    assert found.plans["plan"].tolist() == ["4", "5"]
    assert found.left_out["plan"].tolist() == ["3"]
    assert len(found.evaluations) == 1
    assert (found.comparisons["verdict"] == found.comparisons["verdict_alone"]).all()


def test_the_latest_pair_stays_though_nothing_of_it_can_be_compared(small_city: Any) -> None:
    found = se.evaluate_periods(city(small_city, RISING[RISING["period"] == "R6"]))
    assert found.plans["plan"].tolist() == ["4", "5"]
    assert set(found.comparisons["verdict"]) <= {"insufficient_data", "context"}


def test_one_plan_that_has_begun_is_no_comparison(small_city: Any) -> None:
    made = small_city.make(data_until="2024-03-31", more=SECTIONS, indicators_published=RISING)
    with pytest.raises(SojoEvalError) as told:
        se.evaluate_periods(made)
    assert told.value.code == "two-plans"


def test_an_indicator_between_two_printed_periods_says_nothing_of_earlier_plans(small_city: Any) -> None:
    text = SECTIONS[: SECTIONS.index("[[", 5)].replace(OPEN, "consultation.named")
    text += 'baseline_period = "R3"\ncurrent_period = "R6"\n'
    made = city(small_city, RISING, RISING.assign(indicator="consultation.named"), more=text)
    found = se.evaluate_periods(made)
    assert found.comparisons.loc[
        found.comparisons["indicator"] == "consultation.named", "current"
    ].tolist() == ["5"]
    values = found.values.set_index(["indicator", "plan"])["value"]
    assert np.isnan(values[("consultation.named", "3")])


def test_each_plans_targets_are_judged_in_the_comparison_in_which_it_is_the_later_one(
    small_city: Any,
) -> None:
    rows = pd.DataFrame(
        {"indicator": OPEN, "plan": ["4", "5"], "baseline_value": [0.3, 0.359], "target_value": [0.32, 0.6],
         "due_date": ["2024-03-31", "2029-03-31"], "direction": "higher", "source": "計画書"}
    )  # fmt: skip
    made = small_city.make(
        more=SECTIONS + PLAN_3, indicators_published=pd.concat([RISING, FALLING]), targets=rows
    )
    found = se.evaluate_periods(made).targets.set_index("plan")
    assert found["status"].to_dict() == {"4": "achieved", "5": "on_pace"}


def test_the_result_says_itself_in_a_sentence_a_table_and_a_picture(small_city: Any) -> None:
    found = se.evaluate_periods(city(small_city, RISING, FALLING))
    assert str(found).startswith("計画期間3期（3、4、5）、比較2組の判定4件")
    assert OPEN in found._repr_html_()
    assert len(found.to_frame()) == 3 * 3
    axes = found.plot(OPEN)
    assert axes.get_title() == OPEN
    with pytest.raises(SojoEvalError, match=r"consultation\.printed"):
        found.plot("consultation.nothing")
