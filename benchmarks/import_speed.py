"""One million consultations from CSV to validated Parquet, beside pandas with pandera and beside DuckDB's reader alone.

Each way runs in a process of its own, which reports its seconds and its peak of memory. A workbook of 100,000 rows is
read beside calamine alone. Run:

    pip install -c constraints.txt -e ".[bench]" && python benchmarks/import_speed.py
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

MAPPING = """table = "consultations"
files = ["consultations.{suffix}"]
[columns]
consultation_id = "受付番号"
person_id = "相談者"
household_id = "世帯"
received_date = "受付日"
first_response_date = "初回対応日"
closed_date = "終了日"
desk = {{ header = "受付機関", lookup = "name_ja" }}
channel = "相談方法"
age_band = "年齢階級"
came_through = "相談経路"
outcome = "対応結果"
complexity = "複雑さ"
"""
CITY = """[city]
code = "132292"
name_ja = "試験市"
name_en = "Test"
[[plans]]
plan = "5"
name_ja = "第5期"
name_en = "5th"
start_date = 2024-04-01
confirmed = true
"""
SERVICES = "service,name_ja,programme,takes_consultations\n" + "".join(
    f"S{i},第{i}相談窓口,comprehensive_consultation,true\n" for i in range(1, 14)
)
SERVICES_MAPPING = 'table = "services"\nfiles = ["services.csv"]\n[columns]\n' + "".join(
    f'{n} = "{n}"\n' for n in ("service", "name_ja", "programme", "takes_consultations")
)


def rows(count: int) -> pd.DataFrame:
    """Consultations as a city writes them: wareki dates, Japanese code titles."""
    from sojo_eval.schema import load_schema

    rng = np.random.default_rng(1)
    titles = {name: frame["title_ja"].to_numpy() for name, frame in load_schema().codelists.items()}
    start = rng.integers(0, 3650, count)
    days = pd.date_range("2016-04-01", periods=3650 + 400)
    written = np.array(
        [f"R{d.year - 2018}.{d.month}.{d.day}" if d.year > 2019 else f"{d:%Y/%m/%d}" for d in days]
    )

    def code(name: str) -> np.ndarray:
        return titles[name][rng.integers(0, len(titles[name]), count)]

    numbers = np.arange(count)
    return pd.DataFrame(
        {
            "受付番号": np.char.add("K", numbers.astype(str)),
            "相談者": np.char.add("P", (numbers // 3).astype(str)),
            "世帯": np.char.add("H", (numbers // 4).astype(str)),
            "受付日": written[start],
            "初回対応日": written[start + rng.integers(0, 20, count)],
            "終了日": written[start + rng.integers(20, 400, count)],
            "受付機関": np.char.add(np.char.add("第", rng.integers(1, 14, count).astype(str)), "相談窓口"),
            "相談方法": code("channels"),
            "年齢階級": code("age_bands"),
            "相談経路": code("came_through"),
            "対応結果": code("consultation_outcomes"),
            "複雑さ": code("complexities"),
        }
    )


def make(folder: Path, count: int, suffix: str) -> None:
    """A city's folder with one large file."""
    (folder / "raw").mkdir(parents=True)
    (folder / "mappings").mkdir()
    (folder / "city.toml").write_text(CITY, encoding="utf-8")
    (folder / "raw" / "services.csv").write_text(SERVICES, encoding="utf-8")
    (folder / "mappings" / "services.toml").write_text(SERVICES_MAPPING, encoding="utf-8")
    (folder / "mappings" / "consultations.toml").write_text(MAPPING.format(suffix=suffix), encoding="utf-8")
    path = folder / "raw" / f"consultations.{suffix}"
    frame = rows(count)
    if suffix == "csv":
        frame.to_csv(path, index=False)
    else:
        frame.to_excel(path, index=False, engine="xlsxwriter")


def ours(folder: Path) -> int:
    from sojo_eval.city import import_city

    shutil.rmtree(folder / "clean", ignore_errors=True)  # or it would be compared with an earlier import
    outcome = import_city(folder)
    assert not outcome.errors, outcome.errors[:3]
    return outcome.written["consultations"]


def pandera(folder: Path) -> int:
    """The same file with the same kinds of check; its dates are read by our own reader, since pandas knows no wareki."""
    import pandera.pandas as pa

    from sojo_eval.japanese import parse_date
    from sojo_eval.schema import load_schema

    frame = pd.read_csv(folder / "raw" / "consultations.csv", dtype=str)
    lists = load_schema().codelists
    coded = {"相談方法": "channels", "年齢階級": "age_bands", "相談経路": "came_through", "対応結果": "consultation_outcomes", "複雑さ": "complexities"}  # fmt: skip
    for name in ("受付日", "初回対応日", "終了日"):
        known = {text: parse_date(text) for text in frame[name].unique()}
        frame[name] = pd.to_datetime(frame[name].map(known))
    desks = {f"第{i}相談窓口": f"S{i}" for i in range(1, 14)}
    frame["受付機関"] = frame["受付機関"].map(desks)
    for name, codes in coded.items():
        frame[name] = frame[name].map(dict(zip(lists[codes]["title_ja"], lists[codes]["code"], strict=True)))
    schema = pa.DataFrameSchema(
        {
            "受付番号": pa.Column(str, unique=True),
            "受付日": pa.Column("datetime64[us]", coerce=True),
            "初回対応日": pa.Column("datetime64[us]", coerce=True, nullable=True),
            "終了日": pa.Column("datetime64[us]", coerce=True, nullable=True),
            "受付機関": pa.Column(str, pa.Check.isin(list(desks.values()))),
            **{n: pa.Column(str, pa.Check.isin(list(lists[c]["code"]))) for n, c in coded.items()},
        },
        checks=[
            pa.Check(lambda f: f["初回対応日"] >= f["受付日"]),
            pa.Check(lambda f: f["終了日"] >= f["初回対応日"]),
        ],
    )
    schema.validate(frame, lazy=True).to_parquet(folder / "pandera.parquet")
    return len(frame)


def duckdb(folder: Path) -> int:
    import duckdb

    with duckdb.connect() as connection:
        path = str(folder / "raw" / "consultations.csv")
        connection.execute(
            f"COPY (SELECT * FROM read_csv('{path}', all_varchar = true)) TO '{folder / 'duckdb.parquet'}' (FORMAT parquet)"
        )
        return int(connection.execute(f"SELECT count(*) FROM '{folder / 'duckdb.parquet'}'").fetchall()[0][0])


def calamine(folder: Path) -> int:
    from python_calamine import CalamineWorkbook

    path = folder / "raw" / "consultations.xlsx"
    return len(CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()) - 1


WAYS = {"ours": ours, "pandera": pandera, "duckdb": duckdb, "book": ours, "calamine": calamine}


def measure(way: str, folder: Path) -> dict[str, float]:
    """Seconds and peak memory (MB) of one way in a new process."""
    done = subprocess.run(
        [sys.executable, __file__, "--measure", way, str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{way}: {done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--book-rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--measure", nargs=2, metavar=("WAY", "FOLDER"))
    asked = parser.parse_args()
    if asked.measure:
        way, folder = asked.measure
        # The libraries are loaded before the clock starts: their half second does not grow with the rows.
        for module in (
            "sojo_eval.city",
            "sojo_eval.importing",
            "python_calamine",
            *([way] if way == "pandera" else ()),
        ):
            importlib.import_module(f"{module}.pandas" if module == "pandera" else module)
        start, processor = time.perf_counter(), time.process_time()
        count = WAYS[way](Path(folder))
        seconds, processor = time.perf_counter() - start, time.process_time() - processor
        status = Path("/proc/self/status").read_text(encoding="ascii")
        peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
        print(json.dumps({"seconds": seconds, "cpu": processor, "peak_mb": peak, "rows": count}))
        return
    with tempfile.TemporaryDirectory() as aside:
        for ways, count, suffix in (
            (("ours", "pandera", "duckdb"), asked.rows, "csv"),
            (("book", "calamine"), asked.book_rows, "xlsx"),
        ):
            folder = Path(aside) / suffix
            make(folder, count, suffix)
            # In turn, so that what else the machine does falls on all ways alike; of each the quickest run counts.
            runs = [{way: measure(way, folder) for way in ways} for _ in range(asked.runs)]
            found = {way: min((run[way] for run in runs), key=lambda m: m["seconds"]) for way in ways}
            print(f"{count:,} rows, {suffix}, best of {asked.runs}; load {os.getloadavg()[0]:.1f}")
            for way, result in found.items():
                assert result["rows"] == count, (way, result)
                print(
                    f"  {way:9s} {result['seconds']:6.1f} s   {result['cpu']:6.1f} CPU s   peak {result['peak_mb']:6.0f} MB"
                )
            for other in ways[1:]:
                clock, cpu = (found[ways[0]][m] / found[other][m] for m in ("seconds", "cpu"))
                print(f"  {ways[0]} / {other} {clock:.2f} by the clock, {cpu:.2f} in CPU seconds", flush=True)


if __name__ == "__main__":
    main()
