"""What makes a proposal fit next year's files too: years and months in the names of files, sheets and headers are left open."""

from __future__ import annotations

import glob
import re
from collections.abc import Sequence

from sojo_eval.importing.file_names import ANY_TIME, TIME
from sojo_eval.importing.proposals.named_times import opened
from sojo_eval.importing.proposals.proposal import Figure
from sojo_eval.japanese import normalise

ANY_FISCAL_YEAR = r"(?:令和|平成|昭和|[RHS])?(?:元|\d{1,4})年?度"
ANY_MONTH = r"(?:1[0-2]|[1-9])月分?"
_TIME = re.compile(TIME, re.IGNORECASE)
_BETWEEN = "_-–. 　"


def without_times(name: str) -> str:
    """A name without its years and months, the same every year; nothing where it is no more than these."""
    return re.sub(r"\(\s*\)", "", _TIME.sub("", normalise(name))).strip(_BETWEEN)


def any_time(name: str) -> str:
    """The name with its years and months left open, as `file_names.is_named` takes it."""
    return ANY_TIME.join(glob.escape(part) for part in _TIME.split(name))


def any_year(figures: Sequence[Figure]) -> dict[int, str]:
    """For columns with a year in their header (by position) a pattern that fits those of other years, its group `time`.

    Empty where one of them has none, so that all are written as they stand.
    """
    found = {figure.column.at: _header_pattern(figure) for figure in figures}
    return found if all(found.values()) else {}


def _any(part: str) -> str:
    """A pattern for times written as this one is."""
    return next((known for known in (ANY_MONTH, ANY_FISCAL_YEAR) if re.fullmatch(known, part)), opened(part))


def _header_pattern(figure: Figure) -> str:
    if "年" not in figure.time and "度" not in figure.time:
        return ""
    parts, wanted = [normalise(part) for part in figure.column.label.split("/")], figure.time.split("/")
    at = next((i for i in range(len(parts)) if parts[i : i + len(wanted)] == wanted), -1)
    if at < 0:
        return ""  # something stands between year and month
    time = "/".join(_any(part) for part in wanted)
    around = [*map(re.escape, parts[:at]), f"(?P<time>{time})", *map(re.escape, parts[at + len(wanted) :])]
    return "/".join(around)
