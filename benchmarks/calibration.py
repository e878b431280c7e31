"""The certified calibration run: `python benchmarks/calibration.py [--worlds 2000] [--workers 2] [--parts …]`.

Writes sojo_eval/calibration/certified_{series,designs,rare,off_grid,probability}.csv and certified.json (seed, worlds,
versions). Each part replaces its own rows, so that a run can be made in pieces. About 75 minutes on two cores for the
parts of the promises at 2,000 worlds; those beyond the grid are asked for by name (docs/calibration.md says with how many
worlds they were run): off_grid, earlier_course, guard_power, looks, placebo_long, placebo_covid, placebo_short,
probability.
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from sojo_eval.calibration import designs, off_grid, placebo_study, probability, rare, study, yearly_looks

FOLDER = Path(study.__file__).parent
RARE = (rare.NULL, rare.HARD, rare.POWER)
PROMISED = ("no_change", "stress", "power", "designs", *RARE)
PACKAGES = ("numpy", "scipy", "pandas", "statsmodels")


def _replace(path: Path, fresh: pd.DataFrame) -> None:
    kept = pd.read_csv(path) if path.exists() else fresh.iloc[:0]
    kept = kept[~kept["part"].isin(fresh["part"])]
    parts = pd.concat([kept, fresh], ignore_index=True) if len(kept) else fresh
    parts.round(6).to_csv(path, index=False, lineterminator="\n")


def _beyond(part: str, worlds: int, workers: int) -> None:
    """The parts beyond the grid, which no promise rests on."""
    if part == probability.PART:
        _replace(FOLDER / "certified_probability.csv", probability.run_probability(worlds, workers=workers))
        return
    records = {kept.part: kept for kept in placebo_study.RECORDS}
    if part in records:
        table = placebo_study.run_placebos(records[part], worlds, workers=workers)
    elif part == yearly_looks.PART:
        table = yearly_looks.run_looks(worlds, workers=workers)
    else:
        kinds = [k for k in (*off_grid.off_grid_worlds(), *off_grid.true_changes()) if k.part == part]
        if not kinds:
            raise SystemExit(f"there is no part {part}")
        table = off_grid.run_worlds(kinds, worlds, workers=workers)
    _replace(FOLDER / "certified_off_grid.csv", table)


def main() -> None:
    """Run the parts asked for and write what they gave."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--parts", nargs="*", default=[*PROMISED])
    asked = parser.parse_args()
    start = time.perf_counter()
    for part in asked.parts:
        if part not in PROMISED:
            _beyond(part, asked.worlds, asked.workers)
        elif part == "designs":
            _replace(
                FOLDER / "certified_designs.csv", designs.run_designs(asked.worlds, workers=asked.workers)
            )
        elif part in RARE:
            lines = [cell for cell in rare.rare_cells() if cell[0] == part]
            _replace(FOLDER / "certified_rare.csv", rare.run_rare(lines, asked.worlds, workers=asked.workers))
        else:
            cells = [cell for cell in study.all_cells() if cell.part == part]
            _replace(FOLDER / "certified_series.csv", study.run(cells, asked.worlds, workers=asked.workers))
        print(f"{part}: {time.perf_counter() - start:.0f} s", flush=True)
    if not set(asked.parts) & set(PROMISED):
        return  # what is certified of the promises stays as it is
    series = pd.concat(
        [pd.read_csv(FOLDER / f"certified_{name}.csv") for name in ("series", "designs", "rare")]
    )
    facts = {
        # The slow usual methods run on fewer; what is certified is ours.
        "worlds": int(series[~series["method"].isin(study.SLOW_AND_NAIVE)]["worlds"].min()),
        "seed": study.SEED,
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }
    (FOLDER / "certified.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
