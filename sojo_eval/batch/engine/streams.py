"""Standard output and error of a cell: what Python prints and what programs write, told as a kernel's messages."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable

PAUSE = 0.2
"""Seconds after which a kernel sends what was printed: two prints with a longer pause between are two outputs."""


class CellStreams:
    """Both streams. `tell(name, text)` is called for each piece, in the order in which a kernel would send them."""

    def __init__(self, tell: Callable[[str, str], None]) -> None:
        self._tell = tell
        self._lock = threading.RLock()
        self.out, self.err = CellStream("stdout", self), CellStream("stderr", self)

    def install(self) -> None:
        """Take the place of this process's streams, the descriptors 1 and 2 of its programs included."""
        for stream, descriptor in ((self.out, 1), (self.err, 2)):
            stream.capture(descriptor)
        sys.stdout, sys.stderr = self.out, self.err

    def due(self) -> None:
        """Tell what a kernel would have sent by now."""
        with self._lock:
            late = [s for s in (self.out, self.err) if s.pending and time.monotonic() - s.since >= PAUSE]
            for stream in sorted(late, key=lambda s: s.since):
                self.told(stream)

    def told(self, stream: CellStream) -> None:
        """Tell all that waits in one stream."""
        with self._lock:
            stream.read_programs()
            text = "".join(stream.pending)
            stream.pending.clear()
            if text:
                self._tell(stream.name, text)

    def added(self, stream: CellStream, text: str) -> None:
        with self._lock:
            self.due()
            stream.read_programs()
            stream.add(text)


class CellStream(io.TextIOBase):
    """One stream as cells see it: text only, no terminal, no buffer of bytes (as in a kernel)."""

    encoding = "UTF-8"

    def __init__(self, name: str, both: CellStreams) -> None:
        self.name = name
        self.pending: list[str] = []
        self.since = 0.0
        self._both = both
        self._mine = os.getpid()
        self._captured: int | None = None
        self._read_to = 0
        self._elsewhere: int | None = None

    def capture(self, descriptor: int) -> None:
        """Let the descriptor write into a file of no name; a pipe would stop a program that writes much."""
        self._mine = os.getpid()
        self._elsewhere = os.open(os.devnull, os.O_WRONLY)
        kept = _nameless_file()
        os.dup2(kept, descriptor)
        self._captured = kept

    def read_programs(self) -> None:
        """Add what programs wrote to the descriptor since the last look."""
        if self._captured is None:
            return
        written = os.fstat(self._captured).st_size
        if written > self._read_to:
            data = os.pread(self._captured, written - self._read_to, self._read_to)
            self._read_to += len(data)
            self.add(data.decode(errors="replace"))

    def add(self, text: str) -> None:
        if not self.pending:
            self.since = time.monotonic()
        self.pending.append(text)

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if os.getpid() != self._mine and self._captured is not None:
            # A process that a cell forked: its own memory is lost, the file is not.
            os.write(self._captured, text.encode(errors="replace"))
            return len(text)
        self._both.added(self, text)
        return len(text)

    def flush(self) -> None:
        if os.getpid() == self._mine:
            self._both.due()
            self._both.told(self)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        # As in a kernel, whose descriptor leads to where the kernel was started, not into the notebook.
        if self._elsewhere is None:
            raise io.UnsupportedOperation("fileno")
        return self._elsewhere


def _nameless_file() -> int:
    if sys.platform == "linux":
        kept = os.memfd_create("cell-output")
    else:
        kept, path = tempfile.mkstemp(prefix="sojo-eval-")
        os.unlink(path)
    if os.name == "posix":
        import fcntl

        fcntl.fcntl(kept, fcntl.F_SETFL, fcntl.fcntl(kept, fcntl.F_GETFL) | os.O_APPEND)
    return kept
