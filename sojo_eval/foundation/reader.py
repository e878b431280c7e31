"""The reader's language: chosen once in a notebook, or said with each call."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import ParamSpec, TypeVar

from sojo_eval.foundation.language import LANGUAGES, Language
from sojo_eval.foundation.settings import checked_language

_P = ParamSpec("_P")
_R = TypeVar("_R")
_chosen: list[Language] = [LANGUAGES[0]]


def set_language(lang: str) -> None:
    """From now on every result shows itself in `lang`, "ja" or "en", unless a call says otherwise. Raises SojoEvalError."""
    _chosen[0] = checked_language(lang)


def reader_language(lang: str | None = None) -> Language:
    """`lang` as a language there is, or the one chosen by `set_language` (Japanese at first) when none is given.

    Raises SojoEvalError naming the nearest one.
    """
    return _chosen[0] if lang is None else checked_language(lang)


def in_readers_language(show: Callable[_P, _R]) -> Callable[_P, _R]:
    """For a function with a parameter `lang`: left out, it is the reader's; anything but a language is refused at once."""
    position = [*signature(show).parameters].index("lang")

    @wraps(show)
    def shown(*args: _P.args, **named: _P.kwargs) -> _R:
        if len(args) > position:
            reader_language(args[position])  # type: ignore[arg-type]  # anything may be given
        else:
            named["lang"] = reader_language(named.get("lang"))  # type: ignore[arg-type]
        return show(*args, **named)

    return shown
