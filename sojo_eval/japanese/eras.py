"""The eras since Meiji: their names, their first and last days, and years written in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sojo_eval.foundation.language import Text
from sojo_eval.japanese.text import UnreadableError


@dataclass(frozen=True)
class Era:
    """`first` and `last` day both belong to the era; the present one has no end in sight."""

    letter: str
    name: str
    first: date
    last: date

    def year(self, number: int) -> int:
        """The Western year in which the era's year `number` lies."""
        return self.first.year + number - 1


ERAS = (
    Era("M", "明治", date(1868, 10, 23), date(1912, 7, 29)),
    Era("T", "大正", date(1912, 7, 30), date(1926, 12, 24)),
    Era("S", "昭和", date(1926, 12, 25), date(1989, 1, 7)),
    Era("H", "平成", date(1989, 1, 8), date(2019, 4, 30)),
    Era("R", "令和", date(2019, 5, 1), date(9999, 12, 31)),
)
ERA_PATTERN = r"(?:明治|大正|昭和|平成|令和|[明大昭平令](?=[元0-9])|[MTSHR])"


_TWO_NAMES = re.compile(
    rf"(?:(?P<era>{ERA_PATTERN})\s?)?(?P<number>元|[0-9]{{1,2}})\s?(?:年度?)?\s?[・/]\s?"
    rf"(?:(?P<other_era>{ERA_PATTERN})\s?(?P<other>元|[0-9]{{1,2}})|(?P<alone>元))(?![0-9])\s?(?P<called>年度|年)?",
    re.IGNORECASE,
)

_BY_NAME = {name: era for era in ERAS for name in (era.letter, era.letter.lower(), era.name, era.name[0])}


def era_named(name: str) -> Era:
    """By letter (R, r), name (令和) or its first character (令). Raises KeyError."""
    return _BY_NAME[name]


@dataclass(frozen=True)
class TwoNames:
    """A year written by two eras: the Western year, what it is called (年度, 年 or nothing), an era, and where it ends in its text."""

    year: int
    called: str
    era: str
    end: int


def year_by_two_names(text: str, begin: int = 0) -> TwoNames | None:
    """The year in which an era ended, by both of its names (平成31・令和元年度, 31・元年); None for two years (平成30・令和元年度)."""
    match = _TWO_NAMES.match(text, begin)
    if match is None:
        return None
    first = _years(match["era"], match["number"])
    last = _years(match["other_era"], match["other"] or match["alone"])
    if len(first & last) != 1:
        return None
    era = match["other_era"] or match["era"] or ""
    return TwoNames((first & last).pop(), match["called"] or "", era, match.end())


def by_one_name(text: str) -> str:
    """The text with such a year at its beginning as a Western one: 平成31・令和元年度 is 2019年度."""
    found = year_by_two_names(text)
    return text if found is None else f"{found.year}{found.called}{text[found.end :]}"


def _years(era: str | None, number: str) -> set[int]:
    """The years that an era's number may be, of all eras where none is named."""
    count = 1 if number == "元" else int(number)
    named = ERAS if era is None else (era_named(era),)
    return {each.year(count) for each in named}


def era_of(day: date) -> Era:
    """The era that a day lies in. Raises ValueError before 1868-10-23."""
    for era in ERAS:
        if era.first <= day <= era.last:
            return era
    raise ValueError(f"{day} lies before the Meiji era")


def to_wareki(day: date) -> str:
    """A day in the short era form, 令和 6 April 1 as `R6.4.1`. Raises ValueError before 1868-10-23."""
    era = era_of(day)
    return f"{era.letter}{day.year - era.first.year + 1}.{day.month}.{day.day}"


def era_year(day: date) -> str:
    """The era and its year of a day: 令和8, 平成元. Raises ValueError before 1868-10-23."""
    era = era_of(day)
    number = day.year - era.first.year + 1
    return f"{era.name}{'元' if number == 1 else number}"


def check_within(era: Era | None, first: date, last: date, how: Text) -> None:
    """The days `first` to `last` must touch the era they are written in. Raises UnreadableError with the right year."""
    if era is None or (first <= era.last and last >= era.first):
        return
    right = next((e for e in ERAS if e.first <= first <= e.last), None)
    hint = Text("", "")
    if right is not None:
        year = f"{right.name}{first.year - right.first.year + 1}年"
        hint = Text(f"（{year}ではありませんか）", f" (is it {year}?)")
    ended = Text(
        f"{era.name}は{era.last.year}年{era.last.month}月{era.last.day}日までです",
        f"{era.name} ended on {era.last.isoformat()}",
    )
    begun = Text(
        f"{era.name}は{era.first.year}年{era.first.month}月{era.first.day}日からです",
        f"{era.name} began on {era.first.isoformat()}",
    )
    why = ended if first > era.last else begun
    raise UnreadableError(Text(why.ja + hint.ja, why.en + hint.en), how)
