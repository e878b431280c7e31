"""An indicator of one's own: entered again it replaces itself, and what it cannot read is refused before it is listed."""

from __future__ import annotations

from typing import Any

import ibis
import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import indicator, registry
from sojo_eval.indicators.registry import Compute
from sojo_eval.indicators.shapes import by_month
from tests.conftest import SmallCity

SAID: dict[str, Any] = {
    "pillar": "consultation",
    "kind": "monthly_count",
    "title": "夜間の相談",
    "unit": "per_1000_month",
    "direction": "context",
    "smallest_change": 0.1,
}


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test enters is gone after it."""
    monkeypatch.setattr(registry, "_CATALOGUE", dict(registry._CATALOGUE))


def at_night(consultations: ibis.Table) -> ibis.Table:
    """All consultations, called so."""
    return by_month(consultations, consultations.received_date, numerator=ibis.literal(1))


def every_second(consultations: ibis.Table) -> ibis.Table:
    return at_night(consultations.filter(consultations.consultation_id != "1"))


def test_one_of_ones_own_is_counted_listed_and_replaced_when_entered_again(small_city: SmallCity) -> None:
    rows = pd.DataFrame(
        {
            "consultation_id": ["1", "2"],
            "received_date": pd.to_datetime(["2024-04-01"] * 2),
            "area": ["C1"] * 2,
            "desk": ["D"] * 2,
        }
    )
    city = small_city.make(consultations=rows)
    for compute, counted in ((at_night, 2), (every_second, 1)):
        compute.__name__ = "at_night"
        indicator(**SAID)(compute)
        assert "consultation.at_night" in se.indicators.list()["indicator"].tolist()
        assert se.series(city, "consultation.at_night")["numerator"].max() == counted


def _reads(table: str, column: str = "received_date") -> Compute:
    space: dict[str, Any] = {"by_month": by_month, "__name__": "__main__"}
    exec(
        f"def own({table}):\n"
        f"    return by_month({table}, {table}.{column}, numerator={table}.{column}.notnull().cast('int'))",
        space,
    )
    own: Compute = space["own"]
    return own


@pytest.mark.parametrize(
    ("change", "compute", "said"),
    [
        ({"pillar": "consultations"}, at_night, "There is no pillar .* Did you mean consultation?"),
        ({"kind": "monthly_counts"}, at_night, "There is no kind of data .* Did you mean monthly_count?"),
        ({"unit": "shares"}, at_night, "There is no unit .* Did you mean share?"),
        ({"direction": "hihger"}, at_night, "There is no direction .* Did you mean higher?"),
        ({}, _reads("consultation"), "There is no table .* Did you mean consultations?"),
        ({}, _reads("consultations", "recieved_date"), "There is no column .* Did you mean received_date?"),
        ({"kind": "monthly_proportion"}, at_night, "lacks denominator"),
        ({"title": 5}, at_night, "is no title"),
        ({"title": " "}, at_night, "is no title"),
        ({"smallest_change": "x"}, at_night, "is no smallest_change"),
        ({"smallest_change": 0}, at_night, "is no smallest_change"),
        ({"smallest_change": True}, at_night, "is no smallest_change"),
        ({"per": -1}, at_night, "is no per"),
    ],
)
def test_what_there_is_not_is_refused_with_the_nearest_and_leaves_the_catalogue_whole(
    change: dict[str, Any], compute: Compute, said: str
) -> None:
    before = se.indicators.list()
    with pytest.raises(SojoEvalError, match=said.replace("?", r"\?")) as refused:
        indicator(**SAID | change)(compute)
    assert refused.value.message.ja != refused.value.message.en
    assert se.indicators.list().equals(before)


def test_one_of_the_package_is_not_replaced() -> None:
    at_night.__name__ = "consultations_per_1000"
    with pytest.raises(SojoEvalError, match="exists already"):
        indicator(**SAID)(at_night)


def test_what_the_city_has_no_data_for_says_which_table_is_missing(small_city: SmallCity) -> None:
    with pytest.raises(SojoEvalError, match="empty or missing: consultations"):
        se.series(small_city.make(), "consultation.consultations_per_1000")
