"""How a table's rows were kept in two spans of time: a change of habit in keeping records must not read as a change of
what they record.

Of each span: the part of the rows that has each optional column, rows that are alike in all they say, sums given at an
upper level of area beside those of its parts, and whether there is one row a month where there had been one an event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import ibis
import ibis.expr.types as ir
import pandas as pd

from sojo_eval.city.engines.query import Query, Tables
from sojo_eval.city.record_queries import DAY_OF_A_RECORD, KNOWN_ON, number_of
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
_ROWS = "rows"


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


@dataclass(frozen=True)
class RowsOfSpans:
    """The rows of a table in an earlier and a later span, both ends included.

    as_of: the last day covered. left_out: spans left out of both.
    """

    name: str
    spans: tuple[Span, Span]
    as_of: pd.Timestamp
    left_out: tuple[Span, ...] = ()

    def sided(self, table: Tables) -> ir.Table:
        """The rows, with `later` (0, 1) and `row_month`."""
        rows, day_name = table(self.name), DAY_OF_A_RECORD[self.name]
        for start, end in self.left_out:
            rows = rows.filter(~rows[day_name].between(start.date(), end.date()))
        day = rows[day_name]
        inside = [(day >= start.date()) & (day <= min(end, self.as_of).date()) for start, end in self.spans]
        return rows.filter(inside[0] | inside[1]).mutate(
            later=ibis.ifelse(inside[1], 1, 0), row_month=number_of(day)
        )


@dataclass(frozen=True)
class SumsOfSpans:
    """One row a span (later): how many rows, dated on a month's edge, with each optional column, at an upper level of
    area. upper: areas that have others below them."""

    rows: RowsOfSpans
    upper: frozenset[str]

    def expression(self, table: Tables) -> ir.Table:
        """As in `engines.Query`."""
        sided = self.rows.sided(table)
        known = load_schema().tables[self.rows.name]
        return sided.group_by("later").aggregate(**_sums(sided, known, self.rows.as_of, self.upper))


@dataclass(frozen=True)
class GroupsOfSpans:
    """Columns asked, later, n: how many different combinations of each group of columns there are on either side.

    asked: the group's place in `columns`.
    """

    rows: RowsOfSpans
    columns: tuple[tuple[str, ...], ...]

    def expression(self, table: Tables) -> ir.Table:
        """As in `engines.Query`."""
        sided = self.rows.sided(table)
        found = []
        for place, names in enumerate(self.columns):
            different = sided.select("later", *names).distinct()
            counted = different.group_by("later").aggregate(n=different.count())
            found.append(counted.select(asked=ibis.literal(place), later="later", n="n"))
        return ibis.union(*found)


def habits(
    ask: Callable[[Query], pd.DataFrame], rows: RowsOfSpans, upper: frozenset[str]
) -> tuple[Habits, Habits]:
    """The habits of a table that grows with time in an earlier and a later span.

    ask: gives the answer to a query (`City.ask`). upper: areas that have others below them.
    """
    table = load_schema().tables[rows.name]
    by_side = {int(row["later"]): row for row in ask(SumsOfSpans(rows, upper)).to_dict("records")}
    said = [f.name for f in table.fields if f.name not in {*table.primary_key, "area"}]
    keyed_by_number = len(table.primary_key) == 1
    places = [("row_month", *columns) for columns in _places_and_codes(table)]
    groups = ask(GroupsOfSpans(rows, (*places, *([tuple(said)] if keyed_by_number else []))))
    different = {(asked, later): n for asked, later, n in groups[["asked", "later", "n"]].to_numpy()}
    found = []
    for side in (0, 1):
        if side not in by_side:
            found.append(Habits())
            continue
        mine = by_side[side]
        distinct = different[len(places), side] if keyed_by_number else mine["rows"]
        found.append(
            Habits(
                rows=int(mine["rows"]),
                filled={
                    f.name: (int(mine[f"filled {f.name}"]), int(mine[f"possible {f.name}"]))
                    for f in table.fields
                    if not f.required
                },
                alike=1 - distinct / mine["rows"],
                above={
                    what: float(mine[f"above {what}"]) / total
                    for what in (_summed(table) if upper else ())
                    if (total := float(mine[f"sum {what}"])) > 0
                },
                on_edges=mine["on edges"] / mine["rows"],
                rows_a_month=tuple(mine["rows"] / different[place, side] for place in range(len(places))),
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
    for what in _summed(table) if upper else ():
        at_top = rows.area.isin(sorted(upper)).fill_null(False)
        value = ibis.literal(1) if what == _ROWS else rows[what].fill_null(0)
        sums[f"sum {what}"] = ibis.ifelse(rows.area.notnull(), value, 0).sum()
        sums[f"above {what}"] = ibis.ifelse(at_top, value, 0).sum()
    return sums


def _summed(table: Table) -> list[str]:
    """What is looked at by level of area: rows, and each column of numbers that add up."""
    if "area" not in table.field_names:
        return []
    return [_ROWS, *(f.name for f in table.fields if f.unit and f.type == "integer")]


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
