"""Every kind of check and every rule finds the cell that breaks it."""

from __future__ import annotations

import pandas as pd
import pytest

from sojo_eval.schema import apply_types, check_tables, load_schema

Examples = dict[str, pd.DataFrame]

# table: {rule: {(row, field): value, …}}; the first cell is where the problem must be reported unless said otherwise
BREAK: dict[str, dict[str, dict[tuple[int, str], str]]] = {
    "areas": {
        "only_the_city_has_no_parent": {(1, "parent"): ""},
        "an_area_does_not_lie_in_itself": {(2, "parent"): "132292C1"},
        "nothing_larger_lies_in_a_town": {(2, "parent"): "132292T01", (3, "parent"): "132292"},
        "no_area_lies_in_one_of_its_level": {(2, "level"): "district"},
        "levels_have_one_order": {
            (2, "parent"): "132292T02",
            (3, "level"): "center",
            (3, "parent"): "132292D1",
            (2, "level"): "district",
            (4, "level"): "center",
            (4, "parent"): "132292D1",
        },
    },
    "area_crosswalk": {
        "valid_to_not_before_valid_from": {(1, "valid_to"): "2000-01-01"},
        "one_centre_on_a_day": {
            (0, "area"): "132292T02",
            (0, "valid_from"): "2000-04-01",
            (0, "valid_to"): "2006-04-01",
        },
    },
    "population": {"households_only_on_totals": {(1, "households"): "5"}},
    "plans": {"plan_end_after_start": {(0, "end_date"): "2019-04-01"}},
    "services": {"service_closes_after_opening": {(0, "closed_date"): "2000-01-01"}},
    "indicators_published": {
        "share_between_0_and_1": {(0, "value"): "23.7"},
        "numerator_within_denominator": {(0, "numerator"): "5", (0, "denominator"): "4"},
        "period_ends_after_start": {(0, "period_end"): "2020-01-01"},
        "value_state_only_without_it": {(0, "value_state"): "suppressed"},
    },
    "reported_totals": {
        "one_total_each": {(1, "area"): "132292"},
        "a_period_is_whole_months_or_a_day": {(0, "period_end"): "2024-04-29"},
        "a_period_is_a_grain": {(0, "period_end"): "2024-05-31"},
        "value_state_only_without_it": {(0, "value_state"): "suppressed"},
        "a_division_needs_a_category": {(0, "division"): "topic"},
    },
    "events": {"event_end_not_before_start": {(0, "end_date"): "2019-01-01"}},
    "consultations": {
        "response_not_before_receipt": {(0, "first_response_date"): "2023-04-03"},
        "closing_not_before_receipt": {(0, "closed_date"): "2023-04-03"},
        "closing_not_before_response": {(0, "closed_date"): "2024-04-02"},
        "desk_open_on_the_day": {(0, "received_date"): "2001-04-02"},
    },
    "consultation_topics": {"one_main_topic": {(2, "is_main"): "true"}},
    "referrals": {
        "acceptance_not_before_referral": {(0, "accepted_date"): "2024-04-01"},
        "referral_goes_elsewhere": {(0, "to_desk"): "S02"},
        "referral_not_before_receipt": {(0, "made_date"): "2024-04-04"},
        "referring_desk_open_on_the_day": {(0, "made_date"): "2010-03-31"},
        "receiving_desk_not_closed_before": {(0, "to_desk"): "S16"},
        "a_declined_referral_has_no_acceptance": {(0, "outcome"): "declined"},
    },
    "cases": {
        "case_closes_after_opening": {(1, "closed_date"): "2024-04-30"},
        "case_not_before_its_consultation": {(0, "opened_date"): "2024-04-04"},
        "consent_date_only_with_consent": {(1, "consent_date"): "2024-05-01"},
        "a_reason_needs_a_closing": {(0, "closing_reason"): "settled"},
    },
    "case_agencies": {
        "agency_joins_before_the_case_closes": {(0, "case_id"): "C0002", (0, "joined_date"): "2024-10-01"}
    },
    "meetings": {
        "multi_agency_meeting_needs_consent": {(0, "consent"): "false"},
        "support_meeting_convened_by_city": {(1, "convener"): "multi_agency_provider"},
        "legal_basis_fits_the_kind": {(1, "legal_basis"): "106-4"},
        "multi_agency_meeting_not_before_its_case": {(0, "held_date"): "2024-04-09"},
        "consent_agrees_with_the_case": {(0, "case_id"): "C0002"},
    },
    "support_plans": {
        "plan_not_before_its_case": {(0, "drafted_date"): "2024-04-09"},
        "review_not_before_draft": {(0, "reviewed_date"): "2024-04-24"},
        "attained_within_goals": {(0, "goals_attained"): "4"},
        "plan_not_after_its_case_closed": {(0, "case_id"): "C0002", (0, "drafted_date"): "2024-10-01"},
        "agreement_not_before_draft": {(0, "agreed_date"): "2024-04-24"},
        "review_due_not_before_draft": {(0, "review_due_date"): "2024-04-24"},
        "plan_closes_after_draft": {(0, "closed_date"): "2024-04-24"},
    },
    "outreach_contacts": {
        "a_relation_needs_a_contact": {(0, "relation_stage"): "trust"},
        "a_person_reached_has_been_met": {(1, "relation_stage"): "not_met"},
    },
    "participation_matches": {
        "match_not_before_request": {(0, "matched_date"): "2024-04-30"},
        "resource_active_on_the_day": {
            (0, "matched_date"): "2017-05-20",
            (0, "requested_date"): "2017-05-01",
        },
        "match_names_its_resource": {(0, "resource_id"): ""},
        "start_needs_a_match": {(1, "started_date"): "2024-06-10"},
        "start_not_before_match": {(0, "started_date"): "2024-05-19"},
        "retention_needs_a_start": {(1, "retained_3_months"): "true"},
        "retention_known_after_three_months": {(0, "started_date"): "2999-06-01"},
        "withdrawal_not_before_request": {(1, "withdrawn_date"): "2024-06-02"},
        "a_withdrawn_request_is_not_matched_later": {(0, "withdrawn_date"): "2024-05-19"},
    },
    "community_activities": {
        "new_within_participants": {(0, "new_participants"): "19"},
        "service_open_on_the_day": {(0, "service"): "S01", (0, "date"): "2000-04-03"},
        "participants_state_only_without_it": {(0, "participants_state"): "missing"},
    },
    "comparators": {"value_state_only_without_it": {(0, "value_state"): "not_applicable"}},
    "social_resources": {"active_to_not_before_from": {(0, "active_to"): "2017-01-01"}},
    "person_scores": {"scores_are_1_to_4": {(0, "motivation"): "5"}},
    "commissioner_activities": {"month_is_a_first_day": {(0, "month"): "2024-04-02"}},
    "staffing": {"month_is_a_first_day": {(0, "month"): "2024-04-02"}},
    "submissions": {
        "month_is_a_first_day": {(0, "month"): "2024-04-02"},
        "area_has_results_of_its_own": {(0, "area"): "132292T01"},
        "stated_once": {(1, "month"): "2024-04-01"},
        "reporting_desk_open_in_the_month": {(2, "service"): "S16"},
        "no_report_of_a_month_to_come": {(0, "month"): "2999-04-01"},
    },
    "supporters": {
        "month_is_a_first_day": {(0, "month"): "2024-04-02"},
        "commissioners_within_the_quota_of_the_city": {(0, "number"): "21"},
    },
    "publications": {
        "update_not_before_publication": {(0, "updated_date"): "2024-03-01"},
        "withdrawal_not_before_publication": {(0, "withdrawn_date"): "2024-03-31"},
    },
    "information_reach": {
        "month_is_a_first_day": {(0, "month"): "2024-04-02"},
        "users_within_views": {(0, "users"): "900"},
        "reach_not_before_publication": {(0, "month"): "2024-03-01"},
    },
    "survey_waves": {
        "returned_within_invited": {(0, "invited"): "1"},
        "weights_sum_to_frame": {(0, "frame_size"): "1200"},
        "returned_matches_respondents": {(0, "returned"): "3"},
        "fieldwork_ends_after_start": {(0, "fieldwork_end"): "2021-10-31"},
        "invited_within_frame": {(0, "invited"): "1001"},
    },
    "survey_questions": {
        "positive_answers_are_offered": {(0, "positive_answers"): "はい"},
        "comparable_with_another_wave": {(1, "comparable_with"): "W2025-desk"},
    },
    "survey_respondents": {"weight_is_positive": {(0, "weight"): "0"}},
    "survey_answers": {
        "answer_is_offered": {(0, "answer"): "たぶん"},
        "question_of_the_same_wave": {(0, "question_id"): "W2025-desk"},
    },
}
CASES = [(table, rule) for table, rules in BREAK.items() for rule in rules]


def broken(examples: Examples, table: str, cells: dict[tuple[int, str], str]) -> Examples:
    frame = examples[table].copy()
    for (row, field), value in cells.items():
        frame.loc[row, field] = value
    return examples | {table: frame}


@pytest.mark.parametrize(("table", "rule"), CASES)
def test_each_rule_names_the_row_that_breaks_it(examples: Examples, table: str, rule: str) -> None:
    cells = BREAK[table][rule]
    found = [p for p in check_tables(broken(examples, table, cells), only=[table]) if p.rule == rule]
    row = next(iter(cells))[0]
    assert row + 1 in {p.row for p in found}, found
    problem = next(p for p in found if p.row == row + 1)
    assert problem.table == table
    assert problem.column in load_schema().tables[table].field_names
    assert problem.message.ja
    assert problem.message.en
    assert problem.fix.ja
    assert problem.fix.en


# Unusual or on the edge, and still possible: no rule may stop these.
POSSIBLE: dict[str, tuple[str, dict[tuple[int, str], str]]] = {
    "everything on one day": (
        "support_plans",
        {(0, field): "2024-04-10" for field in ("drafted_date", "agreed_date", "review_due_date", "closed_date")}
        | {(0, "reviewed_date"): "2024-04-10"},
    ),
    "a case opened on the day of the consultation": ("cases", {(0, "opened_date"): "2024-04-05"}),
    "a case without a consultation": ("cases", {(0, "consultation_id"): ""}),
    "answered and closed on the day of receipt": (
        "consultations",
        {(0, "first_response_date"): "2024-04-02", (0, "closed_date"): "2024-04-02"},
    ),
    "closed without any response": ("consultations", {(0, "first_response_date"): ""}),
    "referred to a desk that opens later": (
        "referrals",
        {(0, "from_desk"): "S01", (0, "to_desk"): "S05", (0, "made_date"): "2024-04-06"},
    ),
    "a 支援会議 before its case opened": ("meetings", {(1, "held_date"): "2024-04-01"}),
    "a 支援会議 after its case closed": ("meetings", {(1, "held_date"): "2024-12-01"}),
    "a 重層的支援会議 after its case closed": ("meetings", {(0, "case_id"): "C0003"}),
    "a 支援会議 on a case with consent": ("meetings", {(1, "case_id"): "C0001"}),
    "a meeting without its legal basis": ("meetings", {(0, "legal_basis"): ""}),
    "an agency that helped before the case": ("case_agencies", {(0, "joined_date"): "2023-04-10"}),
    "outreach before its case opened": ("outreach_contacts", {(0, "date"): "2023-04-12"}),
    "a plan reviewed after it was closed": ("support_plans", {(0, "closed_date"): "2024-10-19"}),
    "left before three months": (
        "participation_matches",
        {(0, "started_date"): "2999-06-01", (0, "retained_3_months"): "false"},
    ),
    "never started, not retained": ("participation_matches", {(1, "retained_3_months"): "false"}),
    "viewed in the month of publication": ("information_reach", {(0, "month"): "2024-04-01"}),
    "an area over its quota, the city not": ("supporters", {(1, "kind"): "welfare_commissioner", (1, "number"): "21",
        (1, "quota"): "20", (1, "area"): "132292"}),
    "withdrawn on the day of the request": ("participation_matches", {(1, "withdrawn_date"): "2024-06-03"}),
    "matched, and withdrawn on the same day": ("participation_matches", {(0, "withdrawn_date"): "2024-05-20"}),
    "consent without the day it was given": ("cases", {(0, "consent_date"): ""}),
    "closed without a reason": ("cases", {(1, "closing_reason"): ""}),
    "told on the day the publication came out": ("service_changes", {(0, "told_date"): "2024-04-01"}),
    "told before the change": ("service_changes", {(1, "changed_date"): "2024-06-01", (1, "told_date"): "2024-04-15"}),
    "one of several choices": ("survey_answers", {(4, "answer"): "ボランティア"}),
    "every score at its ends": ("person_scores", {(0, "motivation"): "1", (0, "self_esteem"): "4"}),
    "a question that is not compared": ("survey_questions", {(1, "comparable_with"): ""}),
}  # fmt: skip


@pytest.mark.parametrize("name", POSSIBLE)
def test_what_is_only_unusual_passes(examples: Examples, name: str) -> None:
    table, cells = POSSIBLE[name]
    more = {
        "cases": {"case_id": "C0003", "opened_date": "2023-04-01", "closed_date": "2023-09-30", "consent": "true"},
        "services": {"service": "S05", "name_ja": "新しい窓口", "programme": "other", "takes_consultations": "true",
                     "opened_date": "2024-05-01"},
    }  # fmt: skip
    for other, row in more.items():
        examples = examples | {
            other: pd.concat([examples[other], pd.DataFrame([row])], ignore_index=True).fillna("")
        }
    assert [p.sentence("en") for p in check_tables(broken(examples, table, cells), only=[table])] == []


def test_every_rule_of_the_schema_has_its_case() -> None:
    rules = {(t.name, r.name) for t in load_schema().tables.values() for r in t.rules}
    assert rules == set(CASES)


@pytest.mark.parametrize(
    "answer", ["声かけ・見守り|たぶん", "声かけ・見守り|", "声かけ・見守り、手伝い", "|"]
)
def test_each_of_several_choices_must_be_offered(examples: Examples, answer: str) -> None:
    answers = broken(examples, "survey_answers", {(4, "answer"): answer})
    found = [(p.rule, p.row) for p in check_tables(answers, only=["survey_answers"])]
    assert found == [("answer_is_offered", 5)]


@pytest.mark.parametrize(
    ("table", "row", "field", "value", "check"),
    [
        ("consultations", 0, "received_date", "R6.4.2", "type"),
        ("population", 0, "persons", "many", "type"),
        ("cases", 0, "consent", "maybe", "type"),
        ("consultations", 1, "desk", "", "required"),
        ("population", 1, "persons", "-1", "minimum"),
        ("consultations", 0, "channel", "pigeon", "code_list"),
        ("consultations", 1, "consultation_id", "2024-00001", "primary_key"),
        ("survey_questions", 1, "wave", "W2021", "unique_key"),
        ("consultations", 0, "area", "999", "foreign_key"),
        ("areas", 2, "parent", "nowhere", "foreign_key"),
    ],
)
def test_each_kind_of_check_names_its_cell(
    examples: Examples, table: str, row: int, field: str, value: str, check: str
) -> None:
    problems = check_tables(broken(examples, table, {(row, field): value}), only=[table])
    assert (check, row + 1) in {(p.rule, p.row) for p in problems if p.table == table}
    mine = next(p for p in problems if p.rule == check and p.row == row + 1 and p.table == table)
    assert value in mine.value


@pytest.mark.parametrize("space", ["", " ", "\u3000", "\u00a0"])
def test_spaces_at_the_ends_of_typed_texts_are_no_part_of_them(examples: Examples, space: str) -> None:
    """The quick way for texts without such spaces is taken by no others."""
    table = load_schema().tables["consultations"]
    typed = apply_types(examples["consultations"], table)
    typed.loc[0, "channel"] = f"phone{space}"
    typed.loc[1, "consultation_id"] = space
    found = {
        (p.rule, p.column, p.row)
        for p in check_tables(examples | {"consultations": typed}, only=["consultations"])
    }
    assert found == {("required", "consultation_id", 2)}


def test_every_bad_cell_is_listed(examples: Examples) -> None:
    one = examples["population"].iloc[[1]]
    many = pd.concat([one] * 1000, ignore_index=True)
    many["date"] = pd.date_range("1990-01-01", periods=1000).strftime("%Y-%m-%d")
    many["persons"] = "-3"
    many["sex"] = "none"
    problems = check_tables(examples | {"population": many}, only=["population"])
    rows = {rule: sorted(p.row or 0 for p in problems if p.rule == rule) for rule in ("minimum", "code_list")}
    assert rows == {"minimum": list(range(1, 1001)), "code_list": list(range(1, 1001))}


def test_a_missing_required_column_is_named(examples: Examples) -> None:
    without = examples | {"cases": examples["cases"].drop(columns="opened_date")}
    assert ("missing_column", "opened_date") in {(p.rule, p.column) for p in check_tables(without)}


def test_every_table_has_a_valid_example(examples: dict[str, pd.DataFrame]) -> None:
    assert set(examples) == set(load_schema().tables)
    assert [p.sentence("en") for p in check_tables(examples)] == []
