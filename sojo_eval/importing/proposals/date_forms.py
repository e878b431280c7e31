"""Which form reads the dates of a column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sojo_eval.japanese import DATE_FORMS, UnreadableError, parse_date

MOST_READABLE = 0.8
"""Share of a column's values that must be readable as a type to be of it."""
_TRIED = 20
"""So many values show that a form is none of theirs."""
_A_DATE = re.compile(r"[0-9０-９元〇一二三四五六七八九十]")
_FORMS = tuple(form for form in DATE_FORMS if not form.endswith("_end") and form != "excel_serial")


def date_form(values: Sequence[object]) -> str:
    """The form in which most of the values are dates; plain numbers are not dates."""
    texts = [v for v in values if not isinstance(v, int | float)]
    if not texts or len(texts) < len(values) * MOST_READABLE:
        return ""
    like = [v for v in texts if not isinstance(v, str) or (len(v) <= 60 and _A_DATE.search(v))]
    if len(like) < len(texts) * MOST_READABLE:
        return ""
    for form in _FORMS:
        if not any(reads_date(v, form) for v in like[:_TRIED]):
            continue
        if sum(reads_date(v, form) for v in like) >= len(texts) * MOST_READABLE:
            return form
    return ""


def reads_date(cell: object, form: str) -> bool:
    """Whether a cell is a date of that form."""
    try:
        parse_date(cell, form)
    except UnreadableError:
        return False
    return True
