"""CPU seconds that `map` takes for a sheet of 2,000 and one of 20,000 cells, of several layouts, imports apart.

python benchmarks/map_speed.py
"""

from __future__ import annotations

import contextlib
import io
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from sojo_eval.cli.mapping import propose_mapping

BARS = {2_000: 1.0, 20_000: 3.0}
"""CPU seconds that may be taken, by cells."""
WIDTH = 20
Row = list[object]


def months_down(rows: int, draw: random.Random) -> list[Row]:
    """A month a row, a desk a column."""
    head: Row = ["年月", *(f"窓口{n}（件）" for n in range(1, WIDTH))]
    return [
        head,
        *(
            [f"{1990 + r // 12}年{r % 12 + 1}月", *(draw.randrange(500) for _ in head[1:])]
            for r in range(rows)
        ),
    ]


def months_across(rows: int, draw: random.Random) -> list[Row]:
    """A desk a row, months and measures across in two rows of headers that are not merged."""
    measures = ("相談件数", "決定件数", "支給済額(単位：千円）")
    across = [(m, measure) for m in range(4, 11) for measure in measures][: WIDTH - 1]
    first: Row = ["区分", *(f"令和5年{m}月" if not n % 3 else "" for n, (m, _) in enumerate(across))]
    second: Row = ["", *(measure for _, measure in across)]
    return [first, second, *([f"窓口{r}", *(draw.randrange(500) for _ in across)] for r in range(rows))]


def records(rows: int, draw: random.Random) -> list[Row]:
    """Records of texts, days and codes, as an export of a case system has them."""
    head: Row = ["受付番号", "受付日時", "窓口", "地区", "区分", *(f"項目{n}" for n in range(WIDTH - 5))]
    return [
        head,
        *(
            [f"K{r:06}", f"2024/{r % 12 + 1}/{r % 28 + 1} {r % 24}:{r % 60:02}", f"窓口{r % 7}", f"{r % 22}丁目", "新規",
             *(draw.choice(("あり", "なし", "不明", "")) for _ in range(WIDTH - 5))]
            for r in range(rows)
        ),
    ]  # fmt: skip


LAYOUTS: dict[str, Callable[[int, random.Random], list[Row]]] = {
    "months down": months_down,
    "months across, two header rows": months_across,
    "records": records,
}


def seconds(rows: list[Row], folder: Path) -> float:
    """CPU seconds of one proposal with its preview."""
    path = folder / "表.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    made.close()
    start = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        propose_mapping(path, lang="ja")
    return time.process_time() - start


def main() -> None:
    draw = random.Random(20)
    with tempfile.TemporaryDirectory() as folder:
        seconds(months_down(3, draw), Path(folder))  # imports
        for cells, bar in BARS.items():
            for name, layout in LAYOUTS.items():
                taken = seconds(layout(cells // WIDTH, draw), Path(folder))
                print(
                    f"{cells:6,} cells, {name}: {taken:.2f} CPU s ({'kept' if taken <= bar else 'missed'}, bar {bar:g})"
                )


if __name__ == "__main__":
    main()
