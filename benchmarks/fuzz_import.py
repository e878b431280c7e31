"""Mutated real files through the real import: no traceback, no hang over ten seconds of work, no row lost, nothing personal told.

Run: `python benchmarks/fuzz_import.py --files 10000 --seed 1 --workers 2`; the real files are those of
SOJO_EVAL_REFERENCE_DATA. One case again, kept to be looked at: `--only 4711 --keep FOLDER`. Exits 1 when a bar is broken.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.faults.fuzzing.cases import make_case  # noqa: E402
from tests.faults.fuzzing.workers import Outcome, Setting, run_case, run_cases  # noqa: E402

OUTCOMES = (
    "imported whole",
    "with problems",
    "nothing to import, said so",
    "refused",
    "traceback",
    "hang",
    "crash",
)
BARS = ("traceback", "crash", "hang", "slow", "identity", "personal data", "a problem without words")
_SHOWN = 5


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--first", type=int, default=0, help="number of the first case")
    options.add_argument("--only", type=int, help="one case alone")
    options.add_argument("--keep", type=Path, help="an empty folder for the files of --only")
    given = options.parse_args()
    japan = Path(os.environ.get("SOJO_EVAL_REFERENCE_DATA", ROOT.parent / "shared" / "data"), "japan")
    if not japan.is_dir():
        print(f"without real files: {japan} is missing")
    with tempfile.TemporaryDirectory() as scratch:
        setting = Setting(japan if japan.is_dir() else None, ROOT / "tests" / "mappings", Path(scratch))
        if given.only is not None:
            return one(setting, given.seed, given.only, given.keep or Path(scratch, "case"))
        start, outcomes = time.monotonic(), []
        numbers = [*range(given.first, given.first + given.files)]
        for outcome in run_cases(setting, given.seed, numbers, given.workers):
            outcomes.append(outcome)
            for bar, seen in outcome.findings:
                print(f"[{outcome.number}] {outcome.source} as {outcome.suffix}, {', '.join(outcome.mutations)}: {bar}\n{seen}", flush=True)  # fmt: skip
            if len(outcomes) % 500 == 0:
                print(
                    f"{len(outcomes):,} of {given.files:,} after {time.monotonic() - start:.0f} s", flush=True
                )
        print(summary(outcomes, time.monotonic() - start, given.seed))
        return int(any(o.findings for o in outcomes))


def one(setting: Setting, seed: int, number: int, folder: Path) -> int:
    folder.mkdir(exist_ok=True)
    outcome = run_case(make_case(setting.sources(), seed, number), folder)
    print(
        outcome.source,
        outcome.suffix,
        outcome.mutations,
        outcome.outcome,
        f"{outcome.seconds:.2f} s",
        sep="\n",
    )
    for bar, seen in outcome.findings:
        print(bar, seen, sep="\n")
    return int(bool(outcome.findings))


def table(title: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    """Counts of the outcomes by a key. rows: key and outcome."""
    counts = Counter(rows)
    keys = sorted({key for key, _ in counts})
    lines = ["", f"{title:<34}" + "".join(f"{name[:16]:>18}" for name in (*OUTCOMES, "all"))]
    for key in keys:
        mine = [counts[key, name] for name in OUTCOMES]
        lines.append(f"{key:<34}" + "".join(f"{n:>18,}" for n in (*mine, sum(mine))))
    return lines


def summary(outcomes: Sequence[Outcome], seconds: float, seed: int) -> str:
    lines = table("by file", ((o.source, o.outcome) for o in outcomes))
    lines += table("by kind of file", ((o.suffix, o.outcome) for o in outcomes))
    lines += table(
        "by mutation (several a file)", ((m, o.outcome) for o in outcomes for m in o.mutations or ("none",))
    )
    lines += table("all", (("files", o.outcome) for o in outcomes))
    slowest = sorted(outcomes, key=lambda o: -max(o.seconds, o.report))[:_SHOWN]
    lines += ["", "longest:"] + [
        f"  import {o.seconds:5.2f} s, report {o.report:5.2f} s: {o.source} as {o.suffix}, {', '.join(o.mutations)}" for o in slowest
    ]  # fmt: skip
    reports = sum(o.report > 0 for o in outcomes)
    lines += ["", f"{len(outcomes):,} files, seed {seed}, {seconds:.0f} s; {reports:,} reports written"]
    lines += [
        f"  {bar}: {sum(any(b.startswith(bar) for b, _ in o.findings) for o in outcomes)}" for bar in BARS
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
