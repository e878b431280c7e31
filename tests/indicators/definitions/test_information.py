"""情報発信の工夫: every indicator on at most a dozen rows."""

from __future__ import annotations

from typing import Any

import pytest

import sojo_eval as se
from tests.indicators.by_hand import ByHand, counts, table, times

PUBLICATIONS = table(
    "publication_id title_ja channel languages easy_japanese published_date updated_date withdrawn_date printed",
    ("u1", "福祉", "website", "ja en", False, "2022-03-31", None, None, None),
    ("u2", "福祉", "website", "ja", False, "2022-05-01", "2023-04-01", "2024-03-31", None),
    ("u3", "福祉", "leaflet", "ja  en zh", False, "2024-04-10", None, None, 500),
    ("u4", "福祉", "newsletter", None, False, "2024-04-20", None, None, 1000),
    ("u5", "福祉", "sns", "", False, "2024-05-01", None, None, None),
    ("u6", "福祉", "website", " ja ", False, "2025-04-10", None, None, None),
    ("u7", "福祉", "website", "en ja", False, "2022-06-01", "2024-03-01", None, None),
)
REACH = table(
    "publication_id month views questions",
    ("u1", "2024-04-01", 1000, 8),
    ("u1", "2024-05-01", None, 3),
    ("u5", "2024-05-01", 200, 0),
)
CHANGES = table(
    "change_id service changed_date publication_id",
    ("1", "d", "2024-04-01", "u3"),
    ("2", "d", "2024-05-10", "u4"),
    ("3", "d", "2024-06-01", None),
    ("4", "d", "2025-04-01", "u6"),
    ("5", "d", "2024-02-20", "u7"),
    ("6", "d", "2024-03-10", "u7"),
)
CONSULTATIONS = table(
    "consultation_id received_date desk age_band came_through",
    ("1", "2024-04-01", "d", "18-39", "publication"),
    ("2", "2024-04-02", "d", "18-39", "self"),
    ("3", "2024-05-02", "d", "75+", "publication"),
    ("4", "2024-05-03", "d", "75+", "unknown"),
    ("5", "2024-05-04", "d", "65-74", "self"),
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
    # The same pages: u1; u1, u2 (its update came a day later), u7; u1, u7; u1, u7.
    "information.days_since_page_update": {
        "2021-04": (0, 1), "2022-04": (365 + 334 + 303, 3), "2023-04": (731 + 30, 2), "2024-04": (1096 + 395, 2),
    },
    "information.printed_copies_per_1000": {"2024-04": 1500},
    "information.questions_per_1000_views": {"2024-04": (8, 1000), "2024-05": (0, 200)},
    "information.came_by_publication_18_to_39": {"2024-04": (1, 2)},
    "information.came_by_publication_40_to_64": {},
    "information.came_by_publication_65_to_74": {"2024-05": (0, 1)},
    "information.came_by_publication_75_and_over": {"2024-05": (1, 1)},
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
    """u7, a page of 2022, was updated ten days after the change of February, and had told that of March beforehand.

    Then: after nine days, beforehand, never (333 days up to the last one covered), after nine days.
    """
    february, march = (10, True), (0, True)
    later = [(9, True), (0, True), (333, False), (9, True)]
    assert times(city, TIMES_OF_INFORMATION[0]) == [february, march, *later]


def test_questions_are_told_per_thousand_views(city: se.City) -> None:
    series = se.series(city, "information.questions_per_1000_views").set_index("period_start")
    assert series["value"].dropna().tolist() == [8.0, 0.0]
