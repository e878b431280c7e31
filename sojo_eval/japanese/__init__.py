"""Japanese dates, fiscal years, numbers and labels as municipal files write them."""

from sojo_eval.japanese.dates import DATE_FORMS, parse_date, to_wareki
from sojo_eval.japanese.numbers import parse_boolean, parse_number
from sojo_eval.japanese.text import UnreadableError, is_missing, label_key, normalise

__all__ = [
    "DATE_FORMS",
    "UnreadableError",
    "is_missing",
    "label_key",
    "normalise",
    "parse_boolean",
    "parse_date",
    "parse_number",
    "to_wareki",
]
