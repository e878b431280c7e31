"""The search: a folder of reports, and what was found in it that may not be there, as (rule, file, what)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from bs4 import BeautifulSoup

from tests.faults.leaks.known import Known
from tests.faults.leaks.views import View, of_html, of_notebook, plain

Found = tuple[str, str, str]
INSIDE, PUBLIC = "庁内限り / For use inside the city hall only", "公表可 / May be published"
_FILES = re.compile(r"(index\.html|README\.txt|(ja|en)/\w+\.(html|ipynb))")
_ATTRIBUTES = {
    "href", "alt", "content", "http-equiv", "scope", "tabindex", "class", "id", "role", "aria-hidden", "data-label",
    "lang", "aria-label", "src", "name", "charset", "width", "height", "style", "aria-labelledby", "hreflang",
}  # fmt: skip
_ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "header", "nav", "main", "footer", "section", "p",
    "h1", "h2", "h3", "h4", "ul", "li", "dl", "dt", "dd", "div", "span", "small", "strong", "em", "a",
    "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "img",
    "figcaption", "details", "summary", "wbr", "code", "pre",
}  # fmt: skip
_KEYS = re.compile(
    r"\.(cells|metadata|nbformat|nbformat_minor|metadata\.(kernelspec(\.(display_name|language|name))?|language_info(\.name)?)"
    r"|cells\.(cell_type|id|source|execution_count|metadata(\.tags)?|outputs(\.(output_type|name|text|execution_count"
    r"|metadata|ename|evalue|traceback|data(\.(text/html|text/plain))?))?))"
)
_PATH = re.compile(
    r"(?<![\w/<.])/(home|root|Users|tmp|work|var|srv|mnt|opt|usr)/[^\s\"'<>]+|[A-Za-z]:\\\w|\\\\\w+\\|file://",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)|(\d{4})年\s*(\d{1,2})月\s*(\d{1,2})日|(令和|平成|昭和|[RHS])\s*(\d{1,2}|元)[年.](\d{1,2})[月.](\d{1,2})"
    r"|(\d{1,2}) (?:January|February|March|April|May|June|July|August|September|October|November|December) (\d{4})"
)  # fmt: skip
_UNIT = "人|名|件|世帯|ケース|people|persons|person|records?|cases?|rows?|consultations|households|残り"
_SMALL = re.compile(
    rf"(?<![\d.,〜~・第±+\-/])([1-4]|[一二三四]|\b(?:one|two|three|four))\s*({_UNIT})(?![0-9〜も])",
    re.IGNORECASE,
)
_COUNT = re.compile(rf"(?<![\d.,])(\d{{1,3}}(?:,\d{{3}})+|\d+)\s*({_UNIT})", re.IGNORECASE)
_HEADS = re.compile(
    r"行数|件数|人数|分子|分母|Rows|Count|Number of (people|cases|records)|numerator|denominator",
    re.IGNORECASE,
)
_POLICY = re.compile(
    r"1〜\d件\(非表示\)|1〜\d(件|人)|1 to \d( \(hidden\))?|1〜\d|\(\d+件\)|記録が\d件以上|at least \d records|\d+件未満|\d+件以上"
)
"""Sentences of the policy itself, which name the threshold."""
_FORMULA = re.compile(r"[=@\t\r]|[+\-](?=[^\d\s%.]).|[\"' ]+=")


def leaks(folder: Path, secret: Known) -> set[Found]:
    """All that is found in the files below `folder`."""
    found: set[Found] = set()
    handling: dict[str, str] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        if not _FILES.fullmatch(name):
            found.add(("file", name, "no file of ours"))
            continue
        text = path.read_text(encoding="utf-8")
        found |= {(rule, name, what) for rule, what in _in_file(path.suffix, text, secret)}
        handling[name] = _handling(path.suffix, text)
    return found | {("handling", name, "a part of it is for the inside only") for name in _too_open(handling)}


def _handling(suffix: str, text: str) -> str:
    first = text.partition("\n")[0]
    if suffix == ".ipynb":
        first = next((said for where, said in of_notebook(text) if where == "text .cells.source"), "")
    return "inside" if INSIDE in first else "public" if PUBLIC in first else ""


def _too_open(handling: dict[str, str]) -> Iterator[str]:
    inside = "inside" in handling.values()
    for name, said in handling.items():
        if not said or (inside and said == "public" and name in ("index.html", "README.txt")):
            yield name


@lru_cache(maxsize=200)
def _in_file(suffix: str, text: str, secret: Known) -> frozenset[tuple[str, str]]:
    views = [*({".html": of_html, ".ipynb": of_notebook}.get(suffix, _of_text)(text))]
    found = {hit for where, said in views for hit in _in_view(where, said, secret)}
    if suffix == ".html":
        found |= {*_in_tables(text, secret)} | {*_scope(text)}
    return frozenset(found)


def _of_text(text: str) -> Iterator[View]:
    for line in text.splitlines():
        yield "text", plain(line)


def _scope(html: str) -> Iterator[tuple[str, str]]:
    public = PUBLIC in html.partition("\n")[0]
    if public and ('<div class="scope inside">' in html or 'class="dataframe"' in html):
        yield "handling", "of a part, or not ours, and marked for publication"


def _in_view(where: str, said: str, secret: Known) -> Iterator[tuple[str, str]]:
    kind, _, name = where.partition(" ")
    if kind == "comment" and said not in (INSIDE, PUBLIC):
        yield "metadata", f"comment {said[:40]}"
    if (kind, name) == ("metadata", "svg") and not re.fullmatch(
        r"(image/svg\+xml\s+Matplotlib v[\d.]+, https://matplotlib.org/)?\s*", said
    ):
        yield "metadata", f"drawing {said[:40]}"
    if where.startswith(("metadata png", "data ")):
        yield "metadata", f"{where} {said[:40]}"
    if (kind == "element" and name not in _ELEMENTS) or (kind == "attribute" and name not in _ATTRIBUTES):
        yield "metadata", where
    if kind == "key" and not _KEYS.fullmatch(name):
        yield "metadata", where
    if where == "attribute style":  # only in a notebook, and only what results get for a look
        if not said.endswith("--our:1"):
            yield "metadata", f"style {said[:40]}"
        return
    if where == "attribute name" and said not in ("viewport", "generator"):
        yield "metadata", f"meta {said}"
    if kind in ("element", "style"):
        return
    for sentence in re.split("(?<=。)", said):
        yield from _in_words(sentence, secret)


def _in_words(said: str, secret: Known) -> Iterator[tuple[str, str]]:
    for text in secret.texts:
        if text in said and (len(text) > 4 or re.search(rf"(?<!\w){re.escape(text)}(?!\w)", said)):
            yield "record", text
    for hit in _PATH.finditer(said):
        yield "private", hit[0]
    for name in secret.private - {"root", "vm", "city"}:
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said):
            yield "private", name
    for hit in _DAY.finditer(said):
        if _iso(hit) not in secret.days:
            yield "day", hit[0]
    counted = _POLICY.sub("", said)
    for hit in _SMALL.finditer(counted):
        yield "small", hit[0]
    for hit in _COUNT.finditer(counted):
        if int(hit[1].replace(",", "")) in secret.totals:
            yield "total", hit[0]
    for title in secret.emptied:
        if title in said and re.search(
            r"\d\s*(→|->)\s*\d|区間\s*[+\-]?\d|interval\s*[+\-]?\d|[(（][+\-]\d", said
        ):
            yield "emptied", said[:80]
    for title, period in secret.hidden:
        if title in said and re.search(rf"{period}の\d", said):
            yield "hidden", said[:80]


def _iso(hit: re.Match[str]) -> str:
    year, month, day = (hit[1], hit[2], hit[3]) if hit[1] else (hit[4], hit[5], hit[6])
    return f"{int(year):04}-{int(month):02}-{int(day):02}" if year else hit[0]


def _in_tables(html: str, secret: Known) -> Iterator[tuple[str, str]]:
    for table in BeautifulSoup(html, "html.parser").find_all("table"):
        caption = plain(table.caption.get_text()) if table.caption else ""
        rows = [
            [plain(cell.get_text(" ")) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")
        ]
        counts = [i for i, head in enumerate(rows[0]) if _HEADS.search(head)] if rows else []
        for row in rows[1:]:
            for cell in row:
                if _FORMULA.match(cell):
                    yield "formula", cell
            for title, period in secret.hidden:
                if title in caption and row[0] == period and re.search(r"\d", "".join(row[1:2])):
                    yield "hidden", " ".join(row)
            for cell in (row[i] for i in counts if i < len(row)):
                number = cell.replace(",", "")
                of_people = row[0] in secret.people
                if number.isdigit() and (of_people or int(number) in secret.totals):
                    yield "total", " ".join(row)
                if number in ("1", "2", "3", "4") and (of_people or rows[0][0] not in ("表", "Table")):
                    yield "small", " ".join(row)
