"""A small imported city: its one mapping, its rows, and what was listed and told."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from sojo_eval.city import import_city, open_city

MAPPING = """table = "organizations"
files = ["*.csv"]
[columns]
organization = "コード"
name_ja = "名称"
kind = "種別"
"""


def write(folder: Path, *rows: str) -> None:
    (folder / "raw" / "a.csv").write_text("\n".join(["コード,名称,種別", *rows]), encoding="utf-8")


def evaluated(folder: Path) -> None:
    """As if results had been made from the clean tables as they are."""
    tables = {name: facts["sha256"] for name, facts in open_city(folder).manifest["tables"].items()}
    (folder / "results").mkdir(exist_ok=True)
    facts = {"provenance": {"tables": tables}}
    (folder / "results" / "evaluation.json").write_text(json.dumps(facts), encoding="utf-8")


def listed(folder: Path) -> list[tuple[str, str]]:
    found = pd.read_csv(folder / "clean" / "changes.csv", dtype="string", keep_default_na=False)
    return list(zip(found["change"], found["key"], strict=True))


def rules(folder: Path) -> list[str]:
    return [p.rule for p in import_city(folder).problems]
