"""Times in the name of a file or a sheet and in the title: which is meant, how sure it is, and the pattern that finds it again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sojo_eval.foundation.language import Text
from sojo_eval.importing.tables.footnotes import is_footnote
from sojo_eval.japanese import UnreadableError, normalise
from sojo_eval.japanese.periods import span_of
from sojo_eval.japanese.said_times import Said, said_times

_PLACES = {
    "sheet": Text("シート名", "the sheet's name"),
    "file": Text("ファイル名", "the file's name"),
    "title": Text("表題", "the title"),
}
_ERA = r"(?:令和|平成|昭和|[RHS])"
_ERAS = re.compile(r"令和|平成|昭和|大正|明治|[RHSrhs](?=[元0-9])")
_NUMBER = re.compile(r"元|[0-9]+")


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
