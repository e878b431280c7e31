"""Many tests at once: stricter methods reject less, and what is no p-value is named."""

from __future__ import annotations

import pytest

from sojo_eval import statistics as st


def test_methods_against_many_tests_keep_the_order_of_strictness() -> None:
    p = [0.001, 0.011, 0.02, 0.04, 0.5]
    numbers = [st.multiple_comparisons(p, m).rejected.sum() for m in ("fdr_bh", "holm", "bonferroni")]  # type: ignore[arg-type]
    assert numbers == sorted(numbers, reverse=True)
    with pytest.raises(ValueError, match=r"between 0 and 1, not 1\.2"):
        st.benjamini_hochberg([0.1, 1.2])
