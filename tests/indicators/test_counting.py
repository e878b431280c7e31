"""The five lines of how an indicator counts."""

from __future__ import annotations

import pytest

from sojo_eval.indicators import built_in
from sojo_eval.indicators.counting import COUNTING, counting


@pytest.mark.parametrize("indicator", built_in())
def test_every_indicator_says_all_five_in_both_languages(indicator: str) -> None:
    lines = counting(built_in()[indicator])
    assert [*lines] == [*COUNTING]
    assert all(line.ja.strip() and line.en.strip() for line in lines.values())


def test_the_lines_come_from_where_each_is_decided() -> None:
    lines = counting(built_in()["consultation.first_response_within_3_days"])
    assert "3日後まで" in lines["span"].ja
    assert "初回対応日" in lines["blank"].ja
    assert "不明" in lines["blank"].ja
    assert "受け付けた相談1件" in lines["row"].ja
    waits = counting(built_in()["connections.participation_days_to_match"])
    assert "最長90日" in waits["span"].ja
    assert "not yet" in waits["blank"].en
    stock = counting(built_in()["consultation.staff_fte"])
    assert "最初の読み" in stock["span"].ja
    assert stock["blank"].en == "columns that decide the number cannot be empty"
