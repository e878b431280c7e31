"""Numbers from the literature and from other packages, reproduced to their printed digits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sojo_eval import statistics as st
from tests.published.validation import PAGE, Check, all_checks, page

CHECKS = [check for checks in all_checks().values() for check in checks]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.what)
def test_ours_agrees_with_the_printed_number(check: Check, reference_data: Path) -> None:
    ours = check.ours(reference_data)
    # One that is known to differ must go on differing: else its reason is out of date.
    assert check.agrees(ours) is not check.differs, f"{check.expected} printed, {ours} worked out"


def test_the_page_shows_what_the_code_gives(reference_data: Path) -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == page(reference_data), "run: python -m tests.published.validation"


def test_the_checks_can_fail() -> None:
    check = Check("x", 1.23, 2, lambda _: 0.0, "nobody")
    assert check.agrees(1.2349)
    assert not check.agrees(1.2351)
    assert not check.agrees(float("nan"))


def test_small_counts_use_the_exact_interval() -> None:
    assert st.count_interval(1, 0.998).low > 0
    assert st.count_interval(0).low == 0


def test_a_missing_p_value_neither_counts_nor_spoils_the_others() -> None:
    p = pd.Series([0.001, 0.02, np.nan, 0.9])
    result = st.benjamini_hochberg(p)
    assert np.isnan(result.adjusted.iloc[2])
    assert result.adjusted.drop(2).tolist() == pytest.approx(
        st.benjamini_hochberg(p.dropna()).adjusted.tolist()
    )


def test_our_model_agrees_with_the_tutorial_where_both_apply(reference_data: Path) -> None:
    """The path question on the smoking ban: our estimate lies inside the tutorial's interval, ours is no shorter."""
    sicily = pd.read_csv(reference_data / "validation" / "its_sicily" / "sicily.csv")
    months = pd.DatetimeIndex(pd.to_datetime(sicily[["year", "month"]].assign(day=1)))
    events, people = (pd.Series(sicily[c].to_numpy(float), index=months) for c in ("aces", "stdpop"))
    usual = st.segmented_poisson(events, people, boundary="2005-01-01")
    ours = st.level_and_path(events, people, boundary="2005-01-01", question="path")
    assert usual.low < ours.change < usual.high
    assert ours.high / ours.low > usual.high / usual.low
    assert ours.p < 0.05
