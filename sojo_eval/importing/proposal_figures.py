"""A proposal for a sheet of figures: a column of dates beside columns of numbers, each of these an indicator."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from sojo_eval.foundation.language import Text
from sojo_eval.importing.headers import letters
from sojo_eval.importing.proposal_columns import ReadColumn, counts_rows, is_month, varies
from sojo_eval.importing.proposed import PUBLISHED, Match, Proposal
from sojo_eval.importing.running_totals import running_totals
from sojo_eval.schema import Schema

_YEAR_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_MOST_NAMES = 4


def as_figures(
    sheet: str, file: str, columns: Sequence[ReadColumn], header_rows: tuple[int, ...], schema: Schema
) -> Proposal | None:
    """A column of dates and columns of numbers: each of these an indicator. Running totals are only checked."""
    days = next((c for c in columns if c.dates), None)
    year = _YEAR_IN_NAME.search(file)
    month = next((c for c in columns if is_month(c)), None) if days is None and year else None
    numbers = [
        c for c in columns if c.is_number and c not in (days, month) and not counts_rows(c) and varies(c)
    ]
    if not numbers:
        return None
    names = [c for c in columns if c not in (days, month, *numbers) and not c.is_number and varies(c)]
    divided_by = _telling_apart(names, [c for c in (days, month) if c is not None])
    table = schema.tables[PUBLISHED]
    running = running_totals([(c.at, c.cells) for c in numbers])
    totals = {total for total, _ in running}
    wide = tuple(c for c in numbers if c.at not in totals)
    by_at = {c.at: c for c in numbers}
    used = {c.at for c in (*numbers, *divided_by, days, month) if c is not None}
    unclear = [
        Text(
            "指標の名前（indicator）、単位（unit）、定義（definition）、出典（source）、地域（area）を書いてください",
            "Write the names (indicator), unit, definition, source and area",
        )
    ]
    matches: list[Match] = []
    if days is not None:
        for name in ("period", "period_start", "period_end"):
            form = {"month": "month_end", "fiscal_year_start": "fiscal_year_end"}.get(days.dates, days.dates)
            date = "" if name == "period" else form if name == "period_end" else days.dates
            matches.append(Match(days, table.field(name), 100.0, date))
    elif month is None:
        unclear.append(
            Text(
                "日付の列が見つかりません。period_start と period_end を書いてください",
                "No column of dates was found: write period_start and period_end",
            )
        )
    return Proposal(
        file,
        sheet,
        table,
        header_rows,
        tuple(matches),
        wide,
        divided_by,
        month,
        tuple((by_at[total], by_at[part]) for total, part in running),
        tuple(unclear),
        tuple(c.label or letters(c.at) for c in columns if c.at not in used),
        year=year[1] if year else "",
    )


def _telling_apart(names: Sequence[ReadColumn], given: Sequence[ReadColumn]) -> tuple[ReadColumn, ...]:
    """The first columns of names that are needed, beside the date, to tell the rows apart; no more than four."""
    chosen: list[ReadColumn] = []
    columns = [c.cells.codes for c in given]
    for column in names[:_MOST_NAMES]:
        rows = len(column.cells)
        if columns and len(np.unique(np.stack(columns), axis=1).T) == rows:
            break
        chosen.append(column)
        columns.append(column.cells.codes)
    return tuple(chosen)
