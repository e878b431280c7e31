"""Which files are handed in: the shadow of an open book is none."""

from __future__ import annotations

from pathlib import Path

from sojo_eval.importing import import_sources
from sojo_eval.schema import load_schema
from tests.importing.small_mappings import ONCE


def test_a_book_that_is_open_in_excel_leaves_its_shadow_unread(tmp_path: Path) -> None:
    for name in ("raw", "mappings"):
        (tmp_path / name).mkdir()
    (tmp_path / "raw" / "~$a.csv").write_bytes(b"\x00user")
    (tmp_path / "raw" / "a.csv").write_text("番号,名称\n1,あ\n", encoding="utf-8")
    (tmp_path / "mappings" / "m.toml").write_text(ONCE, encoding="utf-8")
    result = import_sources(tmp_path / "raw", tmp_path / "mappings", {}, load_schema())
    (note,) = result.problems
    assert (note.rule, note.file, note.severity) == ("open-in-excel", "raw/a.csv", "note")
    assert len(result.tables["social_resources"]) == 1
