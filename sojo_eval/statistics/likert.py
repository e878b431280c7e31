"""Answers on an ordered scale in two survey waves: top boxes, who answers higher, and the whole distribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit, logit

from sojo_eval.statistics import inputs
from sojo_eval.statistics.inputs import Array, Column
from sojo_eval.statistics.intervals import share_bounds
from sojo_eval.statistics.results import ChangeEstimate, new_axes
from sojo_eval.statistics.survey import survey_difference, survey_share, wave_columns
from sojo_eval.statistics.survey_design import design

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, kw_only=True, eq=False)
class LikertChange(ChangeEstimate):
    """Change of the top-box share, with what it may hide.

    `ridit` is the probability that a later answer lies above an earlier one (ties count half; 0.5 = no change), with
    its linearised standard error and 95 % interval; `sensitivities` holds it as a difference, 2·ridit − 1.
    `distribution` has one row an answer, lowest first: answer, top (counts as top box), before, after (weighted
    shares), change.
    """

    ridit: float
    ridit_standard_error: float
    ridit_low: float
    ridit_high: float
    distribution: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """One row with every number; the distribution is a table of its own."""
        return super().to_frame().drop(columns="distribution")

    def plot(self, ax: Axes | None = None) -> Axes:
        """Both waves' answers as stacked bars, the top boxes dark, the lowest answer on the left."""
        axes = new_axes(ax, (6.4, 2.2))
        shown = self.distribution
        tops, others = int(shown["top"].sum()), int((~shown["top"]).sum())
        greys = [str(0.75 + 0.17 * i / max(1, others - 1)) for i in range(others)]
        blues = [(0.12 + 0.3 * i / tops, 0.23 + 0.3 * i / tops, 0.34 + 0.35 * i / tops) for i in range(tops)]
        left = np.zeros(2)
        for row, colour in zip(shown.itertuples(), [*greys, *reversed(blues)], strict=True):
            width = 100 * np.array([row.after, row.before], dtype=float)
            axes.barh([0, 1], width, left=left, color=colour, edgecolor="w", label=str(row.answer))
            left = left + width
        axes.set_yticks([0, 1], ["after", "before"])
        axes.set_xlim(0, 100)
        axes.set_xlabel("% of respondents, weighted")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=5, frameon=False, fontsize="small")
        return axes

    def __str__(self) -> str:
        return (
            f"{super().__str__()}; a later answer lies above an earlier one with probability {self.ridit:.3f} "
            f"(95 % {self.ridit_low:.3f} to {self.ridit_high:.3f})"
        )


def likert_change(
    before: pd.DataFrame | Column,
    after: pd.DataFrame | Column,
    *,
    weights: str | None = None,
    strata: str | None = None,
    psu: str | None = None,
    value: str = "value",
    top: int = 2,
    levels: Sequence[Any] | None = None,
) -> LikertChange:
    """Change of the weighted share that gives one of the `top` highest answers, between two independent waves.

    before, after: one row a respondent, with the answer in `value` and the design in the named columns; a plain
    Series or list is a simple random sample; missing answers are left out. levels: the answers from lowest to
    highest (default: the order of ordered categories, all of them; of numbers those that occur, by size). The change is `survey_difference` of the top boxes; beside it stand
    the weighted ridit and both distributions, since a top-box share can stay flat while its upper half falls.

    Source: Newcombe (1998) for the shares; Bross (1958), ridits; Binder (1983) for their standard error; Ryu &
    Agresti (2008), Statistics in Medicine 27:1703–1717, for the interval on the logit scale (where the waves do not
    overlap at all: Clopper–Pearson with the smaller effective n).
    Raises ValueError for a wave without answers or a named column, answers in words without an order, an answer that is
    not among `levels`, fewer than two levels, `top` outside 1 … levels − 1, and as `survey_share` for the design.
    """
    columns = {"value": value, "weights": weights, "strata": strata, "psu": psu}
    first, second = _answered(before, "before", columns), _answered(after, "after", columns)
    scale = _levels(first["answer"], second["answer"], levels)
    if inputs.whole(top, "top", least=1) >= len(scale):
        raise ValueError(f"top must be at least 1 and leave an answer below it, not {top} of {len(scale)}")
    waves = [wave.assign(rank=_ranks(wave["answer"], scale)) for wave in (first, second)]
    for wave in waves:
        wave["top"] = (wave["rank"] >= len(scale) - top).astype(float)
    change = survey_difference(
        *waves,
        weights="weight",
        strata="stratum" if strata else None,
        psu="psu" if psu else None,
        value="top",
    )
    shares = [_distribution(wave, len(scale)) for wave in waves]
    ridit, standard_error, low, high = _ridit(waves, shares, bool(strata), bool(psu))
    fields = vars(change) | {
        "method": f"top {top} of {len(scale)} answers; {change.method}; weighted ridit beside it",
        "source": f"{change.source}; Bross 1958",
        "sensitivities": {"ridit": 2 * ridit - 1},
    }
    return LikertChange(
        **fields,
        ridit=ridit,
        ridit_standard_error=standard_error,
        ridit_low=low,
        ridit_high=high,
        distribution=pd.DataFrame(
            {
                "answer": scale,
                "top": np.arange(len(scale)) >= len(scale) - top,
                "before": shares[0],
                "after": shares[1],
                "change": shares[1] - shares[0],
            }
        ),
    )


def _answered(wave: pd.DataFrame | Column, name: str, columns: dict[str, str | None]) -> pd.DataFrame:
    """Those who answered: answer, weight, stratum, psu."""
    names = {"value": "answer", "weights": "weight", "strata": "stratum", "psu": "psu"}
    parts = wave_columns(wave, name, columns)
    rows = pd.DataFrame({names[part]: values.reset_index(drop=True) for part, values in parts.items()})
    if "weight" not in rows:
        rows["weight"] = 1.0
    rows = rows[rows["answer"].notna()]
    if rows.empty:
        raise ValueError(f"{name}: nobody answered: every answer is missing")
    return rows.reset_index(drop=True)


def _levels(first: pd.Series, second: pd.Series, levels: Sequence[Any] | None) -> list[Any]:
    """The answers from lowest to highest: those named, else the order of the categories, else numbers by size.

    Words have no order of their own: the alphabet's would be a wrong one.
    """
    given = {*first, *second}
    orders = [list(answers.cat.categories) for answers in (first, second) if _is_ordered(answers)]
    if levels is not None:
        scale = list(inputs.column(levels, "levels"))
    elif orders:
        if any(order != orders[0] for order in orders):
            raise ValueError("before and after are categories in different orders: name the `levels`")
        scale = orders[0]
    else:
        try:
            inputs.numbers(first, "before")
            inputs.numbers(second, "after")
        except ValueError as error:
            raise ValueError(f"{error}; answers in words need `levels` or ordered categories") from None
        scale = sorted(given)
    if len(scale) < 2 or len(set(scale)) < len(scale):
        raise ValueError("before and after (or levels): an ordered scale needs at least two distinct levels")
    unknown = given - set(scale)
    if unknown:
        raise ValueError(
            f"before and after hold answers that are not among the levels: {', '.join(sorted(map(str, unknown)))}"
        )
    return scale


def _is_ordered(answers: pd.Series) -> bool:
    return isinstance(answers.dtype, pd.CategoricalDtype) and bool(answers.cat.ordered)


def _ranks(answers: pd.Series, scale: list[Any]) -> Array:
    rank_of = {level: rank for rank, level in enumerate(scale)}
    return np.array([rank_of[answer] for answer in answers], dtype=np.int64)


def _distribution(wave: pd.DataFrame, levels: int) -> Array:
    w = wave["weight"].to_numpy(dtype=float)
    return np.asarray(np.bincount(wave["rank"], weights=w, minlength=levels) / w.sum(), dtype=float)


def _ridit(
    waves: list[pd.DataFrame], shares: list[Array], strata: bool, psu: bool
) -> tuple[float, float, float, float]:
    """P(later above earlier) + ½ P(equal), its standard error and 95 % interval.

    The waves are independent, and the ridit is a weighted mean over either wave of what the other's distribution
    says of each answer: the variance is the sum of the two means' linearised variances.
    """
    ridit = float(shares[1] @ (shares[0].cumsum() - shares[0] / 2))
    errors, effective = [], []
    for wave, others, centre in ((waves[0], shares[1], 1 - ridit), (waves[1], shares[0], ridit)):
        w = wave["weight"].to_numpy(dtype=float)
        above = (others.cumsum() - others / 2)[wave["rank"]]
        stratum, unit = wave["stratum"] if strata else None, wave["psu"] if psu else None
        drawn = design("answers", w.size, wave["weight"], strata=stratum, psu=unit)
        errors.append(drawn.error(w * (above - centre) / w.sum(), above)[0])
        effective.append(survey_share(wave["top"], wave["weight"], strata=stratum, psu=unit).n_effective)
    standard_error = float(np.hypot(errors[0], errors[1]))
    inside = ridit * (1 - ridit)
    # Rounding errors are no spread.
    if standard_error < 1e-9 or inside < 1e-9:
        return ridit, standard_error, *share_bounds(min(max(ridit, 0.0), 1.0), min(effective))
    reach = float(stats.norm.ppf(0.975)) * standard_error / inside
    return ridit, standard_error, float(expit(logit(ridit) - reach)), float(expit(logit(ridit) + reach))
