"""A column has the type of what it holds, whatever the data."""

from __future__ import annotations

import pandas as pd

from sojo_eval.foundation.columns import Column, typed
from sojo_eval.foundation.language import Text

WORDS = Text("名", "name")
COLUMNS = (
    Column("when", "date", "open", WORDS),
    Column("what", "text", "open", WORDS),
    Column("how_many", "number", "count", WORDS),
    Column("whether", "flag", "open", WORDS),
    Column("elsewhere", "text", "open", WORDS),
)
DTYPES = {"when": "datetime64[us]", "what": "str", "how_many": "float64", "whether": "bool"}


def test_types_do_not_change_with_the_data() -> None:
    frame = pd.DataFrame(
        {"when": [None], "what": [None], "how_many": [None], "whether": [True]}, dtype=object
    )
    other = pd.DataFrame(
        {"when": [pd.Timestamp("2026-03-31")], "what": ["a"], "how_many": [3], "whether": [False]}
    )
    for one in (frame, other):
        assert {name: str(dtype) for name, dtype in typed(one, COLUMNS).dtypes.items()} == DTYPES
    empty = typed(frame, COLUMNS).iloc[0]
    assert (empty["what"], empty["when"] is pd.NaT) == ("", True)
