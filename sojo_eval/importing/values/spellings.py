"""How codes and names are written in a file: spelling → code of a code list, or key of the table referred to."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sojo_eval.importing.mappings.mapping import Column, FileMapping
from sojo_eval.importing.mappings.units import unit_spellings
from sojo_eval.importing.values.area_names import AreaNames
from sojo_eval.japanese import label_key
from sojo_eval.schema import Schema, Table

AMBIGUOUS = ""
"""Stands where a name belongs to more than one key."""


def labels_of(
    column: Column, mapping: FileMapping, table: Table, schema: Schema, tables: Mapping[str, pd.DataFrame]
) -> dict[str, str] | None:
    """Spelling key → code (code lists) or key of the referred table (lookups); None for other fields."""
    key = table.key_to(column.field)
    if column.lookup and key is not None:
        there = tables.get(key.table)
        if there is None:
            return {}
        keys = there[key.reference_fields[0]].dropna().astype(str)
        labels: dict[str, str] = {}
        # Names of places are read by what they say, not by their letters.
        if areas_of(column, table, tables) is None:
            names = there.loc[keys.index, column.lookup].astype("string").fillna("")
            for name, one in zip(map(label_key, names), keys, strict=True):
                if name:
                    labels[name] = AMBIGUOUS if labels.get(name, one) != one else one
        return labels | {label_key(k): k for k in keys} | _own(mapping, column.field)
    target = table.field(column.field)
    if target.codelist is None:
        return _own(mapping, column.field) or None
    spelled = unit_spellings() if target.codelist == "units" else {}
    spelled |= schema.spellings(target.codelist)
    labels = {label_key(name): code for name, code in spelled.items()}
    return labels | _own(mapping, column.field)


def areas_of(column: Column, table: Table, tables: Mapping[str, pd.DataFrame]) -> AreaNames | None:
    """How names of places are read, for a column that looks areas up by their name."""
    key = table.key_to(column.field)
    if key is None or key.table != "areas" or column.lookup != "name_ja" or "areas" not in tables:
        return None
    return AreaNames(tables["areas"], tables.get("area_crosswalk"))


def _own(mapping: FileMapping, name: str) -> dict[str, str]:
    return {label_key(spelling): code for spelling, code in mapping.codes.get(name, {}).items()}
