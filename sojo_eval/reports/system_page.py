"""The system page: diagram, indicators and data dictionary. `python -m sojo_eval.reports.system_page docs` writes it."""

from __future__ import annotations

import sys
from pathlib import Path

from sojo_eval.evaluation.words.labels import PILLARS
from sojo_eval.foundation.files import write_text
from sojo_eval.foundation.language import LANGUAGES, Language
from sojo_eval.reports.html import render_page
from sojo_eval.reports.system_diagram import SIGNS, system_diagram
from sojo_eval.reports.system_sections import (
    indicator_sections,
    phrase_section,
    system_sections,
    table_sections,
)
from sojo_eval.reports.texts import page as page_texts
from sojo_eval.reports.texts import system as texts


def file_name(lang: Language) -> str:
    """Name of the page in that language."""
    return f"system.{lang}.html"


def system_page(lang: Language) -> str:
    """The whole page as self-contained HTML, made from the catalogue, the systems and the schema alone."""
    contents = (
        ("diagram", texts.DIAGRAM),
        ("phrases", texts.PHRASES_HEADING),
        ("systems", texts.SYSTEMS_HEADING),
        ("indicators", texts.INDICATORS_HEADING),
        ("tables", texts.TABLES_HEADING),
        ("codelists", texts.CODELISTS_HEADING),
    )
    return render_page(
        "system.html.j2",
        lang=lang,
        title=texts.TITLE(lang),
        skip=page_texts.SKIP(lang),
        contents_title=page_texts.CONTENTS(lang),
        contents=[(anchor, text(lang)) for anchor, text in contents],
        others=[(file_name(o), page_texts.LANGUAGE_NAMES[o], o) for o in LANGUAGES if o != lang],
        intro=texts.INTRO(lang),
        source=texts.SOURCE(lang),
        diagram_heading=texts.DIAGRAM(lang),
        legend_title=texts.LEGEND(lang),
        legend=[(pillar, SIGNS[pillar], name(lang)) for pillar, name in PILLARS.items()],
        diagram=system_diagram(lang),
        body=phrase_section(lang) + system_sections(lang) + indicator_sections(lang) + table_sections(lang),
        footer=texts.FOOTER(lang),
    )


def write_system_pages(folder: Path) -> list[Path]:
    """Write the page in every language; gives the paths."""
    paths = []
    for lang in LANGUAGES:
        paths.append(folder / file_name(lang))
        write_text(paths[-1], system_page(lang))
    return paths


if __name__ == "__main__":
    write_system_pages(Path(sys.argv[1]))
