"""Lengths of time in minutes: 1時間30分, 90分, 1:30, 1.5時間, 1時間半 and Excel's own time values."""

from __future__ import annotations

import math
import re
from datetime import date, time, timedelta
from decimal import Decimal

from sojo_eval.foundation.language import Text
from sojo_eval.japanese.kanji_numerals import with_digits
from sojo_eval.japanese.numbers import without_about
from sojo_eval.japanese.text import UnreadableError, normalise, refuse_note_digits

MINUTES_PER = {"分": 1.0, "時間": 60.0}
"""Units a mapping may give for cells that are bare numbers."""

_NUMBER = r"[0-9]{1,6}(?:\.[0-9]{1,6})?"
_WORDS = re.compile(
    rf"(?:(?P<hours>{_NUMBER})\s?(?:時間|hours?|hrs?|h)(?P<half>半)?)?\s?"
    rf"(?:(?P<minutes>{_NUMBER})\s?(?:分間?|minutes?|mins?|m))?\s?"
    rf"(?:(?P<seconds>[0-9]{{1,6}})\s?(?:秒間?|seconds?|secs?|s))?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?P<hours>[0-9]{1,4}):(?P<minutes>[0-5][0-9])(?::(?P<seconds>[0-5][0-9])(?:\.0+)?)?")
_BARE = re.compile(_NUMBER)
_HOW = Text("90分、1時間30分、1:30 のように書いてください", "Write it as 90分, 1時間30分 or 1:30")


def parse_minutes(cell: object, unit: str = "") -> float:
    """A cell as minutes, seconds as a fraction. 1:30 is an hour and a half; 約 is read over (see `is_approximate`).

    unit: 分 or 時間, what bare numbers of the column are; without it they are errors. Raises UnreadableError.
    """
    if unit not in ("", *MINUTES_PER):
        raise ValueError(f"no such unit of time: {unit!r}")
    if isinstance(cell, time):
        return cell.hour * 60 + cell.minute + cell.second / 60
    if isinstance(cell, timedelta):
        minutes = cell.total_seconds() / 60
        if not minutes >= 0:  # also where pandas has NaT
            raise UnreadableError(Text("マイナスの時間です", "It is a negative length of time"), _HOW)
        return minutes
    if isinstance(cell, date):
        raise UnreadableError(Text("時間ではなく日付です", "It is a date, not a length of time"), _HOW)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not math.isfinite(cell) or not 0 <= cell < 10**6:
            raise UnreadableError(Text("時間として読めません", "It cannot be read as a length of time"), _HOW)
        return _bare(float(cell), unit)
    raw = str(cell)
    refuse_note_digits(raw)
    text = without_about(with_digits(normalise(raw)))
    if _BARE.fullmatch(text):
        return _bare(float(text), unit)
    match = _CLOCK.fullmatch(text) or (_WORDS.fullmatch(text) if text else None)
    if match is None:
        raise UnreadableError(Text("時間として読めません", "It cannot be read as a length of time"), _HOW)
    parts = match.groupdict()
    hours, rest, seconds = (Decimal(parts[name] or 0) for name in ("hours", "minutes", "seconds"))
    if hours != int(hours) and (parts["minutes"] or parts.get("half")):
        raise UnreadableError(
            Text("1.5時間30分 のような書き方は読めません", "Part of an hour and minutes beside it"), _HOW
        )
    return float(hours * 60 + rest + (30 if parts.get("half") else 0)) + float(seconds) / 60


def _bare(number: float, unit: str) -> float:
    if not unit:
        raise UnreadableError(
            Text("数だけでは、分か時間か分かりません", "A number alone: minutes or hours?"),
            Text(
                f"{_HOW.ja}。列の全部が同じなら対応表に単位（分か時間）を書いてください",
                f"{_HOW.en}; if all of the column is alike, give the unit (分 or 時間) in the mapping",
            ),
        )
    return number * MINUTES_PER[unit]
