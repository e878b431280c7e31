"""Dividing an indicator further than by area: by age band, desk, channel or any other coded column of its rows."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

import ibis
import ibis.expr.types as ir

from sojo_eval.city import DAY_OF_A_RECORD
from sojo_eval.city.engines.query import unbound_table
from sojo_eval.foundation.cache import Kept
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.settings import nearest
from sojo_eval.indicators.lineage import columns_behind, columns_deciding
from sojo_eval.indicators.registry import Indicator
from sojo_eval.indicators.shapes import UNKNOWN
from sojo_eval.schema import Table, load_schema

_LINEAGE = Kept("lineage")
_ANY_DAY = date(2000, 1, 1)
"""A last day covered for rules that are looked at and not computed."""


def expression(entry: Indicator, tables: Mapping[str, ir.Table], as_of: date, subgroup: str = "") -> ir.Table:
    """The indicator's function put on tables, with a column `subgroup` when one is asked for.

    tables: Ibis tables by name; `subgroup`: a coded column of the rows that are counted. Raises SojoEvalError when
    the indicator cannot be divided so, naming the columns that can.
    """
    counted = _put_on(entry, tables, as_of, subgroup)
    if subgroup and subgroup not in subgroup_columns(entry):
        known = subgroup_columns(entry)
        ways = (
            nearest(subgroup, known)
            if known
            else Text("この指標は分けられません", "It can be divided by nothing")
        )
        raise SojoEvalError(
            "no-subgroup",
            Text(
                f"{entry.id} は「{subgroup}」で分けられません",
                f"{entry.id} cannot be divided by {subgroup!r}",
            ),
            ways,
        )
    return counted


def subgroup_columns(entry: Indicator) -> tuple[str, ...]:
    """The columns by which the indicator can be divided: coded ones that stay with the rows it counts.

    Not the column that alone decides what is in the numerator, such as the way by which people came for the share
    that came by one way: every subgroup would have all or none.
    """
    if entry.kind.grain == "figure":
        return ()
    schema = load_schema()
    coded = dict.fromkeys(
        field.name
        for name in entry.tables
        for field in schema.tables[name].fields
        if _is_coded(name, field.name)
    )
    decides = _deciding(unbound(entry))
    return tuple(c for c in coded if c != decides and "subgroup" in unbound(entry, c).columns)


def is_citywide(entry: Indicator) -> bool:
    """Whether the indicator leaves every row without an area, by its rule and not for want of records."""
    return not behind(entry, "area")


@cache
def behind(entry: Indicator, column: str) -> frozenset[tuple[str, str]]:
    """The (table, column) pairs from which a column of the indicator's result is worked out (`lineage.columns_behind`)."""
    return _looked_up(entry, f"behind {column}", lambda: columns_behind(unbound(entry), column))


@cache
def deciding(entry: Indicator) -> frozenset[tuple[str, str]]:
    """The (table, column) pairs that the indicator's numbers rest on (`lineage.columns_deciding`)."""
    return _looked_up(entry, "deciding", lambda: columns_deciding(unbound(entry)))


def _looked_up(
    entry: Indicator, asked: str, look: Callable[[], frozenset[tuple[str, str]]]
) -> frozenset[tuple[str, str]]:
    """Kept from one process to the next where the package's code alone decides it: a look takes 10 ms."""
    if not entry.known_as:
        return look()
    pairs = _LINEAGE.get(f"{entry.known_as} {asked}", lambda: [[*pair] for pair in sorted(look())])
    return frozenset((table, name) for table, name in pairs)


def unbound(entry: Indicator, subgroup: str = "") -> ir.Table:
    """The indicator's rule on tables without data: to look at."""
    return _put_on(entry, unbound_tables(entry), _ANY_DAY, subgroup)


@cache
def dated_columns(entry: Indicator) -> tuple[tuple[str, str], ...]:
    """The columns (table, column) of tables that grow with time that decide the indicator's numbers."""
    return tuple((t, c) for t, c in sorted(deciding(entry)) if t in DAY_OF_A_RECORD)


@cache
def optional_columns(entry: Indicator) -> tuple[tuple[str, str], ...]:
    """Those of them that may be empty and that the indicator does not do without."""
    schema = load_schema().tables
    return tuple(
        (table, column)
        for table, column in dated_columns(entry)
        if not schema[table].field(column).required and not entry.does_without & {column, f"{table}.{column}"}
    )


def unbound_tables(entry: Indicator) -> dict[str, ir.Table]:
    """The clean tables that the indicator reads, without data: to look at its rule."""
    return {name: unbound_table(name) for name in entry.tables}


def _deciding(counted: ir.Table) -> str:
    """The one column that the numerator is worked out from ("" where there are several, or none)."""
    behind = columns_behind(counted, "numerator") if "numerator" in counted.columns else frozenset()
    return next(iter(behind))[1] if len(behind) == 1 else ""


def _put_on(entry: Indicator, tables: Mapping[str, ir.Table], as_of: date, subgroup: str) -> ir.Table:
    arguments: dict[str, object] = {name: _divided(name, tables[name], subgroup) for name in entry.tables}
    if "as_of" in inspect.signature(entry.compute).parameters:
        arguments["as_of"] = ibis.date(as_of)
    counted: ir.Table = entry.compute(**arguments)
    return counted


def _divided(name: str, table: ir.Table, column: str) -> ir.Table:
    """The table with that column as `subgroup`, where it has such a coded column."""
    if column not in load_schema().tables[name].field_names or not _is_coded(name, column):
        return table
    return table.mutate(subgroup=table[column].cast("string").fill_null(UNKNOWN))


def _is_coded(name: str, column: str) -> bool:
    """A code, a yes or no, or the name of a service or organization: never a person, a place or free text."""
    table: Table = load_schema().tables[name]
    field, key = table.field(column), table.key_to(column)
    names_a_service = key is not None and key.table in ("services", "organizations")
    return field.codelist is not None or field.type == "boolean" or names_a_service
