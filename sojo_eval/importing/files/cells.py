"""A column of raw cells as its distinct values and where each stands: what is done to a value is done once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from sojo_eval.japanese import normalise

Cell = object
_NUMBERS = frozenset({bool, int, float})
_LONG, _SAMPLED = 100_000, 1_000
_LONGEST_DITTO = 6
Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]


class ArrowTexts(Sequence[object]):
    """Texts held by Arrow, made into Python's own only where one looks at them: a million keys need not be."""

    def __init__(self, array: pa.StringArray) -> None:
        self.array = array

    def __len__(self) -> int:
        return len(self.array)

    def __iter__(self) -> Iterator[object]:
        return iter(self._texts)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, int) and "_texts" not in self.__dict__:
            return self.array[at].as_py()
        return self._texts[at]

    @cached_property
    def _texts(self) -> list[str]:
        texts: list[str] = self.array.to_pylist()
        return texts


@dataclass(frozen=True)
class Cells:
    """`values`, each once in the order met; `codes`: for each row of the column the position in `values`.

    Of a long column of which nearly all differ, `values` are the column itself. tight: no value stands in no row.
    """

    values: Sequence[Cell]
    codes: Positions
    tight: bool = False

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> Cell:
        return self.values[self.codes[row]]

    def take(self, rows: Positions) -> Cells:
        """The cells of those rows."""
        if _is_count(rows, len(self.codes)):
            return self
        return Cells(self.values, self.codes[rows])

    def where(self, fits: Callable[[Cell], bool]) -> Mask:
        """Which rows hold a value that fits."""
        return np.fromiter((fits(v) for v in self.values), bool, len(self.values))[self.codes]

    def blank(self) -> Mask:
        """Which rows hold nothing but white space."""
        if isinstance(self.values, ArrowTexts):
            return blank_texts(self.values.array)[self.codes]
        return self.where(is_blank)

    def used(self) -> Cells:
        """Without the values that stand in no row."""
        if self.tight:
            return self
        there = np.bincount(self.codes, minlength=len(self.values)) > 0
        if there.all():
            return Cells(self.values, self.codes, tight=True)
        codes = (np.cumsum(there) - 1)[self.codes]
        if isinstance(self.values, ArrowTexts):
            return Cells(ArrowTexts(self.values.array.filter(pa.array(there))), codes, tight=True)
        return Cells([self.values[c] for c in np.flatnonzero(there).tolist()], codes, tight=True)

    def holding(self, text: str) -> list[int]:
        """The positions in `values` of the texts that contain `text`."""
        if isinstance(self.values, ArrowTexts):
            held = pc.match_substring(self.values.array, text).to_numpy(zero_copy_only=False)
            return [int(i) for i in np.flatnonzero(held)]
        return [i for i, value in enumerate(self.values) if type(value) is str and text in value]

    def filled_down(self) -> Cells:
        """Blank cells, and those that say the same again (〃), take the last one above that is neither."""
        blank = self.blank() | self.where(is_ditto)
        last = np.where(blank, 0, np.arange(len(self)))
        return self.take(np.maximum.accumulate(last)) if len(self) else self


def as_text(cell: Cell) -> str:
    """A cell as text: a number that Excel made of a code loses its ".0", a date keeps ISO form."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return normalise("" if cell is None else str(cell))


def is_blank(cell: Cell) -> bool:
    """Nothing but white space."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


_DITTO = frozenset({"〃", "″", "〟", "同上", "同", "仝", "々", '"', "''", "”", "“", "゛"})


def is_ditto(cell: Cell) -> bool:
    """A sign for the same again as in the cell above: 〃, 同上."""
    return isinstance(cell, str) and len(cell) <= _LONGEST_DITTO and cell.strip() in _DITTO


def blank_texts(texts: pa.StringArray | pa.ChunkedArray) -> Mask:
    """Which of them hold nothing but white space."""
    blank = pc.or_(pc.equal(pc.binary_length(texts), 0), pc.utf8_is_space(texts))
    found: Mask = np.asarray(blank)
    return found


def cells_of(column: Sequence[Cell]) -> Cells:
    """A column as Cells. 1, 1.0 and True are equal in Python but not the same cell."""
    kinds = {*map(type, column)}
    if kinds == {str}:
        return cells_of_arrow(pa.chunked_array([pa.array(column, pa.string())]))
    if len(kinds & _NUMBERS) < 2:
        # No two kinds of number: then equal means the same, and pandas finds the distinct values ten times sooner.
        cells = np.empty(len(column), dtype=object)
        cells[:] = column
        codes, found = pd.factorize(cells)
        blank = len(found)
        return (
            Cells([*found, ""], np.where(codes < 0, blank, codes))
            if (codes < 0).any()
            else Cells([*found], codes)
        )
    known: dict[object, int] = {}
    values: list[Cell] = []
    codes = np.empty(len(column), dtype=np.int64)
    for row, cell in enumerate(column):
        key = cell if type(cell) is str else (type(cell), cell)
        code = known.get(key)
        if code is None:
            code = known[key] = len(values)
            values.append("" if cell is None else cell)
        codes[row] = code
    return Cells(values, codes)


def _is_key(column: pa.ChunkedArray) -> bool:
    """Whether it is long and seems to hold each value once: to look for equal ones would take longer than anything else."""
    if len(column) < _LONG:
        return False
    starts = (0, len(column) // 2, len(column) - _SAMPLED)
    sample = pa.chunked_array([c for s in starts for c in column.slice(s, _SAMPLED).chunks], column.type)
    return len(sample.unique()) == len(sample)


def spread(values: pd.Series, codes: Positions) -> pd.Series:
    """The value of each row, from those of the distinct cells and where they stand."""
    if _is_count(codes, len(values)):
        return values.reset_index(drop=True)
    return values.take(codes).reset_index(drop=True)


def _is_count(positions: Positions, count: int) -> bool:
    """Whether they are 0, 1, 2, … up to the count."""
    return len(positions) == count and np.array_equal(positions, np.arange(count))


def cells_of_arrow(column: pa.ChunkedArray) -> Cells:
    """The same for a column of texts held by Arrow."""
    if _is_key(column):
        return Cells(ArrowTexts(pa.concat_arrays(column.chunks)), np.arange(len(column)))
    # As one piece: pieces encoded each for itself and then brought together take four times as long.
    whole = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
    encoded = whole.dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return Cells(ArrowTexts(encoded.dictionary), codes)
