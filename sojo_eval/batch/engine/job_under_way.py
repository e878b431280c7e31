"""A job under way: what was told of it so far, and what becomes of that."""

from __future__ import annotations

import json
import pickle
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import nbformat

from sojo_eval.batch.engine import frames
from sojo_eval.batch.engine.frames import Frame
from sojo_eval.batch.engine.notebook_run import CellFailure, FailureKind
from sojo_eval.batch.engine.order import Order, Result


@dataclass
class Job:
    """A job, from its arrival to its result."""

    number: int
    order: Order
    finishing: bool = False
    killed_as: FailureKind | None = None
    ended_at: float | None = None
    cell: int = 0
    source: str = ""
    failure: CellFailure | None = None
    told: list[tuple[bytes, bytes]] = field(default_factory=list)
    cpu_seconds: float = 0.0
    peak_memory: int = 0
    finished: bytes | None = None
    raised: bytes | None = None
    began: float = field(default_factory=time.monotonic)

    @property
    def deadline(self) -> float | None:
        return None if self.order.timeout is None else self.began + self.order.timeout

    @property
    def to_finish(self) -> bool:
        return self.order.finish is not None and not self.finishing and self.killed_as != "killed"

    def hear(self, frame: Frame) -> None:
        """Keep what a process tells."""
        if frame.kind == frames.STARTS:
            told = json.loads(frame.content)
            self.cell, self.source = int(told["cell"]), str(told["source"])
        elif frame.kind == frames.FAILED:
            self.failure = failure_from(frame.content)
        elif frame.kind == frames.FINISHED:
            self.finished = frame.content
        elif frame.kind == frames.RAISED:
            self.raised = frame.content
        elif frame.kind == frames.USED:
            self.add_use(*pickle.loads(frame.content))
        elif not self.order.passes_on and self.order.finish is not None:
            self.told.append((frame.kind, frame.content))
        if frame.kind == frames.ENDED:
            self.ended_at = time.monotonic()

    def add_use(self, cpu_seconds: float, peak_memory: int) -> None:
        """Add what an ended process used: seconds, bytes."""
        self.cpu_seconds += cpu_seconds
        self.peak_memory = max(self.peak_memory, peak_memory)

    def left(self, signal: str) -> None:
        """Settle how a process ended, as far as it did not tell itself. signal: the name of what killed it, or ""."""
        if self.finishing:
            if self.finished is None and self.raised is None:
                self.raised = pickle.dumps(RuntimeError("the process that finishes a notebook ended early"))
        elif self.ended_at is None and self.failure is None:
            kind: FailureKind = self.killed_as or "killed"
            self.failure = CellFailure(kind, self.cell, self.source, signal="" if self.killed_as else signal)

    def result(self) -> Result:
        """The job as it leaves."""
        seconds = time.monotonic() - self.began
        return Result(
            self.failure, seconds, self.cpu_seconds, self.peak_memory, self.finished, self.raised
        )  # fmt: skip


Told = tuple[bytes | None, bytes | None]


def finished(finish: bytes, told: list[tuple[bytes, bytes]], failure: CellFailure | None) -> Told:
    """What a pickled `finish` gives for the notebook that was told of, and what it raises instead: both pickled."""
    try:
        return pickle.dumps(pickle.loads(finish)(put_together(told), failure)), None
    except Exception as error:
        return None, _pickled(error)


def _pickled(error: Exception) -> bytes:
    try:
        data = pickle.dumps(error)
        pickle.loads(data)
    except Exception:
        return pickle.dumps(RuntimeError(type(error).__name__))
    return data


def job_from(frame: Frame) -> Job:
    """The job of a message that brings one."""
    return Job(frame.job, pickle.loads(frame.content))


def put_together(told: list[tuple[bytes, bytes]]) -> nbformat.NotebookNode:
    """The notebook as far as it came, from what was told of it."""
    notebook = nbformat.v4.new_notebook()
    for kind, content in told:
        if kind == frames.PREPARED:
            notebook = pickle.loads(content)
        elif kind == frames.CELLS:
            for index, cell in pickle.loads(content).items():
                notebook.cells[index] = cell
        elif kind == frames.ENDED:
            notebook.metadata, about = pickle.loads(content)
            for cell, metadata in zip(notebook.cells, about, strict=True):
                cell.metadata = metadata
    return notebook


def failure_from(content: bytes) -> CellFailure:
    """A failure as it was told."""
    found: Mapping[str, Any] = json.loads(content)
    return CellFailure(**found)
