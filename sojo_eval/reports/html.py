"""An executed notebook as one self-contained page: no network, no script, our font inside."""

from __future__ import annotations

import re
from copy import deepcopy
from functools import lru_cache
from html import unescape
from pathlib import Path

import nbformat
from jinja2 import Environment, FileSystemLoader, select_autoescape
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

from sojo_eval.foundation.language import Language
from sojo_eval.foundation.look import without_look
from sojo_eval.foundation.version import VERSION
from sojo_eval.reports.handling import handling_of, why_inside, words
from sojo_eval.reports.page_fonts import font_faces
from sojo_eval.reports.texts import page as texts

_TEMPLATES = Path(__file__).resolve().parent / "template"
_FONTS_HERE = "/*fonts*/"
_HEADING = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>', re.DOTALL)
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_FIRST_BREAK = re.compile(r"(<!DOCTYPE html>)\s+(<!--)")
_TAG = re.compile(r"<[^>]*>")


def notebook_to_html(
    notebook: nbformat.NotebookNode, lang: Language, *, title: str = "", show_code: bool = False
) -> str:
    """Render an executed notebook. The page's title is `title`, else its first h1.

    Code cells are left out unless `show_code`; then each stands folded above its output. The first line says who may see
    the page (`handling.handling_of`).
    """
    handling = handling_of(notebook)
    notebook = _for_a_page(notebook)
    fragments = "".join(_outputs(notebook))
    first = _TITLE.search(fragments)
    heads = [(unescape(a), unescape(_TAG.sub("", t))) for a, t in _HEADING.findall(fragments)]
    page = {
        "lang": lang,
        "title": title or (unescape(_TAG.sub("", first.group(1))) if first else "sojo_eval"),
        "version": VERSION,
        "css": page_css(),
        "skip": texts.SKIP(lang),
        "contents": heads if len(heads) > 1 else [],
        "contents_title": texts.CONTENTS(lang),
        "footer": texts.FOOTER(lang),
        "code": texts.CODE(lang),
        "handling": words(handling),
        "why_inside": why_inside(notebook, lang) if handling == "inside" else "",
    }
    body, _ = _exporter(show_code).from_notebook_node(notebook, resources={"page": page})
    # The exporter writes the page anew and sets the comment on a line of its own.
    return with_fonts(_FIRST_BREAK.sub(r"\1\2", body, count=1))


def _for_a_page(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A copy whose outputs take their look from the page's style sheet, for screen and for paper."""
    page = deepcopy(notebook)
    for cell in page.cells:
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):
                output["data"]["text/html"] = without_look("".join(output["data"]["text/html"]))
    return page


@lru_cache(maxsize=2)
def _exporter(show_code: bool) -> HTMLExporter:
    """Kept, with its compiled templates: compiling them takes longer than filling them."""
    settings = Config()
    settings.HTMLExporter.exclude_input = not show_code
    settings.HTMLExporter.exclude_input_prompt = True
    settings.HTMLExporter.exclude_output_prompt = True
    return HTMLExporter(config=settings, template_name="sojo", extra_template_basedirs=[str(_TEMPLATES)])


def _outputs(notebook: nbformat.NotebookNode) -> list[str]:
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            found.append(str(output.get("data", {}).get("text/html", "")))
    return found


def with_fonts(html: str) -> str:
    """The page with the glyphs it uses embedded, in place of the mark in its style sheet."""
    return html.replace(
        _FONTS_HERE,
        font_faces(unescape(_TAG.sub("", html)) + "".join(re.findall(r'="([^"]*)"', html[:20000]))),
        1,
    )


@lru_cache(maxsize=1)
def page_css() -> str:
    """The style sheet of every page."""
    return (_TEMPLATES / "sojo" / "page.css").read_text(encoding="utf-8")


def render_page(template: str, **values: object) -> str:
    """A page of our own (not a notebook) from a Jinja template of the same folder, with the fonts embedded."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES / "sojo"), autoescape=select_autoescape(["html", "j2"])
    )
    filled = environment.get_template(template).render(css=page_css(), version=VERSION, **values)
    return with_fonts(filled)


def plain(fragment: str) -> str:
    """Text of an HTML fragment."""
    return unescape(_TAG.sub("", fragment)).strip()
