"""Reading one file in a process of its own: a damaged one can crash a reader written in C, or send it round in circles.

This file is also what that process runs: it imports nothing of the package, so that it starts at once, and asks the
`read(path)` of the named file beside it. It answers in JSON: a file that takes the reader over can then lie about what is
in it, as it could anyway, but makes this process run nothing (which an answer by pickle would).
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

MOST_MEMORY = 6_000_000_000
"""Bytes that the process may take, where the system can hold it to that."""


_KINDS: dict[str, Callable[[str], object]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(microseconds=int(seconds)),
}
"""What JSON has no word for: written as {kind: text}. There are no other objects in an answer but those with names."""
_CELLS = frozenset({str, int, float, bool, datetime, date, time, timedelta})
_A_MICROSECOND = timedelta(microseconds=1)
_ANSWERED = 2


class NotReadError(Exception):
    """Why the file could not be read: "TimeoutExpired", "crashed", or the type and the words of the reader's error."""


def read_apart(reader: str, path: Path, seconds: float) -> object:
    """What `read(path)` of `importing/<reader>.py` gives. Raises NotReadError: it failed, crashed or took too long."""
    command = [sys.executable, "-P", __file__, reader, str(path)]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=True
        )
    except subprocess.TimeoutExpired as error:
        raise NotReadError("TimeoutExpired") from error
    except subprocess.CalledProcessError as error:
        raise NotReadError("crashed") from error
    return _understood(done.stdout)


def _understood(answer: bytes) -> object:
    """What the process answered. Raises NotReadError for its reasons, and for anything that is no answer of ours."""
    try:
        said = json.loads(answer, object_hook=_from_json)
    except (ValueError, OverflowError, RecursionError) as error:
        raise NotReadError("crashed") from error
    if not isinstance(said, list) or len(said) != _ANSWERED or not isinstance(said[0], bool):
        raise NotReadError("crashed")
    succeeded, found = said
    if not succeeded:
        raise NotReadError(str(found))
    return found


def checked_cells(said: object) -> list[object]:
    """A row or column of an answer. Raises TypeError when it is none, or holds what no cell is."""
    if not isinstance(said, list) or not _CELLS.issuperset(map(type, said)):
        raise TypeError("no cells")
    return said


def _from_json(said: dict[str, object]) -> object:
    if len(said) == 1:
        kind, text = next(iter(said.items()))
        if kind in _KINDS:
            return _KINDS[kind](str(text))
    return said


def _to_json(value: object) -> object:
    """Called by `json` for what it cannot write itself."""
    if isinstance(value, timedelta):
        return {"timedelta": str(value // _A_MICROSECOND)}
    if isinstance(value, datetime | date | time):
        return {type(value).__name__: value.isoformat()}
    if hasattr(value, "item"):  # a number of numpy
        return value.item()
    raise TypeError(type(value).__name__)


def _answer(reader: str, path: str) -> tuple[bool, object]:
    """Whether it was read, and what was read or why not."""
    with suppress(ImportError, ValueError, OSError):  # there is no such thing on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        spec = importlib.util.spec_from_file_location(reader, Path(__file__).with_name(f"{reader}.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return True, module.read(path)
    except BaseException as error:  # the readers' own panics too
        return False, f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_answer(*sys.argv[1:3]), default=_to_json))
