"""Speed of the verdicts, as ratios on one machine in one run: `python benchmarks/evaluation_speed.py`.

1. One finding of a 120-month series with its three sensitivities, against one UnobservedComponents fit of the same
   series with the same terms (the reference implementation of the AR(1) model).
2. A whole city: 45 monthly indicators × 9 areas × two questions, gates to estimates, against the bar of 40 s.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
from statsmodels.tsa.statespace.structural import UnobservedComponents

import sojo_eval as se
from sojo_eval.calibration.worlds import BOUNDARY, COVID, World, simulate
from sojo_eval.evaluation.judgement import judge
from sojo_eval.statistics.monthly.design import design_matrix, independent_columns
from sojo_eval.statistics.monthly.level_and_path import level_and_path

REPEATS = 15
INDICATORS, AREAS = 45, 9
BAR_SECONDS = 40


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


def whole_city() -> None:
    """Every indicator monthly (the dearest kind), in nine areas, both questions."""
    evaluation = se.evaluate(se.open_city_or_example("example"))
    evidence = [
        judged.evidence
        for (_, _, question), judged in evaluation.judged.items()
        if judged.evidence.entry.kind.grain == "month" and question == "path" and judged.refusal is None
    ]
    every = [
        replace(evidence[i % len(evidence)], question=question)
        for i in range(INDICATORS * AREAS)
        for question in ("level", "path")
    ]
    start = time.perf_counter()
    found = sum(judge(one).estimate is not None for one in every)
    spent = time.perf_counter() - start
    print(f"{len(every)} findings ({found} estimated): {spent:.1f} s in one process (bar {BAR_SECONDS} s)")
    areas = evaluation.areas + tuple(
        se.open_city_or_example("example").table("areas").query("level == 'center'")["area"]
    )
    start = time.perf_counter()
    whole = se.evaluate(se.open_city_or_example("example"), area=areas)
    spent = time.perf_counter() - start
    print(
        f"evaluate() of the example city in {len(areas)} areas: {len(whole.findings)} findings, tables read and series "
        f"counted, {spent:.1f} s"
    )


if __name__ == "__main__":
    one_finding()
    whole_city()
