"""Turning a column of raw cells into values of a field; each distinct cell is read once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sojo_eval.foundation.language import Text
from sojo_eval.importing.files.cells import ArrowTexts, Cells, as_text, spread
from sojo_eval.importing.values.area_names import AreaNames
from sojo_eval.importing.values.spellings import AMBIGUOUS
from sojo_eval.japanese import (
    MINUTES_PER,
    STATES,
    Meaning,
    State,
    UnreadableError,
    is_approximate,
    label_key,
    mark_key,
    meaning_of,
    normalise,
    parse_boolean,
    parse_date,
    parse_minutes,
    parse_number,
    state_of,
    upper_bound,
)
from sojo_eval.schema import PANDAS_TYPES, Field

Read = Callable[[object], object]
_KEY = "[A-Za-z]{1,6}[_-]?[0-9]{1,9}|[1-9][0-9]{3}-[0-9]{1,6}"
_STATE = pd.CategoricalDtype(list(STATES))
_NO_STATES = pd.Series([], index=pd.Index([], dtype="int64"), dtype=_STATE)
_NO_BOUNDS = pd.Series([], index=pd.Index([], dtype="int64"), dtype="float64")


@dataclass(frozen=True)
class ReadColumn:
    """Values of a column (missing where unreadable) and, by position, what stands behind those that are not plain values.

    `unreadable`: why a cell could not be read. `states`: of every cell that holds no value, one of `japanese.STATES`
    (never observed). `below`: for 5人未満 the 5. `approximate`: positions of 約500 that were taken as 500.
    """

    values: pd.Series
    unreadable: dict[int, UnreadableError] = field(default_factory=dict)
    states: pd.Series = field(default_factory=_NO_STATES.copy)
    below: pd.Series = field(default_factory=_NO_BOUNDS.copy)
    approximate: tuple[int, ...] = ()


class _ReadCell(NamedTuple):
    value: object = None
    state: State = "observed"
    error: UnreadableError | None = None


def plain_keys(values: Sequence[object]) -> bool:
    """Whether all are keys like K00123 or 2024-00123: no mark, nothing personal, nothing to be made plain."""
    if not len(values) or type(values[0]) is not str or not re.fullmatch(_KEY, values[0]):
        return False
    texts = values.array if isinstance(values, ArrowTexts) else None
    if texts is None:
        if any(type(value) is not str for value in values):
            return False
        texts = pa.array(values, pa.string())
    return bool(pc.all(pc.match_substring_regex(texts, f"^(?:{_KEY})$")).as_py())


def read_column(
    cells: Cells, target: Field, read: Read, marks: Mapping[str, Meaning] | None = None
) -> ReadColumn:
    """All cells of a column through `read`, each distinct one once. marks: the file's own legend of signs."""
    codes, distinct = cells.codes, cells.values
    if read is as_text and not marks and plain_keys(distinct):
        keys: Any = distinct.array if isinstance(distinct, ArrowTexts) else list(distinct)
        values = pd.Series(keys, dtype=PANDAS_TYPES[target.type])
        return ReadColumn(spread(values, codes))
    done = [_read_cell(cell, target, read, marks) for cell in distinct]
    values = _typed([d.value for d in done], target)
    states = np.array([STATES.index(d.state) for d in done], dtype="int8")[codes]
    empty = np.flatnonzero(states != 0)
    bounds = np.array(
        [upper_bound(c) if d.state == "suppressed" else None for c, d in zip(distinct, done, strict=True)],
        dtype=float,
    )[codes]
    bounded = np.flatnonzero(~np.isnan(bounds))
    about = [
        target.type in ("number", "integer") and d.value is not None and is_approximate(c)
        for c, d in zip(distinct, done, strict=True)
    ]
    wrong = np.array([d.error is not None for d in done], dtype=bool)[codes]
    return ReadColumn(
        values=spread(values, codes),
        unreadable={int(i): _error(done[codes[i]]) for i in np.flatnonzero(wrong)},
        states=pd.Series(
            pd.Categorical.from_codes(states[empty], dtype=_STATE), index=pd.Index(empty, dtype="int64")
        ),
        below=pd.Series(bounds[bounded], index=pd.Index(bounded, dtype="int64")),
        approximate=tuple(int(i) for i in np.flatnonzero(np.array(about, dtype=bool)[codes])),
    )


def _error(done: _ReadCell) -> UnreadableError:
    assert done.error is not None
    return done.error


def _read_cell(cell: object, target: Field, read: Read, marks: Mapping[str, Meaning] | None) -> _ReadCell:
    # A text may be 不明 or x and mean it; but as a pseudonym 不明 would make one person of all unknown ones.
    text = target.type == "string" and target.codelist is None and target.privacy != "pseudonym"
    meaning = meaning_of(cell, marks, words=not text)
    if text and meaning == "suppressed" and not _is_marked(cell, marks):
        meaning = "observed"
    if meaning == "zero" and target.type in ("number", "integer"):
        return _ReadCell(read(0))
    named = target.codelist is not None and isinstance(cell, str) and cell.strip()
    if meaning in ("observed", "zero") or named:
        # A code list may have 不明 as a code of its own, and [codes] may give one to a sign: they go before the mark.
        try:
            return _ReadCell(read(cell))
        except UnreadableError as error:
            # Where names are looked up, a 不明 that names nothing is a mark after all.
            if state_of(cell, marks) == "observed":
                return _ReadCell(error=error)
    return _ReadCell(state=state_of(cell, marks))


def _is_marked(cell: object, marks: Mapping[str, Meaning] | None) -> bool:
    return isinstance(cell, str) and mark_key(cell) in {mark_key(spelling) for spelling in marks or {}}


def _typed(values: list[object], target: Field) -> pd.Series:
    if target.type == "date":
        return pd.Series(pd.to_datetime(pd.Series(values, dtype=object)), dtype=PANDAS_TYPES["date"])
    if target.type == "number":
        return pd.Series([float("nan") if v is None else v for v in values], dtype="float64")
    return pd.Series(values, dtype=PANDAS_TYPES[target.type])


@dataclass(frozen=True)
class Notation:
    """How a column writes its dates and numbers.

    dates: of `japanese.DATE_FORMS`, tried in turn. short_years, year, fiscal_year: as in `parse_date`. unit, approximate: as
    in `parse_number`; a unit of time (分 or 時間) reads a number field as minutes.
    """

    dates: Sequence[str] = ("day",)
    short_years: str = ""
    year: int | None = None
    fiscal_year: int | None = None
    unit: str = ""
    approximate: bool = False


@dataclass(frozen=True)
class Names:
    """What names in a column stand for.

    labels: label keys → codes or keys of another table. areas: read names of places into area codes; `labels` goes first;
    with `address` out of whole addresses (None for one that lies in no area of the table).
    """

    labels: Mapping[str, str] | None = None
    areas: AreaNames | None = None
    address: bool = False


def reader_of(target: Field, notation: Notation | None = None, names: Names | None = None) -> Read:
    """How cells of this field are read."""
    notation, names = notation or Notation(), names or Names()
    labels, areas = names.labels, names.areas
    if areas is not None and names.address:
        return areas.within
    if areas is not None:
        return lambda cell: _area(cell, areas, labels or {})
    if labels is not None:
        return lambda cell: _by_label(cell, target, labels)
    if target.type == "date":
        return lambda cell: _date(cell, notation)
    if target.type in ("integer", "number"):
        number = _number_reader(notation.unit, notation.approximate)
        return number if target.type == "number" else lambda cell: _whole_number(number(cell))
    if target.type == "boolean":
        return parse_boolean
    return as_text


def without(beside: Sequence[str], read: Read) -> Read:
    """The same reading of cells without the texts that stand before or behind their figure: （速報）, *1)."""
    texts = sorted((normalise(text) for text in beside), key=len, reverse=True)

    def bare(cell: object) -> object:
        if not isinstance(cell, str):
            return cell
        plain = normalise(cell)
        for text in texts:
            plain = plain.removesuffix(text).rstrip().removeprefix(text).lstrip()
        return plain if plain != normalise(cell) else cell

    return lambda cell: read(bare(cell))


def _number_reader(unit: str, approximate: bool) -> Callable[[object], float]:
    if unit in MINUTES_PER:
        return lambda cell: parse_minutes(cell, unit)
    return lambda cell: parse_number(cell, unit, approximate=approximate)


def _date(cell: object, notation: Notation) -> date:
    """By the first form that fits; what the last one says where none does."""
    for form in notation.dates[:-1]:
        with suppress(UnreadableError):
            return _as_date(cell, form, notation)
    return _as_date(cell, notation.dates[-1], notation)


def _as_date(cell: object, form: str, notation: Notation) -> date:
    # Received, answered and closed on the same days: of a text it is asked once, whatever column holds it.
    parse = _parse_date_once if type(cell) is str else parse_date
    return parse(
        cell,
        form,
        short_years=notation.short_years,
        year=notation.year,
        fiscal_year=notation.fiscal_year,
    )


_parse_date_once = lru_cache(maxsize=20_000)(parse_date)


def _whole_number(number: float) -> int:
    if not number.is_integer():
        raise UnreadableError(
            Text("整数ではありません", "It is not a whole number"),
            Text("整数にしてください", "Write a whole number"),
        )
    return int(number)


def _area(cell: object, areas: AreaNames, labels: Mapping[str, str]) -> str:
    text = as_text(cell)
    return labels.get(label_key(text)) or areas.code(text)


def _by_label(cell: object, target: Field, labels: Mapping[str, str]) -> str:
    text = as_text(cell)
    found = labels.get(label_key(text))
    if found == AMBIGUOUS:
        raise UnreadableError(
            Text("同じ名前のものが二つ以上あります", "More than one has this name"),
            Text(
                "名前の代わりにコードを書くか、対応表の [codes] でどれかを決めてください",
                "Write its code instead of the name, or choose one in [codes] of the mapping",
            ),
        )
    if found is None:
        where = Text(
            f"「{target.title.ja}」のコード表" if target.codelist else "参照する表",
            f"the code list of {target.title.en}" if target.codelist else "the table it refers to",
        )
        raise UnreadableError(
            Text(f"{where.ja}にない値です", f"The value is not in {where.en}"),
            Text(
                "綴りを直すか、対応表の [codes] に読み替えを加えてください",
                "Correct the spelling, or add it to [codes] in the mapping",
            ),
        )
    return found
