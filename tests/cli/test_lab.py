"""`lab` makes the copies, says what it kept, and hands its options on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from typer.testing import CliRunner

from sojo_eval import lab
from sojo_eval.cli.app import app


def test_copies_are_made_and_a_changed_one_is_named(small_city: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[Path, list[str]]] = []
    monkeypatch.setattr(lab, "open_lab", lambda folder, more: started.append((folder, [*more])) or 0)
    monkeypatch.setattr(lab, "lab_command", lambda folder: [])
    city = small_city.make().path
    first = CliRunner().invoke(app, ["lab", str(city), "--lang", "en"])
    assert first.exit_code == 0, first.output
    copy = city.resolve() / "notebooks" / "40_evaluation.ipynb"
    changed = nbformat.read(copy, as_version=4)
    changed.cells[-1].source = "1 + 1"
    nbformat.write(changed, copy)
    again = CliRunner().invoke(app, ["lab", str(city), "--no-browser", "--", "--port=8899"])
    assert again.exit_code == 0, again.output
    assert "40_evaluation" not in first.output
    assert "そのまま残しました: 40_evaluation（" in again.output
    assert started == [(copy.parent, []), (copy.parent, ["--no-browser", "--port=8899"])]


def test_nothing_is_written_where_jupyterlab_is_missing(
    small_city: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    city = small_city.make().path
    done = CliRunner().invoke(app, ["lab", str(city)])
    assert done.exit_code != 0
    assert "no-jupyterlab" in str(done.exception)
    assert not (city / "notebooks").exists()
