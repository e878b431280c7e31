"""One mapping over the files and sheets it reads: their records, problems and the account of every row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.accounting import Account
from sojo_eval.importing.addresses import SheetRows
from sojo_eval.importing.file_names import is_sheet, title_of, variables_of
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.mappings.mapping import VARIABLE, Column, FileMapping, filled
from sojo_eval.importing.mappings.patterns import PatternTooSlowError, pattern
from sojo_eval.importing.raw_files import RawFiles
from sojo_eval.importing.records import DAMAGED, Records, read_records
from sojo_eval.importing.tables.headers import find_header
from sojo_eval.importing.tables.left_over import left_over
from sojo_eval.importing.tables.located import Located, MappedSheet, Reader
from sojo_eval.importing.tables.merged_cells import merged_across, merged_numbers
from sojo_eval.importing.tables.row_rules import Chosen, choose_rows
from sojo_eval.importing.tables.unread_figures import SheetRead
from sojo_eval.importing.unfilled import not_filled, unfilled
from sojo_eval.importing.values.area_names import place_key
from sojo_eval.importing.values.spellings import areas_of, labels_of
from sojo_eval.importing.values.values import Names, Notation, Read, reader_of, without
from sojo_eval.japanese import label_key, normalise
from sojo_eval.schema import Schema, Table

REPEATED = "a record met before"
NO_FIGURE = "no figure in the row"


@dataclass
class Gathered:
    """What the files gave for one table so far."""

    frames: list[pd.DataFrame] = field(default_factory=list)
    rows: list[tuple[SheetRows, Account]] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    events: list[dict[str, str]] = field(default_factory=list)
    met: dict[str, dict[tuple[str, ...], int]] = field(default_factory=dict)
    """Of each mapping with `once`: the records met so far, with a hash of what they say."""
    absent: set[str] = field(default_factory=set)
    """Fields that could not be looked up, since the table they refer to is not there."""
    reads: list[SheetRead] = field(default_factory=list)
    unfilled: set[tuple[str, str, str]] = field(default_factory=set)
    """File, sheet and required field of each that the mapping does not fill."""
    not_filled: list[Problem] = field(default_factory=list)
    """What is said of them, once the tables are checked."""
    unread: set[tuple[str, str, int, str]] = field(default_factory=set)
    """File, sheet, row (from 1) and field of each cell that could not be read."""

    @property
    def failed(self) -> bool:
        return not self.frames or any(p.severity == "error" for p in self.problems)


def read_source(
    files: RawFiles,
    mapping: FileMapping,
    schema: Schema,
    tables: Mapping[str, pd.DataFrame],
    into: Gathered,
) -> None:
    """The records of every file and sheet that a mapping reads, into what its table has so far."""
    paths = files.fitting(mapping.files)
    if not paths:
        into.problems.append(_no_file(mapping))
    for path in paths:
        file_name = files.file_name(path)
        sheets, problems = files.sheets(path)
        errors = [replace(p, table=mapping.table) for p in problems if p.severity == "error"]
        into.problems += errors
        chosen = [s for s in sheets if is_sheet(s, mapping.sheets)]
        if not chosen and not errors:
            into.problems.append(_no_sheet(file_name, mapping, sheets))
        for sheet in chosen:
            files.used.add((path, sheet.name))
            mapped = MappedSheet(file_name, sheet, mapping)
            try:
                _read_sheet(mapped, schema, tables, into)
            except PatternTooSlowError as error:
                _refuse_all(mapped, [_too_slow(mapped, error.pattern)], into)


def _no_file(mapping: FileMapping) -> Problem:
    names = "、".join(mapping.files)
    return Problem(
        "no-file",
        Text(f"対応表の指すファイルがありません（{names}）", f"No file fits the mapping ({names})"),
        Text(
            "raw/ にファイルを置くか、対応表の files を直してください",
            "Put the file into raw/, or correct files in the mapping",
        ),
        file=mapping.file,
        column="files",
        table=mapping.table,
    )


def _no_sheet(file_name: str, mapping: FileMapping, sheets: list[Sheet]) -> Problem:
    there = "、".join(s.name for s in sheets if s.name)
    wanted = "、".join(mapping.sheets), ", ".join(mapping.sheets)
    return Problem(
        "no-sheet",
        Text("読むシートがないか、空です", "There is no sheet to read, or it is empty"),
        Text(
            f"シート名か対応表の sheets（{wanted[0]}）を直してください。あるシート: {there or 'なし'}",
            f"Correct the sheet's name, or sheets ({wanted[1]}) in the mapping. Sheets found: {there or 'none'}",
        ),
        file=file_name,
        table=mapping.table,
    )


def _refuse_all(mapped: MappedSheet, problems: Sequence[Problem], into: Gathered) -> None:
    """All rows that hold something, since the sheet as a whole cannot be read."""
    into.problems += problems
    sheet = mapped.sheet
    rows = np.flatnonzero(sheet.filled_cells(0)).tolist()
    refused = dict.fromkeys(rows, problems[0].rule)
    account = Account(mapped.file_name, sheet.name, mapped.mapping.table, len(rows), {}, len(rows), refused)
    into.accounts.append(account)


def _too_slow(mapped: MappedSheet, pattern: str) -> Problem:
    file = mapped.mapping.file
    message = Text(
        f"{file} の正規表現の検索が終わりません",
        f"A pattern in {file} takes too long to search",
    )
    fix = Text(
        "(a+)+ や .*.* のような繰り返しの重なりを、短い形に直してください",
        "Write it more simply, without repeats within repeats such as (a+)+ or .*.*",
    )
    return mapped.problem("pattern-too-slow", message, fix, value=pattern)


def _damaged(mapped: MappedSheet) -> list[Problem]:
    """Lost characters anywhere in the sheet, in columns that are not read too: one warning with their number."""
    found = mapped.sheet.holding(DAMAGED)
    if not found:
        return []
    row, at = found[0]
    message = Text(
        f"文字が失われたセルが{len(found):,}あります", f"{len(found):,} cells hold lost characters (�)"
    )
    fix = Text("元の資料からもう一度書き出してください", "Export it again from the original")
    return [mapped.problem("damaged-text", message, fix, row=row, at=at, severity="warning")]


def _read_sheet(
    mapped: MappedSheet, schema: Schema, tables: Mapping[str, pd.DataFrame], into: Gathered
) -> None:
    """Rows below the header into the fields of the table; what cannot be read becomes problems."""
    located, variables, problems = _located(mapped, schema)
    if located is None:
        _refuse_all(mapped, problems, into)
        return
    into.problems += _damaged(located)
    into.problems += merged_across(located)
    names = unfilled(located, variables)
    into.not_filled += not_filled(located, names)
    into.unfilled |= {(located.file_name, located.sheet.name, name) for name in names}
    located = _without_lookups(located, schema, tables, into)
    reader = _reader(located, variables, schema, tables)
    chosen = choose_rows(located, reader)
    records = read_records(located, chosen.rows, variables, reader)
    if located.mapping.wide is not None:
        held = np.isin(chosen.rows, records.address.rows)
        if not held.all():  # nothing stands in any of the columns that hold the records
            chosen.left_out[NO_FIGURE] = int((~held).sum())
            chosen.rows = chosen.rows[held]
    into.reads.append(SheetRead(located, chosen.rows))
    more = left_over(located, chosen.rows) + merged_numbers(located, chosen.rows)
    for problem in more:
        if problem.severity == "error" and problem.row is not None:
            records.refused.setdefault(problem.row - 1, problem.rule)
    if mapped.mapping.once:
        met = into.met.setdefault(mapped.mapping.file, {})
        records, repeated, differing = _once(records, located.mapping, met)
        chosen.left_out[REPEATED] = repeated
        more += _differs(located, differing)
    elif not len(records.frame):
        into.problems.append(_no_records(located, chosen.left_out))
    into.problems += chosen.problems + records.problems + more
    _gather(located, chosen, records, into)


def _located(mapped: MappedSheet, schema: Schema) -> tuple[Located | None, dict[str, str], list[Problem]]:
    """The sheet with its header, and the variables that its names and its title give; or why there are none."""
    variables, problems = variables_of(mapped)
    if problems:
        return None, {}, problems
    header, problems = find_header(mapped, variables)
    if header is None:
        return None, {}, problems
    of_title, problems = title_of(mapped, header)
    if problems:
        return None, {}, problems
    table = schema.tables[mapped.mapping.table]
    located = Located(mapped.file_name, mapped.sheet, mapped.mapping, table, header)
    return located, variables | of_title, []


def _without_lookups(
    located: Located, schema: Schema, tables: Mapping[str, pd.DataFrame], into: Gathered
) -> Located:
    """Without the columns whose names would be looked up in a table that is not there, which are reported."""
    columns = located.mapping.columns
    nowhere = [c for c in columns if c.lookup and _referred(located.table, c) not in tables]
    filled_ = [c for c in nowhere if _holds_something(located, c)]
    into.problems += [_no_table(located, c, schema) for c in filled_]
    into.absent |= {c.field for c in filled_}
    kept = tuple(c for c in columns if c not in nowhere)
    return replace(located, mapping=replace(located.mapping, columns=kept))


def _reader(
    located: Located, variables: Mapping[str, str], schema: Schema, tables: Mapping[str, pd.DataFrame]
) -> Reader:
    """How the cells of each column of the mapping are read."""
    table = located.table

    def reader(column: Column) -> Read:
        labels = labels_of(column, located.mapping, table, schema, tables)
        names = Names(labels, areas_of(column, table, tables), column.address)
        notation = Notation(
            column.date,
            short_years=column.short_years,
            year=_year(column.year, variables),
            fiscal_year=_year(column.fiscal_year, variables),
            unit=column.unit,
            approximate=column.approximate,
        )
        target = table.field(column.field)
        read = reader_of(target, notation, names)
        beside = located.mapping.beside
        return without(beside, read) if beside and target.type in ("number", "integer") else read

    return reader


def _year(template: str, variables: Mapping[str, str]) -> int | None:
    """A year as the mapping or a name gives it; None where there is none (the cells then say so)."""
    text = filled(template, variables)
    return int(text) if re.fullmatch("[1-9][0-9]{3}", normalise(text)) else None


def _gather(located: Located, chosen: Chosen, records: Records, into: Gathered) -> None:
    """The records and the account of the sheet's rows."""
    file_name, sheet, header = located.file_name, located.sheet, located.header
    into.unread |= {(file_name, sheet.name, row + 1, name) for row, name in records.unread}
    into.events += chosen.events
    into.frames.append(records.frame)
    account = Account(
        file_name,
        sheet.name,
        located.table.name,
        min(header.top, sheet.height) + max(0, sheet.height - header.first),
        chosen.left_out,
        len(chosen.rows) - chosen.left_out.get(REPEATED, 0),
        records.refused,
        len(records.frame),
    )
    into.rows.append((records.address, account))
    into.accounts.append(account)


def _no_records(located: Located, left_out: Mapping[str, int]) -> Problem:
    """A sheet that gave nothing: a mistake in the mapping, or an empty form."""
    why = "、".join(f"{rule}: {n:,}" for rule, n in left_out.items() if n) or "0"
    message = Text(
        f"見出しはありますが、取り込む行がありません（除いた行 {why}）",
        f"There is a header, but no row to import (left out {why})",
    )
    fix = Text(
        "件数が0でよいか、対応表の leave_out や until が広すぎないか確かめてください",
        "Check whether it really is empty, or whether leave_out or until in the mapping exclude too much",
    )
    return located.problem("no-records", message, fix, severity="warning")


def _referred(table: Table, column: Column) -> str:
    key = table.key_to(column.field)
    return key.table if key is not None else ""


def _holds_something(located: Located, column: Column) -> bool:
    at = located.header.columns.get(str(column.place))
    return at is None or not located.sheet.column(at, located.header.first).blank().all()


def _no_table(located: Located, column: Column, schema: Schema) -> Problem:
    """One problem for the whole column: names cannot be looked up in a table that is not there."""
    there = schema.tables[_referred(located.table, column)].title
    message = Text(
        f"「{there.ja}」の表がまだないため、名前を引けません",
        f"There is no table {there.en} yet to look up names in",
    )
    fix = Text(
        f"先に「{there.ja}」を取り込んでください（その資料と対応表を置くか、sojo-eval template で様式を作ります）",
        f"Import {there.en} first: add its file and mapping, or make a form with sojo-eval template",
    )
    return located.problem("no-table", message, fix, column=column.label.replace("\n", " "))


def _once(
    records: Records, mapping: FileMapping, met: dict[tuple[str, ...], int]
) -> tuple[Records, int, list[int]]:
    """The records not met before, how many were, and the sheet's row indices of those that differ this time.

    `met` learns the new ones, with a hash of what their columns hold. Refused rows are kept, to be reported; so are those
    of which nothing tells what they are.
    """
    spelling = place_key if mapping.table == "areas" else label_key
    of_names = {
        g for p in (mapping.file_name, mapping.sheet_name, mapping.title) if p for g in pattern(p).groups
    }
    others = [
        c.field
        for c in mapping.columns
        if c.field not in mapping.once and (c.place is not None or {*VARIABLE.findall(c.text)} - of_names)
    ]
    texts = records.frame[[*mapping.once, *others]].astype("string").fillna("")
    new = np.zeros(len(texts), dtype=bool)
    differing = []
    for i, record in enumerate(texts.itertuples(index=False, name=None)):
        spelt = tuple(spelling(text) for text in record)
        key, content = spelt[: len(mapping.once)], hash(spelt[len(mapping.once) :])
        row = int(records.address.rows[i])
        new[i] = key not in met or not any(key) or row in records.refused
        if not new[i] and met[key] != content:
            differing.append(row)
        met.setdefault(key, content)
    address = replace(records.address, rows=records.address.rows[new])
    frame = records.frame[new].reset_index(drop=True)
    return replace(records, frame=frame, address=address), int((~new).sum()), differing


def _differs(located: Located, rows: list[int]) -> list[Problem]:
    """A warning for records left out by `once` that are not the same after all."""
    if not rows:
        return []
    message = Text(
        f"once により除いた行のうち{len(rows):,}行は、先の記録と内容が違います",
        f"{len(rows):,} of the rows left out by once differ from the record before",
    )
    fix = Text(
        "はじめの記録を残しました。改めた内容を使うなら、古いファイルか行を除いてください",
        "The first record stays; to use the later one, remove the earlier file or row",
    )
    return [located.problem("repeated-differs", message, fix, row=rows[0], severity="warning")]
