"""A job on its way to a process that executes it, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass

from sojo_eval.batch.engine.notebook_run import CellFailure


@dataclass(frozen=True)
class Order:
    """A job as it arrives: what the parent must know of it, and what only its children open.

    passes_on: each frame of the executing process goes to whoever asked, who holds the notebook (papermill).
    """

    passes_on: bool
    engine: str
    timeout: float | None
    memory: int | None
    work: bytes
    finish: bytes | None


@dataclass(frozen=True)
class Result:
    """A job as it leaves: `finished` and `raised` are pickled, and opened by whoever asked."""

    failure: CellFailure | None
    seconds: float
    cpu_seconds: float
    peak_memory: int
    finished: bytes | None
    raised: bytes | None
