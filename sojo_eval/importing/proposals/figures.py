"""A proposal for a sheet of figures: its periods beside or above columns of numbers, each of these an indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

import numpy as np

from sojo_eval.foundation.language import Text
from sojo_eval.importing.proposals.columns import ReadColumn, ReadSheet, counts_rows, varies
from sojo_eval.importing.proposals.periods import Names, figure_of, lie_across, period_of, settled
from sojo_eval.importing.proposals.proposal import PUBLISHED, Figure, Match, Period, Proposal
from sojo_eval.importing.tables.row_rules import TOTAL_WORDS
from sojo_eval.importing.tables.running_totals import running_totals
from sojo_eval.importing.tables.totals import numbers
from sojo_eval.japanese import label_key
from sojo_eval.schema import Schema, Table

_MOST_NAMES = 4
_MOST = 0.9
"""Share of the rows in which a column called total must be the sum: a slip or two are to be found by the check."""


_UNCLEAR = (
    Text(
        "指標の名前（indicator）、単位（unit）、定義（definition）、出典（source）、地域（area）を書いてください",
        "Write the names (indicator), unit, definition, source and area",
    ),
)

_NO_PERIOD = Text(
    "いつの数字かが見つかりません。period に書いてください（period_start と period_end になります）",
    "The period of the figures is not found: write it as period (it becomes period_start and period_end)",
)


def as_figures(read: ReadSheet, schema: Schema) -> Proposal | None:
    """Columns of numbers as indicators, with their period. Sums and running totals are checked and not imported."""
    columns = read.columns
    figures = settled([figure_of(c) for c in columns if c.is_number])
    # A month of equal counts is a month; elsewhere a column of one value or of running numbers is not a figure.
    figures = [f for f in figures if f.time or (varies(f.column) and not counts_rows(f.column))]
    period = period_of(columns, figures, Names(PurePath(read.file).stem, read.sheet, read.title, read.sheets))
    taken = {c.at for c in period.used}
    figures = [f for f in figures if f.column.at not in taken]
    if lie_across(figures):
        whole, figures = [f for f in figures if not f.time], [f for f in figures if f.time]
        sums = _sums_across(whole, figures)
    else:
        figures = [replace(f, name=f.column.name, time="") for f in figures]
        sums = _sums(figures)
    if not figures:
        return None
    totals = {total.at for total, _, _ in sums}
    figures = [f for f in figures if f.column.at not in totals]
    numeric = {f.column.at for f in figures} | totals
    names = [
        c for c in columns if c.at not in taken | numeric and not c.is_number and not c.dates and varies(c)
    ]
    divided_by = _telling_apart(names, period.used)
    table = schema.tables[PUBLISHED]
    used = taken | numeric | {c.at for c in divided_by}
    return Proposal(
        read.file,
        read.sheet,
        table,
        read.header_rows,
        _matches(period, table),
        tuple(figures),
        divided_by,
        period,
        sums,
        unclear=(*_UNCLEAR, _NO_PERIOD) if _is_asked(period) else _UNCLEAR,
        unused=tuple(c.name for c in columns if c.at not in used),
    )


def _is_asked(period: Period) -> bool:
    return any(key == "period" for key, _ in period.asked)


def _matches(period: Period, table: Table) -> tuple[Match, ...]:
    """The period's fields, where a column holds it."""
    if period.column is None:
        return ()
    forms = (("period", ""), ("period_start", period.start), ("period_end", period.end))
    return tuple(Match(period.column, table.field(name), 100.0, form) for name, form in forms)


def _sums_across(
    whole: Sequence[Figure], figures: Sequence[Figure]
) -> tuple[tuple[ReadColumn, tuple[ReadColumn, ...], bool], ...]:
    """Columns beside the months that are called a total and are their sum."""
    found = []
    parts = tuple(f.column for f in figures)
    for total in whole:
        if label_key(total.name) in TOTAL_WORDS and _is_sum(total.column, parts):
            found.append((total.column, parts, False))
    return tuple(found)


def _sums(figures: Sequence[Figure]) -> tuple[tuple[ReadColumn, tuple[ReadColumn, ...], bool], ...]:
    """Running totals of another column, and columns called a total that are the sum of those before them."""
    by_at = {f.column.at: f.column for f in figures}
    running = running_totals([(at, column.cells) for at, column in by_at.items()])
    found: list[tuple[ReadColumn, tuple[ReadColumn, ...], bool]] = [
        (by_at[total], (by_at[part],), True) for total, part in running
    ]
    known = {total for total, _ in running}
    since: list[ReadColumn] = []
    for figure in figures:
        column = figure.column
        if column.at in known:
            continue
        if (
            label_key(column.label.split("/")[-1]) in TOTAL_WORDS
            and len(since) > 1
            and _is_sum(column, since)
        ):
            found.append((column, tuple(since), False))
            since = []
        else:
            since.append(column)
    return tuple(found)


def _is_sum(total: ReadColumn, parts: Sequence[ReadColumn]) -> bool:
    printed = numbers(total.cells)
    added = np.nansum([numbers(c.cells) for c in parts], axis=0)
    known = np.isfinite(printed)
    return bool(known.any() and np.isclose(printed[known], added[known]).mean() >= _MOST)


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
