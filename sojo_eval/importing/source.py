"""One mapping over the files and sheets it reads: their records, problems and the account of every row."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.accounting import Account
from sojo_eval.importing.addresses import SheetRows
from sojo_eval.importing.file_names import is_sheet, title_of, variables_of
from sojo_eval.importing.files.cell_addresses import letters
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.mappings.mapping import VARIABLE, Column, Mapping, filled
from sojo_eval.importing.mappings.patterns import PatternTooSlowError, pattern
from sojo_eval.importing.raw_files import RawFiles
from sojo_eval.importing.records import DAMAGED, Records, read_records
from sojo_eval.importing.tables.headers import Header, find_header
from sojo_eval.importing.tables.left_over import left_over
from sojo_eval.importing.tables.merged_cells import merged_across, merged_numbers
from sojo_eval.importing.tables.row_rules import choose_rows
from sojo_eval.importing.values.area_names import place_key
from sojo_eval.importing.values.spellings import areas_of, labels_of
from sojo_eval.importing.values.values import Read, reader_of
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
    unread: set[tuple[str, str, int, str]] = field(default_factory=set)
    """File, sheet, row (from 1) and field of each cell that could not be read."""

    @property
    def failed(self) -> bool:
        return not self.frames or any(p.severity == "error" for p in self.problems)


def read_source(
    files: RawFiles, mapping: Mapping, schema: Schema, tables: Dict[str, pd.DataFrame], into: Gathered
) -> None:
    paths = files.fitting(mapping.files)
    if not paths:
        into.problems.append(_no_file(mapping))
    for path in paths:
        sheets, problems = files.sheets(path)
        errors = [replace(p, table=mapping.table) for p in problems if p.severity == "error"]
        into.problems += errors
        chosen = [s for s in sheets if is_sheet(s, mapping.sheets)]
        if not chosen and not errors:
            into.problems.append(_no_sheet(files.shown(path), mapping, sheets))
        for sheet in chosen:
            files.used.add((path, sheet.name))
            shown = files.shown(path)
            try:
                _read_sheet(sheet, mapping, schema, tables, path, shown, into)
            except PatternTooSlowError as error:
                _refuse_all(
                    sheet, [_too_slow(mapping, error.pattern, shown, sheet.name)], mapping.table, shown, into
                )


def _no_file(mapping: Mapping) -> Problem:
    names = "、".join(mapping.files)
    return Problem(
        "no-file",
        Text(f"対応表の指すファイルがありません（{names}）", f"No file fits the mapping ({names})"),
        Text(
            "raw/ にファイルを置くか、対応表の files を直してください",
            "Put the file into raw/, or mend files",
        ),
        file=mapping.file,
        column="files",
        table=mapping.table,
    )


def _no_sheet(shown: str, mapping: Mapping, sheets: list[Sheet]) -> Problem:
    there = "、".join(s.name for s in sheets if s.name)
    return Problem(
        "no-sheet",
        Text("読むシートがないか、空です", "There is no sheet to read, or it is empty"),
        Text(
            f"シート名か対応表の sheets（{'、'.join(mapping.sheets)}）を直してください。あるシート: {there or 'なし'}",
            f"Mend the sheet's name, or sheets in the mapping ({', '.join(mapping.sheets)}). There are: {there or 'none'}",
        ),
        file=shown,
        table=mapping.table,
    )


def _year(template: str, variables: Dict[str, str]) -> int | None:
    """A year as the mapping or a name gives it; None where there is none (the cells then say so)."""
    text = filled(template, variables)
    return int(text) if re.fullmatch("[1-9][0-9]{3}", normalise(text)) else None


def _refuse_all(sheet: Sheet, problems: Sequence[Problem], table: str, shown: str, into: Gathered) -> None:
    """All rows that hold something, since the sheet as a whole cannot be read."""
    into.problems += [replace(p, table=table) for p in problems]
    rows = np.flatnonzero(sheet.filled_cells(0)).tolist()
    refused = dict.fromkeys(rows, problems[0].rule)
    into.accounts.append(Account(shown, sheet.name, table, len(rows), {}, len(rows), refused))


def _too_slow(mapping: Mapping, pattern: str, shown: str, sheet: str) -> Problem:
    message = Text(
        f"{mapping.file} の正規表現の検索が終わりません",
        f"A pattern in {mapping.file} takes too long to search",
    )
    fix = Text(
        "(a+)+ や .*.* のような繰り返しの重なりを、短い形に直してください",
        "Write it more simply: repeats within repeats, as in (a+)+ or .*.*, may take for ever",
    )
    return Problem("pattern-too-slow", message, fix, file=shown, sheet=sheet, value=pattern)


def _damaged(sheet: Sheet, shown: str, table: str) -> list[Problem]:
    """Lost characters anywhere in the sheet, in columns that are not read too: one warning with their number."""
    found = sheet.holding(DAMAGED)
    if not found:
        return []
    row, at = found[0]
    message = Text(
        f"文字が失われたセルが{len(found):,}あります", f"{len(found):,} cells hold lost characters (�)"
    )
    fix = Text("元の資料からもう一度書き出してください", "Export it again from the original")
    where = f"{letters(at)}{row + 1}"
    return [
        Problem(
            "damaged-text",
            message,
            fix,
            file=shown,
            sheet=sheet.name,
            row=row + 1,
            table=table,
            cell=where,
            severity="warning",
        )
    ]


def _read_sheet(
    sheet: Sheet,
    mapping: Mapping,
    schema: Schema,
    tables: Dict[str, pd.DataFrame],
    path: Path,
    shown: str,
    into: Gathered,
) -> None:
    """Rows below the header into the fields of the table; what cannot be read becomes problems."""
    table = schema.tables[mapping.table]
    variables, problems = variables_of(mapping, path.name, sheet.name, shown)
    header = None
    if not problems:
        header, problems = find_header(sheet, mapping, variables, shown)
    if header is not None:
        said, problems = title_of(mapping, sheet, header, shown)
        variables |= said
    if header is None or problems:
        _refuse_all(sheet, problems, table.name, shown, into)
        return
    into.problems += _damaged(sheet, shown, table.name)
    into.problems += merged_across(sheet, header, shown, table.name)
    nowhere = [c for c in mapping.columns if c.lookup and _referred(table, c) not in tables]
    if nowhere:
        filled_ = [c for c in nowhere if _holds_something(c, sheet, header)]
        into.problems += [_no_table(c, table, schema, shown, sheet.name) for c in filled_]
        into.absent |= {c.field for c in filled_}
        mapping = replace(mapping, columns=tuple(c for c in mapping.columns if c not in nowhere))

    def reader(column: Column) -> Read:
        labels = labels_of(column, mapping, table, schema, tables)
        return reader_of(
            table.field(column.field),
            column.date,
            labels,
            short_years=column.short_years,
            year=_year(column.year, variables),
            fiscal_year=_year(column.fiscal_year, variables),
            unit=column.unit,
            approximate=column.approximate,
            areas=areas_of(column, table, tables),
            address=column.address,
        )

    chosen = choose_rows(sheet, header, mapping, table, reader, shown)
    records = read_records(sheet, header, chosen.rows, mapping, table, variables, reader, shown)
    if mapping.wide is not None:
        held = np.isin(chosen.rows, records.address.rows)
        if not held.all():  # nothing stands in any of the columns that hold the records
            chosen.left_out[NO_FIGURE] = int((~held).sum())
            chosen.rows = chosen.rows[held]
    more = left_over(sheet, header, mapping, chosen.rows, shown)
    more += merged_numbers(sheet, header, mapping, table, chosen.rows, shown)
    for problem in more:
        if problem.severity == "error" and problem.row is not None:
            records.refused.setdefault(problem.row - 1, problem.rule)
    if mapping.once:
        records, repeated, differing = _once(records, mapping, into.met.setdefault(mapping.file, {}))
        chosen.left_out[REPEATED] = repeated
        more += _differs(differing, records, shown, table.name)
    if not len(records.frame) and not mapping.once:
        into.problems.append(_no_records(chosen.left_out, shown, sheet.name, table.name))
    into.problems += chosen.problems + records.problems + more
    into.unread |= {(shown, sheet.name, row + 1, name) for row, name in records.unread}
    into.events += chosen.events
    into.frames.append(records.frame)
    account = Account(
        shown,
        sheet.name,
        table.name,
        min(header.top, sheet.height) + max(0, sheet.height - header.first),
        chosen.left_out,
        len(chosen.rows) - chosen.left_out.get(REPEATED, 0),
        records.refused,
        len(records.frame),
    )
    into.rows.append((records.address, account))
    into.accounts.append(account)


def _no_records(left_out: Dict[str, int], shown: str, sheet: str, table: str) -> Problem:
    """A sheet that gave nothing: a mistake in the mapping, or an empty form."""
    why = "、".join(f"{rule}: {n:,}" for rule, n in left_out.items() if n) or "0"
    message = Text(
        f"見出しはありますが、取り込む行がありません（除いた行 {why}）",
        f"There is a header, but no row to import (left out {why})",
    )
    fix = Text(
        "件数が0でよいか、対応表の leave_out や until が広すぎないか確かめてください",
        "See whether there is nothing indeed, or leave_out or until of the mapping take too much",
    )
    return Problem("no-records", message, fix, file=shown, sheet=sheet, table=table, severity="warning")


def _referred(table: Table, column: Column) -> str:
    key = table.key_to(column.field)
    return key.table if key is not None else ""


def _holds_something(column: Column, sheet: Sheet, header: Header) -> bool:
    at = header.columns.get(str(column.place))
    return at is None or not sheet.column(at, header.first).blank().all()


def _no_table(column: Column, table: Table, schema: Schema, shown: str, sheet: str) -> Problem:
    """One problem for the whole column: names cannot be looked up in a table that is not there."""
    there = schema.tables[_referred(table, column)].title
    message = Text(
        f"「{there.ja}」の表がまだないため、名前を引けません",
        f"There is no table {there.en} yet to look the names up in",
    )
    fix = Text(
        f"先に「{there.ja}」を取り込んでください（その資料と対応表を置くか、sojo-eval template で様式を作ります）",
        f"Import {there.en} first: put its file and mapping there, or make a form with sojo-eval template",
    )
    label = column.label.replace("\n", " ")
    return Problem("no-table", message, fix, file=shown, sheet=sheet, column=label, table=table.name)


def _once(
    records: Records, mapping: Mapping, met: dict[tuple[str, ...], int]
) -> tuple[Records, int, list[int]]:
    """The records not met before, how many were, and the sheet's row indices of those that say something else this time.

    `met` learns the new ones, with a hash of what their columns hold. Refused rows are kept, to be told; so are those of
    which nothing tells what they are.
    """
    spelling = place_key if mapping.table == "areas" else label_key
    of_names = {
        g for p in (mapping.file_name, mapping.sheet_name, mapping.title) if p for g in pattern(p).groups
    }
    said = [
        c.field
        for c in mapping.columns
        if c.field not in mapping.once and (c.place is not None or {*VARIABLE.findall(c.text)} - of_names)
    ]
    texts = records.frame[[*mapping.once, *said]].astype("string").fillna("")
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


def _differs(rows: list[int], records: Records, shown: str, table: str) -> list[Problem]:
    """A warning for records left out by `once` that are not the same after all."""
    if not rows:
        return []
    message = Text(
        f"once により除いた行のうち{len(rows):,}行は、先の記録と内容が違います",
        f"{len(rows):,} of the rows left out by once say something else than the record before",
    )
    fix = Text(
        "はじめの記録を残しました。改めた内容を使うなら、古いファイルか行を除いてください",
        "The first record stays; to use the later one, take the earlier file or row out",
    )
    sheet, row = records.address.sheet, rows[0] + 1
    return [
        Problem(
            "repeated-differs",
            message,
            fix,
            file=shown,
            sheet=sheet,
            row=row,
            table=table,
            severity="warning",
        )
    ]
