"""The roll-up from indicators to a pillar."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sojo_eval.evaluation.pillars import roll_up, stouffer


def findings(*rows: tuple[str, float, float]) -> pd.DataFrame:
    """Rows of (verdict, change as a ratio, p)."""
    frame = pd.DataFrame(rows, columns=["verdict", "change", "p"])
    return frame.assign(pillar="connections", area="X", direction="higher", scale="ratio")


def verdict(*rows: tuple[str, float, float]) -> str:
    return str(roll_up(findings(*rows)).iloc[0]["verdict"])


def test_one_better_and_one_worse_is_mixed() -> None:
    assert verdict(("improving", 1.3, 0.001), ("worsening", 0.7, 0.001)) == "mixed"


def test_improving_needs_the_combined_evidence() -> None:
    assert (
        verdict(("improving", 1.3, 0.001), ("inconclusive", 1.2, 0.03), ("inconclusive", 1.1, 0.2))
        == "improving"
    )
    assert (
        verdict(("improving", 1.3, 0.01), ("inconclusive", 0.9, 0.2), ("inconclusive", 0.9, 0.2))
        == "inconclusive"
    )


def test_a_majority_of_small_rises_is_not_an_improvement() -> None:
    assert verdict(*[("inconclusive", 1.02, 0.6)] * 6) == "inconclusive"


def test_fewer_than_half_judged_is_insufficient() -> None:
    empty = ("insufficient_data", np.nan, np.nan)
    assert verdict(("improving", 1.3, 0.0001), empty, empty) == "insufficient_data"


def test_context_is_counted_apart() -> None:
    frame = findings(("inconclusive", 2.0, 1e-6), ("improving", 1.5, 1e-6))
    frame.loc[0, "direction"] = "context"
    row = roll_up(frame).iloc[0]
    assert (row["n_context"], row["n_inconclusive"], row["n_improving"]) == (1, 0, 1)


def test_stouffer_keeps_its_level_when_indicators_share_a_correlation_of_one_half() -> None:
    generator = np.random.default_rng(4)
    shared = generator.normal(size=(20000, 1))
    z = np.sqrt(0.5) * shared + np.sqrt(0.5) * generator.normal(size=(20000, 6))
    combined = np.array([stouffer(pd.Series(row)) for row in z])
    assert (combined >= 1.96).mean() == pytest.approx(stats.norm.sf(1.96), abs=0.004)
