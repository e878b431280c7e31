"""What an import changes: records against the earlier clean tables, and changes that results do not know yet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sojo_eval.foundation.csv_files import unguarded
from sojo_eval.importing import (
    CHANGE_COLUMNS,
    ImportResult,
    changes,
)
from sojo_eval.schema import Schema

CHANGES = "changes.csv"


def changed_records(before: Mapping[str, pd.DataFrame], result: ImportResult, schema: Schema) -> pd.DataFrame:
    """Against the earlier clean tables, of those that there were."""
    found = [
        changes(before[name], frame, schema.tables[name], result.addresses[name])
        for name, frame in result.tables.items()
        if name in before
    ]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=CHANGE_COLUMNS)


def unread_changes(
    clean: Path, changed: pd.DataFrame, earlier: dict[str, Any], results: Mapping[str, str]
) -> pd.DataFrame:
    """The changes listed before that still matter: of tables that this import leaves as they are, and of those that had
    changed since results were made from them."""
    try:
        listed = pd.read_csv(clean / CHANGES, dtype="string", keep_default_na=False)[CHANGE_COLUMNS]
        listed = listed.map(unguarded)
        listed["row"] = pd.to_numeric(listed["row"], errors="coerce").astype("Int64")
    except (OSError, ValueError, LookupError):
        return changed.iloc[:0]  # none yet, or saved by another program in another form
    stale = {n for n, sha in results.items() if n in earlier and earlier[n]["sha256"] != sha}
    return listed[~listed["table"].isin(set(changed["table"]) - stale)]


def evaluated_tables(folder: Path) -> dict[str, str]:
    """Hashes of the tables from which the results at hand were made; none where nothing was evaluated."""
    path = folder / "results" / "evaluation.json"
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))["provenance"]["tables"])
    except (OSError, ValueError, LookupError, TypeError):
        return {}  # none, or damaged: `evaluate` makes them again
