"""350,000 problems as list, pages and coloured copy, beside pandas writing the plain list alone.

Run: `python benchmarks/problem_report.py`.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem, problems_to_frame
from sojo_eval.importing import write_problem_report

WHY = Text("日付として読めません", "It cannot be read as a date")
FIX = Text("R6.4.1 のように書いてください", "Write it as R6.4.1")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--problems", type=int, default=350_000)
    count = parser.parse_args().problems
    with tempfile.TemporaryDirectory() as aside:
        folder = Path(aside)
        (folder / "raw").mkdir()
        lines = ["番号,開始,備考", *(f"{n:06},先週,済" for n in range(count))]
        (folder / "raw" / "a.csv").write_text("\n".join(lines), encoding="utf-8")
        problems = [
            Problem(
                "unreadable",
                WHY,
                FIX,
                file="raw/a.csv",
                row=row,
                column="開始",
                value="先週",
                table="cases",
                cell=f"B{row}",
            )
            for row in range(2, count + 2)
        ]
        start = time.perf_counter()
        problems_to_frame(problems, "ja").to_csv(folder / "plain.csv", index=False)
        plain = time.perf_counter() - start
        start = time.perf_counter()
        write_problem_report(problems, folder / "clean", raw=folder / "raw")
        ours = time.perf_counter() - start
    print(f"{count:,} problems: report {ours:.1f} s, plain list {plain:.1f} s, ratio {ours / plain:.1f}")


if __name__ == "__main__":
    main()
