"""Links inside a city's folder are refused: through one, files of another folder would be read, replaced or deleted."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError

CITY_PARTS = ("city.toml", "raw", "mappings", "clean", "results", "reports")
"""What we read and write in a city's folder."""
# Of the many kinds of reparse points on Windows only these lead elsewhere; a file kept by OneDrive is one too.
_LEADS_ELSEWHERE = {0xA0000003, 0xA000000C}


def is_link(path: Path) -> bool:
    """Whether it is a symbolic link or a junction of Windows; False where there is nothing."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) in _LEADS_ELSEWHERE


def refuse_links(folder: Path, parts: Iterable[str] = CITY_PARTS) -> None:
    """Raise SojoEvalError (exit code 1) naming the first link among these parts of `folder`, or anywhere below them.

    The folder itself may be reached through a link: that is the choice of the person who named it.
    """
    for part in parts:
        for path in _links(folder / part):
            raise SojoEvalError(
                "link-in-folder",
                Text(
                    f"{path} は別の場所へのリンクです。市のフォルダーの中のリンクは使えません",
                    f"{path} is a link to another place; links inside a city's folder cannot be used",
                ),
                Text(
                    "リンクを外し、ファイルやフォルダーそのものを置いてください",
                    "Remove the link and put the file or folder itself there",
                ),
                exit_code=1,
            )


def _links(path: Path) -> Iterator[Path]:
    if is_link(path):
        yield path
    elif path.is_dir():
        with os.scandir(path) as entries:
            inside = sorted(entry.path for entry in entries if _may_lead_on(entry))
        for entry in inside:
            yield from _links(Path(entry))


def _may_lead_on(entry: os.DirEntry[str]) -> bool:
    """Plain files, of which there may be thousands, need no second look."""
    return entry.is_symlink() or not entry.is_file(follow_symlinks=False) or os.name != "posix"
