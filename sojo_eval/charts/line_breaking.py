"""Breaking Japanese and English labels for figures, where no browser does it."""

from __future__ import annotations

import re
import unicodedata

_NEVER_FIRST = set(
    "、。，．・：；？！）」』】〉》〕］｝ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々〜,.:;?!)]}%％"
)
_NEVER_LAST = set("（「『【〈《〔［｛([{")
_PARTICLE_END = re.compile(r"(?<=[をにはがでと、・）])(?=[一-鿿ァ-ヶA-Za-z0-9（「])")


def width(text: str) -> float:
    """Width in em: full-width signs 1, others 0.55 (the font is proportional, so this errs on the wide side)."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text)


def break_lines(text: str, most: float) -> str:
    """`text` in lines of at most `most` em: at spaces, after particles, else between any two signs that allow it."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and width(line + piece.rstrip()) > most:
            lines.append(line.rstrip())
            line = piece
        else:
            line += piece
        while width(line.rstrip()) > most:
            cut = _cut(line, most)
            lines.append(line[:cut].rstrip())
            line = line[cut:].lstrip()
    return "\n".join([*lines, line.rstrip()]) if line.strip() else "\n".join(lines)


def _pieces(text: str) -> list[str]:
    return [part for word in re.split(r"(?<= )", text) for part in _PARTICLE_END.split(word) if part]


def _cut(line: str, most: float) -> int:
    """Where to cut a piece that is too long for one line; at least one sign stays before the cut."""
    cut = 1
    while cut < len(line) and width(line[: cut + 1]) <= most:
        cut += 1
    while cut > 1 and (
        (cut < len(line) and line[cut] in _NEVER_FIRST)
        or line[cut - 1] in _NEVER_LAST
        or (cut < len(line) and line[cut - 1].isalnum() and line[cut].isalnum() and line[cut].isascii())
    ):
        cut -= 1
    return cut
