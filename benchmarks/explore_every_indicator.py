"""Does 60_explore come to its end for every indicator of a city? Each is run as papermill runs it, with our engine.

    python benchmarks/explore_every_indicator.py CITY... [--lang en] [--workers 1]

A run counts as good when no cell failed, and no output is an error or a warning. What an indicator cannot answer is told by
its notebook in words; how many cells do so is counted too. Exit code 1 where a run was not good.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from explored_looks import look

import sojo_eval as se
from sojo_eval.batch.engine import NotebookRun, NotebookRunner
from sojo_eval.batch.notebooks import find_notebook
from sojo_eval.example_city import open_city_or_example
from sojo_eval.indicators import catalogue


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("cities", nargs="+")
    parser.add_argument("--lang", default="en")
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    # What is run in another process is looked for there by the name of its module.
    here = str(Path(__file__).resolve().parent)
    os.environ["PYTHONPATH"] = os.pathsep.join([here, *filter(None, [os.environ.get("PYTHONPATH")])])
    bad = 0
    for folder in given.cities:
        city = open_city_or_example(folder)
        se.evaluate(city)
        began = time.perf_counter()
        with (
            NotebookRunner(workers=given.workers, engine="fork") as runner,
            tempfile.TemporaryDirectory() as work,
        ):
            runs = {
                name: runner.submit(
                    NotebookRun(
                        find_notebook("60_explore"),
                        {"city_dir": str(city.path), "lang": given.lang, "indicator": name},
                        Path(work),
                        finish=look,
                    )
                )
                for name in catalogue(city)
            }
            looks = {name: run.result(3600).finished for name, run in runs.items()}
        seconds = time.perf_counter() - began
        wrong = {name: one for name, one in looks.items() if one.failure or one.stderr}
        bad += len(wrong)
        for name, one in wrong.items():
            print(name, one.failure, one.stderr[:500])
        cells = sum(one.without_answer for one in looks.values())
        print(
            f"{city.name.en}: {len(looks)} indicators, {len(wrong)} errors, {cells} cells with a reason instead of an answer, "
            f"{seconds:.0f} s ({seconds / max(1, len(looks)):.1f} s each)"
        )
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
