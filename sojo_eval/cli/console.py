"""What a console can show: signs that its encoding lacks (CP932 on Windows) become look-alikes, and never an error."""

from __future__ import annotations

import codecs
import io
import sys

_NAME = "sojo_eval.look_alike"
_LOOK_ALIKE = {
    "–": "-", "—": "―", "−": "－", "‐": "-", "‑": "-", "〜": "～", "›": ">", "‹": "<", "×": "x", "±": "+/-", "·": "・", "•": "・",
    "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "→": "->", "✓": "o", "é": "e", "\u00a0": " ", "▲": "^", "▼": "v", "€": "EUR",
}  # fmt: skip
"""For signs of our own messages; each is used only where the encoding has no such sign."""


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = ""
    for sign in error.object[error.start : error.end]:
        other = _LOOK_ALIKE.get(sign, "?")
        try:
            other.encode(error.encoding)
        except (UnicodeEncodeError, LookupError):
            other = "?"
        found += other
    return found, error.end


def bear_any_sign() -> None:
    """Let standard output and standard error show what they can of every text."""
    codecs.register_error(_NAME, _replaced)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_NAME)
