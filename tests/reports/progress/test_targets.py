"""The block of targets: every number, its status in words, and nothing of what is hidden."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from sojo_eval import reports
from sojo_eval.charts.style import STATUS_STYLES
from sojo_eval.city.target_scheme import TargetScheme
from sojo_eval.disclosure import publish
from sojo_eval.evaluation.words.targets import DEFINITIONS, STATUSES
from sojo_eval.foundation.language import LANGUAGES, Language, Text
from sojo_eval.foundation.problems import Problem
from tests.made_evaluation import make_evaluation

SHOWN, HIDDEN = publish(make_evaluation(0, False)), publish(make_evaluation(0, True))


def read(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_target_has_a_row_with_all_its_numbers(lang: Language) -> None:
    page = read(reports.targets(SHOWN, lang).html)
    rows = page.select("tbody tr")
    assert len(rows) == 2
    share = rows[0].get_text()
    for number in ("51.3%", "59.3%", "46.7%", "58.0%", "80.0%", "20%", "40%", "41.5%", "35.6%"):
        assert number in share, number
    assert STATUSES["on_pace"](lang) in share
    assert ("令和11（2029）年3月31日" if lang == "ja" else "31 March 2029") in share
    labels = [cell["data-label"] for cell in rows[0].find_all("td")]
    heads = [h.get_text() for h in page.select("thead th")]
    assert labels == heads[1:]


def test_every_status_has_words_a_definition_and_a_sign_of_its_own() -> None:
    assert set(STATUSES) == set(DEFINITIONS) == set(STATUS_STYLES)
    assert len({style.sign for style in STATUS_STYLES.values()}) == len(STATUS_STYLES)
    assert not {style.sign for style in STATUS_STYLES.values()} & set("◎○△×")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hidden_finding_shows_its_target_and_nothing_else(lang: Language) -> None:
    page = read(reports.targets(HIDDEN, lang).html)
    row = page.select("tbody tr")[1]
    cells = [cell.get_text() for cell in row.find_all("td")]
    word = "秘匿" if lang == "ja" else "withheld"
    assert word in cells[0]
    assert word in cells[2]
    told = "".join(cells)
    # The date, the time that is over, and the target (0.8) twice.
    numbers = {n for n in told.replace("（", " ").replace("）", " ").split() if any(c.isdigit() for c in n)}
    assert "38.3" not in told
    assert "31.0" not in told
    assert numbers
    assert f"{word} 1" in page.select_one(".answer-sentence").get_text()  # type: ignore[union-attr]


def test_the_citys_letters_stand_with_their_rule_and_their_neighbours() -> None:
    scheme = TargetScheme("progress", (("A", 1.0), ("B", 0.75), ("C", float("-inf"))))
    text = read(reports.targets(replace(SHOWN, target_scheme=scheme), "en").html).get_text()
    assert "A from 100% on, B from 75% on, C below that" in text
    assert "the interval allows A, B" in text
    assert "point estimate alone" in text
    points = TargetScheme("points", (("a", 0.03), ("b", -0.03), ("c", float("-inf"))))
    text = read(reports.targets(replace(SHOWN, target_scheme=points), "ja").html).get_text()
    assert "aは+3.0ポイント以上、bは−3.0ポイント以上、cはそれ未満" in text


def test_without_targets_it_says_how_to_add_one_and_areas_have_none() -> None:
    empty = replace(SHOWN, targets=SHOWN.targets.iloc[:0])
    assert "import it" in str(reports.targets(empty, "en"))
    area = replace(SHOWN, areas=("C1",))
    assert "whole city" in str(reports.targets(area, "en"))
    assert not read(reports.targets(area, "en").html).select("table")


def test_what_is_wrong_in_the_table_is_listed_with_its_place() -> None:
    problem = Problem("target-unit", Text("割合です", "a share"), Text("0.5 と書く", "write 0.5"), row=3, column="target_value", value="50", table="targets")  # fmt: skip
    text = str(reports.targets(replace(SHOWN, target_problems=(problem,)), "en"))
    assert 'targets › row 3 › column "target_value": a share (value: 50). → write 0.5' in text


def test_a_target_to_be_kept_has_no_way_and_an_unknown_one_no_unit() -> None:
    table = SHOWN.targets.copy()
    table.loc[0, ["progress", "progress_low", "progress_high", "needed_now", "needed_mean"]] = float("nan")
    table.loc[1, ["unit", "status"]] = ["", "cannot_be_told"]
    table.loc[1, ["base", "value", "value_low", "value_high", "progress"]] = float("nan")
    table["due_date"] = table["due_date"].astype(object)
    table.loc[1, "due_date"] = pd.NaT
    text = str(reports.targets(replace(SHOWN, targets=table), "en"))
    assert "reached at the base: to be kept" in text
    assert "no due date" in text
