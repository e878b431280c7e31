"""Kinds of data: asked by the gates, used by an indicator, consistent in themselves, and what they are."""

from __future__ import annotations

import pytest

from sojo_eval.evaluation.gates.policy import EVERY
from sojo_eval.indicators import built_in
from sojo_eval.indicators.kinds import (
    ANNUAL_AMOUNT,
    KINDS,
    MONTHLY_AMOUNT,
    MONTHLY_RATE,
    PRINTED,
    PUBLISHED,
    SHARES_OF_ANSWERS,
    Kind,
    names_of,
)


def test_every_kind_is_asked_by_the_gates_and_used_by_an_indicator() -> None:
    assert {kind.grain for kind in KINDS.values()} == EVERY
    # A monthly rate over its own exposure and printed amounts are for a city's own indicators: none of ours is one.
    of_cities = {PUBLISHED, MONTHLY_RATE, MONTHLY_AMOUNT, ANNUAL_AMOUNT}
    assert {entry.kind for entry in built_in().values()} | of_cities == {*KINDS.values()}


@pytest.mark.parametrize("kind", KINDS.values(), ids=str)
def test_a_kind_is_consistent_in_itself(kind: Kind) -> None:
    assert KINDS[kind.name] is kind
    assert ("denominator" in kind.columns) == (
        kind.grain in ("month", "year", "groups", "figure") and not kind.denominator_is_public
    )
    assert ("path" in kind.questions) == (kind.grain == "month")
    assert kind.is_rare_count == (kind.is_count and kind.grain == "year")
    assert not (kind.is_stock and kind.grain != "year")
    # A hidden month of what is no sum over months cannot be had by subtraction; all else can.
    assert kind.sums_over_months == (kind.grain in ("month", "year", "start"))


def test_what_kinds_are() -> None:
    """The table of the policy itself, typed a second time: a wrong entry in kinds.py is seen here."""
    shares = {
        "monthly_proportion",
        "annual_proportion",
        "gap_of_shares",
        "survey_share",
        "time_to_event",
        "published",
    }
    counts = {"monthly_count", "annual_count"}
    amounts = {"monthly_amount", "annual_amount"}
    public = counts | amounts | {"annual_stock", "gap_of_rates"}
    assert names_of(lambda kind: kind.is_share) == shares
    assert names_of(lambda kind: kind.is_count) == counts
    assert names_of(lambda kind: kind.denominator_is_public) == public
    assert names_of(lambda kind: kind.is_stock) == {"annual_stock", "annual_amount"}
    assert names_of(lambda kind: kind.is_amount) == amounts
    assert names_of(lambda kind: kind.one_row_each) == {"time_to_event", "survey_share"}
    assert {"published"} == PRINTED
    assert {"published", "survey_share"} == SHARES_OF_ANSWERS
