"""The examples are valid by our own checks and by frictionless, and the package file is up to date."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
from frictionless import Resource, Schema, validate

from sojo_eval.evaluation.labels import UNITS
from sojo_eval.schema import apply_types, check_tables, load_schema, to_arrow
from sojo_eval.schema.consistency import page
from sojo_eval.schema.datapackage import as_json, datapackage


def test_every_table_has_a_valid_example(examples: dict[str, pd.DataFrame]) -> None:
    assert set(examples) == set(load_schema().tables)
    assert [p.sentence("en") for p in check_tables(examples)] == []


def test_examples_keep_their_values_when_typed(examples: dict[str, pd.DataFrame]) -> None:
    for name, frame in examples.items():
        typed = apply_types(frame, load_schema().tables[name])
        assert typed.columns.tolist() == frame.columns.tolist()
        filled = typed.select_dtypes(exclude="string")
        assert (filled.isna() == (frame[filled.columns] == "")).all().all(), name
        assert to_arrow(typed, load_schema().tables[name]).num_rows == len(frame)


def test_the_package_is_generated_from_the_tables(repository: Path) -> None:
    folder = repository / "data_schema"
    assert (folder / "datapackage.json").read_text(encoding="utf-8") == as_json(datapackage(folder))


def test_the_page_of_rules_is_generated_from_the_tables(repository: Path) -> None:
    written = (repository / "docs" / "consistency.md").read_text(encoding="utf-8")
    assert written == page(load_schema()), "run: make schema"


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


def test_every_unit_and_field_has_words_in_both_languages() -> None:
    schema = load_schema()
    assert set(schema.codelists["units"]["code"]) <= set(UNITS)
    for table in schema.tables.values():
        assert table.title.ja
        assert table.title.en
        for field in table.fields:
            assert field.title.ja, (table.name, field.name)
            assert field.title.en, (table.name, field.name)
            assert field.aliases, (table.name, field.name)
