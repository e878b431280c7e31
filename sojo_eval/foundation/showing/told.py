"""What a terminal, a notebook's last line and a debugger show of a result: its sentence, and never pages of numbers."""

from __future__ import annotations

from typing import Any

MOST_CHARACTERS = 2000
"""Of a `repr`: more is no help on one line."""


def brief(text: str) -> str:
    """The text, cut where it is longer than a `repr` may be."""
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"


def say(result: object) -> str:
    """A result's own sentence in place of all its fields."""
    return brief(str(result))


class Told:
    """Whatever says itself by `str`: its `repr` is that, in subclasses that are dataclasses too."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "__repr__" not in vars(cls):
            # Before the decorator `dataclass` looks: it writes one of its own only where the class has none.
            cls.__repr__ = say  # type: ignore[method-assign]
