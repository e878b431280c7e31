"""Patterns of a mapping: what is none is refused, and one that would never end is stopped and named."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sojo_eval.importing import ImportResult, import_sources
from sojo_eval.importing.mappings.patterns import PatternTooSlowError, is_pattern, pattern
from sojo_eval.schema import load_schema

SLOW = "(a|aa)+$"
MAPPING = 'table = "organizations"\nfiles = ["a.csv"]\n{}\n[columns]\norganization = "番号"\nname_ja = "名前"\nkind = "種別"\n{}'


def load(folder: Path, top: str = "", below: str = "") -> ImportResult:
    (folder / "raw").mkdir()
    (folder / "mappings").mkdir()
    rows = ["番号,名前,種別", *(f"{i},{'a' * 60}b{i},法人" for i in range(20))]
    (folder / "raw" / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    (folder / "mappings" / "a.toml").write_text(MAPPING.format(top, below), encoding="utf-8")
    return import_sources(folder / "raw", folder / "mappings", {}, load_schema())


@pytest.mark.parametrize(
    ("top", "below"),
    [
        (f'until = "{SLOW}"', ""),
        (f'below = "{SLOW}"', ""),
        ("", f'[[leave_out]]\ncolumn = "名前"\nmatches = "{SLOW}"\nwhy = "x"\n'),
    ],
)
def test_a_pattern_that_never_ends_refuses_its_sheet_within_seconds(
    tmp_path: Path, top: str, below: str
) -> None:
    start = time.monotonic()
    result = load(tmp_path, top, below)
    assert time.monotonic() - start < 8
    (problem,) = (p for p in result.problems if p.severity == "error")
    assert (problem.rule, problem.value, problem.file) == ("pattern-too-slow", SLOW, "raw/a.csv")
    assert result.log["rows_refused"].tolist() == result.log["rows_read"].tolist() == [21]


def test_a_pattern_has_its_time_again_in_the_next_import() -> None:
    from sojo_eval.importing.mappings.patterns import begin_anew

    with pytest.raises(PatternTooSlowError):
        pattern(SLOW).search("a" * 60 + "b")
    with pytest.raises(PatternTooSlowError):
        pattern(SLOW).search("a")
    begin_anew()
    assert pattern(SLOW).search("a")


@pytest.mark.parametrize(
    "text",
    ["(", "[z-a]", "\\", "(?P<1>x)", "a{99999999999}", "((a{1000}){1000}){1000}", "(" * 2000, "a" * 2001],
)
def test_what_is_no_pattern_or_too_large_is_refused(text: str) -> None:
    assert not is_pattern(text)


@pytest.mark.parametrize(
    "text", ["^(?!1$)", r"(?P<sex>man|woman)(?P<band>\d+)", r"\d{4}年\d{1,2}月", "", "※.*統合"]
)
def test_what_mappings_hold_is_a_pattern(text: str) -> None:
    assert is_pattern(text)


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
    assert [p.column for p in result.problems] == ["columns.persons"]


def test_brackets_without_end_are_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("a = " + "[" * 5000, encoding="utf-8")
    result = import_sources(tmp_path / "raw", tmp_path, {}, load_schema())
    assert [p.rule for p in result.problems] == ["mapping"]
