"""One page to make, how the pages are made, and what became of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from sojo_eval.batch.engine import CellFailure
from sojo_eval.foundation.language import Language, Text

Value: TypeAlias = str | int | float | bool
"""What a parameter of a notebook may be: what a cell of a table can say."""

Result = Literal["written", "skipped", "failed", "stopped", "waiting"]
"""skipped: whole and current already. stopped: the run ended while it ran. waiting: the run ended before its turn."""


@dataclass(frozen=True)
class Job:
    """One notebook with one set of parameters, and the files that it becomes.

    outputs: `.html` and `.ipynb`, relative to `folder`, with "/". inputs: name → file whose content decides what is
    shown, beside the notebook and the parameters. notes: what else decides it. private: folders whose names no output holds.
    shares: jobs with the same text need one evaluation that the first of them works out for all, "" for none.
    row: of the table of jobs, as a person counts.
    """

    notebook: Path
    parameters: Mapping[str, Value]
    folder: Path
    outputs: tuple[str, ...]
    label: Text
    lang: Language = "ja"
    show_code: bool = False
    inputs: Mapping[str, Path] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    private: tuple[Path, ...] = ()
    shares: str = ""
    row: int | None = None

    @property
    def paths(self) -> list[Path]:
        """Where the outputs lie."""
        return [self.folder / name for name in self.outputs]


@dataclass(frozen=True)
class Outcome:
    """What became of a job. Wall and CPU seconds, peak memory in bytes; `why` where it failed."""

    job: Job
    result: Result
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_memory: int = 0
    why: Text | None = None
    failure: CellFailure | None = None


@dataclass(frozen=True)
class Progress:
    """How far a run is: `done` jobs of `total`, among them `failed` and `skipped`; the last one's outcome, or
    what is said instead of it."""

    total: int
    done: int
    failed: int
    skipped: int
    last: Outcome | None = None
    said: Text | None = None


@dataclass(frozen=True)
class Settings:
    """How pages are made. timeout: seconds, memory: bytes, both a page; None without limit.

    resume: what is whole and current is not made again. keep_partial: a notebook that fails is kept as far as it came.
    cluster: the address of a dask scheduler, "local" for one on this machine, "" for none.
    """

    workers: int = 2
    timeout: float | None = None
    memory: int | None = None
    resume: bool = False
    keep_partial: bool = False
    cluster: str = ""
    watch: Callable[[Progress], None] | None = None
