"""A bar on the terminal for work that takes longer than two seconds; nothing where there is no terminal."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sojo_eval.foundation.language import Language, Text

PATIENCE = 2.0
"""Seconds before the bar appears: most imports are over by then."""


@contextmanager
def progress(lang: Language, patience: float = PATIENCE) -> Iterator[Callable[[int, int, Text], None] | None]:
    """Something to tell the steps to; None without a terminal. The bar goes away when the work is done."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    task = bar.add_task("", total=None)
    timer = threading.Timer(patience, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda done, total, what: bar.update(task, completed=done, total=total, description=what(lang))
    finally:
        timer.cancel()
        timer.join()
        bar.stop()
