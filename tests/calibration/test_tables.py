"""Shares as they are printed."""

from __future__ import annotations

import pandas as pd

from sojo_eval.calibration.tables import markdown_table, percent, percent_with_error


def test_shares_have_one_decimal_and_what_is_not_known_a_dash() -> None:
    assert percent(0.0249) == "2.5 %"
    assert percent(float("nan")) == "—"
    assert percent_with_error(0.025, 0.00351) == "2.5 % ± 0.35"
    assert percent_with_error(float("nan"), 0.1) == "—"


def test_a_table_has_a_head_a_rule_and_a_line_a_row() -> None:
    table = markdown_table(pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}))
    assert table.split("\n") == ["| a | b |", "| --- | --- |", "| 1 | x |", "| 2 | y |"]
