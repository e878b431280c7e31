"""A day with a time of day, as exports of desks write them (受付日時): the day is kept, in Japan's time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from sojo_eval.foundation.language import Text
from sojo_eval.japanese.kanji_numerals import with_digits
from sojo_eval.japanese.text import UnreadableError, normalise

JAPAN = timezone(timedelta(hours=9))
_HOW = Text(
    "2024/4/1 9:30、令和6年4月1日 9時30分 のように書いてください",
    "Write it as 2024/4/1 9:30 or 令和6年4月1日 9時30分",
)
_HALF = r"(?P<half>午前|午後|[AaPp]\.?[Mm]\.?)"
_CLOCK = (
    r"(?P<hour>[0-9]{1,2})(?:(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?)"
    r"|(?:時(?:(?P<minute_ja>[0-9]{1,2})分(?:(?P<second_ja>[0-9]{1,2})秒)?|(?P<half_past>半))?))"
)
_ZONE = r"(?:\s?(?P<zone>Z|JST|UTC|[+-][0-9]{2}:?[0-9]{2}))?"
_SPOKEN = re.compile(
    rf"(?P<day>.+?)(?:\s?T\s?|\s|(?<=[日)]))\s?(?:{_HALF}\s?)?{_CLOCK}(?:\s?(?P<half_after>[AaPp]\.?[Mm]\.?))?{_ZONE}"
)
_PACKED = re.compile(
    rf"(?P<day>[0-9]{{8}})[T ]?(?P<hour>[0-9]{{2}})(?P<minute>[0-9]{{2}})(?P<second>[0-9]{{2}})?{_ZONE}"
)
_FIRST_SERIAL, _LAST_SERIAL = 25_000, 75_000
"""Numbers of Excel for 1968 to 2105: other decimals are figures."""
_ZONES = {"Z": timedelta(0), "UTC": timedelta(0), "JST": timedelta(hours=9)}


def without_time(cell: object) -> tuple[object, int]:
    """The cell without its time of day, and by how many days the day moves when the time is told as Japan's.

    cell: a text, a number of Excel (45383.396), a `datetime`. What has no time of day is given back as it is. Raises
    UnreadableError for a time that no clock shows (25:10); 24:00 ends the day that is written.
    """
    if isinstance(cell, datetime):
        there = cell if cell.tzinfo is None else cell.astimezone(JAPAN)
        return datetime(there.year, there.month, there.day), 0
    if isinstance(cell, float) and not isinstance(cell, bool) and cell == cell and abs(cell) < 10**7:
        return int(cell), 0
    if not isinstance(cell, str):
        return cell, 0
    text = with_digits(normalise(cell))
    if re.fullmatch(r"[0-9]{5}\.[0-9]+", text) and _FIRST_SERIAL < float(text) < _LAST_SERIAL:
        return text.partition(".")[0], 0
    match = _PACKED.fullmatch(text) or _SPOKEN.fullmatch(text)
    if match is None:
        return cell, 0
    return match["day"].strip(), _days_off(match.groupdict())


def has_time(cell: object) -> bool:
    """Whether a cell holds a day with a time of day: 2024/4/1 9:30, 45383.396; midnight of a workbook's date is none."""
    if isinstance(cell, datetime):
        return (cell.hour, cell.minute, cell.second) != (0, 0, 0)
    try:
        day, _ = without_time(cell)
    except UnreadableError:
        return False
    return day != cell and (
        isinstance(cell, str) or (isinstance(day, int) and _FIRST_SERIAL < day < _LAST_SERIAL)
    )


def _days_off(parts: dict[str, str | None]) -> int:
    hour, half = int(str(parts["hour"])), parts.get("half") or parts.get("half_after") or ""
    minute = int(parts.get("minute") or parts.get("minute_ja") or 0)
    second = int(parts.get("second") or parts.get("second_ja") or 0)
    if half:
        after_noon = half[0] in "後pP" or half == "午後"
        sound = hour <= 12
        hour = hour % 12 + 12 * after_noon
    else:
        sound = hour < 24 or (hour, minute, second) == (24, 0, 0)
    if not sound or minute > 59 or second > 59:
        raise UnreadableError(Text("時計にない時刻です", "There is no such time of day"), _HOW)
    if not parts.get("zone"):
        return 0
    zone = str(parts["zone"])
    ahead = _ZONES.get(zone)
    if ahead is None:
        sign = -1 if zone[0] == "-" else 1
        ahead = sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    told = timedelta(hours=hour, minutes=minute) - ahead + timedelta(hours=9)
    return told.days if hour < 24 else 0
