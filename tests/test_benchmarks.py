"""Every script in benchmarks/ runs from a fresh environment by the one command that CONTRIBUTING.md gives."""

from __future__ import annotations

import ast
import importlib
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

SCRIPTS = sorted(Path(__file__).resolve().parent.parent.glob("benchmarks/*.py"))
COMMAND = 'pip install -c constraints.txt -e ".[bench]"'
NOT_INSTALLED_IN_TESTS = {"pandera": "pandera", "ploomber_engine": "ploomber-engine"}
"""Module → distribution, of what only benchmarks import."""


def imported(script: Path) -> set[str]:
    """Top-level modules that a script imports, by statement or by name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return {name.partition(".")[0] for name in found}


def declared(repository: Path) -> set[str]:
    """Normal names of the distributions that the command asks for by name: the project's own, [test]'s and [bench]'s."""
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    named = [*project["dependencies"], *extras["bench"], *extras["test"], *extras["spark"]]
    return {re.split(r"[\[<>=~! ]", one)[0].replace("_", "-").lower() for one in named}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_imports_only_what_the_command_installs(script: Path, repository: Path) -> None:
    here = (
        {path.stem for path in SCRIPTS}
        | {"mutant_table", "sojo_eval", "tests"}
        | set(sys.stdlib_module_names)
    )
    known = packages_distributions()
    missing = {
        module
        for module in imported(script) - here
        if not {
            name.replace("_", "-").lower()
            for name in known.get(module, [NOT_INSTALLED_IN_TESTS.get(module, module)])
        }
        & declared(repository)
    }
    assert not missing


def test_each_planted_mistake_can_be_planted(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of a rule leaves its row in the table behind, and `mutants.py` then runs nothing at all."""
    monkeypatch.syspath_prepend(str(repository / "benchmarks"))
    table = importlib.import_module("mutant_table")
    texts = {file: (repository / "sojo_eval" / file).read_text(encoding="utf-8") for file in table.TABLE}
    stale = [
        (file, old) for file, rows in table.TABLE.items() for old, *_ in rows if texts[file].count(old) != 1
    ]
    assert stale == []
    named = [
        *table.TESTS.values(),
        *(row[3] for rows in table.TABLE.values() for row in rows if len(row) > 3),
    ]
    tests = {test.partition("::")[0] for some in named for test in some}
    assert set(table.TABLE) == set(table.TESTS)
    assert not [test for test in sorted(tests) if not (repository / "tests" / test).is_file()]


def test_the_command_is_written_down(repository: Path) -> None:
    text = (repository / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert COMMAND in text
    assert "python benchmarks/" in text


def test_what_benchmarks_compare_with_is_pinned(repository: Path) -> None:
    lines = (repository / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.partition("==")[0].replace("_", "-").lower() for line in lines}
    assert declared(repository) <= pinned | {"sojo-eval"}
