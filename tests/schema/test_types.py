"""The examples keep their values when typed."""

from __future__ import annotations

import pandas as pd

from sojo_eval.schema import apply_types, load_schema, to_arrow


def test_examples_keep_their_values_when_typed(examples: dict[str, pd.DataFrame]) -> None:
    for name, frame in examples.items():
        typed = apply_types(frame, load_schema().tables[name])
        assert typed.columns.tolist() == frame.columns.tolist()
        filled = typed.select_dtypes(exclude="string")
        assert (filled.isna() == (frame[filled.columns] == "")).all().all(), name
        assert to_arrow(typed, load_schema().tables[name]).num_rows == len(frame)
