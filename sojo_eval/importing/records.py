"""From the rows of a sheet to records of a table: one a row, or one a cell where a field lies across columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.addresses import SheetRows
from sojo_eval.importing.files.cell_addresses import letters
from sojo_eval.importing.files.cells import Cells, Mask, Positions, as_text, is_blank
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.mappings.mapping import VARIABLE, Column, Mapping, filled
from sojo_eval.importing.tables.columns import Reader, SheetColumns
from sojo_eval.importing.tables.headers import Header
from sojo_eval.importing.values.personal_data import (
    HIDDEN,
    Kind,
    checked_fields,
    find_personal,
    may_be_a_name,
    tellable,
)
from sojo_eval.importing.values.values import plain_keys, read_column
from sojo_eval.japanese import meaning_of
from sojo_eval.schema import Field, Table

DAMAGED = "\ufffd"
"""What a program writes for characters that it could not read."""
_LOST = (
    Text("文字が失われています（�）", "Characters were lost here (�)"),
    Text("元の資料からもう一度書き出してください", "Export it again from the original"),
)
_NOT_WHOLE = (
    Text("times を掛けると整数になりません", "Multiplied by times it is no whole number"),
    Text("値か対応表の times を直してください", "Mend the value, or times in the mapping"),
)
_CODE = re.compile(r"[A-Za-z0-9 ./_-]*")


@dataclass
class Records:
    """`frame` has the mapped fields; `refused` are the sheet's row indices of which something could not be read.

    `unread`: row index and field of each cell that could not, told once however many records the row became.
    """

    frame: pd.DataFrame
    address: SheetRows
    problems: list[Problem] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    unread: set[tuple[int, str]] = field(default_factory=set)


def read_records(
    sheet: Sheet,
    header: Header,
    rows: Positions,
    mapping: Mapping,
    table: Table,
    variables: Dict[str, str],
    reader: Reader,
    shown: str,
) -> Records:
    """The records of those rows. Unreadable cells are missing in the frame and listed; so is personal data."""
    into = _Reading(sheet, header, mapping, table, reader, shown)
    columns = [*mapping.columns, *_of_variables(mapping, table, variables, header)]
    frames, record_rows, record_columns, record_blank, record_none = [], [], [], [], []
    for at, named, mine in _blocks(sheet, header, rows, mapping):
        block: dict[str, pd.Series] = {}
        for column in columns:
            block |= into.of_column(column, mine, {**variables, **named})
        if at is not None and mapping.wide is not None:
            cells = sheet.column(at, 0).take(mine)
            block |= into.cells(Column(mapping.wide.value), cells, mine, at)
            if mapping.wide.add:
                record_blank.append(cells.blank())
                record_none.append(cells.where(lambda c: meaning_of(c, mapping.marks) == "not_applicable"))
            record_columns.append(np.full(len(mine), at))
        frames.append(pd.DataFrame(block, index=range(len(mine))))
        record_rows.append(mine)
    frame = (
        pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[c.field for c in columns])
    )
    of_rows = np.concatenate([*record_rows, rows[:0]])
    wide = None
    if mapping.wide is not None:
        of_columns = np.concatenate([*record_columns, rows[:0]])
        order = np.lexsort((of_columns, of_rows))
        frame, of_rows = frame.iloc[order].reset_index(drop=True), of_rows[order]
        of_columns = of_columns[order]
        if mapping.wide.add:
            blank, none = (
                np.concatenate([*each, np.zeros(0, dtype=bool)])[order]
                for each in (record_blank, record_none)
            )
            frame, kept = _added_up(frame, mapping.wide.value, of_rows, blank, none)
            of_rows, of_columns = of_rows[kept], of_columns[kept]
        wide = (mapping.wide.value, of_columns)
    places = {c.field: header.columns[str(c.place)] for c in mapping.columns if c.place is not None}
    address = SheetRows(shown, sheet.name, of_rows, header.labels, places, wide)
    return Records(frame, address, into.problems, into.refused, {(row, name) for row, name, _ in into.told})


@dataclass
class _Reading(SheetColumns):
    """Reading the columns of one sheet, and what went wrong on the way."""

    problems: list[Problem] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    told: set[tuple[int, str, int | None]] = field(default_factory=set)
    """Row, field and column of each cell that was refused."""

    def of_column(self, column: Column, rows: Positions, variables: Dict[str, str]) -> dict[str, pd.Series]:
        """The values of a field in those rows, from its column or put together from text."""
        if column.place is not None and column.otherwise:
            return self.in_turn(column, rows)
        if column.place is not None:
            at = self.header.columns[str(column.place)]
            return self.cells(column, self.taken(at, rows), rows, at)
        text = filled(column.text, variables)
        headers = [name for name in dict.fromkeys(VARIABLE.findall(text)) if name in self.header.columns]
        if not headers:
            return self.cells(column, Cells([text], np.zeros(len(rows), dtype=np.int64)), rows, None)
        parts = [self.taken(self.header.columns[name], rows).used() for name in headers]
        codes, of_row = np.unique(np.stack([p.codes for p in parts]), axis=1, return_inverse=True)
        values = [
            filled(
                text, {name: as_text(p.values[c]) for name, p, c in zip(headers, parts, each, strict=True)}
            )
            for each in codes.T
        ]
        # Within a longer text a My Number passes for part of a key, so that the parts are looked at too.
        found = [{} if plain_keys(p.values) else find_personal(p.values) for p in parts]
        persons: dict[str, Kind] = {}
        if any(found):
            for text, each in zip(values, codes.T.tolist(), strict=True):
                kinds = [kind[c] for kind, c in zip(found, each, strict=True) if c in kind]
                if kinds:
                    persons[text] = kinds[0]
        cells = Cells(values, of_row.reshape(-1))
        return self.cells(column, cells, rows, self.header.columns[headers[0]], persons)

    def in_turn(self, column: Column, rows: Positions) -> dict[str, pd.Series]:
        """The values of a field from the first of its columns that is filled. One that cannot be read stays an error."""
        first, *others = (self.header.columns[name] for name in (str(column.place), *column.otherwise))
        chosen = np.full(len(rows), first)
        blank = self.taken(first, rows).blank()
        for at in others:
            filled_ = blank & ~self.taken(at, rows).blank()
            chosen[filled_] = at
            blank &= ~filled_
        parts = []
        for at in np.unique(chosen).tolist():
            mine = np.flatnonzero(chosen == at)
            found = self.cells(column, self.taken(at, rows[mine]), rows[mine], at)
            parts.append(pd.DataFrame(found).set_axis(mine))
        whole = pd.concat(parts).sort_index() if parts else pd.DataFrame(columns=[column.field])
        return {str(name): whole[name] for name in whole.columns}

    def taken(self, at: int, rows: Positions) -> Cells:
        """The cells of a column in those rows."""
        return self.below(at).take(rows - self.header.first)

    def cells(
        self,
        column: Column,
        cells: Cells,
        rows: Positions,
        at: int | None,
        persons: Dict[str, Kind] | None = None,
    ) -> dict[str, pd.Series]:
        """The values of cells, each distinct one read once; with the state of those that are no values.

        persons: texts known to hold personal data, and of which kind.
        """
        target, cells = self.table.field(column.field), cells.used()
        for position in cells.holding(DAMAGED):
            self._refuse(column, cells, position, rows, at, "damaged-text", *_LOST)
        read = read_column(
            Cells(cells.values, np.arange(len(cells.values))), target, self.reader(column), self.mapping.marks
        )
        for position, error in read.unreadable.items():
            self._refuse(column, cells, position, rows, at, "unreadable", error.why, error.fix)
        if column.address:
            self._outside(cells, read.values, rows, at)
        elif at is not None and column.field in checked_fields(self.table):
            told = (
                {i: persons[str(v)] for i, v in enumerate(cells.values) if str(v) in persons}
                if persons
                else {}
            )
            if not plain_keys(cells.values):
                told |= find_personal(cells.values, target.privacy == "pseudonym")
            for position, kind in sorted(told.items()):
                refusal = kind.refusal(needed=target.required or target.privacy == "pseudonym")
                self._refuse(column, cells, position, rows, at, "personal-data", refusal.why, refusal.fix)
        known = read.values
        if column.times != 1:
            known = known.astype("Float64") * column.times
            if target.type == "integer":
                broken = (known % 1).fillna(0) != 0
                for position in np.flatnonzero(broken).tolist():
                    self._refuse(column, cells, position, rows, at, "unreadable", *_NOT_WHOLE)
                known = known.mask(broken).astype("Int64")
        values = known.take(cells.codes).reset_index(drop=True)
        found = {column.field: values}
        state = f"{column.field}_state"
        if state in self.table.field_names:
            states = read.states.astype("string").reindex(range(len(cells.values)))
            found[state] = states.take(cells.codes).reset_index(drop=True)
        return found

    def _outside(self, cells: Cells, areas: pd.Series, rows: Positions, at: int | None) -> None:
        """One warning with the number of addresses that lie in no area of the table; they are not repeated."""
        outside = areas.isna().to_numpy() & np.array([not is_blank(v) for v in cells.values], dtype=bool)
        found = rows[outside[cells.codes]]
        if not len(found) or at is None:
            return
        first = int(found[0]) + 1
        message = Text(
            f"地域の表のどこにも当たらない住所が{len(found):,}件あります。地域は空のままにしました",
            f"{len(found):,} addresses lie in no area of the table; their area is left blank",
        )
        fix = Text(
            "市外のものなら、そのままでかまいません。市内なら、areas の地域名を確かめてください",
            "Leave those outside the city; for others look at the names in areas",
        )
        label = self.header.labels[at].replace("\n", " ") or letters(at)
        where = f"{letters(at)}{first}"
        self.problems.append(
            Problem(
                "outside", message, fix, file=self.shown, sheet=self.sheet.name, row=first, column=label, value="", table=self.table.name, cell=where,
                severity="warning",
            )
        )  # fmt: skip

    def _refuse(
        self, column: Column, cells: Cells, position: int, rows: Positions, at: int | None, rule: str,
        why: Text, fix: Text,
    ) -> None:  # fmt: skip
        target = self.table.field(column.field)
        value = HIDDEN if rule == "personal-data" else shown_value(as_text(cells.values[position]), target)
        for row in rows[cells.codes == position].tolist():
            if (row, column.field, at) in self.told:
                continue
            self.told.add((row, column.field, at))
            self.refused.setdefault(row, rule)
            label = column.text if at is None else self.header.labels[at].replace("\n", " ") or letters(at)
            where = "" if at is None else f"{letters(at)}{row + 1}"
            self.problems.append(
                Problem(
                    rule,
                    why,
                    fix,
                    file=self.shown,
                    sheet=self.sheet.name,
                    row=row + 1,
                    column=label,
                    value=value,
                    table=self.table.name,
                    cell=where,
                )
            )


def _of_variables(
    mapping: Mapping, table: Table, variables: Dict[str, str], header: Header
) -> Iterator[Column]:
    """Constants, and variables that are called as a field is and that no column fills."""
    named = {c.field for c in mapping.columns} | {mapping.wide.value if mapping.wide is not None else ""}
    for name, value in mapping.constants.items():
        yield Column(name, text=value)
        named.add(name)
    across = {name for _, given in header.wide for name in given}
    for name in (*variables, *sorted(across)):
        if name in table.field_names and name not in named:
            yield Column(name, text=f"{{{name}}}")
            named.add(name)


def _blocks(
    sheet: Sheet, header: Header, rows: Positions, mapping: Mapping
) -> Iterator[tuple[int | None, Dict[str, str], Positions]]:
    """All rows at once; of a wide sheet each of its columns, with the rows whose cell holds something. Where cells are added
    up, with all rows that hold a figure: a blank part makes its sum unknown."""
    if mapping.wide is None:
        yield None, {}, rows
        return
    there = {at: ~sheet.column(at, 0).take(rows).blank() for at, _ in header.wide}
    some = np.logical_or.reduce([*there.values()])
    for at, named in header.wide:
        yield at, named, rows[some if mapping.wide.add else there[at]]


def _added_up(
    frame: pd.DataFrame, value: str, of_rows: Positions, blank: Mask, none: Mask
) -> tuple[pd.DataFrame, Positions]:
    """Records of one row of the sheet, equal in all other fields, as one, with the sum; and the position of the first of each.

    A sum with an unknown part is unknown, and has the part's state. blank: parts of which nothing is written; where all of
    a record's are, there is none. none: parts that do not exist (-); they add nothing, unless all of a record's are so.
    """
    state = f"{value}_state"
    rest = frame.drop(columns=[value, state], errors="ignore").astype("string").fillna("")
    rest["row of the sheet"] = of_rows.astype(str)
    group = rest.groupby([*rest.columns], sort=False, dropna=False).ngroup().to_numpy()
    first = np.unique(group, return_index=True)[1]
    counts = ~none | pd.Series(none).groupby(group).transform("all").to_numpy()
    added = frame.iloc[first].reset_index(drop=True)
    parts = frame[value][counts].groupby(group[counts])
    added[value] = parts.agg(lambda cells: cells.sum(skipna=False)).to_numpy()
    added[value] = added[value].astype(frame[value].dtype)
    if state in frame:
        states = frame[state][counts].groupby(group[counts]).first()
        added[state] = states.reindex(range(len(first))).to_numpy()
    there = ~pd.Series(blank).groupby(group).all().to_numpy()
    return added[there].reset_index(drop=True), first[there]


def shown_value(value: str, target: Field) -> str:
    """The offending value, unless it is or could be a person's: in personal fields only plain codes are repeated."""
    if target.privacy in ("public", "quasi") or target.codelist or _CODE.fullmatch(value):
        return HIDDEN if may_be_a_name(value) else tellable(value)
    return HIDDEN
