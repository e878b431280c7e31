"""`import_sources`: all mappings over all files, in an order in which tables find what they refer to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.accounting import log_of
from sojo_eval.importing.addresses import Addresses
from sojo_eval.importing.aside import set_aside
from sojo_eval.importing.layouts.recognition import recognise
from sojo_eval.importing.layouts.standards import CityName
from sojo_eval.importing.mappings.reading import read_mappings
from sojo_eval.importing.raw_files import RawFiles, Watch
from sojo_eval.importing.records import shown_value
from sojo_eval.importing.source import Gathered, read_source
from sojo_eval.schema import Schema, Table, apply_types, check_tables

_PERHAPS_NOT_WHOLE = Text(
    "読めない対応表があり、記録が足りないかもしれないため、前のまま残しました",
    "a mapping cannot be read, so that records may be missing; the earlier version stays",
)


@dataclass(frozen=True)
class ImportResult:
    """Tables that are wholly valid, all problems, one log row a sheet, and tables kept back with the reason.

    `events` are the rows for the table of that name that footnotes gave, by the table whose file holds them; `addresses` say where each row came from;
    `sought` are the tables that a mapping or a known layout should make.
    """

    tables: dict[str, pd.DataFrame]
    problems: list[Problem]
    log: pd.DataFrame
    held_back: dict[str, Text]
    events: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    addresses: dict[str, Addresses] = field(default_factory=dict)
    sought: frozenset[str] = frozenset()


def import_sources(
    raw: Path,
    mappings: Path,
    known: Mapping[str, pd.DataFrame],
    schema: Schema,
    *,
    check: bool = True,
    city: CityName | None = None,
    watch: Watch | None = None,
) -> ImportResult:
    """Read every mapped file under `raw`. `known` are earlier clean tables and those made from city.toml.

    `watch` is told each file before it is read. Files without a mapping are read where their layout is known; for municipal standards that takes the `city`.
    Without `check` the tables are given as read, valid or not: to show what a mapping gives.

    A table with any error is not among the result's tables, nor is one that refers to it.
    """
    sources, asides, problems = read_mappings(mappings, schema)
    tables, files = dict(known), RawFiles(raw, watch)
    recognised, notes = recognise(files, sources, asides, known, city, schema)
    sources, problems = [*sources, *recognised], [*problems, *notes]
    if not sources and not asides and not problems:
        problems.append(_nothing_mapped(mappings))
    gathered: dict[str, Gathered] = {}
    for name in schema.reference_order:
        for mapping in (m for m in sources if m.table == name):
            read_source(files, mapping, schema, tables, gathered.setdefault(name, Gathered()))
        if name in gathered and gathered[name].frames:
            tables[name] = apply_types(
                pd.concat(gathered[name].frames, ignore_index=True), schema.tables[name]
            )
            gathered[name].frames = [tables[name]]  # the parts need not stay in memory
    failed = {name for name, found in gathered.items() if found.failed}
    # A mapping with a mistake: what it should have added is missing, in its table or, if that cannot be told, anywhere.
    broken = {p.table for p in problems if p.rule == "mapping"}
    failed |= broken - {""}
    read = {name: found for name, found in gathered.items() if found.frames}
    addresses = {name: Addresses([rows for rows, _ in found.rows]) for name, found in read.items()}
    problems += [p for _, seen in files.opened.values() for p in seen if p.severity != "error"]
    problems += [p for found in gathered.values() for p in found.problems]
    if watch is not None:
        watch(len(files.seen), len(files.all()), Text("表を検査しています", "Checking the tables"))
    found = check_tables(tables, only=list(read), unavailable=failed, schema=schema) if check else []
    located = (_located(p, schema.tables[p.table], addresses[p.table], read[p.table]) for p in found)
    checked = [p for p in located if p is not None]
    checked += [
        _emptied(schema.tables[n]) for n in read if check and not len(tables[n]) and len(known.get(n, ()))
    ]
    failed |= {p.table for p in checked}
    held_back = _dependents(failed, list(read), schema)
    if "" in broken:
        held_back |= {n: _PERHAPS_NOT_WHOLE for n in read if n not in failed}
    good = {n: tables[n] for n in read if not check or (n not in failed and n not in held_back)}
    accounts = [account for found in gathered.values() for account in found.accounts]
    accounts += [account for aside in asides for account in set_aside(files, aside)]
    log = log_of(accounts, good)
    events = {name: found.events for name, found in gathered.items() if name in good and found.events}
    return ImportResult(
        good,
        problems + checked + files.unread(bool(broken)),
        log,
        held_back,
        events,
        {n: addresses[n] for n in good},
        frozenset(gathered),
    )


def _located(problem: Problem, table: Table, addresses: Addresses, found: Gathered) -> Problem | None:
    """A problem of the clean table at the cell it was read from, its value shown only where it may be.

    None for a cell that could not be read or looked up: it is missing now, which is no second problem. The row of the sheet goes from the kept to the refused ones.
    """
    if problem.row is None:
        return problem
    file, sheet, row, column, cell = addresses.locate(problem.row - 1, problem.column)
    _, account = found.rows[addresses.sheet_of(problem.row - 1)]
    if problem.column in found.absent or (file, sheet, row, problem.column) in found.unread:
        return None
    if row is not None:
        account.refused.setdefault(row - 1, problem.rule)
    value = problem.value
    if problem.column in table.field_names:
        value = shown_value(value, table.field(problem.column))
    return replace(problem, file=file, sheet=sheet, row=row, column=column, cell=cell, value=value)


def _emptied(table: Table) -> Problem:
    """A table that had records and would have none: kept as it was, since a mistake is likelier."""
    message = Text(
        f"「{table.title.ja}」の記録が一つもなくなります。前のまま残しました",
        f"Not one record of {table.title.en} would remain; the earlier version stays",
    )
    fix = Text(
        "ファイルと対応表を確かめてください。本当に0件なら、clean/ のその表のファイルを消してから取り込みます",
        "Look at the files and the mapping; if there are none indeed, delete the table's file in clean/ and import again",
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
