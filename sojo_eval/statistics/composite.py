"""A composite index, and how much of it is the choice of weights. A composite is a chart only, never a verdict.

Which indicators are in, how they are scaled and what they weigh decides much of a composite; `composite_uncertainty`
shows how often other weights and sampling error together would have turned it round.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.statistics import inputs
from sojo_eval.statistics.results import LINE_COLOUR, Result, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = NDArray[np.float64]

QUANTILES = (0.025, 0.25, 0.5, 0.75, 0.975)

_TURNED_COLOUR = "#b84300"
_HANDBOOK = "OECD & JRC, Handbook on Constructing Composite Indicators (2008)"


@dataclass(frozen=True, eq=False)
class Composite(Result):
    """Scores from 0 (worst unit) to 100 (best unit) of every indicator, group and of the whole (`top`).

    `scores` has one row a unit; a score is missing where a unit has no value at all below it. `parts` are the groups
    directly under the top. `indicators_present` counts each unit's values.
    """

    scores: pd.DataFrame
    top: str
    parts: tuple[str, ...]
    indicators_present: pd.Series
    method: str = "min-max 0 to 100, weighted arithmetic mean of what is present, level by level"
    source: str = _HANDBOOK

    def to_frame(self) -> pd.DataFrame:
        """One row a unit: unit, the score of every indicator and group, indicators_present."""
        frame = self.scores.assign(indicators_present=self.indicators_present)
        return frame.rename_axis("unit").reset_index()

    def plot(self, ax: Axes | None = None) -> Axes:
        """Units by their composite (dark), with the groups under it (light) to show what the mean hides."""
        ordered = self.scores.sort_values(self.top)
        axes = new_axes(ax, (6.0, 0.8 + 0.2 * len(ordered)))
        height = np.arange(len(ordered))
        parts = ordered[list(self.parts)]
        axes.hlines(height, parts.min(axis=1), parts.max(axis=1), color="#c3ccd4", linewidth=1)
        for part, marker in zip(self.parts, cycle("s^vDPX*"), strict=False):
            axes.plot(ordered[part], height, marker, color="#9aa5b1", markersize=4, label=part)
        axes.plot(ordered[self.top], height, "o", color=LINE_COLOUR, label=self.top)
        axes.set_yticks(height, [str(unit) for unit in ordered.index])
        axes.margins(y=0.5 / len(ordered))
        axes.set_xlim(-2, 102)
        axes.set_xlabel("score: 0 worst unit, 100 best unit")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, frameon=False, fontsize="small")
        return axes

    def __str__(self) -> str:
        scores = self.scores[self.top]
        return (
            f"{self.top} of {len(scores)} units from {scores.min():.2f} ({scores.idxmin()}) to {scores.max():.2f} "
            f"({scores.idxmax()}); {self.method}. A chart, not a verdict"
        )


def composite(values: pd.DataFrame, structure: pd.DataFrame) -> Composite:
    """Min–max scores and their weighted means, level by level, up to one top.

    values: one row a unit (index: its name), one column an indicator, in any units, missing allowed.
    structure: one row an indicator or group: indicator (its name), parent (missing for the top only), level (1 for
    indicators, higher for groups), weight (positive, within its parent), direction (1 if more is better, −1 if
    less; not read for groups). Each indicator is scaled to 0–100 over the units given; a mean is taken over what is
    present with the weights of what is present, as R COINr does.

    Source: OECD & JRC (2008), Handbook on Constructing Composite Indicators, steps 5 and 6.
    Raises ValueError for fewer than two units, units named twice, a unit without any value, an indicator that is
    missing, infinite, without values or the same everywhere, and a structure that is no tree with one top.
    """
    rows = _checked_structure(structure)
    indicators = rows[rows["level"] == 1]
    x = _checked_values(values, list(indicators.index))
    turned = x * indicators["direction"].astype(float)
    scores = 100 * (turned - turned.min()) / (turned.max() - turned.min())
    for group in rows[rows["level"] > 1].sort_values("level").index:
        members = rows[rows["parent"] == group]
        of_members = scores[list(members.index)]
        weights = of_members.notna() * members["weight"].astype(float)
        # A unit without any member has weight 0: its score is missing, not a division by nought.
        total = weights.sum(axis=1)
        scores[group] = (of_members.fillna(0.0) * weights).sum(axis=1) / total.where(total > 0)
    top = str(rows.index[rows["parent"].isna()][0])
    return Composite(
        scores=scores,
        top=top,
        parts=tuple(str(name) for name in rows.index[rows["parent"] == top]),
        indicators_present=x.notna().sum(axis=1),
    )


def _checked_structure(structure: pd.DataFrame) -> pd.DataFrame:
    columns = {"indicator", "direction", "weight", "parent", "level"}
    rows = (
        inputs.table(structure, "structure", columns)
        .astype(dict.fromkeys(columns, object))
        .set_index("indicator")
    )
    if rows.empty or not rows.index.is_unique or rows.index.hasnans:
        raise ValueError("structure: every indicator and group stands in the structure once")
    level = inputs.numbers(rows["level"], "structure: level", least=1)
    rows["level"] = level
    if not (level == 1).any():
        raise ValueError("structure: every row needs a level, and indicators have level 1")
    # The weight of the top weighs against nothing, so it may be missing.
    weights = inputs.numbers(
        rows["weight"].where(rows["parent"].notna(), 1.0), "structure: weight", missing=True
    )
    if not (weights > 0).all():
        raise ValueError("structure: weights must be positive")
    direction = inputs.numbers(rows["direction"][level == 1], "structure: direction", missing=True)
    if not np.isin(direction, [1, -1]).all():
        raise ValueError("structure: the direction of an indicator is 1 or -1")
    if rows["parent"].isna().sum() != 1:
        raise ValueError("structure: exactly one row, the top, has no parent")
    children = rows[rows["parent"].notna()]
    unknown = set(children["parent"]) - set(rows.index)
    if unknown:
        raise ValueError(
            f"structure: parents that do not stand in the structure: {', '.join(sorted(map(str, unknown)))}"
        )
    if not (children["parent"].map(rows["level"]) > children["level"]).all():
        raise ValueError("structure: a parent must have a higher level than its members")
    childless = set(rows.index[rows["level"] > 1]) - set(children["parent"])
    if childless:
        raise ValueError(f"structure: groups without members: {', '.join(sorted(map(str, childless)))}")
    return rows


def _checked_values(values: pd.DataFrame, indicators: list[str]) -> pd.DataFrame:
    inputs.table(values, "values", set())
    absent = [name for name in indicators if name not in values.columns]
    if absent:
        raise ValueError(f"values and structure: indicators without a column: {', '.join(map(str, absent))}")
    x = pd.DataFrame(
        {name: inputs.numbers(values[name], f"values: {name}", missing=True) for name in indicators},
        index=values.index,
    )
    if len(x) < 2 or not x.index.is_unique or x.index.hasnans:
        raise ValueError("values: a composite compares at least two units, each named once")
    flat = list(x.columns[~(x.max() > x.min())])
    if flat:
        raise ValueError(
            f"values: indicators without values or the same everywhere: {', '.join(map(str, flat))}"
        )
    empty = x.index[x.isna().all(axis=1)]
    if len(empty):
        raise ValueError(f"values: units without any value: {', '.join(map(str, empty))}")
    return x


@dataclass(frozen=True, eq=False)
class CompositeUncertainty(Result):
    """How a composite of changes varies when its weights and its data might have been others.

    `equal_weights` is the composite as drawn, `turned` the share of draws on the other side of 0 and
    `turned_by_weights` the same without sampling error: what the choice of weights alone decides. `quantiles`
    (2.5, 25, 50, 75, 97.5 %) and `drawn` are in the unit of the effects.
    """

    equal_weights: float
    turned: float
    turned_by_weights: float
    quantiles: tuple[float, ...]
    drawn: Array
    n_effects: int
    method: str
    source: str = _HANDBOOK

    def to_frame(self) -> pd.DataFrame:
        """One row: the composite, the shares of draws that turn it round, its quantiles."""
        row: dict[str, object] = {k: v for k, v in vars(self).items() if k not in ("drawn", "quantiles")}
        row["draws"] = self.drawn.size
        row.update({f"quantile_{q:g}": v for q, v in zip(QUANTILES, self.quantiles, strict=True)})
        return pd.DataFrame([row])

    def plot(self, ax: Axes | None = None) -> Axes:
        """The draws; those on the other side of 0 than the composite are in the second colour."""
        axes = new_axes(ax, (6.0, 2.4))
        low, high = float(self.drawn.min()), float(self.drawn.max())
        width = max(high - low, 1e-9 * abs(high)) / 40 or 1.0
        # Bins that meet at 0 keep the two colours apart.
        edges = (width * np.arange(np.floor(low / width), np.ceil(high / width) + 2)).tolist()
        turned = self.drawn < 0 if self.equal_weights >= 0 else self.drawn > 0
        axes.hist(self.drawn[~turned], bins=edges, color=LINE_COLOUR, alpha=0.8, label="same sign")
        if turned.any():
            words = f"other sign ({100 * self.turned:.1f} % of draws)"
            axes.hist(
                self.drawn[turned], bins=edges, color=_TURNED_COLOUR, label=words, hatch="///", edgecolor="w"
            )
        axes.axvline(0, color="#555555", linewidth=0.8)
        axes.axvline(self.equal_weights, color="#1a1a1a", linestyle="--", label="equal weights")
        axes.set_xlabel("composite of the changes")
        axes.set_ylabel("draws")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, fontsize="small")
        return axes

    def __str__(self) -> str:
        return (
            f"composite of {self.n_effects} changes {self.equal_weights:.3g} with equal weights; other weights and "
            f"sampling error turn it round in {100 * self.turned:.1f} % of draws (weights alone "
            f"{100 * self.turned_by_weights:.1f} %); {self.method}. A chart, not a verdict"
        )


def composite_uncertainty(
    effects: inputs.Column,
    standard_errors: inputs.Column | None = None,
    *,
    seed: int | np.random.Generator,
    draws: int = 2000,
) -> CompositeUncertainty:
    """Weights from Dirichlet(1, …, 1), every set of weights alike likely, drawn together with sampling error.

    effects: (k,) changes of the indicators, positive towards better: z scores (without `standard_errors`; their
    error is 1) or changes in one common unit with their standard errors. Errors are drawn normal and independent.
    A composite of exactly 0 counts as positive. The same seed gives the same numbers.

    Source: Saisana, Saltelli & Tarantola (2005), JRSS A 168:307–323; OECD & JRC (2008), step 7.
    Raises ValueError for no effects, missing or infinite effects, standard errors that are missing, negative or of
    another length, and fewer than 100 draws.
    """
    inputs.aligned(effects=effects, standard_errors=standard_errors)
    # What was not estimated is to be left out, and said so.
    z = inputs.numbers(effects, "effects")
    error = (
        np.ones_like(z)
        if standard_errors is None
        else inputs.numbers(standard_errors, "standard_errors", least=0)
    )
    if z.size == 0:
        raise ValueError("effects: there are no effects")
    inputs.whole(draws, "draws", least=100)
    if not isinstance(seed, np.random.Generator):
        seed = np.random.default_rng(inputs.whole(seed, "seed", least=0, most=2**64))
    weights = seed.dirichlet(np.ones(z.size), draws)
    drawn = (weights * seed.normal(z, error, (draws, z.size))).sum(axis=1)
    # A rounding error must not decide the sign of effects that cancel out.
    equal = float(z.mean()) if abs(z.mean()) > 1e-12 * np.abs(z).max() else 0.0
    sign = 1 if equal >= 0 else -1
    return CompositeUncertainty(
        equal_weights=equal,
        turned=float((sign * drawn < 0).mean()),
        turned_by_weights=float((sign * (weights @ z) < 0).mean()),
        quantiles=tuple(float(q) for q in np.quantile(drawn, QUANTILES)),
        drawn=drawn,
        n_effects=int(z.size),
        method=f"Dirichlet(1) weights with normal sampling error, {draws} draws",
    )
