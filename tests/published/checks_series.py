"""Acute coronary events in Sicily before and after the smoking ban: the tutorial's models, and our own beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sojo_eval import statistics as st
from tests.published.validation import Check

SOURCE = "Lopez Bernal, Cummins & Gasparrini 2017, tutorial in R"
BAN = "2005-01-01"


def _months(data: Path) -> tuple[pd.Series, pd.Series]:
    sicily = pd.read_csv(data / "validation" / "its_sicily" / "sicily.csv")
    months = pd.DatetimeIndex(pd.to_datetime(sicily[["year", "month"]].assign(day=1)))
    return tuple(pd.Series(sicily[c].to_numpy(float), index=months) for c in ("aces", "stdpop"))  # type: ignore[return-value]


def _of(name: str, **model: Any) -> Callable[[Path], float]:
    def number(data: Path) -> float:
        result = st.segmented_poisson(*_months(data), boundary=BAN, **model)
        terms = result.coefficients.set_index("term")
        if name == "se":
            return float(terms.loc["step", "standard_error"])
        if name == "trend":
            return float(terms.loc["trend a month", "coefficient"])
        if name == "trend se":
            return float(terms.loc["trend a month", "standard_error"])
        if name == "annual":
            return float(np.exp(12 * terms.loc["trend a month", "coefficient"]))
        return float(getattr(result, name))

    return number


POISSON = {"harmonics": 0, "quasi": False}
QUASI = {"harmonics": 0}
SEASON: dict[str, Any] = {}

CHECKS = [
    *(
        Check(f"smoking ban, {model}: {what}", expected, digits, _of(name, **options), SOURCE)
        for model, options, numbers in [
            (
                "Poisson",
                POISSON,
                [
                    ("rate ratio", "change", 0.8944, 4),
                    ("95 % from", "low", 0.8647, 4),
                    ("95 % to", "high", 0.9251, 4),
                    ("standard error of the step", "se", 0.0172248, 6),
                    ("trend a month", "trend", 0.00494499, 7),
                ],
            ),
            (
                "quasi-Poisson",
                QUASI,
                [
                    ("rate ratio", "change", 0.8944, 4),
                    ("95 % from", "low", 0.8392, 4),
                    ("95 % to", "high", 0.9532, 4),
                    ("standard error of the step", "se", 0.032496, 6),
                    ("standard error of the trend", "trend se", 0.00094184, 7),
                    ("dispersion", "dispersion", 3.559, 3),
                ],
            ),
            (
                "quasi-Poisson with two yearly waves",
                SEASON,
                [
                    ("rate ratio", "change", 0.8851, 4),
                    ("95 % from", "low", 0.8394, 4),
                    ("95 % to", "high", 0.9332, 4),
                    ("standard error of the step", "se", 0.027031, 6),
                    ("trend a month", "trend", 0.00538922, 7),
                    ("dispersion", "dispersion", 2.262, 3),
                    ("rate ratio of the trend a year", "annual", 1.06681, 5),
                ],
            ),
        ]
        for what, name, expected, digits in numbers
    ),
]
