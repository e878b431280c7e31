"""Times to an event against R survival and the textbook leukaemia trial."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from sojo_eval import statistics as st
from tests.published.validation import Check

LUNG = "R survival 3.5, lung (North Central Cancer Treatment Group)"
FREIREICH = "Freireich et al. 1963, Blood 21:699–716; Klein & Moeschberger 2003, section 1.2"

# Weeks of remission under 6-MP, + = still in remission, and under placebo, where all relapsed.
SIX_MP = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def _lung(data: Path) -> tuple[pd.Series, pd.Series, pd.Series]:
    patients = pd.read_csv(data / "validation" / "survival_lung" / "lung.csv")
    return patients["time"], patients["status"] == 2, patients["sex"]


def _median(name: str, sex: int | None) -> Callable[[Path], float]:
    def number(data: Path) -> float:
        days, died, of = _lung(data)
        here = of.notna() if sex is None else of == sex
        return float(getattr(st.survival_quantile(days[here], died[here]), name))

    return number


def _restricted(name: str) -> Callable[[Path], float]:
    return lambda data: float(getattr(st.restricted_mean(*_lung(data)[:2], 365), name))


def _by_sex(name: str) -> Callable[[Path], float]:
    return lambda data: float(getattr(st.logrank(*_lung(data)), name))


def _counts(column: str, sex: int) -> Callable[[Path], float]:
    return lambda data: float(st.logrank(*_lung(data)).groups.set_index("group").loc[sex, column])


def _remission() -> tuple[list[int], list[bool], list[str]]:
    drug = SIX_MP.split()
    weeks = [int(week.rstrip("+")) for week in drug] + PLACEBO
    relapsed = [not week.endswith("+") for week in drug] + [True] * len(PLACEBO)
    return weeks, relapsed, ["6-MP"] * len(drug) + ["placebo"] * len(PLACEBO)


def _median_remission(group: str) -> Callable[[Path], float]:
    def number(data: Path) -> float:
        weeks, relapsed, groups = (np.array(column) for column in _remission())
        return st.survival_quantile(weeks[groups == group], relapsed[groups == group]).value

    return number


CHECKS = [
    *(
        Check(f"median survival, {who}: {words}", value, 0, _median(name, sex), LUNG)
        for who, sex, numbers in [
            ("all", None, (310, 285, 363)),
            ("men", 1, (270, 212, 310)),
            ("women", 2, (426, 348, 550)),
        ]
        for words, name, value in zip(("days", "low", "high"), ("value", "low", "high"), numbers, strict=True)
    ),
    *(
        Check(f"{who}: {column}", value, 0, _counts(column, sex), LUNG)
        for who, sex, persons, events in [("men", 1, 138, 112), ("women", 2, 90, 53)]
        for column, value in [("persons", persons), ("events", events)]
    ),
    Check("log-rank test of men and women: χ²", 10.3, 1, _by_sex("chi2"), LUNG),
    Check("log-rank test of men and women: p", 0.001, 3, _by_sex("p"), LUNG),
    Check("restricted mean of 365 days", 263, 0, _restricted("value"), LUNG),
    Check("restricted mean of 365 days: standard error", 7.8, 1, _restricted("standard_error"), LUNG),
    Check(
        "log-rank test of 6-MP and placebo: χ²",
        16.793,
        3,
        lambda data: st.logrank(*_remission()).chi2,
        FREIREICH,
    ),
    Check("median weeks of remission, 6-MP", 23, 0, _median_remission("6-MP"), FREIREICH),
    Check("median weeks of remission, placebo", 8, 0, _median_remission("placebo"), FREIREICH),
]
