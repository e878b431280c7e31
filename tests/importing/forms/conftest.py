"""The example records, and the import of one workbook."""

from __future__ import annotations

import glob
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from sojo_eval.importing import ImportResult, importer
from sojo_eval.importing.files.reading import read_sheets
from sojo_eval.importing.forms.reading_back import entry_mappings
from tests.importing.forms.filled import SCHEMA, Examples


@pytest.fixture(scope="session")
def examples(repository: Path) -> Examples:
    folder = repository / "data_schema" / "examples"
    return {p.stem: pd.read_csv(p, dtype="string", keep_default_na=False) for p in folder.glob("*.csv")}


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., ImportResult]:
    """Imports one workbook by what `entry_mappings` says of it."""

    def run(path: Path, known: Examples | None = None) -> ImportResult:
        sheets, _ = read_sheets(path, path.name)
        files = (glob.escape(path.name),)
        mappings = [replace(m, files=files) for m in entry_mappings(sheets, f"raw/{path.name}", SCHEMA)]
        monkeypatch.setattr(importer, "read_mappings", lambda *_: (mappings, [], []))
        return importer.import_sources(path.parent, tmp_path / "none", known or {}, SCHEMA)

    return run
