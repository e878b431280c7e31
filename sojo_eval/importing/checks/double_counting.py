"""Records that may have been counted twice: the same row in two files, the same consultation at two desks."""

from __future__ import annotations

import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.addresses import Addresses
from sojo_eval.schema import Table

_NAMED = 5
_SAME_DAY = {"consultations": (("person_id", "received_date"), "desk")}
"""Fields that two records seldom share, and the field that tells who entered them."""
_WHO = ("desk", "service", "from_service", "area")
_MOST_SHARED = 0.8
_LEAST_FIELDS = 3
"""Records of fewer filled fields than this are alike too often to say anything."""


def counted_twice(frame: pd.DataFrame, table: Table, addresses: Addresses) -> list[Problem]:
    """Warnings, one a kind, with the number of records and the first places."""
    return [
        *_in_two_files(frame, table, addresses),
        *_months_twice(frame, table, addresses),
        *_at_two_desks(frame, table, addresses),
    ]


def _in_two_files(frame: pd.DataFrame, table: Table, addresses: Addresses) -> list[Problem]:
    """Records that are equal in everything but their key and stand in different files."""
    several = len({sheet.file for sheet in addresses.sheets}) > 1
    if not several or len(table.primary_key) != 1 or table.group == "reference":
        return []
    fields = [n for n in table.field_names if n in frame.columns and n not in table.primary_key]
    filled = frame[fields].notna().sum(axis=1) >= _LEAST_FIELDS
    alike = frame.index[filled & frame[fields].duplicated(keep=False)]
    if alike.empty:
        return []
    file = pd.Series([addresses.locate(int(row), fields[0]).file for row in alike], index=alike)
    group = frame.loc[alike, fields].astype("string").fillna("").agg("\x1f".join, axis=1)
    alike_in_both = file.groupby(group).transform("nunique") > 1
    message = Text(
        "番号のほかはすべて同じ記録が、別々のファイルに{n:,}件あります",
        "{n:,} records in different files are the same in everything but their number",
    )
    return _warning("twice-in-files", message, alike[alike_in_both.to_numpy()], table, addresses, fields[0])


def _months_twice(frame: pd.DataFrame, table: Table, addresses: Addresses) -> list[Problem]:
    """Pairs of files of which one holds hardly a month of a desk that the other does not hold too.

    Files that divide the records otherwise (by year, by desk, by centre) share few such months or none.
    """
    who = next((name for name in _WHO if name in frame.columns and name in table.field_names), "")
    day = next((f.name for f in table.fields if f.type == "date" and f.name in frame.columns), "")
    if not who or not day or table.group == "reference" or len(addresses.sheets) < 2:
        return []
    place = addresses.to_frame()
    cell = pd.DataFrame(
        {
            "file": place["file"].astype(str),
            "who": frame[who].astype("string"),
            "month": frame[day].dt.to_period("M"),
        }
    ).dropna()
    rows = cell.groupby(["file", "who", "month"]).head(1).index
    months = cell.loc[rows].assign(row=rows)
    both = months.merge(months, on=["who", "month"])
    both = both[both["file_x"] < both["file_y"]]
    held = months["file"].value_counts().to_dict()
    problems: list[Problem] = []
    for _, shared in both.groupby(["file_x", "file_y"]):
        one, other = str(shared["file_x"].iloc[0]), str(shared["file_y"].iloc[0])
        if len(shared) >= _MOST_SHARED * min(held[one], held[other]):
            span = f"{shared['month'].min()}–{shared['month'].max()}"
            message = Text(
                f"{one} と {other} に、同じ月（{span}）の同じ所の記録があります",
                f"{one} and {other} hold records of the same months ({span}) and places",
            )
            rows_ = pd.Index(shared["row_y"])
            problems += _warning("month-in-two-files", message, rows_, table, addresses, day)
    return problems


def _at_two_desks(frame: pd.DataFrame, table: Table, addresses: Addresses) -> list[Problem]:
    """Records of one person on one day that different desks entered."""
    if table.name not in _SAME_DAY:
        return []
    same, who = _SAME_DAY[table.name]
    if not {*same, who} <= set(frame.columns):
        return []
    known = frame[frame[[*same]].notna().all(axis=1)]
    # Most persons come once a day: only the others are looked at.
    known = known[known[[*same]].duplicated(keep=False)]
    several = known.groupby([*same])[who].transform("nunique") > 1
    message = Text(
        "同じ人の同じ日の相談が、別々の窓口に{n:,}件あります（つないだ相談を両方で数えていませんか）",
        "{n:,} consultations of one person on one day are at different desks (a referral counted twice?)",
    )
    return _warning("twice-at-desks", message, several.index[several], table, addresses, who)


def _warning(
    rule: str, message: Text, rows: pd.Index, table: Table, addresses: Addresses, field: str
) -> list[Problem]:
    if rows.empty:
        return []
    first = [addresses.locate(int(row), field) for row in rows[:_NAMED]]
    named = "、".join(f"{origin.file} {origin.row}" for origin in first)
    fix = Text(
        f"二重に数えたものなら、片方を除いてください。はじめの行: {named}",
        f"If they were counted twice, remove one of each. The first rows: {named}",
    )
    message = message.format(n=len(rows))
    return [first[0].problem(rule, message, fix, table=table.name, severity="warning")]
