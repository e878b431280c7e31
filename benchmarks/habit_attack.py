"""Does a mere change of habit in keeping records make a verdict? `python benchmarks/habit_attack.py --part 1/2` and so on.

Of the example city one table is kept otherwise in one of the two plan periods, and nothing else is changed: an optional
field is left blank in 30 % of the rows; every row is entered twice; a month becomes one line for each service and area;
totals of the city stand beside the rows of its areas. A verdict *improving* or *worsening* that the city does not have
is a false one unless a warning stands beside it or a gate refuses it. Each part writes its lines to a file; `--summary`
counts them into docs/habit_attack.md.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from damaged_cities import MOVED, Tables, Whole, reusing, whole_city, write_city

from sojo_eval.city import DAY_OF_A_RECORD
from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation.evaluate import work_out as evaluate
from sojo_eval.schema import load_schema

BOUNDARY = pd.Timestamp("2024-04-01")
BLANKED = 0.3
PERIODS = ("earlier", "later")
PAGE = Path(__file__).parents[1] / "docs" / "habit_attack.md"
RESULTS = Path("habit_attack")
_PARENTS = {
    "case_agencies": ("case_id", "cases"),
    "consultation_topics": ("consultation_id", "consultations"),
    "meeting_attendance": ("meeting_id", "meetings"),
    "meeting_cases": ("meeting_id", "meetings"),
}
"""Tables without a day of their own, and the table whose row says when."""


@dataclass(frozen=True)
class Attack:
    """One habit changed: its kind, the table (and column), the period, and what it does to the tables."""

    kind: str
    what: str
    period: str
    change: Callable[[Tables], None]
    table: str


def in_period(tables: Tables, name: str, period: str) -> pd.Series:
    """Which rows of a table belong to the earlier plan, or to the later one."""
    frame = tables[name]
    if name in DAY_OF_A_RECORD:
        day = frame[DAY_OF_A_RECORD[name]]
    elif name in _PARENTS:
        key, parent = _PARENTS[name]
        when = tables[parent].drop_duplicates(key).set_index(key)[DAY_OF_A_RECORD[parent]]
        day = frame[key].map(when)
    elif name == "person_scores":
        day = frame["scored_date"]
    else:
        wave = frame["wave"] if "wave" in frame else frame["question_id"].map(
            tables["survey_questions"].set_index("question_id")["wave"]
        )  # fmt: skip
        day = wave.map(tables["survey_waves"].set_index("wave")["fieldwork_end"])
    later = pd.to_datetime(day) >= BOUNDARY
    return later if period == "later" else ~later


def blank(name: str, column: str, period: str, tables: Tables) -> None:
    frame, rng = tables[name].copy(), np.random.default_rng(17)
    hit = in_period(tables, name, period).to_numpy() & (rng.random(len(frame)) < BLANKED)
    frame.loc[hit, column] = None
    tables[name] = frame


def twice(name: str, period: str, tables: Tables) -> None:
    frame = tables[name]
    again = frame[in_period(tables, name, period)].copy()
    key = load_schema().tables[name].primary_key[0]
    again[key] = again[key].astype(str) + "-2"
    tables[name] = pd.concat([frame, again], ignore_index=True)


def one_line_a_month(name: str, period: str, tables: Tables) -> None:
    """The first row of every month, service and area, with the numbers of all of them."""
    frame, mine = tables[name], in_period(tables, name, period)
    tables[name] = pd.concat([frame[~mine], _summed(name, frame[mine], _places(name))], ignore_index=True)


def at_two_levels(name: str, period: str, tables: Tables) -> None:
    """The month's total of the whole city as one more row of each service."""
    frame, mine = tables[name], in_period(tables, name, period)
    totals = _summed(name, frame[mine], [p for p in _places(name) if p != "area"])
    totals["area"] = tables["areas"].query("level == 'city'")["area"].iloc[0]
    if len(key := load_schema().tables[name].primary_key) == 1:
        totals[key[0]] = totals[key[0]].astype(str) + "-city"
    tables[name] = pd.concat([frame, totals], ignore_index=True)


def _places(name: str) -> list[str]:
    table = load_schema().tables[name]
    keys = [k.fields[0] for k in table.foreign_keys if k.table in ("services", "organizations")]
    kinds = [c for c in table.primary_key if len(table.primary_key) > 1 and c != DAY_OF_A_RECORD[name]]
    return list(dict.fromkeys([*keys, *kinds, *(["area"] if "area" in table.field_names else [])]))


def _summed(name: str, rows: pd.DataFrame, places: list[str]) -> pd.DataFrame:
    day = DAY_OF_A_RECORD[name]
    dated = rows.assign(**{day: pd.to_datetime(rows[day]).dt.to_period("M").dt.to_timestamp()})
    units = [f.name for f in load_schema().tables[name].fields if f.unit and f.type == "integer"]
    how = {
        c: (lambda s: s.sum(min_count=1)) if c in units else "first" for c in rows if c not in (day, *places)
    }
    return dated.groupby([day, *places], dropna=False).agg(how).reset_index()[[*rows.columns]]


def attacks(tables: Tables) -> Iterator[Attack]:
    """Every attack that the tables of the city allow."""
    dated = [
        n for n in DAY_OF_A_RECORD if len(tables.get(n, ())) and n not in ("submissions", "survey_waves")
    ]
    surveyed = [n for n in (*_PARENTS, "survey_respondents", "survey_answers") if len(tables.get(n, ()))]
    for name in [*dated, *surveyed]:
        table = load_schema().tables[name]
        for field in table.fields:
            if not field.required and tables[name][field.name].notna().any():
                for period in PERIODS:
                    yield Attack(
                        "30 % blank",
                        f"{name}.{field.name}",
                        period,
                        partial(blank, name, field.name, period),
                        name,
                    )
    for name in dated:
        table = load_schema().tables[name]
        whole: list[tuple[str, Callable[..., None]]] = [("one line a month", one_line_a_month)]
        whole += [("twice", twice)] if len(table.primary_key) == 1 else []
        whole += [("at two levels", at_two_levels)] if "area" in table.field_names else []
        for kind, change in whole:
            for period in PERIODS:
                yield Attack(kind, name, period, partial(change, name, period), name)


def attacked(whole: Whole, attack: Attack) -> dict[str, Any]:
    """What an attack made of the verdicts."""
    line: dict[str, Any] = {"kind": attack.kind, "what": attack.what, "period": attack.period}
    tables = dict(whole.tables)
    with tempfile.TemporaryDirectory() as folder:
        try:
            attack.change(tables)
            city = write_city(Path(folder) / "city", tables)
            with reusing(whole, {attack.table}):
                evaluation = evaluate(city)
            line |= verdicts_moved(whole, evaluation, attack.table)
        except Exception:  # what is counted
            line["error"] = traceback.format_exc(limit=-3)
    return line


def verdicts_moved(whole: Whole, evaluation: Evaluation, table: str) -> dict[str, Any]:
    """New *improving* and *worsening*, with where it is told; how many findings a gate refuses now."""
    keys = ["indicator", "area", "question"]
    before = whole.evaluation.findings.set_index(keys)["verdict"]
    after = evaluation.findings.set_index(keys)
    moved, refused = [], 0
    for key, row in after.iterrows():
        was, now = before.get(key), row["verdict"]
        evidence = evaluation.judged[(key[0], key[1], key[2])].evidence
        refused += was != now == "not_comparable"
        if was == now or now not in MOVED:
            continue
        told = "beside it" if evidence.habits or evidence.not_kept else "nowhere"
        if table not in evidence.entry.tables:
            told = "other indicators"  # the correction for many weighs less when fewer are judged
        moved.append([key[0], key[2], str(was), str(now), told])
    return {"moved": moved, "refused": int(refused)}


def summary(results: Path) -> None:
    """Count the lines of all parts into the page."""
    lines = [
        json.loads(one)
        for part in sorted(results.glob("*.jsonl"))
        for one in part.read_text("utf-8").splitlines()
    ]
    told = Counter((line["kind"], move[4]) for line in lines for move in line.get("moved", ()))
    errors = [line for line in lines if "error" in line]
    out = [
        "# A change of habit is no change",
        "",
        "Generated by `benchmarks/habit_attack.py --summary`. Of the example city (mixed, seed 1) one table is kept",
        "otherwise in one plan period, and nothing else is changed. Every optional field of every table with a time of its",
        "own, every such table; over all indicators, both questions.",
        "",
        "| attack | cities | refused by a gate | new verdicts told beside it | told by other indicators | told nowhere |",
        "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for kind in dict.fromkeys(line["kind"] for line in lines):
        mine = [line for line in lines if line["kind"] == kind]
        where = [told[kind, place] for place in ("beside it", "other indicators", "nowhere")]
        refused = sum(line.get("refused", 0) for line in mine)
        out.append(f"| {kind} | {len(mine)} | {refused} | {' | '.join(map(str, where))} |")
    out += ["", f"Errors: {len(errors)}.", "", "New *improving* or *worsening*:", ""]
    for line in lines:
        for indicator, question, was, now, place in line.get("moved", ()):
            out.append(
                f"- {line['kind']}, `{line['what']}`, {line['period']} plan: `{indicator}` ({question}) "
                f"{was} → {now}, told: {place}"
            )
    out += [] if any(line.get("moved") for line in lines) else ["None."]
    PAGE.write_text("\n".join(out) + "\n", encoding="utf-8")
    print(*out, sep="\n")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", default="1/1", help="which part of the attacks, such as 1/2")
    parser.add_argument("--only", default="", help="attacks whose kind or table holds this")
    parser.add_argument("--summary", action="store_true", help="count what all parts have written")
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    if asked.summary:
        summary(asked.results)
        return
    part, parts = (int(number) for number in asked.part.split("/"))
    asked.results.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = whole_city(Path(folder) / "whole")
        every = [a for a in attacks(whole.tables) if asked.only in f"{a.kind} {a.what}"]
        with (asked.results / f"part_{part}_of_{parts}.jsonl").open("w", encoding="utf-8") as out:
            for attack in every[part - 1 :: parts]:
                out.write(json.dumps(attacked(whole, attack), ensure_ascii=False) + "\n")
                out.flush()


if __name__ == "__main__":
    main()
