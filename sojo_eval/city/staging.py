"""The files of one import, published together: whenever it is killed, all of them are the earlier ones or become the new ones."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from sojo_eval.city.changed_records import CHANGES
from sojo_eval.city.clean_files import clean_files
from sojo_eval.city.folder import MANIFEST, read_manifest
from sojo_eval.foundation.files import is_half_written, private_folder, remove_ours
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.links import refuse_links
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.showing.refusals import said_plainly
from sojo_eval.schema import load_schema

READY = ".ready"
IMPORT_LOG, SOURCES = "import_log.csv", "sources"
_LOCK, _STAGED = ".lock", ".staged"
_ONLY_OWNER = 0o600


@contextmanager
def one_writer(clean: Path) -> Iterator[None]:
    """Nobody else imports into this folder meanwhile; what a killed import left behind is brought to its end first.

    Nobody but the owner may read it. Raises SojoEvalError when another import runs, for links in the city's folder,
    and for files of others where only ours may be. The lock ends with the process, however that ends.
    """
    refuse_links(clean.parent)
    private_folder(clean)
    try:
        with said_plainly(clean), FileLock(clean / _LOCK, timeout=0, mode=_ONLY_OWNER):
            _publish(clean)
            _remove_whole(clean / _STAGED)
            for part in clean.rglob(".*.part"):
                if is_half_written(part):
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
    with said_plainly(folder):
        folder.mkdir()
        yield from _filled(folder, clean)


def _filled(folder: Path, clean: Path) -> Iterator[Path]:
    try:
        yield folder
        private_folder(folder)
        for path in folder.rglob("*"):
            if path.is_file():
                with path.open("rb+") as written:
                    os.fsync(written.fileno())
        folder.replace(clean / READY)  # from here on it is published, if need be by the next import
    finally:
        remove_ours(folder, _is_ours)
    _publish(clean)


def _publish(clean: Path) -> None:
    """Move what is ready to its place. A table that was a folder of files becomes one file."""
    ready = clean / READY
    if not ready.is_dir():
        return
    files = sorted(p for p in ready.rglob("*") if p.is_file() and _is_ours(p))
    _remove_recorded_folders(clean, [p.stem for p in files if p.parent == ready and p.suffix == ".parquet"])
    for path in files:
        target = clean / path.relative_to(ready)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    _remove_whole(ready)


def _remove_recorded_folders(clean: Path, names: Iterable[str]) -> None:
    """Delete the Parquet files of tables that were folders: those that the manifest knows as they are, and no others."""
    recorded = read_manifest(clean)["tables"]
    for name in names:
        files = clean_files(clean, name)
        if files is None or not files.partitioned or name not in recorded:
            continue
        if files.sha256() == recorded[name]["sha256"]:
            remove_ours(files.root, set(files.files).__contains__)


def _is_ours(path: Path) -> bool:
    """Whether an import writes a file of that name into the folder that it publishes."""
    if is_half_written(path):
        return True
    tables = path.suffix == ".parquet" and path.stem in load_schema().tables
    if path.parent.name == SOURCES:
        return tables
    return tables or path.name in (MANIFEST, IMPORT_LOG, CHANGES)


def _remove_whole(folder: Path) -> None:
    """Delete a folder of ours. Raises SojoEvalError when somebody else has put something there: that is not ours to delete."""
    left = remove_ours(folder, _is_ours)
    if left:
        raise SojoEvalError(
            "not-ours",
            Text(
                f"取り込みが使うフォルダーに、ほかのファイルがあります: {left[0]}",
                f"There is another file in a folder that the import uses: {left[0]}",
            ),
            Text("要るものなら別の場所へ移し、要らなければ消してください", "Move it elsewhere, or delete it"),
            exit_code=1,
        )
