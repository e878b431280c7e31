"""The command line in this process, from its arguments to its exit code; a process of its own costs seconds.

What concerns the process itself (its start, signals, its terminal, its encoding) is tested with real ones.
"""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import dataclass

import pytest

from sojo_eval.cli import main


@dataclass(frozen=True)
class Said:
    """As of a finished process: its exit code, and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


def run_here(*arguments: str) -> Said:
    """What `sojo-eval` does with these arguments; an error that no command expects is said by it, or raised here."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["sojo-eval", *arguments])
        patch.delenv("SOJO_EVAL_DEBUG", raising=False)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
    done = Said(code, out.getvalue(), err.getvalue())
    assert "Traceback" not in done.stderr
    return done
