"""What a number format of Excel shows beside a number and leaves out of it: 1,234,000 as 1,234千円."""

from __future__ import annotations

import re
from typing import NamedTuple

_LITERAL = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]')
_SPACE = re.compile(r"[_*].|\[[^\]]*\]")
_PLACES = "0#?"
_NUMBER = re.compile(rf"[{_PLACES}]|general|標準", re.IGNORECASE)
_SCALES = re.compile(rf"[{_PLACES}](?P<commas>,+)(?![{_PLACES},])")
_OWN = re.compile(r"[\u3005-\u30ff\u3400-\u9fff¥￥]+")


class Shown(NamedTuple):
    """The text that stands beside the number, and how many times 1,000 the cell is more than what is shown."""

    text: str = ""
    thousands: int = 0


PLAIN = Shown()
MIXED = Shown("…")
"""Cells of one column whose formats show different units."""


def shown_by(code: str) -> Shown:
    """What a format shows of positive numbers: `#,##0,"千円"` is ("千円", 1). Empty for dates, texts and percentages.

    Source: ECMA-376 part 1, 18.8.31: a comma behind the last place divides by 1,000, texts stand in quotes or behind \\.
    """
    literal: list[str] = []

    def kept(found: re.Match[str]) -> str:
        literal.append(found["quoted"] or found["escaped"] or found["currency"] or "")
        return "\0"

    # A semicolon within a text parts no sections.
    bare = _SPACE.sub("", _LITERAL.sub(kept, code).split(";")[0])
    mine = literal[: bare.count("\0")]
    number = bare.replace("標準", "general")
    if "%" in number or not _NUMBER.search(number):
        return PLAIN
    scaled = _SCALES.search(number.replace("\0", " "))
    text = "".join([*mine, *_OWN.findall(number)]).strip()
    return Shown(text, len(scaled["commas"]) if scaled is not None else 0)
