"""`sojo-eval batch` with real kernels: what it makes, says, and ends with."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.batch.made_jobs import write_notebook
from tests.cli.in_process import run_here
from tests.cli.test_app import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = "if name == 'bad':\n    raise ValueError('080-' + str(1234))\nprint(name)"
    write_notebook(tmp_path / "own.ipynb", source, parameters='name = "x"\nn = 1')
    return tmp_path


def table(folder: Path, *rows: str) -> str:
    path = folder / "仕事.csv"
    path.write_text("\n".join(["notebook,output,name,n", *rows]), encoding="cp932")
    return str(path)


def test_a_batch_makes_what_can_be_made_and_then_only_the_rest(folder: Path) -> None:
    first, second = "own.ipynb,out/a.html,甲,", "own.ipynb,out/b.html,bad,"
    done = run(
        "batch", table(folder, first, second, "own.ipynb,out/c.html,c,many"), "--lang", "en", "--keep-partial"
    )
    assert done.returncode == 3
    assert (
        'row 4 › column "n": The parameter has another type (value: many). → Write a whole number'
        in done.stderr
    )
    assert re.search(r"\[\d/2\] row 2 \(a\.html\) written \d+\.\d s", done.stderr)
    assert "1 written, 1 failed, 1 rows that cannot be used" in done.stderr
    assert "row 3" in done.stderr
    assert "cell 2 (if name == 'bad':): ValueError" in done.stderr
    assert "080" not in done.stdout + done.stderr
    assert sorted(p.name for p in (folder / "out").iterdir() if p.is_file()) == ["a.html", "b.partial.ipynb"]
    assert "甲" in (folder / "out" / "a.html").read_text(encoding="utf-8")
    told = json.loads((folder / "仕事.run.json").read_text(encoding="utf-8"))
    assert told["counts"] == {"failed": 1, "written": 1, "bad_rows": 1}
    assert told["bad_rows"][0]["row"] == 4
    assert all(entry["seconds"] > 0 for entry in told["jobs"])

    again = run("batch", table(folder, first, "own.ipynb,out/b.html,b,3"), "--lang", "en")
    assert (again.returncode, again.stdout.strip()) == (0, "1 written, 1 left as they were")
    assert "2/2] row 3 (b.html) written" in again.stderr
    assert not (folder / "out" / "b.partial.ipynb").exists()


def test_where_no_row_can_be_used_nothing_starts(folder: Path) -> None:
    done = run_here("batch", table(folder, "nothing,out/a.html,,"), "--lang", "en")
    assert done.returncode == 1
    assert "1 rows that cannot be used" in done.stderr
    assert not (folder / "out").exists()


def test_a_file_that_is_not_there_is_wrong_use(folder: Path) -> None:
    done = run_here("batch", str(folder / "none.csv"))
    assert (done.returncode, "読めません" in done.stderr) == (2, True)


@pytest.mark.parametrize("command", ["report", "batch"])
def test_every_option_stands_in_the_docs(repository: Path, command: str) -> None:
    text = (repository / "docs" / "batch.md").read_text(encoding="utf-8")
    said = run_here(command, "--help").stdout
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", said)) - {"--help"}
    assert len(options) > 8
    assert not {option for option in options if option not in text}
