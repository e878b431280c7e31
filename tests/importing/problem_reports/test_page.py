"""The pages of problems: complete, grouped, in both languages, safe to open."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing import Taken, write_problem_report
from sojo_eval.importing.problem_reports.page import MOST_LINES, PAGE

WHY, FIX = Text("日付として読めません", "It cannot be read as a date"), Text("R6.4.1 と書く", "Write R6.4.1")
LOG = pd.DataFrame(
    [("raw/a.xlsx", "4月", "cases", 1_200, 1_000, 150, 50, "合計行: 149; blank row: 1", "unreadable: 50", 1_000, "no")],
    columns=[
        "file", "sheet", "table", "rows_read", "rows_kept", "rows_left_out", "rows_refused", "left_out_by",
        "refused_by", "records", "taken",
    ],
)  # fmt: skip
TITLES = {
    "cases": Text("複合課題ケース", "Composite cases"),
    "areas": Text("地域", "Areas"),
    "meetings": Text("会議", "Meetings"),
}
TAKEN = Taken({"areas": 35}, {"meetings": Text("参照のため", "it refers to cases")}, LOG, TITLES)


class Page(HTMLParser):
    """Tags with their attributes in order, headings' levels, and all text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip() and self.tags[-1][0] != "style":
            self.texts.append(data.strip())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def many(count: int) -> list[Problem]:
    return [
        Problem(
            "unreadable",
            WHY,
            FIX,
            file="raw/a.xlsx",
            sheet="4月",
            row=row,
            column="開始",
            value=f"先週{row}",
            table="cases",
            cell=f"B{row}",
        )
        for row in range(3, count + 3)
    ]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_ten_thousand_equal_problems_are_one_line_with_count_rows_and_values(
    tmp_path: Path, lang: Language
) -> None:
    write_problem_report(many(10_000), tmp_path, taken=TAKEN)
    page = Page(tmp_path / PAGE[lang])
    assert page.texts.count(WHY(lang)) == 1
    assert {"ja": "10,000 件", "en": "10,000 ×"}[lang] in page.texts
    assert {"ja": "行 3–10002", "en": "Rows 3–10002"}[lang] in page.texts
    assert any(text.startswith("先週3") and "9,997" in text for text in page.texts)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_says_what_was_taken_what_was_not_and_where_every_row_went(
    tmp_path: Path, lang: Language
) -> None:
    write_problem_report(many(2), tmp_path, taken=TAKEN)
    text = " ".join(Page(tmp_path / PAGE[lang]).texts)
    for title in TITLES.values():
        assert title(lang) in text
    assert {"ja": "地域 35行", "en": "Areas 35 rows"}[lang] in text
    assert {"ja": "誤りがあるため取り込まなかった表: 複合", "en": "because of errors: Composite"}[
        lang
    ] in text
    assert "raw/a.xlsx › 4月" in text
    assert {
        "ja": "複合課題ケース（誤りがあり、取り込まず）",
        "en": "Composite cases (has errors, not imported)",
    }[lang] in text
    assert {"ja": "空の行: 1", "en": "blank row: 1"}[lang] in text
    assert all(number in text for number in ("1,200", "1,000", "150", "50"))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_can_be_read_by_everyone(tmp_path: Path, lang: Language) -> None:
    noted = Problem("x", WHY, FIX, file="raw/b.csv", severity="note")
    write_problem_report([*many(2), noted], tmp_path, taken=TAKEN)
    page = Page(tmp_path / PAGE[lang])
    assert page.all("html") == [{"lang": lang}]
    levels = [int(tag[1]) for tag, _ in page.tags if tag in ("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all("scope" in attributes for attributes in page.all("th"))
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    links = [str(attributes["href"]) for attributes in page.all("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    assert all((tmp_path / link).is_file() for link in links if not link.startswith("#"))
    # Nothing is fetched from anywhere, and nothing runs.
    raw = (tmp_path / PAGE[lang]).read_text(encoding="utf-8")
    assert not page.all("script") + page.all("link") + page.all("img")
    assert "url(" not in raw
    assert "http" not in raw


def test_what_stands_in_a_file_is_text_on_the_page(tmp_path: Path) -> None:
    odd = Problem(
        "x",
        WHY,
        FIX,
        file="raw/<b>.csv",
        sheet="<i>",
        row=2,
        column="<script>alert(1)</script>",
        value="{{ 7*7 }}<img src=x>",
    )
    write_problem_report([odd], tmp_path)
    page = Page(tmp_path / PAGE["ja"])
    assert not page.all("script") + page.all("img") + page.all("i") + page.all("b")
    assert "{{ 7*7 }}<img src=x>" in page.texts


def test_no_problem_leaves_nothing_of_an_earlier_list(tmp_path: Path) -> None:
    write_problem_report(many(3), tmp_path)
    write_problem_report([], tmp_path)
    assert len((tmp_path / "problems.csv").read_text(encoding="utf-8-sig").splitlines()) == 1
    for lang, words in (("ja", "問題はありません。"), ("en", "No problems.")):
        texts = Page(tmp_path / PAGE[lang]).texts  # type: ignore[index]
        assert words in texts
        assert not any("R6.4.1" in text for text in texts)


def test_a_page_has_an_end_and_says_so(tmp_path: Path) -> None:
    problems = [Problem("x", WHY, FIX, file=f"raw/{n}.csv") for n in range(MOST_LINES + 7)]
    write_problem_report(problems, tmp_path)
    text = " ".join(Page(tmp_path / PAGE["ja"]).texts)
    assert text.count(WHY.ja) == MOST_LINES
    assert "ほかに 7 件あります" in text


def test_equal_problems_are_one_line_with_a_count(tmp_path: Path) -> None:
    same = [
        Problem(
            "x",
            Text("同じ問題", "same"),
            Text("直す", "mend"),
            file="raw/a.csv",
            row=i,
            column="列",
            value=str(i),
        )
        for i in range(10_000)
    ]
    write_problem_report(same, tmp_path)
    page = (tmp_path / "problems.html").read_text(encoding="utf-8")
    assert page.count("同じ問題") == 1
    assert "10,000 件" in page
    assert len((tmp_path / "problems.csv").read_text(encoding="utf-8-sig").splitlines()) == 10_001
