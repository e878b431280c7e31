"""No CSV file of ours holds a cell that a spreadsheet would compute, and numbers stay numbers."""

from __future__ import annotations

import ast
from pathlib import Path

import pandas as pd
import pytest

from sojo_eval.foundation.csv_files import guarded, unguarded, write_csv

FORMULAS = [
    "=1+10", "+81-3-1234", "-1+2", "@SUM(A1)", "\t1", "\r1", "＝1", "＋1+1", "－A1", "＠A1", "  =1", "\u3000=1", "\n=1",
    "'=1", '"=1"', " ' =1", "\ufeff=1", "−A1", "+", "=", "--1",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_shown_and_not_computed(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    "text", ["-5", "+3.5", "-1,234.5", "－５", "−5", "-.5", "-1e5", "-3%", "-", "a=1", "", "1-2"]
)
def test_a_number_stays_a_number_and_a_text_a_text(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


def test_heads_categories_and_cells_are_guarded_alike(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "=head": ["=1", None, "a\r=2"],
            "kind": pd.Categorical(["@x", "@x", "y"]),
            "n": pd.array([-1, 2, None], dtype="Int64"),
            "share": [-0.5, 1.25, None],
            "mixed": [-1, "=3", 2.5],
        }
    )
    write_csv(tmp_path / "a.csv", frame)
    text = (tmp_path / "a.csv").read_bytes().decode("utf-8-sig")
    assert text == "'=head,kind,n,share,mixed\n'=1,'@x,-1,-0.5,-1\n,'@x,2,1.25,'=3\n\"a\n=2\",y,,,2.5\n"


def test_a_file_that_is_read_and_written_again_stays_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, pd.DataFrame({"x": [*FORMULAS[:4], "'plain'"]}))
    first = path.read_bytes()
    write_csv(path, pd.read_csv(path, dtype="string", keep_default_na=False).map(unguarded))
    assert path.read_bytes() == first


def test_no_other_file_of_the_package_writes_csv(repository: Path) -> None:
    """`to_csv` and the csv module's writers stand in one file."""
    found = set()
    for path in (repository / "sojo_eval").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {
                "to_csv",
                "writer",
                "DictWriter",
                "write_csv",
            }:
                found.add(path.relative_to(repository).as_posix())
    assert found == {"sojo_eval/foundation/csv_files.py"}
