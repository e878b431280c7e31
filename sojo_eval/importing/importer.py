"""`import_sources`: all mappings over all files, in an order in which tables find what they refer to."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path

import numpy as np
import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.accounting import Account, log_of
from sojo_eval.importing.addresses import Addresses, SheetRows
from sojo_eval.importing.headers import find_header, letters
from sojo_eval.importing.mapping import Column, Mapping, filled
from sojo_eval.importing.mapping_file import read_mappings
from sojo_eval.importing.reading import read_sheets
from sojo_eval.importing.records import DAMAGED, read_records, shown_value
from sojo_eval.importing.row_rules import choose_rows
from sojo_eval.importing.sheet import Sheet
from sojo_eval.importing.spellings import areas_of, labels_of
from sojo_eval.importing.values import Read, reader_of
from sojo_eval.schema import Schema, Table, apply_types, check_tables


@dataclass(frozen=True)
class ImportResult:
    """Tables that are wholly valid, all problems, one log row a sheet, and tables kept back with the reason.

    `events` are the rows for the table of that name that footnotes gave; `addresses` say where each row came from.
    """

    tables: dict[str, pd.DataFrame]
    problems: list[Problem]
    log: pd.DataFrame
    held_back: dict[str, Text]
    events: list[dict[str, str]] = field(default_factory=list)
    addresses: dict[str, Addresses] = field(default_factory=dict)


@dataclass
class _Gathered:
    """What the files gave for one table so far."""

    frames: list[pd.DataFrame] = field(default_factory=list)
    rows: list[tuple[SheetRows, Account]] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    events: list[dict[str, str]] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        return not self.frames or any(p.severity == "error" for p in self.problems)


@dataclass
class _Files:
    """The files under raw/, each opened once for all mappings that read it."""

    raw: Path
    opened: dict[Path, tuple[list[Sheet], list[Problem]]] = field(default_factory=dict)
    used: set[tuple[Path, str]] = field(default_factory=set)

    def fitting(self, patterns: tuple[str, ...]) -> list[Path]:
        return sorted({p for pattern in patterns for p in self.raw.glob(pattern) if p.is_file()})

    def shown(self, path: Path) -> str:
        return f"raw/{path.relative_to(self.raw).as_posix()}"

    def sheets(self, path: Path) -> tuple[list[Sheet], list[Problem]]:
        if path not in self.opened:
            self.opened[path] = read_sheets(path, self.shown(path))
        return self.opened[path]

    def unread(self) -> list[Problem]:
        """Files and sheets that hold something and that no mapping reads: said, since nothing may vanish silently."""
        fix = Text(
            "要らないものでなければ、対応表を作ってください（sojo-eval map）",
            "Unless it is of no use, make a mapping for it (sojo-eval map)",
        )
        found = []
        for path in sorted(p for p in self.raw.rglob("*") if p.is_file() and not p.name.startswith(".")):
            if path not in self.opened:
                message = Text("どの対応表も読まないファイルです", "No mapping reads this file")
                found.append(Problem("not-mapped", message, fix, self.shown(path), severity="warning"))
                continue
            for sheet in self.opened[path][0]:
                if (path, sheet.name) not in self.used and is_filled(sheet):
                    message = Text("どの対応表も読まないシートです", "No mapping reads this sheet")
                    found.append(
                        Problem("not-mapped", message, fix, self.shown(path), sheet.name, severity="note")
                    )
        return found


def import_sources(
    raw: Path, mappings: Path, known: Dict[str, pd.DataFrame], schema: Schema, *, check: bool = True
) -> ImportResult:
    """Read every mapped file under `raw`. `known` are earlier clean tables and those made from city.toml.

    Without `check` the tables are given as read, valid or not: to show what a mapping gives.

    A table with any error is not among the result's tables, nor is one that refers to it.
    """
    sources, problems = read_mappings(mappings, schema)
    if not sources and not problems:
        problems.append(_nothing_mapped(mappings))
    tables, files = dict(known), _Files(raw)
    gathered: dict[str, _Gathered] = {}
    for name in schema.reference_order:
        for mapping in (m for m in sources if m.table == name):
            _read_source(files, mapping, schema, tables, gathered.setdefault(name, _Gathered()))
        if name in gathered and gathered[name].frames:
            tables[name] = apply_types(
                pd.concat(gathered[name].frames, ignore_index=True), schema.tables[name]
            )
            gathered[name].frames = [tables[name]]  # the parts need not stay in memory
    failed = {name for name, found in gathered.items() if found.failed}
    # A mapping that cannot be read leaves its table unknown; its own problem says so.
    read = {name: found for name, found in gathered.items() if found.frames}
    addresses = {name: Addresses([rows for rows, _ in found.rows]) for name, found in read.items()}
    problems += [p for _, seen in files.opened.values() for p in seen if p.severity != "error"]
    problems += [p for found in gathered.values() for p in found.problems]
    unread = {(p.table, p.file, p.sheet, p.row, p.column) for p in problems}
    checked = [
        _located(p, schema.tables[p.table], addresses[p.table], read[p.table])
        for p in (check_tables(tables, only=list(read), unavailable=failed, schema=schema) if check else ())
    ]
    # A cell that could not be read is missing now; that it is missing is no second problem.
    checked = [p for p in checked if (p.table, p.file, p.sheet, p.row, p.column) not in unread]
    failed |= {p.table for p in checked}
    held_back = _dependents(failed, list(read), schema)
    log = log_of([account for found in gathered.values() for account in found.accounts])
    good = {n: tables[n] for n in read if not check or (n not in failed and n not in held_back)}
    events = [event for found in gathered.values() for event in found.events]
    return ImportResult(
        good, problems + checked + files.unread(), log, held_back, events, {n: addresses[n] for n in good}
    )


def is_filled(sheet: Sheet) -> bool:
    """Whether any cell holds something."""
    return sheet.holds_something()


def _located(problem: Problem, table: Table, addresses: Addresses, found: _Gathered) -> Problem:
    """A problem of the clean table at the cell it was read from, its value shown only where it may be.

    The row of the sheet goes from the kept to the refused ones.
    """
    if problem.row is None:
        return problem
    file, sheet, row, column, cell = addresses.locate(problem.row - 1, problem.column)
    _, account = found.rows[addresses.sheet_of(problem.row - 1)]
    if row is not None:
        account.refused.setdefault(row - 1, problem.rule)
    value = problem.value
    if problem.column in table.field_names:
        value = shown_value(value, table.field(problem.column))
    return replace(problem, file=file, sheet=sheet, row=row, column=column, cell=cell, value=value)


def _nothing_mapped(mappings: Path) -> Problem:
    return Problem(
        "no-mapping",
        Text("対応表が一つもありません", "There is no mapping file"),
        Text(
            "mappings/ に対応表（.toml）を置いてください。案は sojo-eval map ファイル で作れます",
            "Put mapping files (.toml) into mappings/; sojo-eval map FILE proposes one",
        ),
        file=mappings.name,
    )


def _dependents(failed: set[str], names: list[str], schema: Schema) -> dict[str, Text]:
    """Tables without problems of their own whose foreign keys lead to a failed one."""
    held: dict[str, Text] = {}
    for name in schema.reference_order:
        if name not in names or name in failed:
            continue
        above = [k.table for k in schema.tables[name].foreign_keys if k.table in failed or k.table in held]
        if above:
            first = schema.tables[above[0]]
            held[name] = Text(
                f"参照する「{first.title.ja}」に問題があるため、前のまま残しました",
                f"it refers to {first.name}, which has problems; the earlier version stays",
            )
    return held


def _read_source(
    files: _Files, mapping: Mapping, schema: Schema, tables: Dict[str, pd.DataFrame], into: _Gathered
) -> None:
    paths = files.fitting(mapping.files)
    if not paths:
        into.problems.append(_no_file(mapping))
    for path in paths:
        sheets, problems = files.sheets(path)
        errors = [replace(p, table=mapping.table) for p in problems if p.severity == "error"]
        into.problems += errors
        chosen = [s for s in sheets if _is_wanted(s, mapping)]
        if not chosen and not errors:
            into.problems.append(_no_sheet(files.shown(path), mapping, sheets))
        for sheet in chosen:
            files.used.add((path, sheet.name))
            _read_sheet(sheet, mapping, schema, tables, path, files.shown(path), into)


def _is_wanted(sheet: Sheet, mapping: Mapping) -> bool:
    named = (
        not mapping.sheets
        or not sheet.name
        or any(fnmatch(sheet.name, pattern) for pattern in mapping.sheets)
    )
    return named and is_filled(sheet)


def _no_file(mapping: Mapping) -> Problem:
    names = "、".join(mapping.files)
    return Problem(
        "no-file",
        Text(f"対応表の指すファイルがありません（{names}）", f"No file fits the mapping ({names})"),
        Text(
            "raw/ にファイルを置くか、対応表の files を直してください",
            "Put the file into raw/, or mend files",
        ),
        mapping.file,
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
        shown,
        table=mapping.table,
    )


def _variables(
    mapping: Mapping, path: Path, sheet: Sheet, shown: str
) -> tuple[dict[str, str], list[Problem]]:
    """The groups of `file_name` and `sheet_name`, and names that do not fit them."""
    found: dict[str, str] = {}
    problems = []
    for entry, pattern, name in (
        ("file_name", mapping.file_name, path.name),
        ("sheet_name", mapping.sheet_name, sheet.name),
    ):
        match = re.search(pattern, name) if pattern else None
        if match is not None:
            found |= {k: v or "" for k, v in match.groupdict().items()}
        elif pattern:
            message = Text(
                f"名前「{name}」が対応表の {entry}（{pattern}）に合いません",
                f"The name “{name}” does not fit {entry} ({pattern}) of the mapping",
            )
            fix = Text("名前か対応表を直してください", "Mend the name, or the mapping")
            problems.append(Problem("name", message, fix, shown, sheet.name, table=mapping.table))
    return found, problems


def _year(template: str, variables: Dict[str, str]) -> int | None:
    """A year as the mapping or a name gives it; None where there is none (the cells then say so)."""
    text = filled(template, variables)
    return int(text) if text.isdigit() else None


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
            shown,
            sheet.name,
            row + 1,
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
    into: _Gathered,
) -> None:
    """Rows below the header into the fields of the table; what cannot be read becomes problems."""
    table = schema.tables[mapping.table]
    variables, problems = _variables(mapping, path, sheet, shown)
    header = None
    if not problems:
        header, problems = find_header(sheet, mapping, variables, shown)
    if header is None:
        into.problems += [replace(p, table=table.name) for p in problems]
        read = int((sheet.filled_cells(0) > 0).sum())
        refused = dict.fromkeys(np.flatnonzero(sheet.filled_cells(0)).tolist(), problems[0].rule)
        into.accounts.append(Account(shown, sheet.name, table.name, read, {}, read, refused))
        return
    into.problems += _damaged(sheet, shown, table.name)
    chosen = choose_rows(sheet, header, mapping, table, shown)

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
        )

    records = read_records(sheet, header, chosen.rows, mapping, table, variables, reader, shown)
    into.problems += chosen.problems + records.problems
    into.events += chosen.events
    into.frames.append(records.frame)
    account = Account(
        shown,
        sheet.name,
        table.name,
        sheet.height - header.first,
        chosen.left_out,
        len(chosen.rows),
        records.refused,
        len(records.frame),
    )
    into.rows.append((records.address, account))
    into.accounts.append(account)
