"""The page of what became of the catalogue names every indicator there is, once, and none that is gone as if it were there."""

from __future__ import annotations

import re
from pathlib import Path

from sojo_eval.indicators import built_in

_ID = re.compile(r"`((?:connections|consultation|information)\.[a-z0-9_]+)`")


def _first_column(text: str) -> list[str]:
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return [name for row in rows for name in _ID.findall(row)]


def test_every_indicator_stands_once_on_the_page_with_its_direction(repository: Path) -> None:
    page = (repository / "docs" / "catalogue_changes.md").read_text(encoding="utf-8")
    parts = {part.split("\n", 1)[0]: part for part in page.split("\n## ")[1:]}
    kept, context, new = (
        _first_column(parts[name]) for name in ("Kept, and measured better", "Kept as context", "New")
    )
    assert sorted([*kept, *context, *new]) == sorted(built_in())
    directions = {i: entry.direction for i, entry in built_in().items()}
    assert all(directions[i] == "context" for i in context)
    assert all(directions[i] != "context" for i in kept)
    gone = _first_column(parts["Merged into a breakdown"]) + _first_column(parts["Dropped"])
    assert not set(gone) & set(built_in())
