"""Columns that belong together: by index and by length."""

from __future__ import annotations

import pandas as pd
import pytest

from sojo_eval import statistics as st


def test_rows_of_different_people_are_not_joined() -> None:
    answers = pd.Series([1, 0, 1])
    with pytest.raises(ValueError, match="same index"):
        st.survey_share(answers, pd.Series([1, 1, 1], index=[2, 1, 0]))
    with pytest.raises(ValueError, match="same length"):
        st.survey_share(answers, [1, 1])
