"""The command line: exit codes, languages, and no traceback for anything a person may do wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sojo_eval.cli.talk import asked_language
from tests.cli.in_process import Said, run_here
from tests.evaluation.targets.made_targets import OPEN, targets
from tests.evaluation.targets.made_targets import city as targets_city


def run(*arguments: str) -> Said:
    """By a process of its own."""
    command = [sys.executable, "-m", "sojo_eval", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert "Traceback" not in done.stderr
    return Said(done.returncode, done.stdout, done.stderr)


def test_help_names_every_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    for command in ("demo", "init", "template", "map", "import", "check", "evaluate", "report"):
        assert command in done.stdout


@pytest.mark.parametrize("command", ["import", "check", "evaluate", "report"])
def test_a_folder_that_is_no_city_is_wrong_use_in_both_languages(tmp_path: Path, command: str) -> None:
    done = run if command == "import" else run_here
    japanese, english = done(command, str(tmp_path)), done(command, str(tmp_path), "--lang", "en")
    assert japanese.returncode == english.returncode == 2
    assert "city.toml がありません" in japanese.stderr
    assert "There is no city.toml" in english.stderr
    assert "sojo-eval init" in japanese.stderr
    assert "sojo-eval init" in english.stderr


def test_a_new_city_says_step_by_step_what_to_do_next(tmp_path: Path) -> None:
    folder = tmp_path / "city"
    unnamed = run_here("init", str(folder), "--lang", "en")
    assert (unnamed.returncode, "--code and --name" in unnamed.stderr) == (2, True)
    assert not folder.exists()
    made = run_here("init", str(folder), "--code", "132292", "--name", "西東京市", "--lang", "en")
    assert made.returncode == 0
    assert "mappings/" in made.stdout
    again = run_here("init", str(folder), "--code", "132292", "--name", "西東京市", "--lang", "en")
    assert (again.returncode, "not empty" in again.stderr) == (2, True)
    early = run_here("evaluate", str(folder), "--lang", "en")
    assert (early.returncode, "Run: sojo-eval import" in early.stderr) == (2, True)
    nothing = run_here("import", str(folder), "--lang", "en")
    assert (nothing.returncode, "no mapping file" in nothing.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("report", ".", "--lang", "fr"), "「fr」は使えません"),
        (("demo", "{folder}", "--scenario", "paradise", "--lang", "en"), "paradise"),
        (("report", ".", "--lang", "ja,jp"), "「jp」は使えません"),
        (("evaluate", "", "--lang", "en"), "name of the city's folder is empty"),
        (("import", " "), "フォルダの名前が空です"),
        (("template", "--city", ""), "フォルダの名前が空です"),
        (("nonsense",), "No such command"),
        (("evaluate",), "Missing argument"),
    ],
)
def test_wrong_use_exits_with_two(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    done = run_here(*(a.format(folder=tmp_path / "x") for a in arguments))
    assert done.returncode == 2
    assert words in done.stderr


def test_the_example_city_never_overwrites_other_things(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    done = run_here("demo", str(tmp_path), "--lang", "en")
    assert done.returncode == 2
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        ([], "ja"),
        (["check", "x", "--lang", "en"], "en"),
        (["--lang=en"], "en"),
        (["report", "--lang", "en,ja"], "en"),
    ],
)
def test_the_language_of_errors_is_the_one_asked_for(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], language: str
) -> None:
    monkeypatch.delenv("SOJO_EVAL_LANG", raising=False)
    assert asked_language(arguments) == language


def test_a_target_that_cannot_be_is_told_by_check_and_by_evaluate(small_city: Any) -> None:
    rows = targets((OPEN, "5", 0.359, 45, "2029-03-31", "higher"))
    folder = str(targets_city(small_city, rows).path)
    for command, code in (("check", 1), ("evaluate", 0)):
        done = run_here(command, folder, "--lang", "en")
        assert done.returncode == code, done.stderr
        assert 'targets › row 1 › column "target_value"' in done.stderr
        assert "write 0.45 for 45" in done.stderr


def test_a_target_that_is_only_unlikely_is_told_and_passes(small_city: Any) -> None:
    rows = targets((OPEN, "5", 0.359, 0.03, "2029-03-31", "higher"))
    done = run_here("check", str(targets_city(small_city, rows).path), "--lang", "en")
    assert done.returncode == 0
    assert "ten times" in done.stderr
