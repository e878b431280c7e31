"""The data package is generated from the tables, and frictionless finds what we find."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Resource, Schema, validate

from sojo_eval.schema.datapackage import as_json, datapackage


def test_the_package_is_generated_from_the_tables(repository: Path) -> None:
    folder = repository / "data_schema"
    assert (folder / "datapackage.json").read_text(encoding="utf-8") == as_json(datapackage(folder))


def test_frictionless_accepts_the_package_with_all_examples(repository: Path) -> None:
    report = validate(str(repository / "data_schema" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])
    folder = repository / "data_schema"
    files = [*(folder / "tables").glob("*.json"), *(folder / "codelists").glob("*.csv")]
    assert len(report.tasks) == len(files)


def test_frictionless_finds_what_we_find(
    repository: Path, examples: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    broken = examples["consultations"].copy()
    broken.loc[1, "received_date"] = "R6.4.5"
    found = frictionless_finds(repository, "consultations", broken, tmp_path)
    assert [error[:2] for error in found] == [[3, "received_date"]]


@pytest.mark.parametrize(("code", "refused"), [("fax2", True), ("online", False), ("", False)])
def test_any_validator_refuses_a_code_that_is_in_no_list(
    repository: Path, examples: dict[str, pd.DataFrame], tmp_path: Path, code: str, refused: bool
) -> None:
    broken = examples["consultations"].copy()
    broken.loc[0, "channel"] = code
    found = frictionless_finds(repository, "consultations", broken, tmp_path)
    assert [error[:2] for error in found] == ([[2, "channel"]] if refused else [])
    assert all('"enum"' in note for *_, note in found)


def frictionless_finds(repository: Path, table: str, frame: pd.DataFrame, folder: Path) -> list[list[object]]:
    """Row, field and note of each error in `frame`, by the table's JSON alone."""
    path = folder / f"{table}.csv"
    frame.to_csv(path, index=False)
    source = (repository / "data_schema" / "tables" / path.with_suffix(".json").name).read_text(
        encoding="utf-8"
    )
    schema = Schema.from_descriptor(json.loads(source))
    schema.foreign_keys = []  # the other tables are not there
    report = Resource(path=path.name, basepath=str(folder), schema=schema).validate()
    return report.flatten(["rowNumber", "fieldName", "note"])
