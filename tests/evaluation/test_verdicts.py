"""The verdict rules, one by one."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from sojo_eval.evaluation.outlook import Outlook
from sojo_eval.evaluation.verdicts import decide, not_worse_by, probability_better
from sojo_eval.statistics import ChangeEstimate

CLEAR_RISE = ChangeEstimate(
    scale="ratio",
    before=1.0,
    after=1.3,
    change=1.3,
    low=1.15,
    high=1.47,
    low_90=1.17,
    high_90=1.44,
    p=0.0001,
    detectable=0.18,
    n_before=21,
    n_after=24,
    n_unit="months",
    method="m",
    source="s",
    sensitivities={"a": 1.2, "b": 1.3, "c": 1.1},
)


def test_a_rise_is_better_only_when_higher_is_better() -> None:
    assert decide(CLEAR_RISE, 0.001, "higher", 0.1).code == "improving"
    assert decide(CLEAR_RISE, 0.001, "lower", 0.1).code == "worsening"


def test_a_context_indicator_is_never_judged() -> None:
    verdict = decide(CLEAR_RISE, 0.001, "context", 0.1)
    assert verdict.code == "context"
    assert "参考指標" in verdict.reason.ja


def test_a_trivial_significant_change_is_not_sold_as_success() -> None:
    trivial = replace(CLEAR_RISE, change=1.04, low=1.02, high=1.06, low_90=1.023, high_90=1.057)
    assert decide(trivial, 0.0001, "higher", 0.1).code == "no_meaningful_change"


def test_significance_must_survive_the_correction_for_many_indicators() -> None:
    verdict = decide(CLEAR_RISE, 0.06, "higher", 0.1)
    assert verdict.code == "inconclusive"
    assert "多くの指標を同時に見た" in verdict.reason.ja


def test_an_uncorrected_worsening_raises_a_warning() -> None:
    verdict = decide(CLEAR_RISE, 0.06, "lower", 0.1)
    assert verdict.code == "inconclusive"
    assert len(verdict.warnings) == 1


def test_two_sensitivities_of_the_other_sign_make_it_inconclusive() -> None:
    doubtful = replace(CLEAR_RISE, sensitivities={"a": 0.97, "b": 0.95, "c": 1.1})
    assert decide(doubtful, 0.001, "higher", 0.1).code == "inconclusive"
    one = replace(CLEAR_RISE, sensitivities={"a": 0.97, "b": 1.2, "c": float("nan")})
    assert decide(one, 0.001, "higher", 0.1).code == "improving"


@pytest.mark.parametrize(("low", "high"), [(0.9, 1.2), (0.99, 1.4)])
def test_an_interval_that_includes_no_change_is_inconclusive(low: float, high: float) -> None:
    wide = replace(CLEAR_RISE, change=1.05, low=low, high=high, low_90=low + 0.02, high_90=high - 0.02, p=0.4)
    assert decide(wide, 0.5, "higher", 0.1).code == "inconclusive"


WIDE = replace(CLEAR_RISE, change=1.05, low=0.9, high=1.2, low_90=0.92, high_90=1.18, p=0.4)
END = pd.Timestamp("2029-03-31")


def test_an_open_finding_says_when_it_can_be_decided() -> None:
    found = decide(WIDE, 0.5, "higher", 0.1, outlook=Outlook(0.08, pd.Timestamp("2027-03-31"), END))
    assert (found.code, found.decidable_from) == ("inconclusive", pd.Timestamp("2027-03-31"))
    assert "令和9（2027）年3月ごろまでの記録で" in found.reason.ja
    assert "March 2027" in found.reason.en


def test_an_open_finding_that_the_plan_does_not_decide_says_so() -> None:
    found = decide(WIDE, 0.5, "higher", 0.1, outlook=Outlook(0.29, None, END))
    assert (found.code, found.decidable_from) == ("inconclusive", None)
    assert "令和11（2029）年3月" in found.reason.ja


@pytest.mark.parametrize(("at_end", "code"), [(0.3, "inconclusive"), (0.3001, "not_measurable")])
def test_beyond_three_times_what_matters_nothing_is_measured(at_end: float, code: str) -> None:
    assert decide(WIDE, 0.5, "higher", 0.1, outlook=Outlook(at_end, None, END)).code == code
    # What has moved, or is shown to be small, was measured.
    assert decide(CLEAR_RISE, 0.001, "higher", 0.1, outlook=Outlook(at_end, None, END)).code == "improving"
    assert decide(CLEAR_RISE, 0.2, "higher", 0.1, outlook=Outlook(at_end, None, END)).code == "inconclusive"


def test_a_survey_is_told_how_many_answers_it_needs() -> None:
    """Half the detectable change takes four times the answers; it is rounded up, never down."""
    for at_end, code in ((0.2, "inconclusive"), (0.9, "not_measurable")):
        found = decide(WIDE, 0.5, "higher", 0.1, outlook=Outlook(at_end, None, END, 4.01))
        assert found.code == code
        assert "約4.1倍" in found.reason.ja
        assert "4.1 times" in found.reason.en


def test_the_level_of_one_look_takes_the_place_of_five_percent() -> None:
    assert decide(CLEAR_RISE, 0.02, "higher", 0.1, level=0.01).code == "inconclusive"
    assert decide(CLEAR_RISE, 0.0099, "higher", 0.1, level=0.01).code == "improving"


def test_how_much_worse_it_can_be_and_how_probably_it_is_better() -> None:
    assert not_worse_by(WIDE, "higher") == pytest.approx(0.08)
    assert not_worse_by(WIDE, "lower") == pytest.approx(0.18)
    assert not_worse_by(CLEAR_RISE, "higher") == 0
    assert probability_better(WIDE, "higher") == pytest.approx(0.8)
    assert probability_better(WIDE, "lower") == pytest.approx(0.2)
