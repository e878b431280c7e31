"""How often does the evaluation say "improving" when nothing changed, and does it find what was planted?

Twenty example cities of scenario `null` and one of `mixed`, each made, imported and evaluated as a user would; the
naive arrow beside. About four minutes on two cores. Writes docs/false_improvement.md.

    python benchmarks/false_improvement.py [--seeds 20]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

import sojo_eval as se
from sojo_eval.city import import_city
from sojo_eval.evaluation.evaluate import work_out
from sojo_eval.example_city import make_example_city, truth_table

ROOT = Path(__file__).resolve().parent.parent


def findings_of(seed: int, scenario: str) -> pd.DataFrame:
    """Findings of one example city with the planted truth beside them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "city"
        make_example_city(folder, seed=seed, scenario=scenario)
        assert not import_city(folder).errors
        findings = work_out(se.open_city(folder)).findings
    truth = truth_table(scenario)
    return findings.assign(
        seed=seed,
        truth=[truth[i]["truth"] for i in findings["indicator"]],
        planted=[truth[i]["change"] for i in findings["indicator"]],
    )


def planted_size(row: pd.Series) -> float:
    """The planted change as a size comparable with `detectable_change`."""
    planted = float(row["planted"])
    if row["scale"] == "ratio":
        return float(np.exp(abs(np.log(planted))) - 1)
    return abs(planted)


def null_table(seeds: int) -> pd.DataFrame:
    """Verdicts of all indicators over the null cities: ours and the naive arrow."""
    return pd.concat([findings_of(seed, "null") for seed in range(1, seeds + 1)], ignore_index=True)


def markdown(frame: pd.DataFrame) -> str:
    """A plain Markdown table."""
    head = "| " + " | ".join(frame.columns) + " |"
    rule = "|" + "---|" * len(frame.columns)
    rows = ["| " + " | ".join(str(v) for v in row) + " |" for row in frame.itertuples(index=False)]
    return "\n".join([head, rule, *rows])


def report(seeds: int) -> str:
    null = null_table(seeds)
    null = null[null["direction"] != "context"]
    judged_direction, paths = null[null["question"] == "level"], null[null["question"] == "path"]
    path = (paths["verdict"] == "improving").mean()
    path_judged = int(paths["change"].notna().sum())
    ours = (judged_direction["verdict"] == "improving").mean()
    naive = (judged_direction["naive_verdict"] == "improving").mean()
    any_ours = judged_direction.groupby("seed")["verdict"].apply(lambda v: (v == "improving").any()).mean()
    by_indicator = (
        judged_direction.assign(
            ours=judged_direction["verdict"] == "improving",
            worse=judged_direction["verdict"] == "worsening",
            none=judged_direction["verdict"] == "no_meaningful_change",
            naive=judged_direction["naive_verdict"] == "improving",
        )
        .groupby("indicator")[["ours", "worse", "none", "naive"]]
        .sum()
        .reset_index()
    )
    by_indicator.columns = ["indicator", "improving", "worsening", "no meaningful change", "naive ↑"]
    pillars = judged_direction.groupby(["seed", "pillar"])["verdict"].size()
    mixed = findings_of(1, "mixed")
    mixed = mixed[mixed["question"] == "level"]
    improved = mixed[(mixed["truth"] == "improved") & mixed["detectable_change"].notna()].copy()
    improved["size"] = improved.apply(planted_size, axis=1)
    strong = improved[improved["size"] >= 1.5 * improved["detectable_change"]]
    found = int((strong["verdict"] == "improving").sum())
    false_mixed = int(((mixed["truth"] == "no_change") & (mixed["verdict"] == "improving")).sum())
    shown = mixed[
        ["indicator", "truth", "planted", "change", "detectable_change", "verdict", "naive_verdict"]
    ].copy()
    for column in ("planted", "change", "detectable_change"):
        shown[column] = pd.to_numeric(shown[column]).map(lambda x: "" if pd.isna(x) else f"{x:.3f}")
    return f"""# False improvement on example cities

Made by `python benchmarks/false_improvement.py --seeds {seeds}`. Nothing here is typed in.

## {seeds} cities in which nothing changed (`null`, seeds 1–{seeds})

{len(judged_direction)} verdicts of the level question ({len(pillars)} pillar evaluations). Said to be improving:

| | share of verdicts | |
|---|---|---|
| sojo_eval | {100 * ours:.1f} % | bar: at most 5 % |
| naive arrow on the same data | {100 * naive:.1f} % | |
| cities with any indicator "improving" (sojo_eval) | {100 * any_ours:.1f} % | |
| sojo_eval, path question ({len(paths)} verdicts, {path_judged} with an estimate) | {100 * path:.1f} % | |

By indicator, level question, number of cities out of {seeds}:

{markdown(by_indicator)}

## One city with planted changes (`mixed`, seed 1)

No-change indicators read as improving: {false_mixed}. Of {len(strong)} indicators planted with an improvement of at
least 1.5 × the detectable change, {found} read as improving (bar: two thirds).

{markdown(shown)}

`planted` and `change` are ratios for counts and times, differences for shares.
"""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    text = report(parser.parse_args().seeds)
    (ROOT / "docs" / "false_improvement.md").write_text(text, encoding="utf-8", newline="\n")
    print(text)
