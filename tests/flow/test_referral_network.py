"""The network of referrals on seven rows that can be counted by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest

import sojo_eval as se
from tests.indicators.by_hand import table
from tests.indicators.definitions.test_case_path import CONSULTATIONS, REFERRALS, SERVICES


@pytest.fixture
def city(small_city: Any) -> se.City:
    return small_city.make(
        data_until="2024-05-31", services=SERVICES, consultations=CONSULTATIONS, referrals=REFERRALS[:7]
    )


def test_links_by_hand(city: se.City) -> None:
    links = se.referral_network(city).graph.edges
    assert dict(links) == {
        ("d1", "d2"): {"referrals": 1, "accepted": 1, "sent_back": 0, "median_days_to_acceptance": 2.0},
        # r2 after one day, r4 after ten.
        ("d2", "d3"): {"referrals": 2, "accepted": 2, "sent_back": 0, "median_days_to_acceptance": 5.5},
        ("d3", "d2"): {"referrals": 2, "accepted": 0, "sent_back": 2, "median_days_to_acceptance": None},
        ("d1", "d3"): {"referrals": 1, "accepted": 0, "sent_back": 0, "median_days_to_acceptance": None},
        ("d3", "d4"): {"referrals": 1, "accepted": 0, "sent_back": 0, "median_days_to_acceptance": None},
    }


def test_desks_by_hand(city: se.City) -> None:
    network = se.referral_network(city)
    nodes = network.nodes
    counts = [
        "received",
        "passed_on",
        "passed_on_again",
        "referred_out",
        "referred_in",
        "accepted_in",
        "sent_back",
    ]
    assert nodes.loc["d1", counts].tolist() == [2, 2, 2, 2, 0, 0, 0]
    assert nodes.loc["d2", counts].tolist() == [1, 1, 1, 2, 3, 1, 0]
    assert nodes.loc["d3", counts].tolist() == [1, 0, 0, 3, 3, 2, 2]
    assert nodes.loc["m", counts].tolist() == [0] * 7
    # Of three to d2 one was withdrawn.
    assert nodes.loc["d2", "share_accepted"] == pytest.approx(1 / 2)
    assert nodes.loc["d3", "share_sent_back"] == pytest.approx(2 / 3)
    assert nodes["rank"].sum() == pytest.approx(1)
    assert network.never_referred_to == ("d1", "m")
    assert network.components == (("d1", "d2", "d3", "d4"),)
    assert network.circles == (("d2", "d3"),)
    assert network.reciprocity == pytest.approx(2 / 5)
    assert network.no_wrong_door is not None
    assert network.no_wrong_door.value == pytest.approx(1 / 4)
    assert network.sent_back is not None
    assert network.sent_back.value == pytest.approx(2 / 7)
    assert network.accepted is not None
    assert network.accepted.value == pytest.approx(3 / 6)


def test_people_end_up_where_the_referrals_go(city: se.City) -> None:
    # By hand: 1/2, 1/4, 1/4 come in at d1, d2, d3 (so start; 0 at d4), d4 has no way on and starts anew.
    rank = se.referral_network(city).nodes["rank"]
    start = {"d1": 0.5, "d2": 0.25, "d3": 0.25, "d4": 0.0}
    lost = rank["d4"]
    assert rank["d1"] == pytest.approx(0.15 * start["d1"] + 0.85 * start["d1"] * lost, abs=1e-5)
    assert rank["d4"] == pytest.approx(0.85 * rank["d3"] / 3, abs=1e-5)
    assert rank["d2"] == pytest.approx(
        0.15 * 0.25 + 0.85 * (rank["d1"] / 2 + rank["d3"] * 2 / 3 + 0.25 * lost), abs=1e-5
    )
    assert rank["m"] == 0


def test_it_says_itself_in_one_sentence(city: se.City) -> None:
    network = se.referral_network(city, "2024-04-01", "2024-04-30")
    assert str(network.in_language("en")) == (
        "During 2024-04-01 to 2024-04-30, 3 referrals ran over 2 links; 0.0% of 3 consultations were not handed "
        "on by a desk to which they had been referred, 0.0% of the referrals went back to a desk that had had the person, and 2 desks "
        "and 1 other services were never referred to"
    )
    page = se.referral_network(city)._repr_html_()
    assert "公表しないでください" in page
    assert "5件未満の経路が5本" in page
    assert "窓口3" in page


def test_a_desk_closed_before_the_period_is_no_part_of_it(small_city: Any) -> None:
    services = table(
        "service name_ja programme takes_consultations opened_date closed_date",
        ("d1", "窓口1", "comprehensive_consultation", True, None, None),
        ("old", "昔の窓口", "comprehensive_consultation", True, None, "2019-03-31"),
        ("new", "新しい窓口", "comprehensive_consultation", True, "2024-06-01", None),
    )
    city = small_city.make(data_until="2024-05-31", services=services, consultations=CONSULTATIONS.head(0))
    network = se.referral_network(city)
    assert network.nodes.index.tolist() == ["d1"]
    assert math.isnan(network.reciprocity)
    assert network.no_wrong_door is None
    assert "—" in str(network)
    assert network._repr_html_()
    assert network.plot() is not None


def test_its_picture_names_the_desks(city: se.City) -> None:
    axes = se.referral_network(city).plot()
    assert [t.get_text() for t in axes.get_yticklabels()] == ["窓口1", "窓口2", "窓口3", "窓口4"]
    assert sorted(t.get_text() for t in axes.texts) == ["1", "1", "1", "2", "2"]


def test_several_bodies_at_once_hand_nobody_on_and_accepted_needs_no_day(small_city: Any) -> None:
    consultations = table("consultation_id received_date desk", ("k1", "2024-04-01", "d1"))
    referrals = table(
        "referral_id consultation_id from_desk to_desk made_date accepted_date outcome",
        ("r1", "k1", "d1", "d2", "2024-04-02", None, "accepted"),
        ("r2", "k1", "d1", "d3", "2024-04-02", "2024-04-04", None),
        ("r3", "k1", "d1", "d4", "2024-04-02", "2024-06-01", "accepted"),  # after the last day covered
        ("r4", "k1", "d1", "d4", "2024-04-02", None, "pending"),
    )
    city = small_city.make(
        data_until="2024-05-31", services=SERVICES, consultations=consultations, referrals=referrals
    )
    network = se.referral_network(city)
    assert network.nodes.loc["d1", ["passed_on", "passed_on_again"]].tolist() == [1, 0]
    links = network.edges.set_index("to_desk")
    assert links["accepted"].to_dict() == {"d2": 1, "d3": 1, "d4": 0}
    assert links["median_days_to_acceptance"].dropna().to_dict() == {"d3": 2.0}
