"""What processes of the engine tell each other: a kind (one letter), the number of a job, and bytes."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass

_HEAD = struct.Struct("<cqq")

# To the warm parent.
JOB, KILL = b"J", b"X"
# From a process that executes: the notebook before its first cell, a cell begins, cells as they are now,
# the notebook's end, a failure.
PREPARED, STARTS, CELLS, ENDED, FAILED = b"P", b"S", b"C", b"E", b"F"
# From one that nobody waits for: CPU seconds and bytes. From one that somebody else forked: its number.
USED, IS = b"U", b"I"
# From a process that finishes: what `finish` gave or raised.
FINISHED, RAISED = b"D", b"R"
# From the warm parent: it is ready, a job is done.
READY, DONE = b"Y", b"N"


@dataclass(frozen=True)
class Frame:
    """One message."""

    kind: bytes
    job: int
    content: bytes


def write_frame(descriptor: int, kind: bytes, job: int, content: bytes = b"") -> None:
    """Write one message whole. Raises BrokenPipeError where nobody reads."""
    data = memoryview(_HEAD.pack(kind, job, len(content)) + content)
    while data:
        data = data[os.write(descriptor, data) :]


def channels() -> tuple[int, int]:
    """This process's standard input and output, for messages alone; whatever prints gets others."""
    source, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return source, answers


class FrameReader:
    """Puts pieces of a stream together again."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, piece: bytes) -> Iterator[Frame]:
        """The messages that are whole by now."""
        self._held += piece
        while len(self._held) >= _HEAD.size:
            kind, job, length = _HEAD.unpack_from(self._held)
            end = _HEAD.size + length
            if len(self._held) < end:
                return
            content = bytes(self._held[_HEAD.size : end])
            del self._held[:end]
            yield Frame(kind, job, content)
