"""One notebook to execute, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

import nbformat

FailureKind = Literal["error", "timeout", "memory", "killed", "no-kernel"]


@dataclass(frozen=True)
class CellFailure:
    """Which cell failed and how. The message only of our own errors: others could hold a person's data.

    cell: its number in the source notebook, from 1; 0 where it is not known. source: its first line that is not blank.
    signal: the name of the signal ("SIGKILL") that ended it, or "".
    """

    kind: FailureKind
    cell: int = 0
    source: str = ""
    ename: str = ""
    evalue: str = ""
    signal: str = ""


Finish: TypeAlias = Callable[[nbformat.NotebookNode, CellFailure | None], object]
"""Called with the executed notebook (as far as it came) in the process that executed it; it must be picklable."""


@dataclass(frozen=True)
class NotebookRun:
    """One notebook to execute: `timeout` in seconds and `memory` in bytes are for the whole notebook, None without limit.

    What `finish` gives becomes `Ran.finished`, so it must be picklable too, and small.
    """

    notebook: Path
    parameters: Mapping[str, str | int | float | bool]
    cwd: Path
    timeout: float | None = None
    memory: int | None = None
    finish: Finish | None = None


@dataclass(frozen=True)
class Ran:
    """What became of a run; `failure` None where it came to its end. Wall and CPU seconds, peak memory in bytes."""

    failure: CellFailure | None
    seconds: float
    cpu_seconds: float
    peak_memory: int
    finished: object = field(default=None)
