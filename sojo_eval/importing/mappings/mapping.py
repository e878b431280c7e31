"""What a mapping says: which cells of which files fill which fields of one table, and which rows are not records.

The TOML form is read by `mappings.reading`; docs/mappings.md describes it for the officer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sojo_eval.japanese import Meaning

UNFINISHED = "…"
"""What a proposal writes where a person must."""
VARIABLE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Place:
    """Where a column stands: one of several headers, its letter (position), or a pattern its header fits."""

    headers: tuple[str, ...] = ()
    position: str = ""
    pattern: str = ""

    def __str__(self) -> str:
        return " / ".join(self.headers) or self.position or self.pattern


@dataclass(frozen=True)
class Column:
    """One field's source, and how its cells are read.

    Either one column of the file (`place`), or `text`, put together from {headers} and {variables} of the file's name,
    the sheet's name or the wide column. `lookup` names a column of the table the field refers to; values found there
    are replaced by that table's key. `date` are the ways its dates are written, of `japanese.DATE_FORMS`, tried in turn. `short_years`,
    `year` and `fiscal_year` say what dates leave out (`japanese.parse_date`); the two last may be {variables}. `unit` is
    one that the cells carry (千円, 分); `approximate` takes 約500 as 500; `times` multiplies a number (1000 where the
    file counts in thousands). `otherwise` are headers of columns to read instead, in turn, where the cell is
    blank. `address`: the cells are addresses, of which the area is taken and the rest left.
    """

    field: str
    place: Place | None = None
    text: str = ""
    lookup: str = ""
    date: tuple[str, ...] = ("day",)
    short_years: str = ""
    year: str = ""
    fiscal_year: str = ""
    unit: str = ""
    approximate: bool = False
    times: float = 1.0
    otherwise: tuple[str, ...] = ()
    address: bool = False

    @property
    def label(self) -> str:
        """What messages call it."""
        return str(self.place) if self.place is not None else self.text


@dataclass(frozen=True)
class Rows:
    """Rows known by their cell in one column: equal to one of several texts, beginning so, fitting a pattern, blank."""

    column: str
    why: str = ""
    equals: tuple[str, ...] = ()
    starts_with: str = ""
    matches: str = ""
    blank: bool = False


@dataclass(frozen=True)
class Totals:
    """Rows that hold sums: checked against the records they sum and left out.

    `of`: "above" = the records since the last such row, "all" = all above from the first on; empty = those with which
    the row agrees (above it, or below where the total comes first). `same` names columns in which the parts equal the
    total's row; `columns` those that add up (empty = all of numbers).
    """

    rows: Rows
    of: str = ""
    same: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sum:
    """A column that must be the sum of others in each row, or (`running`) of one other down the rows.

    The others are named (`parts`), or are all those whose header fits `pattern`. Running totals run among the rows that
    agree in the columns `same`.
    """

    total: str
    parts: tuple[str, ...] = ()
    running: bool = False
    pattern: str = ""
    same: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """A footnote: rows with a cell that fits `matches`; with `event` it becomes a row of the table `events`.

    The values of `event` may hold {groups} of the pattern and {note}, the text itself.
    """

    matches: str
    event: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class WideColumn:
    """Columns of the file that all hold the same field, told apart by `variables` (and by groups of the pattern).

    cells_in: the unit of their cells with its factor (千円, %), as `Column.unit`.
    """

    place: Place
    variables: Mapping[str, str] = field(default_factory=dict)
    cells_in: str = ""


@dataclass(frozen=True)
class Heading:
    """Lines between the records, such as (1)平成27年: rows without figures whose cell in `column` fits `matches`. The
    groups of the pattern are variables of the rows below, down to the next such line.
    """

    column: str
    matches: str


@dataclass(frozen=True)
class Wide:
    """Months, sexes or age bands across the columns: each cell is a record with the field `value`.

    add: cells of one row that agree in all other fields (85〜89歳 and 90歳以上, both 85+) are one record, added up.
    """

    value: str
    columns: tuple[WideColumn, ...]
    add: bool = False


@dataclass(frozen=True)
class SetAside:
    """Files, or sheets of them, that hold no records of any table, and why."""

    file: str
    files: tuple[str, ...]
    sheets: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class FileMapping:
    """One source kind → one table.

    `header_rows` are 1-based; empty = find the header by its labels, below a row that fits `below`. `until` is the
    first row that no longer belongs to the table. `file_name`, `sheet_name` and `title` (of what stands above the header)
    are patterns whose groups are variables.
    `fill_down` names columns in which a blank cell means the one above, `carry_time` those in which a month or year that leaves
    out its year or era (2月, 3) goes on from the cell above. `marks` says what "-" or "x" stand for here.
    `headings` are lines between the records.
    `beside` are texts that stand beside figures in their cells and are left out ((速報), *1)). `unread` names columns of
    numbers that are left on purpose.
    `aliases`: other headers under which a header that the mapping names may stand, in columns and rules alike.
    once: a record that agrees in these fields with one before it is left out (a list repeated every month).
    """

    file: str
    table: str
    files: tuple[str, ...]
    columns: tuple[Column, ...]
    sheets: tuple[str, ...] = ()
    header_rows: tuple[int, ...] = ()
    below: str = ""
    until: str = ""
    file_name: str = ""
    sheet_name: str = ""
    title: str = ""
    fill_down: tuple[str, ...] = ()
    carry_time: tuple[str, ...] = ()
    wide: Wide | None = None
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, Meaning] = field(default_factory=dict)
    leave_out: tuple[Rows, ...] = ()
    totals: tuple[Totals, ...] = ()
    sums: tuple[Sum, ...] = ()
    notes: tuple[Note, ...] = ()
    once: tuple[str, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headings: tuple[Heading, ...] = ()
    beside: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def places(self) -> list[Place]:
        """Every column of the file that must be there; variables and wide columns by pattern are not among them."""
        found = [c.place for c in self.columns if c.place is not None]
        wide = self.wide.columns if self.wide is not None else ()
        return found + [w.place for w in wide if not w.place.pattern]


def filled(template: str, variables: Mapping[str, str]) -> str:
    """The template with the {variables} that are known put in; the others stay as they are."""
    return VARIABLE.sub(lambda found: variables.get(found[1], found[0]), template)
