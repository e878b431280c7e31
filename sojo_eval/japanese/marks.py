"""Signs and words that stand where a value should: withheld, not available, no such thing, or none at all.

There is no law for these signs; each statistical table has its legend, and `marks` passes it on. The defaults follow
what the national statistics and prefectures mostly print: 「-」 no such figure, 「・」 cannot occur, 「…」 unknown or
not yet counted, 「x」 withheld, 「*」 too few cases. 「-」 is used for zero as well: then the mapping says
`"-" = "zero"`. A cell of 「0」 or 「0.0」 is a number like others.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, get_args

from sojo_eval.foundation.language import Text
from sojo_eval.japanese.kanji_numerals import kanji_number
from sojo_eval.japanese.text import normalise, plain_dashes

State = Literal["observed", "suppressed", "missing", "not_applicable"]
Meaning = Literal["observed", "suppressed", "missing", "not_applicable", "zero"]
"""What a mapping may say a mark means; `zero` is the number 0, `observed` a text like others."""

STATES: tuple[State, ...] = get_args(State)
MEANINGS: tuple[Meaning, ...] = get_args(Meaning)
STATE_NAMES: dict[State, Text] = {
    "observed": Text("値あり", "observed"),
    "suppressed": Text("秘匿", "withheld"),
    "missing": Text("不明・未集計", "missing"),
    "not_applicable": Text("該当なし", "not applicable"),
}

SIGNS: dict[str, Meaning] = {
    "": "missing",
    "...": "missing",
    "..": "missing",
    "・・・": "missing",
    "・・": "missing",
    "-": "not_applicable",
    "・": "not_applicable",
    "x": "suppressed",
    "*": "suppressed",
    "**": "suppressed",
    "***": "suppressed",
}
WORDS: dict[str, Meaning] = {
    **dict.fromkeys(("未集計", "集計中", "未調査", "調査中", "不明", "不詳", "未詳", "n/a", "na", "null"), "missing"),
    **dict.fromkeys(("該当なし", "該当無し", "該当せず", "該当数字なし", "非該当", "対象外"), "not_applicable"),
    **dict.fromkeys(("秘匿", "非公表", "非公開"), "suppressed"),
    "皆無": "zero",
}  # fmt: skip
"""Keys of both lists are as `mark_key` gives them."""

_COUNTERS = "人|名|件|世帯|団体|回|か所|箇所|ヶ所|カ所|円"
_BELOW = re.compile(
    rf"(?P<n>[0-9]+(?:,[0-9]{{3}})*|[一二三四五六七八九十百]+)(?:{_COUNTERS})?未満|<(?P<m>[0-9]+)"
)


def mark_key(cell: str) -> str:
    """What spellings of one mark share: － ― ー are one dash, … is three dots, no spaces, lower case, no brackets."""
    key = plain_dashes(normalise(cell)).replace(" ", "").casefold()
    # ( - ) and 「-」 are the dash; ―― is one dash drawn long.
    bare = key[1:-1] if key[:1] in "(「[〔" and key[-1:] in ")」]〕" and len(key) > 2 else key
    if set(bare) == {"-"}:
        return "-"
    if len(bare) > 3 and set(bare) in ({"."}, {"・"}):
        return bare[:3]
    return bare if bare in SIGNS or bare in WORDS else key


_LONGEST = 40
_ASCII_MARK = re.compile(r"[\s.*x()\[\]-]*|[(\[]?\s*(?:n\s*/?\s*a|null)\s*[)\]]?|<[\s0-9,]+", re.IGNORECASE)


@lru_cache(maxsize=1024)
def _spelling_key(spelling: str) -> str:
    return mark_key(spelling)


def meaning_of(cell: object, marks: Mapping[str, Meaning] | None = None, *, words: bool = True) -> Meaning:
    """What a cell says about its value. marks: a file's own legend, which goes before the defaults.

    words: read 不明, 該当なし and 5人未満 as marks too; in a column of texts they may be texts.
    """
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return "missing"
    if not isinstance(cell, str):
        return "observed"
    longest = max((len(spelling) for spelling in marks), default=0) if marks else 0
    # Nearly all cells are no marks, and need not be taken apart to see it.
    if len(cell) > max(_LONGEST, 2 * longest) or (
        cell.isascii() and len(cell) > 2 * longest and not _ASCII_MARK.fullmatch(cell)
    ):
        return "observed"
    key = mark_key(cell)
    for spelling, meaning in (marks or {}).items():
        if _spelling_key(spelling) == key:
            return meaning
    if key in SIGNS:
        return SIGNS[key]
    if not words:
        return "observed"
    return "suppressed" if upper_bound(cell) is not None else WORDS.get(key, "observed")


def state_of(cell: object, marks: Mapping[str, Meaning] | None = None, *, words: bool = True) -> State:
    """The cell's state; `observed` does not promise that it can be read. See `meaning_of` for the arguments."""
    meaning = meaning_of(cell, marks, words=words)
    return "observed" if meaning == "zero" else meaning


def upper_bound(cell: object) -> float | None:
    """The number below which a withheld value lies: 5 for 5人未満, 10未満 and <10; None for other cells."""
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return None
    match = _BELOW.fullmatch(normalise(cell).replace(" ", ""))
    if match is None:
        return None
    digits = (match["n"] or match["m"]).replace(",", "")
    number = int(digits) if digits.isascii() else kanji_number(digits)
    return None if number is None else float(number)


def is_missing(cell: object) -> bool:
    """True when the cell is empty or holds a sign for nothing (-, …, ・).

    Not for x or 5人未満: there is a value behind them. Not for words: 不明 may be a text of its own.
    """
    return state_of(cell, words=False) in ("missing", "not_applicable")
