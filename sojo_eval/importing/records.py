"""From the rows of a sheet to records of a table: one a row, or one a cell where a field lies across columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.addresses import SheetRows
from sojo_eval.importing.files.cells import Cells, Mask, Positions, as_text, is_blank, spread
from sojo_eval.importing.mappings.mapping import VARIABLE, Column, filled
from sojo_eval.importing.mappings.units import factors_of
from sojo_eval.importing.tables.located import Located, Reader
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
from sojo_eval.schema import Field

DAMAGED = "\ufffd"
"""What a program writes for characters that it could not read."""
_CODE = re.compile(r"[A-Za-z0-9 ./_-]*")


@dataclass
class Records:
    """`frame` has the mapped fields; `refused` are the sheet's row indices of which something could not be read.

    `unread`: row index and field of each cell that could not, reported once however many records the row became.
    """

    frame: pd.DataFrame
    address: SheetRows
    problems: list[Problem] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    unread: set[tuple[int, str]] = field(default_factory=set)


@dataclass(frozen=True)
class _Refusal:
    """Why a cell is not taken, and what to do."""

    rule: str
    why: Text
    fix: Text


_LOST = _Refusal(
    "damaged-text",
    Text("文字が失われています（�）", "Characters were lost here (�)"),
    Text("元の資料からもう一度書き出してください", "Export it again from the original"),
)
_NOT_WHOLE = _Refusal(
    "unreadable",
    Text("times を掛けると整数になりません", "Multiplied by times, it is not a whole number"),
    Text("値か対応表の times を直してください", "Correct the value, or times in the mapping"),
)


@dataclass(frozen=True)
class _Source:
    """The cells of those rows that fill a field. at: their column, None for a text that the mapping gives.

    persons: texts known to hold personal data, and of which kind.
    """

    column: Column
    cells: Cells
    rows: Positions
    at: int | None
    persons: Mapping[str, Kind] = field(default_factory=dict)


@dataclass(frozen=True)
class _Block:
    """Records read together: one of each row, or of a wide sheet one of each cell in the column `at`."""

    values: pd.DataFrame
    rows: Positions
    at: int = -1
    blank: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))
    none: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))


def read_records(located: Located, rows: Positions, variables: Mapping[str, str], reader: Reader) -> Records:
    """The records of those rows. Unreadable cells are missing in the frame and listed; so is personal data."""
    mapping, header = located.mapping, located.header
    reading = _Reading(located, reader)
    columns = [*mapping.columns, *_of_variables(located, variables)]
    # What a wide column does not say itself the mapping says for all.
    across = {name for _, given in header.wide for name in given}
    usual = {name: value for name, value in mapping.constants.items() if name in across}
    blocks = []
    for at, named, mine in _parts(located, rows):
        values: dict[str, pd.Series] = {}
        for column in columns:
            given = {name: value for name, value in named.items() if value or name not in usual}
            values |= reading.of_column(column, mine, {**variables, **usual, **given})
        blocks.append(_block(reading, values, mine, at))
    empty = pd.DataFrame(columns=[c.field for c in columns])
    frame = pd.concat([b.values for b in blocks], ignore_index=True) if blocks else empty
    of_rows = np.concatenate([*(b.rows for b in blocks), rows[:0]])
    wide = None
    if mapping.wide is not None:
        of_columns = np.concatenate([*(np.full(len(b.rows), b.at) for b in blocks), rows[:0]])
        order = np.lexsort((of_columns, of_rows))
        frame, of_rows = frame.iloc[order].reset_index(drop=True), of_rows[order]
        of_columns = of_columns[order]
        if mapping.wide.add:
            nothing = np.zeros(0, dtype=bool)
            blank = np.concatenate([*(b.blank for b in blocks), nothing])[order]
            none = np.concatenate([*(b.none for b in blocks), nothing])[order]
            frame, kept = _added_up(frame, mapping.wide.value, of_rows, blank, none)
            of_rows, of_columns = of_rows[kept], of_columns[kept]
        wide = (mapping.wide.value, of_columns)
    places = {c.field: header.columns[str(c.place)] for c in mapping.columns if c.place is not None}
    address = SheetRows(located.file_name, located.sheet.name, of_rows, header.labels, places, wide)
    unread = {(row, name) for row, name, _ in reading.reported}
    return Records(frame, address, reading.problems, reading.refused, unread)


def _block(reading: _Reading, values: dict[str, pd.Series], rows: Positions, at: int | None) -> _Block:
    """Those values, with the figures of a wide column."""
    wide, sheet = reading.located.mapping.wide, reading.located.sheet
    if at is None or wide is None:
        return _Block(pd.DataFrame(values, index=range(len(rows))), rows)
    cells = sheet.column(at, 0).take(rows)
    column = reading.located.wide_column(wide.value, at)
    if column.unit and sheet.percent:
        cells = sheet.with_percent_signs(cells, at, rows)
    values |= reading.in_units_of_rows(_Source(column, cells, rows, at))
    frame = pd.DataFrame(values, index=range(len(rows)))
    if not wide.add:
        return _Block(frame, rows, at)
    marks = reading.located.mapping.marks
    none = cells.where(lambda cell: meaning_of(cell, marks) == "not_applicable")
    return _Block(frame, rows, at, cells.blank(), none)


@dataclass
class _Reading:
    """Reading the columns of one sheet, and what went wrong on the way."""

    located: Located
    reader: Reader
    problems: list[Problem] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    reported: set[tuple[int, str, int | None]] = field(default_factory=set)
    """Row, field and column of each cell that was refused."""

    def of_column(
        self, column: Column, rows: Positions, variables: Mapping[str, str]
    ) -> dict[str, pd.Series]:
        """The values of a field in those rows, from its column or put together from text."""
        columns = self.located.header.columns
        if column.place is not None and column.otherwise:
            return self.in_turn(column, rows)
        if column.place is not None:
            at = columns[str(column.place)]
            return self.in_units_of_rows(_Source(column, self.taken(at, rows), rows, at))
        text = filled(column.text, variables)
        lines = self.located.headings
        headers = [name for name in dict.fromkeys(VARIABLE.findall(text)) if name in columns or name in lines]
        if not headers:
            cells = Cells([text], np.zeros(len(rows), dtype=np.int64))
            return self.values(_Source(column, cells, rows, None))
        first = self.located.header.first
        parts = [
            (lines[name][1].take(rows - first) if name in lines else self.taken(columns[name], rows)).used()
            for name in headers
        ]
        codes, of_row = np.unique(np.stack([p.codes for p in parts]), axis=1, return_inverse=True)
        texts = [
            filled(
                text, {name: as_text(p.values[c]) for name, p, c in zip(headers, parts, each, strict=True)}
            )
            for each in codes.T
        ]
        persons = _persons_in(parts, texts, codes.T.tolist())
        cells = Cells(texts, of_row.reshape(-1))
        at = lines[headers[0]][0] if headers[0] in lines else columns[headers[0]]
        return self.values(_Source(column, cells, rows, at, persons))

    def in_units_of_rows(self, source: _Source) -> dict[str, pd.Series]:
        """The values of a figure, each in the unit that a column names for its row: 10 beside 千円 is 10,000 yen."""
        mapping, sheet, column = self.located.mapping, self.located.sheet, source.column
        units = next((c for c in mapping.columns if c.field == "unit" and c.place), None)
        if column.field != "value" or units is None or column.unit or column.times != 1:
            return self.values(source)
        told = self.taken(self.located.header.columns[str(units.place)], source.rows).used()
        factors = factors_of(told.values, mapping.codes.get("unit", ()))
        pieces = []
        for factor in dict.fromkeys(factors):
            mine = np.flatnonzero(np.array(factors, dtype=object)[told.codes] == factor)
            rows, cells = source.rows[mine], source.cells.take(mine)
            if factor and source.at is not None and sheet.percent:
                cells = sheet.with_percent_signs(cells, source.at, rows)
            each = replace(column, unit=factor)
            pieces.append((mine, replace(source, column=each, cells=cells, rows=rows)))
        return self._together(pieces) if any(factors) else self.values(source)

    def in_turn(self, column: Column, rows: Positions) -> dict[str, pd.Series]:
        """The values of a field from the first of its columns that is filled. One that cannot be read stays an error."""
        headers = (str(column.place), *column.otherwise)
        first, *others = (self.located.header.columns[name] for name in headers)
        chosen = np.full(len(rows), first)
        blank = self.taken(first, rows).blank()
        for at in others:
            filled_ = blank & ~self.taken(at, rows).blank()
            chosen[filled_] = at
            blank &= ~filled_
        each = [(at, np.flatnonzero(chosen == at)) for at in np.unique(chosen).tolist()]
        found = [(m, _Source(column, self.taken(at, rows[m]), rows[m], at)) for at, m in each]
        return self._together(found) if found else {column.field: pd.Series(dtype=object)}

    def _together(self, pieces: Sequence[tuple[Positions, _Source]]) -> dict[str, pd.Series]:
        """The values of a field of which some rows are read otherwise than others; of each piece its positions."""
        parts = [pd.DataFrame(self.values(source)).set_axis(mine) for mine, source in pieces]
        whole = pd.concat(parts).sort_index()
        return {str(name): whole[name] for name in whole.columns}

    def taken(self, at: int, rows: Positions) -> Cells:
        """The cells of a column in those rows."""
        cells = self.located.below(at).take(rows - self.located.header.first)
        column = self.located.number_columns.get(at) if self.located.sheet.percent else None
        if column is not None and column.unit:
            return self.located.sheet.with_percent_signs(cells, at, rows)
        return cells

    def values(self, source: _Source) -> dict[str, pd.Series]:
        """The values of cells, each distinct one read once; with the state of those that are not values."""
        source = replace(source, cells=source.cells.used())
        column, cells, table = source.column, source.cells, self.located.table
        target = table.field(column.field)
        for position in cells.holding(DAMAGED):
            self._refuse(source, position, _LOST)
        each = Cells(cells.values, np.arange(len(cells.values)))
        read = read_column(each, target, self.reader(column), self.located.mapping.marks)
        for position, error in read.unreadable.items():
            self._refuse(source, position, _Refusal("unreadable", error.why, error.fix))
        if column.address:
            self._outside(source, read.values)
        elif source.at is not None and column.field in checked_fields(table):
            self._refuse_persons(source, target)
        known = self._times(source, read.values, target)
        found = {column.field: spread(known, cells.codes)}
        state = f"{column.field}_state"
        if state in table.field_names:
            states = read.states.astype("string").reindex(range(len(cells.values)))
            found[state] = spread(states, cells.codes)
        return found

    def _refuse_persons(self, source: _Source, target: Field) -> None:
        cells = source.cells
        known = source.persons
        kinds = {i: known[str(v)] for i, v in enumerate(cells.values) if str(v) in known} if known else {}
        if not plain_keys(cells.values):
            kinds |= find_personal(cells.values, target.privacy == "pseudonym")
        for position, kind in sorted(kinds.items()):
            refusal = kind.refusal(needed=target.required or target.privacy == "pseudonym")
            self._refuse(source, position, _Refusal("personal-data", refusal.why, refusal.fix))

    def _times(self, source: _Source, values: pd.Series, target: Field) -> pd.Series:
        """The numbers multiplied as the mapping says."""
        if source.column.times == 1:
            return values
        values = values.astype("Float64") * source.column.times
        if target.type != "integer":
            return values
        broken = (values % 1).fillna(0) != 0
        for position in np.flatnonzero(broken).tolist():
            self._refuse(source, position, _NOT_WHOLE)
        return values.mask(broken).astype("Int64")

    def _outside(self, source: _Source, areas: pd.Series) -> None:
        """One warning with the number of addresses that lie in no area of the table; they are not repeated."""
        cells, at = source.cells, source.at
        outside = areas.isna().to_numpy() & np.array([not is_blank(v) for v in cells.values], dtype=bool)
        found = source.rows[outside[cells.codes]]
        if not len(found) or at is None:
            return
        message = Text(
            f"地域の表のどこにも当たらない住所が{len(found):,}件あります。地域は空のままにしました",
            f"{len(found):,} addresses are in no area of the table; their area is left blank",
        )
        fix = Text(
            "市外のものなら、そのままでかまいません。市内なら、areas の地域名を確かめてください",
            "Leave those outside the city; for the others, check the names in areas",
        )
        column = self.located.label(at)
        self.problems.append(
            self.located.problem(
                "outside", message, fix, row=int(found[0]), at=at, column=column, severity="warning"
            )
        )

    def _refuse(self, source: _Source, position: int, refusal: _Refusal) -> None:
        """The rows whose cell has the value at this position: each cell is reported once."""
        column, at = source.column, source.at
        target = self.located.table.field(column.field)
        value = HIDDEN
        if refusal.rule != "personal-data":
            value = shown_value(as_text(source.cells.values[position]), target)
        label = column.text if at is None else self.located.label(at)
        for row in source.rows[source.cells.codes == position].tolist():
            if (row, column.field, at) in self.reported:
                continue
            self.reported.add((row, column.field, at))
            self.refused.setdefault(row, refusal.rule)
            self.problems.append(
                self.located.problem(
                    refusal.rule, refusal.why, refusal.fix, row=row, at=at, column=label, value=value
                )
            )


def _persons_in(parts: Sequence[Cells], texts: Sequence[str], codes: Sequence[list[int]]) -> dict[str, Kind]:
    """Texts of which a part is personal data. codes: of each text the position of its parts.

    Within a longer text a My Number passes for part of a key, so that the parts are looked at too.
    """
    found = [{} if plain_keys(p.values) else find_personal(p.values) for p in parts]
    persons: dict[str, Kind] = {}
    if any(found):
        for text, each in zip(texts, codes, strict=True):
            kinds = [kind[c] for kind, c in zip(found, each, strict=True) if c in kind]
            if kinds:
                persons[text] = kinds[0]
    return persons


def _of_variables(located: Located, variables: Mapping[str, str]) -> Iterator[Column]:
    """Constants, and variables that are called as a field is and that no column fills."""
    mapping = located.mapping
    named = {c.field for c in mapping.columns} | {mapping.wide.value if mapping.wide is not None else ""}
    across = {name for _, given in located.header.wide for name in given}
    for name, value in mapping.constants.items():
        yield Column(name, text=f"{{{name}}}" if name in across else value)
        named.add(name)
    for name in (*variables, *sorted(across)):
        if name in located.table.field_names and name not in named:
            yield Column(name, text=f"{{{name}}}")
            named.add(name)


def _parts(located: Located, rows: Positions) -> Iterator[tuple[int | None, Mapping[str, str], Positions]]:
    """All rows at once; of a wide sheet each of its columns, with the rows whose cell holds something. Where cells are added
    up, with all rows that hold a figure: a blank part makes its sum unknown."""
    wide, across = located.mapping.wide, located.header.wide
    if wide is None:
        yield None, {}, rows
        return
    there = {at: ~located.sheet.column(at, 0).take(rows).blank() for at, _ in across}
    some = np.logical_or.reduce([*there.values()])
    for at, named in across:
        yield at, named, rows[some if wide.add else there[at]]


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
