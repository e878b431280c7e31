"""From degenerate evidence to a verdict: a gate, a reason or a finite finding, never a warning or a missing number."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sojo_eval.evaluation.columns import REFUSED
from sojo_eval.evaluation.evidence import Evidence, SeriesEvidence, SurveyEvidence, TimesEvidence
from sojo_eval.evaluation.judgement import judge
from sojo_eval.evaluation.verdicts import decide, evidence_grade
from sojo_eval.indicators import built_in
from sojo_eval.indicators.kinds import MONTHLY_RATE
from tests.evaluation.made_evidence import BEFORE, NOW, monthly_evidence, survey_evidence

CASES_EACH = 400
Draw = np.random.Generator
BUILT_IN_OF_A_KIND = {
    "monthly_count": "connections.participants_per_1000",
    "monthly_proportion": "consultation.first_response_within_3_days",
    "annual_count": "consultation.multilayer_support_meetings",
    "annual_proportion": "information.easy_japanese_share",
    "annual_rate": "consultation.agencies_per_meeting",
    "annual_stock": "connections.volunteers_registered_per_10000",
}
KINDS = {kind: built_in()[indicator] for kind, indicator in BUILT_IN_OF_A_KIND.items()}
# No indicator is a monthly rate at present; the kind is there for one.
KINDS["monthly_rate"] = replace(KINDS["annual_rate"], kind=MONTHLY_RATE)


def _column(draw: Draw, n: int, top: float) -> np.ndarray:
    """All zeros, constant, mostly missing, one month alone, or ordinary counts."""
    kind = draw.integers(6)
    if kind == 0:
        return np.zeros(n)
    if kind == 1:
        return np.full(n, top)
    values = draw.poisson(top, n).astype(float)
    if kind == 2:
        values[draw.random(n) < draw.choice([0.05, 0.5, 1.0])] = np.nan
    if kind == 3:
        values[:] = np.nan
        values[draw.integers(n)] = top
    if kind == 4:
        values[draw.random(n) < 0.7] = 0
    return values


def months(draw: Draw, kind: str) -> SeriesEvidence:
    evidence = replace(monthly_evidence(), entry=KINDS[kind])
    breaks = () if draw.random() < 0.7 else (pd.Timestamp("2021-04-01"),)
    question = str(draw.choice(["level", "path"])) if kind.startswith("monthly") else "level"
    evidence = replace(evidence, question=question, breaks=breaks)
    for name in ("months", "years"):
        frame = getattr(evidence, name).copy()
        top = float(draw.choice([0.4, 8.0, 60.0]))
        x, n = _column(draw, len(frame), top), _column(draw, len(frame), 100.0)
        if kind.endswith("proportion"):
            x = np.minimum(x, n) if draw.random() < 0.7 else n.copy()  # 100 % in every month
        frame["numerator"], frame["denominator"] = x, n
        frame["shocked"] = draw.random(len(frame)) < draw.choice([0.0, 0.0, 0.4, 1.0])
        if draw.random() < 0.2:
            frame = frame.iloc[: draw.integers(0, len(frame))]
        evidence = replace(evidence, **{name: frame})
    return evidence


def waves(draw: Draw) -> SurveyEvidence:
    evidence = survey_evidence()
    for name in ("before", "after"):
        wave = getattr(evidence, name).copy()
        share = float(draw.choice([0.0, 0.02, 0.5, 1.0]))
        wave["value"] = (draw.random(len(wave)) < share).astype(float)
        wave["weight"] = draw.choice([1.0, 0.0, 3.0], len(wave)) if draw.random() < 0.5 else 1.0
        if draw.random() < 0.2:
            wave["weight"] = 0.0
        if draw.random() < 0.3:
            wave["psu"] = draw.integers(0, draw.choice([1, 2, 5]), len(wave))
        wave = wave.iloc[: int(draw.choice([0, 1, 2, 60, 200]))]
        evidence = replace(evidence, **{name: wave})
    return evidence


def times(draw: Draw) -> TimesEvidence:
    n = int(draw.choice([0, 1, 30, 400]))
    month = pd.Series(pd.date_range("2019-04-01", periods=84, freq="MS")).sample(
        n, replace=True, random_state=1
    )
    rows = pd.DataFrame({"month": month.to_numpy()})
    rows["days"] = draw.choice([0.0, 5.0, 400.0]) if draw.random() < 0.4 else draw.exponential(30, n).round()
    rows["event"] = draw.random(n) < draw.choice([0.0, 0.8, 1.0])
    rows["after"] = rows["month"] >= pd.Timestamp("2024-04-01")
    rows["shocked"] = draw.random(n) < draw.choice([0.0, 0.3, 1.0])
    entry = built_in()["consultation.referrals_accepted_days"]
    return TimesEvidence(entry, "132292", BEFORE, NOW, rows=rows)


MAKERS: dict[str, Callable[[Draw], Evidence]] = {
    **{kind: (lambda draw, kind=kind: months(draw, kind)) for kind in KINDS},
    "survey": waves,
    "times": times,
}


@pytest.mark.parametrize("kind", MAKERS)
def test_every_degenerate_case_ends_in_a_reason_or_a_finite_finding(kind: str) -> None:
    verdicts: set[str] = set()
    for seed in range(CASES_EACH):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            evidence = MAKERS[kind](np.random.default_rng(seed))
            judged = judge(evidence)
            if judged.refusal is not None:
                assert judged.estimate is None
                assert judged.refusal.verdict in REFUSED
                assert judged.refusal.reason.ja
                assert judged.refusal.reason.en
                verdicts.add(judged.refusal.verdict)
                continue
            estimate = judged.estimate
            assert estimate is not None
            numbers = [estimate.change, estimate.low, estimate.high, estimate.p, estimate.detectable]
            assert not np.isnan(numbers).any(), (seed, numbers)
            verdict = decide(estimate, estimate.p, "higher", evidence.entry.smallest_change)
            if kind != "survey":  # whose waves stand in a table of their own
                assert evidence_grade(evidence)[0] in ("D0", "D1", "D2")
            verdicts.add(verdict.code)
    assert "insufficient_data" in verdicts
    assert len(verdicts) >= 2, "no case got past the gates: this tests only the door"


def test_the_kinds_are_what_their_names_say() -> None:
    for kind, entry in KINDS.items():
        assert entry.kind.name == kind
