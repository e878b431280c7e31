"""Years that deny a change are named; too few years deny nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from sojo_eval.evaluation.words.fiscal_years import years_disagree
from sojo_eval.statistics import level_and_path, yearly_count_change


def test_only_years_that_can_deny_a_change_are_named() -> None:
    months = pd.date_range("2019-04-01", periods=84, freq="MS")
    counts = pd.Series(np.random.default_rng(4).poisson(100, 84).astype(float), index=months)
    change = level_and_path(counts, boundary="2024-04-01")
    assert change.fiscal_years_spare == 5
    said = years_disagree(replace(change, fiscal_years_p=0.4))
    assert said is not None
    assert "年度の合計" in said.ja
    assert "fiscal-year totals" in said.en
    sides = change.sensitivities["fiscal_years"]
    agreeing = replace(change, fiscal_years_p=0.01, change=1.1 if sides > 1 else 0.9)
    assert years_disagree(agreeing) is None
    assert years_disagree(replace(change, fiscal_years_p=0.4, fiscal_years_spare=2)) is None
    years = pd.Series([10.0, 12, 9, 20, 22])
    assert years_disagree(yearly_count_change(years, 1.0, pd.Series([False] * 3 + [True] * 2))) is None
