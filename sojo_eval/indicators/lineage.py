"""From which columns of the clean tables a column of an indicator's result is worked out."""

from __future__ import annotations

from collections.abc import Iterable

import ibis.expr.operations as ops
import ibis.expr.types as ir


def columns_behind(result: ir.Table, column: str) -> frozenset[tuple[str, str]]:
    """The (table, column) pairs whose values `column` is computed from; rows left out by a filter do not count.

    Empty for a constant, such as the area of an indicator that is citywide.
    """
    return _stored(_behind([ops.Field(result.op(), column)]))


def columns_deciding(result: ir.Table) -> frozenset[tuple[str, str]]:
    """The (table, column) pairs that a result's numbers rest on: what they are computed from, and what decides which
    rows are kept or put together. Not those that only say to which area or subgroup a row belongs."""
    outputs = [ops.Field(result.op(), name) for name in result.columns if name not in ("area", "subgroup")]
    rules = [rule for kept in result.op().find(ops.Filter) for rule in kept.predicates]
    behind = _behind([*outputs, *_fields(rules)])
    added = True
    while added:
        added = False
        for join in result.op().find(ops.JoinLink):
            # A table joined from the left adds and drops no row: it decides only if something is taken from it.
            taken = join.how != "left" or any(field.rel == join.table for field in behind)
            more = _behind(_fields(join.predicates)) if taken else frozenset()
            added |= not more <= behind
            behind |= more
    return _stored(behind)


def _fields(values: Iterable[ops.Value]) -> list[ops.Field]:
    return [field for value in values for field in value.find(ops.Field, filter=ops.Value)]


def _stored(fields: Iterable[ops.Field]) -> frozenset[tuple[str, str]]:
    return frozenset((f.rel.name, f.name) for f in fields if isinstance(f.rel, ops.PhysicalTable))


def _behind(waiting: list[ops.Field]) -> frozenset[ops.Field]:
    """The fields themselves and all that they are worked out from, down to the stored columns."""
    seen: set[ops.Field] = set()
    while waiting:
        field = waiting.pop()
        if field in seen:
            continue
        seen.add(field)
        source = field.rel
        if isinstance(source, ops.PhysicalTable):
            continue
        if isinstance(source, ops.Set):
            waiting += [ops.Field(side, field.name) for side in (source.left, source.right)]
        else:
            value = source.values[field.name]
            waiting += [value] if isinstance(value, ops.Field) else value.find(ops.Field, filter=ops.Value)
    return frozenset(seen)
