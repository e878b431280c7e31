"""docs/findings.md is what the list of columns says."""

from __future__ import annotations

from pathlib import Path

from sojo_eval.reports.columns_page import page


def test_the_page_is_made_from_the_columns(repository: Path) -> None:
    assert (repository / "docs" / "findings.md").read_text(encoding="utf-8") == page(), "run make schema"
