"""The data package is generated from the tables, and frictionless finds what we find."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
from frictionless import Resource, Schema, validate

from sojo_eval.schema.datapackage import as_json, datapackage


def test_the_package_is_generated_from_the_tables(repository: Path) -> None:
    folder = repository / "data_schema"
    assert (folder / "datapackage.json").read_text(encoding="utf-8") == as_json(datapackage(folder))


def test_frictionless_accepts_the_package_with_all_examples(repository: Path) -> None:
    report = validate(str(repository / "data_schema" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])
    assert len(report.tasks) == 31 + 32


def test_frictionless_finds_what_we_find(
    repository: Path, examples: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    broken = examples["consultations"].copy()
    broken.loc[1, "received_date"] = "R6.4.5"
    path = tmp_path / "consultations.csv"
    broken.to_csv(path, index=False)
    schema = Schema.from_descriptor(
        json.loads((repository / "data_schema" / "tables" / "consultations.json").read_text(encoding="utf-8"))
    )
    schema.foreign_keys = []  # the other tables are not there
    report = Resource(path=path.name, basepath=str(tmp_path), schema=schema).validate()
    assert [e[1:3] for e in report.flatten(["type", "rowNumber", "fieldName"])] == [[3, "received_date"]]
