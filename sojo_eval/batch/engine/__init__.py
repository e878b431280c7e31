"""How one notebook is executed, away from the process that asked for it."""

from sojo_eval.batch.engine.notebook_run import CellFailure, Finish, NotebookRun, Ran
from sojo_eval.batch.engine.runner import EngineName, NotebookRunner

__all__ = ["CellFailure", "EngineName", "Finish", "NotebookRun", "NotebookRunner", "Ran"]
