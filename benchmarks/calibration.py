"""The certified calibration run: `python benchmarks/calibration.py [--worlds 2000] [--workers 2] [--parts …]`.

Writes sojo_eval/calibration/certified_{series,designs,rare}.csv and certified.json (seed, worlds, versions). Each part
replaces its own rows, so that a run can be made in pieces. About 75 minutes on two cores for 2,000 worlds.
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from sojo_eval.calibration import designs, rare, study

FOLDER = Path(study.__file__).parent
RARE = (rare.NULL, rare.HARD, rare.POWER)
PACKAGES = ("numpy", "scipy", "pandas", "statsmodels")


def _replace(path: Path, fresh: pd.DataFrame) -> None:
    kept = pd.read_csv(path) if path.exists() else fresh.iloc[:0]
    kept = kept[~kept["part"].isin(fresh["part"])]
    parts = pd.concat([kept, fresh], ignore_index=True) if len(kept) else fresh
    parts.round(6).to_csv(path, index=False, lineterminator="\n")


def main() -> None:
    """Run the parts asked for and write what they gave."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--parts", nargs="*", default=["no_change", "stress", "power", "designs", *RARE])
    asked = parser.parse_args()
    start = time.perf_counter()
    for part in asked.parts:
        if part == "designs":
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
    tables = [pd.read_csv(path) for path in sorted(FOLDER.glob("certified_*.csv"))]
    series = pd.concat(tables)
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
