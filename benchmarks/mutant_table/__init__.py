"""The rules of the package, each broken in one place: the tables that `mutants.py` runs through, a file a room.

`TESTS`: the tests that must notice what is broken in a file. `TABLE`: of each file old text, new text, and a reason where no
result can come of it; a fourth entry names other tests. The old text stands in its file exactly once.
"""

from __future__ import annotations

from typing import Any

from mutant_table import (
    batch,
    city,
    disclosure,
    evaluation,
    foundation,
    gates,
    importing,
    indicators,
    reports,
    statistics,
)

_ROOMS = (gates, evaluation, statistics, city, indicators, importing, disclosure, batch, foundation, reports)
TESTS: dict[str, tuple[str, ...]] = {file: tests for room in _ROOMS for file, tests in room.TESTS.items()}
TABLE: dict[str, list[tuple[Any, ...]]] = {
    file: changes for room in _ROOMS for file, changes in room.TABLE.items()
}
