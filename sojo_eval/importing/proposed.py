"""What a proposal for a mapping holds."""

from __future__ import annotations

from dataclasses import dataclass

from sojo_eval.foundation.language import Text
from sojo_eval.importing.proposal_columns import ReadColumn
from sojo_eval.schema import Field, Table

PUBLISHED = "indicators_published"


@dataclass(frozen=True)
class Match:
    """A column proposed for a field, and how sure it is (0–100)."""

    column: ReadColumn
    field: Field
    score: float
    date: str = ""
    lookup: str = ""


@dataclass(frozen=True)
class Proposal:
    """What a sheet seems to be. header_rows: from 1. wide: columns of numbers that become a record each.

    divided_by: columns of names that tell the rows of one indicator apart. month: a column of months whose `year` stands
    in the file's name. running: pairs (total, part) of columns where one is the running total of the other. unclear:
    what the officer must decide. unused: labels of columns that nothing reads. portal: some rows are metadata of an
    open-data portal, which stand in the column `first_label`.
    """

    file: str
    sheet: str
    table: Table
    header_rows: tuple[int, ...]
    matches: tuple[Match, ...]
    wide: tuple[ReadColumn, ...] = ()
    divided_by: tuple[ReadColumn, ...] = ()
    month: ReadColumn | None = None
    running: tuple[tuple[ReadColumn, ReadColumn], ...] = ()
    unclear: tuple[Text, ...] = ()
    unused: tuple[str, ...] = ()
    score: float = 0.0
    year: str = ""
    portal: bool = False
    first_label: str = ""
