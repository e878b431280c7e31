"""What every estimator asks of its data before it starts: present, finite, of one length, in one order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]
Column = pd.Series | NDArray[Any] | Sequence[Any]
"""One value a row: a Series, an array or a list."""


def numbers(values: Column, name: str, *, missing: bool = False, least: float = -np.inf) -> Array:
    """(n,) floats that are finite and at least `least`; missing ones only where `missing` allows them.

    Raises ValueError with `name`, the value and its position otherwise.
    """
    column = pd.Series(values)
    try:
        array = column.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be numbers, not {column.dtype}") from None
    wrong = np.isinf(array) | (array < least) | (np.isnan(array) & (not missing))
    if wrong.any():
        position = int(np.flatnonzero(wrong)[0])
        wanted = "finite" if missing else "present and finite"
        limit = "" if least == -np.inf else f" and at least {least:g}"
        raise ValueError(f"{name} must be {wanted}{limit}, not {array[position]:g} (position {position})")
    return array


def flags(values: Column, name: str) -> NDArray[np.bool_]:
    """(n,) booleans from True/False or 1/0. Raises ValueError for anything else, missing included."""
    array = numbers(values, name)
    wrong = (array != 0) & (array != 1)
    if wrong.any():
        position = int(np.flatnonzero(wrong)[0])
        raise ValueError(f"{name} must be true or false, not {array[position]:g} (position {position})")
    return np.asarray(array == 1)


def aligned(**columns: Column | None) -> None:
    """Raises ValueError unless all columns given have one length and, where they are Series, one index."""
    given = {name: column for name, column in columns.items() if column is not None}
    names = " and ".join(given)
    if len({len(column) for column in given.values()}) > 1:
        raise ValueError(f"{names} must have the same length")
    series = [column for column in given.values() if isinstance(column, pd.Series)]
    if any(not column.index.equals(series[0].index) for column in series[1:]):
        raise ValueError(f"{names} must have the same index")


def confidence_level(level: float) -> float:
    """The level of an interval, between 0 and 1. Raises ValueError otherwise."""
    if not 0 < level < 1:
        raise ValueError(f"the level of an interval lies between 0 and 1, not {level}")
    return float(level)
