"""All indicators × month × area on tables larger than one city's: `python benchmarks/indicators_at_scale.py`.

Makes two sets of clean tables (1 and 10 million consultations, the other tables in proportion) in a temporary folder
and measures, each in a process of its own on the same machine in one run:

- ours: `sojo_eval.indicators.counted` for every indicator, on DuckDB with its usual memory;
- pandas: the same tables by `indicators_in_pandas.py`, every indicator reading the columns it needs, as ours do;
- kept: the same with every column read once and kept in memory for all indicators;
- scan: DuckDB reading, for every indicator, the columns it uses, and doing nothing but adding them up;
- once: the same for every column that any indicator uses, once.

`--sizes 100000,1000000` for other sizes, `--spark` to count the first size on Spark too and compare all tables.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from indicators_in_pandas import INDICATORS, Tables, in_pandas
from tables_at_scale import make_city

import sojo_eval as se
from sojo_eval.indicators import columns_read, counted
from sojo_eval.schema import load_schema

ADD_UP = {"string": "sum(strlen({0}))", "date": "sum({0} - DATE '2000-01-01')", "boolean": "count_if({0})"}
"""What makes DuckDB read every value of a column, by type; numbers are summed."""


Sums = dict[str, float]


def ours(folder: Path) -> Callable[[], Sums]:
    """Sums of every indicator's table, by id."""
    city = se.open_city(folder)
    entries = se.indicators.catalogue(city)
    return lambda: {i: checksum(counted(city, entry)) for i, entry in entries.items()}


def plain_pandas(folder: Path, *, keep: bool = False) -> Callable[[], Sums]:
    """The same in plain pandas; `keep`: a column once read stays in memory for the next indicator."""
    tables, ids = Tables(folder / "clean", keep=keep), _ids(folder)
    return lambda: {i: checksum(in_pandas(tables, i)) for i in ids}


def scan(folder: Path, *, once: bool = False) -> Callable[[], Sums]:
    """Every column that an indicator uses added up, for each indicator or once for all."""
    entries = se.indicators.catalogue(se.open_city(folder)).values()
    used = [columns_read(entry) for entry in entries]
    if once:
        together: dict[str, dict[str, None]] = {}
        for columns in used:
            for table, names in columns.items():
                together.setdefault(table, {}).update(dict.fromkeys(names))
        used = [{table: tuple(names) for table, names in together.items()}]
    queries = []
    for name, names in ((table, names) for columns in used for table, names in columns.items()):
        fields = load_schema().tables[name]
        sums = [ADD_UP.get(fields.field(c).type, "sum({0})").format(f'"{c}"') for c in names]
        file = folder / "clean" / f"{name}.parquet"
        files = file if file.is_file() else folder / "clean" / name / "**" / "*.parquet"
        queries.append(f"SELECT {', '.join(sums)} FROM read_parquet('{files}')")
    database = duckdb.connect(config={"memory_limit": "1GB"})

    def run() -> Sums:
        for query in queries:
            database.execute(query).fetchall()
        return {}

    return run


def checksum(table: pd.DataFrame) -> float:
    """One number of a table of counts, to see that two ways count the same."""
    numbers = [c for c in ("numerator", "denominator", "days", "event", "value") if c in table]
    return float(len(table) + sum(float(table[c].sum()) for c in numbers))


def _ids(folder: Path) -> list[str]:
    return [*se.indicators.catalogue(se.open_city(folder))]


WAYS = {
    "ours": ours,
    "pandas": plain_pandas,
    "kept": lambda folder: plain_pandas(folder, keep=True),
    "scan": scan,
    "once": lambda folder: scan(folder, once=True),
}


def measure(way: str, folder: Path) -> dict[str, object]:
    """Seconds and peak memory (MB) of one way, in this process."""
    run = WAYS[way](folder)  # opening the folder and writing down the queries are no part of it
    start, processor = time.perf_counter(), time.process_time()
    sums = run()
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    return {"seconds": seconds, "cpu": processor, "peak_mb": peak_mb(), "sums": sums}


def peak_mb() -> float:
    """Peak memory of this process in MB. (`ru_maxrss` would carry over that of the process that started it.)"""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def in_its_own_process(way: str, folder: Path) -> dict[str, object]:
    """The same, in a new process."""
    command = [sys.executable, __file__, "--measure", way, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{way}: {done.stderr[-2000:]}")
    result: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return result


def compare_spark(folder: Path) -> None:
    """Every indicator's table on both engines."""
    here, there = se.open_city(folder), se.open_city(folder, engine="spark")
    same = 0
    entries = se.indicators.catalogue(here)
    for entry in entries.values():
        try:
            pd.testing.assert_frame_equal(counted(here, entry), counted(there, entry), check_dtype=False)
            same += 1
        except AssertionError as reason:
            print(f"  {entry.id} differs: {str(reason).splitlines()[0]}")
    print(f"identical tables on DuckDB and Spark: {same} of {len(entries)}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="1000000,10000000")
    parser.add_argument("--folder", type=Path, default=None, help="where the tables are made and kept")
    parser.add_argument("--spark", action="store_true")
    parser.add_argument("--measure", nargs=2, metavar=("WAY", "FOLDER"))
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(measure(asked.measure[0], Path(asked.measure[1]))))
        return
    sizes = [int(size) for size in asked.sizes.split(",")]
    with tempfile.TemporaryDirectory() as aside:
        base = asked.folder or Path(aside)
        ours_by_size = []
        for number, size in enumerate(sizes):
            folder = base / f"{size}"
            if not folder.exists():
                make_city(folder, size)
            found = {way: in_its_own_process(way, folder) for way in WAYS}
            assert set(INDICATORS) >= set(found["ours"]["sums"])  # type: ignore[call-overload]
            differs = [
                i for i, s in found["ours"]["sums"].items()  # type: ignore[attr-defined]
                if not np.isclose(s, found["kept"]["sums"][i], rtol=1e-12)  # type: ignore[index]
            ]  # fmt: skip
            seconds, cpu = ({way: float(str(found[way][m])) for way in WAYS} for m in ("seconds", "cpu"))
            ours_by_size.append(seconds["ours"])
            print(
                f"{size:,} consultations, {len(found['ours']['sums'])} indicators × month × area; load {os.getloadavg()[0]:.1f}"
            )  # type: ignore[arg-type]
            for way in WAYS:
                peak = float(str(found[way]["peak_mb"]))
                print(f"  {way:7s} {seconds[way]:8.1f} s {cpu[way]:8.1f} CPU s   peak {peak:7.0f} MB")
            for kind, took in (("clock", seconds), ("CPU", cpu)):
                ours_ = took["ours"]
                print(
                    f"  by {kind}: pandas / ours {took['pandas'] / ours_:.1f} (bar at 10 M: 5), kept / ours {took['kept'] / ours_:.1f},"
                    f" ours / scan {ours_ / took['scan']:.1f} (bar 4), ours / once {ours_ / took['once']:.1f}"
                )
            print(f"  tables that pandas counts otherwise: {differs or 'none'}", flush=True)
            if asked.spark and number == 0:
                compare_spark(folder)
        if len(sizes) > 1:
            more = sizes[-1] / sizes[0]
            print(
                f"growth from {sizes[0]:,} to {sizes[-1]:,} ({more:g}×): {ours_by_size[-1] / ours_by_size[0]:.1f}× (bar 11 for 10×)"
            )


if __name__ == "__main__":
    main()
