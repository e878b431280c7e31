"""The example files of all tables, as text."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest


@pytest.fixture(scope="session")
def examples(repository: Path) -> dict[str, pd.DataFrame]:
    folder = repository / "data_schema" / "examples"
    return {
        p.stem: pd.read_csv(p, dtype="string", keep_default_na=False) for p in sorted(folder.glob("*.csv"))
    }
