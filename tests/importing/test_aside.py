"""What is set aside on purpose: accounted for, not asked about again, and never what a mapping reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.importing import import_sources
from sojo_eval.schema import load_schema
from tests.importing.small_mappings import ONCE, load


def test_what_is_set_aside_on_purpose_is_accounted_for_and_not_asked_about_again(tmp_path: Path) -> None:
    (tmp_path / "mappings").mkdir()
    (tmp_path / "raw" / "memo").mkdir(parents=True)
    (tmp_path / "mappings" / "a.toml").write_text(
        'files = ["memo/*", "b.csv"]\nwhy = "会議のメモ"\n', encoding="utf-8"
    )
    (tmp_path / "mappings" / "m.toml").write_text(ONCE.replace("*.csv", "a.csv"), encoding="utf-8")
    (tmp_path / "raw" / "a.csv").write_text("番号,名称\n1,あ\n", encoding="utf-8")
    (tmp_path / "raw" / "b.csv").write_text("メモ\n\nあ\n", encoding="utf-8")
    (tmp_path / "raw" / "memo" / "c.pdf").write_bytes(b"%PDF")
    result = import_sources(tmp_path / "raw", tmp_path / "mappings", {}, load_schema())
    assert result.problems == []
    last = result.log.iloc[-1]
    assert (last["file"], last["table"], last["rows_read"], last["left_out_by"]) == (
        "raw/b.csv", "", 2, "会議のメモ: 2",
    )  # fmt: skip


def test_what_a_mapping_reads_is_not_set_aside(tmp_path: Path) -> None:
    (tmp_path / "mappings").mkdir()
    (tmp_path / "raw").mkdir()
    (tmp_path / "mappings" / "a.toml").write_text('files = "*"\nwhy = "ほか"\n', encoding="utf-8")
    (tmp_path / "mappings" / "m.toml").write_text(ONCE.replace("*.csv", "a.csv"), encoding="utf-8")
    (tmp_path / "raw" / "a.csv").write_text("番号,名称\n1,あ\n", encoding="utf-8")
    result = import_sources(tmp_path / "raw", tmp_path / "mappings", {}, load_schema())
    assert result.log[["file", "table", "rows_kept"]].to_numpy().tolist() == [
        ["raw/a.csv", "social_resources", 1]
    ]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ('files = "*"\nwhy = " "', "why"),
        ('why = "x"', "files"),
        ('files = "*"\nwhy = "x"\ntable = "areas"', "table"),
    ],
)
def test_a_mistake_in_what_is_set_aside_is_named(tmp_path: Path, text: str, entry: str) -> None:
    assert [p.column for p in load(tmp_path, text, a="x\n1\n").problems if p.rule == "mapping"] == [entry]
