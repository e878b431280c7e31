"""Clean values as a city's staff would write them: 和暦, full-width digits, ○×, titles instead of codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.schema import load_schema

Texts = NDArray[np.object_]
_REIWA = dt.date(2019, 5, 1)
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def written(column: pd.Series, write: Callable[[object], object]) -> Texts:
    """Each value through `write`, which sees every distinct value once; missing values become ""."""
    position, distinct = pd.factorize(column)
    table = np.empty(len(distinct) + 1, dtype=object)
    table[:-1] = [write(value) for value in distinct]
    table[-1] = ""
    return table[position]


def _day(value: object) -> dt.date:
    return pd.Timestamp(value).date()  # type: ignore[arg-type]


def _era(day: dt.date) -> tuple[str, str, int]:
    """Letter, name and year of the Japanese era of a day since 1989."""
    return ("R", "令和", day.year - 2018) if day >= _REIWA else ("H", "平成", day.year - 1988)


def wareki(value: object) -> str:
    """R6.4.1, H31.3.5."""
    day = _day(value)
    return f"{_era(day)[0]}{_era(day)[2]}.{day.month}.{day.day}"


def era_day(value: object) -> str:
    """令和6年4月1日, 令和元年5月1日."""
    day = _day(value)
    return f"{_era_year(day)}{day.month}月{day.day}日"


def era_month(value: object) -> str:
    """令和6年4月."""
    day = _day(value)
    return f"{_era_year(day)}{day.month}月"


def _era_year(day: dt.date) -> str:
    _, name, year = _era(day)
    return f"{name}{'元' if year == 1 else year}年"


def fiscal_year(value: object) -> str:
    """令和6年度, of the day on which the year begins."""
    return fiscal_year_name(_day(value).year)


def slashed(value: object) -> str:
    """2024/4/1."""
    day = _day(value)
    return f"{day.year}/{day.month}/{day.day}"


def iso(value: object) -> str:
    """2024-04-01."""
    return _day(value).isoformat()


def western_month(value: object) -> str:
    """2024年4月."""
    day = _day(value)
    return f"{day.year}年{day.month}月"


def excel_day(value: object) -> dt.datetime:
    """A true Excel date."""
    return dt.datetime.combine(_day(value), dt.time())


def wide(value: object) -> str:
    """Full-width digits: ８."""
    return str(value).translate(_WIDE)


def wide_year(value: object) -> str:
    """Full-width digits before the hyphen only: ２０２４-00001."""
    head, _, tail = str(value).partition("-")
    return f"{head.translate(_WIDE)}-{tail}"


def circle(value: object) -> str:
    """○ or ×."""
    return "○" if value else "×"


def present(value: object) -> str:
    """有 or 無."""
    return "有" if value else "無"


def plain(value: object) -> object:
    """As it is: numbers stay numbers, whole floats lose their .0."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.item() if isinstance(value, np.generic) else value


def title_of(codelist: str, instead: Mapping[str, str] | None = None) -> Callable[[object], object]:
    """The code's Japanese title, or the spelling in `instead`."""
    codes = load_schema().codelists[codelist]
    titles = {**dict(zip(codes["code"], codes["title_ja"], strict=True)), **(instead or {})}
    return lambda code: titles[str(code)]


def named(names: Mapping[str, str]) -> Callable[[object], object]:
    """A key by the name it stands for."""
    return lambda key: names[str(key)]


def fiscal_year_name(year: int) -> str:
    """令和5年度, 令和元年度, 平成30年度 (by the day on which the year begins, 2019 being 令和元年度)."""
    if year == 2019:
        return "令和元年度"
    return f"令和{year - 2018}年度" if year > 2019 else f"平成{year - 1988}年度"
