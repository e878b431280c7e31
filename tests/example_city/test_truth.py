from __future__ import annotations

import pytest

from sojo_eval.example_city import PLANTED, SCENARIOS, truth_table
from sojo_eval.example_city.received_files.survey_form import QUESTIONS
from sojo_eval.example_city.truth import NOT_STEERED
from sojo_eval.indicators import built_in

PUBLISHED = "information.knows_welfare_commissioner"


def test_the_truth_covers_every_indicator_of_the_catalogue() -> None:
    asked = {question.concept for question in QUESTIONS}
    of_the_city = {i for i, entry in built_in().items() if not entry.concept or entry.concept in asked}
    assert set(PLANTED) | set(NOT_STEERED) == of_the_city | {PUBLISHED}
    assert not set(PLANTED) & set(NOT_STEERED)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_what_cannot_be_known_is_so_in_every_scenario(scenario: str) -> None:
    unknown = {i for i, t in truth_table(scenario).items() if t["truth"] == "cannot_be_known"}
    assert unknown == {"connections.takes_part_in_local_activity", "information.reach_per_1000"}
    assert all(truth_table(scenario)[i]["change"] is None for i in unknown)


def test_nothing_changes_under_null() -> None:
    told = {t["truth"] for t in truth_table("null").values()}
    assert told == {"no_change", "cannot_be_known", "context", "not_planted"}
    assert all(t["change"] in (None, 0.0, 1.0) for t in truth_table("null").values())


def test_all_that_is_planted_and_can_be_known_improves_under_improving() -> None:
    truth = truth_table("improving")
    assert {truth[i]["truth"] for i in PLANTED} == {"improved", "cannot_be_known", "context"}
    moved = {i: truth[i]["truth"] for i in NOT_STEERED if truth[i]["truth"] in ("improved", "worsened")}
    assert moved == {
        "connections.participants_per_residents_meeting": "improved",
        "consultation.cases_with_consent": "improved",
        "consultation.days_from_first_contact_to_plan": "improved",
        "consultation.referrals_sent_back_share": "improved",
        "consultation.first_contact_through_outreach_or_station": "worsened",
    }


def test_parts_and_followers_are_worked_out_from_the_model() -> None:
    truth = truth_table("improving")
    # By hand: 7 % of those who did not come through a publication (90 %, then 81 %); and a case has consent when
    # it gets a plan (2/3, then 95 %) or else in 85 % of the cases.
    came = truth["consultation.first_contact_through_outreach_or_station"]
    assert came["change"] == pytest.approx(0.07 * 0.81 - 0.07 * 0.90)
    agreed = truth["consultation.cases_with_consent"]
    assert agreed["before"] == pytest.approx(2 / 3 + 0.85 / 3)
    assert agreed["change"] == pytest.approx(0.95 + 0.05 * 0.85 - 0.95)
    # Of 100 consultations 15 are referred once and 12 (then 5) twice, every fifth of these thrice; 15 % of the later
    # ones go back: 2.16 of 41.4 referrals, then 0.9 of 26.
    back = truth["consultation.referrals_sent_back_share"]
    assert back["before"] == pytest.approx(0.0216 / 0.414)
    assert back["change"] == pytest.approx(0.009 / 0.26 - 0.0216 / 0.414, abs=5e-5)
    assert truth["connections.participants_mutual_help"]["change"] == 1.35
    assert truth["connections.participants_mutual_help"]["planted"] is None


def test_sparse_has_the_truth_of_mixed() -> None:
    assert truth_table("sparse") == truth_table("mixed")


def test_mixed_holds_the_changes_the_city_is_documented_with() -> None:
    truth = truth_table("mixed")
    assert truth["connections.participants_per_1000"]["change"] == 1.35
    assert truth["consultation.plans_reviewed_on_time"]["truth"] == "worsened"
    assert truth["connections.feels_lonely_often"] | {"why": "", "why_ja": ""} == {
        "truth": "improved", "change": -0.05, "scale": "difference", "planted": -0.05, "before": 0.15, "why": "",
        "why_ja": "",
    }  # fmt: skip
    assert truth["consultation.no_wrong_door"]["truth"] == "no_change"
    assert truth["consultation.days_to_first_response"]["truth"] == "improved"
