"""The list of problems for Excel: a row a problem, in both languages, and nothing that Excel computes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing import write_problem_report

WHY, FIX = Text("日付として読めません", "It cannot be read as a date"), Text("R6.4.1 と書く", "Write R6.4.1")


def many(count: int) -> list[Problem]:
    return [
        Problem(
            "unreadable",
            WHY,
            FIX,
            file="raw/a.xlsx",
            sheet="4月",
            row=row,
            column="開始",
            value=f"先週{row}",
            table="cases",
            cell=f"B{row}",
        )
        for row in range(3, count + 3)
    ]


def test_the_table_has_one_row_a_problem_in_both_languages(tmp_path: Path) -> None:
    write_problem_report(many(3), tmp_path)
    assert (tmp_path / "problems.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(tmp_path / "problems.csv", dtype=str, keep_default_na=False)
    assert table["cell"].tolist() == ["B3", "B4", "B5"]
    assert table["row"].tolist() == ["3", "4", "5"]
    assert set(table["message"] + table["message_en"]) == {WHY.ja + WHY.en}
    assert set(table["fix"] + table["fix_en"]) == {FIX.ja + FIX.en}


def test_excel_computes_nothing_of_the_table(tmp_path: Path) -> None:
    values = ["=1+1", "@SUM(A1)", "+cmd|x", "-cmd", "-5", "-1,200", "+3.5", "-", "△5", "", "a=b"]
    shown = ["'=1+1", "'@SUM(A1)", "'+cmd|x", "'-cmd", "-5", "-1,200", "+3.5", "-", "△5", "", "a=b"]
    write_problem_report(
        [Problem("x", WHY, FIX, file="raw/a.csv", column=v, value=v) for v in values], tmp_path
    )
    table = pd.read_csv(tmp_path / "problems.csv", dtype=str, keep_default_na=False)
    assert table["value"].tolist() == table["column"].tolist() == shown


def test_a_file_full_of_problems_has_a_copy_that_opens(tmp_path: Path) -> None:
    """Twenty thousand cells: comments and lists end at their caps, and the copy stays small."""
    (tmp_path / "raw").mkdir()
    lines = ["番号,開始,備考", *(f"{n:06},先週,済" for n in range(20_000))]
    (tmp_path / "raw" / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    problems = [
        Problem(
            "unreadable",
            WHY,
            FIX,
            file="raw/a.csv",
            row=row,
            column="開始",
            value="先週",
            table="cases",
            cell=f"B{row}",
        )
        for row in range(2, 20_002)
    ]
    write_problem_report(problems, tmp_path / "clean", raw=tmp_path / "raw")
    assert len((tmp_path / "clean" / "problems.csv").read_text("utf-8-sig").splitlines()) == 20_001
    assert (tmp_path / "clean" / "marked" / "a.csv.marked.xlsx").stat().st_size < 1_000_000
