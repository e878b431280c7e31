"""Patterns of a mapping: what is none is refused, and one that would never end is stopped and named."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sojo_eval.importing import ImportResult, import_sources
from sojo_eval.importing.mappings import patterns
from sojo_eval.importing.mappings.patterns import PatternTooSlowError, is_pattern, pattern
from sojo_eval.schema import load_schema

SLOW = "(a|aa)+$"
MAPPING = 'table = "organizations"\nfiles = ["a.csv"]\n{}\n[columns]\norganization = "番号"\nname_ja = "名前"\nkind = "種別"\n{}'


@pytest.fixture
def short_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Half a second for a pattern in a whole import, so that not every test waits for the two that it has."""
    monkeypatch.setattr(patterns, "_SECONDS", 0.5)
    patterns.reset_times()
    yield
    patterns.reset_times()


def load(folder: Path, top: str = "", below: str = "") -> ImportResult:
    (folder / "raw").mkdir()
    (folder / "mappings").mkdir()
    rows = ["番号,名前,種別", *(f"{i},{'a' * 60}b{i},法人" for i in range(20))]
    (folder / "raw" / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    (folder / "mappings" / "a.toml").write_text(MAPPING.format(top, below), encoding="utf-8")
    return import_sources(folder / "raw", folder / "mappings", {}, load_schema())


@pytest.mark.usefixtures("short_time")
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
    start = time.process_time()
    result = load(tmp_path, top, below)
    assert time.process_time() - start < 5  # half a second for each of the twenty rows would be ten
    (problem,) = (p for p in result.problems if p.severity == "error")
    assert (problem.rule, problem.value, problem.file) == ("pattern-too-slow", SLOW, "raw/a.csv")
    assert result.log["rows_refused"].tolist() == result.log["rows_read"].tolist() == [21]


def test_a_pattern_has_its_time_again_in_the_next_import() -> None:
    start = time.process_time()
    with pytest.raises(PatternTooSlowError):
        pattern(SLOW).search("a" * 60 + "b")
    with pytest.raises(PatternTooSlowError):
        pattern(SLOW).search("a")
    assert time.process_time() - start < 8
    patterns.reset_times()
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
