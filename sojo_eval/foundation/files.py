"""Files appear whole or not at all, are as closed as their folder, and are known by their hash."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sojo_eval.foundation.showing.refusals import said_plainly

_ONLY_OWNER_FOLDER, _ONLY_OWNER_FILE = 0o700, 0o600
_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_HALF = re.compile(r"\..+\.[0-9a-f]{16}\.part")
"""The name of a file that is still being written. Long enough that no other program's file has one."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`; on success it replaces `path`, on any error it is removed.

    The replacement is one `os.replace`, so a reader sees the old file or the new one, never a part. In a folder that is
    closed to others the file is, too; elsewhere the umask decides. Raises StorageError where the disk is full or read-only.
    """
    with said_plainly(path):
        yield from _whole_file(path)


def _whole_file(path: Path) -> Iterator[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    # The system itself takes the umask off: asking for it would change it for all threads.
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _mode_in(path.parent)))
    try:
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _mode_in(folder: Path) -> int:
    return 0o666 if folder.stat().st_mode & _OF_OTHERS else _ONLY_OWNER_FILE


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with `\\n` line ends, whole or not at all."""
    with whole_file(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes as they are, whole or not at all."""
    with whole_file(path) as part:
        part.write_bytes(content)


def write_with(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a temporary file that then becomes `path`."""
    with whole_file(path) as part:
        write(part)


def sha256(path: Path) -> str:
    """Hex SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def private_folder(folder: Path) -> None:
    """Make a folder, and close it and all in it to others than the owner (0700, files 0600). Links are not followed.

    What somebody else owns stays as it is: only the owner can close it. Windows keeps its own lists of who may read.
    """
    with said_plainly(folder):
        folder.mkdir(mode=_ONLY_OWNER_FOLDER, parents=True, exist_ok=True)
    if os.name != "posix":
        return
    for here, _, names in os.walk(folder):
        _close(here, _ONLY_OWNER_FOLDER)
        for name in names:
            _close(os.path.join(here, name), _ONLY_OWNER_FILE)


def _close(path: str, mode: int) -> None:
    now = os.lstat(path).st_mode
    if not stat.S_ISLNK(now) and stat.S_IMODE(now) != mode:
        with suppress(PermissionError):
            os.chmod(path, mode)


def is_half_written(path: Path) -> bool:
    """Whether the name is that of a file of ours whose writer was killed."""
    return _HALF.fullmatch(path.name) is not None


def remove_ours(folder: Path, is_ours: Callable[[Path], bool]) -> list[Path]:
    """Delete the files below `folder` that are ours, and the folders that this leaves empty; give the files that stay.

    The one place where files of a city's folder are deleted. Links are neither followed nor deleted.
    """
    if not folder.is_dir() or folder.is_symlink():
        return []
    left = []
    for here, folders, names in os.walk(folder, topdown=False):
        for path in (Path(here, name) for name in [*names, *folders]):
            if path.is_symlink():
                left.append(path)
            elif path.is_dir():
                with suppress(OSError):  # not empty
                    path.rmdir()
            elif is_ours(path):
                path.unlink(missing_ok=True)
            else:
                left.append(path)
    with suppress(OSError):
        folder.rmdir()
    return sorted(left)
