"""Jobs, and a runner that makes pages without a kernel, so that what surrounds the runs can be tested in milliseconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from sojo_eval.batch.engine import CellFailure, NotebookRun, Ran
from sojo_eval.batch.job import Job, Settings
from sojo_eval.foundation.language import Text

PARAMETERS = 'city_dir = ""\nbaseline = ""\ncurrent = ""\narea = ""\nlang = "ja"'
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def write_notebook(path: Path, *sources: str, parameters: str = PARAMETERS) -> Path:
    cells = [
        new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}),
        *(new_code_cell(s, id=f"cell-{n}") for n, s in enumerate(sources)),
    ]
    nbformat.write(new_notebook(cells=cells, metadata=KERNEL), path)
    return path


def job(folder: Path, name: str = "a", *, notebook: Path | None = None, **parameters: str) -> Job:
    """A job whose page is `<name>.html` in `folder`."""
    source = notebook or folder.parent / "source.ipynb"
    if not source.is_file():
        write_notebook(source)
    return Job(source, parameters, folder, (f"{name}.html",), Text(name, name))


@dataclass
class Runner:
    """Runs at once, in this process. `act` may do anything before, and gives the failure, if any."""

    act: Callable[[NotebookRun], CellFailure | None] = lambda _: None
    runs: list[NotebookRun] = field(default_factory=list)
    stopped: bool = False

    def submit(self, run: NotebookRun) -> Future[Ran]:
        self.runs.append(run)
        future: Future[Ran] = Future()
        try:
            failure = self.act(run)
            executed = nbformat.read(run.notebook, as_version=4)
            finished = run.finish(executed, failure) if run.finish else None
            future.set_result(Ran(failure, 1.5, 1.0, 50_000_000, finished))
        except Exception as error:
            future.set_exception(error)
        return future

    def stop(self) -> None:
        self.stopped = True

    @contextmanager
    def as_context(self, *_: Settings | int) -> Iterator[Runner]:
        yield self
