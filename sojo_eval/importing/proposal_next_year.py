"""What makes a proposal fit next year's files too: years and months in the names of files, sheets and headers are left open."""

from __future__ import annotations

import glob
import re
from collections.abc import Sequence
from pathlib import PurePath

from sojo_eval.importing.proposed import Figure
from sojo_eval.japanese import normalise

ANY_FISCAL_YEAR = r"(?:令和|平成|昭和|[RHS])?(?:元|\d{1,4})年?度"
ANY_MONTH = r"(?:1[0-2]|[1-9])月分?"
_TIME = re.compile(
    r"(?<![A-Za-z0-9])(?:令和|平成|[RH])(?:元|\d{1,2})(?:年度?|(?![\d年]))(?:\d{1,2}月分?)?"
    r"|(?<!\d)(?:19|20)\d{2}(?:年度|年?[-_.]?(?:0[1-9]|1[0-2])(?!\d)月?分?|年|(?!\d))"
    r"|(?<!\d)\d{1,2}年度|(?<!\d)(?:1[0-2]|0?[1-9])月分?"
)
"""A year, a month or both in the name of a file or a sheet: 令和6年度, R6, 2024, 202404, 4月分."""
_FISCAL_YEAR = re.compile(r"(?:令和|平成|昭和|[RHS])?(?:元|\d{1,4})(?=年?度)")
_BETWEEN = "_-–.()（） 　"
_LEAST_NAME = 2
"""So many signs must be left of a name, or the pattern would fit other files."""


def without_times(name: str) -> str:
    """A name without its years and months, the same every year; nothing where it is no more than these."""
    return _TIME.sub("", normalise(name)).strip(_BETWEEN)


def any_fiscal_year(sheet: str) -> str:
    """A pattern for a sheet's name in any fiscal year: *年度."""
    return "*".join(glob.escape(part) for part in _FISCAL_YEAR.split(sheet))


def any_time(name: str) -> str:
    """A pattern for the name in any year and month, or the name as it is (as `file_names.is_named` takes both)."""
    path = PurePath(name)
    parts = _TIME.split(path.stem)
    if len(parts) == 1 or len("".join(parts).strip(_BETWEEN)) < _LEAST_NAME:
        return glob.escape(name)
    return "*".join(glob.escape(part) for part in parts) + glob.escape(path.suffix)


def any_year(figures: Sequence[Figure]) -> dict[int, str]:
    """For columns with a year in their header (by position) a pattern that fits those of other years, its group `time`.

    Empty where one of them has none, so that all are written as they stand.
    """
    found = {figure.column.at: _header_pattern(figure) for figure in figures}
    return found if all(found.values()) else {}


def _header_pattern(figure: Figure) -> str:
    if "年" not in figure.time and "度" not in figure.time:
        return ""
    parts, wanted = [normalise(part) for part in figure.column.label.split("/")], figure.time.split("/")
    at = next((i for i in range(len(parts)) if parts[i : i + len(wanted)] == wanted), -1)
    if at < 0:
        return ""  # something stands between year and month
    time = "/".join(ANY_MONTH if re.fullmatch(ANY_MONTH, part) else ANY_FISCAL_YEAR for part in wanted)
    around = [*map(re.escape, parts[:at]), f"(?P<time>{time})", *map(re.escape, parts[at + len(wanted) :])]
    return "/".join(around)
