"""JupyterLab starts on this computer alone, asks nobody for anything, and says how to be installed."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Any

import pytest

from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.lab import start


def test_without_jupyterlab_the_line_that_installs_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SojoEvalError) as caught:
        start.lab_command(tmp_path)
    assert caught.value.exit_code == 3
    for words in (caught.value.fix.ja, caught.value.fix.en):
        assert 'pip install "sojo-eval[lab]"' in words


def test_what_jupyterlab_is_told_it_understands(tmp_path: Path) -> None:
    """Of a misspelt option it would only warn, and then ask the network after all."""
    labapp = pytest.importorskip("jupyterlab.labapp", reason="JupyterLab is an extra")
    given = dict(part.removeprefix("--").split("=") for part in start.lab_command(tmp_path)[3:])
    assert given.pop("ServerApp.root_dir") == str(tmp_path)
    assert given.pop("ServerApp.ip") == "127.0.0.1"
    app = labapp.LabApp()
    for option, value in given.items():
        name = option.removeprefix("LabApp.")
        assert app.has_trait(name)
        setattr(app, name, app.traits()[name].from_string(value))
    assert app.news_url is None
    assert app.check_for_updates_class.__name__ == "NeverCheckForUpdate"
    assert app.extension_manager == "readonly"


def test_its_exit_code_is_handed_on_and_control_c_is_a_good_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def call(command: list[str], cwd: Path, env: dict[str, str]) -> int:
        asked.append((command[-1], cwd))
        return 7

    monkeypatch.setattr(start, "lab_command", lambda folder, more: ["jupyterlab", *more])
    monkeypatch.setattr(start.subprocess, "call", call)
    assert start.open_lab(tmp_path, ["--no-browser"]) == 7
    assert asked == [("--no-browser", tmp_path)]

    def interrupted(command: list[str], cwd: Path, env: dict[str, str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(start.subprocess, "call", interrupted)
    assert start.open_lab(tmp_path) == 0


def test_nobody_is_asked_whether_news_may_be_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = pytest.importorskip("jupyterlab_server.config", reason="JupyterLab is an extra")
    for before, paths in (("", [str(start.CONFIG)]), (str(tmp_path), [str(tmp_path), str(start.CONFIG)])):
        monkeypatch.setenv("JUPYTER_CONFIG_PATH", before)
        assert start.lab_environment()["JUPYTER_CONFIG_PATH"].split(os.pathsep) == paths
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", start.lab_environment()["JUPYTER_CONFIG_PATH"])
    disabled = config.get_page_config([])["disabledExtensions"]
    assert "@jupyterlab/apputils-extension:announcements" in disabled
