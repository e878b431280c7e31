"""What must not be found, read straight from the city's folder and the exact evaluation: nothing of disclosure is asked."""

from __future__ import annotations

import csv
import getpass
import re
import socket
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from sojo_eval.evaluation import Evaluation
from tests.faults.leaks.views import plain

PEOPLE = {
    "consultations", "consultation_topics", "cases", "case_agencies", "meetings", "meeting_attendance", "outreach_contacts",
    "participation_matches", "referrals", "support_plans", "survey_answers", "survey_respondents",
}  # fmt: skip
"""Tables that hold people, typed a second time."""
_SHORTEST = 3
_PLAIN_WORD = re.compile(r"[a-z_]+|\d{1,4}")


@dataclass(frozen=True)
class Known:
    """texts: what records and files say. days: allowed ones. totals: numbers that undo a hidden one. hidden: (title,
    label of the period). emptied: titles of findings that rest on a small count."""

    texts: frozenset[str]
    days: frozenset[str]
    totals: frozenset[int]
    hidden: frozenset[tuple[str, str]]
    emptied: frozenset[str]
    private: frozenset[str]
    threshold: int = 5
    people: frozenset[str] = field(default_factory=frozenset)


def known(city: Path, evaluation: Evaluation, titles: dict[str, tuple[str, str]]) -> Known:
    """titles: table → its titles in both languages."""
    texts, totals = _raw_texts(city), set()
    for path in (city / "clean").glob("*.parquet"):
        if path.stem in PEOPLE:
            frame = pd.read_parquet(path)
            totals.add(len(frame))
            for column in frame.select_dtypes(exclude=["number", "datetime", "bool"]):
                texts |= {str(value) for value in frame[column].dropna()}
    configuration = tomllib.loads((city / "city.toml").read_text(encoding="utf-8"))
    open_days = {str(configuration["city"].get("data_until")), str(evaluation.provenance["data_until"])}
    for section in ("plans", "events"):
        for entry in configuration.get(section, []):
            open_days |= {str(entry.get(key)) for key in ("start_date", "end_date")}
    hidden, emptied = set(), set()
    people = evaluation.catalogue.set_index("indicator")["disclosive"]
    series = evaluation.series[evaluation.series["indicator"].map(people)]
    for _, rows in series.groupby([series["indicator"], series["period_start"].dt.to_period("Y-MAR")]):
        small = rows["numerator"].between(1, 4)
        if small.any():
            totals |= {int(rows["numerator"].sum()), int(rows["denominator"].fillna(0).sum())}
            names = evaluation.catalogue.set_index("indicator").loc[
                rows["indicator"].iloc[0], ["title_ja", "title_en"]
            ]
            for start in rows.loc[small, "period_start"]:
                hidden |= {(plain(str(name)), f"{start.year}年{start.month}月") for name in names}
    for row in evaluation.findings[evaluation.findings["disclosive"].astype(bool)].to_dict("records"):
        counts = [row[f"{kind}_{side}"] for kind in ("count", "base") for side in ("baseline", "current")]
        if any(0 < count < 5 for count in counts):
            emptied |= {plain(row["title_ja"]), plain(row["title_en"])}
    return Known(
        frozenset(plain(t) for t in texts if len(t) >= _SHORTEST and not _PLAIN_WORD.fullmatch(t)),
        frozenset(open_days), frozenset(t for t in totals if t >= 5), frozenset(hidden), frozenset(emptied),
        frozenset({str(city), city.name, getpass.getuser(), socket.gethostname(), "yamada", "city-hall-pc7"}),
        people=frozenset(plain(title) for name in PEOPLE for title in titles[name]),
    )  # fmt: skip


def _raw_texts(city: Path) -> set[str]:
    """Names of files, and every cell that is no heading."""
    found = set()
    for path in (city / "raw").iterdir():
        found |= {path.name, path.stem}
        with path.open(encoding="utf-8", newline="") as lines:
            found |= {cell for row in list(csv.reader(lines))[1:] for cell in row}
    return found
