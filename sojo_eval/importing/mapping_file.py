"""Reading mapping files (TOML): every mistake in them is a problem with the entry's name, none a crash."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.mapping import (
    Column,
    Mapping,
    Note,
    Place,
    Rows,
    Sum,
    Totals,
    Wide,
    WideColumn,
)
from sojo_eval.japanese import DATE_FORMS, MEANINGS, SHORT_YEARS
from sojo_eval.schema import Schema, Table, load_schema

_PLACE_KEYS = {"header", "position", "pattern"}
_COLUMN_KEYS = {
    *_PLACE_KEYS, "text", "lookup", "date", "short_years", "year", "fiscal_year", "unit", "approximate", "times",
}  # fmt: skip
_ROW_TESTS = {"equals", "starts_with", "matches", "blank"}

_FIX = Text("対応表の書き方を直してください", "Mend the mapping file")
_Found = Iterator[tuple[str, object, Text]]
"""Mistakes: the entry's name, its value, what is wrong."""


def read_mappings(folder: Path, schema: Schema) -> tuple[list[Mapping], list[Problem]]:
    """All `*.toml` of a folder in name order; those with problems are not returned but listed."""
    mappings: list[Mapping] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        name = f"mappings/{path.name}"
        mapping, found = read_mapping(name, path.read_bytes(), schema)
        problems += found
        if mapping is not None:
            mappings.append(mapping)
    return mappings, problems


def read_mapping(name: str, content: bytes, schema: Schema) -> tuple[Mapping | None, list[Problem]]:
    """One mapping file's content; None beside its problems when it has any."""
    try:
        entries = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = Text(f"TOML として読めません（{error}）", f"It cannot be read as TOML ({error})")
        return None, [Problem("mapping", message, _FIX, name)]
    problems = [
        Problem("mapping", message, _FIX, name, column=entry, value=str(value))
        for entry, value, message in _mistakes(entries, schema)
    ]
    return (None, problems) if problems else (_mapping(name, entries), [])


# What may stand in the file ----------------------------------------------------------------------------------------


def _is_texts(value: object) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)
    )


def _is_pattern(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        re.compile(value)
    except re.error:
        return False
    return True


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and all(type(r) is int and r >= 1 for r in value)


def _is_entries(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, dict) for v in value)


_TEXTS = Text("文字か、文字の一覧です", "a text or a list of texts")
_PATTERN = Text("正規表現です", "a regular expression")
_SHAPES: dict[str, tuple[Callable[[object], bool], Text]] = {
    "table": (lambda v: isinstance(v, str), Text("表の名前です", "the name of a table")),
    "files": (_is_texts, Text("ファイル名の一覧です", "a list of file names")),
    "sheets": (_is_texts, Text("シート名の一覧です", "a list of sheet names")),
    "header_rows": (_is_rows, Text("1から数えた行番号の一覧です", "a list of row numbers from 1")),
    "below": (_is_pattern, _PATTERN),
    "until": (_is_pattern, _PATTERN),
    "file_name": (_is_pattern, _PATTERN),
    "sheet_name": (_is_pattern, _PATTERN),
    "fill_down": (_is_texts, Text("見出しの一覧です", "a list of headers")),
    "columns": (lambda v: isinstance(v, dict), Text("[columns] の節です", "a section [columns]")),
    "codes": (lambda v: isinstance(v, dict), Text("[codes.項目名] の節です", "sections [codes.field]")),
    "constants": (lambda v: isinstance(v, dict), Text("[constants] の節です", "a section [constants]")),
    "marks": (lambda v: isinstance(v, dict), Text("[marks] の節です", "a section [marks]")),
    "wide": (lambda v: isinstance(v, dict), Text("[wide] の節です", "a section [wide]")),
    "leave_out": (_is_entries, Text("[[leave_out]] の形です", "written as [[leave_out]]")),
    "totals": (_is_entries, Text("[[totals]] の形です", "written as [[totals]]")),
    "sums": (_is_entries, Text("[[sums]] の形です", "written as [[sums]]")),
    "notes": (_is_entries, Text("[[notes]] の形です", "written as [[notes]]")),
}


def _mistakes(entries: dict[str, object], schema: Schema) -> _Found:
    for key in sorted(set(entries) - set(_SHAPES)):
        yield key, "", Text(f"{key} という項目はありません", f"{key} is not a known entry")
    shaped = True
    for key, (fits, what) in _SHAPES.items():
        if key in entries and not fits(entries[key]):
            yield key, entries[key], what
            shaped = False
    for key in ("files", "columns"):
        if not entries.get(key):
            what = _SHAPES[key][1]
            yield (
                key,
                entries.get(key, ""),
                Text(f"{key} がありません（{what.ja}）", f"{key} is missing: {what.en}"),
            )
            shaped = False
    if entries.get("table") not in schema.tables:
        choice = ", ".join(schema.tables)
        yield (
            "table",
            entries.get("table", ""),
            Text(
                f"表の名前がないか、スキーマにありません。次のどれかです: {choice}",
                f"The table is missing or not in the schema. One of: {choice}",
            ),
        )
        shaped = False
    if shaped:
        table = schema.tables[str(entries["table"])]
        yield from _field_mistakes(entries, table)
        yield from _wide_mistakes(entries, table)
        yield from _row_mistakes(entries)


def _field_mistakes(entries: dict[str, object], table: Table) -> _Found:
    for section in ("columns", "codes", "constants"):
        for key in sorted(set(_section(entries, section)) - set(table.field_names)):
            choice = ", ".join(table.field_names)
            yield (
                f"{section}.{key}",
                key,
                Text(
                    f"表「{table.name}」にない項目です。次のどれかです: {choice}",
                    f"The table {table.name} has no such field. One of: {choice}",
                ),
            )
    for key, entry in _section(entries, "columns").items():
        yield from ((f"columns.{key}", entry, message) for message in _column_mistakes(key, entry, table))
    for key, codes in _section(entries, "codes").items():
        if not isinstance(codes, dict) or not all(isinstance(v, str) for v in codes.values()):
            yield f"codes.{key}", codes, Text('"表記" = "コード" の形です', 'Written as "spelling" = "code"')
    for mark, state in _section(entries, "marks").items():
        if state not in MEANINGS:
            choice = ", ".join(MEANINGS)
            yield f"marks.{mark}", state, Text(f"次のどれかです: {choice}", f"One of: {choice}")


def _column_mistakes(key: str, entry: object, table: Table) -> Iterator[Text]:
    if isinstance(entry, str):
        return
    if not isinstance(entry, dict) or set(entry) - _COLUMN_KEYS:
        yield Text(
            '{ header = "見出し", lookup = …, date = … } の形です', '{ header = "…", lookup = …, date = … }'
        )
        return
    if len(set(entry) & {*_PLACE_KEYS, "text"}) != 1 or not _place_is_sound(entry):
        yield Text(
            "header（見出し）、position（列の記号）、pattern（見出しの正規表現）、text のどれか一つが要ります",
            "It needs one of header, position (the column's letter), pattern (of the header) and text",
        )
    forms = entry.get("date", "day")
    if not _is_texts(forms) or set(_texts(forms)) - set(DATE_FORMS):
        choice = ", ".join(DATE_FORMS)
        yield Text(f"date は次のどれかです: {choice}", f"date is one of: {choice}")
    if entry.get("short_years", "") not in ("", *SHORT_YEARS):
        choice = ", ".join(SHORT_YEARS)
        yield Text(f"short_years は次のどれかです: {choice}", f"short_years is one of: {choice}")
    if "year" in entry and "fiscal_year" in entry:
        yield Text("year と fiscal_year はどちらか一つです", "year or fiscal_year, not both")
    if type(entry.get("times", 1)) not in (int, float):
        yield Text("times は数です", "times is a number")
    if "lookup" in entry and key in table.field_names:
        reference = table.key_to(key)
        if reference is None:
            yield Text("ほかの表を指す項目ではありません", "The field does not refer to another table")
        elif entry["lookup"] not in (there := load_schema().tables[reference.table].field_names):
            choice = ", ".join(there)
            yield Text(
                f"lookup は「{reference.table}」の項目です: {choice}",
                f"lookup is a field of {reference.table}: {choice}",
            )


def _place_is_sound(entry: dict[str, object]) -> bool:
    return (
        ("header" not in entry or _is_texts(entry["header"]))
        and ("text" not in entry or isinstance(entry["text"], str))
        and ("pattern" not in entry or _is_pattern(entry["pattern"]))
        and ("position" not in entry or bool(re.fullmatch("[A-Za-z]{1,3}", str(entry["position"]))))
    )


def _wide_mistakes(entries: dict[str, object], table: Table) -> _Found:
    if "wide" not in entries:
        return
    wide = _section(entries, "wide")
    if set(wide) != {"value", "columns"} or wide["value"] not in table.field_names:
        choice = ", ".join(table.field_names)
        yield (
            "wide",
            wide,
            Text(
                f"value（項目名: {choice}）と [[wide.columns]] が要ります",
                f"It needs value (a field: {choice}) and [[wide.columns]]",
            ),
        )
        return
    columns = wide["columns"]
    if not _is_entries(columns) or not columns:
        yield "wide.columns", columns, Text("[[wide.columns]] の形です", "Written as [[wide.columns]]")
        return
    assert isinstance(columns, list)
    for number, entry in enumerate(columns, 1):
        if len(set(entry) & _PLACE_KEYS) != 1 or not _place_is_sound(entry):
            message = Text(
                "header、position、pattern のどれか一つが要ります",
                "It needs one of header, position and pattern",
            )
            yield f"wide.columns[{number}]", entry, message


def _row_mistakes(entries: dict[str, object]) -> _Found:
    one_test = Text(
        "column、why と、equals・starts_with・matches・blank のどれか一つが要ります",
        "It needs column, why, and one of equals, starts_with, matches and blank",
    )
    for number, entry in enumerate(_list(entries, "leave_out"), 1):
        if not _is_row_test(entry) or "why" not in entry:
            yield f"leave_out[{number}]", entry, one_test
    for number, entry in enumerate(_list(entries, "totals"), 1):
        rest = {k: v for k, v in entry.items() if k not in ("of", "same", "columns")}
        named = all(_is_texts(entry[k]) for k in ("same", "columns") if k in entry)
        if not _is_row_test(rest) or not named or entry.get("of", "above") not in ("above", "all"):
            message = Text(
                "column と、equals・starts_with・matches・blank のどれか一つ、of は above か all です",
                "It needs column and one of equals, starts_with, matches and blank; of is above or all",
            )
            yield f"totals[{number}]", entry, message
    for number, entry in enumerate(_list(entries, "sums"), 1):
        sound = {"total", "parts"} <= set(entry) <= {"total", "parts", "running"}
        if not sound or not _is_texts(entry["parts"]) or not isinstance(entry["total"], str):
            message = Text(
                "total（見出し）と parts（見出しの一覧）が要ります", "It needs total and parts: headers"
            )
            yield f"sums[{number}]", entry, message
    for number, entry in enumerate(_list(entries, "notes"), 1):
        event = entry.get("event", {})
        sound = "matches" in entry and set(entry) <= {"matches", "event"} and _is_pattern(entry["matches"])
        if not sound or not isinstance(event, dict):
            message = Text(
                "matches（正規表現）と [notes.event] です", "It takes matches (a pattern) and [notes.event]"
            )
            yield f"notes[{number}]", entry, message


def _is_row_test(entry: dict[str, object]) -> bool:
    tests = set(entry) - {"column", "why"}
    return (
        isinstance(entry.get("column"), str)
        and len(tests) == 1
        and tests <= _ROW_TESTS
        and ("equals" not in entry or _is_texts(entry["equals"]))
        and ("matches" not in entry or _is_pattern(entry["matches"]))
        and ("starts_with" not in entry or bool(entry["starts_with"]))
    )


# A checked file as a Mapping -----------------------------------------------------------------------------------------


def _section(entries: dict[str, object], key: str) -> dict[str, object]:
    section = entries.get(key, {})
    assert isinstance(section, dict)
    return section


def _list(entries: dict[str, object], key: str) -> list[dict[str, object]]:
    rows = entries.get(key, [])
    assert isinstance(rows, list)
    return rows


def _texts(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())  # type: ignore[arg-type]  # checked


def _place(entry: dict[str, object]) -> Place | None:
    if not set(entry) & _PLACE_KEYS:
        return None
    return Place(
        _texts(entry.get("header")), str(entry.get("position", "")).upper(), str(entry.get("pattern", ""))
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
        date=_texts(entry.get("date", "day")),
        short_years=str(entry.get("short_years", "")),
        year=str(entry.get("year", "")),
        fiscal_year=str(entry.get("fiscal_year", "")),
        unit=str(entry.get("unit", "")),
        approximate=bool(entry.get("approximate", False)),
        times=float(entry.get("times", 1)),
    )


def _rows(entry: dict[str, object]) -> Rows:
    return Rows(
        str(entry["column"]),
        why=str(entry.get("why", "")),
        equals=_texts(entry.get("equals")),
        starts_with=str(entry.get("starts_with", "")),
        matches=str(entry.get("matches", "")),
        blank=bool(entry.get("blank", False)),
    )


def _wide(entries: dict[str, object]) -> Wide | None:
    if "wide" not in entries:
        return None
    wide = _section(entries, "wide")
    columns = []
    for entry in _list(wide, "columns"):
        place = _place(entry)
        assert place is not None  # checked
        columns.append(WideColumn(place, {k: str(v) for k, v in entry.items() if k not in _PLACE_KEYS}))
    return Wide(str(wide["value"]), tuple(columns))


def _mapping(name: str, entries: dict[str, object]) -> Mapping:
    return Mapping(
        file=name,
        table=str(entries["table"]),
        files=_texts(entries["files"]),
        columns=tuple(_column(key, entry) for key, entry in _section(entries, "columns").items()),
        sheets=_texts(entries.get("sheets")),
        header_rows=tuple(entries.get("header_rows", ())),  # type: ignore[arg-type]  # checked
        below=str(entries.get("below", "")),
        until=str(entries.get("until", "")),
        file_name=str(entries.get("file_name", "")),
        sheet_name=str(entries.get("sheet_name", "")),
        fill_down=_texts(entries.get("fill_down")),
        wide=_wide(entries),
        codes=_section(entries, "codes"),  # type: ignore[arg-type]  # checked
        constants={k: str(v) for k, v in _section(entries, "constants").items()},
        marks=_section(entries, "marks"),  # type: ignore[arg-type]  # checked
        leave_out=tuple(_rows(r) for r in _list(entries, "leave_out")),
        totals=tuple(
            Totals(_rows(r), str(r.get("of", "above")), _texts(r.get("same")), _texts(r.get("columns")))
            for r in _list(entries, "totals")
        ),
        sums=tuple(
            Sum(str(s["total"]), _texts(s["parts"]), bool(s.get("running", False)))
            for s in _list(entries, "sums")
        ),
        notes=tuple(
            Note(str(n["matches"]), {k: str(v) for k, v in n.get("event", {}).items()})  # type: ignore[attr-defined]
            for n in _list(entries, "notes")
        ),
    )
