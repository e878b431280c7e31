"""Printed sums against their parts: rows of totals, columns of totals, running totals. What differs is a warning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.cells import Cells, Positions
from sojo_eval.importing.headers import Header, letters
from sojo_eval.importing.mapping import Mapping, Sum, Totals
from sojo_eval.importing.patterns import pattern
from sojo_eval.importing.sheet import Sheet
from sojo_eval.japanese import UnreadableError, normalise, parse_number
from sojo_eval.schema import Table

_ROUNDING = 1e-6
"""Sums of decimals as Excel keeps them differ by so much without any mistake."""
Numbers = NDArray[np.float64]
_LOOK = Text(
    "合計か内訳のどちらかが違います。元の表を確かめてください",
    "Either the total or a part is wrong: look at the original",
)


def check_totals(
    sheet: Sheet,
    header: Header,
    mapping: Mapping,
    table: Table,
    records: Positions,
    totals: Sequence[tuple[Totals, Positions]],
    shown: str,
) -> list[Problem]:
    """Every total that does not agree with the records it should sum, and every row whose sums do not agree.

    records: row indices of the records; totals: each rule with the row indices that it marks.
    """
    marked = sorted(((int(row), total) for total, rows in totals for row in rows), key=lambda m: m[0])
    if not marked and not mapping.sums:
        return []
    columns = {at: numbers(sheet.column(at, 0)) for at in _number_columns(header, mapping, table)}
    problems: list[Problem] = []
    for number, (row, total) in enumerate(marked):
        since = -1 if total.of == "all" or number == 0 else marked[number - 1][0]
        parts = records[(records > since) & (records < row)]
        for name in total.same:
            cells = sheet.column(header.columns[name], 0)
            parts = parts[cells.codes[parts] == cells.codes[row]]
        if not len(parts):
            continue  # a total above its parts, or one of other totals
        chosen = [header.columns[name] for name in total.columns] or list(columns)
        for at in chosen:
            values = columns[at]
            added = values[parts].sum()
            if _differ(values[row], added):
                problems.append(_wrong_total(sheet, header, at, row, values[row], added, shown, mapping))
    for rule in mapping.sums:
        problems += _wrong_sums(sheet, header, rule, records, shown, mapping)
    return problems


def _number_columns(header: Header, mapping: Mapping, table: Table) -> list[int]:
    plain = [
        header.columns[str(c.place)]
        for c in mapping.columns
        if c.place is not None and table.field(c.field).type in ("integer", "number") and not c.lookup
    ]
    return sorted({*plain, *(at for at, _ in header.wide)})


def numbers(cells: Cells) -> Numbers:
    """A column as numbers, NaN where a cell is none; what is no number is reported where it is read."""

    def number(cell: object) -> float:
        try:
            return float(parse_number(cell))
        except UnreadableError:
            return np.nan

    read = np.fromiter((number(value) for value in cells.values), np.float64, len(cells.values))
    return read[cells.codes]


def _differ(total: float, added: float) -> bool:
    """A part that is no number leaves nothing to compare."""
    return bool(
        np.isfinite(total) and np.isfinite(added) and abs(total - added) > _ROUNDING * max(1, abs(total))
    )


def _wrong_total(
    sheet: Sheet, header: Header, at: int, row: int, total: float, added: float, shown: str, mapping: Mapping
) -> Problem:
    message = Text(
        f"合計の行は {total:,g} ですが、内訳を足すと {added:,g} です",
        f"The total row says {total:,g}, but its parts add up to {added:,g}",
    )
    label = header.labels[at].replace("\n", " ")
    return Problem(
        "total-differs", message, _LOOK, shown, sheet.name, row + 1, label, f"{total:g}", mapping.table,
        f"{letters(at)}{row + 1}", "warning",
    )  # fmt: skip


def _wrong_sums(
    sheet: Sheet, header: Header, rule: Sum, records: Positions, shown: str, mapping: Mapping
) -> list[Problem]:
    """Rows in which a column is not the sum of its parts, or has not grown by its part since the row before."""
    at = header.columns[rule.total]
    total = numbers(sheet.column(at, 0))[records]
    added = [header.columns[name] for name in rule.parts]
    if rule.pattern:
        added = [
            i for i, label in enumerate(header.labels) if pattern(rule.pattern).fullmatch(normalise(label))
        ]
    if not added:
        return []  # the file has the total alone
    parts = np.sum([numbers(sheet.column(i, 0))[records] for i in added], axis=0)
    expected = np.append(parts[:1], total[:-1] + parts[1:]) if rule.running else parts
    wrong = [i for i in range(len(records)) if _differ(float(total[i]), float(expected[i]))]
    named = "、".join(header.labels[i].replace("\n", " ") for i in added)
    if len(added) > 3:
        named = f"{header.labels[added[0]]}〜{header.labels[added[-1]]}".replace("\n", " ")
    label = rule.total.replace("\n", " ")
    problems = []
    for i in wrong:
        row = int(records[i]) + 1
        if rule.running:
            message = Text(
                f"累計は {total[i]:,g} ですが、前の累計に「{named}」を足すと {expected[i]:,g} です",
                f"The running total says {total[i]:,g}, but the one before with “{named}” gives {expected[i]:,g}",
            )
        else:
            message = Text(
                f"{total[i]:,g} とありますが、「{named}」を足すと {expected[i]:,g} です",
                f"It says {total[i]:,g}, but “{named}” add up to {expected[i]:,g}",
            )
        where = f"{letters(at)}{row}"
        problems.append(
            Problem(
                "sum-differs",
                message,
                _LOOK,
                shown,
                sheet.name,
                row,
                label,
                f"{total[i]:g}",
                mapping.table,
                where,
                "warning",
            )
        )
    return problems
