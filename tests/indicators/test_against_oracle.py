"""Every indicator against its meaning said again row by row, on hundreds of random table sets; counts of one name."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

import duckdb
import ibis
import pandas as pd
import pytest

from sojo_eval.indicators import built_in
from sojo_eval.indicators.registry import Indicator
from sojo_eval.schema import apply_types, load_schema, to_arrow
from tests.indicators.oracles import COUNTS, TIMES, answers
from tests.indicators.random_tables import AS_OF, random_tables

CASES = 200
SURVEYS = {i: entry.concepts for i, entry in built_in().items() if entry.kind.grain == "wave"}


class Cases:
    """All random table sets in one database. What an indicator gives for each of them is asked once."""

    def __init__(self) -> None:
        sets = [random_tables(seed) for seed in range(CASES)]
        self.records = [{n: _records(f) for n, f in tables.items()} for tables in sets]
        self.database = duckdb.connect()
        self.database.execute("SET threads = 1")
        self.unbound: dict[str, Any] = {}
        self.found: dict[str, list[list[tuple[Any, ...]]]] = {}
        for name in sets[0]:
            table = load_schema().tables[name]
            frame = pd.concat(
                [tables[name].assign(case=i) for i, tables in enumerate(sets)], ignore_index=True
            )
            arrow = to_arrow(apply_types(frame.drop(columns="case"), table), table)
            self.unbound[name] = ibis.table(ibis.Schema.from_pyarrow(arrow.schema), name=name)
            arrow = arrow.append_column("chosen_case", [frame["case"].to_numpy()])
            self.database.register("arriving", arrow)
            self.database.execute(f"CREATE TABLE all_{name} AS SELECT * FROM arriving")

    def answers(self, entry: Indicator) -> list[list[tuple[Any, ...]]]:
        """What the indicator gives for each set: its SQL sees the rows of one set, and is asked for all in one go."""
        if entry.id not in self.found:
            one = ", ".join(
                f"{name} AS (SELECT * EXCLUDE (chosen_case) FROM all_{name} WHERE chosen_case = set_number)"
                for name in entry.tables
            )
            asked = f"(WITH {one} SELECT * FROM ({self._query(entry)}))"
            given = self.database.execute(
                f"FROM range({CASES}) AS every(set_number), LATERAL {asked}"
            ).fetchall()
            self.found[entry.id] = [[] for _ in range(CASES)]
            for number, *row in given:
                self.found[entry.id][number].append(tuple(map(_day, row)))
        return self.found[entry.id]

    def _query(self, entry: Indicator) -> str:
        arguments = {name: self.unbound[name] for name in entry.tables}
        if "as_of" in entry.compute.__code__.co_varnames[: entry.compute.__code__.co_argcount]:
            arguments["as_of"] = ibis.date(AS_OF)
        return str(ibis.to_sql(entry.compute(**arguments).select(*entry.kind.columns), dialect="duckdb"))


def _day(value: Any) -> Any:
    """DuckDB's DATE_TRUNC gives a day with a time of midnight."""
    return value.date() if isinstance(value, datetime) else value


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def _summed(rows: Any) -> dict[tuple[date, Any], tuple[int, int]]:
    sums: dict[tuple[date, Any], tuple[int, int]] = {}
    for day, area, numerator, denominator in rows:
        key = day.replace(day=1), area
        before = sums.get(key, (0, 0))
        sums[key] = before[0] + numerator, before[1] + (denominator or 0)
    return sums


@pytest.fixture(scope="module")
def cases() -> Cases:
    return Cases()


@pytest.mark.parametrize("indicator", COUNTS)
def test_counts_are_those_of_the_oracle(cases: Cases, indicator: str) -> None:
    events = 0
    found = cases.answers(built_in()[indicator])
    for seed, (tables, rows) in enumerate(zip(cases.records, found, strict=True)):
        expected = _summed(COUNTS[indicator](tables, AS_OF))
        got = {(r[0], r[1]): (r[2], r[3] if len(r) > 3 else 0) for r in rows}
        assert got == expected, f"seed {seed}"
        events += sum(n for n, _ in expected.values())
    assert events > 0, "no random set holds an event: this tests nothing"


@pytest.mark.parametrize("indicator", TIMES)
def test_times_are_those_of_the_oracle(cases: Cases, indicator: str) -> None:
    found = cases.answers(built_in()[indicator])
    for seed, (tables, rows) in enumerate(zip(cases.records, found, strict=True)):
        expected = Counter((s.replace(day=1), a, n, e) for s, a, n, e in TIMES[indicator](tables, AS_OF))
        assert Counter(rows) == expected, f"seed {seed}"


@pytest.mark.parametrize("indicator", SURVEYS)
def test_answers_are_those_of_the_oracle(cases: Cases, indicator: str) -> None:
    found = cases.answers(built_in()[indicator])
    for seed, (tables, rows) in enumerate(zip(cases.records, found, strict=True)):
        assert Counter(rows) == Counter(answers(tables, *SURVEYS[indicator])), f"seed {seed}"


def test_every_indicator_has_its_oracle() -> None:
    assert set(built_in()) == {*COUNTS, *TIMES, *SURVEYS}


def test_counts_of_one_name_are_one_count_and_parts_add_up_to_no_more(cases: Cases) -> None:
    """Publication adds and subtracts counts by their names (`counts`, `out_of`): the names must be true."""
    counted_as: dict[str, list[Counter[Any]]] = {}
    over: list[tuple[str, list[Counter[Any]]]] = []
    for entry in built_in().values():
        if not entry.counts and not entry.out_of:
            continue
        rows = cases.answers(entry)
        if entry.counts:
            assert counted_as.setdefault(entry.counts, [_count(r, 2) for r in rows]) == [
                _count(r, 2) for r in rows
            ]
        if entry.out_of:
            single = entry.kind.grain == "start"
            over.append(
                (entry.out_of, [_count([(*x[:2], 0, 1) for x in r] if single else r, 3) for r in rows])
            )
    # The last days may be left out of a denominator (answered within 3 days?), so it may be less.
    compared = [(name, sums) for name, sums in over if name in counted_as]
    assert compared
    for name, sums in compared:
        assert all(part <= whole for part, whole in zip(sums, counted_as[name], strict=True)), name
    divisions = {name.rsplit("/", 1)[0] for name in counted_as if "/" in name}
    for division in divisions:
        parts = [sums for name, sums in counted_as.items() if name.startswith(division + "/")]
        if whole := counted_as.get(division.split("/")[0]):
            assert all(sum(p, Counter()) <= whole[i] for i, p in enumerate(zip(*parts, strict=True))), (
                division
            )


def _count(rows: list[tuple[Any, ...]], column: int) -> Counter[Any]:
    """The sum of a column by month and area."""
    sums: Counter[Any] = Counter()
    for row in rows:
        sums[row[0].replace(day=1), row[1]] += row[column]
    return sums
