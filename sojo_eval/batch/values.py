"""The cell of a table of jobs as the value that a notebook's parameter declares."""

from __future__ import annotations

import math
import re
import unicodedata

from sojo_eval.batch.job import Value
from sojo_eval.batch.notebooks import Kind, Parameter
from sojo_eval.foundation.language import Text

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_TRUTH = {"true": True, "false": False, "1": True, "0": False}
_WANTED: dict[Kind, Text] = {
    "int": Text("整数を書いてください（例: 3）", "Write a whole number (such as 3)"),
    "float": Text("数を書いてください（例: 0.5）", "Write a number (such as 0.5)"),
    "bool": Text("true か false を書いてください", "Write true or false"),
    "other": Text(
        "空欄にしてください。一覧などは表のセルでは渡せません。ノートブックに書いてください",
        "Leave it empty: a list or the like cannot be given in a table; write it into the notebook",
    ),
}


def typed(text: str, parameter: Parameter) -> Value | Text:
    """The value that a text means for this parameter, or how to correct the text.

    Digits may be full-width. Texts stay as they are: 014583 keeps its zero.
    """
    value = _of_kind(text, parameter.kind)
    if value is None:
        return _WANTED[parameter.kind]
    if parameter.choices and value not in parameter.choices:
        listed = ", ".join(map(str, parameter.choices))
        return Text(f"次のどれかにしてください: {listed}", f"Use one of: {listed}")
    return value


def _of_kind(text: str, kind: Kind) -> Value | None:
    plain = unicodedata.normalize("NFKC", text).strip()
    match kind:
        case "str" | "any":
            return text
        case "int":
            return int(plain) if _WHOLE.fullmatch(plain) else None
        case "float":
            return _number(plain)
        case "bool":
            return _TRUTH.get(plain.lower())
        case "other":
            return None


def _number(plain: str) -> float | None:
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in plain else None
