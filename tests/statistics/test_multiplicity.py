"""Many tests at once: stricter methods reject less, and what is no p-value is named."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.multitest import multipletests

from sojo_eval import statistics as st


def test_methods_against_many_tests_keep_the_order_of_strictness() -> None:
    p = [0.001, 0.011, 0.02, 0.04, 0.5]
    numbers = [st.multiple_comparisons(p, m).rejected.sum() for m in ("fdr_bh", "holm", "bonferroni")]  # type: ignore[arg-type]
    assert numbers == sorted(numbers, reverse=True)
    with pytest.raises(ValueError, match=r"between 0 and 1, not 1\.2"):
        st.benjamini_hochberg([0.1, 1.2])


def test_holm_is_that_of_statsmodels() -> None:
    generator = np.random.default_rng(4)
    for n in (1, 2, 5, 40):
        p = generator.uniform(size=n).round(2) ** 2  # ties and noughts among them
        theirs = multipletests(p, method="holm")[1]
        assert st.multiple_comparisons(pd.Series(p), "holm").adjusted.to_numpy() == pytest.approx(theirs)
