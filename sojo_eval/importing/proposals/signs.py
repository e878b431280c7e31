"""What stands in a column of figures: numbers, with a unit or a note beside them, and signs where there is none."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from sojo_eval.importing.tables.footnotes import is_footnote
from sojo_eval.japanese import UnreadableError, meaning_of, normalise, read_quantity

_WORDS = "速報値?|概数|概算|推計値?|推定値?|暫定値?|確定値?|確報|改定値?|見込み?|再掲|修正後?"
_MARK = r"[*※†‡]{1,3}\s?[0-9]{0,2}\s?[)）]?|\(?(?:注|※|\*)\s?[0-9]{0,2}\s?[)）]"
_BESIDE = rf"(?:\((?:{_WORDS}|[A-Za-z])\)|{_MARK}|[<\[](?:{_WORDS})[>\]])"
_BEHIND = re.compile(rf"(?P<figure>.*?[0-9%a-z人件円])\s?(?P<beside>{_BESIDE}|[pr])", re.IGNORECASE)
_BEFORE = re.compile(rf"(?P<beside>{_BESIDE}|[pr]\s)\s?(?P<figure>.+)", re.IGNORECASE)
_LONGEST = 40
_NO_UNITS = frozenset({"年", "月", "日", "歳", "才", "位", "時"})
"""A number with one of these is a time, an age or a rank, and no figure."""


class FigureCell(NamedTuple):
    """What stands in a cell beside its number: the unit and a note, each as written, "" for none."""

    unit: str
    beside: str


@lru_cache(maxsize=20_000)
def figure_in(text: str) -> FigureCell | None:
    """What a text holds beside a number; None for one that is no figure."""
    if len(text) > _LONGEST:
        return None
    unit = _unit(text)
    if unit is not None:
        return FigureCell(unit, "")
    plain = normalise(text)
    for way in (_BEHIND, _BEFORE):
        found = way.fullmatch(plain)
        unit = _unit(found["figure"]) if found is not None else None
        if found is not None and unit is not None:
            return FigureCell(unit, found["beside"].strip())
    return None


def _unit(text: str) -> str | None:
    if not text.strip():
        return None
    try:
        unit = read_quantity(text).unit
    except UnreadableError:
        return None
    return None if unit in _NO_UNITS else unit


@lru_cache(maxsize=20_000)
def is_sign(text: str, words: bool = False) -> bool:
    """Whether a text stands for a figure that is not there: -, …, x; with `words` 不明 and 5人未満 too."""
    return bool(text.strip()) and meaning_of(text, words=words) != "observed"


_NOTE = re.compile(
    r"[（(\[［【]?\s*(?:単\s*位|出\s*典|出\s*所|資\s*料|調査時点|更新日|作成日)\s*[：:／/は　 ].*"
    r"|.*(?:現在|時点)[)）\]］】]?|[（(](?:単位)[^）)]*[）)]|(?:単位)\s?\S{1,8}"
)


def is_note(cell: object) -> bool:
    """A note above or beside a header: 単位：人, 資料：…, 各年度末現在, ※…"""
    if not isinstance(cell, str):
        return False
    text = normalise(cell)
    return _NOTE.fullmatch(text) is not None or is_footnote(cell)
