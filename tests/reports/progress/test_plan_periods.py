"""All plan periods on a page: each comparison's pillars, values with verdicts between them, and what is withheld."""

from __future__ import annotations

from dataclasses import replace

import nbformat
import pytest
from bs4 import BeautifulSoup

from sojo_eval import reports
from sojo_eval.disclosure import PublishedPlanPeriods, publish_plan_periods
from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation.plan_periods import put_together
from sojo_eval.foundation.language import LANGUAGES, Language
from sojo_eval.reports.handling import handling_of
from tests.made_evaluation import make_evaluation


def pair(small: bool, baseline: str, current: str, areas: tuple[str, ...] | None = None) -> Evaluation:
    made = make_evaluation(0, small)
    return replace(
        made, baseline=baseline, current=current, areas=areas or made.areas,
        findings=made.findings.assign(baseline=baseline, current=current, area=(areas or made.areas)[0]),
        targets=made.targets.assign(plan=current),
    )  # fmt: skip


@pytest.fixture(scope="module")
def published() -> PublishedPlanPeriods:
    return publish_plan_periods(put_together([pair(True, "3", "4"), pair(False, "4", "5")], ["3", "4", "5"]))


def read(block: reports.Block) -> BeautifulSoup:
    return BeautifulSoup(block.html, "html.parser")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_latest_comparison_stands_first_and_each_pillar_has_its_sentence(
    published: PublishedPlanPeriods, lang: Language
) -> None:
    page = read(reports.plan_periods(published, lang))
    heads = [h["id"] for h in page.find_all("h3")]
    assert heads == ["from-4-to-5", "from-3-to-4"]
    assert len(page.select("ul.reasons li")) == len(published.pillars)
    for sentence in published.pillars[f"sentence_{lang}"]:
        assert sentence in page.get_text()
    assert ("2回の比較" if lang == "ja" else "2 comparisons") in page.get_text()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_indicator_has_a_value_a_plan_and_a_verdict_between(
    published: PublishedPlanPeriods, lang: Language
) -> None:
    page = read(reports.plan_periods_by_indicator(published, lang))
    tables = page.select("table.periods")
    heads = [h.get_text() for h in tables[0].select("thead th")]
    first, second, third = (
        ("第3期", "第4期", "第5期") if lang == "ja" else ("3rd plan", "4th plan", "5th plan")
    )
    between = ("{}→{}" if lang == "ja" else "{} → {}").format
    assert heads[2:] == [first, between(first, second), second, between(second, third), third]
    rows = {r.find("th").get_text(): r.get_text() for t in tables for r in t.select("tbody tr")}
    assert len(rows) == published.values["indicator"].nunique()
    withheld = "秘匿" if lang == "ja" else "withheld"
    hidden = "作成した支援プラン" if lang == "ja" else "Support plans drafted"
    assert rows[hidden].count(withheld) == 3
    assert sum(withheld in text for text in rows.values()) == 1


def test_the_charts_leave_context_and_hidden_values_out(published: PublishedPlanPeriods) -> None:
    figures = read(reports.plan_periods_by_indicator(published, "en")).select("figure")
    assert len(figures) == published.values["pillar"].nunique()
    alt = " ".join(str(figure.find("img")["alt"]) for figure in figures)
    assert "Has someone to rely on" in alt
    assert "Support plans drafted" not in alt
    assert "Consultations per 1,000 residents" not in alt


def test_each_plans_targets_have_a_table_of_their_own(published: PublishedPlanPeriods) -> None:
    page = read(reports.targets_of_plans(published, "en"))
    assert len(page.select("table.targets")) == 2
    assert page.get_text().count("withheld") >= 2
    without = replace(published, targets=published.targets.iloc[:0])
    assert reports.targets_of_plans(without, "en").html == ""


def test_plans_left_out_and_changes_no_longer_said_are_named(published: PublishedPlanPeriods) -> None:
    opened = published.comparisons.copy()
    opened.loc[0, "verdict_alone"] = "improving"
    opened.loc[0, "verdict"] = "inconclusive"
    more = replace(published, comparisons=opened, left_out=published.plans.head(1))
    text = str(reports.plan_periods(more, "en"))
    assert "1 would have been said" in text
    assert "can be compared: 3rd plan" in text
    assert "would have been said" not in str(reports.plan_periods(published, "en"))


@pytest.mark.parametrize(("areas", "handling"), [(None, "public"), (("C1",), "inside")])
def test_a_page_of_one_area_stays_inside(areas: tuple[str, ...] | None, handling: str) -> None:
    result = put_together([pair(False, "3", "4", areas), pair(False, "4", "5", areas)], ["3", "4", "5"])
    published = publish_plan_periods(result)
    title = reports.title_block(published, "45_plan_periods", "en")
    assert "From the 3rd plan to the 5th plan" in str(title)
    cells = []
    for block in (title, reports.plan_periods(published, "en"), reports.plan_periods_method("en")):
        output = nbformat.v4.new_output("display_data", {"text/html": block._repr_html_()})
        cells.append(nbformat.v4.new_code_cell("x", outputs=[output]))
    assert handling_of(nbformat.v4.new_notebook(cells=cells)) == handling
