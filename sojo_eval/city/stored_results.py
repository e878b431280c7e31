"""What was worked out once for a city is kept in its results/ and shown again as long as nothing it rests on has changed.

A result is known by its key: the hashes of the clean tables and of the files they came from, of what city.toml says and of the
package's own code, the versions of the libraries, and what was asked for. Two processes that need the same key work it out once.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from filelock import FileLock

from sojo_eval.city.folder import City
from sojo_eval.foundation.archive import DamagedArchiveError, content_hash, read_archive, write_archive
from sojo_eval.foundation.files import is_half_written, private_folder
from sojo_eval.foundation.fingerprint import code_fingerprint, library_versions
from sojo_eval.foundation.links import refuse_links
from sojo_eval.foundation.version import VERSION

STORED = Path("results", "stored")
"""In a city's folder. Exact small counts are in it: it is as closed as results/ itself, and may be deleted at any time."""
FOLDER_VARIABLE = "SOJO_EVAL_STORED"
"""Names another folder for stored results: with an empty one everything is worked out anew (`verify`)."""
_KEPT = 2
"""Results of one question: the one that holds, and the one before it."""
_ONLY_OWNER = 0o600
Result = TypeVar("Result")


def rests_on(city: City) -> dict[str, object]:
    """All that any result of this city rests on, apart from what was asked for; what has changed between two results
    stands here."""
    return {
        "tables": {name: facts["sha256"] for name, facts in sorted(city.manifest["tables"].items())},
        "inputs": city.manifest.get("inputs", {}),
        "noted_events": city.manifest.get("noted_events", {}),
        "schema_version": city.manifest.get("schema_version", ""),
        "configuration": content_hash(city.configuration),
        "engine": city.engine,
        "package_version": VERSION,
        "code": code_fingerprint(),
        "libraries": library_versions(),
    }


def stored(
    city: City,
    kind: str,
    asked: Mapping[str, object],
    work: Callable[[], Result],
    result: type[Result],
    parts: Iterable[type[object]],
) -> Result:
    """The result of this kind that was asked for: read where it is stored, else made by `work` and stored.

    asked: what the result depends on beside the city's data, as JSON can write it. parts: dataclasses within the result.
    Where the folder cannot be written, or the stored file is damaged, the result is made as if nothing were there. Raises
    what `work` raises, and SojoEvalError for links in results/.
    """
    refuse_links(city.path, (STORED.parts[0],))
    name = f"{kind}-{_short(asked)}"
    folder = Path(os.environ.get(FOLDER_VARIABLE) or city.path / STORED)
    path = folder / f"{name}-{_short([asked, rests_on(city)])}.zip"
    parts = tuple(parts)
    found = _read(path, result, parts)
    if found is not None:
        return found
    with _alone(folder, name) as may_write:
        # Another process may have made it while this one waited.
        found = _read(path, result, parts) if may_write else None
        if found is not None:
            return found
        made = work()
        if may_write:
            with suppress(OSError):  # a full disk: the result itself is there
                write_archive(path, made)
                _forget_older(path, name)
    return made


def _short(told: object) -> str:
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _read(path: Path, result: type[Result], parts: tuple[type[object], ...]) -> Result | None:
    try:
        return read_archive(path, result, parts)
    except (OSError, DamagedArchiveError):
        return None


@contextmanager
def _alone(folder: Path, name: str) -> Iterator[bool]:
    """Waits until no other process makes the same; gives whether the folder can be written at all.

    The lock ends with the process that holds it, however that ends.
    """
    try:
        # Only what this makes is closed here: results/ itself is closed by whoever writes its tables.
        private_folder(folder)
        lock = FileLock(folder / f".{name}.lock", mode=_ONLY_OWNER)
        lock.acquire()
    except (OSError, NotImplementedError):  # read-only, or a file system without locks
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _forget_older(path: Path, name: str) -> None:
    """Keep the newest results of one question, and nothing half written."""
    same = sorted(path.parent.glob(f"{name}-*.zip"), key=lambda found: found.stat().st_mtime_ns, reverse=True)
    for old in [found for found in same if found != path][_KEPT - 1 :]:
        old.unlink(missing_ok=True)
    for part in path.parent.glob(f".{name}-*.part"):
        if is_half_written(part):
            part.unlink(missing_ok=True)
