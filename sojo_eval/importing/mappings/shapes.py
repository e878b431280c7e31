"""Shapes of values that mappings alone have: names of files, patterns, places of columns."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.settings import TEXTS, Shape, is_number, is_text, is_texts
from sojo_eval.importing.mappings.patterns import is_pattern
from sojo_eval.japanese import normalise

_LAST_ROW = 1_048_576


def texts(value: object) -> tuple[str, ...]:
    """A text or a list of texts, or nothing, as a tuple."""
    return (value,) if isinstance(value, str) else tuple(value or ())  # type: ignore[arg-type]  # checked


def _is_pattern(value: object) -> bool:
    return is_text(value) and is_pattern(str(value))


def _is_file_names(value: object) -> bool:
    """Names or patterns of files below raw/."""
    return is_texts(value) and all(
        PurePosixPath(name).parts
        and not {"..", "/"} & {*PurePosixPath(name).parts}
        and not PureWindowsPath(name).anchor
        and "\0" not in name
        and all(part == "**" or "**" not in part for part in PurePosixPath(name).parts)
        for name in texts(value)
    )


def _is_rows(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(type(r) is int and 1 <= r <= _LAST_ROW for r in value)
        and value == sorted(set(value))
    )


def _is_position(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch("[A-Za-z]{1,3}", value))


FILE_NAMES = Shape(
    _is_file_names,
    Text(
        "raw/ の中のファイル名（一覧でもよい。上のフォルダーや / で始まる名前は不可）",
        "names of files below raw/ (none with .. or a leading /)",
    ),
)
PATTERN = Shape(
    _is_pattern, Text("正規表現（( や [ は閉じる）", "a regular expression (close every ( and [)")
)
ROWS = Shape(
    _is_rows, Text("1から数えた行番号の、小さい順の一覧", "a list of row numbers from 1 in rising order")
)
YEAR = Shape(
    lambda v: is_text(v) or (is_number(v, 0, 10_000) and isinstance(v, int)),
    Text("年か、{変数} のある文字", "a year, or a text with a {variable}"),
)
_DIGITS = frozenset("0123456789.,+-△▲")
BESIDE = Shape(
    lambda v: is_texts(v) and not any(set(normalise(text)) <= _DIGITS for text in texts(v)),
    Text(
        "数字のそばに書かれた文字（数字だけのものは不可）の一覧",
        "a list of texts that stand beside figures (none of digits alone)",
    ),
)
PLACE = {
    "header": TEXTS,
    "position": Shape(_is_position, Text('列の記号（"A" や "AB"）', 'the letter of a column ("A", "AB")')),
    "pattern": PATTERN,
}
PLACE_KEYS = frozenset(PLACE)
