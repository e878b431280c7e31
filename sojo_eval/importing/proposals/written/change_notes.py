"""Footnotes in a proposal: as comments, and those that tell of a change as an event to be filled in."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta

from sojo_eval.foundation.language import Language, Text
from sojo_eval.importing.mappings.mapping import UNFINISHED
from sojo_eval.importing.proposals.proposal import Proposal
from sojo_eval.importing.proposals.written.wide_text import quoted
from sojo_eval.japanese import UnreadableError, normalise, parse_date

_FOOTNOTE = Text("注記", "Footnote")
_AS_EVENT = Text(
    "数え方の変更なら、下の # を外して書き込んでください",
    "If it changes what is counted, remove the # below and fill it in",
)
_CHANGE = re.compile("(?:より|から|以降|まで).*(?:統合|変更|開始|廃止|追加|除|含|見直|分割|移管|のみ)")
_YEAR = r"(?:(?:令和|平成|[RH])(?:元|\d{1,2})|(?:19|20)\d{2})"
_DAY = re.compile(rf"{_YEAR}(?:年|[./-])\d{{1,2}}(?:月|[./-])\d{{1,2}}日?")
_YEAR_AND_MONTH = re.compile(rf"{_YEAR}(?:年|[./-])\d{{1,2}}月?")
_MONTH_AND_DAY = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])(?:/|月)(3[01]|[12]\d|0?[1-9])")


def notes(proposal: Proposal, lang: Language) -> list[str]:
    """Footnotes as comments; for one that tells of a change, how to make it an event."""
    lines: list[str] = []
    years = _years(proposal)
    for note in proposal.footnotes:
        lines += ["", f"# {_FOOTNOTE(lang)}: {note}"]
        if _CHANGE.search(note):
            event = {"event": UNFINISHED, "kind": "definition_change", "start_date": _day(note, years), "title_ja": "{note}", "title_en": UNFINISHED, "applies_to": UNFINISHED}  # fmt: skip
            lines += [f"# {_AS_EVENT(lang)}", "# [[notes]]", f"# matches = {quoted(re.escape(note))}"]
            lines += ["# [notes.event]", *(f"# {key} = {quoted(value)}" for key, value in event.items())]
    return lines


def _years(proposal: Proposal) -> set[str]:
    """The calendar years of a sheet's days."""
    column = proposal.period.column if proposal.period is not None else None
    years = set()
    for value in column.cells.values if column is not None and column.dates == "day" else ():
        with suppress(UnreadableError):
            years.add(parse_date(value, "day").isoformat()[:4])
    return years


def _day(note: str, years: set[str]) -> str:
    """The day that a footnote tells, with its year where it says one or all records are of one."""
    plain = normalise(note)
    found = [
        (m, form)
        for form, searched in (("day", _DAY), ("month", _YEAR_AND_MONTH))
        for m in searched.finditer(plain)
    ]
    for match, form in found:
        with suppress(UnreadableError):
            return _first_day(parse_date(match[0], form), plain[match.end() :])
    day = _MONTH_AND_DAY.search(plain)
    if day is None:
        return UNFINISHED
    if len(years) != 1:
        return f"{UNFINISHED}-{int(day[1]):02}-{int(day[2]):02}"
    with suppress(ValueError):
        return _first_day(date(int(next(iter(years))), int(day[1]), int(day[2])), plain[day.end() :])
    return UNFINISHED


def _first_day(day: date, rest: str) -> str:
    """The day itself; the one after where something held まで then."""
    return (day + timedelta(days=1) if re.match("日?まで", rest) else day).isoformat()
