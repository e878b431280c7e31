"""What may stand in a mapping file: every mistake in one, by the entry's address, before it is taken as a mapping."""

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
    is_texts,
    missing_key,
    nearest,
    one_of,
    section_mistakes,
    sections,
    unknown_key,
    wrong_value,
)
from sojo_eval.foundation.toml_files import Address
from sojo_eval.importing.mappings.rule_mistakes import (
    row_rule_mistakes,
    unfinished_mistakes,
    wide_mistakes,
)
from sojo_eval.importing.mappings.shapes import (
    BESIDE,
    FILE_NAMES,
    PATTERN,
    PLACE,
    PLACE_KEYS,
    ROWS,
    YEAR,
    texts,
)
from sojo_eval.importing.mappings.times import TIME_ENTRIES, time_mistakes, unfinished
from sojo_eval.importing.mappings.units import unit_mistakes
from sojo_eval.japanese import DATE_FORMS, MEANINGS, SHORT_YEARS
from sojo_eval.schema import Schema, Table, load_schema

_TOP = {
    "files": Entry(FILE_NAMES, required=True),
    "sheets": Entry(TEXTS),
    "header_rows": Entry(ROWS),
    **{key: Entry(PATTERN) for key in ("below", "until", "file_name", "sheet_name", "title")},
    "fill_down": Entry(TEXTS),
    **TIME_ENTRIES,
    "columns": Entry(SECTION, required=True),
    **{key: Entry(SECTION) for key in ("codes", "constants", "marks", "aliases", "wide")},
    **{key: Entry(sections(key)) for key in ("leave_out", "totals", "sums", "notes", "headings")},
    "once": Entry(TEXTS),
    "beside": Entry(BESIDE),
    "unread": Entry(TEXTS),
}
_ASIDE = {
    "files": Entry(FILE_NAMES, required=True),
    "sheets": Entry(TEXTS),
    "why": Entry(Shape(is_text, Text("読まない理由", "the reason why they are not read")), required=True),
}
_FACTOR = Shape(
    lambda v: is_number(v) and v != 0, Text("0でない数（千人単位なら 1000）", "a number other than 0 (1000 for thousands)")
)  # fmt: skip
_FORMS = Shape(
    lambda v: is_texts(v) and set(texts(v)) <= set(DATE_FORMS),
    Text(
        f"次のどれか（一覧でもよい）: {', '.join(DATE_FORMS)}", f"one or several of {', '.join(DATE_FORMS)}"
    ),
)
_COLUMN = {
    **{key: Entry(shape) for key, shape in PLACE.items()},
    "text": Entry(TEXT),
    "lookup": Entry(TEXT),
    "date": Entry(_FORMS),
    "short_years": Entry(one_of([*SHORT_YEARS])),
    "year": Entry(YEAR),
    "fiscal_year": Entry(YEAR),
    "unit": Entry(TEXT),
    "approximate": Entry(BOOLEAN),
    "times": Entry(_FACTOR),
    "otherwise": Entry(TEXTS),
    "address": Entry(BOOLEAN),
}
_OF_DATES = ("date", "short_years", "year", "fiscal_year")
_OF_NUMBERS = ("unit", "approximate", "times")
_CODE = Shape(lambda v: is_text(v) or v == "", Text('引用符で囲んだコード（"表記" = "コード" の形）', 'a code in quotes ("spelling" = "code")'))  # fmt: skip
_CONSTANT = Shape(
    lambda v: is_text(v) or v == "" or isinstance(v, bool) or is_number(v) or type(v) is date,
    Text("一つの値（文字、数、日付、true、false）", "one value: a text, a number, a date, true or false"),
)


def mistakes(entries: Mapping[str, object], schema: Schema) -> Mistakes:
    """Everything wrong in the entries of one file: a mapping, or (with `why`) files that are set aside."""
    if "why" in entries:
        yield from section_mistakes(entries, _ASIDE, ())
        return
    table = Entry(one_of([*schema.tables]), required=True)
    # What a person must still write is said alone: that it is no year or no form either is no second mistake.
    open_ = [*unfinished(entries)]
    yield from open_
    entries = {key: value for key, value in entries.items() if (key,) not in {m.address for m in open_}}
    found = [*section_mistakes(entries, {"table": table, **_TOP}, ())]
    yield from found
    if entries.get("columns") == {}:
        yield missing_key(("columns",), Text('項目 = "見出し" の行', 'lines of the form field = "header"'))
    wrong = {m.address[0] for m in found}
    if "table" in wrong:
        return
    sound = {key: value for key, value in entries.items() if key not in wrong}
    named = schema.tables[str(sound["table"])]
    yield from _field_mistakes(sound, named)
    yield from time_mistakes(sound, named)
    yield from wide_mistakes(sound, named)
    yield from row_rule_mistakes(sound)
    yield from unfinished_mistakes(sound, named)
    yield from unit_mistakes(sound, named)


def section(entries: Mapping[str, object], key: str) -> dict[str, object]:
    """The section of that name, empty where there is none."""
    found = entries.get(key, {})
    assert isinstance(found, dict)  # checked
    return found


def _field_mistakes(entries: Mapping[str, object], table: Table) -> Mistakes:
    for name in texts(entries.get("once")):
        if name not in table.field_names:
            message = Text(
                f"表「{table.name}」に {name} という項目はありません",
                f"The table {table.name} has no field {name}",
            )
            yield Mistake(("once",), message, nearest(name, table.field_names), name)
    for part in ("columns", "codes", "constants"):
        for key in section(entries, part):
            if key not in table.field_names:
                yield unknown_key((part, key), table.field_names)
    for key, entry in section(entries, "columns").items():
        yield from _column_mistakes(("columns", key), entry, table)
    for key, codes in section(entries, "codes").items():
        if not isinstance(codes, dict):
            yield wrong_value(("codes", key), codes, Text(f"[codes.{key}] の節", f"a section [codes.{key}]"))
            continue
        for spelling, code in codes.items():
            if not _CODE.fits(code):
                yield wrong_value(("codes", key, spelling), code, _CODE.words)
    for key, value in section(entries, "constants").items():
        kind = table.field(key).type if key in table.field_names else ""
        unlike = (isinstance(value, bool) and kind != "boolean") or (type(value) is date and kind != "date")
        if unlike or not _CONSTANT.fits(value):
            yield wrong_value(("constants", key), value, _CONSTANT.words)
    for part, shape in (("marks", one_of([*MEANINGS])), ("aliases", TEXTS)):
        for key, value in section(entries, part).items():
            if not shape.fits(value):
                yield wrong_value((part, key), value, shape.words)


def _column_mistakes(at: Address, entry: object, table: Table) -> Mistakes:
    form = Text('見出し、または { header = "見出し", … } の形', 'a header, or { header = "…", … }')
    if not isinstance(entry, dict):
        if not is_text(entry):
            yield wrong_value(at, entry, form)
        return
    yield from section_mistakes(entry, _COLUMN, at)
    if len(set(entry) & {*PLACE_KEYS, "text"}) != 1:
        yield Mistake(
            at,
            Text(f"{at[1]} をどの列から読むかが決まりません", f"It is not settled which column {at[1]} is read from"),
            Text(
                "header（見出し）、position（列の記号）、pattern（見出しの正規表現）、text のどれか一つを書いてください",
                "Write one of header, position (the column's letter), pattern (of the header) and text",
            ),
            entry,
        )  # fmt: skip
    if {"year", "fiscal_year"} <= set(entry):
        yield _needless((*at, "fiscal_year"), Text("year もあります", "year is there as well"), entry)
    if "otherwise" in entry and "header" not in entry:
        yield _needless((*at, "otherwise"), Text("header がありません", "there is no header"), entry)
    if at[1] in table.field_names:
        yield from _type_mistakes(at, entry, table)


def _type_mistakes(at: Address, entry: Mapping[str, object], table: Table) -> Mistakes:
    """Entries that a field of this type does not read."""
    name = str(at[1])
    field, reference = table.field(name), table.key_to(name)
    for keys, types in ((_OF_DATES, ("date",)), (_OF_NUMBERS, ("number", "integer"))):
        for key in keys:
            if key in entry and field.type not in types:
                what = Text(f"{name} は{_TYPES[types[0]].ja}の項目ではありません", f"{name} is no field of {_TYPES[types[0]].en}")  # fmt: skip
                yield _needless((*at, key), what, entry)
    if entry.get("address") is True and (reference is None or entry.get("lookup") != "name_ja"):
        message = Text(
            'address は、地域を lookup = "name_ja" で引く項目に書きます',
            'address belongs to a field of areas with lookup = "name_ja"',
        )
        fix = Text(
            'lookup = "name_ja" を足すか、address を消してください',
            'Add lookup = "name_ja", or delete address',
        )
        yield Mistake((*at, "address"), message, fix)
    if "lookup" not in entry or not is_text(entry["lookup"]):
        return
    if reference is None:
        message = Text(
            f"{name} は、ほかの表を指す項目ではありません", f"{name} does not refer to another table"
        )
        fix = Text(
            f"lookup を消し、名前をコードに読み替えるなら [codes.{name}] に書いてください",
            f"Delete lookup; to turn names into codes, write [codes.{name}]",
        )
        yield Mistake((*at, "lookup"), message, fix, entry["lookup"])
    elif entry["lookup"] not in (there := load_schema().tables[reference.table].field_names):
        message = Text(
            f"lookup は表「{reference.table}」の項目です", f"lookup is a field of the table {reference.table}"
        )
        yield Mistake((*at, "lookup"), message, nearest(str(entry["lookup"]), there), entry["lookup"])


_TYPES = {"date": Text("日付", "dates"), "number": Text("数", "numbers")}


def _needless(address: Address, why: Text, entry: Mapping[str, object]) -> Mistake:
    """An entry that nothing would read here."""
    key = address[-1]
    message = Text(f"{key} はここでは使われません（{why.ja}）", f"{key} is not used here: {why.en}")
    return Mistake(address, message, Text(f"{key} を消してください", f"Delete {key}"), entry.get(str(key)))
