"""The forked processes of the warm parent."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from dataclasses import dataclass, field

from sojo_eval.batch.engine.frames import FrameReader
from sojo_eval.batch.engine.processes import kill_group


@dataclass(frozen=True)
class End:
    """How a process ended: the name of a signal or "", and what it and its own children used (seconds, bytes)."""

    signal: str
    cpu_seconds: float
    peak_memory: int


@dataclass
class Child:
    """A forked process, and the end of its pipe. pid 0: not forked yet, by a process with shared cells."""

    pid: int
    pipe: int
    began: float = field(default_factory=time.monotonic)
    reader: FrameReader = field(default_factory=FrameReader)
    silent: bool = False

    def end(self) -> End | None:
        """None while it runs. What it left behind in its group ends too."""
        if self.pid == 0:
            return None
        try:
            return self._end()
        except ChildProcessError:  # the process between it and us has not ended yet
            return None

    def _end(self) -> End | None:
        if hasattr(os, "waitid"):
            if os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                return None
            kill_group(self.pid)  # before its number is free for others
        ended, status, used = os.wait4(self.pid, os.WNOHANG)
        if ended == 0:
            return None
        if not hasattr(os, "waitid"):  # macOS
            kill_group(self.pid)
        return _end(status, used)


def _end(status: int, used: resource.struct_rusage) -> End:
    name = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else ""
    # macOS gives bytes where Linux gives KB.
    return End(
        name, used.ru_utime + used.ru_stime, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    )
