"""Two publications together must not tell what one of them hides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sojo_eval.disclosure import publish, publish_plan_periods
from sojo_eval.evaluation import Evaluation, PlanPeriods
from sojo_eval.evaluation.columns import FINDINGS
from sojo_eval.evaluation.plan_periods import put_together
from tests.disclosure.test_attacks import CATALOGUE, DESKS
from tests.made_evaluation import make_evaluation
from tests.searching import cases

HIDDEN, OTHER = "consultation.support_plans_drafted", "consultation.referrals_accepted_days"
NUMBERS = ["value", "low", "high"]
OF_COMPARISONS = [
    "value_baseline", "value_current", "change", "change_low", "change_high", "detectable_change", "n_baseline",
    "n_current", "p", "p_adjusted", "count_baseline", "count_current", "base_baseline", "base_current", "phi",
    "current_low", "current_high", "not_worse_by", "probability_better",
]  # fmt: skip


def pair(evaluation: Evaluation, baseline: str, current: str) -> Evaluation:
    findings = evaluation.findings.assign(baseline=baseline, current=current)
    targets = evaluation.targets.assign(plan=current)
    return replace(evaluation, baseline=baseline, current=current, findings=findings, targets=targets)


def with_finding(evaluation: Evaluation, indicator: str, **values: object) -> Evaluation:
    findings = evaluation.findings.copy()
    findings.loc[findings["indicator"] == indicator, [*values]] = [*values.values()]
    return replace(evaluation, findings=findings)


def three_plans(small_in: str) -> PlanPeriods:
    """Two comparisons; one finding rests on a count of 3 in one of them."""
    both = {
        "earlier": pair(make_evaluation(0, False), "3", "4"),
        "later": pair(make_evaluation(0, False), "4", "5"),
    }
    both[small_in] = with_finding(
        both[small_in], HIDDEN, count_current=3.0, reasons="3件", reasons_en="3 cases"
    )
    return put_together([both["earlier"], both["later"]], ["3", "4", "5"])


@pytest.mark.parametrize("small_in", ["earlier", "later"])
def test_what_one_comparison_hides_is_hidden_in_all(small_in: str) -> None:
    result = three_plans(small_in)
    published = publish_plan_periods(result)
    values = published.values[published.values["indicator"] == HIDDEN]
    assert values["hidden"].all()
    assert values[NUMBERS].isna().all(axis=None)
    compared = published.comparisons[published.comparisons["indicator"] == HIDDEN]
    assert len(compared) == 2
    assert compared[OF_COMPARISONS].isna().all(axis=None)
    assert not compared["reasons"].str.contains("3").any()
    of_targets = published.targets[published.targets["indicator"] == HIDDEN]
    assert len(of_targets) == 2
    assert (of_targets["status"] == "").all()
    assert of_targets["value"].isna().all()
    # What nothing hides stays, and so do the codes of the verdicts.
    other = published.values[published.values["indicator"] == OTHER]
    assert other["value"].notna().any()
    assert not other["hidden"].any()
    assert compared["verdict_alone"].tolist() == ["inconclusive"] * 2
    assert set(published.hidden["indicator"]) == {HIDDEN}


def test_a_column_without_a_class_is_not_published() -> None:
    result = three_plans("later")
    for table in (result.values, result.comparisons, result.pillars, result.targets):
        table["households"] = 3.0
    published = publish_plan_periods(result)
    for table in (published.values, published.comparisons, published.pillars, published.targets):
        assert table["households"].isna().all()


# The attack, over the page of the latest comparison (series and findings) and the page of all plan periods.

MONTHS = pd.date_range("2022-04-01", periods=36, freq="MS")
PLANS = {"3": (0, 12), "4": (12, 24), "5": (24, 36)}
THRESHOLD = 5
Cells = dict[str, np.ndarray]


def whole(cells: Cells, indicator: str) -> tuple[np.ndarray, np.ndarray]:
    desk = indicator.partition("_")[2]
    if indicator == "all":
        return sum(cells[d] for d in DESKS), np.full(36, 1000.0)  # type: ignore[return-value]
    if indicator.startswith("soon"):
        return cells[f"soon {desk}"], cells[desk]
    return cells[desk], np.full(36, 1000.0)


def evaluation_of(cells: Cells, baseline: str, current: str, base: Evaluation) -> Evaluation:
    points, rows = [], []
    for indicator in CATALOGUE["indicator"]:
        part, over = whole(cells, indicator)
        for step, length in (("month", 1), ("quarter", 3), ("year", 12)):
            for first in range(0, 36, length):
                run = slice(first, first + length)
                end = MONTHS[first + length - 1] + pd.offsets.MonthEnd(0)
                plan = next(p for p, (a, b) in PLANS.items() if a <= first < b)
                points.append(
                    (
                        indicator,
                        "city",
                        MONTHS[first],
                        end,
                        step,
                        plan,
                        False,
                        part[run].sum(),
                        over[run].sum(),
                        0.0,
                        0.0,
                        0.0,
                    )
                )
        kind = CATALOGUE.set_index("indicator").loc[indicator, "kind"]
        sums = [x[slice(*PLANS[p])].sum() for p in (baseline, current) for x in (part, over)]
        row = dict.fromkeys((c.name for c in FINDINGS), "") | dict.fromkeys(OF_COMPARISONS, 0.5)
        rows.append(
            row | {"indicator": indicator, "area": "city", "pillar": "consultation", "kind": kind, "disclosive": True,
            "baseline": baseline, "current": current, "question": "level", "direction": "higher", "unit": "share",
            "scale": "difference", "verdict": "inconclusive", "attention": False, "count_baseline": sums[0],
            "base_baseline": sums[1], "count_current": sums[2], "base_current": sums[3], "grade": "D1", "target": np.nan,
            "smallest_change": 0.05, "decidable_from": pd.NaT, "data_until": pd.NaT, "headline": False}
        )  # fmt: skip
    starts = [MONTHS[a] for a, _ in PLANS.values()]
    ends = [MONTHS[b - 1] + pd.offsets.MonthEnd(0) for _, b in PLANS.values()]
    plans = pd.DataFrame(
        {"plan": [*PLANS], "name_ja": "計画", "name_en": "plan", "start_date": starts, "end_date": ends}
    )
    names = dict.fromkeys(("title_ja", "title_en"), CATALOGUE["indicator"])
    return replace(
        base, baseline=baseline, current=current, areas=("city",), plans=plans, threshold=THRESHOLD,
        findings=pd.DataFrame(rows), series=pd.DataFrame(points, columns=[*base.series.columns]),
        catalogue=CATALOGUE.assign(**names), pillars=base.pillars.iloc[:0], targets=base.targets.iloc[:0],
    )  # fmt: skip


def equation(indicator: str, which: str, first: int, last: int) -> np.ndarray:
    cells = np.zeros((6, 36))
    desk = indicator.partition("_")[2]
    if indicator == "all":
        cells[:3, first:last] = 1
    elif indicator.startswith("soon") and which == "part":
        cells[3 + DESKS.index(desk), first:last] = 1
    else:
        cells[DESKS.index(desk), first:last] = 1
    return cells.ravel()


def told(cells: Cells, base: Evaluation) -> tuple[list[str], list[str]]:
    """Small counts that follow from the latest page alone, and from both pages together."""
    earlier, later = (evaluation_of(cells, *plans, base) for plans in (("3", "4"), ("4", "5")))
    page = publish(later)
    together = publish_plan_periods(put_together([earlier, later], ["3", "4", "5"]))

    def of(indicator: str, spans: list[tuple[int, int]]) -> list[np.ndarray]:
        sides = ("part", "whole") if indicator.startswith("soon") else ("part",)
        return [equation(indicator, side, a, b) for a, b in spans for side in sides]

    month = {start: i for i, start in enumerate(MONTHS)}
    known: list[np.ndarray] = []
    for row in page.series[~page.series["hidden"].astype(bool)].to_dict("records"):
        first = month[row["period_start"]]
        known += of(row["indicator"], [(first, first + {"month": 1, "quarter": 3, "year": 12}[row["step"]])])
    for row in page.findings[~page.findings["hidden"].astype(bool)].to_dict("records"):
        known += of(row["indicator"], [PLANS["4"], PLANS["5"]])
    more = [*known]
    for row in together.comparisons[~together.comparisons["hidden"].astype(bool)].to_dict("records"):
        more += of(row["indicator"], [PLANS[row["baseline"]], PLANS[row["current"]]])
    return followed(known, cells), followed(more, cells)


def followed(known: list[np.ndarray], cells: Cells) -> list[str]:
    system = np.array(known) if known else np.zeros((1, 216))
    _, sizes, basis = np.linalg.svd(system, full_matrices=False)
    basis = basis[sizes > 1e-9]
    values = np.concatenate([cells[name] for name in (*DESKS, *(f"soon {d}" for d in DESKS))])
    out = []
    for indicator in CATALOGUE["indicator"]:
        for length in (1, 3, 12):
            for first in range(0, 36, length):
                part = equation(indicator, "part", first, first + length)
                late = equation(indicator, "whole", first, first + length) - part
                for wanted in (part, late) if indicator.startswith("soon") else (part,):
                    rest = wanted - basis.T @ (basis @ wanted)
                    if 0 < wanted @ values < THRESHOLD and np.abs(rest).max() < 1e-7:
                        out.append(f"{indicator} {MONTHS[first]:%Y-%m} +{length}")
    return out


BASE = make_evaluation(0, False)
rates = st.sampled_from([0.2, 1.0, 3.0, 8.0, 40.0])


def test_what_is_large_is_shown_in_all_plans() -> None:
    cells: Cells = {d: np.full(36, 40.0) for d in DESKS} | {f"soon {d}": np.full(36, 20.0) for d in DESKS}
    earlier, later = (evaluation_of(cells, *plans, BASE) for plans in (("3", "4"), ("4", "5")))
    published = publish_plan_periods(put_together([earlier, later], ["3", "4", "5"]))
    assert not published.values["hidden"].any()
    assert told(cells, BASE) == ([], [])


@example(seed=9, means=(0.2, 3.0, 8.0), soon=0.6038466003331284)  # told, unless the pages are tried together
@settings(max_examples=cases(4), deadline=None)
@given(seed=st.integers(0, 2**32 - 1), means=st.tuples(rates, rates, rates), soon=st.floats(0.05, 0.95))
def test_nothing_small_follows_from_both_pages(
    seed: int, means: tuple[float, float, float], soon: float
) -> None:
    rng = np.random.default_rng(seed)
    cells: Cells = {d: rng.poisson(mean, 36).astype(float) for d, mean in zip(DESKS, means, strict=True)}
    cells |= {f"soon {d}": rng.binomial(cells[d].astype(int), soon).astype(float) for d in DESKS}
    assert told(cells, BASE) == ([], [])
