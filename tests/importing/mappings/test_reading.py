"""Entries of a mapping: one of another shape is a problem with its name, and never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.importing import import_sources
from sojo_eval.schema import load_schema
from tests.importing.small_mappings import load


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ('once = ["nothing"]', "once"),
        ('aliases = { "日" = 3 }', "aliases.日"),
        ('[columns.area]\nheader = "町"\naddress = true', "columns.area.address"),
        ('[columns.area]\ntext = "町"\notherwise = ["字"]', "columns.area.otherwise"),
        ('[[sums]]\ntotal = "計"\nparts = ["男"]\npattern = "男.*"', "sums[1].pattern"),
        ('[[notes]]\nmatches = "※"\n[notes.event]\nday = "x"', "notes[1].event.day"),
        ('[[notes]]\nmatches = "※"\n[notes.event]\nevent = "…"', "notes[1].event.event"),
        ('[[notes]]\nmatches = "※"\n[notes.event]\napplies_to = "consultation"', "notes[1].event.applies_to"),
        ('title = "("', "title"),
        ('[[sums]]\ntotal = "計"\npattern = "男.*"\nrunning = true', "sums[1].pattern"),
    ],
)
def test_a_mistake_in_an_entry_is_named(tmp_path: Path, entry: str, name: str) -> None:
    text = f'table = "population"\nfiles = ["*.csv"]\n{entry}\n[columns.date]\nheader = "日"\n'
    result = load(tmp_path, text, a="日\nR6.1.1\n")
    assert name in [p.column for p in result.problems if p.rule == "mapping"]


MAPPING = 'table = "organizations"\nfiles = ["a.csv"]\n{}\n[columns]\norganization = "番号"\nname_ja = "名前"\nkind = "種別"\n{}'


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        ('files = ["/etc/*"]', "files"),
        ('files = ["../a.csv"]', "files"),
        ('files = [""]', "files"),
        ('files = ["."]', "files"),
        ('files = ["**a"]', "files"),
        ('files = ["C:\\\\a.csv"]', "files"),
        ("table = { a = 1 }", "table"),
        ('[marks]\n"x" = [1]', "marks.x"),
    ],
)
def test_an_entry_of_another_shape_is_a_problem_with_its_name(tmp_path: Path, entry: str, named: str) -> None:
    key = entry.split(" =")[0]
    text = MAPPING.format("", "")
    text = (
        f"{text}\n{entry}"
        if entry.startswith("[")
        else "\n".join([entry, *(line for line in text.splitlines() if not line.startswith(f"{key} ="))])
    )
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    result = import_sources(tmp_path / "raw", tmp_path, {}, load_schema())
    assert named in {p.column for p in result.problems if p.rule == "mapping"}


@pytest.mark.parametrize("times", ["inf", "nan", "0", "true", "1" + "0" * 400])
def test_a_factor_is_a_number_that_can_be_multiplied_with(tmp_path: Path, times: str) -> None:
    (tmp_path / "a.toml").write_text(
        f'table = "population"\nfiles = ["a.csv"]\n[columns]\npersons = {{ header = "人口", times = {times} }}\n',
        encoding="utf-8",
    )
    result = import_sources(tmp_path / "raw", tmp_path, {}, load_schema())
    assert [p.column for p in result.problems] == ["columns.persons.times"]


def test_brackets_without_end_are_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("a = " + "[" * 5000, encoding="utf-8")
    result = import_sources(tmp_path / "raw", tmp_path, {}, load_schema())
    assert [p.rule for p in result.problems] == ["mapping"]
