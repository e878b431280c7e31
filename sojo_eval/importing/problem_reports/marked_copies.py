"""A copy of each file with problems, its cells coloured and commented, and a list of them on the first sheet."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from sojo_eval.foundation.files import is_half_written, remove_ours, whole_file
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.reading import read_sheets
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.problem_reports.copy_from_cells import write_copy_from_cells
from sojo_eval.importing.problem_reports.marks import marks_of
from sojo_eval.importing.problem_reports.sheet_of_problems import TITLE

MARKED = "marked"
_ENDING = ".marked.xlsx"
"""Added to the whole name: no two files share a copy, and Excel opens no two books of one name at once."""
_RAW = "raw/"
MOST_COPIES = 100
"""Files with errors first: a hundred copies take about a minute, and nobody fixes more at a sitting."""
_LARGEST_BOOK, _LARGEST_PARTS = 5_000_000, 10_000_000
"""Bytes, packed and unpacked: openpyxl takes about six seconds for the latter."""
_MOST_MERGED = 200_000
"""Cells: openpyxl makes an object of each, and a merged column has a million."""


def write_marked_copies(
    problems: Iterable[Problem],
    raw: Path,
    clean: Path,
    read: Mapping[str, Sequence[Sheet]] = MappingProxyType({}),
) -> dict[str, Path]:
    """Write `clean/marked/<path under raw>.marked.xlsx` for files with errors or warnings that have a row.

    Gives the copy of each file as problems name it ("raw/a.csv"). Our copies of earlier imports that are no longer
    wanted are removed, nothing else. `read` are the sheets of files that were read before; others are read again. A file that cannot be copied has none: that never stops an import. No more than `MOST_COPIES`.
    """
    of_file: dict[str, list[Problem]] = {}
    for p in problems:
        if p.severity != "note" and p.file.startswith(_RAW):
            of_file.setdefault(p.file, []).append(p)
    folder = clean / MARKED
    written: dict[str, Path] = {}
    errors_first = sorted(of_file.items(), key=lambda item: all(p.severity != "error" for p in item[1]))
    for file, mine in errors_first:
        if len(written) == MOST_COPIES:
            break
        path = raw / file.removeprefix(_RAW)
        copy = folder / (file.removeprefix(_RAW) + _ENDING)
        if any(p.row is not None or p.cell for p in mine) and _write(path, file, mine, copy, read.get(file)):
            written[file] = copy
    wanted = set(written.values())
    remove_ours(folder, lambda path: is_half_written(path) or (path not in wanted and _is_copy(path)))
    return written


def _write(
    path: Path, file: str, problems: Sequence[Problem], copy: Path, read: Sequence[Sheet] | None
) -> bool:
    """Whether there is a copy now. Broad excepts: damaged files make libraries fail in ways that none of them lists."""
    try:
        sheets = (read or read_sheets(path, file)[0]) if path.is_file() else []
        if not sheets or (copy.exists() and not _is_copy(copy)):
            return False  # what another program keeps under that name stays
        marks = marks_of(problems)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out; the first sheet says so
            if _keeps_its_looks(path, sheets):
                from sojo_eval.importing.problem_reports.copy_of_workbook import (
                    mark_workbook,
                )  # openpyxl is heavy, and seldom needed

                try:
                    with whole_file(copy) as part:
                        mark_workbook(path, file, marks, part)
                    return True
                except Exception:
                    pass  # its cells alone, then
            with whole_file(copy) as part:
                write_copy_from_cells(sheets, file, marks, part)
    except Exception:
        return False
    return True


def _keeps_its_looks(path: Path, sheets: Sequence[Sheet]) -> bool:
    """Whether the book itself can be copied with its formats: of today's kind, and not too large for openpyxl."""
    if path.suffix.lower() not in (".xlsx", ".xlsm") or path.stat().st_size > _LARGEST_BOOK:
        return False
    merged = sum(
        (bottom - top + 1) * (right - left + 1)
        for sheet in sheets
        for (top, left), (bottom, right) in sheet.merged
    )
    with zipfile.ZipFile(path) as archive:
        parts = sum(m.file_size for m in archive.infolist() if m.filename.endswith(".xml"))
    return merged <= _MOST_MERGED and parts <= _LARGEST_PARTS


def _is_copy(path: Path) -> bool:
    """Whether it is a marked copy of ours: by its name, and by the list of problems that is its first sheet."""
    if not path.name.endswith(_ENDING):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return TITLE.encode() in archive.read("xl/workbook.xml")
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, zlib.error):
        return False


def links(copies: Mapping[str, Path], folder: Path) -> dict[str, str]:
    """The copy of each file as a relative address, for a page in `folder`."""
    return {file: quote(path.relative_to(folder).as_posix()) for file, path in copies.items()}
