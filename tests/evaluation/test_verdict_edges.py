"""Verdicts, grades, pillars and the naive arrow at their edges; every limit is typed here, none taken from the code."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sojo_eval.evaluation.estimates import estimate_change
from sojo_eval.evaluation.evaluate import _adjusted
from sojo_eval.evaluation.evidence import PrintedEvidence
from sojo_eval.evaluation.judgement import Judged
from sojo_eval.evaluation.naive import naive_reading
from sojo_eval.evaluation.verdicts import decide, evidence_grade
from sojo_eval.foundation.language import Text
from sojo_eval.statistics import PublishedDifference, published_difference
from tests.evaluation.made_evidence import monthly_evidence, survey_evidence
from tests.evaluation.test_policy_edges import MEETINGS, of_groups, of_months, of_printed, of_years
from tests.evaluation.test_verdicts import CLEAR_RISE

NOT_SURE = replace(CLEAR_RISE, change=1.0, low=0.5, high=1.5, sensitivities={})
POINTS = replace(NOT_SURE, scale="difference", change=0.0, low=-0.5, high=0.5)


@pytest.mark.parametrize(
    ("low_90", "high_90", "code"),
    [
        (0.90, 1.05, "inconclusive"),
        (0.9001, 1.05, "no_meaningful_change"),
        (0.95, 1.10, "inconclusive"),
        (0.95, 1.0999, "no_meaningful_change"),
        (0.89, 1.05, "inconclusive"),
        (0.95, 1.11, "inconclusive"),
    ],
)
def test_no_meaningful_change_needs_the_whole_90_percent_interval_inside_the_zone(
    low_90: float, high_90: float, code: str
) -> None:
    """Ten percent either way; the 95 % interval reaches beyond the zone in all of them."""
    assert decide(replace(NOT_SURE, low_90=low_90, high_90=high_90), 0.5, "higher", 0.1).code == code
    if "no_" in code:
        trivial = replace(CLEAR_RISE, low_90=1.01, high_90=high_90)
        assert decide(trivial, 0.001, "higher", 0.1).code == code  # before it is called better


@pytest.mark.parametrize(
    ("low_90", "high_90", "code"),
    [
        (-0.05, 0.0, "inconclusive"),
        (-0.0499, 0.0499, "no_meaningful_change"),
        (0.0, 0.05, "inconclusive"),
    ],
)
def test_the_zone_of_points_lies_around_nought(low_90: float, high_90: float, code: str) -> None:
    assert decide(replace(POINTS, low_90=low_90, high_90=high_90), 0.5, "higher", 0.05).code == code


@pytest.mark.parametrize(
    ("p_adjusted", "code"), [(0.05, "improving"), (0.0501, "inconclusive"), (0.0499, "improving")]
)
def test_a_change_counts_up_to_an_adjusted_p_of_five_percent(p_adjusted: float, code: str) -> None:
    assert decide(CLEAR_RISE, p_adjusted, "higher", 0.1).code == code


@pytest.mark.parametrize(("low", "code"), [(1.0, "inconclusive"), (1.0001, "improving")])
def test_an_interval_that_touches_no_change_includes_it(low: float, code: str) -> None:
    assert decide(replace(CLEAR_RISE, low=low), 0.001, "higher", 0.1).code == code


@pytest.mark.parametrize(("high", "code"), [(1.0, "inconclusive"), (0.9999, "worsening")])
def test_so_it_is_below_no_change(high: float, code: str) -> None:
    fall = replace(CLEAR_RISE, change=0.7, low=0.5, high=high, low_90=0.55, high_90=0.95, sensitivities={})
    assert decide(fall, 0.001, "higher", 0.1).code == code
    assert decide(fall, 0.001, "lower", 0.1).code == code.replace("worsening", "improving")


def test_a_fall_in_points_is_worse_or_better_by_its_direction() -> None:
    fall = replace(
        CLEAR_RISE, scale="difference", change=-0.2, low=-0.3, high=-0.1, low_90=-0.28, high_90=-0.12
    )
    fall = replace(fall, sensitivities={"a": -0.1, "b": -0.2, "c": -0.3})
    assert decide(fall, 0.001, "higher", 0.05).code == "worsening"
    assert decide(fall, 0.001, "lower", 0.05).code == "improving"
    rise = replace(fall, change=0.2, low=0.1, high=0.3, low_90=0.12, high_90=0.28)
    assert decide(rise, 0.001, "higher", 0.05).code == "inconclusive"  # all three say it fell


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ((0.99, 1.2, 1.3), "improving"),
        ((0.99, 0.99, 1.3), "inconclusive"),
        ((0.99, math.nan, 1.3), "improving"),
        ((0.99, math.nan, math.nan), "improving"),
        ((math.nan, math.nan, math.nan), "improving"),
        ((0.99, 0.99, math.nan), "inconclusive"),
    ],
)
def test_two_of_three_other_assumptions_turn_it(others: tuple[float, float, float], code: str) -> None:
    doubtful = replace(CLEAR_RISE, sensitivities=dict(zip("abc", others, strict=True)))
    assert decide(doubtful, 0.001, "higher", 0.1).code == code


def test_context_goes_before_everything_else() -> None:
    trivial = replace(CLEAR_RISE, low_90=0.99, high_90=1.01)
    assert decide(trivial, 0.001, "context", 0.1).code == "context"
    assert decide(trivial, 0.001, "higher", 0.1).code == "no_meaningful_change"


def test_worse_without_the_correction_is_a_warning_and_better_is_none() -> None:
    turned = replace(CLEAR_RISE, sensitivities={"a": 0.9, "b": 0.9})
    for estimate, p in ((CLEAR_RISE, 0.06), (turned, 0.001)):
        assert len(decide(estimate, p, "lower", 0.1).warnings) == 1
        assert decide(estimate, p, "higher", 0.1).warnings == ()
    assert decide(CLEAR_RISE, 0.001, "lower", 0.1).warnings == ()
    assert decide(replace(CLEAR_RISE, low=0.9), 0.06, "lower", 0.1).warnings == ()


# printed shares


@pytest.mark.parametrize(("after", "rests"), [(0.3455, False), (0.346, True), (0.356, True), (0.3565, False)])
def test_a_change_that_a_clustered_sample_would_not_show_is_told(after: float, rests: bool) -> None:
    """With 800 each from 30 %: 1.96 and √1.5 · 1.96 standard errors lie at 4.6 and 5.6 points."""
    found = published_difference(0.3, 800, after, 800)
    assert found.rests_on_simple_sampling == rests
    fall = published_difference(1 - 0.3, 800, 1 - after, 800)
    assert fall.rests_on_simple_sampling == rests
    warnings = decide(found, 0.01, "higher", 0.01).warnings
    assert len(warnings) == int(rests)


def test_a_printed_share_rests_on_its_design_effect() -> None:
    """Twice the design effect is half the answers: the interval is √2 as wide."""
    simple = estimate_change(of_printed((0.5, 4000.0), (0.5, 4000.0)))
    clustered = estimate_change(of_printed((0.5, 4000.0), (0.5, 4000.0), design_effect=2.0))
    assert isinstance(clustered, PublishedDifference)
    assert clustered.high / simple.high == pytest.approx(math.sqrt(2), rel=1e-3)
    assert clustered.design_effect_sensitivity == 1.5
    assert clustered.high_design_effect / simple.high == pytest.approx(math.sqrt(1.5), rel=1e-3)


def test_rare_counts_are_taken_as_they_are_and_told_by_the_month_or_the_year() -> None:
    rare, many = (estimate_change(of_months(numerator=mean, scatter=0.5)) for mean in (19.0, 21.0))
    assert ("latent" in rare.method, "latent" in many.method) == (True, False)
    assert rare.n_unit == many.n_unit == "months"
    meetings = of_months(numerator=3.0, denominator=1.0, scatter=0.5, indicator=MEETINGS)
    found = estimate_change(meetings)
    clean = meetings.months[~meetings.months["after"]]
    assert found.before == pytest.approx(12 * clean["numerator"].mean())  # meetings a year
    share = estimate_change(
        of_months(numerator=3.0, scatter=0.5, indicator="information.easy_japanese_share")
    )
    assert share.scale == "difference"
    assert share.before == pytest.approx(0.03, abs=0.002)
    yearly = estimate_change(of_years([40.0] * 5, [60.0] * 2))
    assert yearly.n_unit == "years"
    assert yearly.change == pytest.approx(1.5)
    assert yearly.before == pytest.approx(40.0)  # a plain number, not over the months


# grades


def graded(*, path: bool = False, missing: int = 0, steps: int = 0) -> tuple[str, int]:
    evidence = monthly_evidence()
    months = pd.concat([evidence.months, evidence.months.head(16)], ignore_index=True)
    months.loc[months.index[:missing], "numerator"] = np.nan
    grade, reasons = evidence_grade(
        replace(
            evidence,
            months=months,
            question="path" if path else "level",
            breaks=(pd.Timestamp("2021-04-01"),) if steps > 0 else (),
            reforms=(Text("改正", "reform"),) if steps > 1 else (),
        )
    )
    return grade, len(reasons)


@pytest.mark.parametrize(
    ("given", "grade", "reasons"),
    [
        ({}, "D1", 0),
        ({"path": True}, "D2", 0),
        ({"missing": 5}, "D1", 0),  # exactly 5 % of 100
        ({"missing": 6}, "D0", 1),
        ({"steps": 1}, "D0", 1),
        ({"path": True, "missing": 6}, "D1", 1),
        ({"path": True, "steps": 1}, "D1", 1),
        ({"path": True, "steps": 2}, "D0", 2),
        ({"path": True, "steps": 2, "missing": 6}, "D0", 3),
        ({"steps": 2, "missing": 6}, "D0", 3),
    ],
)
def test_a_grade_goes_down_one_step_a_reason_and_no_further_than_d0(
    given: dict[str, int], grade: str, reasons: int
) -> None:
    assert graded(**given) == (grade, reasons)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second", "grade"),
    [
        ("2021-11-01", "2025-11-30", "D1"),
        ("2021-11-30", "2025-12-01", "D1"),
        ("2021-11-01", "2025-10-01", "D1"),
        ("2021-12-01", "2026-01-15", "D1"),  # December and January are neighbours
        ("2021-01-15", "2025-12-01", "D1"),
        ("2021-11-30", "2026-01-01", "D0"),
        ("2021-11-01", "2025-09-30", "D0"),
        ("2021-02-01", "2025-12-31", "D0"),
    ],
)
def test_waves_more_than_one_month_of_the_year_apart_cost_a_step(first: str, second: str, grade: str) -> None:
    evidence = survey_evidence()
    waves = evidence.waves.assign(fieldwork_start=pd.to_datetime([first, second]))
    assert evidence_grade(replace(evidence, waves=waves))[0] == grade


@pytest.mark.parametrize(
    ("start", "end", "grade"),
    [
        ("2021-11-02", "2022-03-31", "D1"),
        ("2021-11-01", "2022-03-31", "D0"),
        ("2020-03-01", "2021-10-31", "D1"),
        ("2020-03-01", "2021-11-01", "D0"),
        ("2025-11-01", "2025-11-01", "D0"),
    ],
)
def test_a_wave_in_the_field_during_a_shock_costs_a_step(start: str, end: str, grade: str) -> None:
    shock = ((pd.Timestamp(start), pd.Timestamp(end)),)
    assert evidence_grade(replace(survey_evidence(), shocks=shock))[0] == grade


def test_printed_figures_are_descriptive() -> None:
    assert evidence_grade(of_printed()) == ("D0", ())


# many indicators at once


def test_p_values_are_adjusted_within_one_family_and_context_is_not_tested() -> None:
    """Three of p = .04, .02 and .03 in one family: .04 each; alone each would stay as it is. A family is the headline
    indicators of one pillar, or all other outcomes; of one question and one area."""

    def judged(p: float, **changes: object) -> Judged:
        evidence = replace(monthly_evidence(), **changes)  # type: ignore[arg-type]
        return Judged(evidence, None, replace(CLEAR_RISE, p=p))

    context = replace(monthly_evidence().entry, direction="context")
    of_a_pillar = replace(monthly_evidence().entry, id="connections.one")
    of_another = replace(monthly_evidence().entry, id="information.one")
    adjusted = _adjusted(
        [
            judged(0.04),
            judged(0.02),
            judged(0.03),
            judged(0.02, question="path"),
            judged(0.02, area="T1"),
            judged(0.0001, entry=context),
            judged(0.021, entry=of_a_pillar),
            judged(0.022, entry=of_another),
        ],
        {"connections.one": "connections", "information.one": "information"},
    )
    assert adjusted[:5] == pytest.approx([0.04, 0.04, 0.04, 0.02, 0.02])
    assert math.isnan(adjusted[5])
    assert adjusted[6:] == pytest.approx([0.021, 0.022])


# the naive arrow


@pytest.mark.parametrize(
    ("after", "grade"), [(0.53, "b"), (0.531, "a"), (0.47, "b"), (0.469, "c"), (0.5, "b")]
)
def test_fukuokas_rule_takes_three_points_for_none(after: float, grade: str) -> None:
    evidence: PrintedEvidence = of_printed((0.5, 400.0), (after, 400.0))
    assert f"Fukuoka's rule: {grade})" in naive_reading(evidence).note.en
    lower = replace(evidence, entry=replace(evidence.entry, direction="lower"))
    turned = {"a": "c", "b": "b", "c": "a"}[grade]
    assert f"Fukuoka's rule: {turned})" in naive_reading(lower).note.en


@pytest.mark.parametrize(
    ("after", "arrow"), [(0.5004, "unchanged"), (0.5006, "improving"), (0.4994, "worsening")]
)
def test_the_naive_arrow_compares_what_is_printed(after: float, arrow: str) -> None:
    assert naive_reading(of_printed((0.5, 400.0), (after, 400.0))).verdict == arrow


def test_no_naive_gap_where_it_would_tell_on_a_small_group() -> None:
    def read(smallest: float) -> str:
        evidence = of_groups(smallest=smallest)  # of a context indicator, which has no direction to read
        return naive_reading(replace(evidence, entry=replace(evidence.entry, direction="lower"))).verdict

    assert read(9.0) == ""
    assert read(10.0) != ""
