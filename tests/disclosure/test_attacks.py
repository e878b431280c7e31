"""Adding and subtracting everything that is printed must not give a hidden small count.

The attack is written out once more here, month by month and with nothing of the code under test: every printed
number is an equation over the counts of single months, and a hidden small count is known when adding its own
equation to the printed ones does not raise their rank.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sojo_eval.disclosure.protection import protect
from tests.searching import cases

THRESHOLD = 5
MONTHS = pd.date_range("2022-04-01", periods=24, freq="MS")
PLANS = pd.DataFrame(
    {
        "plan": ["p1", "p2"],
        "start_date": pd.to_datetime(["2022-04-01", "2023-04-01"]),
        "end_date": pd.to_datetime(["2023-03-31", "2024-03-31"]),
    }
)
DESKS = ("elderly", "children", "needy")
CATALOGUE = pd.DataFrame(
    [
        ("all", "monthly_count", "consultations", "", True),
        *((f"received_{d}", "monthly_count", f"consultations/desk/{d}", "", True) for d in DESKS),
        *(
            (f"soon_{d}", "monthly_proportion", f"soon/desk/{d}", f"consultations/desk/{d}", True)
            for d in DESKS
        ),
    ],
    columns=["indicator", "kind", "counts", "out_of", "disclosive"],
)
Cells = dict[str, np.ndarray]
"""Counts of the 24 months by desk, and of those answered soon as "soon <desk>"."""


def tables(cells: Cells) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The series by month, quarter and year, and the findings, of all indicators over these counts."""
    residents = np.full(24, 1000.0)
    pairs = {"all": (sum(cells[d] for d in DESKS), residents)}
    pairs |= {f"received_{d}": (cells[d], residents) for d in DESKS}
    pairs |= {f"soon_{d}": (cells[f"soon {d}"], cells[d]) for d in DESKS}
    points, findings = [], []
    for indicator, (part, whole) in pairs.items():
        for step, length in (("month", 1), ("quarter", 3), ("year", 12)):
            for first in range(0, 24, length):
                run = slice(first, first + length)
                end = MONTHS[first + length - 1] + pd.offsets.MonthEnd(0)
                plan = "p1" if first < 12 else "p2"
                points.append(
                    (indicator, "city", step, plan, MONTHS[first], end, part[run].sum(), whole[run].sum())
                )
        kind = CATALOGUE.set_index("indicator").loc[indicator, "kind"]
        sides = [part[:12].sum(), whole[:12].sum(), part[12:].sum(), whole[12:].sum()]
        findings.append((indicator, "city", kind, True, "p1", "p2", *sides))
    return (
        pd.DataFrame(
            points,
            columns=[
                *("indicator", "area", "step", "plan"),
                *("period_start", "period_end", "numerator", "denominator"),
            ],
        ),
        pd.DataFrame(
            findings,
            columns=[
                *("indicator", "area", "kind", "disclosive", "baseline", "current"),
                *("count_baseline", "base_baseline", "count_current", "base_current"),
            ],
        ),
    )


def equation(indicator: str, which: str, first: int, last: int) -> np.ndarray:
    """The printed number as a sum of cells: 6 rows (desks, then answered soon) × 24 months, flat."""
    cells = np.zeros((6, 24))
    desk = indicator.partition("_")[2]
    if indicator == "all":
        cells[:3, first:last] = 1
    elif indicator.startswith("soon") and which == "part":
        cells[3 + DESKS.index(desk), first:last] = 1
    else:
        cells[DESKS.index(desk), first:last] = 1
    return cells.ravel()


def attack(series: pd.DataFrame, findings: pd.DataFrame, cells: Cells) -> list[str]:
    """Small counts by month, quarter, year or plan period, of a desk or of all, that follow from what is shown."""
    shown_series = series[series["shown"]]
    month = {start: i for i, start in enumerate(MONTHS)}
    known = []
    for row in shown_series.to_dict("records"):
        first = month[row["period_start"]]
        last = first + {"month": 1, "quarter": 3, "year": 12}[row["step"]]
        known.append(equation(row["indicator"], "part", first, last))
        if row["indicator"].startswith("soon"):
            known.append(equation(row["indicator"], "whole", first, last))
    for row in findings[findings["shown"]].to_dict("records"):
        for first in (0, 12):
            known.append(equation(row["indicator"], "part", first, first + 12))
            if row["indicator"].startswith("soon"):
                known.append(equation(row["indicator"], "whole", first, first + 12))
    system = np.array(known) if known else np.zeros((1, 144))
    # An orthonormal basis of what can be worked out; a count outside of it keeps a rest.
    _, sizes, basis = np.linalg.svd(system, full_matrices=False)
    basis = basis[sizes > 1e-9]
    values = np.concatenate([cells[name] for name in (*DESKS, *(f"soon {d}" for d in DESKS))])
    told = []
    for indicator in CATALOGUE["indicator"]:
        for length in (1, 3, 12):
            for first in range(0, 24, length):
                part = equation(indicator, "part", first, first + length)
                late = equation(indicator, "whole", first, first + length) - part
                for wanted in (part, late) if indicator.startswith("soon") else (part,):
                    rest = wanted - basis.T @ (basis @ wanted)
                    if 0 < wanted @ values < THRESHOLD and np.abs(rest).max() < 1e-7:
                        told.append(f"{indicator} {MONTHS[first]:%Y-%m} +{length}")
    return told


def published(cells: Cells) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two tables with a column `shown`."""
    series, findings = tables(cells)
    decided = protect(series, findings, PLANS, CATALOGUE, THRESHOLD)
    return (
        series.assign(shown=decided.kept & ~decided.points),
        findings.assign(shown=~decided.findings),
    )


def many() -> Cells:
    """Counts that hide nothing."""
    return {d: np.full(24, 40.0) for d in DESKS} | {f"soon {d}": np.full(24, 20.0) for d in DESKS}


def test_what_is_large_is_shown_by_month() -> None:
    series, findings = published(many())
    assert set(series.loc[series["shown"], "step"]) == {"month"}
    assert len(series[series["shown"]]) == 24 * 7
    assert findings["shown"].all()


def test_the_attack_finds_a_month_that_only_its_own_row_hides() -> None:
    cells = many()
    cells["elderly"][3] = 2
    series, findings = tables(cells)
    mine = (series["indicator"] == "received_elderly") & (series["period_start"] == MONTHS[3])
    shown = series.assign(shown=(series["step"] == "month") & ~mine)
    assert "received_elderly 2022-07 +1" in attack(shown, findings.assign(shown=True), cells)


def test_a_hidden_month_of_a_desk_is_not_had_from_the_yearly_share_over_the_same_consultations() -> None:
    cells = many()
    cells["elderly"][3], cells["soon elderly"][3] = 2, 1
    for desk in DESKS:
        cells[f"soon {desk}"] = np.minimum(cells[f"soon {desk}"], 1)  # so the share is shown by year only
    series, findings = published(cells)
    assert attack(series, findings, cells) == []


def test_a_hidden_desk_is_not_had_from_all_consultations_less_the_other_desks() -> None:
    cells = many()
    cells["needy"][:] = 1
    series, findings = published(cells)
    assert not series.loc[series["indicator"] == "received_needy", "shown"][series["step"] == "month"].any()
    assert attack(series, findings, cells) == []


def test_a_finding_with_a_small_period_is_not_had_from_other_findings() -> None:
    cells = many()
    cells["needy"][:] = 0
    cells["soon needy"][:] = 0
    cells["needy"][5] = 3
    series, findings = published(cells)
    assert not findings.set_index("indicator").loc["received_needy", "shown"]
    assert attack(series, findings, cells) == []


rates = st.sampled_from([0.2, 1.0, 3.0, 8.0, 40.0])


@settings(max_examples=cases(30), deadline=None)
@given(seed=st.integers(0, 2**32 - 1), means=st.tuples(rates, rates, rates), soon=st.floats(0.05, 0.95))
def test_nothing_small_follows_from_what_is_shown(
    seed: int, means: tuple[float, float, float], soon: float
) -> None:
    rng = np.random.default_rng(seed)
    cells: Cells = {d: rng.poisson(mean, 24).astype(float) for d, mean in zip(DESKS, means, strict=True)}
    cells |= {f"soon {d}": rng.binomial(cells[d].astype(int), soon).astype(float) for d in DESKS}
    series, findings = published(cells)
    assert attack(series, findings, cells) == []
