"""A folder of pages before and after: which are whole, which are no page that any run ever wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sojo_eval.batch.done import is_whole_and_current, made_from
from sojo_eval.batch.job import Job
from sojo_eval.batch.run_record import RUN_RECORD

DECLARED = ("running.json", "lock")
"""Files that hold times or the number of a process, beside the run's own record."""


@dataclass
class Tally:
    """What was seen over all kills. lost: whole before and not after. double: executed although it was whole."""

    kills: int = 0
    lost: int = 0
    corrupt: int = 0
    double: int = 0
    executed: int = 0
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        return (
            f"{self.kills} kills, {self.executed} executions: {self.lost} lost, {self.corrupt} corrupt, "
            f"{self.double} double, {len(self.faults)} other faults"
        )

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.corrupt or self.double or self.faults)


def whole(jobs: Sequence[Job]) -> set[str]:
    """The outputs that a resumed run would leave as they are."""
    return {job.outputs[0] for job in jobs if is_whole_and_current(job, made_from(job))}


def executions(log: Path) -> Counter[str]:
    """How often each notebook was executed, from the lines that they write."""
    return Counter(log.read_text(encoding="utf-8").splitlines()) if log.is_file() else Counter()


def look_after(
    tally: Tally, jobs: Sequence[Job], reference: Path, before: set[str], ran: Counter[str]
) -> None:
    """Add what a run that has ended did. before: what was whole when it began; ran: what it executed."""
    after = whole(jobs)
    tally.lost += len(before - after)
    tally.double += sum(ran[Path(name).stem] for name in before)
    tally.executed += ran.total()
    for job in jobs:
        for path in job.paths:
            if path.exists() and path.read_bytes() not in (b"earlier", (reference / path.name).read_bytes()):
                tally.corrupt += 1


def compare(tally: Tally, folder: Path, reference: Path) -> None:
    """Add every file in which the two folders differ, but for those that hold times."""
    found, wanted = (_contents(one) for one in (folder, reference))
    tally.faults += [
        f"differs: {name}" for name in sorted({*found, *wanted}) if found.get(name) != wanted.get(name)
    ]


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in (*DECLARED, RUN_RECORD) and not path.name.endswith(".run.json")
    }
