"""In which encoding a text file is: UTF-8, UTF-16, Shift_JIS (CP932), EUC-JP or JIS, found out and never guessed between two.

UTF-16 is what Excel calls "Unicode テキスト". EUC-JP and Shift_JIS share bytes: what is half-width kana in the one is kanji in the
other. Kana that run through the text tell them apart; where they do not, the file is refused with the way out.
"""

from __future__ import annotations

import re

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_JIS = re.compile(rb"\x1b(?:\$[@AB(]|\([BIJ])")
_SAMPLED = 200_000
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_WIDE_KANA = re.compile("[ぁ-んァ-ヶ]")
_OF_OFFICES = re.compile(
    "[\t\r\n\x20-\x7e\u00a0-\u00ff\u0391-\u0451\u2000-\u33ff\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]*"
)
"""The signs of Japanese tables. Bytes of another encoding paired by chance give others: Hangul, private ones, controls."""
_MOST_HALF_KANA = 0.5
"""Of the signs that are not plain ASCII. Texts of half-width kana alone are rare; EUC-JP read as Shift_JIS is full of them."""

_AS_UTF8 = Text(
    "メモ帳か Excel で開き、「UTF-8」（CSV UTF-8）で保存し直してください",
    "Open it in an editor or in Excel and save it as UTF-8 (CSV UTF-8)",
)


def decode(content: bytes, file_name: str) -> tuple[str, str, Problem | None]:
    """The text and its encoding, or the line near which it is in no encoding that Japanese offices use."""
    bom = next((encoding for mark, encoding in _BOMS if content.startswith(mark)), "")
    if bom:
        return _first((bom,), content, file_name)
    if b"\0" in content[:_SAMPLED]:
        found = _without_bom(content)
        return (*found, None) if found is not None else _first(("utf-8", "cp932"), content, file_name)
    if _JIS.search(content) and content.isascii():
        return _first(("iso2022_jp_ext", "iso2022_jp_2004"), content, file_name)
    try:
        return content.decode("utf-8"), "utf-8", None
    except UnicodeDecodeError:
        pass
    euc, sjis = _read(content, "euc_jp"), _read(content, "cp932")
    if euc is not None and (sjis is None or _is_mostly_half_kana(sjis)):
        # Half-width kana in Shift_JIS read as EUC-JP are kanji by chance: full-width kana are not.
        if sjis is None or _WIDE_KANA.search(euc):
            return euc, "euc_jp", None
        return "", "", _either(file_name)
    return _first(("utf-8", "cp932"), content, file_name)


def _first(encodings: tuple[str, ...], content: bytes, file_name: str) -> tuple[str, str, Problem | None]:
    where = 0
    for encoding in encodings:
        try:
            return content.decode(encoding), encoding, None
        except UnicodeDecodeError as error:
            where = max(where, content.count(b"\n", 0, error.start) + 1)
    message = Text(
        f"文字コードが壊れています（UTF-8 でも Shift_JIS でも読めません）。{where}行目の近くです",
        f"The text is damaged: neither UTF-8 nor Shift_JIS, near line {where}",
    )
    fix = Text("元の資料をもう一度保存して置き直してください", "Save the original again and put it back")
    return "", "", Problem("encoding", message, fix, file=file_name, row=where)


def _read(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_mostly_half_kana(text: str) -> bool:
    other = [sign for sign in text[:_SAMPLED] if not sign.isascii()]
    return bool(other) and len(_HALF_KANA.findall("".join(other))) >= len(other) * _MOST_HALF_KANA


def _without_bom(content: bytes) -> tuple[str, str] | None:
    """UTF-16 whose first two bytes do not say which half comes first: that in which nothing is out of place."""
    fits = []
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _read(content, encoding)
        if text is not None and _OF_OFFICES.fullmatch(text) and re.search("[\t,\n]", text):
            fits.append((text, encoding))
    return fits[0] if len(fits) == 1 else None


def _either(file_name: str) -> Problem:
    message = Text(
        "文字コードが EUC-JP か Shift_JIS（半角カナ）か分かりません",
        "It could be EUC-JP, or half-width kana in Shift_JIS",
    )
    return Problem("encoding", message, _AS_UTF8, file=file_name)
