"""Equal problems as one line with a count, so that ten thousand of them can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, get_args

from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.problems import Problem, Severity, ended

SHOWN = 3
"""Of messages, fixes, columns and values that differ within a group, the first so many are shown."""
RANGES_SHOWN = 6
_SAME_ON_SHEETS = 3
"""From so many sheets of a file that say the very same (a footnote), they are one line."""
_MOST_APART = 8
"""More groups than this that differ in one thing only become one group."""

_Key = tuple[str | None, ...]
"""Severity, file, sheet, rule, column, fix; None where a group holds several."""
_COLUMN, _FIX = 4, 5

T = TypeVar("T")


@dataclass(frozen=True)
class Several(Generic[T]):
    """The first different ones of many, and how many more there are."""

    first: tuple[T, ...]
    more: int = 0


@dataclass(frozen=True)
class ProblemGroup:
    """Problems of one severity, file, sheet and rule that one line can tell. `rows` are sorted, each once."""

    severity: Severity
    file: str
    sheet: str
    count: int
    rows: tuple[int, ...]
    columns: Several[str]
    messages: Several[Text]
    values: Several[str]
    fixes: Several[Text]
    example: Problem

    def sentence(self, lang: Language) -> str:
        """The group on one line, as printed on a terminal; one problem alone as `Problem.sentence` says it."""
        if self.count == 1:
            return self.example.sentence(lang)
        place = [self.file, self.sheet]
        if self.rows:
            rows = row_ranges(self.rows, lang)
            place.append(f"{rows}行" if lang == "ja" else f"rows {rows}")
        if self.columns.first:
            names = listed(self.columns, lang)
            place.append(f"「{names}」" if lang == "ja" else f'column "{names}"')
        where = " › ".join(p for p in place if p)
        count = f"（{self.count:,} 件）" if lang == "ja" else f" ({self.count:,} times)"
        values = listed(self.values, lang)
        if values:
            values = f"（値: {values}）" if lang == "ja" else f" (value: {values})"
        message, fix = (_told(several, lang) for several in (self.messages, self.fixes))
        return f"{where}{count}: {ended(f'{message}{values}', lang)}→ {fix}"


def group_problems(problems: Iterable[Problem]) -> list[ProblemGroup]:
    """Errors first, then warnings and notes; within them file by file, in the order met.

    A group has one file, sheet, rule, column and fix. Messages may differ (in a number they name); where a rule has
    more than a handful of fixes or columns in a sheet, they become one group too.
    """
    groups: dict[_Key, list[Problem]] = {}
    for p in problems:
        key = (p.severity, p.file or p.table, p.sheet, p.rule, p.column, p.fix.ja)
        groups.setdefault(key, []).append(p)
    for several in ((_FIX,), (_COLUMN,), (_COLUMN, _FIX)):
        groups = _together(groups, several)
    groups = _over_sheets(groups)
    severities = get_args(Severity)
    files = {file: at for at, file in enumerate(dict.fromkeys(key[1] for key in groups))}
    ordered = sorted(groups.items(), key=lambda group: (severities.index(group[0][0]), files[group[0][1]]))
    return [_group(members) for _, members in ordered]


def row_ranges(rows: Sequence[int], lang: Language, most: int = RANGES_SHOWN) -> str:
    """Sorted row numbers as a person writes them: "3, 5–9, 12 …"."""
    ranges: list[list[int]] = []
    for row in rows:
        if ranges and row == ranges[-1][1] + 1:
            ranges[-1][1] = row
        elif len(ranges) == most:
            break
        else:
            ranges.append([row, row])
    texts = [str(a) if a == b else f"{a}–{b}" for a, b in ranges]
    more = " …" if ranges and ranges[-1][1] != rows[-1] else ""
    return ("、" if lang == "ja" else ", ").join(texts) + more


def listed(several: Several[str], lang: Language) -> str:
    """The first ones, and how many kinds more."""
    text = ("、" if lang == "ja" else ", ").join(several.first)
    if not several.more:
        return text
    return text + (f" ほか {several.more:,} 種" if lang == "ja" else f" and {several.more:,} more")


def _told(several: Several[Text], lang: Language) -> str:
    text = " / ".join(each(lang) for each in several.first)
    if not several.more:
        return text
    return text + (f" / ほか {several.more:,} 通り" if lang == "ja" else f" / and {several.more:,} more")


def _together(groups: dict[_Key, list[Problem]], several: tuple[int, ...]) -> dict[_Key, list[Problem]]:
    """Groups that differ only in those places of the key, put together where they are many."""

    def wider(key: _Key) -> _Key:
        return tuple(None if at in several else part for at, part in enumerate(key))

    apart = Counter(map(wider, groups))
    found: dict[_Key, list[Problem]] = {}
    for key, members in groups.items():
        into = wider(key) if apart[wider(key)] > _MOST_APART else key
        found.setdefault(into, []).extend(members)
    return found


def _over_sheets(groups: dict[_Key, list[Problem]]) -> dict[_Key, list[Problem]]:
    """Groups of one file that differ in their sheet alone and say the same, put together."""
    said = {
        key: (*key[:2], None, *key[3:], *sorted({p.message.ja for p in members}))
        for key, members in groups.items()
    }
    sheets = Counter(said.values())
    found: dict[_Key, list[Problem]] = {}
    for key, members in groups.items():
        found.setdefault(said[key] if sheets[said[key]] >= _SAME_ON_SHEETS else key, []).extend(members)
    return found


def _sheets(members: list[Problem]) -> str:
    """The sheet, or the first of several and how many there are."""
    names = list(dict.fromkeys(p.sheet for p in members if p.sheet))
    return ", ".join(names[:SHOWN]) + (f", … ({len(names)})" if len(names) > SHOWN else "")


def _group(members: list[Problem]) -> ProblemGroup:
    first = members[0]
    return ProblemGroup(
        severity=first.severity,
        file=first.file or first.table,
        sheet=_sheets(members),
        count=len(members),
        # Rows of several sheets say nothing together.
        rows=()
        if len({p.sheet for p in members}) > 1
        else tuple(sorted({p.row for p in members if p.row is not None})),
        columns=_several(dict.fromkeys(p.column for p in members if p.column)),
        messages=_several({p.message.ja: p.message for p in members}.values()),
        values=_several(dict.fromkeys(p.value for p in members if p.value)),
        fixes=_several({p.fix.ja: p.fix for p in members}.values()),
        example=first,
    )


def _several(different: Iterable[T]) -> Several[T]:
    found = tuple(different)
    return Several(found[:SHOWN], max(0, len(found) - SHOWN))
