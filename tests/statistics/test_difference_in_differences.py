"""The textbook difference in differences: four means, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from sojo_eval.statistics.difference_in_differences import difference_in_differences


def test_the_textbook_difference_in_differences_is_that_of_four_means() -> None:
    result = difference_in_differences([1, 3, 4, 6, 2, 4, 9, 11], [0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 1, 1] * 2)
    assert result.value == pytest.approx((10 - 3) - (5 - 2))
    assert "not for one treated city" in str(result)


@pytest.mark.parametrize(
    ("outcome", "treated", "after", "message"),
    [
        ([1, 2, 3], [0, 1], [0, 1], "same length"),
        ([1, np.nan, 3, 4, 5], [0, 0, 1, 1, 1], [0, 1, 0, 1, 1], "finite"),
        ([1, 2, 3, 4, 5], [0, 0, 2, 1, 1], [0, 1, 0, 1, 1], "true or false"),
        ([1, 2, 3, 4, 5], [0, 0, 0, 1, 1], [0, 1, 0, 1, 1], "each period"),
        ([1, 2, 3, 4], [0, 0, 1, 1], [0, 1, 0, 1], "more than one"),
        ([], [], [], "each period"),
    ],
)
def test_two_by_two_needs_four_groups_with_numbers(
    outcome: list[float], treated: list[int], after: list[int], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        difference_in_differences(outcome, treated, after)
