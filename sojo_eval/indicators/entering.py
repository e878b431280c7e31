"""What is refused when an indicator is entered: tables, columns, kinds and codes that there are not, each with the nearest."""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable, Collection
from datetime import date
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir
from ibis.common.exceptions import IbisError

from sojo_eval.city.engines.query import unbound_table
from sojo_eval.city.settings import PILLARS
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.settings import nearest, shown
from sojo_eval.indicators.kinds import KINDS, Kind
from sojo_eval.indicators.shown.units import UNITS
from sojo_eval.schema import load_schema, schema_table

if TYPE_CHECKING:
    from sojo_eval.indicators.registry import Indicator

AS_OF = "as_of"
"""The parameter of a function that is the last day covered; all others name tables."""
_OURS = __name__.partition(".")[0]
_ANY_DAY = date(2000, 1, 1)
_NAMED = re.compile(r"(?:Column|attribute) '([^']+)'")


def kind_named(kind: Kind | str) -> Kind:
    """A kind of data, also by its name. Raises SojoEvalError with the nearest."""
    if isinstance(kind, Kind):
        return kind
    if kind not in KINDS:
        raise _no_such(Text("データの種類", "kind of data"), kind, KINDS)
    return KINDS[kind]


def tables_read(compute: Callable[..., ir.Table]) -> tuple[str, ...]:
    """The clean tables a function reads: the names of its parameters."""
    return tuple(name for name in inspect.signature(compute).parameters if name != AS_OF)


def is_ours(compute: Callable[..., ir.Table]) -> bool:
    """Whether the function comes with this package, and not from somebody's notebook."""
    return compute.__module__.partition(".")[0] == _OURS


def refuse_mistakes(entry: Indicator) -> None:
    """Raise SojoEvalError for the first thing in an entry that would fail later, where nobody would know why."""
    if is_ours(entry.compute):
        return  # our own are held by tests, and a look at each would cost every start a second
    codes = load_schema().codes
    for what, value, known in (
        (Text("柱", "pillar"), entry.pillar, PILLARS),
        (Text("単位", "unit"), entry.unit, UNITS),
        (Text("望ましい向き", "direction"), entry.direction, codes("directions")),
    ):
        if value not in known:
            raise _no_such(what, value, known)
    title: object = entry.title.ja
    for words, given, is_right in (
        (Text("名前（title）", "title"), title, isinstance(title, str) and bool(title.strip())),
        (Text("目安（smallest_change）", "smallest_change"), entry.smallest_change, _is_positive(entry.smallest_change)),
        (Text("倍率（per）", "per"), entry.per, _is_positive(entry.per)),
    ):  # fmt: skip
        if not is_right:
            raise SojoEvalError(
                "indicator-mistake",
                Text(f"{words.ja}になりません: {shown(given)}", f"{shown(given)!r} is no {words.en}"),
                Text(
                    'title="電話の相談"、smallest_change=0.1 のように書いてください（数は0より大きく）',
                    'Write title="By telephone", smallest_change=0.1 (numbers above 0)',
                ),
            )
    for name in entry.tables:
        schema_table(name)
    _refuse_columns(entry)


def _is_positive(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < math.inf


def _refuse_columns(entry: Indicator) -> None:
    """The function is put on tables without data: what it names is then looked for, and what it gives is seen."""
    tables: dict[str, object] = {name: unbound_table(name) for name in entry.tables}
    if AS_OF in inspect.signature(entry.compute).parameters:
        tables[AS_OF] = ibis.date(_ANY_DAY)
    try:
        given = entry.compute(**tables)
    except (AttributeError, IbisError) as error:
        named = _NAMED.search(str(error))
        columns = [field for name in entry.tables for field in load_schema().tables[name].field_names]
        if named is None or named[1] in columns:
            raise
        raise _no_such(
            Text(f"{entry.id} が読む列", f"column read by {entry.id}"), named[1], columns
        ) from error
    columns = [*given.columns] if isinstance(given, ir.Table) else []
    missing = [name for name in entry.kind.columns if name not in columns]
    if missing:
        wanted = ", ".join(entry.kind.columns)
        raise SojoEvalError(
            "indicator-columns",
            Text(
                f"{entry.id} の関数が返す表に {', '.join(missing)} がありません",
                f"The table that {entry.id} returns lacks {', '.join(missing)}",
            ),
            Text(f"種類 {entry.kind} では次の列を返してください: {wanted}", f"Kind {entry.kind} returns: {wanted}"),
        )  # fmt: skip


def _no_such(what: Text, value: object, known: Collection[str]) -> SojoEvalError:
    return SojoEvalError(
        "indicator-mistake",
        Text(f"{what.ja}「{shown(value)}」はありません", f"There is no {what.en} {shown(value)!r}"),
        nearest(value, [*dict.fromkeys(known)]),
    )
