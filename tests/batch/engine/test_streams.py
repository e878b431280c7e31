"""What is printed is told in a kernel's order."""

from __future__ import annotations

import pytest

from sojo_eval.batch.engine import streams
from sojo_eval.batch.engine.streams import CellStreams


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    one = Clock()
    monkeypatch.setattr(streams.time, "monotonic", one)
    return one


@pytest.mark.parametrize(
    ("pause", "told"),
    [
        (0.19, [("stdout", "ac"), ("stderr", "b")]),
        (0.2, [("stdout", "a"), ("stderr", "b"), ("stdout", "c")]),
    ],
)
def test_a_pause_of_a_fifth_of_a_second_parts_two_outputs(
    clock: Clock, pause: float, told: list[tuple[str, str]]
) -> None:
    heard: list[tuple[str, str]] = []
    both = CellStreams(lambda name, text: heard.append((name, text)))
    both.out.write("a")
    both.err.write("b")
    clock.now = pause
    both.out.write("c")
    both.out.flush()
    both.err.flush()
    assert heard == told


def test_what_was_begun_first_is_told_first(clock: Clock) -> None:
    heard: list[tuple[str, str]] = []
    both = CellStreams(lambda name, text: heard.append((name, text)))
    both.err.write("first")
    clock.now = 0.01
    both.out.write("second")
    clock.now = 1.0
    both.out.write("third")
    assert heard == [("stderr", "first"), ("stdout", "second")]


def test_a_stream_is_a_text_without_a_terminal() -> None:
    both = CellStreams(lambda name, text: None)
    assert not both.out.isatty()
    assert both.out.writable()
    with pytest.raises(TypeError, match="must be str"):
        both.out.write(b"x")  # type: ignore[arg-type]
    with pytest.raises(OSError, match="fileno"):
        both.err.fileno()
