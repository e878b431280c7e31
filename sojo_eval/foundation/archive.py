"""A result on disk: one file that holds a frozen dataclass of tables, texts and numbers, and gives back an equal one.

A zip of Arrow tables and one JSON text. No pickle: a file in a city's folder may have come from elsewhere, and reading
a result must never run what somebody put into it. Only the classes that the reader names are made.
"""

from __future__ import annotations

import hashlib
import json
import math
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.types import is_object_dtype

from sojo_eval.foundation.files import write_with

_CONTENT = "content.json"
_TAG = "#"
"""Key of an entry that says what the text beside it stands for."""
Result = TypeVar("Result")


class DamagedArchiveError(ValueError):
    """The file is no archive, is damaged, or holds something else than was asked for."""


def write_archive(path: Path, result: object) -> None:
    """Write a frozen dataclass, whole or not at all. Fields whose metadata say `stored=False` are left out.

    Raises TypeError for a value of a kind that a result does not hold.
    """
    content, tables = _content(result)

    def fill(part: Path) -> None:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(_entry(_CONTENT), content)
            for number, table in enumerate(tables):
                archive.writestr(_entry(f"{number}.arrow"), _as_arrow(table))

    write_with(path, fill)


def content_hash(result: object) -> str:
    """Hex SHA-256 of all that `write_archive` would write. Raises TypeError as it does."""
    content, tables = _content(result)
    told = hashlib.sha256(content.encode())
    for table in tables:
        told.update(_as_arrow(table))
    return told.hexdigest()


def _content(result: object) -> tuple[str, list[pd.DataFrame]]:
    tables: list[pd.DataFrame] = []
    content = json.dumps(_written(result, tables), ensure_ascii=False, allow_nan=False)
    return content, tables


def _as_arrow(table: pd.DataFrame) -> bytes:
    # Arrow and not Parquet, which knows no seconds: a day would come back with another type.
    rows = pa.Table.from_pandas(table)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, rows.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(rows)
    taken: bytes = sink.getvalue().to_pybytes()
    return taken


def _entry(name: str) -> zipfile.ZipInfo:
    # Without a time of day: equal results are equal files.
    return zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))


def read_archive(path: Path, result: type[Result], parts: Iterable[type[object]]) -> Result:
    """The dataclass that `write_archive` wrote. parts: the other dataclasses that may stand in it.

    Raises OSError when there is no such file, DamagedArchiveError when it cannot be read.
    """
    known = {kind.__name__: kind for kind in (result, *parts)}
    try:
        with zipfile.ZipFile(path) as archive:
            content = json.loads(archive.read(_CONTENT))
            found = _read(content, archive, known)
    except OSError:
        raise
    except Exception as error:  # zip, JSON, Arrow and a class's own checks each have errors of their own
        raise DamagedArchiveError(str(path)) from error
    if not isinstance(found, result):
        raise DamagedArchiveError(str(path))
    return found


def _written(value: object, tables: list[pd.DataFrame]) -> object:
    """What JSON can hold of a value; tables are put aside."""
    if value is pd.NaT or value is pd.NA:  # the first is a date, too, to Python
        return {_TAG: "missing", "of": "NaT" if value is pd.NaT else "NA"}
    match value:
        case None | bool() | str():
            return value
        case int() | np.integer():
            return int(value)
        case float() | np.floating():
            return float(value) if math.isfinite(value) else {_TAG: "float", "of": str(float(value))}
        case pd.DataFrame():
            return _written_table(value, tables)
        case pd.Timestamp():
            return {_TAG: "time", "of": value.isoformat()}
        case date():
            return {_TAG: "date", "of": value.isoformat()}
        case tuple():
            return {_TAG: "tuple", "of": [_written(item, tables) for item in value]}
        case list():
            return [_written(item, tables) for item in value]
        case Mapping():
            return {
                _TAG: "mapping",
                "of": [[_written(k, tables), _written(v, tables)] for k, v in value.items()],
            }
    if is_dataclass(value) and not isinstance(value, type):
        held = {
            f.name: _written(getattr(value, f.name), tables)
            for f in fields(value)
            if f.metadata.get("stored", True)
        }
        return {_TAG: "object", "class": type(value).__name__, "of": held}
    raise TypeError(f"a result does not hold a {type(value).__name__}")


def _written_table(table: pd.DataFrame, tables: list[pd.DataFrame]) -> object:
    """Columns of mixed Python values as JSON, all others as Arrow, which keeps their types."""
    mixed = [name for name, dtype in table.dtypes.items() if is_object_dtype(dtype)]
    tables.append(table.drop(columns=mixed))
    return {
        _TAG: "table",
        "of": len(tables) - 1,
        "columns": [str(name) for name in table.columns],
        "mixed": {str(name): [_written(value, tables) for value in table[name]] for name in mixed},
    }


def _read(value: Any, archive: zipfile.ZipFile, known: Mapping[str, type[object]]) -> Any:
    if isinstance(value, list):
        return [_read(item, archive, known) for item in value]
    if not isinstance(value, dict):
        return value
    of = value["of"]
    match value[_TAG]:
        case "float":
            return float(of)
        case "time":
            return pd.Timestamp(of)
        case "date":
            return date.fromisoformat(of)
        case "missing":
            return pd.NaT if of == "NaT" else pd.NA
        case "tuple":
            return tuple(_read(item, archive, known) for item in of)
        case "mapping":
            return {_read(k, archive, known): _read(v, archive, known) for k, v in of}
        case "table":
            return _read_table(value, archive, known)
        case "object":
            return known[value["class"]](**{name: _read(item, archive, known) for name, item in of.items()})
        case other:
            raise ValueError(other)


def _read_table(
    value: Mapping[str, Any], archive: zipfile.ZipFile, known: Mapping[str, type[object]]
) -> pd.DataFrame:
    table: pd.DataFrame = pa.ipc.open_file(archive.read(f"{value['of']}.arrow")).read_all().to_pandas()
    for name, items in value["mixed"].items():
        read = [_read(item, archive, known) for item in items]
        table[name] = pd.Series(read, index=table.index, dtype=object)
    ordered: pd.DataFrame = table[value["columns"]]
    return ordered
