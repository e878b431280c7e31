"""What a text says of a time: year, whether 年 or 年度, months, day; nothing is made up that it leaves out.

令和6年4月分, R6.4, 2024年度第1四半期, 4～6月, 平成27(2015)年, Apr-24, 3月末日, 10月1日現在. The one reader of times in titles, names,
headers and cells; `periods` makes days of what it found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from sojo_eval.japanese.eras import ERA_PATTERN, era_named, year_by_two_names
from sojo_eval.japanese.kanji_numerals import with_digits
from sojo_eval.japanese.text import normalise

Scale = Literal["", "fiscal", "calendar", "bare"]
"""What a year is called: 年度, 年, neither; "" without a year."""
_FIRST_YEAR, _LAST_YEAR = 1868, 2199
_SHORTEST_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ENGLISH = (
    r"(?P<english>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_RANGE = r"\s?(?:から|[〜~-])\s?"
_ERA_YEAR = rf"(?P<era>{ERA_PATTERN})\s?(?P<era_year>元|[0-9]{{1,2}})(?![0-9])"
_ALSO = (
    rf"\s?\((?:西暦\s?)?(?:(?P<also>[0-9]{{4}})|(?P<also_era>{ERA_PATTERN})(?P<also_number>元|[0-9]{{1,2}}))"
    r"\s?(?P<also_scale>年度|年)?\)"
)
_YEAR = re.compile(
    rf"(?:{_ERA_YEAR}|(?:西暦\s?)?(?P<year>[0-9]{{4}})(?![0-9])"
    rf"|(?P<short>[0-9]{{1,2}}|元)(?=\s?年))(?:\s?(?P<before>年度|年(?!度)))?(?:{_ALSO})?(?:\s?(?P<scale>年度|年|度))?",
    re.IGNORECASE,
)
_PACKED_DAY = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])(?![0-9])"
)
_PACKED = re.compile(r"(?P<year>(?:19|20)[0-9]{2})_?(?P<month>0[1-9]|1[0-2])(?![0-9])")
_SEPARATOR = re.compile(r"\s?[./-]\s?|\s?の\s?|\s")
_MONTHS = re.compile(rf"(?P<first>[0-9]{{1,2}})\s?月?{_RANGE}(?P<last>[0-9]{{1,2}})\s?月")
_MONTH = re.compile(r"(?P<month>[0-9]{1,2})\s?月")
_MONTH_NUMBER = re.compile(r"(?P<month>1[0-2]|0?[1-9])(?![0-9])")
_QUARTER = re.compile(
    r"第?\s?(?P<a>[1-4])\s?四半期|(?P<b>[1-4])Q(?![A-Za-z0-9])|Q(?P<c>[1-4])(?![A-Za-z0-9])", re.IGNORECASE
)
_HALF = re.compile(r"(?P<first>上半期|上期)|(?P<second>下半期|下期)")
_WHOLE = re.compile(r"(?:通年|年間|全期|1年間)")
_DAY = re.compile(r"\s?(?P<day>[0-9]{1,2})\s?日|\s?[./-]\s?(?P<number>[0-9]{1,2})(?![0-9])")
_SHORT_AFTER = re.compile(r"[-/ '’.]\s?(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])")
_ENGLISH_MONTH = re.compile(rf"{_ENGLISH}(?![A-Za-z])", re.IGNORECASE)
_END = re.compile(r"\s?(?:末日?|月末日?)")
_AFTER = re.compile(
    r"\s?(?:分|中(?!学|央)|計|平均|の?実績値?|の?調査(?![0-9A-Za-z\u3040-\u30ff\u4e00-\u9fff])|累計)"
)
_AS_OF = re.compile(r"\s?(?:現在|時点)")
_STARTS = re.compile(
    rf"{ERA_PATTERN}|西暦|[0-9]|元年|第|上|下|通年|年間|全期|Q[1-4]|{_ENGLISH}", re.IGNORECASE
)


@dataclass(frozen=True)
class Said:
    """A time as a text has it.

    year: the western year, None where there is none or only a `short` one (6 of 6年4月: no era). months: the first and the
    last, of the year named (of a fiscal year they follow April). last_year: the year of the last month, where that is
    another. point: a day on which things were counted (末, 現在). part: quarter, half or whole, of a year that may begin
    in April or in January. packed: written as figures alone (202404), which may be the day of an export. era: R6, 令和6.
    at: where it stands in the text that was searched.
    """

    text: str
    year: int | None = None
    short: str = ""
    scale: Scale = ""
    months: tuple[int, int] | None = None
    last_year: int | None = None
    day: int | None = None
    point: bool = False
    part: Literal["", "quarter", "half", "whole"] = ""
    number: int = 0
    packed: bool = False
    era: str = ""
    conflict: bool = False
    at: tuple[int, int] = (0, 0)

    @property
    def meaning(self) -> tuple[object, ...]:
        """What two texts share that say the same time: R6.4 and 2024年4月."""
        scale = "calendar" if self.scale == "bare" and self.has_part else self.scale
        return (self.year, scale, self.months, self.last_year, self.part, self.number, self.day)

    @property
    def has_year(self) -> bool:
        """Whether it says any year, with its era or without."""
        return self.year is not None or bool(self.short)

    @property
    def has_part(self) -> bool:
        """Whether it says more than a year."""
        return self.months is not None or self.part in ("quarter", "half")

    @property
    def is_month(self) -> bool:
        """Whether it is one month."""
        months = self.months
        alone = months is not None and months[0] == months[1] and self.last_year is None
        return alone and self.day is None and not self.point


def said_time(text: object) -> Said | None:
    """What a whole text says, None where it says no time or anything beside one."""
    plain = _plain(text)
    found = _at(plain, 0)
    return found if found is not None and found.at[1] == len(plain) else None


def said_times(text: object) -> list[Said]:
    """The times that stand in a text, from left to right; figures alone only where they are a year (2024) or packed."""
    return [*_found(_plain(text))]


def _plain(text: object) -> str:
    """With plain digits, one kind of dash and wave, and no spaces beside 年, 月 and 元 (令和 元 年)."""
    plain = with_digits(normalise("" if text is None else str(text)))
    plain = re.sub(r"[‐‑‒–—―−]", "-", plain)
    plain = re.sub(r"[～∼]", "~", plain)
    plain = re.sub(r"(?<=令和|平成|昭和|大正|明治)\s+(?=[元0-9])", "", plain)
    return re.sub(r"(?<=[元0-9])\s+(?=[年月])", "", plain)


def plain_time(text: object) -> str:
    """The text as `said_times` searches it: what `Said.at` counts in."""
    return _plain(text)


def _found(text: str) -> Iterator[Said]:
    at = 0
    while (start := _STARTS.search(text, at)) is not None:
        begin = start.start()
        before = text[begin - 1 : begin]
        # soudan2024, but not a2024.1 of 1.2024 nor the S of ABS60.
        inside = before == "." or (
            before.isdigit() if text[begin].isdigit() else before.isascii() and before.isalnum()
        )
        found = None if inside else _at(text, begin)
        if found is None:
            at = begin + 1
            while at < len(text) and text[at - 1].isdigit() and text[at].isdigit():
                at += 1
            continue
        yield found
        at = found.at[1]


def _at(text: str, begin: int) -> Said | None:
    """The longest time that begins there."""
    for read in (_packed, _english, _usual):
        found = read(text, begin)
        if found is not None:
            return replace(found, text=text[begin : found.at[1]].strip(), at=(begin, found.at[1]))
    return None


def _packed(text: str, begin: int) -> Said | None:
    """20240401, 202404."""
    if (match := _PACKED_DAY.match(text, begin)) is not None:
        month = int(match["month"])
        day = int(match["day"])
        year = int(match["year"])
        return Said("", year, "", "calendar", (month, month), day=day, packed=True, at=(begin, match.end()))
    if (match := _PACKED.match(text, begin)) is not None:
        month = int(match["month"])
        return Said(
            "", int(match["year"]), "", "calendar", (month, month), packed=True, at=(begin, match.end())
        )
    return None


def _english(text: str, begin: int) -> Said | None:
    """Apr-24, April 2024; the year of two digits may be a day, so that it stays short."""
    match = _ENGLISH_MONTH.match(text, begin)
    if match is None:
        return None
    month = _SHORTEST_MONTHS.index(match["english"][:3].lower()) + 1
    after = _SHORT_AFTER.match(text, match.end())
    if after is None:
        return (
            Said("", months=(month, month), at=(begin, match.end()))
            if match["english"].lower() != "may"
            else None
        )
    said = after["year"]
    if len(said) == 4:
        return Said("", int(said), "", "calendar", (month, month), at=(begin, after.end()))
    return Said("", None, said, "calendar", (month, month), era="western", at=(begin, after.end()))


def _usual(text: str, begin: int) -> Said | None:
    """A year, a part of it, or both."""
    year, end = _year(text, begin)
    at = end
    if year.has_year and (separator := _SEPARATOR.match(text, end)) is not None:
        at = separator.end()
    part = _part(text, at, year)
    if part is None:
        if not year.has_year:
            return None
        return _closed(text, replace(year, at=(begin, end)))
    return _closed(text, replace(part, at=(begin, part.at[1])))


def _year(text: str, begin: int) -> tuple[Said, int]:
    if (both := year_by_two_names(text, begin)) is not None:
        return Said("", both.year, "", _scale(both.called), era=both.era), both.end
    match = _YEAR.match(text, begin)
    if match is None:
        return Said(""), begin
    called = match["scale"] or match["before"] or match["also_scale"] or ""
    scale = _scale(called)
    short, year = "", None
    if match["year"]:
        year = int(match["year"])
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            return Said(""), begin
    elif match["era"]:
        year = _of_era(match["era"], match["era_year"])
    else:
        short = match["short"]
    also = int(match["also"]) if match["also"] else None
    if match["also_era"]:
        also = _of_era(match["also_era"], match["also_number"])
    conflict = also is not None and year is not None and also != year
    year = also if year is None else year
    return Said(
        "", year, "" if year is not None else short, scale, era=match["era"] or "", conflict=conflict
    ), match.end()


def _scale(called: str) -> Scale:
    return "fiscal" if "度" in called else "calendar" if called else "bare"


def _of_era(era: str, number: str) -> int | None:
    count = 1 if number == "元" else int(number)
    return (
        era_named(era if era in "令平昭大明" or len(era) > 1 else era.upper()).year(count) if count else None
    )


def _part(text: str, at: int, year: Said) -> Said | None:
    """What follows a year, or stands without one: months, a quarter, a half."""
    if (match := _QUARTER.match(text, at)) is not None:
        number = int(match["a"] or match["b"] or match["c"])
        return replace(year, part="quarter", number=number, at=(at, match.end()))
    if (match := _HALF.match(text, at)) is not None:
        return replace(year, part="half", number=1 if match["first"] else 2, at=(at, match.end()))
    if (match := _WHOLE.match(text, at)) is not None:
        return replace(year, part="whole", at=(at, match.end()))
    if (match := _MONTHS.match(text, at)) is not None and _are_months(match["first"], match["last"]):
        return replace(year, months=(int(match["first"]), int(match["last"])), at=(at, match.end()))
    match = _MONTH.match(text, at)
    if match is None and year.has_year and at and (text[at - 1] in "./-" or year.scale == "fiscal"):
        match = _MONTH_NUMBER.match(text, at)
    if match is None or not _are_months(match["month"]):
        return None
    month = int(match["month"])
    found = replace(year, months=(month, month), at=(at, match.end()))
    return _to_another_year(text, _with_day(text, found))


def _are_months(*numbers: str) -> bool:
    return all(1 <= int(number) <= 12 for number in numbers)


def _with_day(text: str, month: Said) -> Said:
    match = _DAY.match(text, month.at[1])
    if match is None or (match["number"] and not month.has_year):
        return month
    day = int(match["day"] or match["number"])
    if not 1 <= day <= 31:
        return month
    return replace(month, day=day, at=(month.at[0], match.end()))


def _to_another_year(text: str, first: Said) -> Said:
    """令和6年4月〜令和7年3月."""
    match = re.compile(_RANGE).match(text, first.at[1])
    if match is None or first.year is None or first.months is None or first.day is not None:
        return first
    last = _usual(text, match.end())
    if last is None or last.year is None or not last.is_month or last.months is None:
        return first
    months = (first.months[0], last.months[0])
    return replace(first, months=months, last_year=last.year, at=(first.at[0], last.at[1]))


def _closed(text: str, said: Said) -> Said:
    """With what may follow: 末, 現在, 分."""
    end, point = said.at[1], said.point
    if said.day is None and (match := _END.match(text, end)) is not None:
        end, point = match.end(), True
    if (match := _AS_OF.match(text, end)) is not None:
        end, point = match.end(), True
    elif not point and (match := _AFTER.match(text, end)) is not None:
        end = match.end()
    return replace(said, point=point, at=(said.at[0], end))
