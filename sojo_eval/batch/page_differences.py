"""Two versions of a page beside each other: which statements and numbers differ, and where they stand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bs4 import BeautifulSoup, Tag

_HEADINGS = ("h1", "h2", "h3", "h4")
_STATEMENTS = (*_HEADINGS, "p", "li", "dt", "dd", "figcaption", "summary", "th", "td", "img", "svg", "pre")
_DIGITS = re.compile(r"[0-9０-９]")
_SPACE = re.compile(r"[\s\u200b\u2060\u00a0]+")
_LONGEST = 200


@dataclass(frozen=True)
class Difference:
    """One statement that differs. where: the headings above it, and of a table's cell the heads of its row and column.
    then, now: its text; "" where it stands only in the other version.
    """

    where: str
    then: str
    now: str

    @property
    def of_numbers(self) -> bool:
        """Whether a number differs, and not only words."""
        return _numbers(self.then) != _numbers(self.now)


def page_differences(then: str, now: str) -> list[Difference]:
    """What differs between two pages of HTML as a reader sees them: texts, cells, and pictures by their content."""
    before, after = _statements(then), _statements(now)
    found: list[Difference] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            found += _paired(before[a:b], after[c:d])
    return found


def _paired(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> Iterator[Difference]:
    """What stands at the same place belongs together; the rest is gone, or new."""
    left = list(after)
    for where, text in before:
        at = next((i for i, (place, _) in enumerate(left) if place == where), None)
        now = "" if at is None else left.pop(at)[1]
        yield Difference(where, text, now)
    for where, text in left:
        yield Difference(where, "", text)


def _statements(html: str) -> list[tuple[str, str]]:
    """(where, text) of everything that a reader reads, in its order."""
    page = BeautifulSoup(html, "html.parser")
    above: list[tuple[int, str]] = []
    found = []
    for element in (page.body or page).find_all(_STATEMENTS):
        text = _text(element)
        if not text:
            continue
        if element.name in _HEADINGS:
            depth = int(element.name[1])
            above = [*(h for h in above if h[0] < depth), (depth, text)]
        place = " › ".join(name for _, name in above)
        cell = _heads(element) if element.name == "td" else ""
        found.append((f"{place}: {cell}" if cell else place, text))
    return found


def _text(element: Tag) -> str:
    """The element's own words; of a picture its description and a mark of its content. What lies in parts that are read on
    their own is read there."""
    if element.name in ("img", "svg"):
        shown = str(element.get("src")) if element.name == "img" else str(element)
        mark = hashlib.sha256(shown.encode()).hexdigest()[:8]
        return f"{element.get('alt') or element.get('aria-label') or ''} [{mark}]".strip()
    if element.find_parent("svg"):
        return ""
    own = [
        part
        for part in element.find_all(string=True)
        if (parent := part.find_parent(_STATEMENTS)) is element and parent is not None
    ]
    return _SPACE.sub(" ", " ".join(own)).strip()


def _heads(cell: Tag) -> str:
    """The heads of a cell's row and column."""
    row = cell.find_parent("tr")
    table = cell.find_parent("table")
    if row is None or table is None:
        return ""
    cells = row.find_all(["th", "td"])
    heads = table.find("tr")
    columns = heads.find_all(["th", "td"]) if isinstance(heads, Tag) else []
    at = cells.index(cell)
    column = _text(columns[at]) if heads is not row and at < len(columns) else ""
    first = _text(cells[0]) if cells and cells[0] is not cell else ""
    return " / ".join(part[:_LONGEST] for part in (first, column) if part)


def _numbers(text: str) -> list[str]:
    return [word for word in text.split() if _DIGITS.search(word)]
