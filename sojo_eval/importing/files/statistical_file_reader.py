"""Reads one file of SPSS or Stata, in a process of its own (`own_process`): the reader is written in C.

Cells hold the label of a value where it has one, else the value; codes that the file itself calls missing (無回答 = 9)
keep their label or code, and only what was never entered is blank.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pyreadstat
from pyreadstat import PyreadstatError, ReadstatError

MOST_CELLS, MOST_CELLS_OF_UNKNOWN = 30_000_000, 5_000_000
"""Respondents × variables: a city's survey has one million. The second where the header does not say how many rows."""
JAPANESE = ("UTF-8", "CP932")
_SURE = re.compile("UTF-?8|CP932|S(HIFT[-_])?JIS|EUC-?JP|.*-?932", re.IGNORECASE)
"""Names of encodings in which Japanese can be written; a file that names another one has usually named none."""
_SPSS_START, _STATA_START = datetime(1582, 10, 14), datetime(1960, 1, 1)


def read(path: str) -> dict[str, object]:
    """`names` and `labels` of the variables, `columns` of cells, and what a person should know.

    `ambiguous`: names of variables in which several codes have the same label. `encoding`: how the texts were read where
    the file does not say it. Raises ReadstatError, OverflowError when there are more than MOST_CELLS cells.
    """
    data, about, guessed = _in_some_encoding(path)
    names = list(about.column_names)
    spss = about.file_format != "dta"
    labels_of = about.variable_value_labels
    columns, ambiguous = [], []
    for name in names:
        labels = {value: text.strip() for value, text in labels_of.get(name, {}).items() if text.strip()}
        single = about.readstat_variable_types[name] == "float"
        plain = _date_of(about.original_variable_types[name] or "", spss) or (_short if single else _plain)
        columns.append(_cells(data[name], labels, plain))
        if len(set(labels.values())) < len(labels):
            ambiguous.append(name)
    titles = [(title or "").strip() for title in about.column_labels]
    texts = [*names, *titles, *(cell for column in columns for cell in set(column) if type(cell) is str)]
    foreign = guessed and not all(text.isascii() for text in texts)
    return {
        "names": names,
        "labels": titles,
        "columns": columns,
        "ambiguous": ambiguous,
        "encoding": guessed if foreign else "",
    }


def _in_some_encoding(path: str) -> tuple[Mapping[str, Sequence[Any]], Any, str]:
    """Data and metadata, and the encoding where the file does not say it.

    Files of older versions name none, or that of the machine, and would be read as Western European without a complaint.
    So they are taken for UTF-8, else for the Japanese encoding, and only then for what they say.
    """
    tries = ("",) if _names_its_encoding(path) else (*JAPANESE, "")
    for encoding in tries[:-1]:
        with suppress(ReadstatError, PyreadstatError, UnicodeDecodeError):
            return *_whole(path, encoding), encoding
    data, about = _whole(path, tries[-1])
    return data, about, "" if len(tries) == 1 else about.file_encoding or "WINDOWS-1252"


def _names_its_encoding(path: str) -> bool:
    """Whether it names one in which Japanese can be written; Stata has always used UTF-8 since version 14."""
    if path.lower().endswith(".dta"):
        with open(path, "rb") as file:
            release = re.match(rb"<stata_dta><header><release>(\d+)", file.read(64))
        return release is not None and int(release[1]) >= 118
    with suppress(ReadstatError, PyreadstatError, UnicodeDecodeError):
        _, about = pyreadstat.read_sav(path, metadataonly=True, output_format="dict")
        return _SURE.fullmatch(about.file_encoding or "") is not None
    return False


def _whole(path: str, encoding: str) -> tuple[Mapping[str, Sequence[Any]], Any]:
    """All rows. Neither is memory taken for more than MOST_CELLS, nor is the number of rows in the header believed."""
    reads: Callable[..., Any] = pyreadstat.read_dta if path.lower().endswith(".dta") else pyreadstat.read_sav
    _, about = reads(path, metadataonly=True, encoding=encoding or None, output_format="dict")
    limit = MOST_CELLS if about.number_rows else MOST_CELLS_OF_UNKNOWN
    most = limit // max(1, len(about.column_names))
    if (about.number_rows or 0) > most:
        raise OverflowError(f"more than {limit} cells")
    data, about = reads(
        path,
        encoding=encoding or None,
        user_missing=True,
        output_format="dict",
        disable_datetime_conversion=True,
        row_limit=most + 1,
    )
    if any(len(column) > most for column in data.values()):
        raise OverflowError(f"more than {limit} cells")
    return data, about


def _cells(values: Iterable[Any], labels: Mapping[Any, str], plain: Callable[[Any], object]) -> list[object]:
    """Each distinct value turned once."""
    listed = list(values)
    known = {value: labels.get(value) or plain(value) for value in {*listed} if value is not None}
    return ["" if value is None or value != value else known[value] for value in listed]


def _plain(value: Any) -> object:
    """A number without decimals as a whole one."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


def _short(value: Any) -> object:
    """A number of single precision as it was entered: 0.1, not 0.10000000149."""
    return _plain(float(str(np.float32(value)))) if isinstance(value, float) else value


def _date_of(shape: str, spss: bool) -> Callable[[Any], object] | None:
    """How values of this format become dates or times; None where the format is not a date."""
    kind = re.match("[A-Z]+", shape) if spss else re.match("%-?t?[a-zA-Z]", shape)
    found = kind[0].replace("-", "") if kind else ""
    turn = (_SPSS if spss else _STATA).get(found)
    return None if turn is None else lambda value: _turned(value, turn)


def _turned(value: Any, turn: Callable[[float], object]) -> object:
    """A day that no calendar has stays a number: the import then says that it is not a date."""
    if isinstance(value, str):
        return value
    try:
        return turn(value)
    except (OverflowError, ValueError):
        return _plain(value)


def _spss_day(seconds: float) -> date:
    return (_SPSS_START + timedelta(seconds=seconds)).date()


def _spss_moment(seconds: float) -> datetime:
    return _SPSS_START + timedelta(seconds=seconds)


def _clock(seconds: float) -> str:
    return str(timedelta(seconds=round(seconds)))


def _stata_day(days: float) -> date:
    return (_STATA_START + timedelta(days=days)).date()


def _stata_moment(milliseconds: float) -> datetime:
    return _STATA_START + timedelta(milliseconds=milliseconds)


def _stata_months(months: float, each: int = 1) -> date:
    years, rest = divmod(int(months) * each, 12)
    return date(1960 + years, rest + 1, 1)


_SPSS: dict[str, Callable[[float], object]] = {
    **dict.fromkeys(("DATE", "ADATE", "EDATE", "JDATE", "SDATE", "MOYR", "QYR", "WKYR"), _spss_day),
    **dict.fromkeys(("DATETIME", "YMDHMS"), _spss_moment),
    **dict.fromkeys(("TIME", "DTIME", "MTIME"), _clock),
}
_STATA: dict[str, Callable[[float], object]] = {
    **dict.fromkeys(("%td", "%d"), _stata_day),
    **dict.fromkeys(("%tc", "%tC"), _stata_moment),
    "%tm": _stata_months,
    "%tq": lambda quarters: _stata_months(quarters, 3),
    "%th": lambda halves: _stata_months(halves, 6),
}
