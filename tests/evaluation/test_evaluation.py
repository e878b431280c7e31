"""What an evaluation leaves in `results/` is exact: closed to others, marked as such, and nothing Excel would compute."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from sojo_eval.evaluation import Evaluation


@pytest.fixture
def results(make_evaluation: Callable[..., Evaluation], tmp_path: Path) -> Path:
    evaluation = make_evaluation()
    findings = evaluation.findings.assign(area_ja="=1+1", title_en="＠SUM(1)")
    (tmp_path / "results").mkdir(mode=0o755)
    replace(evaluation, findings=findings).save(tmp_path / "results")
    return tmp_path / "results"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_only_the_owner_reads_results(results: Path) -> None:
    assert stat.S_IMODE(results.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in results.iterdir()} == {0o600}


def test_results_say_that_they_stay_inside(results: Path) -> None:
    assert sorted(path.name for path in results.iterdir()) == [
        "README.txt", "evaluation.json", "facts.csv", "findings.csv", "findings.parquet", "pillars.csv", "targets.csv",
    ]  # fmt: skip
    first = (results / "README.txt").read_text(encoding="utf-8").splitlines()[0]
    assert first == "庁内限り / For use inside the city hall only"


def test_texts_are_guarded_and_numbers_stay_numbers(results: Path) -> None:
    assert (results / "findings.csv").read_bytes().startswith(b"\xef\xbb\xbf")  # Excel reads it as UTF-8
    findings = pd.read_csv(results / "findings.csv", encoding="utf-8-sig")
    assert set(findings["area_ja"]) == {"'=1+1"}
    assert set(findings["title_en"]) == {"'＠SUM(1)"}
    assert findings["change"].min() < 0
    assert set(pd.read_parquet(results / "findings.parquet")["area_ja"]) == {"=1+1"}


def test_an_evaluation_loads_neither_what_draws_nor_what_writes_workbooks() -> None:
    code = (
        "import sys, sojo_eval as se; se.open_city, se.evaluate, se.publish;"
        "print([name for name in ('matplotlib', 'openpyxl', 'statsmodels.api') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
