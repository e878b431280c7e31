"""Processes of a notebook: what belongs to it, what memory it holds, and its end."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
MEMORY_IS_SEEN = _PROC.joinpath("self", "statm").is_file()
"""Whether this system tells how much memory a process holds (Linux)."""


def descendants(pid: int) -> list[int]:
    """The processes below `pid`, as far as the system tells (Linux)."""
    children: dict[int, list[int]] = {}
    for folder in _PROC.glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            # The name in brackets may hold anything.
            after_name = folder.joinpath("stat").read_text(errors="replace").rpartition(")")[2].split()
            children.setdefault(int(after_name[1]), []).append(int(folder.name))
    found: list[int] = []
    waiting = [pid]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def kill_all(pid: int) -> None:
    """End a process, its group, and what stands below it in groups of their own (a stock kernel does)."""
    below = descendants(pid)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    for one in (pid, *below):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(one, signal.SIGKILL)


def kill_group(pid: int) -> None:
    """End what a process left behind in its group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def memory_held(pid: int) -> int:
    """Bytes of memory that a process and those below it hold; pages that they share are counted once."""
    below = descendants(pid)
    if not below:
        return _resident(pid)
    return sum(_own_share(one) for one in (pid, *below))


def _resident(pid: int) -> int:
    with suppress(OSError, ValueError, IndexError):
        return int((_PROC / str(pid) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _own_share(pid: int) -> int:
    with suppress(OSError, ValueError, IndexError):
        for line in (_PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def threads_here() -> int:
    """Threads of this process, or 1 where the system does not tell."""
    with suppress(OSError, ValueError, IndexError):
        for line in (_PROC / "self" / "status").read_text().splitlines():
            if line.startswith("Threads:"):
                return int(line.split()[1])
    return 1
