"""The table of findings: the naive reading beside ours, dashes for what is hidden, and markup shown as text."""

from __future__ import annotations

from collections.abc import Callable

from bs4 import BeautifulSoup

import sojo_eval.reports as reports
from sojo_eval.disclosure import Published, publish
from sojo_eval.evaluation import Evaluation


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
    assert told["第4期 → 第5期"] == "— → —"
    assert told["変化（95%区間）"] == "—"
    assert told["単純比較"] == "—"
    assert "数値は個人の秘密を守るため非表示です" in told["判定"]


def test_a_value_with_markup_is_shown_as_text(
    published: Published, make_evaluation: Callable[..., Evaluation]
) -> None:
    made = make_evaluation()
    made.findings.loc[:, "title_ja"] = "<script>alert(1)</script>"
    table = reports.findings_table(publish(made), "connections", "ja").html
    assert "<script>" not in table
    assert "&lt;script&gt;" in table
