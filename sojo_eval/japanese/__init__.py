"""Japanese dates, fiscal years, numbers, durations, marks and labels as municipal files write them."""

from sojo_eval.japanese.dates import DATE_FORMS, SHORT_YEARS, parse_date
from sojo_eval.japanese.durations import MINUTES_PER, parse_minutes
from sojo_eval.japanese.eras import to_wareki
from sojo_eval.japanese.marks import (
    MEANINGS,
    STATE_NAMES,
    STATES,
    Meaning,
    State,
    is_missing,
    mark_key,
    meaning_of,
    state_of,
    upper_bound,
)
from sojo_eval.japanese.numbers import Quantity, is_approximate, parse_boolean, parse_number, read_quantity
from sojo_eval.japanese.text import UnreadableError, label_key, normalise

__all__ = [
    "DATE_FORMS",
    "MEANINGS",
    "MINUTES_PER",
    "SHORT_YEARS",
    "STATES",
    "STATE_NAMES",
    "Meaning",
    "Quantity",
    "State",
    "UnreadableError",
    "is_approximate",
    "is_missing",
    "label_key",
    "mark_key",
    "meaning_of",
    "normalise",
    "parse_boolean",
    "parse_date",
    "parse_minutes",
    "parse_number",
    "read_quantity",
    "state_of",
    "to_wareki",
    "upper_bound",
]
