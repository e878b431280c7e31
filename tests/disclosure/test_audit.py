"""What follows from shown counts: months of a year, parts of a whole, and chains of both."""

from __future__ import annotations

import pandas as pd
import pytest

from sojo_eval.disclosure.audit import exposed

MONTHS = pd.date_range("2022-04-01", periods=24, freq="MS")


def counts(*rows: tuple[str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(
        [(name, MONTHS[first], MONTHS[last]) for name, first, last in rows],
        columns=["count", "first", "last"],
    )


@pytest.mark.parametrize(
    ("shown", "secret", "told"),
    [
        ([("a", 0, 11), *[("a", m, m) for m in range(1, 12)]], ("a", 0, 0), True),
        ([("a", 0, 11), *[("a", m, m) for m in range(2, 12)]], ("a", 0, 0), False),
        ([("a", 0, 0), ("a/x/1", 0, 0)], ("a/x/2", 0, 0), True),
        ([("a", 0, 0), ("a/x/1", 0, 0), ("a/y/1", 0, 0)], ("a/y/2", 0, 0), True),
        ([("a", 0, 2), ("a/x/1", 0, 0), ("a/x/1", 1, 2)], ("a/x/2", 0, 2), True),
        ([("a", 0, 2), ("a/x/1", 0, 0)], ("a/x/2", 0, 2), False),
        ([("b", 0, 11), *[("b", m, m) for m in range(1, 12)]], ("a", 0, 0), False),
    ],
)
def test_months_parts_and_chains_are_attacked(
    shown: list[tuple[str, int, int]], secret: tuple[str, int, int], told: bool
) -> None:
    table = counts(*shown, secret)
    assert bool(exposed(table.iloc[:-1], table.iloc[-1:])) == told
