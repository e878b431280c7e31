"""How results look inside a notebook, where no style sheet of ours is read.

JupyterLab strips `<style>` and `<picture>` from outputs of a notebook that it does not trust (one that somebody else ran,
or that was reopened); a `style` attribute with plain values and an image as a data address stay. So what a page gets from
its style sheet is written onto the elements here, in colours that can be read on light and on dark ground: whatever has a
ground of its own has ink of its own, the rest takes the reader's.
"""

from __future__ import annotations

import re

from sojo_eval.foundation.language import Language

_RULE = "rgba(128,128,128,0.55)"
_BADGE = "display:inline-block;margin:1px 0;padding:1px 9px;border:1px solid {edge};border-radius:12px;background-color:{fill};color:{ink};font-weight:bold;white-space:nowrap"
BADGES: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("improving", "achieved"), ("#0067a5", "#ffffff")),
    **dict.fromkeys(("worsening", "moving_away"), ("#b84300", "#ffffff")),
    **dict.fromkeys(("partly_improving", "on_pace"), ("#cfe3f1", "#1a1a1a")),
    **dict.fromkeys(("inconclusive", "not_shown", "cannot_be_told"), ("#fff3cf", "#1a1a1a")),
    "no_meaningful_change": ("#c3ccd4", "#1a1a1a"),
    "not_measurable": ("#ececec", "#1a1a1a"),
    "mixed": ("#e9ddf3", "#1a1a1a"),
    "behind": ("#f6d9c6", "#1a1a1a"),
}
"""Ground and ink of a badge by verdict or by a target's status; any other is dark on white."""

_OF_CLASS = {
    "block": "line-height:1.6",
    "banner": "padding:6px 12px;background-color:#fff3cf;border:2px solid #7a5a00;color:#1a1a1a;font-weight:bold",
    "note": "padding:6px 12px;background-color:#eef3f7;border:1px solid #0b4f7d;color:#1a1a1a",
    "question": "font-size:1.05em",
    "answer": f"border:1px solid {_RULE};border-left:8px solid {_RULE};padding:4px 16px 8px 16px;margin:12px 0;max-width:900px",
    "answer improving": "border:1px solid #0067a5;border-left:8px solid #0067a5;padding:4px 16px 8px 16px;margin:12px 0;max-width:900px",
    "answer worsening": "border:1px solid #b84300;border-left:8px solid #b84300;padding:4px 16px 8px 16px;margin:12px 0;max-width:900px",
    "answer-sentence": "font-size:1.1em;font-weight:bold",
    "together": "white-space:nowrap",
    "reasons": "list-style:none;padding-left:0",
    "totals": "list-style:none;padding-left:0",
    "scroll": "overflow-x:auto",
    "sign": "font-weight:bold",
    "why": f"border-left:4px solid {_RULE};padding-left:8px",
}
_OF_TAG = {
    "table": "border-collapse:collapse;margin:6px 0 12px 0;font-size:0.95em",
    "caption": "text-align:left;padding:3px 0;caption-side:top",
    **dict.fromkeys(("th", "td"), "text-align:left;vertical-align:top"),
    "small": "display:block;font-size:0.9em;opacity:0.85;font-weight:normal",
    "figcaption": "font-size:0.95em;margin-top:4px;max-width:720px",
    "figure": "margin:12px 0 20px 0",
    "summary": "cursor:pointer;padding:3px 0",
    "dt": "font-weight:bold",
    "dd": "margin:0 0 6px 16px",
    "p": "margin:5px 0 9px 0;max-width:820px",
    # A figure keeps its white paper, and its size: an officer with a narrow window scrolls inside its box.
    "img": "background-color:#ffffff;max-width:none;display:block",
}
_START = re.compile(r"<([a-z][a-z0-9]*)((?:\s[^<>]*?)?)(/?)>")
_FIGURES_DATA = re.compile(r'(<table class="data">.*?</table>)', re.DOTALL)
"""Hundreds of cells, folded, nearly all of them numbers: they keep the front end's look."""
_CLASS = re.compile(r'\bclass="([^"]*)"')
_MARK = "--our:1"
"""A property without any effect, by which our styles are known again."""
_WRITTEN = re.compile(rf' style="[^"]*;{_MARK}"')


def in_notebook(html: str, lang: Language) -> str:
    """`html` (a fragment whose texts are escaped) with our styles on its elements and its language around it.

    An element that brings a style of its own is left as it is. `without_look` takes ours off again.
    """
    parts = _FIGURES_DATA.split(html)
    parts[::2] = [_START.sub(_with_style, part) for part in parts[::2]]
    styled = "".join(parts)
    return styled if styled.startswith(("<figure", '<div class="block"')) else _around(styled, lang)


def _around(html: str, lang: Language) -> str:
    return f'<div class="block" lang="{lang}" style="{_OF_CLASS["block"]};{_MARK}">{html}</div>'


def without_look(html: str) -> str:
    """The fragment for a page, which has a style sheet: exactly the styles written by `in_notebook` are gone."""
    return _WRITTEN.sub("", html)


def _with_style(start: re.Match[str]) -> str:
    tag, attributes, end = start.groups()
    if ' style="' in attributes:
        return start.group()
    style = _style_of(tag, attributes)
    return f'<{tag}{attributes} style="{style};{_MARK}"{end}>' if style else start.group()


def _style_of(tag: str, attributes: str) -> str:
    found = _CLASS.search(attributes)
    classes = found.group(1).split() if found else []
    if "number" in classes:
        return ""  # the front ends set table cells to the right of themselves
    styles = [_OF_TAG[tag]] if tag in _OF_TAG else []
    if "badge" in classes:
        fill, ink = next((BADGES[c] for c in classes if c in BADGES), ("#ffffff", "#1a1a1a"))
        styles.append(_BADGE.format(fill=fill, ink=ink, edge=fill if ink == "#ffffff" else "#1a1a1a"))
        return ";".join(styles)
    both = " ".join(classes[:2]).replace("partly_", "")
    styles += [_OF_CLASS[both]] if both in _OF_CLASS else [_OF_CLASS[c] for c in classes if c in _OF_CLASS]
    return ";".join(styles)
