"""The configuration of the example city: synthetic, with plans that are not confirmed and changed definitions."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sojo_eval.city import read_configuration


def test_the_configuration_marks_the_city_as_synthetic_and_unconfirmed_plans(sparse_folder: Path) -> None:
    configuration = read_configuration(sparse_folder)
    assert configuration.synthetic
    assert configuration.plans.set_index("plan")["confirmed"].to_dict() == {
        "2": True, "3": False, "4": False, "5": False,
    }  # fmt: skip
    changed = configuration.events.query("kind == 'definition_change'").set_index("event")["start_date"]
    assert changed.to_dict() == {
        "telephone_recount": pd.Timestamp("2021-04-01"),
        "web_tool": pd.Timestamp("2024-04-01"),
    }
