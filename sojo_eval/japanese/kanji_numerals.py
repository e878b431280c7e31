"""Numbers written in kanji: 二十五, 二〇二四, 三千五百, and with digits 1万2千, 3億2,000万."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "◯": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
_NUMERALS = "〇○◯零一二三四五六七八九十百千"
_RUN = re.compile(rf"[{_NUMERALS}]+")
_POSITIONAL = re.compile(r"[〇○◯零一二三四五六七八九]+")
_GROUP = re.compile(
    r"(?:([一二三四五六七八九]?)千)?(?:([一二三四五六七八九]?)百)?(?:([一二三四五六七八九]?)十)?([一二三四五六七八九]?)"
)
_PLAIN = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_MIXED_GROUP = re.compile(r"(?:([0-9])千)?(?:([0-9])百)?(?:([0-9])十)?([0-9]?)")


def kanji_number(text: str) -> int | None:
    """The whole number that kanji numerals up to 9999 say, by place (二〇二四) or by 十百千; None when they say none."""
    if len(text) > 16:
        return None
    if _POSITIONAL.fullmatch(text):
        return int("".join(str(_DIGITS[c]) for c in text))
    group = _GROUP.fullmatch(text)
    if not text or group is None:
        return None
    # 十 alone is ten: a rank without a digit counts once.
    ranks = ((group[1], "千"), (group[2], "百"), (group[3], "十"))
    total = sum((_DIGITS[digit] if digit else 1) * _SMALL[r] for digit, r in ranks if digit is not None)
    return total + (_DIGITS[group[4]] if group[4] else 0)


def with_digits(text: str) -> str:
    """Each run of kanji numerals as digits (令和五年四月一日 → 令和5年4月1日).

    A run beside a digit stays: 2四 is a typing error.
    """

    def as_digits(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        number = kanji_number(match[0])
        if number is None or (before.isdigit() and before.isascii()) or (after.isdigit() and after.isascii()):
            return match[0]
        return str(number)

    return _RUN.sub(as_digits, text)


def large_number(text: str) -> Decimal | None:
    """A number with 千, 万, 億 or 兆 in it, written with digits or kanji: 1万2千, 3.5億, 十二万. None when it is none."""
    total, rest, last = Decimal(0), text, 10**16
    for rank, factor in sorted(_LARGE.items(), key=lambda item: -item[1]):
        head, found, tail = rest.partition(rank)
        if not found:
            continue
        part = _below_ten_thousand(head)
        # 1.5万2千 and 万万 say nothing certain.
        if part is None or factor >= last or (part != int(part) and tail):
            return None
        total, rest, last = total + part * factor, tail, factor
    if rest:
        part = _below_ten_thousand(rest)
        if part is None or (last < 10**16 and (part >= 10**4 or part != int(part))):
            return None
        total += part
    return total if text else None


def _below_ten_thousand(text: str) -> Decimal | None:
    if _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", ""))
    whole = kanji_number(text)
    if whole is not None:
        return Decimal(whole)
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?千", text):
        return Decimal(text[:-1]) * 1000
    group = _MIXED_GROUP.fullmatch(text)
    if group is None or not text:
        return None
    parts = zip(group.groups(), (1000, 100, 10, 1), strict=True)
    return Decimal(sum(int(digit) * rank for digit, rank in parts if digit))
