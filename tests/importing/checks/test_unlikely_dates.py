"""Dates that no record can have are told, with the first cell; what may lie ahead or long ago is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sojo_eval.importing import import_unchecked, unlikely_dates
from sojo_eval.schema import load_schema

MAPPING = """table = "{table}"
files = ["a.csv"]
[columns]
{columns}
"""


def told(folder: Path, table: str, columns: str, rows: str) -> list[tuple[str, str, str]]:
    (folder / "a.csv").write_text(rows, encoding="utf-8")
    (folder / "m.toml").write_text(MAPPING.format(table=table, columns=columns), encoding="utf-8")
    result = import_unchecked(folder, folder, {}, load_schema())
    frame, schema = result.tables[table], load_schema().tables[table]
    found = unlikely_dates(frame, schema, result.addresses[table], date(2026, 11, 26))
    assert all(p.severity == "warning" for p in found)
    return [(p.cell, p.column, p.message.en) for p in found]


def test_a_mistyped_era_or_year_is_told(tmp_path: Path) -> None:
    rows = "番号,受付,対応\n1,R8.11.26,\n2,令和60年4月1日,2042-04-05\n3,1924-04-01,R6.4.2\n4,S60.4.1,\n"
    columns = 'consultation_id = "番号"\nreceived_date = "受付"\nfirst_response_date = "対応"'
    assert told(tmp_path, "consultations", columns, rows) == [
        ("B3", "受付", "1 dates are after today"),
        ("B4", "受付", "2 dates are before 1990"),
        ("C3", "対応", "1 dates are after today"),
    ]


def test_what_is_planned_and_registers_may_lie_ahead(tmp_path: Path) -> None:
    assert (
        told(
            tmp_path,
            "social_resources",
            'resource_id = "番号"\nactive_from = "から"\nactive_to = "まで"',
            "番号,から,まで\n1,S40.4.1,R10.3.31\n",
        )
        == []
    )
    assert told(tmp_path, "population", 'date = "日"', "日\nR10.1.1\n") == []


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("1949-12-31", "1 dates are before 1950"),
        ("1950-01-01", ""),
        ("2036-11-26", ""),
        ("2036-11-27", "1 dates are more than 10 years ahead"),
        ("1901-01-01", "1 dates are before 1950"),
    ],
)
def test_registers_and_figures_do_not_look_ahead_for_ever(tmp_path: Path, day: str, said: str) -> None:
    found = told(tmp_path, "population", 'date = "日"', f"日\n{day}\n")
    assert [message for _, _, message in found] == ([said] if said else [])


@pytest.mark.parametrize(("day", "said"), [("1899-12-31", "1 dates are before 1900"), ("1900-01-01", "")])
def test_what_is_older_than_any_record_is_not_older_than_all(tmp_path: Path, day: str, said: str) -> None:
    columns = 'resource_id = "番号"\nactive_from = "から"'
    found = told(tmp_path, "social_resources", columns, f"番号,から\n1,{day}\n")
    assert [message for _, _, message in found] == ([said] if said else [])
