"""Every unit and field has words in both languages."""

from __future__ import annotations

from sojo_eval.evaluation.labels import UNITS
from sojo_eval.schema import load_schema


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
