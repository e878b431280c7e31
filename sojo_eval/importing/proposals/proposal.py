"""What a proposal for a mapping holds."""

from __future__ import annotations

from dataclasses import dataclass

from sojo_eval.foundation.language import Text
from sojo_eval.importing.mappings.units import ASKED, Unit
from sojo_eval.importing.proposals.columns import ReadColumn
from sojo_eval.schema import Field, Table

PUBLISHED, TOTALS = "indicators_published", "reported_totals"


@dataclass(frozen=True)
class Match:
    """A column proposed for a field, and how sure it is (0–100)."""

    column: ReadColumn
    field: Field
    score: float
    date: str | tuple[str, ...] = ""
    lookup: str = ""


@dataclass(frozen=True)
class Figure:
    """A column of numbers of which each cell becomes a record.

    name: what its header says beside the time ("" where months alone head it). time: the month or year in its header
    (令和5年度/4月, 4月), "" where the rows have it. unit: of its values; n: how many answered, where the header says so.
    """

    column: ReadColumn
    name: str
    time: str = ""
    unit: Unit = ASKED
    n: str = ""


@dataclass(frozen=True)
class Period:
    """Where the period of a figure stands: in one column of dates, or put together by `text` ("{年度}/{月}").

    start, end: how its first and last day are read (`japanese.DATE_FORMS`). file_name, sheet_name, title: patterns that
    give a variable of `text`. used: the columns it takes. fill_down: those of them that are blank below their first row;
    carry: those whose cells leave out the year of the one above. taken: what was found where. asked: entries of the mapping
    that a person must fill, with the question. unclear: cells that cannot be read.
    """

    column: ReadColumn | None = None
    text: str = ""
    start: str | tuple[str, ...] = "day"
    end: str | tuple[str, ...] = "day"
    file_name: str = ""
    sheet_name: str = ""
    title: str = ""
    used: tuple[ReadColumn, ...] = ()
    fill_down: tuple[ReadColumn, ...] = ()
    carry: tuple[ReadColumn, ...] = ()
    taken: tuple[Text, ...] = ()
    asked: tuple[tuple[str, Text], ...] = ()
    unclear: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """What a sheet, or one of several tables on it, seems to be. header_rows: from 1.

    figures: columns of numbers that become a record each row. divided_by: columns of names that tell the rows of one
    indicator apart. totals: columns (as a mapping names them) whose cells call a row a sum, and the words. sums: (total, parts, whether it is a running total). below, until: patterns of the rows above and
    below the table, where several stand on the sheet. unclear: what the officer must decide. unused: labels of columns
    that nothing reads. fill_down: names that are blank, or 〃, below their first row. headings: the column of lines between
    the records. beside: notes in the cells of figures. compared: columns of figures of an earlier time
    (前年度, 前年同月比), which are not read. municipalities: the columns of their codes and of their names. again: how rows begin that repeat the header; averages: those that are means of others; counted_again: parts once more. doubled: figures (by the column's position) that stand on an earlier sheet too. footnotes: texts of rows that are notes. measures: of totals what each
    column of figures counts (by position), and the field that says it (counted_as); service: the column of desks. portal: some rows are metadata of an open-data portal, which stand in the column `first_label`. own_columns, own_constants: further lines of these
    sections, as a list of places needs them.
    """

    file: str
    sheet: str
    table: Table
    header_rows: tuple[int, ...]
    matches: tuple[Match, ...]
    figures: tuple[Figure, ...] = ()
    divided_by: tuple[ReadColumn, ...] = ()
    period: Period | None = None
    sums: tuple[tuple[ReadColumn, tuple[ReadColumn, ...], bool], ...] = ()
    totals: tuple[tuple[str, str], ...] = ()
    below: str = ""
    until: str = ""
    unclear: tuple[Text, ...] = ()
    unused: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    score: float = 0.0
    doubled: tuple[int, ...] = ()
    portal: bool = False
    first_label: str = ""
    fill_down: tuple[ReadColumn, ...] = ()
    headings: str = ""
    headings_pattern: str = ""
    averages: tuple[tuple[str, str], ...] = ()
    counted_again: tuple[tuple[str, str], ...] = ()
    beside: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    municipalities: tuple[ReadColumn | None, ReadColumn | None] = (None, None)
    again: tuple[tuple[str, str], ...] = ()
    respondents: ReadColumn | None = None
    measures: tuple[tuple[int, str], ...] = ()
    counted_as: str = "measure"
    service: ReadColumn | None = None
    own_columns: tuple[Text, ...] = ()
    own_constants: tuple[Text, ...] = ()
