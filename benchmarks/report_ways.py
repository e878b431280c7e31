"""One report in each of the ways that `batch.py` compares.

In a file of their own: ploomber-engine puts another module in the place of `__main__`, where a pool looks for its functions.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import reference_report

_QUIET = {"progress_bar": False, "log_output": False}
Job = tuple[Path, dict[str, Any], Path]
"""Notebook, parameters, output."""


def by_command(job: Job) -> None:
    """papermill's command."""
    notebook, parameters, output = job
    given = [word for name, value in parameters.items() for word in ("-p", name, str(value))]
    subprocess.run(
        [sys.executable, "-m", "papermill", str(notebook), str(output), *given, "--no-progress-bar"],
        check=True, capture_output=True,
    )  # fmt: skip


def by_papermill(job: Job) -> None:
    """papermill's function, in a process that stays."""
    import papermill

    notebook, parameters, output = job
    papermill.execute_notebook(str(notebook), str(output), parameters, **_QUIET)


def by_ploomber_command(job: Job) -> None:
    """ploomber-engine's command."""
    notebook, parameters, output = job
    given = [word for name, value in parameters.items() for word in ("-p", name, str(value))]
    subprocess.run(
        [sys.executable, "-c", "from ploomber_engine.cli import cli; cli()", str(notebook), str(output), *given],
        check=True, capture_output=True,
    )  # fmt: skip


def by_ploomber(job: Job) -> None:
    """ploomber-engine's function, in a process that stays."""
    from ploomber_engine import execute_notebook

    notebook, parameters, output = job
    execute_notebook(str(notebook), str(output), parameters=parameters, progress_bar=False, log_output=False)


def by_function(job: Job) -> None:
    """No notebook at all: the limit."""
    reference_report.plain_function(job[1]["seed"])


def by_runner(jobs: Sequence[Job], runner: Any) -> None:
    """Ours."""
    from sojo_eval.batch.engine import NotebookRun

    futures = [
        runner.submit(
            NotebookRun(notebook, parameters, notebook.parent, finish=partial(reference_report.write, output))
        )
        for notebook, parameters, output in jobs
    ]
    told = [future.result().finished for future in futures]
    assert not any(told), told
