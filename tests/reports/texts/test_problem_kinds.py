"""Every rule of an import has words of its own on the page, and a rule nobody knows shows none of its own."""

from __future__ import annotations

import ast
from pathlib import Path

from sojo_eval.reports.texts.problem_kinds import CONSISTENCY, KINDS, OTHER, kind_of
from sojo_eval.schema import load_schema

MAKERS = {"Problem", "problem", "Check", "_Kind", "_Refusal", "_warning", "_differs"}


def rules_of_an_import(repository: Path) -> set[str]:
    """The texts among the first two arguments of all calls that make a problem."""
    found = set()
    rooms = [repository / "sojo_eval" / room for room in ("importing", "schema", "city")]
    for path in (path for room in rooms for path in room.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                texts = [n.value for a in node.args[:2] for n in ast.walk(a) if isinstance(n, ast.Constant)]
                if name in MAKERS:
                    found |= {
                        t
                        for t in texts
                        if isinstance(t, str) and t.replace("-", "").replace("_", "").isalpha()
                    }
    return found


def test_every_rule_has_its_words(repository: Path) -> None:
    rules = rules_of_an_import(repository) - {
        "event",
        "note",
        "warning",
    }  # severities and a word of a footnote
    assert len(rules) > 50
    assert {rule for rule in rules if kind_of(rule) == OTHER and rule.islower() and rule.isascii()} == set()


def test_the_rules_of_tables_are_contradictions() -> None:
    names = [rule.name for table in load_schema().tables.values() for rule in table.rules]
    assert {kind_of(name) for name in names} == {CONSISTENCY}


def test_an_unknown_rule_shows_no_word_of_its_own() -> None:
    assert kind_of("田中太郎 080-1234") == OTHER
    assert kind_of("") == OTHER
    assert all(text.ja and text.en for text in KINDS.values())
