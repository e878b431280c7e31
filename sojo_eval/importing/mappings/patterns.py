"""A mapping's own patterns (regular expressions), each within a time: a careless one could search a cell for years.

They are what Python's `re` takes. They are searched by the `regex` library, which ends most of what `re` never would,
and can be given a time.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import lru_cache

import regex

LONGEST = 2_000
"""Characters of a pattern."""
MOST_REPEATS = 100_000
"""How often a part may be repeated by counts within counts, all of which take memory: ((a{1000}){1000}){1000}."""
_SECONDS, _SECONDS_A_SEARCH = 2.0, 0.00002
_COUNT = re.compile(r"(\)?)\{(?:[0-9]*,)?([0-9]+)\}")


class PatternTooSlowError(Exception):
    """A pattern has used up its time. `pattern` is the one."""

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern)
        self.pattern = pattern


class Pattern:
    """A compiled pattern and the time that it has left in this import."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._compiled = regex.compile(text)
        self.groups = tuple(self._compiled.groupindex)
        self._left = _SECONDS

    def search(self, text: str) -> regex.Match[str] | None:
        """The first match. Raises PatternTooSlowError."""
        return self._timed(self._compiled.search, text)

    def fullmatch(self, text: str) -> regex.Match[str] | None:
        """The match of the whole text. Raises PatternTooSlowError."""
        return self._timed(self._compiled.fullmatch, text)

    def _timed(self, way: Callable[..., regex.Match[str] | None], text: str) -> regex.Match[str] | None:
        if self._left <= 0:
            raise PatternTooSlowError(self.text)
        start = time.perf_counter()
        try:
            found = way(text, timeout=self._left)
        except TimeoutError as error:
            self._left = 0.0
            raise PatternTooSlowError(self.text) from error
        self._left += _SECONDS_A_SEARCH - (time.perf_counter() - start)
        return found


@lru_cache(maxsize=512)
def pattern(text: str) -> Pattern:
    """The pattern, compiled once. Raises as `regex.compile` does for what `is_pattern` refuses."""
    return Pattern(text)


def reset_times() -> None:
    """Give every pattern its whole time again."""
    pattern.cache_clear()


def is_pattern(text: str) -> bool:
    """Whether it is a regular expression of a size that can be searched."""
    repeats, most = 1, 1
    if len(text) > LONGEST:
        return False
    for after_group, count in _COUNT.findall(text):
        repeats *= max(1, int(count[:9])) if after_group else 1
        most = max(most, int(count[:9]))
    if repeats * most > MOST_REPEATS:
        return False
    try:
        re.compile(text)
        regex.compile(text)
    except (re.error, regex.error, OverflowError, RecursionError, MemoryError):
        return False
    return True
