"""CSV and TSV files as sheets: encoding, delimiter and quotes are found out, nothing is guessed about the values."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pyarrow as pa
import pyarrow.csv as arrow_csv

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.cell_addresses import cell_address
from sojo_eval.importing.files.encodings import decode
from sojo_eval.importing.files.kinds import MOST_COLUMNS
from sojo_eval.importing.files.sheet import Sheet, TextSheet

LARGE = 8_000_000
"""From so many characters on Arrow reads the file; below, Python's reader is as quick and bears ragged rows."""
_SURELY_LARGE = 4 * LARGE
"""Bytes: no character of UTF-8 takes more than four."""
_SNIFFED, _SNIFFED_LINES = 100_000, 50
_MARKS_OF_ORDER = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HEAD_ROWS = 200
_DELIMITERS = ",\t;|"
_AGAIN = Text("元の資料をもう一度保存して置き直してください", "Save the original again and put it back")

_LOST = "\ufffd".encode()
# A cell may hold a page of text, but a million characters are an unclosed quotation mark.
csv.field_size_limit(1_000_000)


def read_text(content: bytes, file_name: str, suffix: str) -> tuple[list[Sheet], list[Problem]]:
    """The one sheet of a text file (its name is empty), or why it cannot be read. Encodings: `encodings.decode`."""
    if len(content) >= _SURELY_LARGE and (quick := _large(content, file_name, suffix)) is not None:
        return quick
    text, encoding, problem = decode(content, file_name)
    if problem is not None:
        return [], [problem]
    if "\0" in text:
        message = Text(
            "名前は表ですが、中身は文字の表ではありません",
            "It is named as a table, but its content is not text",
        )
        return [], [Problem("not-what-it-says", message, _AGAIN, file=file_name)]
    delimiter = delimiter_of(text, _usual(suffix))
    if len(text) >= LARGE:
        large = by_arrow(content if encoding == "utf-8" else text.encode(), delimiter)
        if large is not None:
            return [large], lines_in_cells(large, delimiter, file_name)
    try:
        rows = by_python(text, delimiter)
    except csv.Error as error:
        message = Text(f"CSV として読めません（{error}）", f"It cannot be read as CSV ({error})")
        fix = Text(
            "引用符の閉じ忘れがないか確かめてください", "Check for a quotation mark that is not closed"
        )
        return [], [Problem("broken-csv", message, fix, file=file_name)]
    widest = max(range(len(rows)), key=lambda at: len(rows[at]), default=0)
    if rows and len(rows[widest]) > MOST_COLUMNS:
        return [], [_too_wide(file_name, widest + 1, len(rows[widest]))]
    read = Sheet("", rows)
    return [read], lines_in_cells(read, delimiter, file_name)


def _usual(suffix: str) -> str:
    return "\t" if suffix in (".tsv", ".txt") else ","


def _large(content: bytes, file_name: str, suffix: str) -> tuple[list[Sheet], list[Problem]] | None:
    """The same for a large file in UTF-8 that Arrow reads, which checks its encoding on the way: nothing is decoded
    twice. None for every other file."""
    if content.startswith(_MARKS_OF_ORDER) or b"\0" in content or b"\x1b$" in content:
        return None
    beginning = content[: 4 * _SNIFFED].decode("utf-8", "ignore")
    delimiter = delimiter_of(beginning, _usual(suffix))
    sheet = by_arrow(content, delimiter)
    return None if sheet is None else ([sheet], lines_in_cells(sheet, delimiter, file_name))


def lines_in_cells(sheet: Sheet, delimiter: str, file_name: str) -> list[Problem]:
    """One warning for cells that hold whole lines of the table, which quotation marks too many have made of them."""
    usual = max(
        Counter(map(len, sheet.rows[:_HEAD_ROWS])).items(), key=lambda found: found[1], default=(0, 0)
    )[0]
    found = []
    for row, at in sheet.holding("\n") if usual > 1 else ():
        cells = sheet.row(row)
        swallowed = str(cells[at]).count(delimiter)
        if swallowed >= usual - 1 or (swallowed and len(cells) != usual):
            found.append((row, at))
    if not found:
        return []
    row, at = found[0]
    message = Text(
        f"表の行がいくつも一つのセルに入っているようです（{len(found):,}セル）",
        f"Whole lines of the table seem to be in one cell ({len(found):,} cells)",
    )
    fix = Text(
        '余分な引用符（"）が前後にないか確かめてください。行が失われます',
        'Check for an extra quotation mark (") around it; those lines are lost as rows',
    )
    cell = cell_address(row, at)
    return [
        Problem("lines-in-a-cell", message, fix, file=file_name, row=row + 1, cell=cell, severity="warning")
    ]


def _too_wide(file_name: str, row: int, columns: int) -> Problem:
    message = Text(
        f"{row}行目に{columns:,}列あります。表として読めるのは{MOST_COLUMNS:,}列までです",
        f"Row {row} has {columns:,} columns; a table may have at most {MOST_COLUMNS:,}",
    )
    fix = Text("改行が失われていないか確かめてください", "Check whether its line breaks were lost")
    return Problem("too-wide", message, fix, file=file_name, row=row)


def delimiter_of(text: str, usual: str) -> str:
    """The delimiter that divides the first lines most evenly; `usual` unless another does so in more of them."""
    lines = [line for line in text[:_SNIFFED].splitlines()[:_SNIFFED_LINES] if line.strip()]

    def evenness(delimiter: str) -> int:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            return 0
        return max((times for width, times in widths.items() if width > 1), default=0)

    found = {delimiter: evenness(delimiter) for delimiter in _DELIMITERS}
    best = max(found, key=found.__getitem__)
    return best if found[best] > found[usual] else usual


def by_python(text: str, delimiter: str) -> list[list[str]]:
    """All rows. Raises csv.Error where quotes do not close."""
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def by_arrow(content: bytes, delimiter: str) -> TextSheet | None:
    """All columns of a text in UTF-8 by Arrow; None when the rows are not all equally long, or quotes are unusual."""
    beginning = content[:100_000].decode("utf-8", "ignore")
    width = len(next(csv.reader(io.StringIO(beginning, newline=""), delimiter=delimiter), []))
    if not 0 < width <= MOST_COLUMNS:
        return None
    names = [str(at) for at in range(width)]
    ragged: list[object] = []

    def skip(row: object) -> str:
        ragged.append(row)
        return "skip"

    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=1 << 24),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=skip,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    if ragged:
        return None
    top = [list(row.values()) for row in table.slice(0, _HEAD_ROWS).to_pylist()]
    return TextSheet("", top, table=table, lacks=_lacking(content, table.num_rows))


def _lacking(content: bytes, rows: int) -> frozenset[str]:
    """What no cell can hold: the content is searched at once, a hundred times sooner than cell by cell."""
    lacks = set()
    lines = content.count(b"\n") + (not content.endswith(b"\n"))
    # A quotation mark that is not closed swallows the last one.
    unclosed = content.count(b'"', content.rfind(b"\n", 0, -1) + 1) % 2
    returns = content.count(b"\r")
    if lines == rows and not unclosed and (not returns or returns == content.count(b"\r\n")):
        lacks.add("\n")  # every line break ends a row
    if _LOST[:1] not in content or _LOST not in content:
        lacks.add(_LOST.decode())
    return frozenset(lacks)
