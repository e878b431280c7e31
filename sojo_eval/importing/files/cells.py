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
        return self._texts[at]

    @cached_property
    def _texts(self) -> list[str]:
        texts: list[str] = self.array.to_pylist()
        return texts


@dataclass(frozen=True)
class Cells:
    """`values`, each once in the order met; `codes`: for each row of the column the position in `values`."""

    values: Sequence[Cell]
    codes: Positions

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> Cell:
        return self.values[self.codes[row]]

    def take(self, rows: Positions) -> Cells:
        """The cells of those rows."""
        return Cells(self.values, self.codes[rows])

    def where(self, fits: Callable[[Cell], bool]) -> Mask:
        """Which rows hold a value that fits."""
        return np.fromiter((fits(v) for v in self.values), bool, len(self.values))[self.codes]

    def blank(self) -> Mask:
        """Which rows hold nothing but white space."""
        if isinstance(self.values, ArrowTexts):
            length = pc.utf8_length(pc.utf8_trim_whitespace(self.values.array))
            found: Mask = (length.to_numpy(zero_copy_only=False) == 0)[self.codes]
            return found
        return self.where(is_blank)

    def used(self) -> Cells:
        """Without the values that stand in no row."""
        there = np.bincount(self.codes, minlength=len(self.values)) > 0
        if there.all():
            return self
        codes = (np.cumsum(there) - 1)[self.codes]
        if isinstance(self.values, ArrowTexts):
            return Cells(ArrowTexts(self.values.array.filter(pa.array(there))), codes)
        return Cells([self.values[c] for c in np.flatnonzero(there).tolist()], codes)

    def holding(self, text: str) -> list[int]:
        """The positions in `values` of the texts that contain `text`."""
        if isinstance(self.values, ArrowTexts):
            held = pc.match_substring(self.values.array, text).to_numpy(zero_copy_only=False)
            return [int(i) for i in np.flatnonzero(held)]
        return [i for i, value in enumerate(self.values) if type(value) is str and text in value]

    def filled_down(self) -> Cells:
        """Blank cells take the last one above that is not blank."""
        blank = self.blank()
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


def cells_of_arrow(column: pa.ChunkedArray) -> Cells:
    """The same for a column of texts held by Arrow."""
    # As one piece: pieces encoded each for itself and then brought together take four times as long.
    whole = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
    encoded = whole.dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return Cells(ArrowTexts(encoded.dictionary), codes)
