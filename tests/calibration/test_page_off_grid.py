"""What is said beyond the grid is read from the certified rows."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from sojo_eval.calibration import load_certified
from sojo_eval.calibration.page_off_grid import off_grid_section


def test_a_decision_shows_the_certified_figures_and_follows_them() -> None:
    certified = load_certified()
    rows = certified.off_grid
    said = off_grid_section(certified)
    cell = (
        (rows["what"] == "+4 % a year throughout") & (rows["question"] == "level") & (rows["rule"] == "half")
    )
    share = float(rows.loc[cell & (rows["part"] == "earlier_course"), "improving"].iloc[0])
    assert f"*improving* without such a note is {100 * share:.1f} %" in said
    changed = rows.assign(improving=rows["improving"].mask(cell, 0.999))
    assert "without such a note is 99.9 %" in off_grid_section(replace(certified, off_grid=changed))


def test_a_limit_is_what_lies_above_the_worst_promised_cell() -> None:
    certified = load_certified()
    rows = certified.off_grid
    verdicts = (rows["part"] == "off_grid") & (rows["rule"] == "verdict")
    low = replace(certified, off_grid=rows.assign(improving=rows["improving"].mask(verdicts, 0.04)))
    assert "φ = .9 (level" not in off_grid_section(low)
    high = replace(certified, off_grid=rows.assign(improving=rows["improving"].mask(verdicts, 0.0401)))
    assert "φ = .9 (level 4.0 %)" in off_grid_section(high)


def test_a_cell_that_is_missing_is_an_error_and_no_dash() -> None:
    certified = load_certified()
    rows: pd.DataFrame = certified.off_grid
    with pytest.raises(ValueError, match="not in the certified table"):
        off_grid_section(replace(certified, off_grid=rows[rows["what"] != "+4 % a year throughout"]))
