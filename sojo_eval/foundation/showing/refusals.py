"""A full disk, a read-only folder, a file that Excel holds: a sentence with the way out instead of an error number."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError


def _numbers(*names: str) -> frozenset[int]:
    """Those of them that this system has."""
    return frozenset(number for name in names if (number := getattr(errno, name, None)) is not None)


NO_ROOM = _numbers("ENOSPC", "EDQUOT", "EFBIG")
_READ_ONLY = _numbers("EROFS")
_REFUSED = _numbers("EACCES", "EPERM")
_IN_USE = _numbers("EBUSY", "ETXTBSY")
# What Windows says itself: a sharing or lock violation; a full disk; write-protected.
_WINDOWS = {32: "in-use", 33: "in-use", 112: "disk-full", 39: "disk-full", 19: "read-only"}
EXIT_FAILED = 3

_SAID = {
    "disk-full": (
        Text("ディスクの空きが足りず、{where} を書けません", "The disk is full: {where} cannot be written"),
        Text(
            "要らないファイルを消すか、空きのある場所のフォルダーで、もう一度実行してください。途中のファイルは残していません",
            "Free some space, or use a folder on another disk, and run it again; nothing half-written was left",
        ),
    ),
    "read-only": (
        Text("{where} は読み取り専用の場所にあり、書けません", "{where} is in a read-only place"),
        Text(
            "書き込める場所（自分のフォルダーなど）に写してから、もう一度実行してください",
            "Copy the folder to a place that you may write to, and run it again",
        ),
    ),
    "not-permitted": (
        Text("{where} を読み書きする許可がありません", "{where} may not be read or written"),
        Text(
            "Excel などで開いていれば閉じてください。開いていなければ、フォルダーの権限か読み取り専用の設定を確かめてください",
            "Close it if Excel or another program has it open; if not, look at the folder's permissions",
        ),
    ),
    "in-use": (
        Text("{where} はほかのプログラムが使っています", "Another program is using {where}"),
        Text(
            "Excel などで開いていれば閉じて、もう一度実行してください",
            "Close it in Excel or elsewhere, and run it again",
        ),
    ),
}


class StorageError(SojoEvalError, OSError):
    """What the disk refuses, said in words. Still an OSError, for those who go on without the file."""


def in_words(error: OSError, where: Path | None = None) -> StorageError | None:
    """The error as a sentence, None for one that is not about a place to write or read (no such file, a closed pipe)."""
    if isinstance(error, StorageError):
        return error
    code = _WINDOWS.get(getattr(error, "winerror", None) or 0, "") or _code(error.errno)
    if not code:
        return None
    path = error.filename if isinstance(error.filename, str | bytes) else where
    named = _named(path)
    message, fix = _SAID[code]
    told = StorageError(code, message.format(where=named), fix, exit_code=EXIT_FAILED)
    told.errno, told.filename = error.errno, error.filename
    return told


def _code(number: int | None) -> str:
    for numbers, code in (
        (NO_ROOM, "disk-full"),
        (_READ_ONLY, "read-only"),
        (_REFUSED, "not-permitted"),
        (_IN_USE, "in-use"),
    ):
        if number in numbers:
            return code
    return ""


def _named(path: object) -> str:
    """A file by its name; that of one still being written is the file's own."""
    if path is None:
        return "ファイル / the file"
    text = path.decode(errors="replace") if isinstance(path, bytes) else str(path)
    name = Path(text).name
    if name.startswith(".") and name.endswith(".part"):
        return str(Path(text).with_name(name[1:].rsplit(".", 2)[0]))
    return text


@contextmanager
def said_plainly(where: Path) -> Iterator[None]:
    """Within it the disk's refusals are StorageError. Other errors pass."""
    try:
        yield
    except OSError as error:
        told = in_words(error, where)
        if told is None or told is error:
            raise
        raise told from error
