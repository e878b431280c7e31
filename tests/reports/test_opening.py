"""A page opens with its answer, and a synthetic city says so."""

from __future__ import annotations

from bs4 import BeautifulSoup

from sojo_eval.foundation.language import Language


def test_the_answer_comes_before_everything_else(pages: dict[Language, str]) -> None:
    page = BeautifulSoup(pages["ja"], "html.parser")
    assert next(h.get_text() for h in page.find_all("h2")) == "答え"
    sentences = [p.get_text() for p in page.select("p.answer-sentence")]
    assert len(sentences) == 3
    assert sentences[0].startswith("つながりづくりは、")


def test_a_synthetic_city_says_so_on_every_page(pages: dict[Language, str]) -> None:
    assert "架空のデータ" in pages["ja"]
    assert "synthetic data" in pages["en"]
