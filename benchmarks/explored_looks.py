"""What a run of 60_explore left, for `explore_every_indicator.py`: in a module, where another process finds it."""

from __future__ import annotations

from dataclasses import dataclass

import nbformat

from sojo_eval.batch.engine import CellFailure


@dataclass(frozen=True)
class Look:
    """What a run left: the failure, if any, the warnings, and how many cells gave a reason instead of an answer."""

    failure: CellFailure | None
    stderr: str
    without_answer: int


def look(notebook: nbformat.NotebookNode, failure: CellFailure | None) -> Look:
    """Called in the process of the run."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    stderr = "".join(o.text for o in outputs if o.output_type == "stream" and o.name == "stderr")
    said = [str(o.get("data", {}).get("text/html", "")) for o in outputs]
    return Look(failure, stderr, sum('class="no-answer"' in html for html in said))
