"""The system page: the diagram of the example city's plan, indicators and data dictionary, which stands in docs/; and the
diagram of any city's own desks and services. `python -m sojo_eval.reports.system_page docs` writes the former.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sojo_eval.city import City
from sojo_eval.evaluation.words.labels import PILLARS
from sojo_eval.example_city.plan_text import systems_of_the_plan
from sojo_eval.foundation.files import write_text
from sojo_eval.foundation.language import LANGUAGES, Language, Text
from sojo_eval.indicators.systems import Systems, of_city
from sojo_eval.reports.handling import words
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

CITY_PAGE = "system.html"
_DIAGRAM, _SYSTEMS = ("diagram", texts.DIAGRAM), ("systems", texts.SYSTEMS_HEADING)


def file_name(lang: Language) -> str:
    """Name of the page in docs/ in that language."""
    return f"system.{lang}.html"


def system_page(lang: Language) -> str:
    """The page of docs/ as self-contained HTML, made from the example city's plan, the catalogue and the schema alone."""
    systems = systems_of_the_plan()
    return _page(
        systems,
        lang,
        title=texts.TITLE(lang),
        contents=(
            _DIAGRAM,
            ("phrases", texts.PHRASES_HEADING),
            _SYSTEMS,
            ("indicators", texts.INDICATORS_HEADING),
            ("tables", texts.TABLES_HEADING),
            ("codelists", texts.CODELISTS_HEADING),
        ),
        others=[(file_name(o), page_texts.LANGUAGE_NAMES[o], o) for o in LANGUAGES if o != lang],
        intro=texts.INTRO(lang),
        source=texts.SOURCE(lang),
        body=phrase_section(lang)
        + system_sections(systems, lang)
        + indicator_sections(systems, lang)
        + table_sections(systems, lang),
    )


def city_system_page(city: City, lang: Language, others: Sequence[Language] = ()) -> str:
    """A city's own desks, services and meetings with the indicators that it has data for, as self-contained HTML.

    Everything of the city in it is of its table of services, of which nothing is of persons: it may be published. others:
    the languages in which it stands in the folders beside.
    """
    systems = of_city(city)
    return _page(
        systems,
        lang,
        title=texts.CITY_TITLE.format(name=city.name)(lang),
        contents=(_DIAGRAM, _SYSTEMS),
        others=[(f"../{o}/{CITY_PAGE}", page_texts.LANGUAGE_NAMES[o], o) for o in others if o != lang],
        intro=texts.CITY_INTRO.format(name=city.name)(lang),
        source=texts.CITY_SOURCE.format(name=city.name)(lang),
        body=system_sections(systems, lang, whole=False),
        handling=words("public"),
        banner=page_texts.SYNTHETIC(lang) if city.configuration.synthetic else "",
    )


def _page(systems: Systems, lang: Language, *, contents: tuple[tuple[str, Text], ...], **parts: Any) -> str:
    return render_page(
        "system.html.j2",
        lang=lang,
        skip=page_texts.SKIP(lang),
        contents_title=page_texts.CONTENTS(lang),
        contents=[(anchor, text(lang)) for anchor, text in contents],
        diagram_heading=texts.DIAGRAM(lang),
        legend_title=texts.LEGEND(lang),
        legend=[(pillar, SIGNS[pillar], name(lang)) for pillar, name in PILLARS.items()],
        diagram=system_diagram(systems, lang),
        footer=texts.FOOTER(lang),
        **parts,
    )


def write_system_pages(folder: Path) -> list[Path]:
    """Write the page of docs/ in every language; gives the paths."""
    paths = []
    for lang in LANGUAGES:
        paths.append(folder / file_name(lang))
        write_text(paths[-1], system_page(lang))
    return paths


def write_city_pages(city: City, folder: Path, languages: Sequence[Language]) -> list[Path]:
    """Write `<language>/system.html` of a city into its folder of reports; gives the paths."""
    paths = [folder / lang / CITY_PAGE for lang in languages]
    for path, lang in zip(paths, languages, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, city_system_page(city, lang, languages))
    return paths


if __name__ == "__main__":
    write_system_pages(Path(sys.argv[1]))
