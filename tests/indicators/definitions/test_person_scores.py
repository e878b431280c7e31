"""つながり指標: seven people scored some times, a blank, a repeat and the edges of the wait among them."""

from __future__ import annotations

from typing import Any

import pytest

import sojo_eval as se
from sojo_eval.indicators.definitions.person_scores import FIVE_ITEMS
from tests.indicators.by_hand import ByHand, counts, table

LOW, SAME, HIGHER = (1, 2, 1, 1, 1), (2, 1, 1, 1, 1), (1, 2, 1, 1, 2)
SCORES = table(
    f"person_id scored_date {' '.join(FIVE_ITEMS)} with_the_person area",
    ("P1", "2023-04-10", *LOW, True, "C1"),
    ("P1", "2023-09-07", *HIGHER, True, "C1"),  # the 150th day
    ("P1", "2024-02-01", *LOW, True, "C1"),  # scored once more: the first second scoring holds
    ("P2", "2023-04-10", *LOW, True, "C1"),
    ("P2", "2023-09-06", *HIGHER, True, "C1"),  # the 149th day: too soon
    ("P2", "2024-05-14", *SAME, True, "C2"),  # the 400th day: the same total, other items
    ("P3", "2023-04-10", *LOW, True, "C1"),
    ("P3", "2024-05-15", *HIGHER, True, "C1"),  # the 401st day: too late
    ("P4", "2023-04-10", *LOW, True, "C1"),  # never again
    ("P5", "2023-05-01", *HIGHER, None, None),
    ("P5", "2023-11-01", *LOW, None, None),  # fell; nowhere, and not known with whom
    # Half a year after the second scoring, not after the first.
    ("P6", "2022-04-10", *LOW, True, "C1"),
    ("P6", "2022-05-10", *LOW, True, "C1"),
    ("P6", "2023-06-01", *HIGHER, True, "C1"),
)

BY_HAND: ByHand = {
    "connections.tsunagari_improved": {"2023-09": (1, 1), "2023-11": (0, 1), "2024-05": (0, 1)},
}


@pytest.mark.parametrize("indicator", BY_HAND)
def test_counts_agree_with_hand_counts(small_city: Any, indicator: str) -> None:
    city = small_city.make(data_until="2024-05-31", person_scores=SCORES)
    assert counts(city, indicator) == BY_HAND[indicator]


@pytest.mark.parametrize("item", range(5))
def test_every_item_counts(small_city: Any, item: int) -> None:
    second = tuple(score + (place == item) for place, score in enumerate(LOW))
    pair = table(
        f"person_id scored_date {' '.join(FIVE_ITEMS)}",
        ("P1", "2023-04-10", *LOW),
        ("P1", "2023-10-10", *second),
    )
    city = small_city.make(data_until="2024-05-31", person_scores=pair)
    assert counts(city, "connections.tsunagari_improved") == {"2023-10": (1, 1)}


def test_scores_can_be_told_by_whether_the_person_took_part(small_city: Any) -> None:
    city = small_city.make(data_until="2024-05-31", person_scores=SCORES)
    found = se.series(city, "connections.tsunagari_improved", by=["fiscal_year", "with_the_person"])
    assert found.groupby("with_the_person")["denominator"].sum().to_dict() == {"true": 2, "unknown": 1}
