"""The door of every estimator: types are what they are, nothing is missing unasked, and what is refused is named.

Every function raises ValueError that begins with the argument's name and gives the value and its position. Text that
looks like a number is no number, nor is a date or a duration; numbers of numpy, pandas and `decimal` are. A duration
becomes days where days are asked for, and only there.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence, Set
from datetime import date, timedelta
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]
Column = pd.Series | NDArray[Any] | Sequence[Any]
"""One value a row: a Series, an array or a list."""

_A_DAY = pd.Timedelta(days=1)
_DATE = re.compile(r"\d{4}([-/.])\d{1,2}(\1\d{1,2}([T ].*)?)?")


def column(values: Any, name: str) -> pd.Series:
    """One value a row as a Series, of whatever type. Raises ValueError for nothing, one value, text and tables."""
    if isinstance(values, pd.Series):
        return values
    single = np.isscalar(values) or isinstance(values, date | timedelta | pd.Period)
    if (
        values is None
        or single
        or isinstance(values, pd.DataFrame | Mapping | Set)
        or not hasattr(values, "__len__")
    ):
        raise ValueError(
            f"{name} must hold one value a row (a Series, an array or a list), not {_shown(values)}"
        )
    if getattr(values, "ndim", 1) != 1:
        raise ValueError(f"{name} must have one dimension, not {values.ndim}")
    return pd.Series(values)


def numbers(values: Column, name: str, *, missing: bool = False, least: float = -np.inf) -> Array:
    """(n,) floats that are finite and at least `least`; missing ones only where `missing` allows them.

    Raises ValueError with `name`, the value and its position otherwise.
    """
    rows = column(values, name)
    if isinstance(rows.dtype, pd.CategoricalDtype):
        rows = rows.astype(rows.cat.categories.dtype)
    kind = getattr(rows.dtype, "kind", "O")
    if kind == "O":
        for position, value in enumerate(rows):
            if not (_is_number(value) or _is_missing(value)):
                raise ValueError(f"{name} must be numbers, not {_shown(value)} (position {position})")
    elif kind not in "biuf":
        raise ValueError(f"{name} must be numbers, not {rows.dtype}")
    array = rows.to_numpy(dtype=float, na_value=np.nan)
    wrong = np.isinf(array) | (array < least) | (np.isnan(array) & (not missing))
    if wrong.any():
        position = int(np.flatnonzero(wrong)[0])
        wanted = "finite" if missing else "present and finite"
        limit = "" if least == -np.inf else f" and at least {least:g}"
        raise ValueError(f"{name} must be {wanted}{limit}, not {array[position]:g} (position {position})")
    return array


def days(values: Column, name: str) -> Array:
    """(n,) days, present and not negative; durations (timedeltas) become days. Raises ValueError otherwise."""
    rows = column(values, name)
    if rows.dtype.kind == "m":
        rows = rows.dt.total_seconds() / 86_400
    return numbers(rows, name, least=0)


def flags(values: Column, name: str) -> NDArray[np.bool_]:
    """(n,) booleans from True/False or 1/0. Raises ValueError for anything else, missing included."""
    array = numbers(values, name)
    wrong = (array != 0) & (array != 1)
    if wrong.any():
        position = int(np.flatnonzero(wrong)[0])
        raise ValueError(f"{name} must be true or false, not {array[position]:g} (position {position})")
    return np.asarray(array == 1)


def labels(values: Column, name: str) -> pd.Series:
    """(n,) labels of any kind, none missing, with a new index. Raises ValueError otherwise."""
    rows = column(values, name).reset_index(drop=True)
    if rows.isna().any():
        raise ValueError(f"{name} must be present in every row (position {int(rows.isna().argmax())})")
    if rows.dtype == object:
        try:
            pd.factorize(rows, sort=True)
        except TypeError:
            raise ValueError(
                f"{name} must be of one kind: labels of several kinds cannot be told apart"
            ) from None
    return rows


def aligned(**columns: Column | None) -> None:
    """Raises ValueError unless all columns given have one length and, where they are Series, one index."""
    given = {name: column(values, name) for name, values in columns.items() if values is not None}
    names = " and ".join(given)
    if len({len(rows) for rows in given.values()}) > 1:
        raise ValueError(f"{names} must have the same length")
    series = [rows for name, rows in given.items() if isinstance(columns[name], pd.Series)]
    if any(not rows.index.equals(series[0].index) for rows in series[1:]):
        raise ValueError(f"{names} must have the same index")


def each_once(values: Column, name: str, what: str) -> None:
    """Raises ValueError where a Series has two rows of one label: a `what` (year, test) would count twice."""
    if isinstance(values, pd.Series) and not values.index.is_unique:
        label = values.index[values.index.duplicated()][0]
        raise ValueError(f"{name} must have one row a {what}: {label} stands there twice")


def table(values: Any, name: str, columns: Set[str]) -> pd.DataFrame:
    """A table that has these columns, each once. Raises ValueError otherwise."""
    if not isinstance(values, pd.DataFrame):
        raise ValueError(f"{name} must be a table (a DataFrame), not {_shown(values)}")
    lacking = sorted(columns - set(values.columns))
    if lacking:
        raise ValueError(f"{name} lacks the columns {', '.join(lacking)}")
    if not values.columns.is_unique:
        raise ValueError(f"{name} has two columns named {values.columns[values.columns.duplicated()][0]}")
    return values


def number(
    value: Any, name: str, *, least: float = -np.inf, most: float = np.inf, positive: bool = False
) -> float:
    """One finite number from `least` to `most`, above 0 where it must be `positive`. Raises ValueError otherwise."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    if not _is_number(value) or isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} must be a number, not {_shown(value)}")
    if not (np.isfinite(float(value)) and least <= value <= most and (value > 0 or not positive)):
        limits = [f"at least {least:g}"] * (least > -np.inf) + [f"at most {most:g}"] * (most < np.inf)
        wanted = " and ".join(["positive and finite" if positive else "finite", *limits])
        raise ValueError(f"{name} must be {wanted}, not {value}")
    return float(value)


def whole(value: Any, name: str, *, least: int, most: int = 10_000_000) -> int:
    """One whole number from `least` to `most`. Raises ValueError otherwise."""
    found = number(value, name, least=least)
    if found > most:
        raise ValueError(f"{name} must be at most {most}, not {value}")
    if found % 1 != 0:
        raise ValueError(f"{name} must be a whole number, not {value}")
    return int(found)


def share(value: Any, name: str) -> float:
    """One number from 0 to 1. Raises ValueError otherwise (35 is no share: 0.35 is)."""
    return number(value, name, least=0, most=1)


def confidence_level(level: float) -> float:
    """The level of an interval, between 0 and 1. Raises ValueError otherwise: 95 is no level, 0.95 is."""
    found = number(level, "level")
    if not 0 < found < 1:
        raise ValueError(f"the level of an interval lies between 0 and 1, not {level}")
    return found


def duration(value: Any, name: str) -> float:
    """Days above 0: a number, or a timedelta turned into days. Raises ValueError otherwise."""
    if isinstance(value, timedelta | np.timedelta64) and not pd.isna(value):
        value = pd.Timedelta(value) / _A_DAY
    return number(value, name, positive=True)


def one_of(value: Any, name: str, known: Sequence[Any]) -> None:
    """Raises ValueError unless the value is one of the known ones."""
    if not any(value is k or (isinstance(value, type(k)) and value == k) for k in known):
        raise ValueError(f"{name} must be {' or '.join(map(str, known))}, not {_shown(value)}")


def switch(value: Any, name: str) -> bool:
    """True or False, and nothing that is merely taken for it. Raises ValueError otherwise."""
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} must be true or false, not {_shown(value)}")
    return bool(value)


def day(value: Any, name: str) -> pd.Timestamp:
    """Midnight of one day, by the wall clock of its own time zone.

    Dates, timestamps, months as periods, and text such as 2024-04-01 or 2024-04. A number is no date: pandas would
    take 2024 for a moment in 1970. Raises ValueError otherwise, for a missing one too.
    """
    if isinstance(value, pd.Period) and value.freqstr in ("M", "D"):
        value = value.start_time
    text = isinstance(value, str) and _DATE.fullmatch(value.strip())
    if (text or isinstance(value, date | np.datetime64)) and not _is_missing(value):
        with contextlib.suppress(ValueError, OverflowError):
            return pd.Timestamp(value).tz_localize(None).normalize()
    raise ValueError(f"{name} must be a date such as 2024-04-01, not {_shown(value)}")


def _is_number(value: object) -> bool:
    return isinstance(value, Real | Decimal) and not isinstance(value, np.timedelta64)


def _is_missing(value: object) -> bool:
    return bool(np.isscalar(pd.isna(value)) and pd.isna(value))  # type: ignore[call-overload]  # any object


def _shown(value: object) -> str:
    plain = value is None or np.isscalar(value) or isinstance(value, date | timedelta | pd.Period)
    text = repr(value) if plain else type(value).__name__
    return text if len(text) <= 40 else f"{text[:37]}…"
