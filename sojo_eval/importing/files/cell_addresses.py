"""Columns and cells as Excel names them: "A" is the column at 0, "A1" the cell at 0, 0."""

from __future__ import annotations


def letters(column: int) -> str:
    """A column's position (from 0) as Excel writes it."""
    written = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        written = chr(ord("A") + rest) + written
    return written


def position(written: str) -> int:
    """The other way round: "A" is 0."""
    number = 0
    for letter in written.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def cell_address(row: int, column: int) -> str:
    """A cell's row and column (from 0) as Excel writes them: C7."""
    return f"{letters(column)}{row + 1}"
