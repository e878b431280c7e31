"""A proposal for a sheet of figures: its periods beside or above columns of numbers, each of these an indicator."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath

import numpy as np

from sojo_eval.foundation.language import Text
from sojo_eval.importing.files.cell_addresses import letters
from sojo_eval.importing.files.cells import is_ditto
from sojo_eval.importing.files.number_formats import MIXED
from sojo_eval.importing.mappings.mapping import UNFINISHED
from sojo_eval.importing.proposals.columns import (
    LINE_PATTERN,
    WESTERN_LINE,
    ReadColumn,
    ReadSheet,
    counts_rows,
    holds_months,
    is_month,
    time_of_line,
    varies,
)
from sojo_eval.importing.proposals.header_times import LEAST_YEARS, figure_of, lie_across, settled
from sojo_eval.importing.proposals.named_times import Names
from sojo_eval.importing.proposals.other_figures import compares, is_change, preliminary, without_preliminary
from sojo_eval.importing.proposals.periods import period_of
from sojo_eval.importing.proposals.proposal import PUBLISHED, Figure, Match, Period, Proposal
from sojo_eval.importing.proposals.rows_beside import SEEMS_TOTAL
from sojo_eval.importing.proposals.units import (
    DIFFER_BY_ROW,
    SCALED,
    SHARE_OR_PERCENT,
    count_of_respondents,
    holds_units,
    n_of,
    one_or_less,
    scaled,
    unit_of,
    without_unit,
)
from sojo_eval.importing.tables.row_rules import TOTAL_WORDS
from sojo_eval.importing.tables.running_totals import SAID, running_totals
from sojo_eval.importing.tables.totals import numbers
from sojo_eval.importing.tables.unread_figures import is_key
from sojo_eval.japanese import label_key, normalise
from sojo_eval.schema import Schema, Table

_MOST_NAMES = 4
_MONTHS = 12
_MOST = 0.9
"""Share of the rows in which a column called total must be the sum: a slip or two are to be found by the check."""


NAMES_OF_FIGURES = Text(
    "指標の名前（indicator）、定義（definition）、出典（source）、地域（area）がこれでよいかを見てください",
    "Look at the names (indicator), definition, source and area",
)
UNIT_OF_FIGURES = Text(
    "単位（unit）が分からない列があります。… に書いてください",
    "The unit of some columns is not known: write it in place of …",
)
_RUNNING = Text(
    "題などに累計とあります。月ごとの数ではないので、累計という名の公表指標として読みます。月ごとの件数にはなりません",
    "A title says running total: these are no counts of each month, and are read as printed figures named 累計",
)
_NO_PERIOD = Text(
    "いつの数字かが見つかりません。period に書いてください（period_start と period_end になります）",
    "The period of the figures is not found: write it as period (it becomes period_start and period_end)",
)
_END = {"fiscal_year_start": "fiscal_year_end", "year_start": "year_end", "fiscal_month": "fiscal_month_end", "month": "month_end"}  # fmt: skip


def as_figures(read: ReadSheet, schema: Schema) -> Proposal | None:
    """Columns of numbers as indicators, with their period. Sums and running totals are checked and not imported."""
    columns = read.columns
    times = {figure_of(c).time for c in columns if c.is_number} - {""}
    untimed = [c for c in columns if c.is_number and not figure_of(c).time]
    beside_years = len(times) >= LEAST_YEARS
    compared = tuple(c for c in untimed if compares(c.label) or (beside_years and is_change(c.label)))
    numeric_ = [c for c in columns if c.is_number and not is_key(c.label) and c not in compared]
    figures = settled(_bare_months([_timed(c) for c in numeric_]))
    figures = [f for f in figures if f.time or not counts_rows(f.column)]
    period = _period(read, figures)
    taken = {c.at for c in period.used}
    figures = [_with_unit(f, read) for f in figures if f.column.at not in taken]
    units = next((c for c in columns if holds_units(c)), None)
    respondents = _respondents(figures)
    figures = [f for f in figures if f.column is not respondents]
    if lie_across(figures):
        whole, figures = [f for f in figures if not f.time], [f for f in figures if f.time]
        sums = _sums_across(whole, figures)
        # What is neither a month nor their sum is no figure of a month: it is told, and not dropped in silence.
    else:
        figures = [replace(f, name=f.column.label or f.column.name, time="") for f in figures]
        sums = _sums(figures)
    if not figures:
        return None
    running = _said_running(read, figures, sums)
    if running:
        figures = [replace(f, name=f"{f.name}（累計）" if f.name else "累計") for f in figures]
    totals = {total.at for total, _, _ in sums}
    figures = _told_apart([f for f in figures if f.column.at not in totals])
    numeric = {f.column.at for f in figures} | totals
    names = [
        c
        for c in columns
        if c.at not in taken | numeric and not c.is_number and not c.dates and varies(c) and c is not units
    ]
    divided_by = _telling_apart(names, period.used)
    period = replace(period, fill_down=(*period.fill_down, *_groups_of_time(period, names)))
    table = schema.tables[PUBLISHED]
    used = taken | numeric | {c.at for c in divided_by}
    used |= {c.at for c in (respondents, units) if c is not None}
    unclear = [NAMES_OF_FIGURES]
    unclear += [_RUNNING] if running else []
    unclear += [UNIT_OF_FIGURES] if units is None and any(f.unit.code == UNFINISHED for f in figures) else []
    unclear += [DIFFER_BY_ROW] if units is None and any(f.column.shown == MIXED for f in figures) else []
    unclear += [SCALED] if any(scaled(f.column, f.unit) for f in figures) else []
    unclear += [SHARE_OR_PERCENT] if any(one_or_less(f.column) for f in figures) else []
    unclear += preliminary([f.column for f in figures])
    unclear += [_NO_PERIOD] if any(key == "period" for key, _ in period.asked) else []
    unclear += period.unclear
    return Proposal(
        read.file,
        read.sheet,
        table,
        read.header_rows,
        (*_matches(period, table), *_match_n(respondents, table), *_match_unit(units, table)),
        tuple(figures),
        divided_by,
        period,
        sums,
        unclear=tuple(unclear),
        unused=tuple(c.name for c in columns if c.at not in used),
        fill_down=_filled_down(divided_by, columns, figures),
        headings=_heading_column(read),
        headings_pattern=_western(read.lines) or LINE_PATTERN,
        compared=tuple(c.name for c in compared),
        beside=tuple(dict.fromkeys(text for f in figures for text in f.column.beside)),
    )


def _timed(column: ReadColumn) -> Figure:
    """The header taken apart; a time may have a unit or the mark of a note beside it (4月（件）, 第1四半期※1)."""
    figure = figure_of(column)
    plain = without_unit(without_preliminary(column.label))
    if (figure.time and without_preliminary(column.label) == column.label) or plain == column.label:
        return figure
    found = figure_of(replace(column, label=plain))
    return replace(found, column=column) if found.time else figure


def _said_running(
    read: ReadSheet,
    figures: Sequence[Figure],
    sums: Sequence[tuple[ReadColumn, tuple[ReadColumn, ...], bool]],
) -> bool:
    """Whether a title, or the name of the sheet or the file, calls all figures running totals (4月 10, 5月 20, 6月 30)."""
    said = any(SAID.search(text) for text in (read.title, read.sheet, PurePath(read.file).stem))
    of_columns = any(is_running for _, _, is_running in sums) or any(
        SAID.search(f.column.label) for f in figures
    )
    return said and not of_columns


def _bare_months(figures: Sequence[Figure]) -> list[Figure]:
    """The same with 4, 5 … 3 above the columns as months, where all twelve are there in their order."""
    each = [(f.name or f.column.label).rpartition("/")[::2] for f in figures]
    numbers_ = [int(last) for _, last in each if re.fullmatch("[1-9]|1[0-2]", last)]
    once = list(dict.fromkeys(numbers_))
    rising = all(b - a in (1, -11) for a, b in pairwise(once))
    if len(once) != _MONTHS or not rising or any(f.time for f in figures):
        return [*figures]
    return [
        replace(f, name=group, time=f"{last}月") if re.fullmatch("[1-9]|1[0-2]", last) else f
        for f, (group, last) in zip(figures, each, strict=True)
    ]


def _period(read: ReadSheet, figures: Sequence[Figure]) -> Period:
    """When the figures are from; lines between the records that are years or months go before everything else, and what
    nothing says is asked."""
    names = Names(PurePath(read.file).stem, read.sheet, read.title, read.sheets, read.notes)
    period = period_of(read.columns, figures, names)
    forms = {time_of_line(text) for text in read.lines}
    if len(forms) != 1 or "" in forms:
        return period
    (form,) = forms
    year = form in ("fiscal_year_start", "year_start")
    text = "{heading}"
    if year and _western(read.lines):
        text += "年度" if form == "fiscal_year_start" else "年"
    month = next((c for c in read.columns if is_month(c) or holds_months(c)), None)
    if year and (month is not None or lie_across(figures)):
        form = "fiscal_month" if form == "fiscal_year_start" else "month"
        time = "{time}" if month is None else f"{{{month.name}}}"
        return Period(None, text + time, form, _END[form], used=(month,) if month is not None else ())
    if not period.asked:
        return period
    return Period(None, text, form, _END[form])


def _heading_column(read: ReadSheet) -> str:
    return next((c.name for c in read.columns if c.at == read.lines_at), "")


def _western(lines: Sequence[str]) -> str:
    """The pattern for lines of which each has a western year beside the era's; "" where one has none."""
    return WESTERN_LINE if lines and all(re.search(WESTERN_LINE, normalise(line)) for line in lines) else ""


def _with_unit(figure: Figure, read: ReadSheet) -> Figure:
    return replace(figure, unit=unit_of(figure.column, (read.title,)), n=n_of(figure.column.label))


def _respondents(figures: Sequence[Figure]) -> ReadColumn | None:
    """The column of numbers of respondents beside shares."""
    if not any(f.unit.code == "share" for f in figures):
        return None
    found = [f.column for f in figures if count_of_respondents(f.column)]
    return found[0] if len(found) == 1 else None


def _told_apart(figures: Sequence[Figure]) -> list[Figure]:
    """The same with names that differ: where two are called alike, their columns are in the name."""
    times = Counter((label_key(without_unit(f.name)), f.time) for f in figures)
    return [
        replace(f, name=f"{f.name}（{letters(f.column.at)}列）")
        if times[label_key(without_unit(f.name)), f.time] > 1
        else f
        for f in figures
    ]


def _filled_down(
    names: Sequence[ReadColumn], columns: Sequence[ReadColumn], figures: Sequence[Figure]
) -> tuple[ReadColumn, ...]:
    """Those of the names that stand at the first row of a group alone, or are repeated as 〃."""
    found = []
    for column in names:
        blank, ditto = column.cells.blank(), column.cells.where(is_ditto)
        right = next((c for c in names if c.at > column.at), None)
        if ditto.any():
            found.append(column)
        elif blank.any() and not blank.all() and right is not None:
            beside = ~right.cells.blank()
            # 全国 above 北海道 stands alone in its row and heads no group.
            if (~blank & beside).sum() * 2 >= (~blank).sum() and (blank & beside).any():
                found.append(column)
    return tuple(found)


def _groups_of_time(period: Period, names: Sequence[ReadColumn]) -> list[ReadColumn]:
    """Columns of times that stand at the first row of a group alone: below it names tell the rows apart, as they would not
    where a time is missing by mistake."""
    found = []
    for column in period.used:
        blank = column.cells.blank() | column.cells.where(is_ditto)
        if column in period.fill_down or column in period.carry or not blank.any() or blank[:1].any():
            continue
        rest = [c.cells.filled_down().codes for c in names] + [
            c.cells.codes for c in period.used if c is not column
        ]
        each = [column.cells.filled_down().codes, *rest]
        if rest and len(np.unique(np.stack(each), axis=1).T) == len(blank):
            found.append(column)
    return found


def _match_unit(units: ReadColumn | None, table: Table) -> tuple[Match, ...]:
    return () if units is None else (Match(units, table.field("unit"), 100.0),)


def _match_n(respondents: ReadColumn | None, table: Table) -> tuple[Match, ...]:
    return () if respondents is None else (Match(respondents, table.field("n"), 100.0),)


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
        if not _called_total(total.name):
            continue
        before = tuple(p for p in parts if p.at < total.column.at)
        last = max((t.column.at for t in whole if t.column.at < total.column.at), default=-1)
        since = tuple(p for p in before if p.at > last)
        summed = next((each for each in (parts, since, before) if each and _is_sum(total.column, each)), ())
        if summed:
            found.append((total.column, summed, False))
    return tuple(found)


def _sums(figures: Sequence[Figure]) -> tuple[tuple[ReadColumn, tuple[ReadColumn, ...], bool], ...]:
    """Running totals of another column, and columns called a total that are the sum of those before them."""
    by_at = {f.column.at: f.column for f in figures}
    running = running_totals([(at, column.label, column.cells) for at, column in by_at.items()])
    found: list[tuple[ReadColumn, tuple[ReadColumn, ...], bool]] = [
        (by_at[total], (by_at[part],), True) for total, part in running
    ]
    known = {total for total, _ in running}
    since: list[ReadColumn] = []
    columns = [f.column for f in figures if f.column.at not in known]
    for column in columns:
        if not _called_total(column.label):
            since.append(column)
            continue
        # 総数 that stands before its parts stays a figure: it is what most readers ask for.
        if len(since) > 1 and _is_sum(column, since):
            found.append((column, tuple(since), False))
            since = []
        else:
            since.append(column)
    return tuple(found)


def _called_total(label: str) -> bool:
    """Whether a column is called a total, in whatever words; its numbers say whether it is one."""
    last = label_key(label.split("/")[-1])
    return last in TOTAL_WORDS or SEEMS_TOTAL.search(last) is not None


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
        # A name repeated as 〃 is the one above.
        cells = column.cells.filled_down() if column.cells.where(is_ditto).any() else column.cells
        columns.append(cells.codes)
    return tuple(chosen)
