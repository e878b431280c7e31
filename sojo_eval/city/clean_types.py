"""The types that the Parquet files of a clean table hold, against those of the schema.

The import writes the schema's own types. Other tools write others: an all-empty column has no type at all, whole numbers
come as floats, days as midnights. What says the same is cast when a city is opened, on every engine alike; what does not
is refused with its name, by `check` as by all else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sojo_eval.city.clean_files import CleanFiles, clean_files
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem, SojoEvalError
from sojo_eval.schema import Table, load_schema
from sojo_eval.schema.compile import TYPE_NAMES
from sojo_eval.schema.load import Field, FieldType
from sojo_eval.schema.types import ARROW_TYPES

BLANKS = " \t\r\n"
"""A text of these alone is no value. All of them sort before every letter, so that a file's statistics tell of it."""
_NEARLY = 0.8
_WIDEST_DECIMAL = 38
"""Digits of a decimal; DuckDB and Spark have no more."""


@dataclass(frozen=True)
class AlikeFiles:
    """Files of a table that hold the same columns of the same types; `columns` are those the schema knows."""

    paths: tuple[Path, ...]
    columns: Mapping[str, pa.DataType]


def alike_files(files: CleanFiles, name: str) -> list[AlikeFiles]:
    """The files by what they hold, in their order: a folder may have been written by several tools."""
    names = load_schema().tables[name].field_names
    groups: dict[tuple[tuple[str, pa.DataType], ...], list[Path]] = {}
    for path in files.files:
        with path.open("rb") as stream:
            held = pq.read_schema(stream)
        columns = tuple((n, _plain(held.field(n).type)) for n in names if held.get_field_index(n) >= 0)
        groups.setdefault(columns, []).append(path)
    return [AlikeFiles(tuple(paths), dict(columns)) for columns, paths in groups.items()]


def is_exact(held: pa.DataType, wanted: FieldType) -> bool:
    """Whether a column needs no cast."""
    return bool(held == ARROW_TYPES[wanted])


def type_problems(files: CleanFiles, name: str) -> Iterator[Problem]:
    """Columns that cannot be read as the schema's types without loss, and required ones that are missing."""
    table = load_schema().tables[name]
    keys = files.partition_keys
    for group in alike_files(files, name):
        where = _said(files, group.paths[0])
        for field in table.fields:
            if field.name in keys:
                continue
            held = group.columns.get(field.name)
            if held is None:
                if field.required:
                    yield _missing(field, table, where)
            elif not is_exact(held, field.type):
                yield from _column_problems(files, group, field, table)
        yield from _misspelled(group.paths[0], group, table, keys, where)
    for path in files.files:
        for key, value in files.partition_values(path).items():
            if key in table.field_names and not _fits_as_text(value, table.field(key)):
                yield _unfit(table.field(key), table, _said(files, path), str(value), _TEXT)


def recorded_tables(clean: Path, recorded: Collection[str]) -> list[tuple[str, CleanFiles]]:
    """The tables of the schema in the folder `clean`. Raises SojoEvalError for one that the import's record lacks."""
    there = [(n, files) for n in load_schema().tables if (files := clean_files(clean, n)) is not None]
    for name, files in there:
        if name not in recorded:
            raise SojoEvalError(
                "clean-changed",
                Text(
                    f"{files.root} が取り込みの記録にありません",
                    f"{files.root} is not in the import's record",
                ),
                Text(
                    "sojo-eval import で作り直すか、ほかの道具で書いた表なら record_clean_tables で記録してください",
                    "Make it with sojo-eval import, or record it with record_clean_tables if another tool wrote it",
                ),
                exit_code=1,
            )
    return there


def refuse_other_types(tables: Collection[tuple[str, CleanFiles]]) -> None:
    """Raises SojoEvalError listing every column of these tables that the schema's types cannot hold."""
    problems = [problem for name, files in tables for problem in type_problems(files, name)]
    if problems:
        raise SojoEvalError(
            "clean-types",
            Text(
                f"clean/ の表に、型の合わない列などの問題が {len(problems)} 件あります",
                f"The tables in clean/ have {len(problems)} problem(s): columns that are missing or of another type",
            ),
            Text("一覧のとおり直してください", "Fix the columns listed"),
            exit_code=1,
            problems=problems,
        )


def as_arrow(files: CleanFiles, path: Path, name: str) -> pa.Table:
    """One file with all columns of the schema, in order and with its types; what stands in folder names as columns.

    Raises pyarrow.ArrowInvalid for a damaged file and for values that do not fit.
    """
    table = load_schema().tables[name]
    # A stream, so that Arrow does not guess types from the folders: 01100 is a code.
    with path.open("rb") as stream:
        file = pq.ParquetFile(stream)
        there = [n for n in table.field_names if file.schema_arrow.get_field_index(n) >= 0]
        rows = file.read(columns=there)
    said = files.partition_values(path)
    columns = {}
    for field in table.fields:
        if field.name in said:
            text = pa.scalar(said[field.name], pa.string())
            columns[field.name] = pa.repeat(text, rows.num_rows).cast(ARROW_TYPES[field.type])
        elif field.name in there:
            columns[field.name] = _cast(rows.column(field.name), field.type)
        else:
            columns[field.name] = pa.nulls(rows.num_rows, ARROW_TYPES[field.type])
    return pa.table(columns)


def has_blanks(paths: tuple[Path, ...], column: str) -> bool:
    """Whether a column of text may hold "" or blanks alone, which are no value: its least value says so.

    True where the files keep no statistics.
    """
    return any(_least_is_blank(path, path.stat().st_mtime_ns, column) for path in paths)


@lru_cache(maxsize=4096)
def _least_is_blank(path: Path, _: int, column: str) -> bool:
    with path.open("rb") as stream:
        facts = pq.read_metadata(stream)
    for number in range(facts.num_row_groups):
        group = facts.row_group(number)
        for i in range(group.num_columns):
            chunk = group.column(i)
            if chunk.path_in_schema != column or chunk.num_values == 0:
                continue
            kept = chunk.statistics
            if kept is None or not kept.has_min_max:
                if kept is not None and kept.null_count == chunk.num_values:
                    continue
                return True
            if not str(kept.min).strip(BLANKS):
                return True
    return False


def _plain(held: pa.DataType) -> pa.DataType:
    """The type of the values, however they are kept."""
    if pa.types.is_dictionary(held):
        held = held.value_type
    if pa.types.is_large_string(held) or pa.types.is_string_view(held):
        return pa.string()
    return held


def _cast(column: pa.ChunkedArray, wanted: FieldType) -> pa.ChunkedArray:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if wanted == "string":
        text = column.cast(pa.string())
        blank = pc.equal(pc.utf8_trim(text, BLANKS), "")
        return pc.if_else(blank, pa.scalar(None, pa.string()), text) if pc.any(blank).as_py() else text
    if wanted == "number" and pa.types.is_floating(column.type):
        return pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column).cast(pa.float64())
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
    return column.cast(ARROW_TYPES[wanted])


_TEXT = Text("文字", "text")


def _kind(held: pa.DataType) -> str:
    """The kind of a type, as far as casts care; "other" for what none of them takes."""
    types = pa.types
    if types.is_null(held):
        return "nothing"
    if types.is_decimal(held):
        return "number" if held.precision <= _WIDEST_DECIMAL else "other"
    if types.is_integer(held) or (types.is_floating(held) and held != pa.float16()):
        return "number"
    if types.is_timestamp(held):
        return "day" if held.tz is None else "other"
    if types.is_date(held):
        return "day"
    return "text" if held == pa.string() else "truth" if types.is_boolean(held) else "other"


_CASTS: dict[FieldType, tuple[str, ...]] = {
    "string": ("text", "nothing"),
    "integer": ("number", "nothing"),
    "number": ("number", "nothing"),
    "boolean": ("truth", "number", "nothing"),
    "date": ("day", "nothing"),
}
"""The kinds that a field's type can be cast from."""


def _column_problems(files: CleanFiles, group: AlikeFiles, field: Field, table: Table) -> Iterator[Problem]:
    held = group.columns[field.name]
    if _kind(held) not in _CASTS[field.type]:
        yield _unfit(field, table, _said(files, group.paths[0]), "", _told(held))
    elif not pa.types.is_null(held):
        for path in group.paths:
            bad = _first_lost(path, field)
            if bad is not None:
                yield _unfit(field, table, _said(files, path), bad, _told(held))


def _first_lost(path: Path, field: Field) -> str | None:
    """The first value that a cast would change, as text."""
    with path.open("rb") as stream:
        for batch in pq.ParquetFile(stream).iter_batches(columns=[field.name]):
            values = batch.column(0)
            if pa.types.is_dictionary(values.type):
                values = values.cast(values.type.value_type)
            if pa.types.is_floating(values.type):
                values = pc.if_else(pc.is_nan(values), pa.scalar(None, values.type), values)
            try:
                back = values.cast(ARROW_TYPES[field.type]).cast(values.type)
                lost = pc.not_equal(back, values)
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
                lost = pa.array([_is_lost(value, field) for value in values])
            if pc.any(lost).as_py():
                return str(values.filter(lost.fill_null(False))[0].as_py())
    return None


def _is_lost(value: pa.Scalar, field: Field) -> bool:
    try:
        return bool(value.cast(ARROW_TYPES[field.type]).cast(value.type) != value)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return True


def _fits_as_text(value: str | None, field: Field) -> bool:
    """Whether what the name of a folder says is a value of the field."""
    try:
        pa.scalar(value, pa.string()).cast(ARROW_TYPES[field.type])
    except pa.ArrowInvalid:
        return False
    return value != ""


def _misspelled(
    path: Path, group: AlikeFiles, table: Table, keys: tuple[str, ...], where: str
) -> Iterator[Problem]:
    """A column nobody reads whose name is nearly that of one that is missing."""
    with path.open("rb") as stream:
        extra = [n for n in pq.read_schema(stream).names if n not in table.field_names]
    missing = [n for n in table.field_names if n not in group.columns and n not in keys]
    for name in extra:
        for near in get_close_matches(name, missing, n=1, cutoff=_NEARLY):
            yield Problem(
                "unknown_column",
                Text("表の定義にない列です", "The table has no such column"),
                Text(f"「{near}」ではありませんか。列の名前を直してください", f"Did you mean {near}? Correct the column's name"),
                file=where,
                column=name,
                table=table.name,
            )  # fmt: skip


def _missing(field: Field, table: Table, where: str) -> Problem:
    return Problem(
        "missing_column",
        Text("必ず要る列がありません", "A column that must be there is missing"),
        Text("列「{title}」を加えてください", "Add the column ({title})").format(title=field.title),
        file=where,
        column=field.name,
        table=table.name,
    )


def _unfit(field: Field, table: Table, where: str, value: str, held: Text) -> Problem:
    wanted = TYPE_NAMES.get(field.type, Text("文字", "text"))
    lead = Text(
        "（数にすると先頭の 0 が消えます）" if field.type == "string" and held.en != "text" else "",
        " (a number would lose leading zeros)" if field.type == "string" and held.en != "text" else "",
    )
    return Problem(
        "column_type",
        Text(
            f"列の型が {held.ja} で、{wanted.ja}として読めません", f"The column holds {held.en} and cannot be read as {wanted.en}"
        ),
        Text(
            f"型を {ARROW_TYPES[field.type]} にして書き直すか{lead.ja}、sojo-eval import で作り直してください",
            f"Write it with the type {ARROW_TYPES[field.type]}{lead.en}, or make the table again with sojo-eval import",
        ),
        file=where,
        column=field.name,
        value=value,
        table=table.name,
    )  # fmt: skip


def _told(held: pa.DataType) -> Text:
    return Text(str(held), str(held))


def _said(files: CleanFiles, path: Path) -> str:
    """The file below the city's folder."""
    return path.relative_to(files.root.parent.parent).as_posix()
