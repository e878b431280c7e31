"""Equal problems are one line: what counts as equal, and how many lines there can be at most."""

from __future__ import annotations

import pytest

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problem_groups import Several, group_problems, listed, row_ranges
from sojo_eval.foundation.problems import Problem

WHY, FIX = Text("日付として読めません", "It cannot be read as a date"), Text("R6.4.1 と書く", "Write R6.4.1")


def test_rows_are_written_as_a_person_writes_them() -> None:
    assert row_ranges([3], "ja") == "3"
    assert row_ranges([3, 5, 6, 7, 9], "ja") == "3、5–7、9"
    assert row_ranges([3, 5, 6, 7, 9], "en") == "3, 5–7, 9"
    assert row_ranges(range(1, 100, 2), "en", most=2) == "1, 3 …"
    assert row_ranges(range(2, 10_002), "en") == "2–10001"
    assert row_ranges([1, 3, 4], "en", most=2) == "1, 3–4"
    assert row_ranges([], "en") == ""


def test_values_and_numbers_may_differ_within_a_group() -> None:
    problems = [
        Problem(
            "sum",
            Text(f"合計は {n} です", f"the total is {n}"),
            FIX,
            file="a.csv",
            row=n,
            column="計",
            value=str(n),
        )
        for n in range(10_000, 0, -1)
    ]
    (group,) = group_problems(problems)
    assert (group.count, group.rows[0], len(group.rows)) == (10_000, 1, 10_000)
    assert group.messages == Several(tuple(p.message for p in problems[:3]), 9_997)
    assert group.values == Several(("10000", "9999", "9998"), 9_997)
    assert listed(group.values, "en") == "10000, 9999, 9998 and 9,997 more"


@pytest.mark.parametrize("differing", ["file", "sheet", "column", "rule", "fix", "severity"])
def test_problems_that_are_mended_differently_stay_apart(differing: str) -> None:
    parts = {"rule": "x", "message": WHY, "fix": FIX, "file": "a.csv", "sheet": "s", "column": "c"}
    other = parts | {differing: Text("別", "other") if differing == "fix" else "note"}
    groups = group_problems([Problem(**parts), Problem(**other), Problem(**parts)])  # type: ignore[arg-type]
    assert [g.count for g in groups] == [2, 1]


def test_many_fixes_or_columns_of_one_rule_become_one_line() -> None:
    fixes = [
        Problem("x", WHY, Text(f"直す{n}", f"correct {n}"), file="a.csv", column="c") for n in range(100)
    ]
    columns = [Problem("y", WHY, FIX, file="a.csv", column=f"c{n}") for n in range(100)]
    both = [
        Problem("z", WHY, Text(f"直す{n}", f"correct {n}"), file="a.csv", column=f"c{n}") for n in range(100)
    ]
    few = [Problem("w", WHY, Text(f"直す{n}", f"correct {n}"), file="a.csv", column="c") for n in range(3)]
    groups = group_problems([*fixes, *columns, *both, *few])
    assert [g.count for g in groups] == [100, 100, 100, 1, 1, 1]
    assert listed(groups[1].columns, "ja") == "c0、c1、c2 ほか 97 種"
    assert groups[2].fixes.more == 97


def test_errors_come_first_and_files_stay_together() -> None:
    order = [("b", "note"), ("a", "warning"), ("b", "error"), ("a", "error"), ("b", "warning")]
    problems = [Problem("x", WHY, FIX, file=file, severity=severity) for file, severity in order]  # type: ignore[arg-type]
    assert [(g.severity, g.file) for g in group_problems(problems)] == [
        ("error", "b"),
        ("error", "a"),
        ("warning", "b"),
        ("warning", "a"),
        ("note", "b"),
    ]


def test_a_group_is_one_sentence_in_either_language() -> None:
    problems = [
        Problem("x", WHY, FIX, file="raw/a.csv", sheet="4月", row=row, column="開始", value="先週")
        for row in (4, 6, 7)
    ]
    (group,) = group_problems(problems)
    assert group.sentence("ja") == (
        "raw/a.csv › 4月 › 4、6–7行 › 「開始」（3 件）: 日付として読めません（値: 先週）。→ R6.4.1 と書く"
    )
    assert group.sentence("en") == (
        'raw/a.csv › 4月 › rows 4, 6–7 › column "開始" (3 times): It cannot be read as a date (value: 先週).'
        " → Write R6.4.1"
    )
    (single,) = group_problems(problems[:1])
    assert single.sentence("en") == problems[0].sentence("en")


@pytest.mark.parametrize(("sheets", "lines"), [(2, 2), (3, 1), (9, 1)])
def test_a_footnote_on_many_sheets_is_one_line(sheets: int, lines: int) -> None:
    note = Text("注記があります: ※速報", "There is a footnote: ※速報")
    problems = [
        Problem("footnote", note, FIX, file="a.xlsx", sheet=f"{n}月", row=20 + n, severity="note")
        for n in range(1, sheets + 1)
    ]
    groups = group_problems(problems)
    assert (len(groups), sum(g.count for g in groups)) == (lines, sheets)
    if sheets == 9:
        assert groups[0].sheet == "1月, 2月, 3月, … (9)"
        assert groups[0].rows == ()


def test_footnotes_that_differ_stay_apart() -> None:
    problems = [
        Problem("footnote", Text(f"※{n}", f"※{n}"), FIX, file="a.xlsx", sheet=str(n), severity="note")
        for n in range(5)
    ]
    assert len(group_problems(problems)) == 5
