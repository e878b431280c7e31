"""What depends on nothing but the package's own code is worked out once on a machine, and kept in the user's cache.

One file a state of the code (`fingerprint`), so that what another version wrote down is never read. Nothing of a city's data
is in it. It may be deleted at any time; a damaged or unwritable one is done without.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import platformdirs

from sojo_eval.foundation.files import private_folder, write_text
from sojo_eval.foundation.fingerprint import code_fingerprint, library_versions

CACHE_VARIABLE = "SOJO_EVAL_CACHE"
"""Environment variable: the folder of the example city and of what is kept, in place of the user's cache."""
_MOST_KEPT = 4_000
_MOST_FILES = 3
"""States of the code whose answers are kept side by side: two versions that are used in turn do not undo each other's."""


def cache_folder() -> Path:
    """The folder; it need not exist yet."""
    return Path(os.environ.get(CACHE_VARIABLE) or platformdirs.user_cache_dir("sojo_eval", appauthor=False))


class Kept:
    """Answers by key, as JSON can write them, in one file of the cache. `save` writes the new ones, at the latest when the
    process ends (a forked one may end without)."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._answers: dict[str, Any] | None = None
        self._new: dict[str, Any] = {}
        atexit.register(self.save)

    def get(self, key: str, work: Callable[[], Any]) -> Any:
        """What is kept under `key`, else what `work` gives."""
        if self._answers is None:
            self._answers = _read(self._path())
        if key not in self._answers:
            self._answers[key] = self._new[key] = work()
        return self._answers[key]

    def save(self) -> None:
        """Write what was new, beside what another process has kept meanwhile."""
        if not self._new:
            return
        path = self._path()
        entries = {**_read(path), **self._new}
        self._new = {}
        body = json.dumps(dict([*entries.items()][-_MOST_KEPT:]), ensure_ascii=False)
        with suppress(OSError):  # a full or read-only disk: it is worked out again next time
            private_folder(path.parent)
            write_text(path, f"{_checksum(body)}\n{body}")
            _forget_older(path, self._name)

    def _path(self) -> Path:
        state = json.dumps([code_fingerprint(), library_versions()], sort_keys=True)
        # A folder of its own: only what is ours is closed to others, not the cache that a user shares.
        return cache_folder() / "kept" / f"{self._name}-{_checksum(state)[:16]}.json"


def _read(path: Path) -> dict[str, Any]:
    try:
        checksum, _, body = path.read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return {}
    if checksum != _checksum(body):
        return {}
    entries: dict[str, Any] = json.loads(body)
    return entries


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _forget_older(path: Path, name: str) -> None:
    found = sorted(path.parent.glob(f"{name}-*.json"), key=lambda p: p.stat().st_mtime_ns, reverse=True)
    for old in found[_MOST_FILES:]:
        old.unlink(missing_ok=True)
