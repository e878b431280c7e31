"""Turning a column of raw cells into values of a field; each distinct cell is read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.japanese import (
    UnreadableError,
    is_missing,
    label_key,
    normalise,
    parse_boolean,
    parse_date,
    parse_number,
)
from sojo_eval.schema import PANDAS_TYPES, Field

Read = Callable[[object], object]


@dataclass(frozen=True)
class ReadColumn:
    """Values of a column (missing where unreadable) and, by position, why a cell could not be read."""

    values: pd.Series
    unreadable: dict[int, UnreadableError] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)


def read_column(cells: list[object], target: Field, read: Read, marks: object = None) -> ReadColumn:
    """All cells of a column through `read`; a cell that holds nothing is missing."""
    known: dict[object, tuple[object, UnreadableError | None]] = {}
    values: list[object] = []
    bad: dict[int, UnreadableError] = {}
    for i, cell in enumerate(cells):
        # 1, 1.0 and True are equal as keys but not the same cell.
        key = cell if type(cell) is str else (type(cell), cell)
        if key not in known:
            known[key] = _read_cell(cell, target, read)
        value, error = known[key]
        values.append(value)
        if error is not None:
            bad[i] = error
    return ReadColumn(_typed(values, target), bad)


def _read_cell(cell: object, target: Field, read: Read) -> tuple[object, UnreadableError | None]:
    if cell is None or (isinstance(cell, str) and _holds_nothing(cell, target)):
        return None, None
    try:
        return read(cell), None
    except UnreadableError as error:
        return None, error


def _holds_nothing(cell: str, target: Field) -> bool:
    # In a column of texts an x may be a text; only blanks and dashes are nothing there.
    if target.type == "string" and target.codelist is None and cell.strip().casefold() in ("x", "ｘ"):
        return False
    return is_missing(cell)


def _typed(values: list[object], target: Field) -> pd.Series:
    if target.type == "date":
        return pd.Series(pd.to_datetime(pd.Series(values, dtype=object)), dtype=PANDAS_TYPES["date"])
    if target.type == "number":
        return pd.Series([float("nan") if v is None else v for v in values], dtype="float64")
    return pd.Series(values, dtype=PANDAS_TYPES[target.type])


def reader_of(target: Field, date_forms: Sequence[str], labels: Mapping[str, str] | None) -> Read:
    """How cells of this field are read. `labels` maps label keys to codes or keys of another table."""
    if labels is not None:
        return lambda cell: _by_label(cell, target, labels)
    if target.type == "date":
        return lambda cell: _date(cell, date_forms)
    if target.type == "integer":
        return _whole_number
    if target.type == "number":
        return parse_number
    if target.type == "boolean":
        return parse_boolean
    return _plain_text


def _date(cell: object, forms: Sequence[str]) -> date:
    """The first form that fits; what the last one says where none does."""
    for form in forms[:-1]:
        with suppress(UnreadableError):
            return parse_date(cell, form)
    return parse_date(cell, forms[-1])


def _plain_text(cell: object) -> str:
    """A text; a number that Excel made of a code loses its ".0", a date keeps ISO form."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return normalise(str(cell))


def _whole_number(cell: object) -> int:
    number = parse_number(cell)
    if not number.is_integer():
        raise UnreadableError(
            Text("整数ではありません", "It is not a whole number"),
            Text("整数にしてください", "Write a whole number"),
        )
    return int(number)


def _by_label(cell: object, target: Field, labels: Mapping[str, str]) -> str:
    text = _plain_text(cell)
    found = labels.get(label_key(text))
    if found is None:
        where = Text(
            f"コード表 {target.codelist}" if target.codelist else "参照する表",
            f"the code list {target.codelist}" if target.codelist else "the table it refers to",
        )
        raise UnreadableError(
            Text(f"{where.ja}にない値です", f"The value is not in {where.en}"),
            Text(
                "綴りを直すか、対応表の [codes] に読み替えを加えてください",
                "Mend the spelling, or add it to [codes] in the mapping",
            ),
        )
    return found
