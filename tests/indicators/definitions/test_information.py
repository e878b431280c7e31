"""情報発信の工夫: every indicator on at most a dozen rows."""

from __future__ import annotations

from typing import Any

import pytest

import sojo_eval as se
from tests.indicators.by_hand import ByHand, counts, table, times

PUBLICATIONS = table(
    "publication_id title_ja channel languages easy_japanese published_date updated_date withdrawn_date "
    "accessible_formats audience",
    ("u1", "福祉", "website", "ja en", False, "2022-03-31", None, None, "none", "everyone"),
    ("u2", "福祉", "website", "ja", True, "2022-05-01", "2023-04-01", "2024-03-31", "audio", "carers"),
    ("u3", "福祉", "leaflet", "ja  en zh", False, "2024-04-10", None, None, None, None),
    ("u4", "福祉", "newsletter", None, True, "2024-04-20", None, None, " ", "older"),
    ("u5", "福祉", "sns", "", False, "2024-05-01", None, None, "none", "everyone"),
    ("u6", "福祉", "website", " ja ", False, "2025-04-10", None, None, "audio braille", "older"),
    ("u7", "福祉", "website", "en ja", False, "2022-06-01", "2024-03-01", None, "braille", "everyone"),
)
REACH = table(
    "publication_id month users",
    ("u1", "2024-04-01", 100),
    ("u5", "2024-04-01", 40),  # perhaps the same people: each page counts them
    ("u1", "2024-05-01", None),
    ("u5", "2024-05-01", 0),
)
CHANGES = table(
    "change_id service changed_date told_date publication_id",
    ("1", "d", "2024-04-01", "2024-04-10", "u3"),
    ("2", "d", "2024-05-10", "2024-05-01", "u4"),  # told beforehand
    ("3", "d", "2024-06-01", None, None),  # never
    ("4", "d", "2025-04-01", "2025-05-01", "u6"),  # the day after the last one covered
    ("5", "d", "2024-02-20", "2024-02-20", "u7"),  # that very day, though the page was edited again since
    ("6", "d", "2024-03-10", None, "u7"),  # told, nobody knows when
)
CONSULTATIONS = table(
    "consultation_id received_date desk age_band came_through",
    ("1", "2024-04-30", "d", "18-39", "publication"),
    ("2", "2024-04-02", "d", "18-39", "self"),
    ("3", "2024-05-01", "d", "75+", "publication"),
    ("4", "2024-05-03", "d", "75+", "unknown"),
    ("5", "2024-05-04", "d", "75+", "publication"),
    ("6", "2024-05-05", "d", "40-64", None),
)

BY_HAND: ByHand = {
    # u4 and u5 do not say their languages.
    "information.two_or_more_languages_share": {
        "2022-03": (1, 1), "2022-05": (0, 1), "2022-06": (1, 1), "2024-04": (1, 1), "2025-04": (0, 1),
    },
    # 31 March 2022: u1, new. 2023: u1 (365 days: not over a year), u2, u7. 2024: u1 old, u7 updated, u2 withdrawn
    # that day. 2025: u1, and u7 395 days after its update.
    "information.pages_older_than_a_year": {
        "2021-04": (0, 1), "2022-04": (0, 3), "2023-04": (1, 2), "2024-04": (2, 2),
    },
    "information.easy_japanese_share": {
        "2022-03": (0, 1), "2022-05": (1, 1), "2022-06": (0, 1), "2024-04": (1, 2), "2024-05": (0, 1),
        "2025-04": (0, 1),
    },
    # u3 and u4 do not say whether there is a format.
    "information.accessible_format_share": {
        "2022-03": (0, 1), "2022-05": (1, 1), "2022-06": (1, 1), "2024-05": (0, 1), "2025-04": (1, 1),
    },
    "information.publications_for_an_audience": {
        "2022-03": (0, 1), "2022-05": (1, 1), "2022-06": (0, 1), "2024-04": (1, 1), "2024-05": (0, 1),
        "2025-04": (1, 1),
    },
    "information.reach_per_1000": {"2024-04": 140, "2024-05": 0},
    "information.came_by_publication": {"2024-04": (1, 2), "2024-05": (2, 2)},
}  # fmt: skip


TIMES_OF_INFORMATION = ("information.days_from_service_change_to_publication",)


@pytest.fixture
def city(small_city: Any) -> se.City:
    return small_city.make(
        data_until="2025-04-30",
        publications=PUBLICATIONS,
        information_reach=REACH,
        consultations=CONSULTATIONS,
        service_changes=CHANGES,
    )


@pytest.mark.parametrize("indicator", BY_HAND)
def test_counts_agree_with_hand_counts(city: se.City, indicator: str) -> None:
    assert counts(city, indicator) == BY_HAND[indicator]


def test_days_to_publication_by_hand(city: se.City) -> None:
    """In the order of the months: that very day; after nine days; beforehand; never; not yet on the last day covered."""
    assert times(city, TIMES_OF_INFORMATION[0]) == [
        (0, True), (9, True), (0, True), (333, False), (29, False),
    ]  # fmt: skip
