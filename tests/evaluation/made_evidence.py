"""Sound evidence by month and from a survey, to be spoilt one thing at a time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sojo_eval.evaluation.evidence import Evidence, SeriesEvidence, SurveyEvidence
from sojo_eval.evaluation.gates import first_refusal
from sojo_eval.evaluation.periods import Period
from sojo_eval.foundation.language import Text
from sojo_eval.indicators import built_in

BEFORE = Period("4", Text("第4期", "plan 4"), pd.Timestamp("2019-04-01"), pd.Timestamp("2024-03-31"), True)
NOW = Period("5", Text("第5期", "plan 5"), pd.Timestamp("2024-04-01"), pd.Timestamp("2026-03-31"), False)


def monthly_evidence(indicator: str = "consultation.first_response_within_3_days") -> SeriesEvidence:
    month = pd.Series(pd.date_range("2019-04-01", periods=84, freq="MS"))
    months = pd.DataFrame({"month": month, "numerator": 80.0, "denominator": 100.0})
    months["after"] = months["month"] >= NOW.start
    months["shocked"] = False
    years = pd.DataFrame({"year": range(2019, 2026), "numerator": 960.0, "denominator": 1200.0, "months": 12})
    years["after"] = years["year"] >= 2024
    years["shocked"] = False
    return SeriesEvidence(built_in()[indicator], "132292", BEFORE, NOW, months=months, years=years)


def survey_evidence() -> SurveyEvidence:
    def wave(name: str, question: str) -> pd.DataFrame:
        return pd.DataFrame(
            {"wave": name, "question_id": question, "value": [1, 0] * 100, "weight": 1.0, "stratum": None,
             "psu": np.arange(200)}
        )  # fmt: skip

    waves = pd.DataFrame(
        {
            "wave": ["w4", "w5"],
            "mode": "mail",
            "frame": "18+",
            "sampling": "random",
            "fieldwork_start": pd.to_datetime(["2021-11-01", "2025-11-01"]),
        }
    )
    questions = pd.DataFrame({"question_id": ["q4", "q5"], "comparable_with": [None, "q4"]})
    return SurveyEvidence(
        built_in()["consultation.knows_a_desk"], "132292", BEFORE, NOW, before=wave("w4", "q4"),
        after=wave("w5", "q5"), waves=waves, questions=questions,
    )  # fmt: skip


def refused(evidence: Evidence) -> tuple[str, str]:
    refusal = first_refusal(evidence)
    assert refusal is not None
    assert refusal.reason.en
    return refusal.verdict, refusal.reason.ja
