"""A page may be published only when all of it passed disclosure control and it is about the whole city."""

from __future__ import annotations

from dataclasses import replace

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_output

import sojo_eval.reports as reports
from sojo_eval.disclosure import Published, PublishedComparison
from sojo_eval.foundation.language import Language
from sojo_eval.reports.handling import handling_of, handling_of_page, is_of_a_part
from tests.reports.whole_pages import executed

INSIDE, PUBLIC = "庁内限り / For use inside the city hall only", "公表可 / May be published"


@pytest.fixture
def notebook(published: Published) -> nbformat.NotebookNode:
    shown = [
        reports.title_block(published, "40_evaluation"),
        reports.headline(published),
        reports.how_to_read(),
    ]
    return executed(list(shown))


def test_pages_of_the_whole_city_may_be_published(
    pages: dict[Language, str], compared: PublishedComparison
) -> None:
    of_comparison = [reports.title_block(compared, "50_comparators"), reports.hidden_note(compared)]
    of_no_city = [reports.calibration_title(), reports.how_to_read()]
    others = [reports.notebook_to_html(executed(list(shown)), "ja") for shown in (of_comparison, of_no_city)]
    for html in (*pages.values(), *others):
        assert html.splitlines()[0] == f"<!DOCTYPE html><!-- {PUBLIC} -->"
        assert html.count(f'<p class="handling public">{PUBLIC}</p>') == 1


@pytest.mark.parametrize("areas", [("C1",), ("132292", "C1")])
def test_pages_of_areas_stay_inside_and_say_why(published: Published, areas: tuple[str, ...]) -> None:
    part = replace(published, areas=areas)
    assert is_of_a_part(part)
    assert not is_of_a_part(published)
    for lang, why in (("ja", "一部の地域だけ"), ("en", "about single areas")):
        title = reports.title_block(part, "40_evaluation", lang)  # type: ignore[arg-type]
        html = reports.notebook_to_html(executed([title]), lang)  # type: ignore[arg-type]
        assert html.splitlines()[0] == f"<!DOCTYPE html><!-- {INSIDE} -->"
        assert html.count(why) == 1


def foreign_outputs() -> list[nbformat.NotebookNode]:
    table = pd.DataFrame({"n": [3]})
    return [
        new_output("stream", name="stdout", text="3"),
        new_output("display_data", {"text/html": table.to_html(), "text/plain": "3"}),
        new_output("display_data", {"image/png": "AAAA", "text/plain": "figure"}),
        new_output("execute_result", {"text/plain": "3"}),
        new_output("error", ename="E", evalue="3", traceback=[]),
    ]


@pytest.mark.parametrize("which", range(5))
def test_whatever_else_a_notebook_shows_keeps_it_inside(notebook: nbformat.NotebookNode, which: int) -> None:
    assert handling_of(notebook) == "public"
    notebook.cells.append(new_code_cell("x", outputs=[foreign_outputs()[which]]))
    assert handling_of(notebook) == "inside"
    html = reports.notebook_to_html(notebook, "en")
    assert handling_of_page(html) == "inside"
    assert html.count("did not pass disclosure control") == 1


def test_a_page_without_a_title_or_without_a_first_line_is_inside(notebook: nbformat.NotebookNode) -> None:
    del notebook.cells[2]  # the title
    assert handling_of(notebook) == "inside"
    assert handling_of_page("<!DOCTYPE html>\n<html>公表可 / May be published") == "inside"
    assert handling_of_page(f"<!DOCTYPE html><!-- {PUBLIC} -->\n<html>") == "public"


def test_one_title_of_an_area_keeps_the_whole_page_inside(
    notebook: nbformat.NotebookNode, published: Published
) -> None:
    area = executed([reports.title_block(replace(published, areas=("C1",)), "40_evaluation")])
    notebook.cells += area.cells
    assert handling_of(notebook) == "inside"
