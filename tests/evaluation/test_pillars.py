"""The roll-up from indicators to a pillar: a count of headline indicators, by name."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sojo_eval.evaluation.pillars import named, one_sided, roll_up

Row = tuple[str, float, float]
"""Verdict, change as a ratio, two-sided p."""
UP, UP_TOO = ("improving", 1.3, 0.0002), ("improving", 1.2, 0.0008)
OPEN, DOWN = ("inconclusive", 1.02, 0.6), ("worsening", 0.7, 0.0002)
NONE = ("insufficient_data", np.nan, np.nan)


def findings(*rows: Row, pillar: str = "connections", first: int = 0) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["verdict", "change", "p"])
    names = [f"{pillar}.{first + i}" for i in range(len(rows))]
    return frame.assign(
        indicator=names,
        title_ja=names,
        title_en=names,
        pillar=pillar,
        area="X",
        direction="higher",
        scale="ratio",
    )


def rolled(
    headline: tuple[Row, ...], others: tuple[Row, ...] = (), guards: dict[str, str] | None = None
) -> pd.Series:
    chosen, beside = findings(*headline), findings(*others, first=100)
    rests = dict.fromkeys(chosen["indicator"], "connections")
    return roll_up(pd.concat([chosen, beside], ignore_index=True), rests, guards).iloc[0]


@pytest.mark.parametrize(
    ("headline", "others", "verdict"),
    [
        ((UP, UP_TOO, OPEN), (), "improving"),
        ((UP, OPEN, OPEN), (), "partly_improving"),
        ((OPEN, OPEN, OPEN), (UP, UP_TOO), "not_shown"),
        ((UP, UP_TOO, DOWN), (), "mixed"),
        ((UP, UP_TOO, OPEN), (DOWN,), "mixed"),
        ((UP, UP_TOO, ("inconclusive", 0.9, 0.1)), (), "mixed"),
        ((UP, UP_TOO, ("inconclusive", 0.9, 0.102)), (), "improving"),
        ((DOWN, OPEN, OPEN), (), "worsening"),
        ((DOWN, OPEN, OPEN), (UP,), "mixed"),
        ((DOWN, ("inconclusive", 1.1, 0.1), OPEN), (), "mixed"),
        ((NONE, NONE), (UP,), "insufficient_data"),
        ((), (UP,), "insufficient_data"),
        ((UP, NONE, NONE), (), "partly_improving"),
    ],
)  # fmt: skip
def test_the_word_of_a_pillar(headline: tuple[Row, ...], others: tuple[Row, ...], verdict: str) -> None:
    assert rolled(headline, others)["verdict"] == verdict


def test_the_count_comes_with_the_names() -> None:
    row = rolled((UP, UP_TOO, ("inconclusive", 0.9, 0.06), NONE))
    assert (row["n_headline"], row["n_headline_judged"], row["n_headline_improving"]) == (4, 3, 2)
    assert row["improved_ja"] == "「connections.0」、「connections.1」"
    assert row["improved_en"] == "“connections.0”, “connections.1”"
    assert row["against_en"] == "“connections.2”"
    assert row["worsened_ja"] == ""


@pytest.mark.parametrize(
    ("p", "others", "is_named"),
    # Holm at 2.5 % one-sided over five: the smallest needs .005 one-sided, .01 two-sided; the next .00625 and .0125.
    [(0.0099, 4, True), (0.0101, 4, False), (0.0499, 0, True), (0.0501, 0, False)],
)
def test_the_smallest_p_is_held_against_the_number_of_headline_indicators(
    p: float, others: int, is_named: bool
) -> None:
    frame = findings(("improving", 1.3, p), *[OPEN] * others)
    assert (named(frame)[0] == "improving") is is_named


def test_the_second_name_is_easier_than_the_first() -> None:
    frame = findings(("improving", 1.3, 0.001), ("improving", 1.3, 0.0124), OPEN, OPEN, OPEN)
    assert named(frame).tolist()[:2] == ["improving", "improving"]
    assert named(findings(("improving", 1.3, 0.001), ("improving", 1.3, 0.0126), OPEN, OPEN, OPEN))[1] == ""


def test_a_name_needs_a_verdict_of_its_own() -> None:
    """A change too small to act on, or one whose sign other assumptions turn, is no improvement however small its p."""
    for code in ("no_meaningful_change", "inconclusive"):
        assert rolled(((code, 1.01, 1e-9), (code, 1.01, 1e-9)))["verdict"] == "not_shown"


def test_what_cannot_be_judged_is_no_test() -> None:
    assert named(findings(("improving", 1.3, 0.049), NONE, NONE).query("verdict != 'insufficient_data'"))[0]


def test_which_side_is_better() -> None:
    frame = findings(("improving", 0.8, 0.02), ("improving", 1.2, 0.02)).assign(direction=["lower", "higher"])
    assert one_sided(frame)["better"].tolist() == pytest.approx([0.01, 0.01])
    assert one_sided(frame)["worse"].tolist() == pytest.approx([0.99, 0.99])
    points = findings(("inconclusive", 0.1, 0.02)).assign(scale="difference")
    assert one_sided(points)["better"].tolist() == pytest.approx([0.01])


def test_three_pillars_read_together_need_a_third_of_the_level() -> None:
    row = rolled((("improving", 1.3, 0.008), ("improving", 1.3, 0.02)))
    assert (row["n_headline_improving"], row["n_improving_together"]) == (2, 1)


def test_a_guard_that_falls_speaks_against_what_it_guards() -> None:
    guards = {"connections.0": "connections.100"}
    fell, small, rose = (
        ("inconclusive", 0.8, 0.08),
        ("no_meaningful_change", 0.99, 0.01),
        ("inconclusive", 1.1, 0.08),
    )
    assert rolled((UP, UP_TOO), (fell,), guards)["verdict"] == "mixed"
    assert rolled((UP, UP_TOO), (fell,), guards)["against_en"] == "“connections.100”"
    assert rolled((UP, UP_TOO), (small,), guards)["verdict"] == "improving"
    assert rolled((UP, UP_TOO), (rose,), guards)["verdict"] == "improving"
    assert rolled((UP, UP_TOO), (fell,))["verdict"] == "improving"  # it guards nothing
    assert (
        rolled((OPEN, UP, UP_TOO), (fell,), guards)["verdict"] == "improving"
    )  # what it guards did not move


def test_a_headline_indicator_may_be_another_pillars() -> None:
    frame = pd.concat([findings(UP, OPEN), findings(OPEN, pillar="consultation")], ignore_index=True)
    rows = roll_up(frame, {"connections.0": "consultation", "consultation.0": "consultation"}).set_index(
        "pillar"
    )
    assert rows.loc["consultation", "n_headline_improving"] == 1
    assert rows.loc["connections", "verdict"] == "insufficient_data"
    assert rows.loc["connections", "n_improving"] == 1


def test_areas_are_rolled_up_apart_and_context_is_counted_apart() -> None:
    frame = pd.concat([findings(UP, UP_TOO), findings(DOWN, OPEN).assign(area="Y")], ignore_index=True)
    frame.loc[3, "direction"] = "context"
    rows = roll_up(frame, dict.fromkeys(frame["indicator"], "connections")).set_index("area")
    assert rows["verdict"].to_dict() == {"X": "improving", "Y": "worsening"}
    assert (rows.loc["Y", "n_context"], rows.loc["Y", "n_inconclusive"]) == (1, 0)


@pytest.mark.parametrize("correlation", [0.0, 0.6, 0.95])
def test_a_false_name_stands_in_at_most_two_and_a_half_percent_of_pillars(correlation: float) -> None:
    """Holm names something exactly where the smallest one-sided p is at most .025/5: counted fast, and held against `named`."""
    generator = np.random.default_rng(8)
    shared = np.sqrt(correlation) * generator.normal(size=(40_000, 1))
    z = shared + np.sqrt(1 - correlation) * generator.normal(size=(40_000, 5))
    any_name = stats.norm.sf(z.max(axis=1)) <= 0.005
    assert any_name.mean() <= 0.025 + 2 * np.sqrt(0.025 * 0.975 / 40_000)
    surprising = np.argsort(z.max(axis=1))[-int(any_name.sum()) - 5 :][
        :10
    ]  # five on either side of the limit
    for world in surprising:
        code = np.where(z[world] > 0, "improving", "worsening")
        p = 2 * stats.norm.sf(np.abs(z[world]))
        said = named(findings(*zip(code, np.exp(z[world]), p, strict=True)))
        assert (said == "improving").any() == any_name[world]
