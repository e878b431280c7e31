"""The page beside other cities: the answer first, every city's figures, what it may not say; never an error."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from sojo_eval import reports
from sojo_eval.disclosure import PublishedComparison
from sojo_eval.foundation.language import LANGUAGES, Language

RATE, SHARE = "connections.participants_per_1000", "information.easy_japanese_share"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_comes_first_then_figures_units_and_what_it_does_not_allow(
    compared: PublishedComparison, lang: Language
) -> None:
    page = BeautifulSoup(reports.comparators(compared, lang).html, "html.parser")
    assert [h["id"] for h in page.find_all("h2")] == ["answer", RATE, SHARE, "method"]
    items = [item.get_text() for item in page.select("ul.reasons li")]
    for item, sentence in zip(items, compared.findings[f"sentence_{lang}"], strict=True):
        assert sentence in item
    assert len(page.select("table.yearly")) == len(page.select("table.units")) == 2
    assert len(page.select("table.yearly")[0].select("tbody tr")) == 7
    allowed = {"ja": "言えないこと", "en": "does not allow to say"}[lang]
    assert page.get_text().count(allowed) == 2
    ids = [str(tag["id"]) for tag in page.find_all(id=True)]
    assert len(set(ids)) == len(ids)
    assert all(image["alt"] for image in page.find_all("img"))


def test_who_is_left_out_is_said_with_the_reason(compared: PublishedComparison) -> None:
    text = BeautifulSoup(reports.comparators(compared, "ja").html, "html.parser").get_text()
    assert "例示F市(架空)：今の期間の年度の値がありません" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_other_cities_the_page_says_what_is_missing(
    compared: PublishedComparison, lang: Language
) -> None:
    nothing = {
        n: getattr(compared, n).iloc[:0] for n in ("findings", "figures", "units", "course", "left_out")
    }
    empty = replace(compared, **nothing, unknown=("nobody.knows",))
    text = BeautifulSoup(reports.comparators(empty, lang).html, "html.parser").get_text()
    expected = {"ja": ("比較はできません", "4団体以上"), "en": ("cannot be made", "at least 4")}[lang]
    assert all(words in text for words in (*expected, "nobody.knows"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_below_d3_the_page_names_no_cause(compared: PublishedComparison, lang: Language) -> None:
    lower = compared.findings.assign(grade="D1", verdict="improving", **{f"sentence_{lang}": "…"})
    html = reports.comparators(replace(compared, findings=lower), lang).html
    text = BeautifulSoup(html, "html.parser").get_text()
    assert not re.search(r"because|due to|thanks to|caused|led to|のおかげ|の効果|の成果|ため改善", text)


def test_hidden_figures_are_said_to_be_hidden(compared: PublishedComparison) -> None:
    own = compared.figures["city"].astype(bool)
    figures = compared.figures.assign(hidden=own, value=compared.figures["value"].mask(own))
    page = BeautifulSoup(reports.comparators(replace(compared, figures=figures), "en").html, "html.parser")
    cells = [td.get_text() for td in page.select("table.yearly")[0].select("tbody tr")[0].find_all("td")]
    assert set(cells) == {"hidden"}


def test_title_banner_and_provenance_work_for_a_comparison(compared: PublishedComparison) -> None:
    title = BeautifulSoup(reports.title_block(compared, "50_comparators", "en").html, "html.parser")
    assert title.h1 is not None
    assert "Compared with other cities" in title.h1.get_text()
    assert title.select("p.banner")
    assert "SHA-256" in reports.provenance_block(compared, "en").html
    assert reports.hidden_note(compared, "en").html
