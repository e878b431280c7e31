"""Areas and pillars of a result are found by code or name; what is not there is refused with what is."""

from __future__ import annotations

import pandas as pd
import pytest

from sojo_eval.evaluation.exploring.asked import area_in, indicator_in, pillar_in
from sojo_eval.foundation.problems import SojoEvalError

FOUND = pd.DataFrame(
    {
        "pillar": ["connections", "consultation"],
        "area": ["C1", "C2"],
        "area_ja": ["東圏域", "西圏域"],
        "area_en": ["East", "West"],
    }
)


@pytest.mark.parametrize(
    ("asked", "code"), [("", "C1"), ("C2", "C2"), ("西圏域", "C2"), ("west", "C2"), ("c1", "C1")]
)
def test_an_area_is_found_by_code_or_name(asked: str, code: str) -> None:
    assert area_in(FOUND, ["C1", "C2"], asked) == code


def test_a_pillar_is_found_by_id_or_name() -> None:
    assert pillar_in(FOUND, "consultation") == "consultation"
    with pytest.raises(SojoEvalError, match=r"Did you mean consultation\?"):
        pillar_in(FOUND, "consultations")


def test_what_is_not_there_names_the_nearest() -> None:
    with pytest.raises(SojoEvalError, match=r"Did you mean C2\?.*C1 東圏域"):
        area_in(FOUND, ["C1", "C2"], "西圏")
    with pytest.raises(SojoEvalError, match=r"Did you mean a\.rate\?"):
        indicator_in(["a.rate", "b.days"], "a.rat")
