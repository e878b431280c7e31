"""Which form reads the dates of a column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sojo_eval.japanese import DATE_FORMS, UnreadableError, normalise, parse_date, parse_number
from sojo_eval.japanese.times_of_day import has_time

MOST_READABLE = 0.8
"""Share of a column's values that must be readable as a type to be of it."""
_TRIED = 20
"""So many values show that a form is none of theirs."""
_A_DATE = re.compile(r"[0-9０-９元〇一二三四五六七八九十]")
_ASKED_FOR = ("excel_serial", "day_and_time", "period_start")
_FORMS = tuple(form for form in DATE_FORMS if not form.endswith("_end") and form not in _ASKED_FOR)


def date_form(values: Sequence[object]) -> str:
    """The form in which most of the values are dates; plain numbers are not dates."""
    texts = [v for v in values if not isinstance(v, int | float)]
    if not texts or len(texts) < len(values) * MOST_READABLE:
        return ""
    like = [v for v in texts if not isinstance(v, str) or (len(v) <= 60 and _A_DATE.search(v))]
    if len(like) < len(texts) * MOST_READABLE:
        return ""
    if any(has_time(v) and not _is_number(v) for v in texts) and _most_read(texts, "day_and_time"):
        return "day_and_time"
    for form in _FORMS:
        if not any(reads_date(v, form) for v in like[:_TRIED]):
            continue
        if sum(reads_date(v, form) for v in like) >= len(texts) * MOST_READABLE:
            return form
    return ""


def moments(label: str, values: Sequence[object]) -> str:
    """The form where numbers are days and times: 45383.396 below 受付日時 is one of Excel; elsewhere it is a figure."""
    called = re.search("日時|timestamp|datetime", normalise(label), re.IGNORECASE)
    found = called is not None and any(map(has_time, values)) and _most_read(values, "day_and_time")
    return "day_and_time" if found else ""


def _most_read(values: Sequence[object], form: str) -> bool:
    return sum(reads_date(v, form) for v in values) >= len(values) * MOST_READABLE


def _is_number(cell: object) -> bool:
    try:
        parse_number(cell)
    except UnreadableError:
        return False
    return True


def reads_date(cell: object, form: str) -> bool:
    """Whether a cell is a date of that form."""
    try:
        parse_date(cell, form)
    except UnreadableError:
        return False
    return True
