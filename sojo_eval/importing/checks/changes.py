"""What an import changed against the earlier clean table: rows added, changed and removed, and where they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.addresses import Addresses
from sojo_eval.schema import Table

CHANGE_COLUMNS = ["table", "change", "key", "fields", "file", "sheet", "row", "month"]


@dataclass(frozen=True)
class _Version:
    """A table before or after the import, typed and as texts, and where its rows came from."""

    frame: pd.DataFrame
    texts: pd.DataFrame
    addresses: Addresses | None


def changes(
    before: pd.DataFrame, after: pd.DataFrame, table: Table, addresses: Addresses | None
) -> pd.DataFrame:
    """One row a changed record, columns `CHANGE_COLUMNS`; values are not repeated.

    Records are told apart by the primary key; without one, by all of their fields (then none is "changed"). `fields`
    names those that differ. `month` is the month of the record's first date (missing where it has none).
    """
    key = [*table.primary_key] or [name for name in table.field_names if name in after.columns]
    names = [name for name in table.field_names if name in after.columns]
    old, new = (frame.reindex(columns=names).astype("string").fillna("") for frame in (before, after))
    old_key, new_key = (_index(frame[key]) for frame in (old, new))
    known = new_key.isin(old_key)
    added, both = np.flatnonzero(~known), np.flatnonzero(known)
    removed = np.flatnonzero(~old_key.isin(new_key))
    first = ~old_key.duplicated()
    known_before = old[first].iloc[old_key[first].get_indexer(new_key[both])]
    differs = new.iloc[both].reset_index(drop=True) != known_before.reset_index(drop=True)
    changed = differs.any(axis=1).to_numpy()
    fields = [
        " ".join(name for name, is_other in zip(names, row, strict=True) if is_other)
        for row in differs[changed].to_numpy()
    ]
    earlier, later = _Version(before, old, None), _Version(after, new, addresses)
    parts = [
        _listed("added", later, added.tolist(), [""] * len(added), table, key),
        _listed("changed", later, both[changed].tolist(), fields, table, key),
        _listed("removed", earlier, removed.tolist(), [""] * len(removed), table, key),
    ]
    return pd.concat(parts, ignore_index=True)


def _index(keys: pd.DataFrame) -> pd.Index:
    """One key column as a plain index: in a MultiIndex of one level pandas finds nothing again."""
    return pd.Index(keys.iloc[:, 0]) if keys.shape[1] == 1 else pd.MultiIndex.from_frame(keys)


def _listed(
    change: str, version: _Version, rows: list[int], fields: list[str], table: Table, key: list[str]
) -> pd.DataFrame:
    frame, texts, addresses = version.frame, version.texts, version.addresses
    days = next((f.name for f in table.fields if f.type == "date" and f.name in frame.columns), "")
    origins = [addresses.locate(row, key[0]) if addresses is not None else None for row in rows]
    found = pd.DataFrame(
        {
            "table": table.name,
            "change": change,
            "key": texts[key].iloc[rows].agg(" / ".join, axis=1).to_numpy() if rows else [],
            "fields": fields,
            "file": [origin.file if origin is not None else "" for origin in origins],
            "sheet": [origin.sheet if origin is not None else "" for origin in origins],
            "row": pd.array(
                [origin.row if origin is not None else None for origin in origins], dtype="Int64"
            ),
            "month": frame[days].iloc[rows].dt.to_period("M").astype("string").to_numpy() if days else "",
        },
        columns=CHANGE_COLUMNS,
    )
    return found


def revisions(found: pd.DataFrame, titles: Mapping[str, Text]) -> list[Problem]:
    """One warning a table whose records of months already evaluated were changed or removed.

    found: of `changes`, those of months that results were made from. titles: of the tables.
    """
    problems = []
    first = found.drop_duplicates(["table", "key"])
    known = first[first["change"] != "added"]  # what came after the results were made was in none of them
    for name, mine in known.groupby("table"):
        months = sorted({m for m in mine["month"] if isinstance(m, str) and m})
        span = f"{months[0]}–{months[-1]}" if months else "–"
        title = titles[str(name)]
        problems.append(
            Problem(
                "revised",
                Text(
                    f"結果を出したあとで「{title.ja}」の{len(mine):,}行が変わりました（{span}）",
                    f"{len(mine):,} rows of {title.en} ({span}) changed after results were made from them",
                ),
                Text(
                    "evaluate と report をやり直し、公表した数値が変わるなら改訂と書いてください",
                    "Run evaluate and report again; if published figures change, mark them as revised",
                ),
                table=str(name),
                severity="warning",
            )
        )
    return problems
