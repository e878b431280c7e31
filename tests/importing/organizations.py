"""A register of organizations, and an import of it through one mapping."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sojo_eval.importing import ImportResult, import_sources
from sojo_eval.schema import load_schema

ORGANIZATIONS = """table = "organizations"
files = ["{file}"]
[columns]
organization = "機関コード"
name_ja = "機関名"
kind = "種別"
"""


def load(folder: Path, mapping: str, known: dict[str, pd.DataFrame] | None = None) -> ImportResult:
    (folder / "mappings").mkdir(exist_ok=True)
    (folder / "mappings" / "m.toml").write_text(mapping, encoding="utf-8")
    return import_sources(folder / "raw", folder / "mappings", known or {}, load_schema())
