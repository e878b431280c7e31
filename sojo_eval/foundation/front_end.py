"""Whether a person sits before what runs this, and what they are told while they wait."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.reader import reader_language

Item = TypeVar("Item")
PATIENCE = 1.0
"""Seconds after which somebody who waits wants to know that something happens."""
_BETWEEN = 0.5


def person_at_notebook() -> bool:
    """True in a notebook whose front end passes questions on to a person (JupyterLab, VS Code, a Jupyter console).

    A front end says with each cell whether the kernel may ask for input (`allow_stdin` of Jupyter's messaging protocol):
    those for people say yes; papermill, nbclient, nbconvert and nbval say no. Plain Python and IPython in a terminal are
    no notebook.
    """
    # Asked of what is loaded: without IPython nobody is in a notebook, and importing it costs half a second.
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    kernel = getattr(shell, "kernel", None)
    if kernel is None:
        return False
    parent = kernel.get_parent("shell") or {}
    return bool(parent.get("content", {}).get("allow_stdin", False))


def person_waits() -> bool:
    """Whether a person waits for what they typed: in a notebook, or at the prompt of Python or IPython in a terminal.

    Commands and their workers may have a terminal too, and a progress of their own there.
    """
    return person_at_notebook() or (hasattr(sys, "ps1") and sys.stderr.isatty())


def told(items: Iterable[Item], total: int, words: Text) -> Iterator[Item]:
    """The items one by one; a person who waits for longer than a moment is told on stderr how many are done.

    On one line that is written over, and closed when the last one is done. Silent in scripts, batch runs and pipes.
    """
    begun = last = time.monotonic()
    said = False
    watched = person_waits()
    for number, item in enumerate(items):
        now = time.monotonic()
        if watched and now - begun >= PATIENCE and (not said or now - last >= _BETWEEN):
            last, said = now, True
            sys.stderr.write(f"\r{words(reader_language())} {number}/{total}")
            sys.stderr.flush()
        yield item
    if said:
        seconds = time.monotonic() - begun
        took = Text(f"（{seconds:.0f}秒）", f" ({seconds:.0f} s)")
        lang = reader_language()
        sys.stderr.write(f"\r{words(lang)} {total}/{total}{took(lang)}\n")
        sys.stderr.flush()
