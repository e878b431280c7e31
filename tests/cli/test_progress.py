"""The bar of a long import: on a terminal and after a while only."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

PROGRAM = """
import sys, time
from sojo_eval.cli.progress import progress
from sojo_eval.foundation.language import Text
with progress("en", {patience}) as watch:
    if watch is None:
        print("no terminal")
    else:
        watch(1, 3, Text("甲", "Reading raw/[a].csv"))
        time.sleep(0.6)
print("over")
"""


def on_a_terminal(patience: float) -> str:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(patience=patience)],
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    ) as run:
        os.close(theirs)
        said = b""
        try:
            while piece := os.read(ours, 4096):
                said += piece
        except OSError:  # the other end is closed
            pass
        run.wait(20)
    os.close(ours)
    return said.decode()


def test_a_long_import_says_which_file_is_read() -> None:
    said = on_a_terminal(0.1)
    assert "Reading raw/[a].csv" in said
    assert "1/3" in said
    assert "over" in said


def test_a_short_import_shows_no_bar() -> None:
    said = on_a_terminal(60)
    assert "Reading" not in said
    assert "over" in said


def test_without_a_terminal_nothing_is_drawn() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(patience=0)], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("no terminal\nover\n", "")
