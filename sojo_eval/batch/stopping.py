"""Ctrl-C, SIGTERM and a closed terminal end a run in order: they are noted here, and heeded between two steps."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError

_HEEDED = ("SIGINT", "SIGTERM", "SIGHUP")
_EXIT_OF_SIGNAL = 128


@dataclass
class Stop:
    """Which signal asked for the end; None while none did."""

    signal: signal.Signals | None = None


@contextmanager
def heeded_signals() -> Iterator[Stop]:
    """While this lasts, a first signal is only noted; a second one does what it does elsewhere.

    Outside the main thread signals stay as they are: Python hears them in the main thread alone.
    """
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    earlier: dict[signal.Signals, Any] = {}

    def note(number: int, _: FrameType | None) -> None:
        stop.signal = signal.Signals(number)
        for heard, handler in earlier.items():
            signal.signal(heard, handler)

    for name in _HEEDED:
        heard = getattr(signal, name, None)
        # What somebody ignores on purpose (nohup) stays ignored.
        if heard is not None and signal.getsignal(heard) not in (signal.SIG_IGN, None):
            earlier[heard] = signal.signal(heard, note)
    try:
        yield stop
    finally:
        for heard, handler in earlier.items():
            signal.signal(heard, handler)


def stopped(by: signal.Signals, done: int, total: int) -> SojoEvalError:
    """What is said of a run that a signal ended; its exit code is the one that shells use (130, 143)."""
    return SojoEvalError(
        "stopped",
        Text(
            f"{by.name} により途中で終わりました（{total:,}件のうち{done:,}件ができています）",
            f"Ended by {by.name}: {done:,} of {total:,} are done",
        ),
        Text("--resume を付けて実行すると、残りだけを作ります", "Run it with --resume to make only the rest"),
        exit_code=_EXIT_OF_SIGNAL + int(by),
    )
