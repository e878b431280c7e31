"""Mistakes in what a mapping says of rows: wide columns, rows left out, totals, sums and footnotes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.settings import (
    BOOLEAN,
    SECTION,
    TEXT,
    TEXTS,
    Entry,
    Mistake,
    Mistakes,
    Shape,
    is_number,
    is_text,
    nearest,
    one_of,
    section_mistakes,
    sections,
    wrong_value,
)
from sojo_eval.foundation.toml_files import Address
from sojo_eval.importing.mappings.mapping import UNFINISHED, VARIABLE
from sojo_eval.importing.mappings.shapes import PATTERN, PLACE, PLACE_KEYS
from sojo_eval.schema import Field, Table, load_schema

_TRUE = Shape(lambda v: v is True, Text("引用符なしの true（要らなければ項目ごと消す）", "true without quotes, or leave it out"))  # fmt: skip
_TESTS = {
    "equals": Entry(TEXTS),
    "starts_with": Entry(TEXT),
    "matches": Entry(PATTERN),
    "blank": Entry(_TRUE),
}
_LEAVE_OUT = {"column": Entry(TEXT, required=True), "why": Entry(TEXT, required=True), **_TESTS}
_TOTALS = {
    "column": Entry(TEXT, required=True),
    "why": Entry(TEXT),
    "of": Entry(one_of(["above", "all"])),
    "same": Entry(TEXTS),
    "columns": Entry(TEXTS),
    **_TESTS,
}
_SUMS = {
    "total": Entry(TEXT, required=True),
    "parts": Entry(TEXTS),
    "pattern": Entry(PATTERN),
    "running": Entry(BOOLEAN),
    "same": Entry(TEXTS),
}
_HEADINGS = {"column": Entry(TEXT, required=True), "matches": Entry(PATTERN, required=True)}
_NOTES = {"matches": Entry(PATTERN, required=True), "event": Entry(SECTION)}
_VARIABLE = Shape(
    lambda v: is_text(v) or is_number(v), Text("文字か数（変数の値）", "a text or a number: the variable's value")
)  # fmt: skip
_EVENT_TEXT = Shape(
    lambda v: is_text(v), Text("引用符で囲んだ空でない文字（{変数} も可）", "a text in quotes, which may hold {variables}")
)  # fmt: skip
_EVENT_DAY = Shape(
    lambda v: type(v) is date or (is_text(v) and ("{" in str(v) or UNFINISHED in str(v) or _is_iso_day(str(v)))),
    Text('日付（2024-04-01）か、{変数} のある文字（"2020-{month}-01"）', 'a date (2024-04-01), or a text with {variables} ("2020-{month}-01")'),
)  # fmt: skip
_TOUCHED = Shape(
    lambda v: isinstance(v, str) and (is_text(v) or not v), Text("表か指標の名前", "names of tables or indicators")
)  # fmt: skip


def _is_iso_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def entries_of(entries: Mapping[str, object], key: str) -> list[dict[str, object]]:
    """The sections of that name, none where there are none."""
    rows = entries.get(key, [])
    assert isinstance(rows, list)  # checked
    return rows


def wide_mistakes(entries: Mapping[str, object], table: Table) -> Mistakes:
    """Mistakes in [wide] and its [[wide.columns]]."""
    wide = entries.get("wide")
    if not isinstance(wide, dict):
        return
    if entries.get("once"):
        yield Mistake(
            ("once",),
            Text("once と [wide] は一緒に使えません", "once cannot be used with [wide]"),
            Text("どちらかを消してください", "Delete one of the two"),
        )
    known = {
        "value": Entry(one_of(table.field_names), required=True),
        "columns": Entry(sections("wide.columns"), required=True),
        "add": Entry(BOOLEAN),
    }
    yield from section_mistakes(wide, known, ("wide",))
    columns = wide.get("columns")
    if columns == [] or not known["columns"].shape.fits(columns):
        if columns == []:
            yield wrong_value(("wide", "columns"), columns, known["columns"].shape.words)
        return
    # A variable that is called as a field is fills it.
    used = [*_variables_used(entries), *table.field_names]
    for i, entry in enumerate(entries_of(wide, "columns")):
        at = ("wide", "columns", i)
        variables = {key: Entry(_VARIABLE) for key in used}
        places = {key: Entry(shape) for key, shape in PLACE.items()}
        yield from section_mistakes(entry, places | variables | {"cells_in": Entry(TEXT)}, at)
        value = wide.get("value")
        if "cells_in" in entry and value in table.field_names and table.field(str(value)).type == "string":
            yield Mistake(
                (*at, "cells_in"),
                Text(f"{value} は数の項目ではありません", f"{value} is no field of numbers"),
                Text("cells_in を消してください", "Delete cells_in"),
            )
        yield from _just_one(entry, PLACE_KEYS, at)


def _variables_used(entries: Mapping[str, object]) -> list[str]:
    """Names in {…} of the columns: a variable that none of them takes would say nothing."""
    columns = entries.get("columns")
    found = columns.values() if isinstance(columns, dict) else []
    texts = [str(v) for column in found if isinstance(column, dict) for v in column.values()]
    return [name for text in texts for name in VARIABLE.findall(text)]


_MOST_LISTED = 20
"""Codes that a message lists; of a longer list it names the file."""


def unfinished_mistakes(entries: Mapping[str, object], table: Table) -> Mistakes:
    """Places in which a proposal asks and nobody has answered."""
    sections_: list[tuple[Address, object]] = [(("constants",), entries.get("constants"))]
    wide = entries.get("wide")
    if isinstance(wide, dict) and isinstance(wide.get("columns"), list):
        sections_ += [(("wide", "columns", i), entry) for i, entry in enumerate(wide["columns"])]
    for at, entry in sections_:
        for key, value in entry.items() if isinstance(entry, dict) else ():
            if isinstance(value, str) and value.strip() == UNFINISHED:
                field = table.field(key) if key in table.field_names else None
                yield _unfinished((*at, key), value, field)


def _unfinished(at: Address, value: str, field: Field | None = None) -> Mistake:
    message = Text("「…」のところがまだ書かれていません", "“…” still stands where a text belongs")
    fix = Text("「…」を正しい文字に直してください", "Replace “…” with what belongs there")
    if field is not None and field.codelist is not None:
        codes = load_schema().codelists[field.codelist]
        if len(codes) > _MOST_LISTED:
            where = f"data_schema/codelists/{field.codelist}.csv"
            return Mistake(
                at,
                message,
                Text(
                    f"「…」を、その行の右に挙げたものか {where} の code か名前に直してください",
                    f"Replace “…” with one of those named to the right of it, or with a code or name of {where}",
                ),
                value,
            )
        ja, en = (
            ", ".join(f"{code}（{title}）" for code, title in zip(codes["code"], codes[name], strict=True))
            for name in ("title_ja", "title_en")
        )
        as_people = "件、人、世帯、円、千円、％ か、" if field.codelist == "units" else ""
        in_english = "件, 人, 世帯, 円, 千円, ％, or " if as_people else ""
        fix = Text(
            f"「…」を{as_people}次のどれかに直してください: {ja}",
            f"Replace “…” with {in_english}one of: {en}",
        )
    return Mistake(at, message, fix, value)


def row_rule_mistakes(entries: Mapping[str, object]) -> Mistakes:
    """Mistakes in [[leave_out]], [[totals]], [[sums]], [[headings]] and [[notes]]."""
    for name, known in (("leave_out", _LEAVE_OUT), ("totals", _TOTALS)):
        for i, entry in enumerate(entries_of(entries, name)):
            yield from section_mistakes(entry, known, (name, i))
            yield from _just_one(entry, frozenset(_TESTS), (name, i))
    for i, entry in enumerate(entries_of(entries, "sums")):
        yield from section_mistakes(entry, _SUMS, ("sums", i))
        yield from _just_one(entry, frozenset({"parts", "pattern"}), ("sums", i))
        running = entry.get("running") is True
        if running and "pattern" in entry:
            yield _together(("sums", i, "pattern"), "running = true", "parts")
        if "same" in entry and not running:
            yield _together(("sums", i, "same"), "running = false", "running = true")
    for i, entry in enumerate(entries_of(entries, "headings")):
        yield from section_mistakes(entry, _HEADINGS, ("headings", i))
    for i, entry in enumerate(entries_of(entries, "notes")):
        yield from section_mistakes(entry, _NOTES, ("notes", i))
        if isinstance(entry.get("event"), dict):
            yield from _event_mistakes(entries_of(entries, "notes")[i]["event"], ("notes", i, "event"))


def _just_one(entry: Mapping[str, object], choices: frozenset[str], at: Address) -> Mistakes:
    there = [key for key in entry if key in choices]
    if len(there) != 1:
        listed = ", ".join(sorted(choices))
        told = ", ".join(there)
        yield Mistake(
            (*at, there[1]) if there else at,
            Text(f"{listed} のうち一つだけが要ります", f"It needs just one of {listed}"),
            Text(
                f"{told} のうち一つを残してください" if there else "そのどれか一つを書いてください",
                f"Keep one of {told}" if there else "Write one of them",
            ),
            told or None,
        )


def _together(address: Address, beside: str, needed: str) -> Mistake:
    key = address[-1]
    return Mistake(
        address,
        Text(f"{key} は {beside} と一緒には使われません", f"{key} is not used with {beside}"),
        Text(f"{key} を消すか、{needed} にしてください", f"Delete {key}, or write {needed}"),
    )


def _event_mistakes(event: object, at: Address) -> Mistakes:
    assert isinstance(event, dict)
    schema = load_schema()
    table = schema.tables["events"]
    known = {
        field.name: Entry(_EVENT_DAY if field.type == "date" else _EVENT_TEXT, required=field.required)
        for field in table.fields
    } | {"applies_to": Entry(_TOUCHED)}
    yield from section_mistakes(event, known, at)
    for key, value in event.items():
        if key not in known or not isinstance(value, str):
            continue
        address = (*at, key)
        if UNFINISHED in value:
            yield _unfinished(address, value)
        elif key == "applies_to":
            yield from _applies_to_mistakes(value, address)
        elif key == "kind" and "{" not in value and value not in (kinds := schema.codes("event_kinds")):
            message = Text(f"{value} という種別はありません", f"There is no kind {value}")
            yield Mistake(address, message, nearest(value, kinds), value)


def _applies_to_mistakes(value: str, at: Address) -> Mistakes:
    known = ["*", *load_schema().tables]
    # Indicators are called pillar.name, published figures as the city calls them.
    for name in sorted(n for n in value.split() if n not in known and "." not in n and "{" not in n):
        near = nearest(name, known)
        yield Mistake(
            at,
            Text(f"{name} という表も指標もありません", f"There is no table or indicator {name}"),
            Text(
                f"表か指標（kobe.desk のような）の名前、全部なら * を書いてください。{near.ja}",
                f"Write a table, an indicator (such as kobe.desk), or * for all. {near.en}",
            ),
            name,
        )
