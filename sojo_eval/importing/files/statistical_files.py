"""Files of SPSS and Stata as a sheet: the labels of the variables, their names, and a row a respondent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.cells import Cell
from sojo_eval.importing.files.own_process import NotReadError, checked_cells, read_apart
from sojo_eval.importing.files.sheet import Sheet

_LONGEST, _BYTES_A_SECOND = 7, 20_000_000
"""Seconds for a small file, which takes less than one, and more for a large one."""
_NAMED = 5
_AGAIN = Text(
    "SPSS や Stata からもう一度保存するか、CSV に書き出して置き直してください",
    "Save it again from SPSS or Stata, or export it as CSV",
)


class _Found(TypedDict):
    """What `statistical_file_reader.read` gives."""

    names: list[str]
    labels: list[str]
    columns: list[list[Cell]]
    ambiguous: list[str]
    encoding: str


@dataclass(frozen=True)
class VariableSheet(Sheet):
    """Row 1 holds the variables' labels (the name where there is none), row 2 their names, records begin in row 3.

    A mapping may name columns from either row. So that the names are not a record when the labels are the header, row 2 is
    blank except where the header is looked for (`head`).
    """

    names: Sequence[str] = ()

    def head(self, rows: int) -> list[list[Cell]]:
        top = super().head(rows)
        if len(top) > 1:
            top[1] = list(self.names)
        return top


def read_statistical(path: Path, file_name: str) -> tuple[list[Sheet], list[Problem]]:
    """The one sheet of a .sav, .zsav or .dta file (its name is empty), or why it cannot be read.

    Without labels of variables the names are row 1. Cells hold the labels of values; user-missing codes keep theirs.
    """
    seconds = _LONGEST + path.stat().st_size / _BYTES_A_SECOND
    try:
        found = _found_in(read_apart("statistical_file_reader", path, seconds))
    except NotReadError as error:
        return [], [_unreadable(file_name, str(error))]
    except (TypeError, ValueError, KeyError):  # not the answer of our reader: the file took it over
        return [], [_unreadable(file_name, "damaged")]
    names, labels = found["names"], found["labels"]
    rows: list[Sequence[Cell]] = list(zip(*found["columns"], strict=True))
    if any(labels):
        titles = [label or name for name, label in zip(names, labels, strict=True)]
        sheet: Sheet = VariableSheet("", [titles, [""] * len(names), *rows], names=names)
    else:
        sheet = Sheet("", [names, *rows])
    return [sheet], _notes(found, file_name)


def _found_in(said: object) -> _Found:
    """The process's answer. Raises TypeError, ValueError, KeyError for what is none."""
    if not isinstance(said, dict):
        raise TypeError(type(said).__name__)
    columns = [checked_cells(column) for column in said["columns"]]
    names, labels = [*map(str, said["names"])], [*map(str, said["labels"])]
    if not len(names) == len(labels) == len(columns) or len({*map(len, columns)}) > 1:
        raise ValueError("columns of unequal length")
    return {
        "names": names,
        "labels": labels,
        "columns": columns,
        "ambiguous": [*map(str, said["ambiguous"])],
        "encoding": str(said["encoding"]),
    }


def _unreadable(file_name: str, why: str) -> Problem:
    if why.startswith("OverflowError"):
        message = Text("回答者と変数が多すぎます", "It has too many respondents and variables")
        fix = Text(
            "必要な変数だけにするか、分けて保存してください",
            "Keep only the variables you need, or split the file",
        )
        return Problem("too-large", message, fix, file=file_name)
    message = Text(
        "SPSS か Stata のファイルとして開けません。壊れているか、途中で切れているか、パスワード付きです",
        "It cannot be opened as an SPSS or Stata file: it is damaged, cut off, or protected by a password",
    )
    return Problem("damaged-file", message, _AGAIN, file=file_name)


def _notes(found: _Found, file_name: str) -> list[Problem]:
    notes = []
    if found["ambiguous"]:
        first = "、".join(found["ambiguous"][:_NAMED])
        count = len(found["ambiguous"])
        message = Text(
            f"別の値に同じラベルが付いた変数が{count}あり、同じ回答として読みます（{first}）",
            f"{count} variables have one label for several values, which are read as one answer ({first})",
        )
        fix = Text(
            "区別がいるなら、値ラベルを分けて保存し直してください",
            "If they differ, give each value its own label and save the file again",
        )
        notes.append(Problem("label-of-several-values", message, fix, file=file_name, severity="warning"))
    if found["encoding"]:
        message = Text(
            f"文字コードの記録がないため、{found['encoding']} として読みました",
            f"The file does not state its encoding and was read as {found['encoding']}",
        )
        fix = Text(
            "文字が正しいか、見出しで確かめてください", "Check in the headers that the characters are right"
        )
        notes.append(Problem("encoding-guessed", message, fix, file=file_name, severity="note"))
    return notes
