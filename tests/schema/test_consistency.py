"""docs/consistency.md is generated from the tables."""

from __future__ import annotations

from pathlib import Path

from sojo_eval.schema import load_schema
from sojo_eval.schema.consistency import page


def test_the_page_of_rules_is_generated_from_the_tables(repository: Path) -> None:
    written = (repository / "docs" / "consistency.md").read_text(encoding="utf-8")
    assert written == page(load_schema()), "run: make schema"
