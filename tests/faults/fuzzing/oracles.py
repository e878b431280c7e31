"""What must hold of every import, however the file was damaged. Each broken bar is told with what was seen.

The identity is checked in four ways:
1. The log: read = kept + left out + refused, none negative.
2. The records: each kept row of a sheet has a record with its address, no record has a row that is not kept.
3. The refused: a refused row has a problem with its number, unless the whole sheet is refused by one.
4. The file, read by another reader: the rows that hold something, those of the header apart, are as many as the log
   says were read and not blank; and so are those below the header. The header's row is not told by the import; it must
   be a row that holds a mapped label.

And of the cells: a number in a record is the one that the other reader finds at the cell it is said to come from.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from sojo_eval.foundation.problems import Problem
from sojo_eval.importing import ImportResult, changes
from sojo_eval.importing.files.cell_addresses import position
from sojo_eval.importing.layouts import standards
from sojo_eval.schema import load_schema
from tests.faults.fuzzing.cases import Case
from tests.faults.fuzzing.independent_reading import filled_below, readings

Finding = tuple[str, str]
"""The bar that is broken, and what was seen."""
_NO_HEADER = {"missing-column", "ambiguous-column", "name", "pattern-too-slow"}
_SEARCHED = 75
_MOST_HEADER_ROWS = 3
_LOOKED_AT = 200
_TURNED = re.compile(rb"times|\{[^}\n]*unit = |add = true|fill_down|otherwise|marks")
"""Entries of a mapping that make another number of a cell, or take another cell."""
_KNOWN_LAYOUTS = [
    path.read_bytes() for path in Path(standards.__file__).parent.glob("standard_layouts/*.toml")
]


def broken_bars(case: Case, result: ImportResult) -> Iterator[Finding]:
    yield from _log_adds_up(result.log)
    yield from _records_have_rows(result)
    yield from _refused_are_named(result)
    yield from _as_another_reader_sees_it(case, result.log)
    yield from _numbers_are_those_of_their_cells(case, result)
    yield from (
        (f"personal data in a problem: {p.rule}", "")
        for p in result.problems
        if repeats(case.personal, _text(p))
    )
    yield from _swallowed_lines_are_told(case, result)
    for problem in result.problems:
        if not (problem.message.ja and problem.message.en and problem.fix.ja and problem.fix.en):
            yield "a problem without words", repr(problem)


def changes_of_nothing(first: ImportResult, again: ImportResult) -> Iterator[Finding]:
    """The same files imported again into what they gave: nothing may differ."""
    schema = load_schema()
    if [*first.tables] != [*again.tables]:
        yield "identity: imported again", f"{[*first.tables]} became {[*again.tables]}"
        return
    for name, frame in again.tables.items():
        found = changes(first.tables[name], frame, schema.tables[name], again.addresses[name])
        if len(found):
            yield "identity: imported again", found.head().to_string()


def outcome_of(result: ImportResult) -> str:
    errors = [p for p in result.problems if p.severity == "error"]
    if not errors:
        return "imported whole" if result.tables else "nothing to import, said so"
    return "with problems" if int(result.log["rows_kept"].sum()) or result.tables else "refused"


def repeats(personal: tuple[str, ...], text: str) -> bool:
    """Whether any of them stands in the text, as it was written or in plain characters."""
    plain = unicodedata.normalize("NFKC", text)
    return any(p in text or unicodedata.normalize("NFKC", p) in plain for p in personal)


def _text(p: Problem) -> str:
    return "\n".join((p.message.ja, p.message.en, p.fix.ja, p.fix.en, p.value, p.column))


def _log_adds_up(log: pd.DataFrame) -> Iterator[Finding]:
    counts = log[["rows_read", "rows_kept", "rows_left_out", "rows_refused", "records"]].astype("int64")
    parts = counts["rows_kept"] + counts["rows_left_out"] + counts["rows_refused"]
    if (counts["rows_read"] != parts).any() or (counts < 0).any(axis=None):
        yield "identity: the log", log.to_string()


def _records_have_rows(result: ImportResult) -> Iterator[Finding]:
    for table, addresses in result.addresses.items():
        lines = result.log[result.log["table"] == table]
        if len(lines) != len(addresses.sheets) or sum(len(s.rows) for s in addresses.sheets) != len(
            result.tables[table]
        ):
            yield "identity: addresses", f"{table}: {len(lines)} lines, {len(addresses.sheets)} sheets"
            continue
        for line, rows in zip(lines.itertuples(), addresses.sheets, strict=True):
            kept = len(np.unique(rows.rows))
            if (kept, len(rows.rows)) != (line.rows_kept, line.records):
                yield "identity: a kept row without a record", f"{table}: {kept} rows have records. {line}"
            if len(rows.rows) and (rows.rows.min() < 0 or (line.file, line.sheet) != (rows.file, rows.sheet)):
                yield "identity: addresses", f"{table}: {line}"


def _refused_are_named(result: ImportResult) -> Iterator[Finding]:
    for line in result.log[result.log["rows_refused"].astype(int) > 0].itertuples():
        mine = [
            p for p in result.problems if (p.file, p.sheet, p.table, p.severity) == (line.file, line.sheet, line.table, "error")
        ]  # fmt: skip
        named = {p.row for p in mine if p.row is not None}
        whole = line.rows_refused == line.rows_read and any(p.rule in _NO_HEADER for p in mine)
        if len(named) < line.rows_refused and not whole:
            yield "identity: a refused row without a problem", f"{len(named)} rows are named. {line}"


def _as_another_reader_sees_it(case: Case, log: pd.DataFrame) -> Iterator[Finding]:
    if log.empty:
        return
    seen = readings(case.content, case.suffix)
    labels, fixed = _labels(case)
    for line in log.itertuples():
        whole_read = line.rows_read - _counted("blank row", line.left_out_by)
        read = whole_read - _counted("above the table", line.left_out_by)
        sheets = [sheets[line.sheet] for sheets in seen if line.sheet in sheets]
        headers = [_headers(rows, labels) | fixed for rows in sheets]
        if not any(headers):  # nothing tells where the header is
            headers = [{*range(min(len(rows), _SEARCHED) + 1)} for rows in sheets]
        expected: set[int] = set()
        for rows, mine in zip(sheets, headers, strict=True):
            below = filled_below(rows)
            whole = {0} if line.rows_refused == line.rows_read else set()
            expected |= {below[min(h, len(below) - 1)] for h in mine | whole}
        least = "below the table" in line.left_out_by  # blank rows there are counted with the others
        filled = {filled_below(rows)[0] for rows in sheets}
        none = line.rows_refused == line.rows_read  # then there may be no header
        of_header = {*range(0 if none else 1, _MOST_HEADER_ROWS + 1)}
        in_all = {n - h for n in filled for h in of_header}
        if in_all and not (whole_read >= min(in_all) if least else whole_read in in_all):
            yield (
                "identity: another reader counts the sheet differently",
                f"{whole_read} rows, expected {sorted(in_all)}. {line}",
            )
        if expected and not (read >= min(expected) if least else read in expected):
            yield (
                "identity: another reader counts differently",
                f"{read} rows, expected {sorted(expected)}. {line}",
            )


def _numbers_are_those_of_their_cells(case: Case, result: ImportResult) -> Iterator[Finding]:
    """Where the mapping takes numbers as they stand; of a large table as many rows as _LOOKED_AT."""
    if not result.addresses or any(_TURNED.search(text) for text in case.mappings.values() or _KNOWN_LAYOUTS):
        return
    schema = load_schema()
    seen = readings(case.content, case.suffix)
    for table, addresses in result.addresses.items():
        frame, fields = result.tables[table], schema.tables[table].fields
        layout = [s.columns for s in addresses.sheets]
        for name in [f.name for f in fields if f.type in ("integer", "number") and f.name in frame]:
            rows = np.flatnonzero(frame[name].notna())
            wrong = []
            for row in rows[:: max(1, len(rows) // _LOOKED_AT)].tolist():
                origin = addresses.locate(row, name)
                sheet, cell = origin.sheet, origin.cell
                found = {_number(sheets[sheet], cell) for sheets in seen if cell and sheet in sheets} - {None}
                if found and not any(
                    abs(n - float(frame[name].iloc[row])) < 1e-6 * max(1, abs(n)) for n in found
                ):
                    wrong.append(f"{cell}: {found}, not {frame[name].iloc[row]}")
            if wrong:
                yield (
                    "identity: a number that its cell does not hold",
                    f"{table}.{name}: {wrong[:5]} {layout[0]}",
                )


def _number(rows: list[list[str]], cell: str) -> float | None:
    """A cell's plain number, None for one that is written otherwise."""
    place = re.fullmatch("([A-Z]+)([0-9]+)", cell)
    assert place is not None
    row, column = int(place[2]) - 1, position(place[1])
    text = rows[row][column].strip() if row < len(rows) and column < len(rows[row]) else ""
    return float(text) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else None


def _counted(rule: str, left_out_by: str) -> int:
    found = re.search(rf"(?:^|; ){rule}: (\d+)", left_out_by)
    return int(found[1]) if found else 0


def _headers(rows: list[list[str]], labels: set[str]) -> set[int]:
    """The index below each row that holds a mapped label: of a text read with a wrong delimiter there is none."""
    return {i + 1 for i, row in enumerate(rows[:_SEARCHED]) if any(_plain(cell) in labels for cell in row)}


def _swallowed_lines_are_told(case: Case, result: ImportResult) -> Iterator[Finding]:
    """Lines that stray quotation marks have put into one cell are no rows any more: then it must be said."""
    if (
        case.suffix not in (".csv", ".tsv")
        or result.log.empty
        or "lines-in-a-cell" in {p.rule for p in result.problems}
    ):
        return
    delimiter = "\t" if case.suffix == ".tsv" else ","
    rows = readings(case.content, case.suffix)[",\t;|".index(delimiter)][""]
    widths = [len(row) for row in rows]
    usual = max(set(widths), key=widths.count, default=0)
    if usual > 1 and widths.count(usual) > len(rows) / 2:
        for number, row in enumerate(rows, 1):
            if any("\n" in cell and cell.count(delimiter) >= usual - 1 for cell in row):
                yield "identity: lines swallowed by quotation marks", f"row {number}"


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _labels(case: Case) -> tuple[set[str], set[int]]:
    """Headers that the mappings name, and rows in which they say that the header ends."""
    labels: set[str] = set()
    fixed: set[int] = set()
    for content in case.mappings.values() or _KNOWN_LAYOUTS:
        try:
            entries = tomllib.loads(content.decode("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
            continue
        columns, wide = entries.get("columns"), entries.get("wide")
        named = [*columns.values()] if isinstance(columns, dict) else []
        across = wide.get("columns") if isinstance(wide, dict) else None
        named += across if isinstance(across, list) else []
        for column in named:
            header = column.get("header", "") if isinstance(column, dict) else column
            text = str(column.get("text", "")) if isinstance(column, dict) else ""
            for name in [
                *(header if isinstance(header, list) else [header]),
                *re.findall(r"\{([^{}]+)\}", text),
            ]:
                if isinstance(name, str):  # anything else is a mistake, and the mapping is not used
                    labels |= {_plain(part) for part in (name, *name.split("/")) if part}
        aliases = entries.get("aliases")
        for key, others in aliases.items() if isinstance(aliases, dict) else ():
            labels |= {
                _plain(name)
                for name in (key, *(others if isinstance(others, list) else []))
                if isinstance(name, str)
            }
        rows = entries.get("header_rows")
        numbers = [r for r in rows if isinstance(r, int)] if isinstance(rows, list) else []
        fixed |= {max(numbers)} if numbers else set()
    return labels, fixed


def report_repeats(case: Case, folder: Path) -> Iterator[Finding]:
    """Personal data in what is written for the person (marked copies are copies and hold what the file does)."""
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        if repeats(case.personal, path.read_text(encoding="utf-8-sig")):
            yield f"personal data in {path.name}", ""
