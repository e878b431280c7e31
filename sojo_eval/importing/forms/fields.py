"""The fields that an entry workbook asks for, and how each is written, in words for the person who writes."""

from __future__ import annotations

from collections.abc import Callable

from sojo_eval.foundation.language import Text
from sojo_eval.schema import Field, Schema, Table

YES, NO = "はい", "いいえ"
NAME = "name_ja"
UNITS = {
    "persons": Text("人", "persons"),
    "households": Text("世帯", "households"),
    "places": Text("か所", "places"),
    "km2": Text("km²", "km²"),
    "chome": Text("丁目", "chome"),
    "views": Text("回", "views"),
    "opens": Text("回", "opens"),
    "questions": Text("件", "questions"),
    "copies": Text("部", "copies"),
    "goals": Text("件", "goals"),
    "sessions": Text("回", "sessions"),
    "points": Text("点", "points"),
}
FROM_NOW_ON = Text(
    "これから記録したい項目です（分からなければ空欄）。", "Ask for it from now on (empty where not known)."
)
"""Said of fields that cities rarely hold yet (`ask` in the schema)."""


def entry_fields(table: Table) -> tuple[Field, ...]:
    """The columns of its sheet. The state of a missing value is not a column: it is written in the value's own cell."""
    return tuple(f for f in table.fields if not is_state(table, f))


def is_state(table: Table, field: Field) -> bool:
    """Whether the field only says why another one is missing."""
    base = field.name.removesuffix("_state")
    return base != field.name and base in table.field_names


def has_state(table: Table, field: Field) -> bool:
    """Whether the cell may say why it holds no value (5人未満, …, -)."""
    return f"{field.name}_state" in table.field_names


def is_month(field: Field) -> bool:
    """Whether a date stands for a whole month."""
    return field.type == "date" and "年月" in field.title.ja and "日" not in field.title.ja


def date_forms(field: Field) -> tuple[str, ...]:
    """The ways in which its dates are read, of `japanese.DATE_FORMS`."""
    if is_month(field):
        return ("month",)
    return ("day", "fiscal_year_start") if field.title.ja.startswith("年度") else ("day",)


def looked_up(table: Table, field: Field, schema: Schema) -> str:
    """The column of the referred table in which names are looked up; "" where only its key is taken."""
    key = table.key_to(field.name)
    # A table cannot be looked up while it is being read.
    if key is None or key.table == table.name or NAME not in schema.tables[key.table].field_names:
        return ""
    return NAME


def need(field: Field) -> Text:
    """Whether it must be filled."""
    return Text("必須", "required") if field.required else Text("任意", "optional")


def how_to_write(table: Table, field: Field, schema: Schema) -> Text:
    """One or two short sentences."""
    asked = [FROM_NOW_ON] if field.ask else []
    if field.codelist is not None:
        return _joined([*asked, Text("一覧（▼）から選びます。", "Choose from the list (▼).")])
    parts = [*asked, _reference(table, field, schema), _BY_TYPE[field.type](field)]
    if has_state(table, field):
        parts.append(
            Text(
                "数を出せないときは理由を書きます: 5人未満、…（未集計）、-（該当なし）。",
                "Where there is no number, say why: 5人未満 (below 5), … (not counted), - (no such figure).",
            )
        )
    if table.primary_key == (field.name,):
        parts.append(Text("ほかの行と同じものは使えません。", "No two rows may have the same."))
    if field.privacy == "pseudonym":
        parts.append(
            Text(
                "番号か記号です。氏名・電話番号・マイナンバーは書きません。",
                "A code: never a name, a telephone number or a My Number.",
            )
        )
    return _joined(parts)


def _joined(sentences: list[Text]) -> Text:
    return Text("".join(s.ja for s in sentences), " ".join(s.en for s in sentences if s.en))


def in_short(table: Table, field: Field, schema: Schema) -> Text:
    """A few words above the header."""
    key = table.key_to(field.name)
    if field.codelist is not None or field.type == "boolean":
        return Text("▼から選ぶ", "choose from ▼")
    if key is not None:
        there = schema.tables[key.table].title
        if looked_up(table, field, schema):
            return Text(f"「{there.ja}」の名前かコード", f"name or code: {there.en}")
        return Text(f"「{there.ja}」にある番号", f"as in {there.en}")
    if is_month(field):
        return Text("2024-04\n令和6年4月", "")
    if field.type == "date":
        return Text("2024-04-01\n令和6年4月1日", "")
    if field.type in ("integer", "number"):
        unit = UNITS.get(field.unit or "", Text("", ""))
        number = Text(f"数字（{unit.ja}）" if unit.ja else "数字", f"number {unit.en}".strip())
        also = Text("\n5人未満、…、- も可", " or 5人未満 … -") if has_state(table, field) else Text("", "")
        return Text(number.ja + also.ja, number.en + also.en)
    if field.privacy == "pseudonym":
        return Text("番号・記号（氏名は不可）", "a code, never a name")
    if table.primary_key == (field.name,):
        return Text("重ならない番号", "a code of its own")
    return Text("文字", "text")


def _reference(table: Table, field: Field, schema: Schema) -> Text:
    key = table.key_to(field.name)
    if key is None:
        return Text("", "")
    there = schema.tables[key.table]
    column = there.field(key.reference_fields[0]).title
    if not looked_up(table, field, schema):
        return Text(
            f"「{there.title.ja}」の{column.ja}を書きます。",
            f"{column.en} of “{there.title.en}”.",
        )
    name = there.field(NAME).title
    return Text(
        f"「{there.title.ja}」の{name.ja}か{column.ja}を書きます。",
        f"{name.en} or {column.en} of “{there.title.en}”.",
    )


def _date(field: Field) -> Text:
    if is_month(field):
        return Text(
            "年月です。2024-04 か 令和6年4月 のように。", "A month, written as 2024-04 or 令和6年4月."
        )
    return Text(
        "日付です。2024-04-01 か 令和6年4月1日 のように。", "A date, written as 2024-04-01 or 令和6年4月1日."
    )


def _number(field: Field) -> Text:
    unit = UNITS.get(field.unit or "", Text("", ""))
    kind = Text("整数", "A whole number") if field.type == "integer" else Text("数", "A number")
    least = Text("", "")
    if field.minimum is not None:
        least = Text(f"、{field.minimum:g}以上", f", {field.minimum:g} or more")
    of = Text(f"（{unit.ja}）", f" of {unit.en}") if unit.ja else unit
    return Text(
        f"{kind.ja}{of.ja}{least.ja}。単位は書きません。", f"{kind.en}{of.en}{least.en}, without a unit."
    )


_BY_TYPE: dict[str, Callable[[Field], Text]] = {
    "date": _date,
    "integer": _number,
    "number": _number,
    "boolean": lambda _: Text(f"{YES} か {NO} を選びます。", f"Choose {YES} (yes) or {NO} (no)."),
    "string": lambda _: Text("", ""),
}
