"""This process's side of a warm parent: it is started, given jobs, listened to, and ended."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sojo_eval.batch.engine import frames
from sojo_eval.batch.engine.frames import Frame, FrameReader, write_frame
from sojo_eval.batch.engine.processes import kill_all

_POOLS = ("OMP", "OPENBLAS", "MKL", "BLIS", "NUMEXPR")
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in _POOLS} | {
    "VECLIB_MAXIMUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""Libraries that would start threads when they are imported: a process with threads cannot be forked safely."""
_QUIET = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}
"""ipykernel loads a debugger, which would speak of how Python was started."""
_PIECE = 1 << 20
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop()); "
    "from sojo_eval.batch.engine.{program} import main; main()"
)


class ParentProcess:
    """A warm parent, or another program that speaks its frames. `hear` is called, by a thread of ours, with each frame, and with None when the parent is gone."""

    def __init__(self, hear: Callable[[Frame | None], None], program: str = "warm_parent") -> None:
        self._hear = hear
        self._lock = threading.Lock()
        self.about: dict[str, Any] = {}
        self._ready = threading.Event()
        inline = {"MPLBACKEND": os.environ.get("MPLBACKEND") or "module://matplotlib_inline.backend_inline"}
        self._process = subprocess.Popen(
            # Not by PYTHONPATH, which the programs that cells start would inherit.
            [sys.executable, "-c", _START.format(program=program), json.dumps(sys.path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, start_new_session=True,
            env={**os.environ, **ONE_THREAD, **_QUIET, **inline},
        )  # fmt: skip
        self._thread = threading.Thread(target=self._listen, name="warm-parent", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_until_ready(self, seconds: float = 120.0) -> dict[str, Any]:
        """What the parent says of itself: its threads, modules that are missing. Raises RuntimeError if it does not start."""
        if not self._ready.wait(seconds) or not self.about:
            raise RuntimeError("the warm parent does not start")
        return self.about

    def send(self, kind: bytes, job: int, content: bytes = b"") -> None:
        """Give the parent a message. Nothing happens when it is gone: `hear(None)` tells of that."""
        with suppress(BrokenPipeError, ValueError):
            self._send(kind, job, content)

    def prepare(self, jobs: int) -> None:
        """Nothing: a warm parent is as warm for a hundred jobs as for one."""

    def end(self) -> None:
        """Let the parent end what runs and itself. One that still warms up runs nothing yet."""
        if not self._ready.is_set():
            self._process.kill()
        with suppress(OSError, ValueError), self._lock:
            if self._process.stdin is not None:
                self._process.stdin.close()
        try:
            self._process.wait(10.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if threading.current_thread() is not self._thread:
            self._thread.join(10.0)

    def kill(self) -> None:
        """End it at once, with what it started."""
        if hasattr(os, "killpg"):
            kill_all(self.pid)
        self._process.kill()

    @property
    def died_of(self) -> str:
        """The name of the signal that ended it, or ""."""
        code = self._process.poll()
        return signal.Signals(-code).name if code is not None and code < 0 else ""

    def _send(self, kind: bytes, job: int, content: bytes) -> None:
        with self._lock:
            if self._process.stdin is None or self._process.stdin.closed:
                raise BrokenPipeError
            write_frame(self._process.stdin.fileno(), kind, job, content)

    def _listen(self) -> None:
        reader = FrameReader()
        answers = self._process.stdout
        if answers is None:
            return
        with answers:
            while piece := os.read(answers.fileno(), _PIECE):
                for frame in reader.feed(piece):
                    if frame.kind == frames.READY:
                        self.about = pickle.loads(frame.content)
                        self._ready.set()
                    else:
                        self._hear(frame)
        self._ready.set()
        self._process.wait()
        with suppress(OSError), self._lock:
            if self._process.stdin is not None:
                self._process.stdin.close()
        self._hear(None)
