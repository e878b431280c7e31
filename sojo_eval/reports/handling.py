"""Who may see a page: only one that holds nothing but what passed disclosure control, of a whole city, may be published."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from sojo_eval.data_quality import DataQuality
from sojo_eval.disclosure import Published, PublishedComparison, PublishedPlanPeriods
from sojo_eval.foundation.handling import WORDS, Handling, first_line
from sojo_eval.foundation.language import Language
from sojo_eval.reports.texts import page as texts

if TYPE_CHECKING:
    import nbformat  # loads a second's worth of JSON Schema, which showing a block does without

_SCOPE = re.compile(r'<div class="scope (inside|public)">')
_OURS = ('<div class="block"', '<figure class="chart"')
_FIRST_LINE = re.compile(r"<!DOCTYPE html><!-- (.*?) -->")


def is_of_a_part(result: Published | PublishedComparison | PublishedPlanPeriods | DataQuality) -> bool:
    """Whether it tells of areas and not of the city alone."""
    return isinstance(result, Published | PublishedPlanPeriods) and set(result.areas) != {result.city.code}


def scope(
    result: Published | PublishedComparison | PublishedPlanPeriods | DataQuality | None, lang: Language
) -> str:
    """HTML that a title carries: whether its result may be published, and why not. None: no city's data at all."""
    if result is not None and is_of_a_part(result):
        return f'<div class="scope inside"><p class="why">{escape(texts.WHY_INSIDE_AREA(lang))}</p></div>'
    return '<div class="scope public"></div>'


def handling_of(notebook: nbformat.NotebookNode) -> Handling:
    """ "public" where a title says so, none says otherwise, and every output is a block or a chart of ours.

    Anything else (a table made by hand, a printed line, a notebook without a title) may hold exact counts: "inside".
    """
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    htmls = [str(output.get("data", {}).get("text/html", "")) for output in outputs]
    if not all(map(_is_ours, outputs, htmls)):
        return "inside"
    said = {match for html in htmls for match in _SCOPE.findall(html)}
    return "public" if said == {"public"} else "inside"


def _is_ours(output: nbformat.NotebookNode, html: str) -> bool:
    if output["output_type"] == "stream":
        return bool(output["name"] == "stderr")  # never shown, and not kept
    return html.startswith(_OURS)


def why_inside(notebook: nbformat.NotebookNode, lang: Language) -> str:
    """Why a page is not for the public, where no title of it says so."""
    titles = [
        str(o.get("data", {}).get("text/html", "")) for c in notebook.cells for o in c.get("outputs", [])
    ]
    return (
        ""
        if any('<div class="scope inside">' in title for title in titles)
        else texts.WHY_INSIDE_OUTPUT(lang)
    )


def handling_of_page(html: str) -> Handling:
    """What the first line of a page says; a page that does not say it is not for the public."""
    found = _FIRST_LINE.match(html)
    return "public" if found and found.group(1) == first_line("public") else "inside"


def words(handling: Handling) -> dict[str, str]:
    """What a template needs: the class, the first line, and the two languages."""
    return {
        "kind": handling,
        "line": first_line(handling),
        "ja": WORDS[handling].ja,
        "en": WORDS[handling].en,
    }
