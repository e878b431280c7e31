"""The floors hold, and the map in docs/architecture.md shows what is there."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path


def test_imports_go_one_way(repository: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 kept, 0 broken" in done.stdout


def test_the_map_names_every_floor_and_only_what_exists(repository: Path) -> None:
    text = (repository / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", text, flags=re.MULTILINE)
    floors = {p.parent.name for p in (repository / "sojo_eval").glob("*/__init__.py")}
    assert {name for name, _ in rows} == floors
    for name, cell in rows:
        floor = repository / "sojo_eval" / name
        for file in re.findall(r"`(\w+\.py)`", cell):
            assert (floor / file).is_file(), f"{name}/{file}"
        rooms = {p.parent.name for p in floor.glob("*/__init__.py")}
        named = set(re.findall(r"`(\w+)/`", cell))
        assert named <= rooms, name
        if name in ("importing", "indicators", "statistics"):
            assert named == rooms, name


def test_the_linter_knows_every_floor(repository: Path) -> None:
    config = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    floors = {f"sojo_eval.{p.parent.name}" for p in (repository / "sojo_eval").glob("*/__init__.py")}
    assert {name.strip() for line in layers for name in line.split("|")} == floors


MOST_FILES = 22
"""About twenty: more want rooms of their own."""


def test_rooms_hold_what_a_newcomer_can_overlook(repository: Path) -> None:
    folders = {p.parent for p in (repository / "sojo_eval").rglob("*.py")}
    crowded = {str(f): n for f in folders if (n := len([*f.glob("*.py")])) > MOST_FILES}
    assert not crowded


def test_files_fit_in_the_head(repository: Path) -> None:
    long = {
        str(path.relative_to(repository)): lines
        for path in (repository / "sojo_eval").rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long


CROSS_CUTTING = (
    "browser", "cli", "end_to_end", "faults", "notebooks", "properties", "published", "real",
)  # fmt: skip
"""Folders of tests that go through all rooms."""

WHOLE_ROOM = {
    "disclosure/test_attacks.py": "what is published is attacked as a whole, whichever file hid it",
    "evaluation/test_habits.py": "changes of habit, taken from the records to the verdict",
    "evaluation/test_verdict_edges.py": "the limits of verdicts, grades and pillars, typed a second time",
    "example_city/received_files/test_import.py": "the files that the city hands in, imported together",
    "importing/files/test_hostile_files.py": "one list of harmful files for every kind that can be opened",
    "importing/test_told_values.py": "whatever tells a value, wherever in importing it is found",
    "indicators/test_against_oracle.py": "every indicator, said again row by row",
    "indicators/test_catalogue_changes.py": "the page of what became of the catalogue",
    "indicators/test_hand_worked.py": "one small city for indicators of many files",
    "indicators/test_spark.py": "every indicator, by the other engine",
}
"""Test → why it tests no single file."""

IN_ANY_ROOM = {"test_policy_edges.py": "the limits of a room's policy, typed a second time"}


def test_tests_mirror_the_tree(repository: Path) -> None:
    tests, package = repository / "tests", repository / "sojo_eval"
    alone = set()
    for path in tests.glob("*/**/test_*.py"):
        name = path.relative_to(tests)
        if name.parts[0] in CROSS_CUTTING or name.name in IN_ANY_ROOM:
            continue
        tested = package / name.parent / path.stem.removeprefix("test_")
        if not tested.with_suffix(".py").is_file() and not (tested / "__init__.py").is_file():
            alone.add(name.as_posix())
    assert alone == set(WHOLE_ROOM)


MOST_PARAMETERS = 6


def test_more_than_six_arguments_are_named_in_the_call(repository: Path) -> None:
    """So that a call is read without the definition. A command of cli/app.py has a parameter for each of its options."""
    many = []
    for path in (repository / "sojo_eval").rglob("*.py"):
        if path.name == "app.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                names = [
                    a.arg for a in (*node.args.posonlyargs, *node.args.args) if a.arg not in ("self", "cls")
                ]
                if len(names) > MOST_PARAMETERS:
                    many.append(f"{path.name}: {node.name}")
    assert not many


def test_no_kind_of_data_is_read_from_its_spelling(repository: Path) -> None:
    """An indicator's kind is asked what it is. (Columns `kind` of clean tables, such as meetings.kind, hold codes.)"""
    spelt = re.compile(r"entry\.kind *(==|!=|in|not in) |\bkind\.(endswith|startswith)\(")
    found = [
        f"{path.name}: {line.strip()}"
        for path in (repository / "sojo_eval").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if spelt.search(line) and "self.kinds" not in line
    ]
    assert not found


def test_nothing_of_this_machine_stands_in_the_constraints(repository: Path) -> None:
    lines = (repository / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!_-]+", pin) for pin in pins)
