"""Records that may have been counted twice: the same row in two files, the same consultation at two desks."""

from __future__ import annotations

import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.addresses import Addresses
from sojo_eval.schema import Table

_SHOWN = 5
_SAME_DAY = {"consultations": (("person_id", "received_date"), "desk")}
"""Fields that two records seldom share, and the field that tells who entered them."""
_LEAST_FIELDS = 3
"""Records of fewer filled fields than this are alike too often to say anything."""


def counted_twice(frame: pd.DataFrame, table: Table, addresses: Addresses) -> list[Problem]:
    """Warnings, one a kind, with the number of records and the first places."""
    return [*_in_two_files(frame, table, addresses), *_at_two_desks(frame, table, addresses)]


def _in_two_files(frame: pd.DataFrame, table: Table, addresses: Addresses) -> list[Problem]:
    """Records that are equal in everything but their key and stand in different files."""
    if len({sheet.file for sheet in addresses.sheets}) < 2 or len(table.primary_key) != 1:
        return []
    fields = [n for n in table.field_names if n in frame.columns and n not in table.primary_key]
    filled = frame[fields].notna().sum(axis=1) >= _LEAST_FIELDS
    alike = frame.index[filled & frame[fields].duplicated(keep=False)]
    if alike.empty:
        return []
    file = pd.Series([addresses.locate(int(row), fields[0])[0] for row in alike], index=alike)
    group = frame.loc[alike, fields].astype("string").fillna("").agg("\x1f".join, axis=1)
    several = file.groupby(group).transform("nunique") > 1
    message = Text(
        "番号のほかはすべて同じ記録が、別々のファイルに{n:,}件あります",
        "{n:,} records in different files are equal in everything but their number",
    )
    return _warning("twice-in-files", message, several.index[several], table, addresses, fields[0])


def _at_two_desks(frame: pd.DataFrame, table: Table, addresses: Addresses) -> list[Problem]:
    """Records of one person on one day that different desks entered."""
    if table.name not in _SAME_DAY:
        return []
    same, who = _SAME_DAY[table.name]
    if not {*same, who} <= set(frame.columns):
        return []
    known = frame[frame[[*same]].notna().all(axis=1)]
    several = known.groupby([*same])[who].transform("nunique") > 1
    message = Text(
        "同じ人の同じ日の相談が、別々の窓口に{n:,}件あります（つないだ相談を両方で数えていませんか）",
        "{n:,} consultations of one person on one day stand at different desks: a referral counted at both?",
    )
    return _warning("twice-at-desks", message, several.index[several], table, addresses, who)


def _warning(
    rule: str, message: Text, rows: pd.Index, table: Table, addresses: Addresses, field: str
) -> list[Problem]:
    if rows.empty:
        return []
    places = [addresses.locate(int(row), field) for row in rows[:_SHOWN]]
    shown = "、".join(f"{file} {row}" for file, _, row, _, _ in places)
    file, sheet, row, column, cell = places[0]
    fix = Text(
        f"二重に数えたものなら、片方を除いてください。はじめの行: {shown}",
        f"If they were counted twice, take one out. The first rows: {shown}",
    )
    return [
        Problem(
            rule, message.format(n=len(rows)), fix, file, sheet, row, column, "", table.name, cell, "warning",
        )
    ]  # fmt: skip
