"""Other cities on the overall page: what was compared, D3 first; nothing where nothing could be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from sojo_eval.disclosure import PublishedComparison
from sojo_eval.foundation.language import LANGUAGES, Language
from sojo_eval.reports import comparators_in_brief


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_findings_stand_with_grade_and_sentence_the_best_grade_first(
    compared: PublishedComparison, lang: Language
) -> None:
    items = BeautifulSoup(comparators_in_brief(compared, lang).html, "html.parser").select("li")
    refused = ("no_case", "insufficient_data", "not_comparable")
    expected = compared.findings[~compared.findings["verdict"].isin(refused)]
    assert len(items) == len(expected) > 0
    texts = [item.get_text() for item in items]
    for _, row in expected.iterrows():
        assert any(row["grade"] in text and row[f"sentence_{lang}"] in text for text in texts)
    grades = [next(g for g in ("D4", "D3", "D2", "D1", "D0") if g in text) for text in texts]
    assert grades == sorted(grades, reverse=True)


@pytest.mark.parametrize(("others", "shown"), [(3, False), (4, True)])
def test_fewer_than_four_others_are_no_comparison(
    compared: PublishedComparison, others: int, shown: bool
) -> None:
    few = replace(compared, findings=compared.findings.assign(others=others))
    assert bool(comparators_in_brief(few, "en").html) == shown


def test_pages_of_single_areas_and_cities_without_figures_have_no_such_part(
    compared: PublishedComparison,
) -> None:
    assert comparators_in_brief(compared, "en", compared.city.code).html
    assert not comparators_in_brief(compared, "en", "C1").html
    assert not comparators_in_brief(replace(compared, findings=compared.findings.iloc[:0]), "en").html
