"""What is small: a part, a whole, a complement, a fraction of a person."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sojo_eval.disclosure.rules import disclosive_count, is_small


@pytest.mark.parametrize(
    ("numerator", "denominator", "kind", "hidden"),
    [
        (0, 50, "monthly_proportion", False),
        (1, 50, "monthly_proportion", True),
        (4, 50, "monthly_proportion", True),
        (5, 50, "monthly_proportion", False),
        (46, 50, "monthly_proportion", True),
        (50, 50, "monthly_proportion", False),
        (0, 4, "monthly_proportion", True),
        (3, 205.8, "monthly_count", True),
        (9, 3.5, "monthly_count", False),
        (3, 205.8, "annual_stock", True),
        (9, 3.5, "annual_stock", False),
        (46, 50, "annual_rate", False),
        (20, 4, "annual_rate", True),
        (3, 50, "monthly_rate", True),
        (30, 31, "time_to_event", True),
        (np.nan, np.nan, "annual_count", False),
    ],
)
def test_a_small_part_whole_or_complement_is_disclosive(
    numerator: float, denominator: float, kind: str, hidden: bool
) -> None:
    found = disclosive_count(pd.Series([numerator]), pd.Series([denominator]), pd.Series([kind]), 5)
    assert found.tolist() == [hidden]


def test_zero_is_shown_and_a_fraction_of_a_person_is_not() -> None:
    assert is_small(pd.Series([0.0, 0.4, 4.9, 5.0]), 5).tolist() == [False, True, True, False]
