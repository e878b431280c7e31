"""Small sheets, one trap each: what `map` proposes for them and what an import then reads, as a person reads the sheet."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from sojo_eval.importing import import_unchecked
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.files.text_files import read_text
from sojo_eval.importing.proposals.propose import propose
from sojo_eval.importing.proposals.written.mapping_text import mapping_files
from sojo_eval.schema import load_schema
from tests.importing.proposals.proposed_books import answered
from tests.importing.proposals.written_sheets import SHEETS

NAME = "x_令和5年度.csv"
"""A fiscal year for sheets that tell none."""


def parts(case: str) -> tuple[str, list[list[str]], list[str]]:
    """Its title, its rows, and the lines that are expected."""
    title, *lines = case.strip("\n").split("\n")
    middle = lines.index("→")
    rows = [line.replace("⏎", "\n").split("|") for line in lines[:middle]]
    return title, rows, lines[middle + 1 :]


def content(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def told(rows: list[list[str]], folder: Path) -> list[str]:
    """What is asked, what is read (`name unit month=value …`), and what is told, a line each."""
    (folder / "raw").mkdir()
    (folder / "mappings").mkdir()
    (folder / "raw" / NAME).write_bytes(content(rows))
    sheets: list[Sheet] = read_text(content(rows), NAME, ".csv")[0]
    texts = mapping_files(propose(sheets[0], NAME, load_schema()), "ja", "132292", one_sheet=True)
    lines = []
    for number, (_, text) in enumerate(texts):
        asked = re.findall(r'^(\w+) = "…"', text, re.MULTILINE)
        lines += [f"? {', '.join(asked)}"] if asked else []
        (folder / "mappings" / f"{number}.toml").write_text(answered(text), encoding="utf-8")
    result = import_unchecked(folder / "raw", folder / "mappings", {}, load_schema())
    for name, frame in result.tables.items():
        if name == "reported_totals":
            frame = frame.assign(
                indicator=frame["measure"], unit=frame["category"].fillna("total"), n=frame["denominator"]
            )
        elif name != "indicators_published":
            lines.append(f"{name} {len(frame)}")
            continue
        for (indicator, unit), group in frame.groupby(["indicator", "unit"], sort=False):
            each = [
                f"{start:%y%m}={state if value != value else format(value, '.10g')}"
                for start, value, state in zip(
                    group["period_start"], group["value"], group["value_state"], strict=True
                )
            ]
            n = [f"n={int(n)}" for n in group["n"].dropna().unique()]
            lines.append(" ".join([str(indicator).removeprefix("x").lstrip("./"), str(unit), *each, *n]))
    lines += [
        f"! {p.rule} {p.cell or p.column}"
        for p in result.problems
        if p.severity != "note" and p.rule != "not-mapped"
    ]
    return lines


@pytest.mark.parametrize("case", SHEETS, ids=[parts(case)[0] for case in SHEETS])
def test_a_written_sheet_is_read_as_a_person_reads_it(tmp_path: Path, case: str) -> None:
    _, rows, expected = parts(case)
    assert told(rows, tmp_path) == expected


def test_there_are_enough_of_them() -> None:
    assert len(SHEETS) >= 60
