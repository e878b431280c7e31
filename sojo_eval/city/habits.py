"""How a table's rows were kept in two spans of time: a change of habit in keeping records must not read as a change of
what they record.

Of each span: the part of the rows that has each optional column, rows that are alike in all they say, sums given at an
upper level of area beside those of its parts, and whether there is one row a month where there had been one an event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import ibis
import ibis.expr.types as ir
import pandas as pd

from sojo_eval.city.recording import DAY_OF_A_RECORD, KNOWN_ON
from sojo_eval.schema import Field, Table, load_schema

Span = tuple[pd.Timestamp, pd.Timestamp]

UNKNOWN = "unknown"
"""The code by which a form says what an empty cell says."""
FOLLOWED_DAYS = 90
"""A day that comes later than its row counts as filled if it came so soon: all rows are looked at for as long."""
MIN_ROWS = 30
"""Fewer rows on a side show no habit."""
KNOWN_SOON_DAYS = 30
"""Rows younger than this may still wait for a day that every row ought to have."""


@dataclass(frozen=True)
class Habits:
    """One table in one span. rows: how many. filled: by optional column, of how many rows that could have it how many
    do. alike: part of the rows that say all that another one says, their number and area aside. above: part of the rows,
    and of each number's sum, that stands at an upper level of area. on_edges: part of the rows dated on the first or the
    last day of a month. rows_a_month: rows for each combination of month,
    service and area, and of all codes besides."""

    rows: int = 0
    filled: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    alike: float = 0.0
    above: Mapping[str, float] = field(default_factory=dict)
    on_edges: float = 0.0
    rows_a_month: tuple[float, ...] = ()


def habits(
    rows: ir.Table, name: str, spans: tuple[Span, Span], as_of: pd.Timestamp, upper: frozenset[str]
) -> tuple[Habits, Habits]:
    """The habits of a table that grows with time in an earlier and a later span, both ends included.

    as_of: the last day covered. upper: areas that have others below them. Shocked months should be left out of `rows`
    by the caller.
    """
    table = load_schema().tables[name]
    day = rows[DAY_OF_A_RECORD[name]]
    inside = [(day >= start.date()) & (day <= min(end, as_of).date()) for start, end in spans]
    sided = rows.filter(inside[0] | inside[1]).mutate(
        later=ibis.ifelse(inside[1], 1, 0), row_month=(day.year() * 12 + day.month()).cast("int64")
    )
    counts = sided.group_by("later").aggregate(**_sums(sided, table, as_of, upper)).to_pandas()
    by_side = counts.set_index("later")
    said = [f.name for f in table.fields if f.name not in {*table.primary_key, "area"}]
    keyed_by_number = len(table.primary_key) == 1
    distinct = _groups(sided, said) if keyed_by_number else by_side["rows"]
    months = [_groups(sided, ["row_month", *columns]) for columns in _places_and_codes(table)]
    found = []
    for side in (0, 1):
        if side not in by_side.index:
            found.append(Habits())
            continue
        mine = by_side.loc[side]
        found.append(
            Habits(
                rows=int(mine["rows"]),
                filled={
                    f.name: (int(mine[f"filled {f.name}"]), int(mine[f"possible {f.name}"]))
                    for f in table.fields
                    if not f.required
                },
                alike=1 - float(distinct[side]) / float(mine["rows"]),
                above={
                    column.removeprefix("above "): float(mine[column]) / total
                    for column in by_side
                    if column.startswith("above ")
                    and (total := float(mine[column.replace("above", "sum", 1)])) > 0
                },
                on_edges=float(mine["on edges"]) / float(mine["rows"]),
                rows_a_month=tuple(float(mine["rows"]) / float(groups[side]) for groups in months),
            )
        )
    return found[0], found[1]


def _sums(rows: ir.Table, table: Table, as_of: pd.Timestamp, upper: frozenset[str]) -> dict[str, ir.Value]:
    day = rows[DAY_OF_A_RECORD[table.name]]
    first_or_last = (day.day() == 1) | ((day + ibis.interval(days=1)).cast("date").day() == 1)
    sums: dict[str, ir.Value] = {"rows": rows.count(), "on edges": first_or_last.cast("int64").sum()}
    for f in table.fields:
        if not f.required:
            possible, filled = _filled(rows, table, f, as_of)
            sums[f"possible {f.name}"] = possible.cast("int64").sum().fill_null(0)
            sums[f"filled {f.name}"] = (possible & filled).cast("int64").sum().fill_null(0)
    if "area" in table.field_names and upper:
        at_top = rows.area.isin(sorted(upper)).fill_null(False)
        sums["sum rows"] = rows.area.count()
        sums["above rows"] = at_top.cast("int64").sum()
        for f in table.fields:
            if f.unit and f.type == "integer":
                value = rows[f.name].fill_null(0)
                sums[f"sum {f.name}"] = ibis.ifelse(rows.area.notnull(), value, 0).sum()
                sums[f"above {f.name}"] = ibis.ifelse(at_top, value, 0).sum()
    return sums


def _filled(
    rows: ir.Table, table: Table, f: Field, as_of: pd.Timestamp
) -> tuple[ir.BooleanValue, ir.BooleanValue]:
    """Which rows could have the column by now, and which have it."""
    day, value = rows[DAY_OF_A_RECORD[table.name]], rows[f.name]
    said = value.notnull()
    if f.codelist and UNKNOWN in load_schema().codes(f.codelist):
        said = (value != UNKNOWN).fill_null(False)
    known_on, wait = KNOWN_ON.get((table.name, f.name), ("", 0))
    if known_on:
        known_by = (as_of - pd.DateOffset(months=wait) - pd.Timedelta(days=KNOWN_SOON_DAYS)).date()
        return (rows[known_on].notnull() & (rows[known_on] <= known_by)).fill_null(False), said
    if f.type == "date" and f.blank == "not_yet":
        followed = day <= (as_of - pd.Timedelta(days=FOLLOWED_DAYS)).date()
        return followed, (value.delta(day, unit="day") <= FOLLOWED_DAYS).fill_null(False)
    if f.type == "date":
        return day <= (as_of - pd.Timedelta(days=KNOWN_SOON_DAYS)).date(), said
    return day.notnull(), said


def _places_and_codes(table: Table) -> tuple[list[str], ...]:
    """The services and the area that a row is of; and with them all that it gives in codes."""
    places = [key.fields[0] for key in table.foreign_keys if key.table in ("services", "organizations")]
    places += ["area"] if "area" in table.field_names else []
    codes = [f.name for f in table.fields if f.codelist and f.name not in places]
    return (places, [*places, *codes]) if places else ([*places, *codes],)


def _groups(rows: ir.Table, columns: list[str]) -> pd.Series:
    """How many different combinations of `columns` there are on either side."""
    different = rows.select("later", *columns).distinct()
    counted = different.group_by("later").aggregate(n=different.count()).to_pandas()
    return pd.Series(counted.set_index("later")["n"])
