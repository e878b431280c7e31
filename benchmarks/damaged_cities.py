"""Do damaged records ever make a verdict? `python benchmarks/damaged_cities.py --cities 300 --part 1/6` and the others.

The example city is damaged at random: months, fiscal years, columns or whole tables taken away, values zeroed, tables cut
in mid-month, doubled or shuffled. A verdict *improving* or *worsening* that the whole city does not have is a silent wrong
number unless the damage is told beside it: by a warning of the finding, by `sojo-eval check`, by the list of silent
months, or by the page about the data, which names empty tables, or by the findings of the damaged indicators
themselves (with fewer of them judged, the correction for many indicators weighs less on the others). A second study (`--days`) evaluates the city as it stood on each of its last 60 days.

Each part writes its lines to a file; `--summary` counts them and draws the plot of `docs/damaged.md`.
"""

from __future__ import annotations

import argparse
import importlib
import json
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from sojo_eval.city import DAY_OF_A_RECORD, City, check_city, open_city, record_clean_tables, recording
from sojo_eval.data_quality import describe_data
from sojo_eval.data_quality.silent_months import silent_months
from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation.evaluate import work_out as evaluate
from sojo_eval.example_city.configuration import CITY_TOML
from sojo_eval.example_city.tables import clean_tables
from sojo_eval.example_city.world import World
from sojo_eval.indicators import catalogue, recorded
from sojo_eval.schema import apply_types, load_schema, to_arrow

Tables = dict[str, pd.DataFrame]
Draw = np.random.Generator
module = importlib.import_module(
    "sojo_eval.evaluation.evaluate"
)  # whose name the function of the package hides
MOVED = ("improving", "worsening")
SCENARIOS, SEEDS = ("mixed", "null", "improving", "sparse"), range(1, 6)
LESS_RARE = 0.001
"""The probability that would find shorter gaps, for comparison."""
LAST_DAYS = 60
"""How many days before the end of the records the city is cut at, one after the other."""
RESULTS = Path("damaged_cities")


def dated(tables: Tables) -> list[str]:
    return [name for name in DAY_OF_A_RECORD if len(tables.get(name, ())) and name != "submissions"]


def write_city(folder: Path, tables: Tables, city_toml: str = CITY_TOML) -> City:
    """A city of clean tables with the example's own city.toml."""
    schema = load_schema()
    clean = folder / "clean"
    clean.mkdir(parents=True)
    (folder / "city.toml").write_text(city_toml, encoding="utf-8")
    for name, frame in tables.items():
        typed = apply_types(frame, schema.tables[name])
        pq.write_table(to_arrow(typed, schema.tables[name]), clean / f"{name}.parquet")
    record_clean_tables(folder, [*tables])
    return open_city(folder)


# the damages: each changes `tables` in place and gives the name of the table it touched


def _table(tables: Tables, draw: Draw) -> str:
    return str(draw.choice(dated(tables)))


def _days(tables: Tables, name: str) -> pd.Series:
    return pd.to_datetime(tables[name][DAY_OF_A_RECORD[name]])


def _span(draw: Draw, months: int) -> tuple[pd.Timestamp, pd.Timestamp]:
    start = pd.Timestamp("2016-04-01") + pd.DateOffset(months=int(draw.integers(0, 120 - months)))
    return start, start + pd.DateOffset(months=months)


def _within(days: pd.Series, span: tuple[pd.Timestamp, pd.Timestamp]) -> pd.Series:
    return (days >= span[0]) & (days < span[1])


def months_removed(tables: Tables, draw: Draw) -> str:
    name = _table(tables, draw)
    tables[name] = tables[name][~_within(_days(tables, name), _span(draw, int(draw.integers(1, 7))))]
    return name


def year_removed(tables: Tables, draw: Draw) -> str:
    name = _table(tables, draw)
    start = pd.Timestamp(int(draw.integers(2016, 2026)), 4, 1)
    tables[name] = tables[name][~_within(_days(tables, name), (start, start + pd.DateOffset(years=1)))]
    return name


def table_removed(tables: Tables, draw: Draw) -> str:
    name = _table(tables, draw)
    tables[name] = tables[name].head(0)
    return name


def cut_in_mid_month(tables: Tables, draw: Draw) -> str:
    name = _table(tables, draw)
    day = pd.Timestamp("2023-04-01") + pd.Timedelta(days=int(draw.integers(0, 1090)))
    tables[name] = tables[name][_days(tables, name) <= day]
    return name


def begins_in_mid_month(tables: Tables, draw: Draw) -> str:
    name = _table(tables, draw)
    day = pd.Timestamp("2016-04-01") + pd.Timedelta(days=int(draw.integers(0, 2500)))
    tables[name] = tables[name][_days(tables, name) >= day]
    return name


def _column(tables: Tables, draw: Draw, *, numeric: bool) -> tuple[str, str]:
    fields = [
        (name, field.name)
        for name in dated(tables)
        for field in load_schema().tables[name].fields
        if (field.type in ("integer", "number", "boolean") if numeric else not field.required)
    ]
    name, column = fields[int(draw.integers(0, len(fields)))]
    return name, column


def column_emptied(tables: Tables, draw: Draw) -> str:
    name, column = _column(tables, draw, numeric=False)
    tables[name] = tables[name].assign(**{column: None})
    return name


def column_ended(tables: Tables, draw: Draw) -> str:
    name, column = _column(tables, draw, numeric=False)
    frame = tables[name].copy()
    frame.loc[_days(tables, name) >= _span(draw, 1)[0], column] = None
    tables[name] = frame
    return name


def zeroed(tables: Tables, draw: Draw) -> str:
    name, column = _column(tables, draw, numeric=True)
    frame = tables[name].copy()
    before = draw.random() < 0.3
    span = (
        (pd.Timestamp("2000-01-01"), pd.Timestamp("2024-04-01"))
        if before
        else _span(draw, int(draw.integers(1, 25)))
    )
    rows = _within(_days(tables, name), span) & frame[column].notna()
    frame.loc[rows, column] = load_schema().tables[name].field(column).type != "boolean" and 0
    tables[name] = frame
    return name


def doubled(tables: Tables, draw: Draw) -> str:
    name = _table(tables, draw)
    again = tables[name][_within(_days(tables, name), _span(draw, int(draw.integers(1, 25))))]
    tables[name] = pd.concat([tables[name], again], ignore_index=True)
    return name


def shuffled(tables: Tables, draw: Draw) -> str:
    name = _table(tables, draw)
    tables[name] = tables[name].sample(frac=1.0, random_state=int(draw.integers(1, 1000)))
    return name


DAMAGES: tuple[Callable[[Tables, Draw], str], ...] = (
    months_removed, year_removed, table_removed, cut_in_mid_month, begins_in_mid_month, column_emptied, column_ended,
    zeroed, doubled, shuffled,
)  # fmt: skip


@dataclass(frozen=True)
class Whole:
    """The undamaged city: its tables, its folder and what it was found to be."""

    tables: Tables
    city: City
    evaluation: Evaluation
    silent: frozenset[str]


def whole_city(folder: Path) -> Whole:
    tables = clean_tables(World(1, "mixed"))
    city = write_city(folder, tables)
    return Whole(tables, city, evaluate(city), frozenset(silent_months(city)["table"]))


@contextmanager
def replaced(where: Any, **values: object) -> Iterator[None]:
    """Attributes of a module replaced within it."""
    real = {name: getattr(where, name) for name in values}
    for name, value in values.items():
        setattr(where, name, value)
    try:
        yield
    finally:
        for name, value in real.items():
            setattr(where, name, value)


@contextmanager
def reusing(whole: Whole, touched: set[str]) -> Iterator[None]:
    """Within it `evaluate` takes from the whole city what the damage cannot have changed: a third of the time."""
    real = {name: getattr(module, name) for name in ("counted", "gather", "judge")}

    def same(entry: Any) -> bool:
        return not touched & set(entry.tables)

    def key(e: Any) -> tuple[str, str, str]:
        return e.entry.id, e.area, e.question

    def gathered(city: City, rows: Any, base: Any) -> Any:
        known = same(base.entry)
        return whole.evaluation.judged[key(base)].evidence if known else real["gather"](city, rows, base)

    with replaced(
        module,
        counted=lambda city, entry: None if same(entry) else real["counted"](city, entry),
        gather=gathered,
        judge=lambda e: whole.evaluation.judged[key(e)] if same(e.entry) else real["judge"](e),
        display_series=lambda *_: pd.DataFrame(),
    ):
        yield


def damaged(whole: Whole, seed: int) -> dict[str, Any]:
    """One city: what was done to it, and every new *improving* or *worsening* with whether the damage is told."""
    draw = np.random.default_rng(seed)
    tables = dict(whole.tables)
    done = [DAMAGES[seed % len(DAMAGES)]]
    if draw.random() < 0.3:
        done.append(DAMAGES[int(draw.integers(0, len(DAMAGES)))])
    touched = [damage(tables, draw) for damage in done if dated(tables)]
    line: dict[str, Any] = {
        "seed": seed,
        "damage": [d.__name__ for d in done],
        "tables": touched,
        "moved": [],
        "error": "",
    }
    with tempfile.TemporaryDirectory() as folder:
        try:
            city = write_city(Path(folder) / "city", tables)
            with reusing(whole, set(touched)):
                evaluation = evaluate(city)
            line["moved"] = _moved(whole, city, evaluation, set(touched))
        except Exception:  # what is counted
            line["error"] = traceback.format_exc(limit=-3)
    return line


def _moved(whole: Whole, city: City, evaluation: Evaluation, touched: set[str]) -> list[dict[str, Any]]:
    names = ["indicator", "area", "question"]
    both = evaluation.findings.merge(whole.evaluation.findings, on=names, suffixes=("", "_whole"), how="left")
    new = both[both["verdict"].isin(MOVED) & (both["verdict"] != both["verdict_whole"])]
    if new.empty:
        return []
    checked = {p.table for p in check_city(city.path)} | (set(silent_months(city)["table"]) - whole.silent)
    data = describe_data(city).tables
    nothing = set(data.loc[data["holds"] == "nothing", "table"]) & touched
    moved = []
    for row in new.to_dict("records"):
        entry = whole.evaluation.judged[row["indicator"], row["area"], row["question"]].evidence.entry
        if evaluation.judged[row["indicator"], row["area"], row["question"]].evidence.not_kept:
            how = "warning"
        elif checked & touched & set(entry.tables):
            how = "check"
        elif nothing:
            how = "data quality"  # fewer indicators were looked at: a table is empty
        else:
            how = "other findings" if any(j.evidence.not_kept for j in evaluation.judged.values()) else ""
        moved.append(
            {"indicator": row["indicator"], "question": row["question"], "verdict": row["verdict"],
             "whole": row["verdict_whole"], "told": how, "touches": bool(touched & set(entry.tables))}
        )  # fmt: skip
    return moved


def on_day(whole: Whole, day: pd.Timestamp) -> list[dict[str, Any]]:
    """The verdicts of the city whose records end on that day."""
    tables = dict(whole.tables)
    for name in dated(tables):
        table = load_schema().tables[name]
        frame = tables[name][_days(tables, name) <= day].copy()
        for field in table.fields:
            if field.type == "date" and not field.required and field.name != "review_due_date":
                frame[field.name] = pd.to_datetime(frame[field.name]).where(lambda d: d <= day)
        tables[name] = frame
    toml = CITY_TOML.replace("data_until = 2026-03-31", f"data_until = {day:%Y-%m-%d}")
    with tempfile.TemporaryDirectory() as folder, reusing(whole, {*tables}):
        found = evaluate(write_city(Path(folder) / "city", tables, toml)).findings
    return [
        {"day": f"{day:%Y-%m-%d}", **{c: row[c] for c in ("indicator", "question", "verdict")}}
        for row in found.to_dict("records")
    ]


def cut_short(scenario: str, seed: int) -> list[dict[str, Any]]:
    """Indicators of a city with nothing missing that are cut short all the same, at two probabilities."""
    lines = []
    for rare in (recording.RARE, LESS_RARE):
        with tempfile.TemporaryDirectory() as folder, replaced(recording, EXPECTED=-float(np.log(rare))):
            city = write_city(Path(folder) / "city", clean_tables(World(seed, scenario)))
            kept = {entry.id: recorded(city, entry) for entry in catalogue(city).values()}
        short = [name for name, r in kept.items() if r.ended or r.gaps or r.never]
        lines.append({"scenario": scenario, "seed": seed, "rare": rare, "short": short})
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cities", type=int, default=300)
    parser.add_argument("--part", default="1/1", help="which part of the cities, or days, such as 2/6")
    parser.add_argument("--days", action="store_true", help="the last 60 days instead of damaged cities")
    parser.add_argument(
        "--summary", action="store_true", help="count what all parts have written, and draw the plot"
    )
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--untouched", action="store_true", help="twenty cities with nothing missing instead")
    asked = parser.parse_args()
    if asked.summary:
        from damaged_summary import summary  # matplotlib only here

        summary(asked.results)
        return
    part, parts = (int(number) for number in asked.part.split("/"))
    asked.results.mkdir(exist_ok=True)
    if asked.untouched:
        cities = [(scenario, seed) for scenario in SCENARIOS for seed in SEEDS]
        with (asked.results / f"untouched_{part}_of_{parts}.jsonl").open("w", encoding="utf-8") as out:
            for scenario, seed in cities[part - 1 :: parts]:
                out.writelines(json.dumps(line) + "\n" for line in cut_short(scenario, seed))
        return
    kind = "days" if asked.days else "cities"
    with tempfile.TemporaryDirectory() as folder:
        whole = whole_city(Path(folder) / "whole")
        days = pd.date_range(end=whole.city.data_until, periods=LAST_DAYS)
        todo = [*days] if asked.days else [*range(asked.cities)]
        with (asked.results / f"{kind}_{part}_of_{parts}.jsonl").open("w", encoding="utf-8") as out:
            for one in todo[part - 1 :: parts]:
                lines = on_day(whole, one) if asked.days else [damaged(whole, one)]
                out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
                out.flush()


if __name__ == "__main__":
    main()
