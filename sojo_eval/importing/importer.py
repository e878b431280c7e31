"""`import_sources`: all mappings over all files, in an order in which tables find what they refer to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.accounting import log_of
from sojo_eval.importing.addresses import Addresses
from sojo_eval.importing.aside import set_aside
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.held_files import files_with_errors, told, without_files
from sojo_eval.importing.layouts.recognition import recognise
from sojo_eval.importing.layouts.standards import CityName
from sojo_eval.importing.mappings.mapping import SetAside
from sojo_eval.importing.mappings.reading import read_mappings
from sojo_eval.importing.raw_files import RawFiles, Watch
from sojo_eval.importing.records import shown_value
from sojo_eval.importing.source import Gathered, read_source
from sojo_eval.importing.tables.unread_figures import unread_figures
from sojo_eval.schema import Schema, Table, apply_types, check_tables

_PERHAPS_NOT_WHOLE = Text(
    "読めない対応表があり、記録が足りないかもしれないため、前のまま残しました",
    "a mapping cannot be read, so records may be missing; the earlier version stays",
)


@dataclass(frozen=True)
class ImportResult:
    """Tables that are wholly valid, all problems, one log row a sheet, and tables kept back with the reason.

    `events` are the rows for the table of that name that footnotes gave, by the table whose file holds them; `addresses` say where each row came from;
    `sought` are the tables that a mapping or a known layout should make; `sheets` what each file held that was read.
    """

    tables: dict[str, pd.DataFrame]
    problems: list[Problem]
    log: pd.DataFrame
    held_back: dict[str, Text]
    events: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    addresses: dict[str, Addresses] = field(default_factory=dict)
    sought: frozenset[str] = frozenset()
    sheets: dict[str, list[Sheet]] = field(default_factory=dict)


def import_sources(
    raw: Path,
    mappings: Path,
    known: Mapping[str, pd.DataFrame],
    schema: Schema,
    *,
    city: CityName | None = None,
    watch: Watch | None = None,
) -> ImportResult:
    """Read every mapped file under `raw`. `known` are earlier clean tables and those made from city.toml.

    `watch` is called before each file is read. Files without a mapping are read where their layout is known; for municipal standards that takes the `city`.

    A table with any error is not among the result's tables, nor is one that refers to it; of a table of figures the files
    with errors are left out and the others taken.
    """
    reading = _read(RawFiles(raw, watch), mappings, known, schema, city)
    if watch is not None:
        files = reading.files
        watch(len(files.seen), len(files.all()), Text("表を検査しています", "Checking the tables"))
    checked = reading.check(known)
    checked = reading.hold_files(checked)
    failed = reading.failed | {p.table for p in checked if not reading.of_a_file(p)}
    held_back = reading.held_back(failed)
    good = {n: reading.tables[n] for n in reading.read if n not in failed and n not in held_back}
    return reading.result(good, held_back, checked)


def import_unchecked(
    raw: Path, mappings: Path, known: Mapping[str, pd.DataFrame], schema: Schema
) -> ImportResult:
    """The tables as they are read, valid or not: to show what a mapping gives."""
    reading = _read(RawFiles(raw), mappings, known, schema, None)
    tables = {n: reading.tables[n] for n in reading.read}
    return reading.result(tables, reading.held_back(reading.failed), [])


def _read(
    files: RawFiles,
    mappings: Path,
    known: Mapping[str, pd.DataFrame],
    schema: Schema,
    city: CityName | None,
) -> _Reading:
    """All mappings over all files, table after table in the order in which they refer to each other."""
    sources, asides, problems = read_mappings(mappings, schema)
    recognised, notes = recognise(files, sources, asides, known, city, schema)
    sources, problems = [*sources, *recognised], [*problems, *notes]
    if not sources and not asides and not problems:
        problems.append(_nothing_mapped(mappings))
    tables, gathered = dict(known), dict[str, Gathered]()
    for name in schema.reference_order:
        for mapping in (m for m in sources if m.table == name):
            read_source(files, mapping, schema, tables, gathered.setdefault(name, Gathered()))
        if name in gathered and gathered[name].frames:
            tables[name] = apply_types(
                pd.concat(gathered[name].frames, ignore_index=True), schema.tables[name]
            )
            gathered[name].frames = [tables[name]]  # the parts need not stay in memory
    return _Reading(files, schema, asides, problems, tables, gathered)


@dataclass(frozen=True)
class _Reading:
    """What the mappings gave, before it is checked. problems: of the mappings; tables: with those known before."""

    files: RawFiles
    schema: Schema
    asides: list[SetAside]
    problems: list[Problem]
    tables: dict[str, pd.DataFrame]
    gathered: dict[str, Gathered]
    emptied_by_files: set[str] = field(default_factory=set)

    @cached_property
    def read(self) -> dict[str, Gathered]:
        """The tables for which there is something."""
        return {name: found for name, found in self.gathered.items() if found.frames}

    @cached_property
    def addresses(self) -> dict[str, Addresses]:
        """Where the rows of each of them came from."""
        return {name: Addresses([rows for rows, _ in found.rows]) for name, found in self.read.items()}

    @cached_property
    def broken(self) -> set[str]:
        """The tables of mappings with a mistake, "" for one whose table is unknown: what it should have added is
        missing, in its table or else anywhere."""
        return {p.table for p in self.problems if p.rule == "mapping"}

    @cached_property
    def failed(self) -> set[str]:
        """Tables with an error, before they are checked; of those held back by file, such as nothing was read for."""
        by_file = {name for name, table in self.schema.tables.items() if table.by_file}
        whole = {
            n
            for n, found in self.gathered.items()
            if found.failed and (n not in by_file or n not in self.read)
        }
        return whole | (self.broken - by_file - {""}) | (self.emptied_by_files & by_file)

    def of_a_file(self, problem: Problem) -> bool:
        """Whether an error holds back its file alone."""
        return bool(problem.file) and self.schema.tables[problem.table].by_file

    def hold_files(self, checked: list[Problem]) -> list[Problem]:
        """Take the files with errors out of the tables that are held back by file; all problems, and which files stay out."""
        for name, found in [*self.read.items()]:
            table = self.schema.tables[name]
            files = files_with_errors(found, checked, table) if table.by_file else set()
            if not files:
                continue
            checked = [*checked, *told(found, files, table)]
            self.tables[name], self.gathered[name], self.addresses[name] = without_files(
                self.tables[name], found, files
            )
            if not len(self.tables[name]):
                self.emptied_by_files.add(name)
        self.__dict__.pop("read", None)
        self.__dict__.pop("failed", None)
        return checked

    def check(self, known: Mapping[str, pd.DataFrame]) -> list[Problem]:
        """What of the tables breaks the schema, at the cells it was read from; and tables that would be emptied."""
        found = check_tables(self.tables, only=list(self.read), unavailable=self.failed, schema=self.schema)
        located = (self._located(p) for p in found)
        checked = [p for found in self.read.values() for p in found.not_filled]
        checked += [p for p in located if p is not None]
        emptied = [n for n in self.read if not len(self.tables[n]) and len(known.get(n, ()))]
        return checked + [_emptied(self.schema.tables[n]) for n in emptied]

    def _located(self, problem: Problem) -> Problem | None:
        """A problem of the clean table at the cell it was read from, its value only where it may be printed.

        None for a cell that could not be read or looked up: it is missing now, which is not a second problem. The row of the
        sheet goes from the kept to the refused ones.
        """
        if problem.row is None:
            return problem
        table, addresses = self.schema.tables[problem.table], self.addresses[problem.table]
        found = self.read[problem.table]
        origin = addresses.locate(problem.row - 1, problem.column)
        _, account = found.rows[addresses.sheet_of(problem.row - 1)]
        unread = (origin.file, origin.sheet, origin.row, problem.column) in found.unread
        unfilled = (
            problem.rule == "required" and (origin.file, origin.sheet, problem.column) in found.unfilled
        )
        if problem.column in found.absent or unread or unfilled:
            return None
        account.refused.setdefault(origin.row - 1, problem.rule)
        value = problem.value
        if problem.column in table.field_names:
            value = shown_value(value, table.field(problem.column))
        at_origin = origin.problem(
            problem.rule, problem.message, problem.fix, table=problem.table, severity=problem.severity
        )
        return replace(at_origin, value=value)

    def held_back(self, failed: set[str]) -> dict[str, Text]:
        """Tables that stay as they were though nothing is wrong with them, and why."""
        held_back = _dependents(failed, list(self.read), self.schema)
        if "" in self.broken:
            held_back |= {n: _PERHAPS_NOT_WHOLE for n in self.read if n not in failed}
        return held_back

    def result(
        self, tables: dict[str, pd.DataFrame], held_back: dict[str, Text], checked: list[Problem]
    ) -> ImportResult:
        """These tables, all problems, and what became of every row."""
        gathered = self.gathered
        problems = list(self.problems)
        problems += [p for _, seen in self.files.opened.values() for p in seen if p.severity != "error"]
        problems += [p for found in gathered.values() for p in found.problems]
        problems += unread_figures(read for found in gathered.values() for read in found.reads)
        accounts = [account for found in gathered.values() for account in found.accounts]
        accounts += [account for aside in self.asides for account in set_aside(self.files, aside)]
        return ImportResult(
            tables,
            problems + checked + self.files.unread(bool(self.broken)),
            log_of(accounts, tables),
            held_back,
            {n: found.events for n, found in gathered.items() if n in tables and found.events},
            {n: self.addresses[n] for n in tables},
            frozenset(gathered),
            self.files.sheets_read(),
        )


def _emptied(table: Table) -> Problem:
    """A table that had records and would have none: kept as it was, since a mistake is likelier."""
    message = Text(
        f"「{table.title.ja}」の記録が一つもなくなります。前のまま残しました",
        f"No record of {table.title.en} would remain; the earlier version stays",
    )
    fix = Text(
        "ファイルと対応表を確かめてください。本当に0件なら、clean/ のその表のファイルを消してから取り込みます",
        "Check the files and the mapping; if there really are none, delete the table's file in clean/ and import again",
    )
    return Problem("no-records", message, fix, table=table.name)


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
