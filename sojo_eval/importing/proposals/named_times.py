"""Times in the name of a file or a sheet and in the title: which is meant, how sure it is, and the pattern that finds it again;
and the day of each year on which figures were counted (各年4月1日現在), as a line beside them says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sojo_eval.foundation.language import Text
from sojo_eval.importing.proposals.columns import ReadColumn
from sojo_eval.importing.proposals.proposal import Period
from sojo_eval.importing.tables.footnotes import is_footnote
from sojo_eval.japanese import UnreadableError, normalise
from sojo_eval.japanese.periods import span_of
from sojo_eval.japanese.said_times import Said, plain_time, said_time, said_times

_PLACES = {
    "sheet": Text("シート名", "the sheet's name"),
    "file": Text("ファイル名", "the file's name"),
    "title": Text("表題", "the title"),
}
_ERA = r"(?:令和|平成|昭和|[RHS])"
_ERAS = re.compile(r"令和|平成|昭和|大正|明治|[RHSrhs](?=[元0-9])")
_NUMBER = re.compile(r"元|[0-9]+")
_DAY_NAMED = r"(?P<day>[0-9]{1,2}\s?月\s?(?:[0-9]{1,2}\s?日|末日?))"
_AS_OF = r"\s?(?:現在|時点|の?数値|の?状況)?"
_EACH = re.compile(
    rf"[各毎]\s?年(?P<fiscal>\s?度)?\s?の?\s?(?:{_DAY_NAMED}|(?P<end>末)日?){_AS_OF}(?!\s?(?:から|以降|[〜~-]))"
)
_LABEL = re.compile(rf"年(?P<fiscal>度)?\s?\({_DAY_NAMED}\s?(?:現在|時点)\)$")
_OPEN_FORMS = ("period_start", "period_end")
WHICH_DAY = Text(
    "毎年の決まった日の数字とありますが、どの日か決まりません。年を令和6年4月1日のような日付に直し、1年分の数字なら fiscal_year か year を書いてください",
    "The figures are said to be of a day of each year, and it is not clear of which: write days in place of the years, or"
    " fiscal_year or year here if they are of the whole year",
)
FIRST_OR_MONTH = Text(
    "月の初日だけが並びます。その月の数字（month）ですか、その日の数字（day）ですか",
    "All are first days of a month: figures of the month (month) or of that day (day)?",
)
FIRST_IS_MONTH = Text("月の初日は、その月を表すと読みました", "the first of a month was read as the month")


@dataclass(frozen=True)
class Names:
    """What may say the time of a table that does not: the file's name (without its kind), the sheet's, the title; and the
    names of all sheets of the book. notes: texts that stand alone below it."""

    file: str
    sheet: str
    title: str
    sheets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class NamedTime:
    """A time and where it was found: "sheet", "file" or "title"."""

    said: Said
    place: str
    name: str

    def pattern(self, group: str, text: str = "") -> str:
        """A pattern for that name whose group is the time (or `text`, a part of it), open for other years and months."""
        found = text or self.said.text
        before = "" if self.place == "title" else re.escape(self.name.split(found)[0])
        # An anchor keeps the years of a title from being found in the middle of a longer number.
        return f"{before}(?P<{group}>{opened(found)})"

    def told(self) -> Text:
        """ファイル名の「令和5年度」. Sheets of several years share a mapping, so that theirs is not repeated."""
        place = _PLACES[self.place]
        if self.place == "sheet":
            return place
        return Text(f"{place.ja}の「{self.said.text}」", f"“{self.said.text}” in {place.en}")


def opened(text: str) -> str:
    """A pattern for times that are written as this one is."""
    found = []
    at = 0
    for match in re.finditer(rf"(?P<era>{_ERAS.pattern})|(?P<number>{_NUMBER.pattern})", text):
        found.append(re.escape(text[at : match.start()]))
        at = match.end()
        if match["era"]:
            found.append(_ERA)
        elif len(match["number"]) >= 4:
            found.append(f"[0-9]{{{len(match['number'])}}}")
        else:
            found.append(r"(?:元|[0-9]{1,2})")
    return "".join([*found, re.escape(text[at:])])


def named_times(names: Names) -> list[NamedTime]:
    """All times in the sheet's name, the file's and the title, that a pattern can find again; notes apart."""
    lines = [line for line in names.title.splitlines() if not is_footnote(line)]
    found = []
    for place, name in (("sheet", names.sheet), ("file", names.file), *(("title", line) for line in lines)):
        plain = normalise(name)
        found += [NamedTime(s, place, plain) for s in said_times(plain) if s.text in plain]
    return found


def is_doubtful(said: Said, beside: Sequence[Said]) -> bool:
    """Whether figures of a name may be something else: 1901 and 2004 year and month, 2004_2006 either, 20240401 an export."""
    if said.scale != "bare" or said.era:
        return said.packed
    others = [s for s in beside if s is not said and s.scale == "bare" and s.year is not None]
    return bool(others) or _as_short_month(said) is not None or not 1950 <= (said.year or 0) <= 2100


def _as_short_month(said: Said) -> tuple[int, int] | None:
    """1901 as January 2019."""
    if said.year is None or said.has_part or said.era or not said.text.isdigit():
        return None
    short, month = divmod(said.year, 100)
    return (2000 + short, month) if 1 <= month <= 12 and short < 70 else None


def guesses(found: Sequence[NamedTime]) -> Text:
    """What doubtful times may mean, for the person who is asked; blank where there are none."""
    told_ja, told_en = [], []
    for each in found:
        month = _as_short_month(each.said)
        place = each.told()
        more = (
            (f"（{month[0]}年{month[1]}月とも読めます）", f" (perhaps {month[0]}-{month[1]:02})")
            if month
            else ("", "")
        )
        told_ja.append(place.ja + more[0])
        told_en.append(place.en + more[1])
    if not told_ja:
        return Text("", "")
    return Text(f"。手がかり: {'、'.join(told_ja)}", f". Hints: {', '.join(told_en)}")


def year_text(said: Said) -> str:
    """The year alone, out of a time with months."""
    if not said.has_part and said.last_year is None:
        return said.text
    first = next((s for s in said_times(said.text)), said)
    head = first.text.split("月")[0] if "月" in first.text else first.text
    digits = len(head)
    while digits and head[digits - 1].isdigit():
        digits -= 1
    return head[:digits].rstrip("./- ") or said.text


def named_year(named: Sequence[NamedTime]) -> tuple[NamedTime | None, list[NamedTime]]:
    """The year that a name or the title says, None beside what was doubtful. The sheet's goes before the file's and the
    title's, and these must agree."""
    doubts: list[NamedTime] = []
    sure: list[NamedTime] = []
    for place in ("sheet", "file", "title"):
        mine = [n for n in named if n.place == place and n.said.has_year]
        said = [n.said for n in mine]
        if not mine:
            continue
        lines = {n.name: {(o.said.year, o.said.scale) for o in mine if o.name == n.name} for n in mine}
        if place == "title" and len(lines) > 1 and all(len(years) == 1 for years in lines.values()):
            sure.append(mine[0])  # the import looks at every line, and refuses those that do not agree
            continue
        if len({(s.year, s.scale) for s in said}) > 1 or any(
            is_doubtful(s, said) or s.year is None or (s.has_part and s.last_year is None) for s in said
        ):
            doubts += mine
            continue
        sure.append(mine[0])
    explicit = [n for n in sure if n.said.scale != "bare"]
    if explicit:
        first = explicit[0]
        agree = first.place == "sheet" or len({(n.said.year, n.said.scale) for n in explicit}) == 1
        return (first, doubts) if agree else (None, explicit)
    bare = sorted(sure, key=lambda n: ("file", "sheet", "title").index(n.place))
    if len({n.said.year for n in bare}) > 1:
        return None, bare
    return (bare[0] if bare else None), doubts


def counted_on(title: str) -> bool:
    """Whether a line above the table says that its figures are those of a day: 各月1日現在."""
    return any(word in line for line in title.splitlines() for word in ("現在", "時点"))


def narrowest(named: Sequence[NamedTime]) -> list[NamedTime]:
    """The months among them where they lie within all the years that stand beside them: a sheet R6.4 of a book 令和6年度."""
    months = [n for n in named if n.said.has_part and n.said.day is None and not n.said.point]
    years = [n for n in named if n not in months]
    try:
        within = [span_of(n.said) for n in years]
        apart = [m for m in months for first, last in within if not first <= span_of(m.said)[0] <= last]
    except UnreadableError:
        return [*named]
    plain = all(n.said.day is None and not n.said.point for n in years)
    return months if months and years and plain and not apart else [*named]


def any_doubtful(named: Sequence[NamedTime]) -> bool:
    """Whether figures of these names may be something else; 202404 alone is a month."""
    said = [n.said for n in named]
    return any(is_doubtful(s, said) and not (s.packed and s.day is None) for s in said)


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
    return Period(
        None, text + after, *_OPEN_FORMS, taken=(taken, day.told()), used=used, carry=carry, asked=asked
    )


def of_first_days(said: Sequence[Said], taken: Text, names: Names) -> Period:
    """Dates in the headers, each the first of a month: Excel shows 2023-04-01 as 4月. The same day of each year may be one."""
    if len({s.months for s in said}) > 1 and not counted_on(names.title):
        return Period(None, "{time}", "month", "month_end", taken=(taken, FIRST_IS_MONTH))
    return Period(None, "{time}", *_OPEN_FORMS, taken=(taken,), asked=(("grain", FIRST_OR_MONTH),))
