"""What Excel itself asks of a cell of an entry workbook, as options of xlsxwriter's `data_validation`.

Where the import takes more than Excel can check (令和6年4月1日 as text, 5人未満, names of another table) Excel warns and
lets it pass; elsewhere it stops.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sojo_eval.foundation.language import Text
from sojo_eval.importing.forms.fields import NO, YES, has_state, how_to_write
from sojo_eval.schema import Field, Schema, Table

_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)
_LARGEST = 10**12
_CHECK = "確かめてください / Check"


@dataclass(frozen=True)
class Choices:
    """A named range to choose from, and what Excel does about anything else: stop, warn, or let it pass ("")."""

    name: str
    otherwise: Literal["stop", "warning", ""] = "stop"


def validation(table: Table, field: Field, schema: Schema, choices: Choices | None) -> dict[str, Any]:
    """Options for one column."""
    how = how_to_write(table, field, schema)
    options: dict[str, Any] = {
        "validate": "any",
        "ignore_blank": True,
        "input_title": _cut(field.title.ja, _LONGEST_TITLE),
        "input_message": _both(Text(how.ja or field.title.ja, how.en or field.title.en)),
        "error_title": _CHECK,
        "error_message": _both(how),
    }
    if choices is not None:
        options |= {"validate": "list", "source": f"={choices.name}", "show_error": bool(choices.otherwise)}
        options |= {"error_type": choices.otherwise or "information"}
    elif field.type == "boolean":
        options |= {"validate": "list", "source": [YES, NO], "error_type": "stop"}
    elif field.type == "date":
        options |= {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
        options |= {"error_type": "warning"}
    elif field.type in ("integer", "number"):
        least = -_LARGEST if field.minimum is None else field.minimum
        options |= {"validate": "integer" if field.type == "integer" else "decimal", "criteria": "between"}
        options |= {"minimum": least, "maximum": _LARGEST}
        options |= {"error_type": "warning" if has_state(table, field) else "stop"}
    return options


def _both(text: Text) -> str:
    return _cut(f"{text.ja}\n{text.en}", _LONGEST_MESSAGE)


def _cut(text: str, longest: int) -> str:
    """As long as Excel allows."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
