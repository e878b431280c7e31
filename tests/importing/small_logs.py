"""A log of consultations from text files of a few rows."""

from __future__ import annotations

CASES = """table = "consultations"
files = ["*.csv"]
[columns]
consultation_id = "番号"
received_date = "日"
desk = "窓口"
"""


def log(prefix: str, months: range, desk: str = "S1") -> str:
    rows = [f"{prefix}{month}-{n},2024-{month:02d}-{n:02d},{desk}" for month in months for n in range(1, 4)]
    return "\n".join(["番号,日,窓口", *rows, ""])
