"""What an import changed: records added, changed and removed, for keys of one field and of several."""

from __future__ import annotations

import pandas as pd

from sojo_eval.importing import changes
from sojo_eval.schema import apply_types, load_schema


def told(
    table: str, before: dict[str, list[object]], after: dict[str, list[object]]
) -> list[tuple[str, str, str]]:
    schema = load_schema().tables[table]
    frames = [apply_types(pd.DataFrame(columns), schema) for columns in (before, after)]
    found = changes(frames[0], frames[1], schema, None)
    return list(zip(found["change"], found["key"], found["fields"], strict=True))


def test_records_with_a_key_of_one_field_are_compared_field_by_field() -> None:
    before = {
        "consultation_id": ["A", "B", "C"],
        "received_date": ["2024-04-01"] * 3,
        "desk": ["S1", "S1", "S2"],
    }
    after = {
        "consultation_id": ["D", "B", "A"],
        "received_date": ["2024-04-01", "2024-05-01", "2024-04-01"],
        "desk": ["S2", "S2", "S1"],
    }
    assert told("consultations", before, after) == [
        ("added", "D", ""),
        ("changed", "B", "received_date desk"),
        ("removed", "C", ""),
    ]


def test_records_with_a_key_of_several_fields_too() -> None:
    before = {"date": ["2024-01-01"] * 2, "area": ["T", "U"], "sex": ["male"] * 2, "age_band": ["0-4"] * 2}
    found = told("population", before | {"persons": [1, 2]}, before | {"persons": [1, 5]})
    assert found == [("changed", "2024-01-01 / U / male / 0-4", "persons")]


def test_a_value_that_became_blank_or_was_filled_in_is_a_change() -> None:
    before = {"consultation_id": ["A", "B"], "closed_date": ["2024-04-01", None]}
    after = {"consultation_id": ["A", "B"], "closed_date": [None, "2024-04-02"]}
    assert [(change, fields) for change, _, fields in told("consultations", before, after)] == [
        ("changed", "closed_date"),
        ("changed", "closed_date"),
    ]


def test_the_same_records_in_another_order_are_no_change() -> None:
    before = {"consultation_id": ["A", "B"], "desk": ["S1", "S2"]}
    assert told("consultations", before, {"consultation_id": ["B", "A"], "desk": ["S2", "S1"]}) == []


def test_a_table_that_became_empty_lost_all_its_records() -> None:
    found = told(
        "consultations", {"consultation_id": ["A"], "desk": ["S1"]}, {"consultation_id": [], "desk": []}
    )
    assert found == [("removed", "A", "")]
