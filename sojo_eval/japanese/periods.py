"""The first and the last day of what a text says of a time; what could be two spans is refused with the question."""

from __future__ import annotations

import calendar
from datetime import date

from sojo_eval.foundation.language import Text
from sojo_eval.japanese.eras import ERAS, check_within, era_named
from sojo_eval.japanese.said_times import Said, said_time
from sojo_eval.japanese.text import UnreadableError

_HOW = Text(
    "令和6年度、令和6年4月、2024年度第1四半期、令和6年4月〜6月 のように書いてください",
    "Write it as 令和6年度, 令和6年4月, 2024年度第1四半期 or 令和6年4月〜6月",
)
_GRAIN = Text(
    '年度か暦年かを、対応表に grain = "fiscal_year" か grain = "year" と書いてください',
    'Say in the mapping which it is: grain = "fiscal_year" or grain = "year"',
)
_SHORT = Text(
    '元号か西暦を書くか、対応表の項目に short_years = "令和" のように書いてください',
    'Write the era, or the Western year, or short_years = "令和" for the field in the mapping',
)
_NO_YEAR = Text(
    "年を書くか、対応表に fiscal_year = 2024（年度）か year = 2024（暦年）と書いてください",
    "Write the year, or fiscal_year = 2024 or year = 2024 in the mapping",
)


def parse_period(
    cell: object, *, short_years: str = "", year: int | None = None, fiscal_year: int | None = None
) -> tuple[date, date]:
    """First and last day of the span that a text says. short_years, year, fiscal_year: as in `parse_date`.

    A day on which things were counted (末, 現在, a date) is its own first and last. Raises UnreadableError for what is no
    time, and for what could be two: 2024 alone, 2024年第1四半期, 6年4月, 4月 where no year is given.
    """
    said = said_time(cell)
    if said is None:
        raise UnreadableError(Text("期間として読めません", "It cannot be read as a period"), _HOW)
    return span_of(said, short_years=short_years, year=year, fiscal_year=fiscal_year)


def span_of(
    said: Said, *, short_years: str = "", year: int | None = None, fiscal_year: int | None = None
) -> tuple[date, date]:
    """The same of what was found. Raises UnreadableError as `parse_period` does."""
    if said.conflict:
        raise UnreadableError(
            Text("元号の年と西暦の年が食い違っています", "The era year and the Western year disagree"), _HOW
        )
    named, fiscal = _named_year(said, short_years, year, fiscal_year)
    first, last = _days(said, named, fiscal)
    if said.era and said.era != "western":
        check_within(era_named(said.era if len(said.era) > 1 else said.era.upper()), first, last, _HOW)
    return first, last


def _named_year(said: Said, short_years: str, year: int | None, fiscal_year: int | None) -> tuple[int, bool]:
    """The year and whether it begins in April."""
    if said.short and said.year is None:
        return _of_short(said, short_years), said.scale == "fiscal"
    if said.year is not None:
        return said.year, said.scale == "fiscal"
    if fiscal_year is not None:
        return fiscal_year, True
    if year is None:
        raise UnreadableError(Text("年がありません", "The year is missing"), _NO_YEAR)
    return year, False


def _of_short(said: Said, short_years: str) -> int:
    number = 1 if said.short == "元" else int(said.short)
    if short_years == "western":
        return number + (2000 if number < 70 else 1900)
    eras = {key: era for era in ERAS for key in (era.letter, era.name)}
    if short_years in eras and number:
        return eras[short_years].year(number)
    raise UnreadableError(
        Text("元号のない年です", "The year has no era"),
        _SHORT,
    )


def _days(said: Said, year: int, fiscal: bool) -> tuple[date, date]:
    if said.months is not None:
        return _of_months(said, year, fiscal)
    if said.part in ("quarter", "half") and not fiscal:
        raise UnreadableError(
            Text(
                "年度の四半期（半期）か暦年のものか分かりません",
                "A quarter or half of the fiscal year or of the calendar year?",
            ),
            Text(
                "2024年度第1四半期、2024年4月〜6月 のように書いてください",
                "Write 2024年度第1四半期 or 2024年4月〜6月",
            ),
        )
    if said.part in ("quarter", "half"):
        length = 3 if said.part == "quarter" else 6
        begin = 3 + length * (said.number - 1)
        return _month(year, begin + 1)[0], _month(year, begin + length)[1]
    if said.scale == "bare" and said.year is not None:
        raise UnreadableError(Text("年度か暦年か分かりません", "A fiscal year or a calendar year?"), _GRAIN)
    first, last = (
        (date(year, 4, 1), date(year + 1, 3, 31)) if fiscal else (date(year, 1, 1), date(year, 12, 31))
    )
    return (last, last) if said.point else (first, last)


def _of_months(said: Said, year: int, fiscal: bool) -> tuple[date, date]:
    assert said.months is not None
    first, last = said.months
    begins = year + (fiscal and first < 4)
    ends = said.last_year if said.last_year is not None else year + (fiscal and last < 4)
    if said.last_year is None and not fiscal and last < first:
        raise UnreadableError(
            Text("終わりの月が始まりより前です", "It ends before it begins"),
            Text("終わりの月にも年を書いてください", "Write the year of the last month too"),
        )
    start, end = _month(begins, first)[0], _month(ends, last)[1]
    if end < start:
        raise UnreadableError(Text("終わりが始まりより前です", "It ends before it begins"), _HOW)
    if said.day is not None:
        if said.day > end.day:
            raise UnreadableError(Text("暦にない日付です", "There is no such day in the calendar"), _HOW)
        start = end = start.replace(day=said.day)
    return (end, end) if said.point else (start, end)


def _month(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month; the 13th is the next year's first."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
