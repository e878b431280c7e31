"""Reading mapping files (TOML): every mistake in them is a problem with the entry's name, none a crash."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.foundation.settings import located
from sojo_eval.foundation.toml_files import LARGEST, TomlFile, parse_toml, read_toml
from sojo_eval.importing.mappings.mapping import (
    Column,
    FileMapping,
    Heading,
    Note,
    Place,
    Rows,
    SetAside,
    Sum,
    Totals,
    Wide,
    WideColumn,
)
from sojo_eval.importing.mappings.mistakes import mistakes, section
from sojo_eval.importing.mappings.patterns import reset_times
from sojo_eval.importing.mappings.rule_mistakes import entries_of
from sojo_eval.importing.mappings.shapes import PLACE_KEYS, texts
from sojo_eval.importing.mappings.times import with_times
from sojo_eval.importing.mappings.units import unit_of_all
from sojo_eval.schema import Schema, Table

_TABLE = re.compile(r"^\s*table\s*=\s*[\"'](\w+)[\"']", re.MULTILINE)
"""The table of a file that is not TOML, as far as it can be found."""


def read_mappings(folder: Path, schema: Schema) -> tuple[list[FileMapping], list[SetAside], list[Problem]]:
    """All `*.toml` of a folder in name order: mappings, and what is set aside on purpose; those with problems are not
    returned but listed, and so is a file that looks like a mapping but lies or is called so that it is not read."""
    reset_times()
    mappings: list[FileMapping] = []
    set_aside: list[SetAside] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        name = f"mappings/{path.name}"
        mapping, found = _checked(read_toml(path, name, "mapping"), path, schema)
        problems += found
        if isinstance(mapping, SetAside):
            set_aside.append(mapping)
        elif mapping is not None:
            mappings.append(mapping)
    return mappings, set_aside, problems + _overlooked(folder)


def read_mapping(
    name: str, content: bytes, schema: Schema
) -> tuple[FileMapping | SetAside | None, list[Problem]]:
    """One mapping file's content; None beside its problems, which name its table where it says one, when it has any."""
    return _checked(parse_toml(content, name, "mapping"), content, schema)


def _checked(
    file: TomlFile | Problem, source: Path | bytes, schema: Schema
) -> tuple[FileMapping | SetAside | None, list[Problem]]:
    if isinstance(file, Problem):
        return None, [replace(file, table=_table(_table_in(source), schema))]
    entries = dict(file.entries)
    problems = located(mistakes(entries, schema), file, "mapping", table=_table(entries.get("table"), schema))
    if problems:
        return None, problems
    if "why" in entries:
        return SetAside(
            file.name, texts(entries["files"]), texts(entries.get("sheets")), str(entries["why"])
        ), []
    mapping = _mapping(file.name, entries)
    table = schema.tables[mapping.table]
    return _with_unit(replace(mapping, columns=with_times(mapping.columns, entries, table)), table), []


def _with_unit(mapping: FileMapping, table: Table) -> FileMapping:
    """The mapping with the code of a unit that it gives as people write it, and the factor of the cells that have no other."""
    unit = unit_of_all(mapping.constants, table)
    if unit is None:
        return mapping
    constants = {**mapping.constants, "unit": unit.code}
    wide, columns = mapping.wide, mapping.columns
    if wide is not None:
        each = tuple(
            w if w.cells_in or "unit" in w.variables else replace(w, cells_in=unit.cells_in)
            for w in wide.columns
        )
        wide = replace(wide, columns=each)
    elif unit.cells_in:
        columns = tuple(
            replace(c, unit=unit.cells_in) if c.field == "value" and not c.unit else c for c in columns
        )
    return replace(mapping, constants=constants, wide=wide, columns=columns)


def _table_in(source: Path | bytes) -> str:
    """The table that a file names which is not TOML, as far as it can be found."""
    try:
        content = source if isinstance(source, bytes) else source.read_bytes()[:LARGEST]
    except OSError:
        return ""
    named = _TABLE.search(content.decode("utf-8", "replace"))
    return named[1] if named else ""


def _overlooked(folder: Path) -> list[Problem]:
    """Files that somebody meant as mappings and that `*.toml` does not find."""
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and ".toml" in path.name.lower()
        and not path.name.endswith(".bak")
        and not path.name.startswith(".")
        and not (path.parent == folder and path.suffix == ".toml")
    ]
    return [
        Problem(
            "mapping",
            Text("この対応表は読まれません", "This mapping is not read"),
            Text(
                "mappings/ のすぐ下に置き、名前の終わりを .toml にしてください",
                "Put it directly into mappings/, with a name that ends in .toml",
            ),
            file=f"mappings/{path.relative_to(folder).as_posix()}",
        )
        for path in found
    ]


def _table(name: object, schema: Schema) -> str:
    return name if isinstance(name, str) and name in schema.tables else ""


def _place(entry: dict[str, object]) -> Place | None:
    if not set(entry) & PLACE_KEYS:
        return None
    return Place(
        texts(entry.get("header")), str(entry.get("position", "")).upper(), str(entry.get("pattern", ""))
    )


def _column(name: str, entry: object) -> Column:
    if isinstance(entry, str):
        return Column(name, Place((entry,)))
    assert isinstance(entry, dict)
    return Column(
        name,
        _place(entry),
        text=str(entry.get("text", "")),
        lookup=str(entry.get("lookup", "")),
        date=texts(entry.get("date", "day")),
        short_years=str(entry.get("short_years", "")),
        year=str(entry.get("year", "")),
        fiscal_year=str(entry.get("fiscal_year", "")),
        unit=str(entry.get("unit", "")),
        approximate=bool(entry.get("approximate", False)),
        times=float(entry.get("times", 1)),
        otherwise=texts(entry.get("otherwise")),
        address=bool(entry.get("address", False)),
    )


def _constant(value: object) -> str:
    """As clean data are written: true and false in small letters."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _rows(entry: dict[str, object]) -> Rows:
    return Rows(
        str(entry["column"]),
        why=str(entry.get("why", "")),
        equals=texts(entry.get("equals")),
        starts_with=str(entry.get("starts_with", "")),
        matches=str(entry.get("matches", "")),
        blank=bool(entry.get("blank", False)),
    )


def _wide(entries: dict[str, object]) -> Wide | None:
    if "wide" not in entries:
        return None
    wide = section(entries, "wide")
    columns = []
    for entry in entries_of(wide, "columns"):
        place = _place(entry)
        assert place is not None  # checked
        named = {k: str(v) for k, v in entry.items() if k not in (*PLACE_KEYS, "cells_in")}
        columns.append(WideColumn(place, named, str(entry.get("cells_in", ""))))
    return Wide(str(wide["value"]), tuple(columns), bool(wide.get("add", False)))


def _mapping(name: str, entries: dict[str, object]) -> FileMapping:
    return FileMapping(
        file=name,
        table=str(entries["table"]),
        files=texts(entries["files"]),
        columns=tuple(_column(key, entry) for key, entry in section(entries, "columns").items()),
        sheets=texts(entries.get("sheets")),
        header_rows=tuple(entries.get("header_rows", ())),  # type: ignore[arg-type]  # checked
        below=str(entries.get("below", "")),
        until=str(entries.get("until", "")),
        file_name=str(entries.get("file_name", "")),
        sheet_name=str(entries.get("sheet_name", "")),
        title=str(entries.get("title", "")),
        fill_down=texts(entries.get("fill_down")),
        carry_time=texts(entries.get("carry_time")),
        wide=_wide(entries),
        codes=section(entries, "codes"),  # type: ignore[arg-type]  # checked
        constants={k: _constant(v) for k, v in section(entries, "constants").items()},
        marks=section(entries, "marks"),  # type: ignore[arg-type]  # checked
        leave_out=tuple(_rows(r) for r in entries_of(entries, "leave_out")),
        totals=tuple(
            Totals(_rows(r), str(r.get("of", "")), texts(r.get("same")), texts(r.get("columns")))
            for r in entries_of(entries, "totals")
        ),
        sums=tuple(
            Sum(
                str(s["total"]),
                texts(s.get("parts")),
                bool(s.get("running", False)),
                str(s.get("pattern", "")),
                texts(s.get("same")),
            )
            for s in entries_of(entries, "sums")
        ),
        notes=tuple(
            Note(str(n["matches"]), {k: str(v) for k, v in n.get("event", {}).items()})  # type: ignore[attr-defined]
            for n in entries_of(entries, "notes")
        ),
        once=texts(entries.get("once")),
        aliases={k: texts(v) for k, v in section(entries, "aliases").items()},
        headings=tuple(Heading(str(h["column"]), str(h["matches"])) for h in entries_of(entries, "headings")),
        beside=texts(entries.get("beside")),
        unread=texts(entries.get("unread")),
    )
