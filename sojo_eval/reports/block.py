"""A piece of a report: HTML that knows its language and reads as text in a terminal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape

from sojo_eval.charts.style import VERDICT_STYLES
from sojo_eval.evaluation.words.labels import PILLAR_VERDICTS, VERDICTS
from sojo_eval.foundation.language import Language
from sojo_eval.foundation.look import in_notebook

_BLOCK_END = re.compile(r"</(?:p|h\d|li|tr|dt|dd|caption|summary)>")
_SHOWN = 1900
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Block:
    """`html` is a fragment whose texts are already escaped; headings begin at h2 (h1 is the title block's)."""

    html: str
    lang: Language

    def _repr_html_(self) -> str:
        return in_notebook(f'<div class="block" lang="{self.lang}">{self.html}</div>', self.lang)

    def __str__(self) -> str:
        lines = _TAG.sub("", _BLOCK_END.sub("\n", re.sub(r"</t[dh]>", "  ", self.html))).splitlines()
        return unescape("\n".join(line.strip() for line in lines if line.strip()))

    def __repr__(self) -> str:
        """What a terminal shows; all of it is in `str`."""
        text = str(self)
        return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def heading(text: str, anchor: str, level: int = 2) -> str:
    """A heading that the page's contents can point to."""
    return f'<h{level} id="{escape(anchor, quote=True)}">{escape(text)}</h{level}>'


def paragraph(text: str, name: str = "") -> str:
    """A paragraph; empty text gives nothing."""
    kind = f' class="{name}"' if name else ""
    return f"<p{kind}>{escape(text)}</p>" if text else ""


def bullets(texts: list[str]) -> str:
    """A list; no texts give nothing."""
    return f"<ul>{''.join(f'<li>{escape(t)}</li>' for t in texts)}</ul>" if texts else ""


def badge(verdict: str, lang: Language) -> str:
    """An indicator's verdict as a coloured label with its sign."""
    return _badge(verdict, VERDICTS[verdict](lang))


def pillar_badge(verdict: str, lang: Language) -> str:
    """A pillar's verdict as a coloured label with its sign."""
    return _badge(verdict, PILLAR_VERDICTS[verdict](lang))


def _badge(verdict: str, words: str) -> str:
    sign = VERDICT_STYLES[verdict].sign
    return f'<span class="badge {verdict}"><span aria-hidden="true">{sign}</span> {escape(words)}</span>'


def together(text: str) -> str:
    """Text that must not be broken over lines, such as a number with its unit."""
    return f'<span class="together">{escape(text)}</span>' if text else ""
