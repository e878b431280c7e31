"""An executed notebook as the bytes of its pages, made where it was executed; they are written by whoever asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

import nbformat

from sojo_eval.batch.engine import CellFailure, Finish
from sojo_eval.batch.job import Job
from sojo_eval.foundation.language import Language
from sojo_eval.reports.html import notebook_to_html
from sojo_eval.reports.record import record_of

HTML, NOTEBOOK = ".html", ".ipynb"
PARTIAL = ".partial.ipynb"


@dataclass(frozen=True)
class _Page:
    """What making a page needs of its job; small, since it travels with the notebook."""

    outputs: tuple[str, ...]
    lang: Language
    show_code: bool
    private: tuple[Path, ...]
    keep_partial: bool


def page_maker(job: Job, *, keep_partial: bool = False) -> Finish:
    """What turns the executed notebook of this job into `{output: bytes}`; of one that failed nothing, or its record."""
    page = _Page(job.outputs, job.lang, job.show_code, job.private, keep_partial)
    return partial(_pages, page)


def partial_name(job: Job) -> str:
    """Where the record of a notebook that failed is kept, relative to the job's folder."""
    return str(PurePosixPath(job.outputs[0]).with_suffix(PARTIAL))


def _pages(page: _Page, executed: nbformat.NotebookNode, failure: CellFailure | None) -> dict[str, bytes]:
    if failure is not None and not page.keep_partial:
        return {}
    record = record_of(executed, page.private)
    if failure is not None:
        name = str(PurePosixPath(page.outputs[0]).with_suffix(PARTIAL))
        return {name: nbformat.writes(record).encode()}
    made = {}
    for name in page.outputs:
        if name.endswith(HTML):
            text = notebook_to_html(record, page.lang, show_code=page.show_code)
        else:
            text = nbformat.writes(record)
        made[name] = text.encode()
    return made
