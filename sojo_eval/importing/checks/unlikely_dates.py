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
_LONG_AGO = ("active_from",)
"""What may be older than any record."""
_FIRST = pd.Timestamp("1990-01-01")


def unlikely_dates(frame: pd.DataFrame, table: Table, addresses: Addresses, today: date) -> list[Problem]:
    """Warnings, one a field and kind, with the number of records and the first cell. Registers may look ahead and back."""
    if table.group == "reference":
        return []
    problems = []
    for field in table.fields:
        if field.type != "date" or field.name not in frame:
            continue
        days = frame[field.name]
        if field.name not in _PLANNED:
            after = Text("{n:,}件の日付が、今日より後です", "{n:,} dates are after today")
            problems += _warned(after, days > pd.Timestamp(today), field.name, table, addresses)
        if field.name not in _LONG_AGO:
            before = Text("{n:,}件の日付が、1990年より前です", "{n:,} dates are before 1990")
            problems += _warned(before, days < _FIRST, field.name, table, addresses)
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
