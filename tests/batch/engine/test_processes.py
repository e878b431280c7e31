"""What stands below a process is found, weighed and ended."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sojo_eval.batch.engine.processes import MEMORY_IS_SEEN, descendants, kill_all, memory_held
from tests.batch.engine.outputs import is_gone

pytestmark = pytest.mark.skipif(not MEMORY_IS_SEEN, reason="the system does not tell")
PARENT = (
    "import subprocess, sys, time\n"
    "held = bytes([1]) * 50_000_000\n"
    "p = subprocess.Popen([sys.executable, '-c', 'import time; held = bytes([1]) * 60_000_000; print(1, flush=True); time.sleep(60)'],"
    " start_new_session=True, stdout=subprocess.PIPE)\n"
    "p.stdout.readline(); print(p.pid, flush=True); time.sleep(60)"
)


def test_memory_counts_both_and_both_are_ended_though_one_has_a_session_of_its_own() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, start_new_session=True
    ) as one:
        assert one.stdout is not None
        below = int(one.stdout.readline())
        assert descendants(one.pid) == [below]
        assert descendants(below) == []
        assert 60_000_000 < memory_held(below) < 110_000_000
        assert 110_000_000 < memory_held(one.pid) < 200_000_000
        kill_all(one.pid)
        assert one.wait(10) == -9
        assert is_gone(below)


def test_a_process_that_is_gone_holds_nothing_and_cannot_be_ended() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as one:
        one.wait(10)
    assert memory_held(one.pid) == 0
    kill_all(one.pid)  # raises nothing
