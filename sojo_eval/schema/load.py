"""What clean data is: `data_schema/` read into frozen dataclasses, and checked for holes while reading."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, TypedDict, cast, get_args

import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.paths import PathLike, as_path
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.settings import nearest, shown
from sojo_eval.foundation.shipped import shipped_folder

FieldType = Literal["string", "integer", "number", "boolean", "date"]
Privacy = Literal["public", "quasi", "pseudonym", "sensitive"]
Blank = Literal["unknown", "not_yet", "none"]
"""What an empty cell says: nobody knows; it has not come to that (a day, or what is known from that day on); there is none.
Never a "no"."""

ALIASES = "aliases"
"""The column of a code list that holds other names of its codes, where people call them so."""
_TABLE_IN_CONDITION = re.compile(r"\bFROM\s+([a-z_][a-z0-9_]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Field:
    """One column of a table. `unit`, `codelist` and `minimum` are None when the column has none.

    blank: what an empty cell says (of optional columns). ask: cities rarely hold it yet, and are asked to record it from
    now on.
    """

    name: str
    type: FieldType
    title: Text
    unit: str | None = None
    codelist: str | None = None
    aliases: tuple[str, ...] = ()
    privacy: Privacy = "public"
    required: bool = False
    minimum: float | None = None
    blank: Blank = "unknown"
    ask: bool = False


@dataclass(frozen=True)
class ForeignKey:
    """`fields` of a table must be found in `reference_fields` of `table` (which may be the same table)."""

    fields: tuple[str, ...]
    table: str
    reference_fields: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """A condition (DuckDB SQL; the row's table is `t`) that each row must not break; NULL passes.

    `columns` are the cells a person should look at, the first of them being the address of the problem.
    """

    name: str
    condition: str
    columns: tuple[str, ...]
    message: Text
    fix: Text

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables the condition reads besides its own row."""
        return tuple(dict.fromkeys(_TABLE_IN_CONDITION.findall(self.condition)))


@dataclass(frozen=True)
class Table:
    """One table of clean data, as in `data_schema/tables/<name>.json`. row: what one row stands for.

    by_file: its files are figures of their own, so that one with an error is held back and the others are taken.
    """

    name: str
    title: Text
    group: str
    row: Text
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    rules: tuple[Rule, ...] = ()
    by_file: bool = False

    def field(self, name: str) -> Field:
        """The field of that name; KeyError when the table has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.name} has no field {name!r}")

    @property
    def field_names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    @property
    def is_disclosive(self) -> bool:
        """True when the table holds people: any pseudonym or sensitive column."""
        return any(field.privacy in ("pseudonym", "sensitive") for field in self.fields)

    @property
    def dependencies(self) -> tuple[str, ...]:
        """Other tables that foreign keys and rules name, each once, in order of first mention."""
        named = [key.table for key in self.foreign_keys]
        named += [table for rule in self.rules for table in rule.tables]
        return tuple(dict.fromkeys(name for name in named if name != self.name))

    def key_to(self, field: str) -> ForeignKey | None:
        """The one-column foreign key that starts at `field`, if there is one."""
        return next((key for key in self.foreign_keys if key.fields == (field,)), None)


@dataclass(frozen=True)
class Schema:
    """All tables and code lists. A code list is a frame with columns code, title_ja, title_en and, where its codes
    go by other names, aliases."""

    tables: dict[str, Table]
    codelists: dict[str, pd.DataFrame]

    def table(self, name: str) -> Table:
        """The table of that name. Raises SojoEvalError when there is none."""
        if name not in self.tables:
            raise SojoEvalError(
                "unknown_table",
                Text("「{name}」という表はありません", "There is no table named {name}").format(name=name),
                Text("使える表: {names}", "Tables there are: {names}").format(names=", ".join(self.tables)),
            )
        return self.tables[name]

    def codes(self, codelist: str) -> tuple[str, ...]:
        """The codes of a list, in the order of its file."""
        return tuple(self.codelists[codelist]["code"])

    def spellings(self, codelist: str) -> dict[str, str]:
        """Every way in which a file may write a code of the list → the code: other names (`aliases`, separated by `|`), titles
        and the code itself, which goes before what others call it."""
        codes = self.codelists[codelist]
        columns = [codes[name].str.split("|") for name in (ALIASES,) if name in codes]
        columns += [codes[name].map(lambda text: [text]) for name in ("title_en", "title_ja", "code")]
        return {
            spelling: code
            for column in columns
            for texts, code in zip(column, codes["code"], strict=True)
            for spelling in texts
            if spelling
        }

    @cached_property
    def reference_order(self) -> tuple[str, ...]:
        """Every table after those its foreign keys name (rules may look both ways, so they do not count)."""
        ordered: dict[str, None] = {}

        def place(name: str, above: tuple[str, ...]) -> None:
            if name in above:
                raise _broken(name, f"foreign keys go in a circle: {' > '.join((*above, name))}")
            for key in self.tables[name].foreign_keys:
                if key.table != name and key.table not in ordered:
                    place(key.table, (*above, name))
            ordered.setdefault(name)

        for name in self.tables:
            place(name, ())
        return tuple(ordered)


# The shape of the JSON files, for the type checker; extra keys of the standard begin with x-.
class _Constraints(TypedDict, total=False):
    required: bool
    minimum: float
    enum: list[str]


class _Words(TypedDict):
    ja: str
    en: str


class _RuleJson(TypedDict):
    name: str
    condition: str
    columns: list[str]
    message: _Words
    fix: _Words


class _ReferenceJson(TypedDict):
    resource: str
    fields: list[str]


class _KeyJson(TypedDict):
    fields: list[str]
    reference: _ReferenceJson


_FieldJson = TypedDict(
    "_FieldJson",
    {
        "name": str,
        "type": str,
        "title": str,
        "x-title-en": str,
        "x-unit": str,
        "x-codelist": str,
        "x-aliases": list[str],
        "x-privacy": str,
        "x-blank": str,
        "x-ask": bool,
        "constraints": _Constraints,
    },
    total=False,
)
TableJson = TypedDict(
    "TableJson",
    {
        "name": str,
        "title": str,
        "x-title-en": str,
        "x-group": str,
        "x-row": _Words,
        "fields": list[_FieldJson],
        "primaryKey": list[str],
        "uniqueKeys": list[list[str]],
        "foreignKeys": list[_KeyJson],
        "x-rules": list[_RuleJson],
        "x-by-file": bool,
    },
    total=False,
)


@lru_cache(maxsize=1)
def load_schema() -> Schema:
    """The schema that travels with the package, read once. Raises SojoEvalError when it has a hole."""
    return read_schema(shipped_folder("data_schema"))


def schema_table(name: str) -> Table:
    """The table of that name. Raises SojoEvalError naming the nearest."""
    tables = load_schema().tables
    if name not in tables:
        raise SojoEvalError(
            "no-table",
            Text(f"表「{shown(name)}」はありません", f"There is no table {shown(name)!r}"),
            nearest(name, [*tables], {key: table.title.ja for key, table in tables.items()}),
        )
    return tables[name]


def read_schema(folder: PathLike) -> Schema:
    """Read `tables/*.json` and `codelists/*.csv` of `folder`. Raises SojoEvalError when something is missing."""
    folder = as_path(folder)
    codelists = {
        path.stem: pd.read_csv(path, dtype="string", keep_default_na=False, encoding="utf-8")
        for path in sorted((folder / "codelists").glob("*.csv"))
    }
    tables = {
        path.stem: _table(cast(TableJson, json.loads(path.read_text(encoding="utf-8"))))
        for path in sorted((folder / "tables").glob("*.json"))
    }
    schema = Schema(tables, codelists)
    for name, table in tables.items():
        for hole in _holes(name, table, schema):
            raise _broken(name, hole)
    for name, hole in _enums_that_differ(folder, schema):
        raise _broken(name, hole)
    return schema


def _table(source: TableJson) -> Table:
    return Table(
        name=source["name"],
        title=Text(source["title"], source["x-title-en"]),
        group=source["x-group"],
        row=Text(**source["x-row"]),
        by_file=source.get("x-by-file", False),
        fields=tuple(_field(field) for field in source["fields"]),
        primary_key=tuple(source.get("primaryKey", ())),
        unique_keys=tuple(tuple(key) for key in source.get("uniqueKeys", ())),
        foreign_keys=tuple(
            # frictionless wants "" for a reference to the table itself
            ForeignKey(
                tuple(key["fields"]),
                key["reference"]["resource"] or source["name"],
                tuple(key["reference"]["fields"]),
            )
            for key in source.get("foreignKeys", ())
        ),
        rules=tuple(
            Rule(
                rule["name"],
                rule["condition"],
                tuple(rule["columns"]),
                Text(**rule["message"]),
                Text(**rule["fix"]),
            )
            for rule in source.get("x-rules", ())
        ),
    )


def _field(source: _FieldJson) -> Field:
    constraints = source.get("constraints", {})
    return Field(
        name=source["name"],
        type=cast(FieldType, source["type"]),
        title=Text(source["title"], source["x-title-en"]),
        unit=source.get("x-unit"),
        codelist=source.get("x-codelist"),
        aliases=tuple(source.get("x-aliases", ())),
        privacy=cast(Privacy, source["x-privacy"]),
        required=constraints.get("required", False),
        minimum=constraints.get("minimum"),
        blank=cast(Blank, source.get("x-blank", "unknown")),
        ask=source.get("x-ask", False),
    )


def _holes(stem: str, table: Table, schema: Schema) -> Iterator[str]:
    """What the JSON names but nobody defines."""
    if table.name != stem:
        yield f"the file is called {stem}.json but the table {table.name}"
    names = set(table.field_names)
    for field in table.fields:
        if field.type not in get_args(FieldType):
            yield f"{field.name}: unknown type {field.type!r}"
        if field.privacy not in get_args(Privacy):
            yield f"{field.name}: unknown x-privacy {field.privacy!r}"
        if field.blank not in get_args(Blank):
            yield f"{field.name}: unknown x-blank {field.blank!r}"
        if field.codelist is not None and field.codelist not in schema.codelists:
            yield f"{field.name}: no code list {field.codelist!r}"
    keys = [table.primary_key, *table.unique_keys, *(key.fields for key in table.foreign_keys)]
    for missing in sorted({name for key in keys for name in key} - names):
        yield f"a key names {missing!r}, which is not a field"
    for key in table.foreign_keys:
        if key.table not in schema.tables or set(key.reference_fields) - set(
            schema.tables[key.table].field_names
        ):
            yield f"foreign key to {key.table}({', '.join(key.reference_fields)}), which does not exist"
    for rule in table.rules:
        if set(rule.columns) - names or not rule.columns:
            yield f"rule {rule.name}: columns must name fields of the table"
        for other in set(rule.tables) - set(schema.tables):
            yield f"rule {rule.name}: reads {other!r}, which is not a table"


def _enums_that_differ(folder: Path, schema: Schema) -> Iterator[tuple[str, str]]:
    """Coded fields whose `enum`, by which any validator of Table Schema refuses other codes, is not their code list."""
    for name in schema.tables:
        source: TableJson = json.loads((folder / "tables" / f"{name}.json").read_text(encoding="utf-8"))
        for field in source["fields"]:
            if codelist := field.get("x-codelist"):
                enum = field.get("constraints", {}).get("enum", [])
                if tuple(enum) != schema.codes(codelist):
                    yield (
                        name,
                        f"{field['name']}: enum differs from the code list {codelist!r} (run make schema)",
                    )


def _broken(table: str, hole: str) -> SojoEvalError:
    where = f"data_schema/tables/{table}.json: {hole}"
    return SojoEvalError(
        "broken_schema",
        Text("表の定義に誤りがあります（{where}）", "A table definition is wrong ({where})").format(
            where=where
        ),
        Text("定義ファイルを直してください", "Correct the definition file"),
        exit_code=3,
    )
