"""Reading a file, of whatever kind, into sheets of raw cells with the row numbers a person sees."""

from __future__ import annotations

from pathlib import Path

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.foundation.showing.refusals import in_words
from sojo_eval.importing.files.kinds import OLD_EXCEL, SPSS, STATA, TEXTS, ZIPPED, refusal
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.files.statistical_files import read_statistical
from sojo_eval.importing.files.text_files import read_text
from sojo_eval.importing.files.workbooks import read_workbook

WORKBOOKS = (*ZIPPED, *OLD_EXCEL)
STATISTICAL = (*SPSS, *STATA)
READABLE = (*TEXTS, *WORKBOOKS, *STATISTICAL)


def read_sheets(path: Path, file_name: str) -> tuple[list[Sheet], list[Problem]]:
    """All sheets of a workbook, or the one of any other file (its name is empty). Unreadable files give a problem.

    `file_name` is the path as messages show it.
    """
    try:
        return _read(path, file_name)
    except OSError as error:
        return [], [_not_opened(error, path, file_name)]


def _not_opened(error: OSError, path: Path, file_name: str) -> Problem:
    """A file that Excel holds, that went away meanwhile, or that the system does not give."""
    told = in_words(error, path)
    if told is not None:
        message = Text("ファイルを開けません", "The file cannot be opened")
        return Problem("cannot-open", message, told.fix, file=file_name)
    message = Text(f"ファイルを読めません（{error.strerror}）", f"The file cannot be read ({error.strerror})")
    fix = Text(
        "ファイルがまだあるか、別の場所へ写せるかを確かめてください",
        "Look whether it is still there and can be copied elsewhere",
    )
    return Problem("cannot-open", message, fix, file=file_name)


def _read(path: Path, file_name: str) -> tuple[list[Sheet], list[Problem]]:
    suffix = path.suffix.lower()
    if suffix not in READABLE:
        choice = ", ".join(READABLE)
        message = Text("読めない種類のファイルです", "Files of this kind cannot be read")
        fix = Text(f"次のどれかにしてください: {choice}", f"Save it as one of: {choice}")
        return [], [Problem("file-kind", message, fix, file=file_name)]
    refused = refusal(path, file_name)
    if refused is not None:
        return [], [refused]
    if suffix in TEXTS:
        return read_text(path.read_bytes(), file_name, suffix)
    if suffix in STATISTICAL:
        return read_statistical(path, file_name)
    return read_workbook(path, file_name)
