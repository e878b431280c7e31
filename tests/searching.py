"""How long the tests search that draw their cases by chance.

The suite searches for as long as finds the mistakes that benchmarks/mutants.py plants; before a release, or after a change of
the rules, `SOJO_EVAL_SEARCH=5` searches five times as long.
"""

from __future__ import annotations

import os

_TIMES = int(os.environ.get("SOJO_EVAL_SEARCH", "1"))


def cases(number: int) -> int:
    """So many cases, or the multiple that was asked for."""
    return number * _TIMES
