"""Reading one file in a process of its own: a damaged one can crash a reader written in C, or send it round in circles.

This file is also what that process runs: it imports nothing of the package, so that it starts at once, and asks the
`read(path)` of the named file beside it.
"""

from __future__ import annotations

import importlib.util
import pickle
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

MOST_MEMORY = 6_000_000_000
"""Bytes that the process may take, where the system can hold it to that."""


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
    succeeded, found = pickle.loads(done.stdout)
    if not succeeded:
        raise NotReadError(found)
    return found


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
    sys.stdout.buffer.write(pickle.dumps(_answer(*sys.argv[1:3]), pickle.HIGHEST_PROTOCOL))
