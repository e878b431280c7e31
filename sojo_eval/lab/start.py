"""JupyterLab on a folder: on this computer only, asking no server for news, updates or extensions."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError

INSTALL = 'pip install "sojo-eval[lab]"'
QUIET = (
    "--ServerApp.ip=127.0.0.1",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)
"""Nothing listens beyond this computer, and JupyterLab asks nobody for news, newer versions or extensions."""
CONFIG = Path(__file__).resolve().parent / "config"
"""Switches off the question whether news shall be fetched: no option of the command line does."""


def lab_command(folder: Path, more: Sequence[str] = ()) -> list[str]:
    """What starts JupyterLab on the folder, with further arguments of its own.

    Raises SojoEvalError (exit code 3) with the line to install it where it is missing.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        raise SojoEvalError(
            "no-jupyterlab",
            Text("JupyterLab が入っていません", "JupyterLab is not installed"),
            Text(f"次の一行で入ります: {INSTALL}", f"This line installs it: {INSTALL}"),
            exit_code=3,
        )
    return [sys.executable, "-m", "jupyterlab", *QUIET, f"--ServerApp.root_dir={folder}", *more]


def lab_environment() -> dict[str, str]:
    """Our environment, with our settings of JupyterLab behind those of the person's own."""
    others = os.environ.get("JUPYTER_CONFIG_PATH")
    return {
        **os.environ,
        "JUPYTER_CONFIG_PATH": os.pathsep.join([*([others] if others else []), str(CONFIG)]),
    }


def open_lab(folder: Path, more: Sequence[str] = ()) -> int:
    """Start JupyterLab there and wait until it ends; its exit code."""
    try:
        return subprocess.call(lab_command(folder, more), cwd=folder, env=lab_environment())
    except KeyboardInterrupt:  # Ctrl+C is how one leaves JupyterLab
        return 0
