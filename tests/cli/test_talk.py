"""What the terminal says of problems: errors first, equal ones as one line, never more than a screenful of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.cli.talk import LINES_SHOWN, say_if_of_areas, say_problems
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem

WHY, FIX = Text("日付として読めません", "It cannot be read as a date"), Text("R6.4.1 と書く", "Write R6.4.1")


def test_ten_thousand_equal_problems_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    same = [
        Problem("x", WHY, FIX, file="raw/a.csv", row=row, column="開始", value="先週")
        for row in range(2, 10_002)
    ]
    warned = Problem("y", Text("確かめて", "look"), FIX, file="raw/b.csv", severity="warning")
    say_problems([warned, *same], "en", Path("clean/problems.en.html"))
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "10,000 problem(s)",
        '  raw/a.csv › rows 2–10001 › column "開始" (10,000 times): It cannot be read as a date (value: 先週).'
        " → Write R6.4.1",
        "1 warning(s)",
        "  raw/b.csv: look. → Write R6.4.1",
        "All of them: clean/problems.en.html",
    ]


def test_after_twenty_lines_the_rest_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [Problem("x", WHY, FIX, file=f"raw/{n // 2}.csv", row=n) for n in range(60)]
    say_problems(problems, "ja")
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "問題が 60 件あります"
    assert len(lines) == LINES_SHOWN + 2
    assert lines[-1] == "  ほかに 20 件"


def test_a_value_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say_problems([Problem("x", WHY, FIX, file="raw/a.csv", value="\x1b[2J\r\n消えた")], "ja")
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert len(said.splitlines()) == 2
    assert "消えた" in said


@pytest.mark.parametrize(
    ("areas", "told"), [(["C1"], True), (["132292", "C1"], True), ([""], False), (["132292"], False)]
)
def test_of_single_areas_it_is_said_why_they_stay_inside(
    areas: list[str], told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    say_if_of_areas(areas, "132292", "ja")
    say_if_of_areas(areas, "132292", "en")
    said = capsys.readouterr().out
    assert ("【庁内限り】一部の地域だけ" in said) == told
    assert ("[For use inside the city hall only] This page is about single areas" in said) == told
    assert told or not said
