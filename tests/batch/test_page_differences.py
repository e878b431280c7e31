"""What differs between two versions of a page, and where it stands."""

from __future__ import annotations

import pytest

from sojo_eval.batch.page_differences import Difference, page_differences

PAGE = """<html><head><title>t</title><style>p {{}}</style></head><body>
<h1>評価</h1><p>つながりは <b>{rate}</b> です。</p>
<h2>指標</h2>
<table><thead><tr><th>指標</th><th>前</th><th>今</th></tr></thead>
<tbody><tr><th>参加者</th><td>{before}</td><td>{now}</td></tr><tr><th>会議</th><td>3</td><td>4</td></tr></tbody></table>
<h2>図</h2><img src="data:{picture}" alt="変化">
{more}</body></html>"""
FACTS = {"rate": "9.3", "before": "10", "now": "12", "picture": "a", "more": ""}


def differences(**changed: str) -> list[Difference]:
    return page_differences(PAGE.format(**FACTS), PAGE.format(**{**FACTS, **changed}))


def test_equal_pages_do_not_differ() -> None:
    assert differences() == []


def test_a_cell_is_named_by_its_row_and_column() -> None:
    assert differences(now="13") == [Difference("評価 › 指標: 参加者 / 今", "12", "13")]
    assert differences(now="13", before="11") == [
        Difference("評価 › 指標: 参加者 / 前", "10", "11"),
        Difference("評価 › 指標: 参加者 / 今", "12", "13"),
    ]


def test_a_sentence_stands_under_its_headings() -> None:
    (found,) = differences(rate="9.4")
    assert (found.where, found.then, found.now) == ("評価", "つながりは 9.3 です。", "つながりは 9.4 です。")
    assert found.of_numbers


@pytest.mark.parametrize(
    ("then", "now", "of_numbers"),
    [
        ("9.3", "9.4", True),
        ("改善", "悪化", False),
        ("９件", "８件", True),
        ("", "3", True),
        ("語", "", False),
    ],
)
def test_numbers_are_told_from_words(then: str, now: str, of_numbers: bool) -> None:
    assert Difference("", then, now).of_numbers is of_numbers


def test_another_picture_is_a_difference() -> None:
    (found,) = differences(picture="b")
    assert found.where == "評価 › 図"
    assert found.then.startswith("変化 [")


def test_what_is_new_or_gone_stands_alone() -> None:
    (new,) = differences(more="<p>新しい 5 件</p>")
    assert (new.then, new.now) == ("", "新しい 5 件")
    (gone,) = page_differences(PAGE.format(**{**FACTS, "more": "<p>古い</p>"}), PAGE.format(**FACTS))
    assert (gone.then, gone.now) == ("古い", "")


def test_a_new_row_does_not_make_the_rows_below_it_differ() -> None:
    then = PAGE.format(**FACTS)
    now = then.replace("<tr><th>会議", "<tr><th>窓口</th><td>7</td><td>8</td></tr><tr><th>会議")
    assert {d.where.split(": ")[-1] for d in page_differences(then, now)} <= {
        "評価 › 指標",
        "窓口 / 前",
        "窓口 / 今",
    }
    assert {d.now for d in page_differences(then, now)} == {"窓口", "7", "8"}
