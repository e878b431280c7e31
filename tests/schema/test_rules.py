"""Every kind of check and every rule finds the cell that breaks it."""

from __future__ import annotations

import pandas as pd
import pytest

from sojo_eval.schema import check_tables, load_schema

Examples = dict[str, pd.DataFrame]

# table: {rule: {(row, field): value, …}}; the first cell is where the problem must be reported unless said otherwise
BREAK: dict[str, dict[str, dict[tuple[int, str], str]]] = {
    "areas": {"only_the_city_has_no_parent": {(1, "parent"): ""}},
    "area_crosswalk": {"valid_to_not_before_valid_from": {(1, "valid_to"): "2000-01-01"}},
    "population": {"households_only_on_totals": {(1, "households"): "5"}},
    "plans": {"plan_end_after_start": {(0, "end_date"): "2019-04-01"}},
    "services": {"service_closes_after_opening": {(0, "closed_date"): "2000-01-01"}},
    "indicators_published": {
        "share_between_0_and_1": {(0, "value"): "23.7"},
        "numerator_within_denominator": {(0, "numerator"): "5", (0, "denominator"): "4"},
        "period_ends_after_start": {(0, "period_end"): "2020-01-01"},
    },
    "events": {"event_end_not_before_start": {(0, "end_date"): "2019-01-01"}},
    "consultations": {
        "response_not_before_receipt": {(0, "first_response_date"): "2023-04-03"},
        "closing_not_before_receipt": {(0, "closed_date"): "2023-04-03"},
        "desk_open_on_the_day": {(0, "received_date"): "2001-04-02"},
    },
    "consultation_topics": {"one_main_topic": {(2, "is_main"): "true"}},
    "referrals": {
        "acceptance_not_before_referral": {(0, "accepted_date"): "2024-04-01"},
        "referral_goes_elsewhere": {(0, "to_desk"): "S02"},
    },
    "cases": {"case_closes_after_opening": {(1, "closed_date"): "2024-04-30"}},
    "meetings": {
        "multi_agency_meeting_needs_consent": {(0, "consent"): "false"},
        "support_meeting_convened_by_city": {(1, "convener"): "multi_agency_provider"},
    },
    "support_plans": {
        "plan_not_before_its_case": {(0, "drafted_date"): "2024-04-09"},
        "review_not_before_draft": {(0, "reviewed_date"): "2024-04-24"},
        "attained_within_goals": {(0, "goals_attained"): "4"},
    },
    "outreach_contacts": {"a_relation_needs_a_contact": {(0, "relation_stage"): "trust"}},
    "participation_matches": {
        "match_not_before_request": {(0, "matched_date"): "2024-04-30"},
        "resource_active_on_the_day": {
            (0, "matched_date"): "2017-05-20",
            (0, "requested_date"): "2017-05-01",
        },
        "match_names_its_resource": {(0, "resource_id"): ""},
    },
    "community_activities": {
        "new_within_participants": {(0, "new_participants"): "19"},
        "service_open_on_the_day": {(0, "service"): "S01", (0, "date"): "2000-04-03"},
    },
    "social_resources": {"active_to_not_before_from": {(0, "active_to"): "2017-01-01"}},
    "supporters": {"month_is_a_first_day": {(0, "month"): "2024-04-02"}},
    "publications": {"update_not_before_publication": {(0, "updated_date"): "2024-03-01"}},
    "information_reach": {
        "month_is_a_first_day": {(0, "month"): "2024-04-02"},
        "users_within_views": {(0, "users"): "900"},
    },
    "survey_waves": {
        "returned_within_invited": {(0, "invited"): "1"},
        "weights_sum_to_frame": {(0, "frame_size"): "1200"},
        "returned_matches_respondents": {(0, "returned"): "3"},
    },
    "survey_questions": {"positive_answers_are_offered": {(0, "positive_answers"): "はい"}},
    "survey_respondents": {"weight_is_positive": {(0, "weight"): "0"}},
    "survey_answers": {"answer_is_offered": {(0, "answer"): "たぶん"}},
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


def test_every_rule_of_the_schema_has_its_case() -> None:
    rules = {(t.name, r.name) for t in load_schema().tables.values() for r in t.rules}
    assert rules == set(CASES)


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
