"""run.json: what became of every page of a run, for whoever looks after it. No values, and no places of this machine."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sojo_eval.batch.job import Outcome, Settings
from sojo_eval.foundation.files import write_text
from sojo_eval.foundation.problems import Problem
from sojo_eval.foundation.version import VERSION

RUN_RECORD = "run.json"
_MEGABYTE = 1_000_000
State = Literal["running", "ended", "stopped", "disk full"]


@dataclass(frozen=True)
class RunRecord:
    """Where a run is written down, and what is said of all of it. root: of many cities, whose pages are then told apart."""

    path: Path
    settings: Settings
    bad_rows: Sequence[Problem] = ()
    root: Path | None = None
    began: datetime = field(default_factory=lambda: datetime.now().astimezone())

    def write(self, outcomes: Sequence[Outcome], state: State) -> None:
        """Write it, whole or not at all."""
        now = datetime.now().astimezone()
        counts = Counter(outcome.result for outcome in outcomes)
        found: dict[str, Any] = {
            "state": state,
            "began": self.began.isoformat(timespec="seconds"),
            "ended": None if state == "running" else now.isoformat(timespec="seconds"),
            "seconds": round((now - self.began).total_seconds(), 1),
            "package_version": VERSION,
            "workers": self.settings.workers,
            "counts": dict(sorted(counts.items())) | {"bad_rows": len({p.row for p in self.bad_rows})},
            "jobs": [_entry(outcome, self.root) for outcome in outcomes],
            "bad_rows": [_bad_row(problem) for problem in self.bad_rows],
        }
        write_text(self.path, json.dumps(found, ensure_ascii=False, indent=1) + "\n")


def _bad_row(problem: Problem) -> dict[str, Any]:
    said = {
        "ja": f"{problem.message.ja}（{problem.fix.ja}）",
        "en": f"{problem.message.en}. {problem.fix.en}",
    }
    return {"row": problem.row, "column": problem.column, "value": problem.value, "why": said}


def _entry(outcome: Outcome, root: Path | None) -> dict[str, Any]:
    job, failure = outcome.job, outcome.failure
    entry: dict[str, Any] = {
        "notebook": job.notebook.stem,
        "lang": job.lang,
        "area": str(job.parameters.get("area", "")),
        "outputs": list(job.outputs),
        "outcome": outcome.result,
        "seconds": round(outcome.seconds, 2),
        "cpu_seconds": round(outcome.cpu_seconds, 2),
        "peak_memory_mb": round(outcome.peak_memory / _MEGABYTE),
    }
    if root is not None:
        entry = {"folder": job.folder.relative_to(root).as_posix(), **entry}
    if job.row is not None:
        entry["row"] = job.row
    if outcome.why is not None:
        entry["why"] = {"ja": outcome.why.ja, "en": outcome.why.en}
    if failure is not None and outcome.result == "failed":
        entry["failure"] = {"kind": failure.kind, "cell": failure.cell, "error": failure.ename, "signal": failure.signal}  # fmt: skip
    return entry
