"""A page opens with its answer, and a synthetic city says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from sojo_eval.charts import changes_forest, survey_waves
from sojo_eval.charts.texts import NOTHING_TO_SHOW
from sojo_eval.data_quality import describe_data
from sojo_eval.disclosure import Published, PublishedComparison, publish
from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation.words.labels import PILLARS
from sojo_eval.foundation.language import Language
from sojo_eval.reports.findings import findings_table, indicator_charts
from sojo_eval.reports.method import catalogue_table
from sojo_eval.reports.opening import headline, title_block
from sojo_eval.reports.texts import page
from sojo_eval.reports.texts.findings import NOTHING_BUT, NOTHING_OF_PILLAR
from tests.conftest import SmallCity


def test_the_answer_comes_before_everything_else(pages: dict[Language, str]) -> None:
    page = BeautifulSoup(pages["ja"], "html.parser")
    assert next(h.get_text() for h in page.find_all("h2")) == "答え"
    sentences = [p.get_text() for p in page.select("p.answer-sentence")]
    assert len(sentences) == 3
    assert sentences[0].startswith("つながりづくり：3つの主要指標のうち1つが改善")


@pytest.mark.parametrize("missing", ["connections", "consultation", "information"])
def test_a_pillar_of_which_nothing_was_handed_in_is_told_and_its_blocks_are_empty(
    published: Published, missing: str
) -> None:
    def without(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["pillar"] != missing]

    bare = replace(
        published,
        findings=without(published.findings),
        pillars=without(published.pillars),
        catalogue=without(published.catalogue),
    )
    told = NOTHING_OF_PILLAR.format(pillar=PILLARS[missing])("ja")
    assert told in str(headline(bare, missing, "ja"))
    assert str(headline(bare, lang="ja")).count(told) == 1
    assert not findings_table(bare, missing, "ja").html
    assert not findings_table(bare, missing, "ja", question="path").html
    assert not indicator_charts(bare, missing, "ja").html
    assert not catalogue_table(bare, missing, "ja").html
    for chart in (changes_forest(bare, missing, "ja"), survey_waves(bare, missing, "ja")):
        assert NOTHING_TO_SHOW("ja") in chart.alt
        assert chart.html


def test_an_area_without_anything_of_a_pillar_says_so(published: Published) -> None:
    elsewhere = replace(published, pillars=published.pillars.assign(area="Z"))
    assert NOTHING_BUT("ja") in str(headline(elsewhere, "connections", "ja"))


def test_a_synthetic_city_says_so_on_every_page(pages: dict[Language, str]) -> None:
    assert "架空のデータ" in pages["ja"]
    assert "synthetic data" in pages["en"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_what_is_synthetic_says_so_in_the_first_line(compared: PublishedComparison, lang: Language) -> None:
    first = BeautifulSoup(title_block(compared, "50_comparators", lang).html, "html.parser").find()
    assert first is not None
    assert first.get_text() == page.SYNTHETIC(lang)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_page_prints_why_small_counts_are_shown(
    compared: PublishedComparison,
    make_evaluation: Callable[..., Evaluation],
    small_city: SmallCity,
    lang: Language,
) -> None:
    reason = "審議会が決定した <令和6年>"
    results = [
        replace(compared, threshold=3, city=replace(compared.city, threshold_reason=reason)),
        publish(replace(e := make_evaluation(), threshold=3, city=replace(e.city, threshold_reason=reason))),
        describe_data(
            small_city.make(more=f'\n[disclosure]\nthreshold = 3\nthreshold_reason = "{reason}"\n')
        ),
    ]
    for result in results:
        text = BeautifulSoup(title_block(result, "", lang).html, "html.parser").get_text()
        assert page.WEAKENED.format(threshold=3, reason=reason)(lang) in text
    assert "weakened" not in title_block(compared, "", lang).html
