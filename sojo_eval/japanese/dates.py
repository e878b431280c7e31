"""Dates: Western and wareki forms, months, fiscal years and what only the mapping can settle.

What could be two things is an error unless the caller says which: a bare `R6` where a day is wanted, a two-digit year,
a month and day without a year. An era year past its era (平成35年) is always one: a guess would be wrong for someone.
Fiscal years run from April to March. Days of Meiji are read as Gregorian ones; before 1873 they were lunar.
"""

from __future__ import annotations

import calendar
import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sojo_eval.foundation.language import Text
from sojo_eval.japanese.eras import ERA_PATTERN, ERAS, Era, by_one_name, check_within, era_named, to_wareki
from sojo_eval.japanese.kanji_numerals import with_digits
from sojo_eval.japanese.periods import parse_period
from sojo_eval.japanese.text import UnreadableError, normalise, plain_dashes, refuse_note_digits
from sojo_eval.japanese.times_of_day import without_time

__all__ = ["DATE_FORMS", "SHORT_YEARS", "parse_date", "to_wareki"]

DATE_FORMS = (
    "day",
    "month",
    "month_end",
    "fiscal_month",
    "fiscal_month_end",
    "fiscal_year_start",
    "fiscal_year_end",
    "year_start",
    "year_end",
    "month_day_year",
    "excel_serial",
    "day_and_time",
    "period_start",
    "period_end",
)
"""What a mapping may say a column holds.

`fiscal_month` is a fiscal year and a month of it: 令和5年度3月 and R5/3 are March 2024. `month_day_year` reads 11/1/2018 as 1 November, `excel_serial` 45383 as 2024-04-01 (workbooks that count from 1900), `day_and_time` the day of 2024/4/1 9:30. `period_start` and
`period_end` are the first and last day of whatever span is written, a quarter or 4月〜6月 too.
"""
SHORT_YEARS = ("western", *(era.name for era in ERAS), *(era.letter for era in ERAS))
"""What a mapping may say a year of one or two digits is; western years 70-99 are 19xx, 00-69 are 20xx."""

_FIRST_YEAR, _LAST_YEAR = 1800, 2200
_ERA_YEAR = rf"(?P<era>{ERA_PATTERN})\s?(?P<era_year>元|[0-9]{{1,2}})"
# 令和6年(2024年) and 2024(令和6)年: the second way of writing the year is checked against the first.
_YEAR = (
    rf"(?:{_ERA_YEAR}|(?:西暦\s?)?(?P<year>[0-9]{{4}})|(?P<short>[0-9]{{1,2}}))"
    rf"(?:\s?年?度?\s?\((?:(?:西暦)?(?P<also>[0-9]{{4}})|(?P<also_era>{ERA_PATTERN})(?P<also_number>元|[0-9]{{1,2}}))年?度?\))?"
)
_AFTER_YEAR = r"(?:\s?年\s?/\s?|\s?[年./-]\s?|(?<=\))\s?)"
_MONTH_PART, _DAY_PART = r"(?P<month>[0-9]{1,2})", r"(?P<day>[0-9]{1,2})"
_FLAGS = re.IGNORECASE
_DAY = re.compile(rf"{_YEAR}{_AFTER_YEAR}{_MONTH_PART}\s?[月./-]\s?{_DAY_PART}\s?日?", _FLAGS)
_EIGHT = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_MONTH = re.compile(rf"{_YEAR}{_AFTER_YEAR}{_MONTH_PART}\s?月?分?", _FLAGS)
_FISCAL_MONTH = re.compile(rf"{_YEAR}\s?(?:年?度\s?[./-]?|年?\s?/|[./-])\s?{_MONTH_PART}\s?月?分?", _FLAGS)
_SIX = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})")
_FISCAL = re.compile(rf"{_YEAR}\s?年?度?", _FLAGS)
_CALENDAR_YEAR = re.compile(rf"{_YEAR}\s?年?", _FLAGS)
_MONTH_DAY_YEAR = re.compile(rf"{_MONTH_PART}/{_DAY_PART}/(?P<year>[0-9]{{4}})")
_MONTH_DAY = re.compile(rf"{_MONTH_PART}\s?[月/.-]\s?{_DAY_PART}\s?日?")
_MONTH_ALONE = re.compile(rf"{_MONTH_PART}\s?月?分?")
_PART_OF_YEAR = re.compile(r"半期|四半期|期$|[0-9]Q|Q[0-9]|上期|下期", _FLAGS)
_WEEKDAY = re.compile(
    r"\s*(?:\((?P<a>[日月火水木金土])(?:曜日?)?(?:[・,]?(?:祝日?|休日?|振休))?\)|(?P<b>[日月火水木金土])曜日?|\((?:祝日?|休日?|振休)\))"
)
_AS_OF = re.compile(r"\s*(?:現在|時点)$")
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?$")
_TIME_OF_DAY = re.compile(r"[T ][0-9]{1,2}(:[0-9]{2}){1,2}(\.[0-9]+)?$|[0-9]時([0-9]+分)?$")

_HOW = {
    "day": Text(
        "R6.4.1、令和6年4月1日、2024/4/1 のように書いてください",
        "Write it as R6.4.1, 令和6年4月1日 or 2024/4/1",
    ),
    "month": Text(
        "令和6年4月、R6.4、2024-04 のように書いてください", "Write it as 令和6年4月, R6.4 or 2024-04"
    ),
    "fiscal_month": Text(
        "令和6年度4月、R6/4 のように年度と月を書いてください",
        "Write a fiscal year and month such as 令和6年度4月 or R6/4",
    ),
    "fiscal": Text("令和6年度、2024年度 のように書いてください", "Write it as 令和6年度 or 2024年度"),
    "year": Text("令和6年、2024年 のように書いてください", "Write it as 令和6年 or 2024年"),
    "month_day_year": Text("4/1/2024 のように書いてください", "Write it as 4/1/2024"),
    "excel_serial": Text(
        "45383 のような通し番号か日付にしてください。違う列なら対応表の date を直してください",
        "Give a serial number such as 45383, or a date; if the column holds others, fix date in the mapping",
    ),
}


@dataclass(frozen=True)
class _Given:
    """What the caller knows of years that the cells leave out."""

    short_years: str
    year: int | None
    fiscal_year: int | None

    def year_of(self, month: int) -> int | None:
        """The calendar year in which `month` lies, where the cell has none."""
        if self.fiscal_year is not None:
            return self.fiscal_year + (month < 4)
        return self.year


def parse_date(
    cell: object,
    form: str = "day",
    *,
    short_years: str = "",
    year: int | None = None,
    fiscal_year: int | None = None,
) -> date:
    """A cell as a date. cell: a text, a number, a `date` or `datetime` (midnight). form: one of `DATE_FORMS`.

    short_years: one of `SHORT_YEARS`, what 6.4.1 or 24/4/1 means; without it these are errors. year, fiscal_year:
    where cells like 4月1日 or 4月 lie (January to March belong to the fiscal year begun the April before).
    Months and years give their first day, `…_end` their last. Raises UnreadableError for what cannot be read, ValueError
    for arguments that do not exist.
    """
    if form not in DATE_FORMS or short_years not in ("", *SHORT_YEARS):
        raise ValueError(f"no such form or kind of years: {form!r}, {short_years!r}")
    if year is not None and fiscal_year is not None:
        raise ValueError("give the calendar year or the fiscal year, not both")
    if form in ("period_start", "period_end") and not isinstance(cell, date):
        span = parse_period(cell, short_years=short_years, year=year, fiscal_year=fiscal_year)
        return span[form == "period_end"]
    if form == "day_and_time":
        return _day_of_time(cell, short_years)
    if isinstance(cell, datetime):
        if (cell.hour, cell.minute, cell.second) != (0, 0, 0):
            raise _time_of_day()
        cell = cell.date()
    if isinstance(cell, date):
        return _as_form(cell, form)
    if form == "excel_serial":
        return _from_serial(cell)
    given = _Given(short_years, year, fiscal_year)
    text, weekday = _plain(cell)
    found = _parse(by_one_name(text), form, given)
    if weekday and form == "day" and "月火水木金土日"[found.weekday()] != weekday:
        right = "月火水木金土日"[found.weekday()]
        raise UnreadableError(
            Text(
                f"その日は{weekday}曜日ではなく{right}曜日です", f"That day is not a {weekday} but a {right}"
            ),
            Text(
                "日付と曜日のどちらが正しいか確かめてください",
                "Find out which is right, the date or the weekday",
            ),
        )
    return found


def _day_of_time(cell: object, short_years: str) -> date:
    day, off = without_time(cell)
    serial = isinstance(day, int | str) and re.fullmatch("[0-9]{5}", str(day)) is not None
    return parse_date(day, "excel_serial" if serial else "day", short_years=short_years) + timedelta(days=off)


def _plain(cell: object) -> tuple[str, str]:
    """The cell's text in plain characters without weekday and the like, and the weekday."""
    if isinstance(cell, float):
        if not math.isfinite(cell):
            raise UnreadableError(Text("日付として読めません", "It cannot be read as a date"), _HOW["day"])
        if not cell.is_integer():
            raise UnreadableError(
                Text(
                    "小数の数値です。4.10 と 4.1 の区別がなくなっています",
                    "It is a decimal number: 4.10 and 4.1 can no longer be told apart",
                ),
                _HOW["day"],
            )
        cell = int(cell)
    if isinstance(cell, int) and abs(cell) >= 10**9:  # str() refuses very long ones
        raise UnreadableError(Text("日付として読めません", "It cannot be read as a date"), _HOW["day"])
    raw = str(cell)
    refuse_note_digits(raw)
    text = _AS_OF.sub("", plain_dashes(_MIDNIGHT.sub("", normalise(raw))))
    weekday = ""
    match = re.search(_WEEKDAY.pattern + "$", text)
    if match is not None and match.start() > 0:
        text, weekday = text[: match.start()], match["a"] or match["b"] or ""
    return with_digits(text), weekday


def _parse(text: str, form: str, given: _Given) -> date:
    if form == "month_end":
        return _as_form(_parse(text, "month", given), form)
    if form == "fiscal_month_end":
        return _as_form(_parse(text, "fiscal_month", given), "month_end")
    if form == "fiscal_month":
        return _fiscal_month(text, given)
    if form == "month_day_year":
        return _read(_MONTH_DAY_YEAR, text, "month_day_year", given)
    if form.startswith("fiscal_year"):
        start, end = _year(_FISCAL, text, "fiscal", given)
        return start if form.endswith("start") else end
    if form.startswith("year"):
        start, end = _year(_CALENDAR_YEAR, text, "year", given)
        return start if form.endswith("start") else end
    if form == "month":
        for pattern in (_DAY, _EIGHT):
            if pattern.fullmatch(text):
                return _read(pattern, text, "month", given).replace(day=1)
        alone = _MONTH_ALONE.fullmatch(text)
        if alone is not None:
            return _without_year(int(alone["month"]), 1, "month", given)
        return _read(_SIX if _SIX.fullmatch(text) else _MONTH, text, "month", given)
    month_day = _MONTH_DAY.fullmatch(text)
    if month_day is not None:
        return _without_year(int(month_day["month"]), int(month_day["day"]), "day", given)
    return _read(_EIGHT if _EIGHT.fullmatch(text) else _DAY, text, "day", given)


def _fiscal_month(text: str, given: _Given) -> date:
    """The month of a fiscal year: January to March lie in the calendar year after it."""
    match = _FISCAL_MONTH.fullmatch(text)
    if match is None:
        raise UnreadableError(
            Text("年度と月として読めません", "It cannot be read as a fiscal year and a month"),
            _HOW["fiscal_month"],
        )
    year, era = _western_year(match.groupdict(), "fiscal_month", given)
    check_within(era, date(year, 4, 1), date(year + 1, 3, 31), _HOW["fiscal_month"])
    month = int(match["month"])
    return _day_of(year + (month < 4), month, 1, "fiscal_month")


def _time_of_day() -> UnreadableError:
    return UnreadableError(Text("時刻のついた値です", "It has a time of day"), _HOW["day"])


def _as_form(day: date, form: str) -> date:
    if form in ("month", "fiscal_month"):
        return day.replace(day=1)
    if form in ("month_end", "fiscal_month_end"):
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    if form.startswith("fiscal_year"):
        start = day.year - (day.month < 4)
        return date(start, 4, 1) if form.endswith("start") else date(start + 1, 3, 31)
    if form.startswith("year"):
        return day.replace(month=1, day=1) if form.endswith("start") else day.replace(month=12, day=31)
    return day


def _from_serial(cell: object) -> date:
    text = normalise(str(cell)) if isinstance(cell, str | float) else repr(cell)
    match = re.fullmatch(r"([0-9]{1,7})(\.[0-9]+)?", text)
    if match is None or isinstance(cell, bool):
        raise UnreadableError(
            Text("Excel の日付の通し番号ではありません", "It is not a serial number of Excel"),
            _HOW["excel_serial"],
        )
    number = int(match[1])
    if match[2] and float(match[2]) != 0:
        raise _time_of_day()
    # Excel counts a 29 February 1900 that never was (60); the numbers before it are one off.
    if number in (0, 60) or number > (date(_LAST_YEAR, 12, 31) - date(1899, 12, 30)).days:
        raise UnreadableError(
            Text("その通し番号の日はありません", "There is no day of that number"), _HOW["excel_serial"]
        )
    return date(1899, 12, 30) + timedelta(days=number + (number < 60))


def _without_year(month: int, day: int, how: str, given: _Given) -> date:
    year = given.year_of(month)
    if year is None:
        raise UnreadableError(
            Text("年がありません", "The year is missing"),
            Text(
                f"{_HOW[how].ja}。ファイルの年が決まっているなら対応表に年か年度を書いてください",
                f"{_HOW[how].en}; if the file has one year, give the year or fiscal year in the mapping",
            ),
        )
    return _day_of(year, month, day, how)


def _day_of(year: int, month: int, day: int, how: str) -> date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise UnreadableError(Text("ありえない年です", "There is no such year here"), _HOW[how])
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise UnreadableError(Text("暦にない日付です", "There is no such day in the calendar"), _HOW[how])
    return date(year, month, day)


def _read(pattern: re.Pattern[str], text: str, how: str, given: _Given) -> date:
    match = pattern.fullmatch(text)
    if match is None:
        raise _unreadable(text, how)
    parts = match.groupdict()
    year, era = _western_year(parts, how, given)
    month = int(parts["month"])
    found = _day_of(year, month, int(parts.get("day") or 1), how)
    last = found if parts.get("day") else date(year, month, calendar.monthrange(year, month)[1])
    check_within(era, found, last, _HOW[how])
    return found


def _unreadable(text: str, how: str) -> UnreadableError:
    """Why a text that fits no pattern is none, as nearly as can be said."""
    if re.fullmatch(rf"{ERA_PATTERN}\s?(?:元|[0-9]{{1,2}})", text, _FLAGS):
        why = Text(
            "元号と数字だけでは、年か年度か日付か分かりません",
            "An era and a number alone: a year, a fiscal year or a date?",
        )
    elif _PART_OF_YEAR.search(text):
        why = Text(
            "半期や四半期は、一つの日付にはなりません", "Half-years and quarters are spans, not one date"
        )
    elif _TIME_OF_DAY.search(text):
        return _time_of_day()
    elif re.fullmatch(r"[0-9]{5}", text):
        why = Text("Excel の日付の通し番号のようです", "It looks like a serial number of Excel")
        fix = Text(
            '日付の書式にするか、対応表に date = "excel_serial" と書いてください',
            'Format it as a date, or write date = "excel_serial" in the mapping',
        )
        return UnreadableError(why, fix)
    elif how == "day" and (_MONTH.fullmatch(text) or _FISCAL.fullmatch(text)):
        why = Text("年か月までしかなく、日がありません", "It has a year or month but no day")
    else:
        why = Text("日付として読めません", "It cannot be read as a date")
    return UnreadableError(why, _HOW[how])


def _year(pattern: re.Pattern[str], text: str, how: str, given: _Given) -> tuple[date, date]:
    """First and last day of a fiscal or calendar year."""
    match = pattern.fullmatch(text)
    if match is None:
        if _PART_OF_YEAR.search(text) or _TIME_OF_DAY.search(text):
            raise _unreadable(text, how)
        why = (
            Text("年度として読めません", "It cannot be read as a fiscal year")
            if how == "fiscal"
            else Text("年として読めません", "It cannot be read as a year")
        )
        raise UnreadableError(why, _HOW[how])
    year, era = _western_year(match.groupdict(), how, given)
    _day_of(year, 1, 1, how)
    if how == "fiscal":
        start, end = date(year, 4, 1), date(year + 1, 3, 31)
    else:
        start, end = date(year, 1, 1), date(year, 12, 31)
    check_within(era, start, end, _HOW[how])  # 平成31年度 and 令和元年度 are the same year
    return start, end


def _western_year(parts: dict[str, str | None], how: str, given: _Given) -> tuple[int, Era | None]:
    era: Era | None = None
    if parts.get("year"):
        year = int(str(parts["year"]))
    elif parts.get("era"):
        era, year = _era_year(str(parts["era"]), str(parts["era_year"]), how)
    else:
        era, year = _short_year(str(parts["short"]), how, given)
    also = int(str(parts["also"])) if parts.get("also") else None
    if parts.get("also_era"):
        also = _era_year(str(parts["also_era"]), str(parts["also_number"]), how)[1]
    if also is not None and also != year:
        raise UnreadableError(
            Text("元号の年と西暦の年が食い違っています", "The era year and the Western year disagree"),
            _HOW[how],
        )
    return year, era


def _era_year(name: str, number: str, how: str) -> tuple[Era, int]:
    era = era_named(name)
    count = 1 if number == "元" else int(number)
    if count == 0:
        raise UnreadableError(Text("元号の年は1から始まります", "Era years begin with 1"), _HOW[how])
    return era, era.year(count)


def _short_year(number: str, how: str, given: _Given) -> tuple[Era | None, int]:
    if given.short_years == "western":
        if len(number) == 2:
            return None, int(number) + (2000 if int(number) < 70 else 1900)
    elif given.short_years:
        return _era_year(given.short_years, number, how)
    raise UnreadableError(
        Text(
            "2桁の年では元号か西暦か分かりません",
            "With a two-digit year it could be an era or a Western year",
        ),
        Text(
            f"{_HOW[how].ja}。列の全部が同じ元号か西暦なら、対応表にそう書いてください",
            f"{_HOW[how].en}; if all of the column is of one era or Western, say so in the mapping",
        ),
    )
