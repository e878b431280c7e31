"""One table definition becomes DuckDB SQL: a typed copy of the rows, and one check after another.

The rows as given are the relation `raw_<table>` with a column `row_index` (0, 1, …); the typed ones stand under
the table's own name, so that rules can name it, with each column as it was given beside it. A check is a query that returns the bad rows only.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sojo_eval.foundation.language import Text
from sojo_eval.schema.load import Field, ForeignKey, Schema, Table

ROW = "row_index"
PLAIN = "PLAIN"
"""Stands for the type of texts that need no trimming: none is blank, none begins or ends with a space."""
SPACES = "".join(c for c in map(chr, range(0x3001)) if unicodedata.category(c) == "Zs")
"""What DuckDB's `trim` takes off."""
TEXTS = ("VARCHAR", PLAIN)


@dataclass(frozen=True)
class Check:
    """`bad` is a DuckDB condition on one row (alias `t`), or, with `whole_query`, a query giving bad row indexes.

    `column` is the cell to look at; its value as given is reported. `key` are the columns whose values are
    reported together when the fault lies in a combination.
    """

    rule: str
    column: str
    bad: str
    message: Text
    fix: Text
    whole_query: bool = False
    key: tuple[str, ...] = ()


TYPE_NAMES = {
    "integer": Text("整数", "a whole number"),
    "number": Text("数", "a number"),
    "boolean": Text("true か false", "true or false"),
    "date": Text("日付（2024-04-01 の形）", "a date such as 2024-04-01"),
}


def quoted(name: str) -> str:
    """A name as a DuckDB identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as a DuckDB string literal."""
    return "'" + text.replace("'", "''") + "'"


def typed_select(table: Table, given: Mapping[str, str]) -> str:
    """SELECT of the typed columns from `raw_<table>`, and of each as it was given (`given_name`).

    `given` holds the DuckDB type of each column as it came, or PLAIN.

    What cannot be read becomes NULL here and is listed by the type check, so later checks stay quiet about it.
    """
    columns = [f"{_typed(field, given.get(field.name))} AS {quoted(field.name)}" for field in table.fields]
    columns += [f"{quoted(name)} AS {quoted(given_name(name))}" for name in given]
    return f"SELECT {ROW}, {', '.join(columns)} FROM {quoted('raw_' + table.name)}"


def given_name(name: str) -> str:
    """What a column as it was given is called beside the typed one."""
    return f"{name} as given"


def as_given(name: str) -> str:
    """The column as it was given, of the row `t`."""
    return f"t.{quoted(given_name(name))}"


def _typed(field: Field, given: str | None) -> str:
    """An expression of the field's type that is NULL for missing and for unreadable cells."""
    column = quoted(field.name)
    if given is None:
        return f"CAST(NULL AS {_SQL_TYPES[field.type]})"
    text = f"trim({column})"
    if given in TEXTS:
        return {
            "string": column if given == PLAIN else f"NULLIF({text}, '')",
            "integer": f"CASE WHEN regexp_full_match({text}, '[+-]?[0-9]+') THEN TRY_CAST({text} AS BIGINT) END",
            "number": f"CASE WHEN isfinite(TRY_CAST({text} AS DOUBLE)) THEN TRY_CAST({text} AS DOUBLE) END",
            "boolean": f"CASE lower({text}) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END",
            "date": f"CASE WHEN regexp_full_match({text}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}') "
            f"THEN TRY_CAST({text} AS DATE) END",
        }[field.type]
    if field.type == "string":
        return f"CAST({column} AS VARCHAR)"
    if field.type == "integer" and given in ("DOUBLE", "FLOAT"):
        return f"CASE WHEN isfinite({column}) AND {column} = trunc({column}) THEN TRY_CAST({column} AS BIGINT) END"
    if field.type == "number" and given in ("DOUBLE", "FLOAT"):
        return f"CASE WHEN isfinite({column}) THEN CAST({column} AS DOUBLE) END"
    if field.type == "date":
        if given == "DATE":
            return column
        if given.startswith("TIMESTAMP"):
            return f"CASE WHEN CAST({column} AS DATE) = {column} THEN CAST({column} AS DATE) END"
        return "CAST(NULL AS DATE)"
    if field.type == "boolean" and given != "BOOLEAN":
        return f"CASE CAST({column} AS VARCHAR) WHEN '1' THEN TRUE WHEN '0' THEN FALSE END"
    return f"TRY_CAST({column} AS {_SQL_TYPES[field.type]})"


_SQL_TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}


def checks(
    table: Table, schema: Schema, given: Mapping[str, str], unavailable: Collection[str] = ()
) -> Iterator[Check]:
    """All checks of a table, cell checks first. Keys and rules that read a table in `unavailable` are left out."""
    for field in table.fields:
        if field.name in given:
            yield from _cell_checks(field, schema, given[field.name])
    for key in (table.primary_key, *table.unique_keys):
        if key and set(key) <= set(given):
            yield _unique_check(table, key, is_primary=key == table.primary_key)
    for reference in table.foreign_keys:
        if reference.table not in unavailable and set(reference.fields) <= set(given):
            yield _reference_check(reference, schema)
    for rule in table.rules:
        if not set(rule.tables) & set(unavailable):
            # A query of its own: the condition names columns bare, and only the typed rows may answer.
            query = f"SELECT t.{ROW} FROM {quoted(table.name)} t WHERE ({rule.condition}) IS FALSE"
            yield Check(rule.name, rule.columns[0], query, rule.message, rule.fix, whole_query=True)


def _cell_checks(field: Field, schema: Schema, given: str) -> Iterator[Check]:
    typed = f"t.{quoted(field.name)}"
    raw = as_given(field.name)
    if given == "VARCHAR":
        raw = f"NULLIF(trim({raw}), '')"
    label = f"{field.title.ja}（{field.name}）"
    if field.type != "string":
        yield Check(
            "type",
            field.name,
            f"{typed} IS NULL AND {raw} IS NOT NULL",
            Text("{type}ではありません", "This is not {type}").format(type=TYPE_NAMES[field.type]),
            Text("{type}にしてください", "Write {type}").format(type=TYPE_NAMES[field.type]),
        )
    if field.required:
        yield Check(
            "required",
            field.name,
            f"{raw} IS NULL",
            Text("必ず要る値がありません", "A value that must be there is missing"),
            Text(
                "{label}を入れるか、集計行など記録でない行なら取り込みから除いてください",
                "Fill in {name}, or leave the row out if it is no record (a total, a note)",
            ).format(label=label, name=field.name),
        )
    if field.minimum is not None:
        yield Check(
            "minimum",
            field.name,
            f"{typed} < {field.minimum}",
            Text("{low}より小さい値です", "The value is below {low}").format(low=f"{field.minimum:g}"),
            Text("元の記録を確かめてください", "Check the original record"),
        )
    if field.codelist is not None:
        codes = schema.codes(field.codelist)
        yield Check(
            "code_list",
            field.name,
            f"{typed} NOT IN ({', '.join(literal(code) for code in codes)})",
            Text("コード表にない値です", "The value is not in the code list"),
            Text("{list}のコードにしてください: {codes}", "Use a code of the list {list}: {codes}").format(
                list=field.codelist, codes=", ".join(codes)
            ),
        )


def _unique_check(table: Table, key: tuple[str, ...], *, is_primary: bool) -> Check:
    names = ", ".join(quoted(name) for name in key)
    complete = " AND ".join(f"t.{quoted(name)} IS NOT NULL" for name in key)
    same = " AND ".join(f"t.{quoted(name)} = d.{quoted(name)}" for name in key)
    query = (
        f"SELECT t.{ROW} FROM {quoted(table.name)} t SEMI JOIN "
        f"(SELECT {names} FROM {quoted(table.name)} GROUP BY {names} HAVING count(*) > 1) d "
        f"ON {same} WHERE {complete}"
    )
    titles = Text("・".join(table.field(name).title.ja for name in key), ", ".join(key))
    return Check(
        "primary_key" if is_primary else "unique_key",
        key[0],
        query,
        Text("{titles}が同じ行がほかにもあります", "Another row has the same {titles}").format(titles=titles),
        Text(
            "二重の取り込みか番号の付けまちがいかを確かめ、一方を除いてください",
            "See whether the row was taken twice or the number is wrong, and remove one of them",
        ),
        whole_query=True,
        key=key,
    )


def _reference_check(reference: ForeignKey, schema: Schema) -> Check:
    same = " AND ".join(
        f"o.{quoted(there)} = t.{quoted(here)}"
        for here, there in zip(reference.fields, reference.reference_fields, strict=True)
    )
    filled = " AND ".join(f"t.{quoted(name)} IS NOT NULL" for name in reference.fields)
    table = schema.tables[reference.table]
    return Check(
        "foreign_key",
        reference.fields[0],
        f"{filled} AND NOT EXISTS (SELECT 1 FROM {quoted(reference.table)} o WHERE {same})",
        Text("表「{ja}」にない値です", "The value is not in the table {en}").format(
            ja=table.title.ja, en=table.name
        ),
        Text(
            "表「{ja}」に加えるか、値を直してください（Excel で先頭の 0 が消えていませんか）",
            "Add it to {en}, or correct the value (did Excel drop a leading zero?)",
        ).format(ja=table.title.ja, en=table.name),
        key=reference.fields,
    )
