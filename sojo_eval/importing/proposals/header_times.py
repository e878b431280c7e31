"""What headers say of the time: the figure's name and its month or year taken apart, and what a header leaves out because the one to its left
has said it (平成29年度, 30年度, 31・令和元年度, 令和2, 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sojo_eval.importing.files.cells import as_text
from sojo_eval.importing.proposals.columns import ReadColumn
from sojo_eval.importing.proposals.proposal import Figure
from sojo_eval.importing.proposals.units import without_unit
from sojo_eval.importing.tables.row_rules import PARTS_OF_A_YEAR, TOTAL_WORDS
from sojo_eval.importing.values.carried_times import carry, goes_on
from sojo_eval.japanese import label_key, normalise
from sojo_eval.japanese.said_times import plain_time, said_time, said_times

YEARS = range(1950, 2101)
"""Four figures that are a year to everybody."""
LEAST_ACROSS = 3
"""From so many months (or years) in headers on, they lie across the columns."""
LEAST_YEARS = 2
"""So many different years before words are years, and no part of a name."""
_SAYS_WHAT = re.compile("(?:実績値?|調査)$")
"""What follows a time in a header and is none (令和4年度実績): a part of the name."""
_LEAST_NUMBERS = 4
"""So many different numbers below a year are taken for months; fewer may be anything."""
_APRIL = "4"


def figure_of(column: ReadColumn) -> Figure:
    """The header taken apart: the times in it, and the rest as the figure's name."""
    parts = column.label.split("/")
    time, rest = [], []
    at = 0
    while at < len(parts):
        plain, pair = normalise(parts[at]), normalise("/".join(parts[at : at + 2]))
        if at + 1 < len(parts) and _is_pair(plain, normalise(parts[at + 1])):
            time.append(pair)
            at += 1
        elif _is_header_time(plain):
            what = _SAYS_WHAT.search(plain)
            time.append(plain[: what.start()].strip() if what else plain)
            rest += [what[0]] if what else []
        elif plain:
            rest.append(parts[at])
        at += 1
    return Figure(column, "/".join(rest), "/".join(time))


def _is_header_time(text: str) -> bool:
    said = said_time(text)
    if said is None or (said.part == "whole" and not said.has_year):
        return False
    return not text.isdigit() or len(text) == 6 or (len(text) == 4 and int(text) in YEARS)


def _is_pair(year: str, number: str) -> bool:
    """2024/4, 令和6年度 over 4."""
    said = said_time(year)
    alone = said is not None and said.year is not None and not said.has_part and said.part == ""
    return alone and number.isdigit() and 1 <= int(number) <= 12 and not said_time(number)


def settled(figures: Sequence[Figure]) -> list[Figure]:
    """The figures with whole times: a month without its year takes it from the header to its left, a total among the months
    has none, and numbers below a year are months only where there are enough of them."""
    figures = _years_carried(_years_before_words(figures))
    said = {f.time: said_time(f.time) for f in figures}
    numbers = {f.time.rsplit("/", 1)[1] for f in figures if _by_number(f.time)}
    found = []
    for figure in figures:
        if _by_number(figure.time) and len(numbers) < _LEAST_NUMBERS:
            year, _, number = figure.time.rpartition("/")
            figure = replace(figure, time=year, name="/".join(n for n in (number, figure.name) if n))
        found.append(figure)
    parts = [s for f in found if (s := said.get(f.time) or said_time(f.time)) is not None and s.has_part]
    if len({s.months or (s.part, s.number) for s in parts}) >= LEAST_ACROSS:
        among = len({s.months for s in parts if s.is_month}) >= LEAST_ACROSS
        found = [_without_total(f, among_months=among) for f in found]
    return _carried(found)


def _years_before_words(figures: Sequence[Figure]) -> Sequence[Figure]:
    """令和元年度調査 and 令和6年度調査 side by side: figures of two years, where every column begins so.

    Headers of one year may be the name of something (令和6年度計画に基づく件数): they have none.
    """
    if all(f.time for f in figures):
        return figures
    taken = [(f.time, f.name) if f.time else _year_before_words(f) for f in figures]
    times = {time for time, _ in taken}
    if "" in times or len(times) < LEAST_YEARS:
        return figures
    return [replace(f, time=time, name=name) for f, (time, name) in zip(figures, taken, strict=True)]


def _year_before_words(figure: Figure) -> tuple[str, str]:
    """The year (or month with its year) that begins the last part of a header, and the words that follow, without n=."""
    above, _, last = figure.name.rpartition("/")
    plain = plain_time(last)
    first = next(iter(said_times(last)), None)
    if (
        first is None
        or first.at[0] != 0
        or not first.has_year
        or first.scale == "bare"
        or first.at[1] == len(plain)
    ):
        return "", figure.name
    what = _SAYS_WHAT.search(plain[: first.at[1]])
    end = what.start() if what else first.at[1]
    words = plain[end:].strip("の ")
    return plain[:end].rstrip("の "), "/".join(part for part in (above, without_unit(words)) if part)


def _by_number(time: str) -> bool:
    year, _, number = time.rpartition("/")
    return bool(year) and number.isdigit() and int(number) <= 12 and said_time(year) is not None


def _without_total(figure: Figure, *, among_months: bool) -> Figure:
    said = said_time(figure.time)
    if among_months and label_key(figure.time) in TOTAL_WORDS | PARTS_OF_A_YEAR:
        return replace(figure, time="", name="/".join(n for n in (figure.name, figure.time) if n))
    total = label_key(figure.name.split("/")[-1]) in TOTAL_WORDS or label_key(figure.time)[-1:] == "計"
    if figure.time and said is not None and not said.has_part and total:
        return replace(figure, time="", name=figure.name or figure.time)
    return figure


def _years_carried(figures: Sequence[Figure]) -> list[Figure]:
    """平成29年度, 30年度, 令和2, 3: each header with its whole year, where all those of one name and month follow on."""
    found = [*figures]
    groups: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for at, figure in enumerate(figures):
        if (apart := _year_apart(figure)) is not None:
            year, *others = apart
            groups.setdefault((others[0], others[1]), []).append((at, year))
    for (name, time), years in groups.items():
        texts = [year for _, year in years]
        told = [as_text(year) for year in carry(texts)]
        if all(map(_is_whole, texts)) or _may_be_months(texts) or not all(map(_is_whole, told)):
            continue
        for (at, _), year in zip(years, told, strict=True):
            found[at] = replace(found[at], name=name, time="/".join(part for part in (year, time) if part))
    return found


def _year_apart(figure: Figure) -> tuple[str, str, str] | None:
    """The year of a header, whole or short, the name without it and the rest of the time; None where no one part may be a year."""
    first, _, rest = figure.time.partition("/")
    said = said_time(first)
    if said is not None and said.has_year:
        return (first, figure.name, rest) if not said.has_part and said.part == "" else None
    names = figure.name.split("/")
    short = [part for part in names if goes_on(part)]
    if len(short) != 1:
        return None
    names.remove(short[0])
    return short[0], "/".join(names), figure.time


def _is_whole(year: str) -> bool:
    said = said_time(year)
    return said is not None and said.year is not None


def _may_be_months(texts: Sequence[str]) -> bool:
    """One year and then 4, 5, 6 alone: the months of that year as well as the years after it."""
    return sum(map(_is_whole, texts)) == 1 and texts[1:2] == [_APRIL]


def _carried(figures: list[Figure]) -> list[Figure]:
    times = [said_time(f.time) for f in figures if f.time]
    some = {s.year is not None for s in times if s is not None and s.is_month}
    if some != {True, False} or None in times:
        return figures
    told: dict[int, str] = {}
    for name in dict.fromkeys(f.name for f in figures):
        mine = [f for f in figures if f.time and f.name == name]
        told |= {f.column.at: str(t) for f, t in zip(mine, carry([f.time for f in mine]), strict=True)}
    return [replace(f, time=told.get(f.column.at, f.time)) for f in figures]


def lie_across(figures: Sequence[Figure]) -> bool:
    """Whether the headers hold the months or years: several of them, or all that are no total."""
    times = {f.time for f in figures if f.time}
    others = [f for f in figures if not f.time and label_key(f.name.split("/")[-1]) not in TOTAL_WORDS]
    return len(times) >= LEAST_ACROSS or (bool(times) and not others)
