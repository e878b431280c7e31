"""`import_sources`: all mappings over all files, in an order in which tables find what they refer to."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path

import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.headers import find_header
from sojo_eval.importing.mapping import Column, LeaveOut, Mapping, read_mappings
from sojo_eval.importing.reading import Sheet, read_sheets
from sojo_eval.importing.values import read_column, reader_of
from sojo_eval.japanese import is_missing, label_key
from sojo_eval.schema import Field, Schema, Table, apply_types, check_tables

_CODE = re.compile(r"[A-Za-z0-9 ./_-]*")
LOG_COLUMNS = ["file", "sheet", "table", "rows_read", "rows_kept", "rows_left_out", "rows_refused"]


@dataclass(frozen=True)
class ImportResult:
    """Tables that are wholly valid, all problems, one log row a sheet, and tables kept back with the reason."""

    tables: dict[str, pd.DataFrame]
    problems: list[Problem]
    log: pd.DataFrame
    held_back: dict[str, Text]


@dataclass
class _Gathered:
    """What the files gave for one table so far; `address` says where each row came from."""

    frames: list[pd.DataFrame] = field(default_factory=list)
    addresses: list[pd.DataFrame] = field(default_factory=list)
    log: list[dict[str, object]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def import_sources(raw: Path, mappings: Path, known: Dict[str, pd.DataFrame], schema: Schema) -> ImportResult:
    """Read every mapped file under `raw`. `known` are earlier clean tables and those made from city.toml.

    A table with any problem is not among the result's tables, nor is one that refers to it.
    """
    sources, problems = read_mappings(mappings, schema)
    if not sources and not problems:
        problems.append(_nothing_mapped(mappings))
    tables = dict(known)
    gathered: dict[str, _Gathered] = {}
    for name in schema.reference_order:
        for mapping in (m for m in sources if m.table == name):
            _read_source(raw, mapping, schema, tables, gathered.setdefault(name, _Gathered()))
        if name in gathered and gathered[name].frames:
            tables[name] = apply_types(
                pd.concat(gathered[name].frames, ignore_index=True), schema.tables[name]
            )
    failed = {name for name, found in gathered.items() if found.problems or not found.frames}
    # A mapping that cannot be read leaves its table unknown; its own problem says so.
    read = {name: found for name, found in gathered.items() if found.frames}
    address = {n: pd.concat(f.addresses, ignore_index=True) for n, f in read.items()}
    problems += [p for found in gathered.values() for p in found.problems]
    unread = {(p.table, p.file, p.sheet, p.row, p.column) for p in problems}
    checked = check_tables(tables, only=list(read), address=address, unavailable=failed, schema=schema)
    # A cell that could not be read is missing now; that it is missing is no second problem.
    checked = [p for p in checked if (p.table, p.file, p.sheet, p.row, p.column) not in unread]
    headers = {m.table: {c.header: c.field for c in m.columns} for m in sources}
    checked = [_without_persons(p, schema, headers.get(p.table, {})) for p in checked]
    failed |= {p.table for p in checked}
    held_back = _dependents(failed, list(read), schema)
    log = _log(gathered, checked)
    good = {n: tables[n] for n in read if n not in failed and n not in held_back}
    return ImportResult(good, problems + checked, log, held_back)


def _shown(value: str, field: Field) -> str:
    """The offending value, unless it could be a person's: in personal fields only plain codes are repeated."""
    if field.privacy in ("public", "quasi") or field.codelist or _CODE.fullmatch(value):
        return value
    return "…"


def _without_persons(problem: Problem, schema: Schema, headers: Dict[str, str]) -> Problem:
    """A problem found by a check, its value shown only where it may be."""
    table = schema.tables[problem.table]
    name = headers.get(problem.column, problem.column)
    if name not in table.field_names:
        return problem
    return replace(problem, value=_shown(problem.value, table.field(name)))


def _nothing_mapped(mappings: Path) -> Problem:
    return Problem(
        "no-mapping",
        Text("対応表が一つもありません", "There is no mapping file"),
        Text("mappings/ に対応表（.toml）を置いてください", "Put mapping files (.toml) into mappings/"),
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


def _log(gathered: dict[str, _Gathered], checked: list[Problem]) -> pd.DataFrame:
    """One row a sheet; rows refused by a check move from kept to refused, so that the four numbers always add up."""
    refused: dict[tuple[str, str, str], set[int]] = {}
    for p in checked:
        if p.row is not None:
            refused.setdefault((p.table, p.file, p.sheet), set()).add(p.row)
    rows: list[dict[str, object]] = []
    for name, found in gathered.items():
        for entry in found.log:
            already = entry.pop("_refused")
            assert isinstance(already, set)
            more = refused.get((name, str(entry["file"]), str(entry["sheet"])), set()) - already
            read, left_out = int(str(entry["rows_read"])), int(str(entry["rows_left_out"]))
            total = len(already | more)
            rows.append({**entry, "rows_kept": read - left_out - total, "rows_refused": total})
    return pd.DataFrame(rows, columns=LOG_COLUMNS)


def _read_source(
    raw: Path, mapping: Mapping, schema: Schema, tables: Dict[str, pd.DataFrame], into: _Gathered
) -> None:
    paths = sorted({p for pattern in mapping.files for p in raw.glob(pattern) if p.is_file()})
    if not paths:
        into.problems.append(
            Problem(
                "no-file",
                Text(
                    f"対応表の指すファイルがありません（{'、'.join(mapping.files)}）",
                    f"No file fits the mapping ({', '.join(mapping.files)})",
                ),
                Text(
                    "raw/ にファイルを置くか、対応表の files を直してください",
                    "Put the file into raw/, or mend files",
                ),
                mapping.file,
                column="files",
                table=mapping.table,
            )
        )
    for path in paths:
        shown = f"raw/{path.relative_to(raw).as_posix()}"
        sheets, problems = read_sheets(path, shown)
        into.problems += [_of_table(p, mapping.table) for p in problems]
        chosen = [s for s in sheets if _is_wanted(s, mapping)]
        if not chosen and not problems:
            into.problems.append(_no_sheet(shown, mapping, sheets))
        for sheet in chosen:
            _read_sheet(sheet, mapping, schema, tables, shown, into)


def _is_wanted(sheet: Sheet, mapping: Mapping) -> bool:
    if not any(cell != "" for row in sheet.rows for cell in row):
        return False
    return (
        not mapping.sheets
        or not sheet.name
        or any(fnmatch(sheet.name, pattern) for pattern in mapping.sheets)
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


def _of_table(problem: Problem, table: str) -> Problem:
    return Problem(
        problem.rule, problem.message, problem.fix, problem.file, problem.sheet, problem.row, problem.column,
        problem.value, table,
    )  # fmt: skip


def _read_sheet(
    sheet: Sheet,
    mapping: Mapping,
    schema: Schema,
    tables: Dict[str, pd.DataFrame],
    shown: str,
    into: _Gathered,
) -> None:
    """Rows below the header into the fields of the table; what cannot be read becomes problems."""
    table = schema.tables[mapping.table]
    labels, first, problems = find_header(sheet, mapping, shown)
    if problems:
        into.problems += [_of_table(p, table.name) for p in problems]
        return
    position = {label_key(label): i for i, label in reversed(list(enumerate(labels))) if label}
    body = sheet.rows[first:]
    numbers = [i for i, row in enumerate(body) if not _is_left_out(row, mapping.leave_out, position)]
    rows = [body[i] for i in numbers]
    sheet_rows = [first + i + 1 for i in numbers]
    columns: dict[str, pd.Series] = {}
    refused: set[int] = set()
    for column in mapping.columns:
        at = position[label_key(column.header)]
        cells = [row[at] if at < len(row) else "" for row in rows]
        target = table.field(column.field)
        read = read_column(
            cells, target, reader_of(target, column.date, _labels(column, mapping, table, schema, tables))
        )
        columns[column.field] = read.values
        for i, error in read.unreadable.items():
            refused.add(sheet_rows[i])
            value = _shown(str(cells[i]), target)
            into.problems.append(
                Problem(
                    "unreadable",
                    error.why,
                    error.fix,
                    shown,
                    sheet.name,
                    sheet_rows[i],
                    column.header,
                    value,
                    table.name,
                )
            )
    for name, value in mapping.constants.items():
        target = table.field(name)
        read = read_column(
            [value], target, reader_of(target, "day", _constant_labels(name, mapping, table, schema))
        )
        columns[name] = read.values.repeat(len(rows)).reset_index(drop=True)
    address = pd.DataFrame({"file": shown, "sheet": sheet.name, "row": sheet_rows})
    for column in mapping.columns:
        address[f"header_{column.field}"] = column.header
    into.frames.append(pd.DataFrame(columns, index=range(len(rows))))
    into.addresses.append(address)
    into.log.append(
        {
            "file": shown,
            "sheet": sheet.name,
            "table": table.name,
            "rows_read": len(body),
            "rows_left_out": len(body) - len(rows),
            "_refused": refused,
        }
    )


def _is_left_out(row: object, rules: tuple[LeaveOut, ...], position: dict[str, int]) -> bool:
    """Empty rows, and rows that a rule of the mapping names."""
    assert isinstance(row, list | tuple)
    if all(cell == "" or cell is None for cell in row):
        return True
    for rule in rules:
        at = position.get(label_key(rule.column))
        text = str(row[at]).strip() if at is not None and at < len(row) else ""
        if rule.blank and is_missing(text):
            return True
        if rule.starts_with and text.startswith(rule.starts_with):
            return True
        if rule.equals and label_key(text) in {label_key(e) for e in rule.equals}:
            return True
    return False


def _labels(
    column: Column, mapping: Mapping, table: Table, schema: Schema, tables: Dict[str, pd.DataFrame]
) -> dict[str, str] | None:
    """Spelling key → code (code lists) or key of the referred table (lookups); None for other fields."""
    key = table.key_to(column.field)
    if column.lookup and key is not None:
        there = tables.get(key.table)
        if there is None:
            return {}
        keys = there[key.reference_fields[0]].dropna().astype(str)
        names = there.loc[keys.index, column.lookup].astype("string").fillna("")
        labels = {label_key(k): k for k in keys}
        return (
            labels
            | {label_key(n): k for n, k in zip(names, keys, strict=True) if n}
            | _spellings(mapping, column.field)
        )
    return _constant_labels(column.field, mapping, table, schema)


def _constant_labels(name: str, mapping: Mapping, table: Table, schema: Schema) -> dict[str, str] | None:
    target = table.field(name)
    if target.codelist is None:
        return _spellings(mapping, name) or None
    codes = schema.codelists[target.codelist]
    labels: dict[str, str] = {}
    for spelling in ("title_en", "title_ja", "code"):
        labels |= {label_key(s): c for s, c in zip(codes[spelling], codes["code"], strict=True)}
    return labels | _spellings(mapping, name)


def _spellings(mapping: Mapping, name: str) -> dict[str, str]:
    return {label_key(spelling): code for spelling, code in mapping.codes.get(name, {}).items()}
