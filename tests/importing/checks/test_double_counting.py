"""The same months of a desk in two files are told; files divided by month or by desk are not."""

from __future__ import annotations

from pathlib import Path

from sojo_eval.importing import ImportResult, counted_twice
from sojo_eval.schema import load_schema
from tests.importing.small_logs import CASES, log
from tests.importing.small_mappings import load


def twice(result: ImportResult) -> list[str]:
    table = load_schema().tables["consultations"]
    frame = result.tables.get("consultations")
    assert frame is not None, [p.sentence("en") for p in result.problems]
    return [p.message.en for p in counted_twice(frame, table, result.addresses["consultations"])]


def test_the_same_months_of_a_desk_in_two_files_are_told(tmp_path: Path) -> None:
    found = twice(load(tmp_path, CASES, half=log("A", range(4, 7)), year=log("B", range(4, 10))))
    assert [m for m in found if "hold records of the same months (2024-04–2024-06)" in m]


def test_files_divided_by_month_or_by_desk_are_not(tmp_path: Path) -> None:
    result = load(
        tmp_path,
        CASES,
        spring=log("A", range(4, 7)),
        summer=log("B", range(7, 10)),
        other=log("C", range(4, 10), "S2"),
    )
    assert twice(result) == []
