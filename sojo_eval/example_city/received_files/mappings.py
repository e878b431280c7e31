"""Writes one mapping file a source: how the city's headers become the fields of a clean table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from sojo_eval.example_city.received_files.raw_files import HEADER_ROWS, TITLE_ROWS
from sojo_eval.example_city.received_files.sources import NOTE_ROW, TOTAL_ROW, Source
from sojo_eval.foundation.files import write_text


def write_mappings(folder: Path, sources: Sequence[Source]) -> list[Path]:
    """Write `NN_<table>.toml` for every source and return their paths."""
    made = []
    for number, source in enumerate(sources, start=1):
        path = folder / f"{number:02d}_{source.table}.toml"
        write_text(path, mapping_text(source))
        made.append(path)
    return made


def mapping_text(source: Source) -> str:
    """The mapping of one source as TOML."""
    lines = [f"table = {_text(source.table)}", f"files = [{_text(source.file.replace('{year}', '*'))}]"]
    if source.form == "xlsx":
        first = TITLE_ROWS + 1
        rows = list(range(first, first + HEADER_ROWS))
        lines.append(f"sheets = [{_text(source.sheet.replace('{fiscal_year}', '*年度'))}]")
        lines.append(f"header_rows = {rows}")
    lines += ["", "[columns]"]
    for column in source.columns:
        options = {"header": column.joined}
        if column.lookup:
            options["lookup"] = "name_ja"
        if column.date:
            options["date"] = column.date
        value = _text(column.joined)
        if len(options) > 1:
            value = "{ " + ", ".join(f"{k} = {_text(v)}" for k, v in options.items()) + " }"
        lines.append(f"{column.field} = {value}")
    for column in source.columns:
        if column.instead:
            lines += ["", f"[codes.{column.field}]"]
            lines += [f"{_text(spelling)} = {_text(code)}" for code, spelling in column.instead.items()]
    if source.constants:
        lines += ["", "[constants]"]
        lines += [f"{field} = {_text(value)}" for field, value in source.constants.items()]
    if source.form == "xlsx":
        first_header = source.columns[0].joined
        for rule, why in (('equals = ["合計"]', TOTAL_ROW.ja), ('starts_with = "※"', NOTE_ROW.ja)):
            lines += ["", "[[leave_out]]", f"column = {_text(first_header)}", rule, f"why = {_text(why)}"]
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    """A TOML basic string (JSON's escapes are TOML's)."""
    return json.dumps(value, ensure_ascii=False)
