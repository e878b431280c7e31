"""Columns as Excel names them: "A" is the column at 0."""

from __future__ import annotations


def letters(column: int) -> str:
    """A column's position (from 0) as Excel shows it."""
    shown = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        shown = chr(ord("A") + rest) + shown
    return shown


def position(shown: str) -> int:
    """The other way round: "A" is 0."""
    number = 0
    for letter in shown.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
