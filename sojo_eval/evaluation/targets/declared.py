"""The targets a city declared (table `targets`), and what in them cannot be: said with its address, never judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.foundation.settings import nearest, shown
from sojo_eval.indicators import Indicator, known
from sojo_eval.indicators.kinds import names_of

TABLE = "targets"
UNLIKELY_FACTOR = 10.0
"""A base and a target further apart than this are likely in two units: told, and judged all the same."""
OF_ONE_DAY = names_of(lambda kind: kind.grain in ("wave", "figure"))
"""Kinds whose current value is that of a survey or a print, not the mean of a period."""
_SHARES = ("share", "sd_of_shares")
_VALUES = ("baseline_value", "target_value")
_NAMES_SHOWN = 3


def target_problems(city: City) -> list[Problem]:
    """Everything in the table `targets` that keeps a target from being judged, by row (position + 1) and column.

    The schema's own rules (types, code lists, a row for each indicator and plan) are checked at import.
    """
    table = city.table(TABLE).reset_index(drop=True)
    if table.empty:
        return []
    entries = known(city)
    printed = set(city.table("indicators_published")["indicator"])
    twice = table.duplicated(["indicator", "plan"], keep=False).tolist()
    found: list[Problem] = []
    for at, (_, row) in enumerate(table.iterrows(), start=1):
        found += _row_problems(at, row, city.plans)
        if twice[at - 1]:
            found.append(_problem("target-twice", at, "indicator", row, *_TWICE))
        entry = entries.get(str(row["indicator"]))
        if entry is not None:
            found += _unit_problems(at, row, entry)
            found += _direction_problems(at, row, entry)
        elif str(row["indicator"]) in printed:
            found.append(_problem("target-not-judged", at, "indicator", row, *_NOT_JUDGED))
        else:
            found.append(_unknown(at, row, entries))
    return found


_TWICE = (
    Text("同じ指標と計画の目標が二つあります", "There are two targets of one indicator and plan"),
    Text("どちらか一方を消してください", "Delete one of the two"),
)
_NOT_JUDGED = (
    Text("公表指標のうち、評価の対象として書かれていないものの目標です", "This is a target of a published figure that is not evaluated"),
    Text("city.toml の [[published_indicators]] にこの指標を書いてください", "Name the indicator in [[published_indicators]] of city.toml"),
)  # fmt: skip
_DUE = (
    Text("達成期限が、計画の始まりより前です", "The due date lies before the plan begins"),
    Text("計画の期間の中か後の日付にしてください", "Write a date within the plan or after it"),
)
_NO_NUMBER = Text("数ではありません", "This is not a number")
_WRITE_NUMBER = Text("数を書いてください", "Write a number")
_NEGATIVE = (
    Text("この単位では負の数はありえません", "This unit has no negative values"),
    Text("0以上の数を書いてください", "Write a number of 0 or more"),
)
_NO_SHARE = Text(
    "割合の値は0から1までです（{value} は百分率のようです）",
    "A share lies between 0 and 1 ({value} seems to be percent)",
)
_AS_SHARE = Text(
    "50%は 0.5 と書きます。{value} なら {share} です", "50 % is written 0.5: write {share} for {value}"
)
_FAR_APART = (
    Text("初期値と目標値が10倍を超えて離れています", "Base and target are more than ten times apart"),
    Text("二つの値の単位を確かめてください（単位: {unit}）", "Check the units of the two values (unit: {unit})"),
)  # fmt: skip
_DIRECTION = (
    Text("方向性が、指標の望ましい向き（{direction}）と逆です", "The direction is opposite to that of the indicator ({direction})"),
    Text("{direction} と書くか、目標の指標を確かめてください", "Write {direction}, or check which indicator the target is of"),
)  # fmt: skip
_NO_SIDE = (
    Text("方向性が context では、目標のどちら側がよいか分かりません", "With the direction context neither side of the target is the good one"),
    Text("higher か lower と書いてください", "Write higher or lower"),
)  # fmt: skip


def _problem(rule: str, row: int, column: str, values: pd.Series, message: Text, fix: Text) -> Problem:
    return Problem(rule, message, fix, row=row, column=column, value=shown(values[column]), table=TABLE)


def _row_problems(at: int, row: pd.Series, plans: pd.DataFrame) -> Iterator[Problem]:
    named = plans[plans["plan"] == row["plan"]]
    if named.empty:
        message = Text(f"計画「{row['plan']}」はありません", f"There is no plan {row['plan']!r}")
        yield _problem(
            "target-plan", at, "plan", row, message, nearest(str(row["plan"]), plans["plan"].tolist())
        )
    elif pd.notna(row["due_date"]) and row["due_date"] <= named.iloc[0]["start_date"]:
        yield _problem("target-due", at, "due_date", row, *_DUE)


def _unit_problems(at: int, row: pd.Series, entry: Indicator) -> Iterator[Problem]:
    sound = []
    for column in _VALUES:
        value = row[column]
        if pd.isna(value) and column == "baseline_value":
            continue
        if pd.isna(value) or not np.isfinite(float(value)):
            yield _problem("target-number", at, column, row, _NO_NUMBER, _WRITE_NUMBER)
        elif float(value) < 0:
            yield _problem("target-unit", at, column, row, *_NEGATIVE)
        elif entry.unit in _SHARES and float(value) > 1:
            told = {"value": f"{float(value):g}", "share": f"{float(value) / 100:g}"}
            yield _problem("target-unit", at, column, row, _NO_SHARE.format(**told), _AS_SHARE.format(**told))
        else:
            sound.append(float(value))
    if len(sound) == len(_VALUES) and min(sound) > 0 and max(sound) / min(sound) > UNLIKELY_FACTOR:
        message, fix = _FAR_APART
        yield Problem(
            "target-unlikely", message, fix.format(unit=entry.unit), row=at, column="target_value",
            value=shown(row["target_value"]), table=TABLE, severity="warning",
        )  # fmt: skip


def _direction_problems(at: int, row: pd.Series, entry: Indicator) -> Iterator[Problem]:
    said = str(row["direction"])
    if said == "context":
        yield _problem("target-direction", at, "direction", row, *_NO_SIDE)
    elif entry.direction != "context" and said != entry.direction:
        texts = [text.format(direction=entry.direction) for text in _DIRECTION]
        yield _problem("target-direction", at, "direction", row, texts[0], texts[1])


def _unknown(at: int, row: pd.Series, entries: Mapping[str, Indicator]) -> Problem:
    name = str(row["indicator"])
    near = get_close_matches(name, entries, n=_NAMES_SHOWN, cutoff=0.5)
    listed = ", ".join(near)
    fix = Text(
        f"{f'{listed} ではありませんか。' if near else ''}指標のIDは se.indicators.list(city=city) で確かめられます",
        f"{f'Did you mean {listed}? ' if near else ''}se.indicators.list(city=city) shows the ids there are",
    )
    return _problem(
        "target-of-nothing",
        at,
        "indicator",
        row,
        Text("この指標はありません", "There is no such indicator"),
        fix,
    )
