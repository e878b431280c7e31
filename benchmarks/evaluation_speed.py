"""Speed of one evaluation, against its bars, on one machine in one run: `python benchmarks/evaluation_speed.py [CITY]`.

CITY is an imported city's folder; without it the example city is made. Times are CPU seconds of this process, the least
of several runs, each of a city opened anew ("warm": what is compiled once a process has been).

1. One finding of a 120-month series with its three sensitivities, against one UnobservedComponents fit of the same
   series with the same terms (the reference implementation of the AR(1) model).
2. The models: every finding of the city that passes the gates, judged again from its evidence.
3. One area, nine areas, and all pairs of plans.
4. One area against what nobody can leave out: DuckDB reading each indicator's columns and adding them up, and one Poisson
   regression (statsmodels) of each finding's months on its terms.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from indicators_at_scale import scan
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.tsa.statespace.structural import UnobservedComponents

import sojo_eval as se
from sojo_eval.calibration.worlds import BOUNDARY, COVID, World, simulate
from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation.evaluate import work_out
from sojo_eval.evaluation.evidence import SeriesEvidence
from sojo_eval.evaluation.judgement import judge
from sojo_eval.statistics.monthly.design import design_matrix, independent_columns
from sojo_eval.statistics.monthly.level_and_path import level_and_path

REPEATS = 15
RUNS = 3
MOST_CPU_SECONDS, MOST_TIMES_FOR_ALL_AREAS, MOST_MS_A_FINDING, MOST_TIMES_THE_LEAST = 3.0, 3.0, 8.0, 3.0


def seconds(call: Callable[[], object]) -> float:
    """Median of several calls, after one that warms caches."""
    call()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def one_finding() -> None:
    """Ours and the reference on one simulated series of 96 + 24 months with COVID."""
    world = World(0.5, 200.0, covid=True, before=96)
    counts = pd.Series(simulate(world, 1, 5)[0], index=world.months)
    X = design_matrix(world.months, BOUNDARY, shocks=[COVID])
    X = X[:, independent_columns(X)]
    y = np.log(counts.to_numpy() + 0.5)

    def reference() -> object:
        return UnobservedComponents(
            y, irregular=False, autoregressive=1, exog=X, mle_regression=False, use_exact_diffuse=True
        ).fit(disp=False)

    ours = seconds(lambda: level_and_path(counts, boundary=BOUNDARY, shocks=[COVID]))
    theirs = seconds(reference)
    print(
        f"one finding of {len(counts)} months with three sensitivities: {1000 * ours:.1f} ms; one UnobservedComponents fit: "
        f"{1000 * theirs:.1f} ms; ratio {ours / theirs:.2f} (bar 1)"
    )


def cpu_seconds(call: Callable[[], object], runs: int = RUNS) -> float:
    """CPU seconds of this process (all threads): the least of some calls, after one that warms caches."""
    call()
    spent = []
    for _ in range(runs):
        start = time.process_time()
        call()
        spent.append(time.process_time() - start)
    return min(spent)


def told(what: str, measured: float, unit: str, bar: float) -> None:
    """One line: what was measured, its bar, and whether it is kept."""
    print(f"{what}: {measured:.2f} {unit} (bar {bar:g} {unit}: {'kept' if measured <= bar else 'missed'})")


def models(evaluation: Evaluation) -> float:
    """CPU seconds for judging again all that passes the gates."""
    evidence = [j.evidence for j in evaluation.judged.values() if j.refusal is None]
    # A copy forgets what the evidence has worked out already.
    spent = cpu_seconds(lambda: [judge(replace(one)) for one in evidence])
    told(f"models, {len(evidence)} findings", 1000 * spent / len(evidence), "ms a finding", MOST_MS_A_FINDING)
    return spent


def one_fit_each(evaluation: Evaluation) -> float:
    """CPU seconds of one Poisson regression for each finding that is estimated from months."""
    rows = []
    for j in evaluation.judged.values():
        e = j.evidence
        if j.refusal is None and isinstance(e, SeriesEvidence) and not e.by_year:
            m = e.months.dropna(subset=["numerator", "denominator"])
            m = m[m["denominator"] > 0]
            X = design_matrix(pd.DatetimeIndex(m["month"]), e.current.start, shocks=e.shocks, breaks=e.breaks)
            rows.append(
                (m["numerator"].to_numpy(), X[:, independent_columns(X)], m["denominator"].to_numpy())
            )
    return cpu_seconds(lambda: [GLM(y, X, family=Poisson(), exposure=n).fit() for y, X, n in rows])


def whole_city(folder: Path) -> None:
    """One area, nine, all pairs of plans, and the least that any evaluation must do."""
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    start = time.process_time()
    evaluation = work_out(se.open_city(folder))
    print(f"first evaluation of a process, after its imports: {time.process_time() - start:.2f} CPU s")
    one = cpu_seconds(lambda: work_out(se.open_city(folder)))
    told(f"one area, {len(evaluation.findings)} findings, warm", one, "CPU s", MOST_CPU_SECONDS)
    models(evaluation)
    centres = se.open_city(folder).table("areas").query("level == 'center'")["area"]
    areas = [*evaluation.areas, *centres]
    nine = cpu_seconds(lambda: work_out(se.open_city(folder), area=areas), runs=1)
    print(f"{len(areas)} areas: {nine:.2f} CPU s")
    told(f"{len(areas)} areas over one", nine / one, "times", MOST_TIMES_FOR_ALL_AREAS)
    pairs = cpu_seconds(lambda: se.evaluate_periods(se.open_city(folder)), runs=1)
    print(f"all pairs of plans: {pairs:.2f} CPU s")
    scanned, fitted = cpu_seconds(scan(folder)), one_fit_each(evaluation)
    print(
        f"the least: scan of each indicator's columns {scanned:.2f} + one regression each {fitted:.2f} CPU s"
    )
    told("one area over the least", one / (scanned + fitted), "times", MOST_TIMES_THE_LEAST)


if __name__ == "__main__":
    one_finding()
    whole_city(Path(sys.argv[1]) if len(sys.argv) > 1 else se.open_city_or_example("example").path)
