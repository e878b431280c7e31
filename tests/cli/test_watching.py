"""Progress of many pages: a bar with rate, time left and failures on a terminal, plain lines elsewhere."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from sojo_eval.cli.watching import rate

PROGRAM = """
import time
from pathlib import Path
from sojo_eval.batch.job import Job, Outcome, Progress
from sojo_eval.cli.watching import watching
from sojo_eval.foundation.language import Text
def outcome(name, result, why=None):
    return Outcome(Job(Path("a"), {}, Path("b"), (name,), Text(name, name)), result, 2.5, why=why)
with watching("LANG") as watch:
    watch(Progress(4, 1, 0, 1, outcome("ja/a.html", "skipped")))
    time.sleep(0.3)
    watch(Progress(4, 2, 0, 1, outcome("ja/b.html", "written")))
    watch(Progress(4, 3, 1, 1, outcome("ja/[c].html", "failed", Text("セル2", "cell 2"))))
    time.sleep(0.3)
"""


def test_without_a_terminal_each_page_is_a_line() -> None:
    for lang, said in (
        ("en", ["[1/4] ja/a.html left as it was (nothing changed) 2.5 s", "[2/4] ja/b.html written 2.5 s",
                "[3/4] ja/[c].html failed 2.5 s: cell 2"]),
        ("ja", ["[1/4] ja/a.html 前のまま（変わりありません） 2.5秒", "[2/4] ja/b.html できました 2.5秒",
                "[3/4] ja/[c].html 失敗 2.5秒: セル2"]),
    ):  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM.replace("LANG", lang)], capture_output=True, text=True, check=True
        )
        assert done.stderr.splitlines() == said
        assert done.stdout == ""


@pytest.mark.skipif(os.name != "posix", reason="a terminal of POSIX")
def test_on_a_terminal_a_bar_shows_rate_time_left_and_failures() -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM.replace("LANG", "en")],
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "140"},
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
    text = said.decode()
    for part in ("3/4", "a minute", "left", "1 failed", "ja/[c].html failed 2.5 s: cell 2"):
        assert part in text, part


def test_the_rate_counts_pages_that_were_made() -> None:
    assert rate(30, 60.0, "en") == "30.0 a minute"
    assert rate(30, 60.0, "ja") == "毎分 30.0 件"
    assert rate(0, 60.0, "en") == rate(3, 0.0, "en") == ""
