"""Messages come out of a stream as they went in, however it is cut."""

from __future__ import annotations

import os

import pytest

from sojo_eval.batch.engine import frames
from sojo_eval.batch.engine.frames import Frame, FrameReader, write_frame


@pytest.mark.parametrize("size", [1, 3, 16, 17, 4096])
def test_messages_survive_any_cut(size: int) -> None:
    sent = [Frame(frames.STARTS, 1, b"x" * 30), Frame(frames.DONE, -1, b""), Frame(frames.CELLS, 2**40, b"y")]
    reading, writing = os.pipe()
    for frame in sent:
        write_frame(writing, frame.kind, frame.job, frame.content)
    os.close(writing)
    reader, got = FrameReader(), []
    while piece := os.read(reading, size):
        got += list(reader.feed(piece))
    os.close(reading)
    assert got == sent


def test_every_kind_has_a_letter_of_its_own() -> None:
    kinds = [value for name, value in vars(frames).items() if name.isupper() and isinstance(value, bytes)]
    assert len(set(kinds)) == len(kinds) >= 12
