"""A country of cities: 1,741 made municipalities evaluated and reported end to end on this machine.

    python benchmarks/municipalities.py make DIR [--cities 1741]      # some minutes
    python benchmarks/municipalities.py run DIR [--workers 2]         # sojo-eval batch --cities DIR, watched
    python benchmarks/municipalities.py report DIR                    # what the run took: first and last cities, memory, disk
    python benchmarks/municipalities.py kill DIR [--every 20]         # the same on a local cluster whose workers are killed
    python benchmarks/municipalities.py compare DIR OTHER             # whether two such folders hold the same bytes

Sizes are drawn from a log-normal that puts seven of ten municipalities below 50,000 people and one of seven below 5,000, as
the census has it. Most keep few tables: six of ten totals alone, three consultations too, one all. A municipality is the example
city thinned to its size: of every table with days of its own a row is kept with probability size / 205,790, and of the others the
rows whose keys are still there. All carry the example's code, so that names alone tell them apart.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from damaged_cities import write_city
from kill_and_resume import killed_workers

from sojo_eval.batch.cities import ONE_PAGE, run_cities
from sojo_eval.batch.job import Settings
from sojo_eval.batch.publish import Publication
from sojo_eval.city import DAY_OF_A_RECORD
from sojo_eval.example_city.configuration import CITY_TOML
from sojo_eval.example_city.tables import clean_tables
from sojo_eval.example_city.world import World
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.schema import load_schema
from tests.faults.ending.folders import Tally
from tests.faults.ending.folders import compare as compare_folders

SIZE = 205_790
MEDIAN, SPREAD = 23_000, 1.45
"""Of the log-normal: people, and the standard deviation of their logarithm."""
ALWAYS = (
    "areas",
    "population",
    "services",
    "organizations",
    "community_activities",
    "commissioner_activities",
    "staffing",
)
CONSULTATIONS = ("consultations", "consultation_topics", "referrals", "publications", "service_changes")
SHARES = (0.6, 0.3, 0.1)
"""Totals alone, with consultations, all tables."""
WORLDS = [(seed, scenario) for seed in (1, 2, 3) for scenario in ("mixed", "null", "sparse", "improving")]
NAME = 'name_ja = "西東京市（例示・合成データ）"'
MEASURED = "measured.json"


def thinned(
    tables: dict[str, pd.DataFrame], share: float, draw: np.random.Generator
) -> dict[str, pd.DataFrame]:
    """The tables of a city of that share of the example's size; no row without the rows that its keys name."""
    schema = load_schema().tables
    found: dict[str, pd.DataFrame] = {}
    # Parents before children.
    left = dict(tables)
    while left:
        for name, frame in [*left.items()]:
            keys = [key for key in schema[name].foreign_keys if key.table in tables and key.table != name]
            if any(key.table in left for key in keys):
                continue
            kept = frame
            for key in keys:
                parent = pd.MultiIndex.from_frame(found[key.table][[*key.reference_fields]].astype("string"))
                mine = pd.MultiIndex.from_frame(kept[[*key.fields]].astype("string"))
                kept = kept[mine.isin(parent) | kept[[*key.fields]].isna().any(axis=1)]
            own = name in DAY_OF_A_RECORD and not any(key.table in DAY_OF_A_RECORD for key in keys)
            if own and name not in ("survey_waves", "staffing", "indicators_published"):
                kept = kept[draw.random(len(kept)) < share]
            if name == "population":
                columns = ["persons", "households"]
                people = kept[columns].astype("Float64") * share
                kept = kept.assign(**{c: people[c].round().astype("Int64") for c in columns})
            found[name] = kept.reset_index(drop=True)
            del left[name]
    return found


def make(folder: Path, cities: int) -> None:
    """Write the cities' folders; those that are there stay."""
    began, draw = time.monotonic(), np.random.default_rng(1741)
    sizes = np.exp(draw.normal(np.log(MEDIAN), SPREAD, cities)).clip(300, 3_700_000)
    kinds = draw.choice(3, cities, p=SHARES)
    seeds = draw.integers(2**31, size=cities)
    for number, world in enumerate(WORLDS):
        mine = [
            i
            for i in range(number, cities, len(WORLDS))
            if not (folder / f"m{i:04d}" / "clean" / "manifest.json").is_file()
        ]
        if not mine:
            continue
        whole = clean_tables(World(*world))
        for i in mine:
            wanted = [*ALWAYS, *(CONSULTATIONS if kinds[i] else ())] if kinds[i] < 2 else [*whole]
            tables = thinned(
                {n: whole[n] for n in wanted}, min(1.0, sizes[i] / SIZE), np.random.default_rng(seeds[i])
            )
            path = folder / f"m{i:04d}"
            shutil.rmtree(path, ignore_errors=True)
            write_city(path, tables, CITY_TOML.replace(NAME, f'name_ja = "第{i:04d}市（合成データ）"'))
        print(f"{world}: {len(mine)} cities, {time.monotonic() - began:.0f} s", flush=True)


def run(folder: Path, workers: int) -> None:
    """The command, in a process of its own."""
    began, load = time.monotonic(), os.getloadavg()[0]
    command = [
        sys.executable,
        "-m",
        "sojo_eval",
        "batch",
        "--cities",
        str(folder),
        "--workers",
        str(workers),
        "--lang",
        "en",
    ]
    done = subprocess.run(command, check=False)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    measured = {
        "exit": done.returncode,
        "minutes": (time.monotonic() - began) / 60,
        "cpu_minutes": (used.ru_utime + used.ru_stime) / 60,
        "largest_process_mb": used.ru_maxrss / 1000,
        "load_before": load,
    }
    (folder / MEASURED).write_text(json.dumps(measured))
    report(folder)


def report(folder: Path) -> None:
    """What the run took, the first cities against the last."""
    measured = json.loads((folder / MEASURED).read_text())
    record = json.loads((folder / "all_cities" / "run.json").read_text(encoding="utf-8"))
    cpu = pd.Series([city["cpu_seconds"] for city in record["cities"]])
    rows = pd.Series(
        {
            c["folder"]: sum(
                t["rows"]
                for t in json.loads((folder / c["folder"] / "clean" / "manifest.json").read_text())[
                    "tables"
                ].values()
            )
            for c in record["cities"]
        }
    )
    some = min(200, len(cpu) // 3)
    outcomes = pd.Series([city["outcome"] for city in record["cities"]]).value_counts().to_dict()
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print({**measured, **outcomes, "pages": record["counts"]})
    print(
        f"CPU seconds a city: {cpu.mean():.2f}; first {some}: {cpu[:some].mean():.2f}, last {some}: {cpu[-some:].mean():.2f}"
    )
    print(f"rows a city: first {some}: {rows[:some].mean():,.0f}, last {some}: {rows[-some:].mean():,.0f}")
    print(f"disk: {disk / 1e6:,.0f} MB, {disk / len(cpu) / 1e6:.2f} MB a city")


def kill(folder: Path, workers: int, every: float) -> None:
    """The same on a local cluster, one of whose workers is killed every so many seconds."""
    began = time.monotonic()
    said = ""
    with killed_workers(itertools.repeat(every), random.Random(1)) as killed:
        try:
            cities = run_cities(folder, Publication(ONE_PAGE, ["en"]), Settings(workers, cluster="local"))
            said = str(cities.counts)
        except SojoEvalError as error:
            said = error.message.en
    print({"killed": len(killed), "minutes": (time.monotonic() - began) / 60, "said": said})


def compare(folder: Path, other: Path) -> None:
    """Exits 1 where a file of one folder is not in the other, byte for byte. Left out are files that hold times."""
    tally = Tally()
    compare_folders(tally, folder, other)
    differ = [fault for fault in tally.faults if not fault.endswith(MEASURED)]
    print(f"{len(differ)} files differ", *differ[:20], sep="\n  ")
    sys.exit(bool(differ))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("make", "run", "report", "kill", "compare"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("other", type=Path, nargs="?")
    parser.add_argument("--cities", type=int, default=1741)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--every", type=float, default=20.0)
    asked = parser.parse_args()
    if asked.what == "make":
        make(asked.folder, asked.cities)
    elif asked.what == "run":
        run(asked.folder, asked.workers)
    elif asked.what == "kill":
        kill(asked.folder, asked.workers, asked.every)
    elif asked.what == "compare":
        compare(asked.folder, asked.other)
    else:
        report(asked.folder)


if __name__ == "__main__":
    main()
