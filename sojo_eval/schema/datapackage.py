"""`data_schema/datapackage.json`, generated from the tables and code lists: a Data Package (version 2).

`python -m sojo_eval.schema.datapackage` writes the codes of each coded field into its `enum` and then the package; a test
compares both with what this module gives.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sojo_eval.foundation.files import write_text
from sojo_eval.foundation.shipped import shipped_folder
from sojo_eval.schema.load import ALIASES

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_RESOURCE = "https://datapackage.org/profiles/2.0/dataresource.json"
_CODELIST_SCHEMA: dict[str, list[Any]] = {
    "fields": [
        {"name": "code", "type": "string", "constraints": {"required": True, "unique": True}},
        {"name": "title_ja", "type": "string", "constraints": {"required": True}},
        {"name": "title_en", "type": "string", "constraints": {"required": True}},
    ],
    "primaryKey": ["code"],
}


def with_enums(table: dict[str, Any], codes: Mapping[str, list[str]]) -> dict[str, Any]:
    """A table's JSON whose coded fields list their codes, so that every validator of Table Schema refuses another one."""
    fields = []
    for field in table["fields"]:
        if (codelist := field.get("x-codelist")) is not None:
            field = field | {"constraints": field.get("constraints", {}) | {"enum": codes[codelist]}}
        fields.append(field)
    return table | {"fields": fields}


def datapackage(folder: Path) -> dict[str, object]:
    """The package of a `data_schema` folder: one resource a table (its example file), one a code list."""
    tables = [_table(path) for path in sorted((folder / "tables").glob("*.json"))]
    lists = [
        _resource(f"codelist_{path.stem}", f"codelists/{path.name}", _codelist_schema(path))
        for path in sorted((folder / "codelists").glob("*.csv"))
    ]
    return {
        "$schema": _PROFILE,
        "name": "sojo-eval-clean-data",
        "title": "重層的支援体制整備事業の評価に用いる整ったデータ",
        "x-title-en": "Clean data for evaluating the multi-layer support programme",
        "licenses": [{"name": "MIT", "title": "MIT License"}],
        "resources": tables + lists,
    }


def _codelist_schema(path: Path) -> dict[str, object]:
    """Of a code list; one whose codes go by other names too has them in a column `aliases`, separated by `|`."""
    columns = pd.read_csv(path, dtype="string", nrows=0).columns
    more = [{"name": ALIASES, "type": "string"}] if ALIASES in columns else []
    return _CODELIST_SCHEMA | {"fields": [*_CODELIST_SCHEMA["fields"], *more]}


def _table(path: Path) -> dict[str, object]:
    schema = json.loads(path.read_text(encoding="utf-8"))
    resource = _resource(path.stem, f"examples/{path.stem}.csv", schema)
    resource["title"] = schema["title"]
    resource["x-title-en"] = schema["x-title-en"]
    return resource


def _resource(name: str, path: str, schema: dict[str, object]) -> dict[str, object]:
    return {
        "$schema": _RESOURCE,
        "name": name,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def as_json(package: dict[str, object]) -> str:
    """The text of the file: stable order, readable Japanese, one newline at the end."""
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    home = shipped_folder("data_schema")
    lists = {
        path.stem: [*pd.read_csv(path, dtype="string", keep_default_na=False)["code"]]
        for path in (home / "codelists").glob("*.csv")
    }
    for path in sorted((home / "tables").glob("*.json")):
        table = json.loads(path.read_text(encoding="utf-8"))
        write_text(path, as_json(with_enums(table, lists)))
    write_text(home / "datapackage.json", as_json(datapackage(home)))
