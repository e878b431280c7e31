"""Text as typed in municipal files: full-width forms, look-alike dashes, tokens that mean "nothing here"."""

from __future__ import annotations

import re
import unicodedata

from sojo_eval.foundation.language import Text

# NFKC leaves these apart although people use them for one another.
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－ー"), "-")
_WAVES = dict.fromkeys(map(ord, "~～∼"), "〜")
_SPACES = re.compile(r"\s+")

MISSING_TOKENS = frozenset(
    {"", "-", "－", "―", "‐", "−", "–", "—", "…", "‥", "・・・", "x", "X", "ｘ", "***"}
)
"""Cells that hold no value. Matched before NFKC, which would turn … into three dots."""


class UnreadableError(ValueError):
    """A cell that cannot be read as its field's type: why, and how to write it instead."""

    def __init__(self, why: Text, fix: Text) -> None:
        super().__init__(why.en)
        self.why = why
        self.fix = fix


def is_missing(cell: str) -> bool:
    """True when the cell holds nothing, or a mark for nothing."""
    return cell.strip() in MISSING_TOKENS


def normalise(cell: str) -> str:
    """NFKC (full-width digits and letters become plain), trimmed, runs of white space as one space."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", cell)).strip()


def plain_dashes(text: str) -> str:
    """Every kind of dash and minus as `-`; only where a number or date is expected (ー is a letter elsewhere)."""
    return text.translate(_DASHES)


def label_key(text: str) -> str:
    """What two spellings of one label or header share: NFKC, no white space, one kind of wave dash, lower case."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).translate(_WAVES).casefold()
