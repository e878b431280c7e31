"""One run a folder: nobody else writes there meanwhile, and what a killed run left half-written is cleared away."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from sojo_eval.batch.done import OURS
from sojo_eval.foundation.files import is_half_written, write_text
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.links import refuse_links
from sojo_eval.foundation.problems import SojoEvalError

_LOCK, _RUNNING = "lock", "running.json"
_MODE = 0o666
_OTHER_FILES = 500
"""Open files that a run needs beside its locks."""


@contextmanager
def one_run(folders: Iterable[Path]) -> Iterator[None]:
    """Lock these folders, made if need be. The locks end with the process, however that ends.

    Raises SojoEvalError (exit code 3) saying who writes there, and (1) for links where our own files belong.
    """
    # In one order everywhere, so that two runs that share folders cannot each hold what the other wants.
    wanted = sorted({folder.resolve() for folder in folders})
    _allow_open_files(len(wanted) + _OTHER_FILES)
    with ExitStack() as locks:
        for folder in wanted:
            locks.enter_context(_locked(folder))
        yield


def _allow_open_files(count: int) -> None:
    """A lock is an open file, of which a process may have about a thousand unless it asks for more."""
    if os.name != "posix":
        return
    import resource

    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if now != resource.RLIM_INFINITY and count > now:
        wanted = count if most == resource.RLIM_INFINITY else min(count, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    ours = folder / OURS
    refuse_links(folder, (OURS,))
    ours.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(ours / _LOCK, timeout=0, mode=_MODE):
            remove_half_written([ours / _RUNNING])
            now = {"process": os.getpid(), "since": datetime.now().isoformat(timespec="seconds")}
            write_text(ours / _RUNNING, json.dumps(now) + "\n")
            try:
                yield
            finally:
                (ours / _RUNNING).unlink(missing_ok=True)
    except Timeout as error:
        raise _busy(folder) from error


def _busy(folder: Path) -> SojoEvalError:
    try:
        found = json.loads((folder / OURS / _RUNNING).read_text(encoding="utf-8"))
        process, since = int(found["process"]), str(found["since"])
    except (OSError, ValueError, KeyError, TypeError):  # it has only just begun, or is just ending
        who = Text("", "")
    else:
        who = Text(f"（プロセス {process}、{since} から）", f" (process {process}, since {since})")
    return SojoEvalError(
        "busy",
        Text(
            f"{folder} には、いま別の実行が書いています{who.ja}",
            f"Another run is writing to {folder} now{who.en}",
        ),
        Text("それが終わってから、もう一度実行してください", "Run it again when that one has ended"),
        exit_code=3,
    )


def remove_half_written(paths: Iterable[Path]) -> None:
    """Delete what a killed run left of these files. Only under the lock: else somebody may be writing it."""
    names: dict[Path, set[str]] = {}
    for path in paths:
        names.setdefault(path.parent, set()).add(path.name)
    for folder, wanted in names.items():
        for part in folder.glob(".*.part"):
            # .NAME.0123456789abcdef.part
            if is_half_written(part) and part.name[1:].rsplit(".", 2)[0] in wanted:
                part.unlink(missing_ok=True)
