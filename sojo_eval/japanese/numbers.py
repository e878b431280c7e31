"""Numbers and yes/no as typed: full-width digits, thousands commas, △ for minus, ○ and ×."""

from __future__ import annotations

import math
import re

from sojo_eval.foundation.language import Text
from sojo_eval.japanese.text import UnreadableError, label_key, normalise, plain_dashes

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_HOW = Text(
    "数字だけを入れ、単位や注記は別の列にしてください", "Write the number alone; units and notes go elsewhere"
)
_YES = frozenset(map(label_key, ["○", "〇", "◯", "◎", "有", "あり", "はい", "1", "true", "済"]))
_NO = frozenset(map(label_key, ["×", "✕", "✖", "無", "なし", "いいえ", "0", "false"]))


def parse_number(cell: object) -> float:
    """A cell as a number. Percent signs, units and approximations (約) are errors. Raises UnreadableError."""
    if isinstance(cell, bool):
        raise UnreadableError(Text("数ではなく真偽の値です", "It is true or false, not a number"), _HOW)
    if isinstance(cell, int | float):
        if not math.isfinite(cell):
            raise UnreadableError(Text("数ではありません", "It is not a number"), _HOW)
        return float(cell)
    text = plain_dashes(normalise(str(cell)))
    if text[:1] in ("△", "▲"):
        text = "-" + text[1:].lstrip()
    if text.endswith("%"):
        raise UnreadableError(
            Text("％のついた値です", "It has a percent sign"),
            Text("100で割った値にしてください（35.9% → 0.359）", "Divide by 100 (35.9 % is 0.359)"),
        )
    if not _NUMBER.fullmatch(text):
        raise UnreadableError(Text("数として読めません", "It cannot be read as a number"), _HOW)
    return float(text.replace(",", ""))


def parse_boolean(cell: object) -> bool:
    """A cell as yes or no: ○/×, 有/無, あり/なし, はい/いいえ, 1/0, true/false. Raises UnreadableError."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, float) and cell in (0.0, 1.0):
        return bool(cell)
    key = label_key(str(cell))
    if key in _YES:
        return True
    if key in _NO:
        return False
    raise UnreadableError(
        Text("有無として読めません", "It cannot be read as yes or no"),
        Text("○か×（有か無、1か0）にしてください", "Write ○ or × (有 or 無, 1 or 0)"),
    )
