"""Text as typed in municipal files: full-width forms, look-alike dashes, digits that belong to a note."""

from __future__ import annotations

import re
import unicodedata

from sojo_eval.foundation.language import Text

# NFKC leaves these apart although people use them for one another.
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－ー"), "-")
_WAVES = dict.fromkeys(map(ord, "~～∼"), "〜")
_SPACES = re.compile(r"\s+")
# サ―ビス, センタ－: after kana a dash of any kind is a long vowel, unless a digit or a letter follows.
_LONG_VOWEL = re.compile(r"(?<=[ァ-ヺー])(?:[-‐‑‒–—―−─━]+(?=[ァ-ヺぁ-ゖ一-鿿/()]|$)|一(?=[ァ-ヺー]))")

# Written small or in a ring a digit is a note's number, but NFKC would make 120① and 120¹ into 1201.
_SMALL_DIGITS = ("<super>", "<sub>", "<circle>", "<fraction>")


class UnreadableError(ValueError):
    """A cell that cannot be read as its field's type: why, and how to write it instead."""

    def __init__(self, why: Text, fix: Text) -> None:
        super().__init__(why.en)
        self.why = why
        self.fix = fix


def normalise(cell: str) -> str:
    """NFKC (full-width digits and letters become plain), trimmed, runs of white space as one space."""
    return " ".join(unicodedata.normalize("NFKC", cell).split())


def plain_dashes(text: str) -> str:
    """Every kind of dash and minus as `-`; only where a number or date is expected (ー is a letter elsewhere)."""
    return text.translate(_DASHES)


def label_key(text: str) -> str:
    """What two spellings of one label or header share: NFKC, no white space, one kind of wave dash and of ー after kana,
    lower case."""
    key = _SPACES.sub("", unicodedata.normalize("NFKC", text)).translate(_WAVES).casefold()
    return key if key.isascii() else with_long_vowels(key)


def with_long_vowels(text: str) -> str:
    """The text with ー after kana where another dash stands for it: サ―ビス is サービス."""
    return _LONG_VOWEL.sub("ー", text)


def refuse_note_digits(cell: str) -> None:
    """Raises UnreadableError when a superscript, ringed or fraction digit stands in the cell (120①, 5², ½)."""
    if cell.isascii():
        return
    if any(
        unicodedata.decomposition(c).startswith(_SMALL_DIGITS)
        and unicodedata.normalize("NFKC", c)[0].isnumeric()
        for c in cell
    ):
        raise UnreadableError(
            Text(
                "注の番号のような小さい数字や丸数字が入っています",
                "It holds a small or ringed digit, as notes do",
            ),
            Text(
                "注の番号は備考の列に移してください", "Move the number of the note into a column for remarks"
            ),
        )


def text_width(text: str) -> int:
    """How wide a text is shown, in half-width signs."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
