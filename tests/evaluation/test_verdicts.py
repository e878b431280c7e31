"""The verdict rules, one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sojo_eval.evaluation.verdicts import decide
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
    assert "補正" in verdict.reason.ja


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
