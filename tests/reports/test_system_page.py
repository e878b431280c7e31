"""docs/system.*.html: every box leads somewhere, nothing is cut off, and the pages are as the definitions are."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from sojo_eval.example_city.plan_text import systems_of_the_plan
from sojo_eval.foundation.language import LANGUAGES, Language
from sojo_eval.indicators import built_in
from sojo_eval.reports.html import page_css
from sojo_eval.reports.system_page import file_name, system_page
from sojo_eval.reports.texts import system as texts
from sojo_eval.schema import load_schema

_FONT = re.compile(r"@font-face\{[^}]*\}")


@pytest.fixture(scope="module")
def pages() -> dict[Language, str]:
    return {lang: system_page(lang) for lang in LANGUAGES}


@pytest.fixture(scope="module")
def read(pages: dict[Language, str]) -> dict[Language, BeautifulSoup]:
    return {lang: BeautifulSoup(html, "html.parser") for lang, html in pages.items()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_in_docs_is_what_the_definitions_give(
    pages: dict[Language, str], repository: Path, lang: Language
) -> None:
    there = (repository / "docs" / file_name(lang)).read_text(encoding="utf-8")
    # The bytes of the font subset may differ between versions of fontTools; what is said may not.
    same = _FONT.sub("", there) == _FONT.sub("", pages[lang])
    assert same, "run `make system` (python -m sojo_eval.reports.system_page docs)"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_leads_to_one_place(
    read: dict[Language, BeautifulSoup], repository: Path, lang: Language
) -> None:
    ids = [str(tag["id"]) for tag in read[lang].find_all(id=True)]
    assert len(set(ids)) == len(ids)
    targets = {str(a["href"]) for a in read[lang].find_all("a")}
    assert {t[1:] for t in targets if t.startswith("#")} <= set(ids)
    assert {t for t in targets if not t.startswith("#")} == {file_name(o) for o in LANGUAGES if o != lang}
    described = {str(tag[name]) for name in ("aria-labelledby", "aria-describedby")
                 for tag in read[lang].find_all(attrs={name: True})}  # fmt: skip
    assert described <= set(ids)
    assert set(built_in()) <= set(ids)
    assert {f"table-{t}" for t in load_schema().tables} <= set(ids)
    assert {f"list-{c}" for c in load_schema().codelists} <= set(ids)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_system_is_a_box_with_its_name_and_number(
    read: dict[Language, BeautifulSoup], lang: Language
) -> None:
    boxes, systems = read[lang].select("svg.system a.box"), systems_of_the_plan()
    assert {str(box["href"]).removeprefix("#system-") for box in boxes} == set(systems.by_code)
    assert len(boxes) == len(systems.each) + sum(len(s.part_of) - 1 for s in systems if s.part_of)
    for box in boxes:
        system = systems.by_code[str(box["href"]).removeprefix("#system-")]
        assert box.title is not None
        assert box.title.get_text().startswith(system.title(lang))
        assert re.search(r"\d", box.title.get_text())
        assert re.search("[①②③]", box.select_one(".signs").get_text())  # type: ignore[union-attr]
        if system.places is not None:
            assert str(system.places) in "".join(t.get_text() for t in box.select(".told"))
    assert {len(systems.parts(s.code)) > 0 for s in systems if s.status} == {True}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_accessible_and_asks_nothing_of_any_network(
    pages: dict[Language, str], read: dict[Language, BeautifulSoup], lang: Language
) -> None:
    page = read[lang]
    assert page.html is not None
    assert page.html["lang"] == lang
    assert [len(page.find_all(t)) for t in ("h1", "main", "header", "footer", "nav")] == [1, 1, 1, 1, 1]
    assert not page.find_all(["script", "iframe", "object", "embed", "link", "img"])
    addresses = re.findall(r"url\(([^)]*)\)", pages[lang])
    assert all(address.startswith(("data:font/woff;base64,", "#")) for address in addresses)
    assert all(th.get("scope") in ("col", "row") for th in page.find_all("th"))
    assert all(table.caption is not None for table in page.find_all("table"))
    levels = [int(h.name[1]) for h in page.find_all(re.compile("^h[1-6]$"))]
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
    assert all(box["tabindex"] == "0" for box in page.select(".scroll"))


def test_what_is_written_in_a_box_can_be_read(repository: Path) -> None:
    def luminance(colour: str) -> float:
        full = colour if len(colour) == 7 else "#" + "".join(2 * c for c in colour[1:])
        parts = [int(full[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    css = (repository / "sojo_eval/reports/template/sojo/system.css").read_text(encoding="utf-8")
    inks = re.findall(r"(?:text|\.told) \{ fill: (#\w+)", css)
    papers = re.findall(r"\.(?:edge|frame) \{ fill: (#\w+)", css)
    assert len(inks) == 2
    assert len(papers) == 5
    link = dict(re.findall(r"--(\w+): (#\w+)", page_css()))["link"]
    for ink, paper in itertools.product([*inks, link], papers):
        assert (luminance(paper) + 0.05) / (luminance(ink) + 0.05) >= 4.5


def test_every_unit_and_type_has_words() -> None:
    fields = [field for table in load_schema().tables.values() for field in table.fields]
    assert {field.unit for field in fields} - {None} <= set(texts.FIELD_UNITS)
    assert {field.type for field in fields} <= set(texts.TYPES)
    assert {field.privacy for field in fields} <= set(texts.PRIVACIES)
