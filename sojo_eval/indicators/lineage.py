"""From which columns of the clean tables a column of an indicator's result is worked out."""

from __future__ import annotations

import ibis.expr.operations as ops
import ibis.expr.types as ir


def columns_behind(result: ir.Table, column: str) -> frozenset[tuple[str, str]]:
    """The (table, column) pairs whose values `column` is computed from; rows left out by a filter do not count.

    Empty for a constant, such as the area of an indicator that is citywide.
    """
    found: set[tuple[str, str]] = set()
    seen: set[ops.Field] = set()
    waiting = [ops.Field(result.op(), column)]
    while waiting:
        field = waiting.pop()
        if field in seen:
            continue
        seen.add(field)
        source = field.rel
        if isinstance(source, ops.PhysicalTable):
            found.add((source.name, field.name))
        elif isinstance(source, ops.Set):
            waiting += [ops.Field(side, field.name) for side in (source.left, source.right)]
        else:
            value = source.values[field.name]
            waiting += [value] if isinstance(value, ops.Field) else value.find(ops.Field, filter=ops.Value)
    return frozenset(found)
