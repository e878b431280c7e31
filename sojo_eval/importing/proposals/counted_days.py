"""The day of each year on which figures were counted, as a line above the years says it: 各年4月1日現在, 各年度末現在;
and first days in headers, which may be months."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sojo_eval.foundation.language import Text
from sojo_eval.importing.proposals.columns import ReadColumn
from sojo_eval.importing.proposals.named_times import Names, counted_on
from sojo_eval.importing.proposals.proposal import Period
from sojo_eval.japanese import UnreadableError
from sojo_eval.japanese.periods import span_of
from sojo_eval.japanese.said_times import Said, plain_time, said_time

_DAY = r"(?P<day>[0-9]{1,2}\s?月\s?(?:[0-9]{1,2}\s?日|末日?))"
_AS_OF = r"\s?(?:現在|時点|の?数値|の?状況)?"
_EACH = re.compile(rf"[各毎]\s?年(?P<fiscal>\s?度)?\s?の?\s?(?:{_DAY}|(?P<end>末)日?){_AS_OF}")
_LABEL = re.compile(rf"年(?P<fiscal>度)?\s?\({_DAY}\s?(?:現在|時点)\)$")
_OPEN = ("period_start", "period_end")
WHICH_DAY = Text(
    "毎年の決まった日の数字とありますが、どの日か読めません。年の列を令和6年4月1日のような日付に直すか、day などを書いてください",
    "The figures are said to be of one day a year, which cannot be read: write the days in the column of years",
)

FIRST_OR_MONTH = Text(
    "月の初日だけが並びます。その月の数字（month）ですか、その日の数字（day）ですか",
    "All are first days of a month: figures of the month (month) or of that day (day)?",
)
FIRST_IS_MONTH = Text("月の初日は、その月を表すと読みました", "the first of a month was read as the month")


@dataclass(frozen=True)
class CountedDay:
    """What follows a year to make it the day (4月1日, 末), and whether the year is called 年度 there."""

    text: str
    fiscal: bool

    def told(self) -> Text:
        called = "年度" if self.fiscal else "年"
        return Text(
            f"「各{called}{self.text}」とあるので、1年に1日",
            f"one day a year, as “各{called}{self.text}” says",
        )


def counted_day(names: Names, label: str = "") -> CountedDay | None:
    """What a line above the table or a note below it, or the label of the years, says of every year; None where they do not,
    and no day where they say several."""
    lines = [plain_time(line) for line in (*names.title.splitlines(), *names.notes)]
    found = [
        *(match for line in lines for match in _EACH.finditer(line)),
        *_LABEL.finditer(plain_time(label.split("/")[-1])),
    ]
    days = {
        CountedDay((m["day"] or m.groupdict().get("end") or "").replace(" ", ""), bool(m["fiscal"]))
        for m in found
    }
    return CountedDay("", False) if len(days) > 1 else next(iter(days), None)


def following(day: CountedDay, years: Sequence[Said], *, fiscal: bool) -> str:
    """What to write behind each of the years so that it is that day; "" where no one text makes days of all of them.

    fiscal: what years without a sign are called.
    """
    scales = {s.scale for s in years}
    if len(scales) != 1:
        return ""
    scale = next(iter(scales))
    if day.text == "末" and not day.fiscal and (scale == "fiscal" or fiscal):
        return ""  # the end of which year?
    sign = {"fiscal": "", "calendar": "度" if day.fiscal else ""}.get(
        scale, "年度" if day.fiscal or fiscal else "年"
    )
    said = [said_time(f"{s.text}{sign}{day.text}") for s in years]
    read = all(s is not None and s.has_year and (s.point or s.day is not None) for s in said)
    return f"{sign}{day.text}" if read else ""


def lies_before_its_era(day: CountedDay, years: Sequence[Said], *, fiscal: bool) -> bool:
    """Whether the day of a year lies outside the era by which the year is called: 1 April of 令和元年 is known as one of 2019."""
    after = following(day, years, fiscal=fiscal)
    for year in years:
        whole = said_time(f"{year.text}{after}")
        if year.conflict or year.year is None or whole is None:
            continue
        try:
            span_of(whole)
        except UnreadableError:
            return True
    return False


def of_counted_days(
    day: CountedDay,
    years: Sequence[Said],
    text: str,
    taken: Text,
    *,
    fiscal: bool,
    used: tuple[ReadColumn, ...] = (),
    carry: tuple[ReadColumn, ...] = (),
    asked: tuple[tuple[str, Text], ...] = (),
) -> Period:
    """Years of which a line says the day on which was counted."""
    after = following(day, years, fiscal=fiscal)
    asked = asked if after else (("grain", WHICH_DAY), *asked)
    return Period(None, text + after, *_OPEN, taken=(taken, day.told()), used=used, carry=carry, asked=asked)


def of_first_days(said: Sequence[Said], taken: Text, names: Names) -> Period:
    """Dates in the headers, each the first of a month: Excel shows 2023-04-01 as 4月. The same day of each year may be one."""
    if len({s.months for s in said}) > 1 and not counted_on(names.title):
        return Period(None, "{time}", "month", "month_end", taken=(taken, FIRST_IS_MONTH))
    return Period(None, "{time}", *_OPEN, taken=(taken,), asked=(("grain", FIRST_OR_MONTH),))
