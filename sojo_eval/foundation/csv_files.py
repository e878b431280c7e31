"""The one writer of CSV files: UTF-8 with the mark that Excel looks for, and no cell that a spreadsheet would compute."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pandas as pd

from sojo_eval.foundation.files import write_with

_BEFORE = "[\\s\"'`“”‘’＂＇\u00a0\u200b\ufeff]*"
"""What a person, or an attacker, may have put before the sign: spaces of all kinds, and quotes."""
_LIKE_A_FORMULA = re.compile(f"{_BEFORE}[=+\\-@＝＋－＠−﹢﹣﹦﹫]|[\t\r]")
_NUMBER = re.compile(r"[+\-]?(\d+|\d{1,3}(,\d{3})+|(?=\.\d))(\.\d*)?([eE][+\-]?\d+)?%?")
_RETURN = re.compile("\r\n?")
_GUARD = "'"


def write_csv(path: Path, frame: pd.DataFrame) -> None:
    """Write a table without its index, whole or not at all; texts that a spreadsheet would compute are guarded."""
    safe = frame.rename(columns=lambda name: guarded(name) if isinstance(name, str) else name)
    for at, (_, column) in enumerate(frame.items()):
        if not (pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column)):
            safe.isetitem(at, [_cell(value) for value in column])
    write_with(path, lambda part: safe.to_csv(part, index=False, encoding="utf-8-sig", lineterminator="\n"))


def _cell(value: object) -> object:
    # A carriage return alone is not quoted, and would begin a new line with a cell of its own.
    return guarded(_RETURN.sub("\n", value)) if isinstance(value, str) else value


def guarded(text: str) -> str:
    """With an apostrophe before it where a spreadsheet would take it for a formula: it shows such a cell as it is typed.

    Signs of full width count, also behind spaces and quotes. A number stays one: −5, +3.5, -1,234.
    """
    return _GUARD + text if _LIKE_A_FORMULA.match(text) and not _is_number(text) else text


def unguarded(text: str) -> str:
    """The text before it was guarded, for a file that is read and written again."""
    return text[1:] if text.startswith(_GUARD) and guarded(text[1:]) != text[1:] else text


def _is_number(text: str) -> bool:
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip(" \u3000")
    # A lone dash is how tables say "none".
    return not text.startswith(("\t", "\r")) and (plain == "-" or _NUMBER.fullmatch(plain) is not None)
