"""A page stands alone: right language, title, landmarks, words for every picture, no network, no script."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import sojo_eval.charts as charts
import sojo_eval.reports as reports
from sojo_eval.disclosure import Published, publish
from sojo_eval.evaluation import Evaluation
from sojo_eval.foundation.language import LANGUAGES, Language
from sojo_eval.reports.html import page_css

PILLARS = ("connections", "consultation", "information")


@pytest.fixture(scope="module")
def published(make_evaluation: Callable[..., Evaluation]) -> Published:
    return publish(make_evaluation())


def executed(shown: list[object], source: str = "report") -> nbformat.NotebookNode:
    """A notebook as papermill leaves it, showing these objects."""
    about = new_markdown_cell("for the lab", metadata={"tags": ["lab-only"]})
    parameters = new_code_cell('city_dir = "/private/folder"', metadata={"tags": ["injected-parameters"]})
    cells = [about, parameters]
    for thing in shown:
        data = {"text/html": thing._repr_html_(), "text/plain": str(thing)}  # type: ignore[attr-defined]
        noise = new_output("stream", name="stderr", text="a library grumbles")
        cells.append(new_code_cell(source, outputs=[noise, new_output("execute_result", data)]))
    return new_notebook(cells=cells)


def blocks(published: Published, lang: Language) -> list[object]:
    shown: list[object] = [
        reports.title_block(published, "40_evaluation", lang),
        reports.headline(published, lang=lang),
        charts.pillar_overview(published, lang),
        reports.comparison(published, lang),
        reports.how_to_read(lang),
        reports.how_it_was_worked_out(lang),
        reports.evidence_note(published, lang),
        reports.limits(lang),
        reports.hidden_note(published, lang),
        reports.provenance_block(published, lang),
    ]
    for pillar in PILLARS:
        shown += [
            reports.findings_table(published, pillar, lang),
            reports.indicator_charts(published, pillar, lang),
            reports.catalogue_table(published, pillar, lang),
        ]
    return shown


@pytest.fixture(scope="module")
def pages(published: Published) -> dict[Language, str]:
    return {lang: reports.notebook_to_html(executed(blocks(published, lang)), lang) for lang in LANGUAGES}


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
        assert address.startswith("data:font/woff;base64,")
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


def test_the_answer_comes_before_everything_else(pages: dict[Language, str]) -> None:
    page = BeautifulSoup(pages["ja"], "html.parser")
    assert next(h.get_text() for h in page.find_all("h2")) == "答え"
    sentences = [p.get_text() for p in page.select("p.answer-sentence")]
    assert len(sentences) == 3
    assert sentences[0].startswith("つながりづくりは、")


def test_a_synthetic_city_says_so_on_every_page(pages: dict[Language, str]) -> None:
    assert "架空のデータ" in pages["ja"]
    assert "synthetic data" in pages["en"]


def test_the_naive_reading_stands_beside_our_verdict(published: Published) -> None:
    page = BeautifulSoup(reports.findings_table(published, "connections", "ja").html, "html.parser")
    cells = page.select("tbody tr")[0].find_all("td")
    assert next(str(c["data-label"]) for c in cells) == "判定"
    assert "改善" in cells[0].get_text()
    assert "↑ 改善51.3% → 59.3%" in cells[-1].get_text()
    compared = BeautifulSoup(reports.comparison(published, "ja").html, "html.parser")
    rows = [[c.get_text() for c in row.find_all(["th", "td"])] for row in compared.select("tbody tr")]
    differ = [row[2].split()[1] != row[3] for row in rows]
    assert differ == sorted(differ, reverse=True)
    assert f"{len(rows)}指標のうち{sum(differ)}指標" in compared.get_text()


def test_hidden_figures_are_dashes_and_the_page_says_why(published: Published) -> None:
    page = BeautifulSoup(reports.findings_table(published, "consultation", "ja").html, "html.parser")
    row = next(r for r in page.select("tbody tr") if "作成した支援プラン" in r.get_text())
    told = {str(td["data-label"]): td.get_text() for td in row.find_all("td")}
    assert told["前期 → 今期"] == "— → —"
    assert told["変化（95%区間）"] == "—"
    assert told["単純比較"] == "—"
    assert "数値は個人の秘密を守るため非表示です" in told["判定"]


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


def test_the_embedded_font_holds_the_pages_letters(pages: dict[Language, str]) -> None:
    import base64
    import io

    from fontTools.ttLib import TTFont

    woff = re.search(r"data:font/woff;base64,([^)]*)\)", pages["ja"])
    assert woff is not None
    font = TTFont(io.BytesIO(base64.b64decode(woff.group(1))))
    known = set(font.getBestCmap())
    used = {ord(c) for c in BeautifulSoup(pages["ja"], "html.parser").get_text() if ord(c) > 0x3000}
    assert used <= known
    assert "SIL" in str(font["name"].getDebugName(13))


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


def test_the_index_lists_reports_by_language_with_the_answers(
    pages: dict[Language, str], tmp_path: Path
) -> None:
    for lang in LANGUAGES:
        (tmp_path / lang).mkdir()
        (tmp_path / lang / "40_evaluation.html").write_text(pages[lang], encoding="utf-8")
    path = reports.write_index(tmp_path)
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    assert page.html is not None
    assert page.html["lang"] == "ja"
    links = [str(a["href"]) for a in page.select(".reports a")]
    assert links == ["ja/40_evaluation.html", "en/40_evaluation.html"]
    assert all((tmp_path / link).is_file() for link in links)
    assert [s["lang"] for s in page.find_all("section")] == ["ja", "en"]
    assert "つながりづくりは、改善しています" in page.get_text()
    assert "Consultation is mixed" in page.get_text()


def test_a_value_with_markup_is_shown_as_text(
    published: Published, make_evaluation: Callable[..., Evaluation]
) -> None:
    made = make_evaluation()
    made.findings.loc[:, "title_ja"] = "<script>alert(1)</script>"
    table = reports.findings_table(publish(made), "connections", "ja").html
    assert "<script>" not in table
    assert "&lt;script&gt;" in table
