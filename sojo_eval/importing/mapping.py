"""Mapping files: which columns of which files fill which fields of one table."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from pathlib import Path

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.japanese import DATE_FORMS
from sojo_eval.schema import Schema, Table

_KEYS = {"table", "files", "sheets", "header_rows", "columns", "codes", "constants", "leave_out"}
_COLUMN_KEYS = {"header", "lookup", "date"}
_RULE_KEYS = {"column", "equals", "starts_with", "blank", "why"}


@dataclass(frozen=True)
class Column:
    """One field's source: the header, and how its values are read.

    `lookup` names a column of the table the field refers to; values found there are replaced by that table's key.
    `date` is one of `japanese.DATE_FORMS`.
    """

    field: str
    header: str
    lookup: str = ""
    date: str = "day"


@dataclass(frozen=True)
class LeaveOut:
    """Rows that are no records, and why. A row is left out when its cell in `column` fits."""

    column: str
    why: str
    equals: tuple[str, ...] = ()
    starts_with: str = ""
    blank: bool = False


@dataclass(frozen=True)
class Mapping:
    """One source kind → one table. `header_rows` are 1-based; empty = find the header by its labels."""

    file: str
    table: str
    files: tuple[str, ...]
    columns: tuple[Column, ...]
    sheets: tuple[str, ...] = ()
    header_rows: tuple[int, ...] = ()
    codes: Dict[str, Dict[str, str]] = field(default_factory=dict)
    constants: Dict[str, str] = field(default_factory=dict)
    leave_out: tuple[LeaveOut, ...] = ()


def read_mappings(folder: Path, schema: Schema) -> tuple[list[Mapping], list[Problem]]:
    """All `*.toml` of a folder in name order; those with problems are not returned but listed."""
    mappings: list[Mapping] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        name = f"mappings/{path.name}"
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(
                _problem(
                    name,
                    "",
                    "",
                    Text(f"TOML として読めません（{error}）", f"It cannot be read as TOML ({error})"),
                )
            )
            continue
        found = _problems_of(name, content, schema)
        problems += found
        if not found:
            mappings.append(_mapping(name, content))
    return mappings, problems


def _problem(file: str, key: str, value: object, message: Text, fix: Text | None = None) -> Problem:
    fix = fix or Text("対応表の書き方を直してください", "Mend the mapping file")
    return Problem("mapping", message, fix, file, column=key, value=str(value))


def _problems_of(name: str, content: dict[str, object], schema: Schema) -> list[Problem]:
    unknown = [_unknown(name, key) for key in sorted(set(content) - _KEYS)]
    if content.get("table") not in schema.tables:
        return [
            *unknown,
            _problem(
                name,
                "table",
                content.get("table", ""),
                Text("表の名前がないか、スキーマにありません", "The table is missing or not in the schema"),
                Text(f"次のどれかです: {', '.join(schema.tables)}", f"One of: {', '.join(schema.tables)}"),
            ),
        ]
    table = schema.tables[str(content["table"])]
    shapes: tuple[tuple[str, type, Text], ...] = (
        ("files", list, Text("ファイル名の一覧です", "a list of file names")),
        ("columns", dict, Text("[columns] の節です", "a section [columns]")),
    )
    wrong = [
        _problem(
            name,
            key,
            content.get(key, ""),
            Text(f"{key} がありません（{what.ja}）", f"{key} is missing: {what.en}"),
        )
        for key, kind, what in shapes
        if not isinstance(content.get(key), kind) or not content[key]
    ]
    rows = content.get("header_rows", [])
    if not isinstance(rows, list) or any(not isinstance(r, int) or r < 1 for r in rows):
        wrong.append(
            _problem(
                name, "header_rows", rows, Text("1から数えた行番号の一覧です", "A list of row numbers from 1")
            )
        )
    if wrong:
        return unknown + wrong
    return unknown + _column_problems(name, content, table) + _rule_problems(name, content)


def _unknown(name: str, key: str) -> Problem:
    return _problem(name, key, "", Text(f"{key} という項目はありません", f"{key} is not a known entry"))


def _column_problems(name: str, content: dict[str, object], table: Table) -> list[Problem]:
    problems: list[Problem] = []
    columns = content["columns"]
    assert isinstance(columns, dict)  # checked by the caller
    for section in ("columns", "codes", "constants"):
        entries = content.get(section, {})
        if not isinstance(entries, dict):
            problems.append(
                _problem(name, section, entries, Text(f"[{section}] の節です", f"A section [{section}]"))
            )
            continue
        for key in sorted(set(entries) - set(table.field_names)):
            choice = ", ".join(table.field_names)
            problems.append(
                _problem(
                    name,
                    f"{section}.{key}",
                    key,
                    Text(f"表「{table.name}」にない項目です", f"The table {table.name} has no such field"),
                    Text(f"次のどれかです: {choice}", f"One of: {choice}"),
                )
            )
    for key, entry in columns.items():
        if isinstance(entry, str):
            continue
        if not isinstance(entry, dict) or "header" not in entry or set(entry) - _COLUMN_KEYS:
            how = Text(
                '{ header = "見出し", lookup = …, date = … } の形です',
                'It is { header = "…", lookup = …, date = … }',
            )
            problems.append(_problem(name, f"columns.{key}", entry, how))
        elif entry.get("date", "day") not in DATE_FORMS:
            choice = ", ".join(DATE_FORMS)
            text = Text(f"date は次のどれかです: {choice}", f"date is one of: {choice}")
            problems.append(_problem(name, f"columns.{key}", entry["date"], text))
        elif "lookup" in entry and key in table.field_names and table.key_to(key) is None:
            text = Text("ほかの表を指す項目ではありません", "The field does not refer to another table")
            problems.append(_problem(name, f"columns.{key}", entry["lookup"], text))
    return problems


def _rule_problems(name: str, content: dict[str, object]) -> list[Problem]:
    rules = content.get("leave_out", [])
    if not isinstance(rules, list):
        return [
            _problem(name, "leave_out", rules, Text("[[leave_out]] の形です", "Write it as [[leave_out]]"))
        ]
    good = [
        isinstance(r, dict)
        and {"column", "why"} <= set(r) <= _RULE_KEYS
        and len(set(r) - {"column", "why"}) == 1
        for r in rules
    ]
    message = Text(
        "column、why と、equals・starts_with・blank のどれか一つが要ります",
        "It needs column, why, and one of equals, starts_with and blank",
    )
    return [
        _problem(name, f"leave_out[{i}]", r, message)
        for i, (r, ok) in enumerate(zip(rules, good, strict=True), 1)
        if not ok
    ]


def _mapping(name: str, content: dict[str, object]) -> Mapping:
    """A checked file as a Mapping."""
    columns = content["columns"]
    rules = content.get("leave_out", [])
    assert isinstance(columns, dict)
    assert isinstance(rules, list)
    return Mapping(
        file=name,
        table=str(content["table"]),
        files=tuple(content["files"]),  # type: ignore[arg-type]  # checked by _problems_of
        columns=tuple(
            Column(key, entry) if isinstance(entry, str) else Column(key, **entry)
            for key, entry in columns.items()
        ),
        sheets=tuple(content.get("sheets", ())),  # type: ignore[arg-type]  # a list of patterns
        header_rows=tuple(content.get("header_rows", ())),  # type: ignore[arg-type]  # checked by _problems_of
        codes=content.get("codes", {}),  # type: ignore[arg-type]  # checked by _column_problems
        constants={k: str(v) for k, v in content.get("constants", {}).items()},  # type: ignore[attr-defined]
        leave_out=tuple(
            LeaveOut(
                column=r["column"],
                why=r["why"],
                equals=tuple([r["equals"]] if isinstance(r.get("equals"), str) else r.get("equals", ())),
                starts_with=r.get("starts_with", ""),
                blank=bool(r.get("blank", False)),
            )
            for r in rules
        ),
    )
