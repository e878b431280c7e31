"""Everything that a file says, also where nobody looks: hidden elements, comments, attributes, drawings, metadata."""

from __future__ import annotations

import base64
import json
import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from bs4 import BeautifulSoup, Comment, Tag

_DATA = re.compile(r"data:([\w/+.-]+);base64,([A-Za-z0-9+/=]+)")
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_FONT = re.compile(r"@font-face\s*\{[^}]*\}")
View = tuple[str, str]
"""Where it stands ("text", "comment", "attribute alt", "metadata …") and what it says."""


def plain(text: str) -> str:
    """As a person or a search would read it: one width, nothing invisible, nothing escaped."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", unquote(unescape(text)))).replace("−", "-").strip()


def of_html(html: str) -> Iterator[View]:
    """All views of a page or of a piece of one."""
    soup = BeautifulSoup(_FONT.sub("", html), "html.parser")
    for said in soup.find_all(string=True):
        if isinstance(said, Comment):
            yield "comment", plain(said)
        elif type(said).__name__ == "Doctype":
            continue
        elif said.parent is not None and said.parent.name == "style":
            yield "style", plain(said)
    for element in soup.find_all(_is_a_whole):
        yield "text", plain(element.get_text(" "))
    for element in soup.find_all(True):
        yield from _of_element(element)


def _is_a_whole(element: Tag) -> bool:
    """What is read in one piece: it holds no paragraphs, rows or items of its own."""
    whole = (
        "p",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "figcaption",
        "caption",
        "summary",
        "dd",
        "dt",
        "pre",
        "title",
        "div",
        "span",
        "td",
        "text",
    )
    return element.name in whole and not element.find(["p", "li", "tr", "div", "dl", "table", "h2"])


def _of_element(element: Tag) -> Iterator[View]:
    yield f"element {element.name}", ""
    for name, value in element.attrs.items():
        text = " ".join(value) if isinstance(value, list) else str(value)
        for kind, data in _DATA.findall(text):
            yield from _of_data(kind, base64.b64decode(data))
        drawing = text.partition("data:image/svg+xml,")[2]
        if drawing:
            yield from _of_data("image/svg+xml", unquote(drawing).encode())
        elif not _DATA.search(text):
            yield f"attribute {name}", plain(text)


def _of_data(kind: str, content: bytes) -> Iterator[View]:
    if "svg" in kind:
        drawing = content.decode("utf-8", errors="replace")
        for said in re.findall("<metadata[^>]*>(.*?)</metadata>", drawing, re.DOTALL):
            yield "metadata svg", plain(re.sub("<[^>]*>", " ", said))
        # Letters are drawn as outlines, and matplotlib writes each text beside them in a comment.
        for comment, _, element in re.findall(
            r"<!--(.*?)-->|<(title|desc|text|tspan)\b[^>]*>(.*?)</", drawing, re.DOTALL
        ):
            yield "text drawing", plain(re.sub("<[^>]*>", " ", comment or element))
    elif "png" in kind:
        yield from _of_png(content)
    else:
        yield f"data {kind}", ""


def _of_png(content: bytes) -> Iterator[View]:
    at = 8
    while at + 8 <= len(content):
        (length,), name = (
            struct.unpack(">I", content[at : at + 4]),
            content[at + 4 : at + 8].decode("latin-1"),
        )
        if name in ("tEXt", "iTXt", "zTXt", "eXIf", "tIME"):
            body = content[at + 8 : at + 8 + length]
            if name == "zTXt":
                key, _, packed = body.partition(b"\0")
                body = key + b" " + zlib.decompress(packed[1:])
            yield f"metadata png {name}", plain(body.decode("utf-8", errors="replace").replace("\0", " "))
        at += 12 + length


def of_notebook(text: str) -> Iterator[View]:
    """Every text of the JSON, with its address; pieces of HTML as pages are."""
    yield from _of_json(json.loads(text), "")


def _of_json(value: object, where: str) -> Iterator[View]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"key {where}.{key}", plain(key)
            yield from _of_json(inner, f"{where}.{key}")
    elif isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        yield from _of_json("".join(value), where)
    elif isinstance(value, list):
        for inner in value:
            yield from _of_json(inner, where)
    elif isinstance(value, str) and where.endswith("text/html"):
        yield from of_html(value)
    elif isinstance(value, str) and where.endswith("image/png"):
        yield from _of_png(base64.b64decode(value))
    else:
        for line in str(value).splitlines():
            yield f"text {where}", plain(line)
