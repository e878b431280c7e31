"""A page stands alone: right language, title, landmarks, words for every picture, no network, no script."""

from __future__ import annotations

import itertools
import re

import pytest
from bs4 import BeautifulSoup

import sojo_eval.charts as charts
import sojo_eval.reports as reports
from sojo_eval.disclosure import Published
from sojo_eval.foundation.language import LANGUAGES, Language
from sojo_eval.reports.html import page_css
from tests.reports.whole_pages import blocks, executed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_has_language_title_landmarks_and_a_skip_link(
    pages: dict[Language, str], lang: Language
) -> None:
    page = BeautifulSoup(pages[lang], "html.parser")
    assert page.html is not None
    assert page.html["lang"] == lang
    assert page.title is not None
    assert page.title.get_text() == {"ja": "西東京市 総合評価", "en": "Nishi-Tokyo Overall evaluation"}[lang]
    assert [len(page.find_all(t)) for t in ("h1", "main", "header", "footer", "nav")] == [1, 1, 1, 1, 1]
    skip = page.body.find("a") if page.body else None
    assert skip is not None
    assert page.find(id=str(skip["href"]).lstrip("#")) is page.main
    targets = {str(a["href"]).lstrip("#") for a in page.select("nav a")}
    assert targets
    assert all(page.find(id=target) is not None for target in targets)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_asks_nothing_of_any_network_and_runs_nothing(
    pages: dict[Language, str], lang: Language
) -> None:
    page = BeautifulSoup(pages[lang], "html.parser")
    assert not page.find_all(["script", "iframe", "object", "embed", "link"])
    for tag in page.find_all(True):
        for name in ("src", "srcset", "data", "poster"):
            assert str(tag.get(name, "data:")).startswith("data:")
        assert not any(name.startswith("on") for name in tag.attrs)
    for address in re.findall(r"url\(([^)]*)\)", pages[lang]):
        assert address.startswith(
            ("data:font/woff;base64,", "%23g")
        )  # our font, or a part of the same drawing
    assert "@import" not in pages[lang]
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert policy is not None
    assert "default-src 'none'" in str(policy["content"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_picture_has_words_and_every_header_cell_a_scope(
    pages: dict[Language, str], lang: Language
) -> None:
    page = BeautifulSoup(pages[lang], "html.parser")
    images = page.find_all("img")
    assert len(images) >= 9
    assert all(len(str(image["alt"])) > 20 for image in images)
    assert all(th.get("scope") in ("col", "row") for th in page.find_all("th"))
    assert all(table.caption is not None for table in page.find_all("table"))
    levels = [int(h.name[1]) for h in page.find_all(re.compile("^h[1-6]$"))]
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_each_address_on_a_page_is_unique(published: Published) -> None:
    shown = [b for b in blocks(published, "ja") if not isinstance(b, charts.Chart)]
    pillar_page = [*shown[:2], *shown[-3:]]
    page = BeautifulSoup(reports.notebook_to_html(executed(pillar_page), "ja"), "html.parser")
    ids = [str(tag["id"]) for tag in page.find_all(id=True)]
    assert len(set(ids)) == len(ids)


def test_no_text_claims_that_the_plan_was_the_cause(pages: dict[Language, str]) -> None:
    english = BeautifulSoup(pages["en"], "html.parser").get_text()
    assert "thanks to the plan" not in english
    assert english.count("because of the plan") == english.count("not because of the plan")


def test_code_and_parameters_are_not_shown_unless_asked_for(published: Published) -> None:
    notebook = executed([reports.how_to_read("ja")], source="se.reports.how_to_read(lang)")
    plain = reports.notebook_to_html(notebook, "ja")
    assert "how_to_read(lang)" not in plain
    with_code = reports.notebook_to_html(notebook, "ja", show_code=True)
    assert "se.reports.how_to_read(lang)" in with_code
    for page in (plain, with_code):
        assert "/private/folder" not in page
        assert "a library grumbles" not in page
        assert "for the lab" not in page


def test_texts_on_the_page_reach_a_contrast_of_four_and_a_half() -> None:
    def luminance(colour: str) -> float:
        full = colour if len(colour) == 7 else "#" + "".join(2 * c for c in colour[1:])
        parts = [int(full[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    variables = dict(re.findall(r"--(\w+): (#\w+)", page_css()))
    for ink in ("ink", "muted", "link"):
        for paper in ("#fff", variables["soft"], "#fff3cf"):
            assert (luminance(paper) + 0.05) / (luminance(variables[ink]) + 0.05) >= 4.5


def test_what_a_narrow_screen_gets_is_not_for_paper() -> None:
    """Paper is narrow too: tables became cards on it, and a page three times as long."""
    widths = re.findall(r"@media ([^{]*width[^{]*)\{", page_css())
    assert widths
    assert all(query.startswith("screen and") for query in widths)
