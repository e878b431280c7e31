"""Dates: Western and wareki forms, month and fiscal-year forms, with the eras' own limits.

An era year past its era (平成35年) and a bare `R6` where a day is wanted are errors: a guess would be wrong for
someone. Fiscal years run from April to March.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime

from sojo_eval.foundation.language import Text
from sojo_eval.japanese.text import UnreadableError, normalise, plain_dashes

DATE_FORMS = ("day", "month", "month_end", "fiscal_year_start", "fiscal_year_end", "month_day_year")
"""What a mapping may say a column holds; `month_day_year` reads 11/1/2018 as 1 November."""

_ERAS: tuple[tuple[str, str, date, date], ...] = (
    ("M", "明治", date(1868, 10, 23), date(1912, 7, 29)),
    ("T", "大正", date(1912, 7, 30), date(1926, 12, 24)),
    ("S", "昭和", date(1926, 12, 25), date(1989, 1, 7)),
    ("H", "平成", date(1989, 1, 8), date(2019, 4, 30)),
    ("R", "令和", date(2019, 5, 1), date(9999, 12, 31)),
)
_FIRST_YEAR, _LAST_YEAR = 1800, 2200
_ERA = r"(?P<era>明治|大正|昭和|平成|令和|[MTSHR])"
_YEAR = rf"(?:{_ERA}\s?(?P<era_year>元|\d{{1,2}})|(?P<year>\d{{4}}))"
_WEEKDAY = re.compile(r"\s*\([日月火水木金土]\)$")
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?$")
_DAY = re.compile(
    rf"^{_YEAR}\s?[年./-]\s?(?P<month>\d{{1,2}})\s?[月./-]\s?(?P<day>\d{{1,2}})日?$", re.IGNORECASE
)
_MONTH = re.compile(rf"^{_YEAR}\s?[年./-]\s?(?P<month>\d{{1,2}})月?(?:分)?$", re.IGNORECASE)
_FISCAL = re.compile(rf"^{_YEAR}\s?年?度?$", re.IGNORECASE)
_MONTH_DAY_YEAR = re.compile(r"^(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})$")

_HOW = {
    "day": Text(
        "R6.4.1、令和6年4月1日、2024/4/1 のように書いてください",
        "Write it as R6.4.1, 令和6年4月1日 or 2024/4/1",
    ),
    "month": Text(
        "令和6年4月、R6.4、2024-04 のように書いてください", "Write it as 令和6年4月, R6.4 or 2024-04"
    ),
    "fiscal": Text("令和6年度、2024年度 のように書いてください", "Write it as 令和6年度 or 2024年度"),
    "month_day_year": Text("4/1/2024 のように書いてください", "Write it as 4/1/2024"),
}


def parse_date(cell: object, form: str = "day") -> date:
    """A cell as a date. cell: a text, a `date` or `datetime` (midnight). form: one of `DATE_FORMS`.

    Months give their first or last day, fiscal years 1 April or 31 March. Raises UnreadableError.
    """
    if isinstance(cell, datetime):
        if (cell.hour, cell.minute, cell.second) != (0, 0, 0):
            raise UnreadableError(Text("時刻のついた値です", "It has a time of day"), _HOW["day"])
        cell = cell.date()
    if isinstance(cell, date):
        return _as_form(cell, form)
    text = plain_dashes(_MIDNIGHT.sub("", normalise(str(cell))))
    text = _WEEKDAY.sub("", text)
    if form == "month_day_year":
        return _read(_MONTH_DAY_YEAR, text, "month_day_year")
    if form in ("fiscal_year_start", "fiscal_year_end"):
        return _fiscal_year(text, form)
    if form in ("month", "month_end"):
        return _as_form(_read(_DAY if _DAY.match(text) else _MONTH, text, "month"), form)
    return _read(_DAY, text, "day")


def _as_form(day: date, form: str) -> date:
    if form == "month":
        return day.replace(day=1)
    if form == "month_end":
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    if form in ("fiscal_year_start", "fiscal_year_end"):
        start = day.year - (day.month < 4)
        return date(start, 4, 1) if form == "fiscal_year_start" else date(start + 1, 3, 31)
    return day


def _read(pattern: re.Pattern[str], text: str, how: str) -> date:
    match = pattern.match(text)
    if match is None:
        if re.fullmatch(rf"{_ERA}\s?\d{{1,2}}", text, re.IGNORECASE):
            raise UnreadableError(
                Text(
                    "元号と数字だけでは、年か年度か日付か分かりません",
                    "An era and a number alone: a year, a fiscal year or a date?",
                ),
                _HOW[how],
            )
        if re.fullmatch(r"\d{2}[./-]\d{1,2}[./-]\d{1,2}", text):
            raise UnreadableError(
                Text(
                    "2桁の年では元号か西暦か分かりません",
                    "With a two-digit year it could be an era or a Western year",
                ),
                _HOW[how],
            )
        raise UnreadableError(Text("日付として読めません", "It cannot be read as a date"), _HOW[how])
    parts = match.groupdict()
    year, era = _western_year(parts)
    month, day = int(parts["month"]), int(parts.get("day") or 1)
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise UnreadableError(Text("暦にない日付です", "There is no such day in the calendar"), _HOW[how])
    found = date(year, month, day)
    last = found if parts.get("day") else date(year, month, calendar.monthrange(year, month)[1])
    _within_era(era, found, last, how)
    return found


def _fiscal_year(text: str, form: str) -> date:
    match = _FISCAL.match(text)
    if match is None:
        raise UnreadableError(
            Text("年度として読めません", "It cannot be read as a fiscal year"), _HOW["fiscal"]
        )
    year, era = _western_year(match.groupdict())
    start, end = date(year, 4, 1), date(year + 1, 3, 31)
    _within_era(era, start, end, "fiscal")  # 平成31年度 and 令和元年度 are the same year
    return start if form == "fiscal_year_start" else end


def _western_year(parts: dict[str, str | None]) -> tuple[int, tuple[str, str, date, date] | None]:
    if parts.get("year"):
        year = int(str(parts["year"]))
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise UnreadableError(Text("ありえない年です", "There is no such year here"), _HOW["day"])
        return year, None
    name = str(parts["era"]).upper()
    era = next(e for e in _ERAS if name in e[:2])
    number = 1 if parts["era_year"] == "元" else int(str(parts["era_year"]))
    if number == 0:
        raise UnreadableError(Text("元号の年は1から始まります", "Era years begin with 1"), _HOW["day"])
    return era[2].year + number - 1, era


def _within_era(era: tuple[str, str, date, date] | None, first: date, last: date, how: str) -> None:
    """The days `first` to `last` must touch the era they are written in."""
    if era is None or (first <= era[3] and last >= era[2]):
        return
    right = next((e for e in _ERAS if e[2] <= first <= e[3]), None)
    hint = (
        Text("", "")
        if right is None
        else Text(
            f"（{right[1]}{first.year - right[2].year + 1}年ではありませんか）",
            f" (is it {right[1]}{first.year - right[2].year + 1}年?)",
        )
    )
    ended = Text(
        f"{era[1]}は{era[3].year}年{era[3].month}月{era[3].day}日までです",
        f"{era[1]} ended on {era[3].isoformat()}",
    )
    begun = Text(
        f"{era[1]}は{era[2].year}年{era[2].month}月{era[2].day}日からです",
        f"{era[1]} began on {era[2].isoformat()}",
    )
    why = ended if first > era[3] else begun
    raise UnreadableError(Text(why.ja + hint.ja, why.en + hint.en), _HOW[how])


def to_wareki(day: date) -> str:
    """A day in the short era form, 令和 6 April 1 as `R6.4.1`. Raises ValueError before 1868-10-23."""
    for letter, _, start, end in _ERAS:
        if start <= day <= end:
            return f"{letter}{day.year - start.year + 1}.{day.month}.{day.day}"
    raise ValueError(f"{day} lies before the Meiji era")
