"""What two executions of one notebook must have in common, and how to get them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import nbformat

from sojo_eval.batch.engine import CellFailure

_TIMES = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)")
_PROCESS = re.compile(r"ipykernel_\d+/\d+")
_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")
_MARK = "papermill-error-cell-tag"


@dataclass(frozen=True)
class WriteNotebook:
    """A finish that writes the notebook and gives how it failed."""

    path: Path

    def __call__(self, notebook: nbformat.NotebookNode, failure: CellFailure | None) -> CellFailure | None:
        nbformat.write(notebook, self.path)
        return failure


def papermill_in_a_process(
    notebook: Path, parameters: Mapping[str, Any], *more: str
) -> nbformat.NotebookNode:
    """The notebook as papermill's command leaves it, executed in the notebook's folder.

    In a process without pytest's mark: a kernel that sees it does not catch what programs write.
    """
    out = notebook.with_name(f"papermill{len(more)}.ipynb")
    code = (
        "import json, sys, papermill\n"
        "try: papermill.execute_notebook(*sys.argv[1:3], **json.loads(sys.argv[3]), progress_bar=False)\n"
        "except papermill.PapermillExecutionError: pass\n"
    )
    asked = {"parameters": parameters, "cwd": str(notebook.parent), "kernel_name": "python3"}
    asked |= dict(zip(more[::2], more[1::2], strict=True))
    environment = {key: value for key, value in os.environ.items() if key != "PYTEST_CURRENT_TEST"}
    environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    subprocess.run(
        [sys.executable, "-c", code, str(notebook), str(out), json.dumps(asked)],
        env=environment, check=True, timeout=300, capture_output=True,
    )  # fmt: skip
    return nbformat.read(out, as_version=4)


def comparable(notebook: nbformat.NotebookNode) -> list[dict[str, Any]]:
    """Each cell without what differs between two stock runs: times, numbers of processes, addresses of objects, ids made by chance, and where a stream is cut in two."""
    cells = []
    for cell in notebook.cells:
        if _MARK in cell.metadata.get("tags", ()):
            continue
        text = json.dumps(cell)
        for differs, same in ((_PROCESS, "ipykernel_0/0"), (_TIMES, "T"), (_ADDRESS, "0x0")):
            text = differs.sub(same, text)
        kept = json.loads(text)
        kept["metadata"].get("papermill", {}).pop("duration", None)
        if "injected-parameters" in cell.metadata.get("tags", ()):
            kept.pop("id")
        if "outputs" in kept:
            kept["outputs"] = _whole_streams(kept["outputs"])
        cells.append(kept)
    return cells


def _whole_streams(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A kernel sends what is printed by a timer, one for each stream: on a busy machine one line comes in two pieces, or
    between two of the other stream."""
    whole: list[dict[str, Any]] = []
    for are_streams, some in groupby(outputs, lambda output: output["output_type"] == "stream"):
        if not are_streams:
            whole += some
            continue
        texts: dict[str, str] = defaultdict(str)
        for output in some:
            texts[output["name"]] += output["text"]
        whole += [{"output_type": "stream", "name": name, "text": texts[name]} for name in sorted(texts)]
    return whole


def is_gone(pid: int, seconds: float = 10.0) -> bool:
    """Whether a process has ended; one that nobody has waited for yet counts as ended."""
    until = time.monotonic() + seconds
    stat = Path("/proc") / str(pid) / "stat"
    while time.monotonic() < until:
        try:
            if stat.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False
