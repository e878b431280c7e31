"""The files of one import, published together: whenever it is killed, all of them are the earlier ones or become the new ones."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError

READY = ".ready"
_LOCK, _STAGED = ".lock", ".staged"


@contextmanager
def one_writer(clean: Path) -> Iterator[None]:
    """Nobody else imports into this folder meanwhile; what a killed import left behind is brought to its end first.

    Raises SojoEvalError when another import runs. The lock ends with the process, however that ends.
    """
    clean.mkdir(exist_ok=True)
    try:
        with FileLock(clean / _LOCK, timeout=0):
            _publish(clean)
            shutil.rmtree(clean / _STAGED, ignore_errors=True)
            for part in clean.rglob(".*.part"):
                part.unlink(missing_ok=True)
            yield
    except Timeout as error:
        raise SojoEvalError(
            "busy",
            Text(
                f"{clean.parent} では別の取り込みが動いています",
                f"Another import is running in {clean.parent}",
            ),
            Text("終わってから、もう一度実行してください", "Run it again when that one has ended"),
            exit_code=1,
        ) from error


@contextmanager
def staged(clean: Path) -> Iterator[Path]:
    """A folder to write into; on success its files replace those of the same names in `clean`, on any error none does."""
    folder = clean / _STAGED
    folder.mkdir()
    try:
        yield folder
        for path in folder.rglob("*"):
            if path.is_file():
                with path.open("rb+") as written:
                    os.fsync(written.fileno())
        folder.replace(clean / READY)  # from here on it is published, if need be by the next import
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _publish(clean)


def _publish(clean: Path) -> None:
    """Move what is ready to its place. A table that was a folder of files becomes one file."""
    ready = clean / READY
    if not ready.is_dir():
        return
    for path in sorted(p for p in ready.rglob("*") if p.is_file()):
        target = clean / path.relative_to(ready)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix == ".parquet" and target.parent == clean:
            shutil.rmtree(target.with_suffix(""), ignore_errors=True)
        path.replace(target)
    shutil.rmtree(ready)
