"""From indicators to a pillar: how many of its headline indicators moved, by name, and the word that follows.

A majority vote is wrong half the time when nothing has changed, and a combined score lets one indicator speak for all.
So a pillar counts, and counts only what is named: headline indicators whose one-sided p-value Holm's step-down method
rejects at 2.5 %. Under any dependence between them, a false name stands in at most 2.5 % of pillars; where all
three pillars are read together, in at most 2.5 % at a third of that level.

Source: Holm (1979), Scand. J. Statistics 6:65–70.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sojo_eval.evaluation.columns import COUNTED, JUDGED, PILLARS
from sojo_eval.statistics import multiple_comparisons

ONE_SIDED = 0.025
"""Chance of a false name in a pillar."""
PILLARS_READ_TOGETHER = 3
DOUBT = 0.05
"""One-sided p-value of a change for the worse (or the better) at which a headline indicator speaks against the others."""
NAMES_FOR_A_WORD = 2
"""One indicator is no pillar: with one the pillar has improved in part."""


_ROLLED_UP = [
    "indicator",
    "pillar",
    "area",
    "direction",
    "scale",
    "change",
    "p",
    "verdict",
    "title_ja",
    "title_en",
]
"""The columns of findings that a pillar rests on."""


def one_sided(findings: pd.DataFrame) -> pd.DataFrame:
    """Each finding's p-value of a change for the better and for the worse: columns better, worse."""
    none = np.where(findings["scale"] == "ratio", 1.0, 0.0)
    better = (findings["change"] > none) == (findings["direction"] == "higher")
    half = findings["p"].astype(float) / 2
    return pd.DataFrame({"better": half.where(better, 1 - half), "worse": half.where(~better, 1 - half)})


def named(findings: pd.DataFrame, level: float = ONE_SIDED) -> pd.Series:
    """(findings,): "improving" or "worsening" where Holm's method at `level` names the finding and its own verdict says so.

    Its own verdict must hold as well: a change too small to act on, or one that other assumptions turn, has no name.
    """
    p, said = one_sided(findings), pd.Series("", index=findings.index, dtype=object)
    for way, code in (("better", "improving"), ("worse", "worsening")):
        rejected = multiple_comparisons(p[way], "holm", level).adjusted <= level
        said[rejected & (findings["verdict"] == code)] = code
    return said


def roll_up(
    findings: pd.DataFrame,
    headline: Mapping[str, str],
    guards: Mapping[str, str] | None = None,
    level: float = ONE_SIDED,
) -> pd.DataFrame:
    """One row a pillar and area: the counts of verdicts, the headline indicators that moved, and the pillar's verdict.

    findings: of the level question, columns as in `columns.FINDINGS`. headline: indicator → the pillar that rests on it.
    guards: headline indicator → the one that shows whether it was bought at another's cost. level: one-sided, of this
    look at the data.
    """
    findings = findings[_ROLLED_UP]
    of_pillar = findings["indicator"].map(headline)
    rows = []
    for area in findings["area"].unique():
        here = findings["area"] == area
        for pillar in findings["pillar"].unique():
            group = findings[here & (findings["pillar"] == pillar)]
            chosen = findings[here & (of_pillar == pillar)]
            watch = findings[here & findings["indicator"].isin([*(guards or {}).values()])]
            watch = watch.assign(guards=watch["indicator"].map({g: h for h, g in (guards or {}).items()}))
            if len(group) or len(chosen):
                rows.append(
                    {
                        "pillar": pillar,
                        "area": area,
                        **_counts(group),
                        **_headline(chosen, group, watch, level),
                    }
                )
    return pd.DataFrame(rows, columns=[column.name for column in PILLARS])


def _counts(group: pd.DataFrame) -> dict[str, int]:
    context = group["direction"] == "context"
    verdicts = group.loc[~context, "verdict"]
    return {
        **{f"n_{code}": int((verdicts == code).sum()) for code in COUNTED},
        "n_context": int(context.sum()),
    }


@dataclass(frozen=True)
class _Moves:
    """Of a pillar: how many headline indicators are named either way, and what speaks for and against."""

    up: int
    down: int
    says_up: bool
    says_down: bool

    @property
    def verdict(self) -> str:
        if (self.up and self.says_down) or (self.down and self.says_up):
            return "mixed"
        if self.up:
            return "improving" if self.up >= NAMES_FOR_A_WORD else "partly_improving"
        # A pillar in which one headline indicator fell is not called by a milder word for want of a second one.
        return "worsening" if self.down else "not_shown"


def _headline(
    chosen: pd.DataFrame, group: pd.DataFrame, watch: pd.DataFrame, level: float
) -> dict[str, object]:
    judged = chosen[chosen["verdict"].isin(JUDGED)]
    said, p = named(judged, level), one_sided(judged)
    together = named(judged, level / PILLARS_READ_TOGETHER)
    against = judged[(p["worse"] <= DOUBT) & (said != "worsening")]
    # A guard speaks against what it guards alone, and only of changes that matter.
    watch = watch[watch["guards"].isin(judged.loc[said == "improving", "indicator"])]
    watch = watch[(one_sided(watch)["worse"] <= DOUBT) & (watch["verdict"] != "no_meaningful_change")]
    against = pd.concat([against, watch.drop(columns="guards")]).drop_duplicates("indicator")
    every = pd.concat([chosen, group])
    others = every.loc[every["direction"] != "context", "verdict"]
    moves = _Moves(
        int((said == "improving").sum()),
        int((said == "worsening").sum()),
        bool((p["better"] <= DOUBT).any()) or bool((others == "improving").any()),
        len(against) > 0 or bool((p["worse"] <= DOUBT).any()) or bool((others == "worsening").any()),
    )
    return {
        "verdict": moves.verdict if len(judged) else "insufficient_data",
        "n_headline": len(chosen),
        "n_headline_judged": len(judged),
        "n_headline_improving": moves.up,
        "n_headline_worsening": moves.down,
        "n_improving_together": int((together == "improving").sum()),
        **_names("improved", judged[said == "improving"]),
        **_names("worsened", judged[said == "worsening"]),
        **_names("against", against),
    }


def _names(what: str, rows: pd.DataFrame) -> dict[str, str]:
    """The titles of findings, in both languages."""
    return {
        f"{what}_ja": "、".join(f"「{title}」" for title in rows["title_ja"]),
        f"{what}_en": ", ".join(f"“{title}”" for title in rows["title_en"]),
    }
