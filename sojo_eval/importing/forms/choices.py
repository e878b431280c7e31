"""What is put up for choice in an entry workbook: code lists, names of the city's own tables, keys of other sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_col_to_name

from sojo_eval.importing.forms.fields import entry_fields, looked_up
from sojo_eval.importing.forms.looks import Looks
from sojo_eval.importing.forms.validation import Choices
from sojo_eval.japanese import label_key
from sojo_eval.japanese.text import text_width
from sojo_eval.schema import Field, Schema, Table

CODES_SHEET = "コード表"
_FIRST = 3
"""Index of the first row of the lists."""
_MOST = 1000
"""Names of one table; a longer list does not help."""


@dataclass(frozen=True)
class ChoiceList:
    """A list on the sheet コード表. of: the code list or the table it comes from; `ja` is what is written."""

    of: str
    from_city: bool
    title: str
    ja: tuple[str, ...]
    en: tuple[str, ...]

    @property
    def name(self) -> str:
        """What formulas call its range."""
        return f"{'names' if self.from_city else 'list'}_{self.of}"


def lists_for(
    tables: Sequence[Table], schema: Schema, known: Mapping[str, pd.DataFrame]
) -> tuple[ChoiceList, ...]:
    """The code lists that these tables use, and the city's own names for tables that they refer to."""
    titles: dict[str, dict[str, None]] = {}
    named: dict[str, None] = {}
    for table in tables:
        for field in entry_fields(table):
            if field.codelist is not None:
                titles.setdefault(field.codelist, {})[field.title.ja] = None
            key = table.key_to(field.name)
            if (
                key is not None
                and looked_up(table, field, schema)
                and key.table not in {t.name for t in tables}
            ):
                named[key.table] = None
    found = [
        ChoiceList(
            name,
            False,
            "・".join(used),
            tuple(schema.codelists[name]["title_ja"]),
            tuple(schema.codelists[name]["title_en"]),
        )
        for name, used in titles.items()
    ]
    found += [
        _of_city(schema.tables[n], known[n]) for n in named if n in known and 0 < len(known[n]) <= _MOST
    ]
    return tuple(found)


def _of_city(table: Table, rows: pd.DataFrame) -> ChoiceList:
    """Its rows by name, or by key where two have the same name."""
    keys = rows[table.primary_key[0]].astype(str)
    names = rows["name_ja"].astype("string").fillna("")
    plain = names.map(label_key)
    ja = names.where(~plain.duplicated(keep=False) & (plain != ""), keys)
    en = rows["name_en"].astype("string").fillna("") if "name_en" in rows else pd.Series("", index=rows.index)
    return ChoiceList(table.name, True, table.title.ja, tuple(map(str, ja)), tuple(map(str, en)))


def choices_of(
    table: Table, field: Field, names: Sequence[str], schema: Schema, lists: Sequence[ChoiceList]
) -> Choices | None:
    """What to choose from in a column; `names` are the tables of the workbook."""
    by_name = {choice.name: choice for choice in lists}
    if field.codelist is not None and f"list_{field.codelist}" in by_name:
        return Choices(f"list_{field.codelist}")
    key = table.key_to(field.name)
    if key is None:
        return None
    if key.table in names and schema.tables[key.table].primary_key == key.reference_fields:
        return Choices(f"keys_{key.table}", "")
    return Choices(f"names_{key.table}", "warning") if f"names_{key.table}" in by_name else None


def write_lists(book: Any, lists: Sequence[ChoiceList], looks: Looks) -> None:
    """The sheet of lists, a pair of columns each, with a named range over the Japanese one."""
    sheet = book.add_worksheet(CODES_SHEET)
    sheet.set_tab_color(looks.other_tab)
    sheet.write(0, 0, "コード表　Lists to choose from", looks.title)
    sheet.set_row(0, 24)
    sheet.write(
        1,
        0,
        "▼ で選ぶ言葉の一覧です。書き換えないでください。　The words behind ▼. Please leave them as they are.",
        looks.sentence,
    )
    for number, choice in enumerate(lists):
        at = 2 * number
        sheet.merge_range(_FIRST - 1, at, _FIRST - 1, at + 1, choice.title, looks.optional_head)
        sheet.write_column(_FIRST, at, choice.ja, looks.listed)
        sheet.write_column(_FIRST, at + 1, choice.en, looks.listed_english)
        for column, texts in ((at, choice.ja), (at + 1, choice.en)):
            sheet.set_column(column, column, min(40, max(10, *(text_width(t) + 2 for t in texts))))
        letter, last = xl_col_to_name(at), _FIRST + len(choice.ja)
        book.define_name(choice.name, f"='{CODES_SHEET}'!${letter}${_FIRST + 1}:${letter}${last}")
    sheet.freeze_panes(_FIRST, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect()
