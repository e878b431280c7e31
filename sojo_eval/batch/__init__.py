"""Batch: many notebooks run with many parameters, each page written whole, once, and never again without need."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sojo_eval.batch.job import Job, Outcome, Progress, Settings
    from sojo_eval.batch.notebooks import NOTEBOOKS
    from sojo_eval.batch.publish import publish_reports
    from sojo_eval.batch.run import run_jobs

__all__ = ["NOTEBOOKS", "Job", "Outcome", "Progress", "Settings", "publish_reports", "run_jobs"]

# papermill loads the engine below from here, and needs nothing of a city for it.
_HOME = {
    "Job": "job",
    "NOTEBOOKS": "notebooks",
    "Outcome": "job",
    "Progress": "job",
    "Settings": "job",
    "publish_reports": "publish",
    "run_jobs": "run",
}


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
