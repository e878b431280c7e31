"""Dates of records that cannot be right though they are dates: after today (2042, 令和60年), or long before there were records."""

from __future__ import annotations

from datetime import date

import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.addresses import Addresses
from sojo_eval.schema import Table

_PLANNED = ("review_due_date", "active_to", "withdrawn_date")
"""What may lie ahead."""
_LONG_AGO = ("active_from", "opened_date", "closed_date", "valid_from")
"""What may be older than any record."""
_FIRST_RECORD, _FIRST_FIGURE, _FIRST_OF_ALL = (pd.Timestamp(f"{year}-01-01") for year in (1990, 1950, 1900))
_AHEAD = 10
"""Years that a plan, a register or a projection may look ahead; a 1901 or a 令和60年 in figures is a mistyped one."""


def unlikely_dates(frame: pd.DataFrame, table: Table, addresses: Addresses, today: date) -> list[Problem]:
    """Warnings, one a field and kind, with the number of records and the first cell. Registers and figures may look ahead and
    back, though not for ever."""
    register = table.group == "reference"
    problems = []
    for field in table.fields:
        if field.type != "date" or field.name not in frame:
            continue
        days = frame[field.name]
        last = pd.Timestamp(today)
        after = Text("{n:,}件の日付が、今日より後です", "{n:,} dates are after today")
        if register or field.name in _PLANNED:
            last += pd.DateOffset(years=_AHEAD)
            after = Text(
                f"{{n:,}}件の日付が、今日から{_AHEAD}年より先です",
                f"{{n:,}} dates are more than {_AHEAD} years ahead",
            )
        problems += _warned(after, days > last, field.name, table, addresses)
        first = _FIRST_FIGURE if register else _FIRST_RECORD
        first = _FIRST_OF_ALL if field.name in _LONG_AGO else first
        before = Text(
            f"{{n:,}}件の日付が、{first.year}年より前です", f"{{n:,}} dates are before {first.year}"
        )
        problems += _warned(before, days < first, field.name, table, addresses)
    return problems


def _warned(message: Text, found: pd.Series, name: str, table: Table, addresses: Addresses) -> list[Problem]:
    rows = found[found.fillna(False)].index
    if rows.empty:
        return []
    fix = Text(
        "元号や年の書き間違いではないか、はじめのセルから確かめてください",
        "Check whether the era or the year was mistyped, starting with the first cell",
    )
    origin = addresses.locate(int(rows[0]), name)
    message = message.format(n=len(rows))
    return [origin.problem("unlikely-date", message, fix, table=table.name, severity="warning")]
