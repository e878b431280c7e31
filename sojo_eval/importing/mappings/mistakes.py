"""What may stand in a mapping file: every mistake in one, by the entry's name, before it is taken as a mapping."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath, PureWindowsPath

from sojo_eval.foundation.language import Text
from sojo_eval.importing.mappings.mapping import UNFINISHED
from sojo_eval.importing.mappings.patterns import is_pattern
from sojo_eval.japanese import DATE_FORMS, MEANINGS, SHORT_YEARS
from sojo_eval.schema import Schema, Table, load_schema

PLACE_KEYS = {"header", "position", "pattern"}
_COLUMN_KEYS = {
    *PLACE_KEYS, "text", "lookup", "date", "short_years", "year", "fiscal_year", "unit", "approximate", "times",
    "otherwise", "address",
}  # fmt: skip
_ROW_TESTS = {"equals", "starts_with", "matches", "blank"}

Mistakes = Iterator[tuple[str, object, Text]]
"""The entry's name, its value, what is wrong."""


def _is_texts(value: object) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)
    )


def _is_pattern(value: object) -> bool:
    return isinstance(value, str) and is_pattern(value)


def _is_file_names(value: object) -> bool:
    """Names or patterns of files below raw/."""
    return _is_texts(value) and all(
        PurePosixPath(name).parts
        and not {"..", "/"} & {*PurePosixPath(name).parts}
        and not PureWindowsPath(name).anchor
        and "\0" not in name
        and all(part == "**" or "**" not in part for part in PurePosixPath(name).parts)
        for name in texts(value)
    )


def _is_factor(value: object) -> bool:
    return type(value) in (int, float) and 0 < abs(value) < 1e15  # type: ignore[arg-type]  # neither NaN nor infinite


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and all(type(r) is int and r >= 1 for r in value)


def _is_entries(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, dict) for v in value)


_TEXTS = Text("文字か、文字の一覧です", "a text or a list of texts")
_PATTERN = Text("正規表現です", "a regular expression")
_SHAPES: dict[str, tuple[Callable[[object], bool], Text]] = {
    "table": (lambda v: isinstance(v, str), Text("表の名前です", "the name of a table")),
    "files": (_is_file_names, Text("raw/ の中のファイル名の一覧です", "a list of file names below raw/")),
    "sheets": (_is_texts, Text("シート名の一覧です", "a list of sheet names")),
    "header_rows": (_is_rows, Text("1から数えた行番号の一覧です", "a list of row numbers from 1")),
    "below": (_is_pattern, _PATTERN),
    "until": (_is_pattern, _PATTERN),
    "file_name": (_is_pattern, _PATTERN),
    "sheet_name": (_is_pattern, _PATTERN),
    "title": (_is_pattern, _PATTERN),
    "fill_down": (_is_texts, Text("見出しの一覧です", "a list of headers")),
    "columns": (lambda v: isinstance(v, dict), Text("[columns] の節です", "a section [columns]")),
    "codes": (lambda v: isinstance(v, dict), Text("[codes.項目名] の節です", "sections [codes.field]")),
    "constants": (lambda v: isinstance(v, dict), Text("[constants] の節です", "a section [constants]")),
    "marks": (lambda v: isinstance(v, dict), Text("[marks] の節です", "a section [marks]")),
    "wide": (lambda v: isinstance(v, dict), Text("[wide] の節です", "a section [wide]")),
    "leave_out": (_is_entries, Text("[[leave_out]] の形です", "written as [[leave_out]]")),
    "totals": (_is_entries, Text("[[totals]] の形です", "written as [[totals]]")),
    "sums": (_is_entries, Text("[[sums]] の形です", "written as [[sums]]")),
    "aliases": (
        lambda v: isinstance(v, dict) and all(_is_texts(names) for names in v.values()),
        Text('"見出し" = ["別の見出し"] の形です', 'written as "header" = ["another header"]'),
    ),
    "once": (_is_texts, Text("項目名の一覧です", "a list of fields")),
    "notes": (_is_entries, Text("[[notes]] の形です", "written as [[notes]]")),
}


def mistakes(entries: dict[str, object], schema: Schema) -> Mistakes:
    """Everything wrong in the entries of one file: a mapping, or (with `why`) files that are set aside."""
    if "why" in entries:
        yield from _set_aside_mistakes(entries)
        return
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
    if str(entries.get("table")) not in schema.tables:
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


def _set_aside_mistakes(entries: dict[str, object]) -> Mistakes:
    for key in sorted(set(entries) - {"files", "sheets", "why"}):
        yield (
            key,
            entries[key],
            Text(
                "why のある、読まない資料の対応表には files と sheets だけを書きます",
                "A mapping with why sets files aside and may hold only files and sheets",
            ),
        )
    for key in ("files", "sheets"):
        if (key in entries or key == "files") and not _SHAPES[key][0](entries.get(key)):
            yield key, entries.get(key, ""), _SHAPES[key][1]
    if not isinstance(entries["why"], str) or not entries["why"].strip():
        yield "why", entries["why"], Text("読まない理由です", "the reason why they are not read")


def _field_mistakes(entries: dict[str, object], table: Table) -> Mistakes:
    for name in sorted(set(texts(entries.get("once"))) - set(table.field_names)):
        yield (
            "once",
            name,
            Text(f"表「{table.name}」にない項目です", f"The table {table.name} has no such field"),
        )
    for part in ("columns", "codes", "constants"):
        for key in sorted(set(section(entries, part)) - set(table.field_names)):
            choice = ", ".join(table.field_names)
            yield (
                f"{part}.{key}",
                key,
                Text(
                    f"表「{table.name}」にない項目です。次のどれかです: {choice}",
                    f"The table {table.name} has no such field. One of: {choice}",
                ),
            )
    for key, entry in section(entries, "columns").items():
        yield from ((f"columns.{key}", entry, message) for message in _column_mistakes(key, entry, table))
    for key, codes in section(entries, "codes").items():
        if not isinstance(codes, dict) or not all(isinstance(v, str) for v in codes.values()):
            yield f"codes.{key}", codes, Text('"表記" = "コード" の形です', 'Written as "spelling" = "code"')
    for mark, state in section(entries, "marks").items():
        if not isinstance(state, str) or state not in MEANINGS:
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
    if len(set(entry) & {*PLACE_KEYS, "text"}) != 1 or not _place_is_sound(entry):
        yield Text(
            "header（見出し）、position（列の記号）、pattern（見出しの正規表現）、text のどれか一つが要ります",
            "It needs one of header, position (the column's letter), pattern (of the header) and text",
        )
    forms = entry.get("date", "day")
    if not _is_texts(forms) or set(texts(forms)) - set(DATE_FORMS):
        choice = ", ".join(DATE_FORMS)
        yield Text(f"date は次のどれかです: {choice}", f"date is one of: {choice}")
    if entry.get("short_years", "") not in ("", *SHORT_YEARS):
        choice = ", ".join(SHORT_YEARS)
        yield Text(f"short_years は次のどれかです: {choice}", f"short_years is one of: {choice}")
    if "year" in entry and "fiscal_year" in entry:
        yield Text("year と fiscal_year はどちらか一つです", "year or fiscal_year, not both")
    if not _is_texts(entry.get("otherwise", "-")) or ("otherwise" in entry and "header" not in entry):
        yield Text(
            "otherwise は、header とともに書く見出しの一覧です",
            "otherwise is a list of headers, and needs header beside it",
        )
    if "address" in entry and (table.key_to(key) is None or entry.get("lookup") != "name_ja"):
        yield Text(
            'address は、地域を lookup = "name_ja" で引く列に書きます',
            'address belongs to a column of areas with lookup = "name_ja"',
        )
    number = key in table.field_names and table.field(key).type in ("number", "integer")
    if "times" in entry and not (number and _is_factor(entry["times"])):
        yield Text("times は数の項目に掛ける数です", "times is a number that multiplies a field of numbers")
    if "lookup" in entry and key in table.field_names:
        reference = table.key_to(key)
        if reference is None:
            yield Text(
                f"ほかの表を指す項目ではありません。名前をコードに読み替えるなら [codes.{key}] に書いてください",
                f"The field does not refer to another table; to turn names into codes, write [codes.{key}]",
            )
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


def _wide_mistakes(entries: dict[str, object], table: Table) -> Mistakes:
    if "wide" not in entries:
        return
    if entries.get("once"):
        yield "once", "", Text("once と [wide] は一緒に使えません", "once cannot be used with [wide]")
    wide = section(entries, "wide")
    if not {"value", "columns"} <= set(wide) <= {"value", "columns", "add"} or (
        wide["value"] not in table.field_names
    ):
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
        if len(set(entry) & PLACE_KEYS) != 1 or not _place_is_sound(entry):
            message = Text(
                "header、position、pattern のどれか一つが要ります",
                "It needs one of header, position and pattern",
            )
            yield f"wide.columns[{number}]", entry, message


def _row_mistakes(entries: dict[str, object]) -> Mistakes:
    one_test = Text(
        "column、why と、equals・starts_with・matches・blank のどれか一つが要ります",
        "It needs column, why, and one of equals, starts_with, matches and blank",
    )
    for number, entry in enumerate(entries_of(entries, "leave_out"), 1):
        if not _is_row_test(entry) or "why" not in entry:
            yield f"leave_out[{number}]", entry, one_test
    for number, entry in enumerate(entries_of(entries, "totals"), 1):
        rest = {k: v for k, v in entry.items() if k not in ("of", "same", "columns")}
        named = all(_is_texts(entry[k]) for k in ("same", "columns") if k in entry)
        if not _is_row_test(rest) or not named or entry.get("of", "above") not in ("above", "all"):
            message = Text(
                "column と、equals・starts_with・matches・blank のどれか一つ、of は above か all です",
                "It needs column and one of equals, starts_with, matches and blank; of is above or all",
            )
            yield f"totals[{number}]", entry, message
    for number, entry in enumerate(entries_of(entries, "sums"), 1):
        parts = _is_texts(entry.get("parts")) or (
            _is_pattern(entry.get("pattern")) and not entry.get("running")
        )
        named = {"total"} < set(entry) <= {"total", "parts", "running", "pattern", "same"}
        named &= "same" not in entry or (bool(entry.get("running")) and _is_texts(entry["same"]))
        if not named or len(set(entry) & {"parts", "pattern"}) != 1 or not parts:
            message = Text(
                "total（見出し）と、parts（見出しの一覧）か pattern（見出しの正規表現）が要ります",
                "It needs total (a header), and parts (headers) or pattern (of headers)",
            )
            yield f"sums[{number}]", entry, message
    for number, entry in enumerate(entries_of(entries, "notes"), 1):
        event = entry.get("event", {})
        sound = "matches" in entry and set(entry) <= {"matches", "event"} and _is_pattern(entry["matches"])
        if not sound or not isinstance(event, dict):
            message = Text(
                "matches（正規表現）と [notes.event] です", "It takes matches (a pattern) and [notes.event]"
            )
            yield f"notes[{number}]", entry, message
            continue
        for key, value in event.items():
            yield from ((f"notes[{number}].event.{key}", value, m) for m in _event_mistakes(key, str(value)))


def _event_mistakes(key: str, value: str) -> Iterator[Text]:
    fields = load_schema().tables["events"].field_names
    if key not in fields:
        choice = ", ".join(fields)
        yield Text(
            f"events にない項目です。次のどれかです: {choice}", f"events has no such field. One of: {choice}"
        )
    if UNFINISHED in value:
        yield Text("「…」のところを書いてください", "Replace “…” with what belongs there")
    elif key == "applies_to":
        known = {"*", *load_schema().tables}
        # Indicators are called pillar.name, published figures as the city calls them.
        for name in sorted(n for n in value.split() if n not in known and "." not in n and "{" not in n):
            yield Text(
                f"{name} という表はありません。表の名前、指標の名前（kobe.desk のような）、全部なら * を書いてください",
                f"There is no table {name}: write a table, an indicator (such as kobe.desk), or * for all",
            )


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


def section(entries: dict[str, object], key: str) -> dict[str, object]:
    section = entries.get(key, {})
    assert isinstance(section, dict)
    return section


def entries_of(entries: dict[str, object], key: str) -> list[dict[str, object]]:
    rows = entries.get(key, [])
    assert isinstance(rows, list)
    return rows


def texts(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())  # type: ignore[arg-type]  # checked
