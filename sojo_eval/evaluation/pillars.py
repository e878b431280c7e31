"""From indicators to a pillar: a count first, then one cautious word."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from sojo_eval.evaluation.columns import COUNTED, JUDGED, PILLARS

ASSUMED_CORRELATION = 0.5
STOUFFER_LIMIT = 1.96


def signed_z(findings: pd.DataFrame) -> pd.Series:
    """Each finding's two-sided p as a normal score, positive towards better."""
    p = findings["p"].clip(lower=1e-15)
    size = pd.Series(stats.norm.isf(p / 2), index=findings.index)
    none = np.where(findings["scale"] == "ratio", 1.0, 0.0)
    better = (findings["change"] > none) == (findings["direction"] == "higher")
    return size.where(better, -size)


def stouffer(z: pd.Series) -> float:
    """Combined z of indicators that share a correlation of .5 (Stouffer 1949; Strube 1985). NaN for none."""
    n = len(z)
    if n == 0:
        return float("nan")
    return float(z.sum() / np.sqrt(n + n * (n - 1) * ASSUMED_CORRELATION))


def roll_up(findings: pd.DataFrame) -> pd.DataFrame:
    """One row a pillar and area: the counts of verdicts, the combined z and the pillar's verdict.

    A majority vote is never used: it is wrong half the time when nothing has changed.
    """
    rows = []
    for (pillar, area), group in findings.groupby(["pillar", "area"], sort=False):
        context = group["direction"] == "context"
        weighed = group[~context]
        counts = {f"n_{code}": int((weighed["verdict"] == code).sum()) for code in COUNTED}
        judged = weighed[weighed["verdict"].isin(JUDGED)]
        z = stouffer(signed_z(judged))
        rows.append(
            {
                "pillar": pillar,
                "area": area,
                "verdict": _pillar_verdict(counts, len(judged), len(weighed), z),
                **counts,
                "n_context": int(context.sum()),
                "z": z,
            }
        )
    return pd.DataFrame(rows, columns=[column.name for column in PILLARS])


def _pillar_verdict(counts: dict[str, int], judged: int, all_indicators: int, z: float) -> str:
    if counts["n_improving"] and counts["n_worsening"]:
        return "mixed"
    if judged == 0 or 2 * judged < all_indicators:
        return "insufficient_data"
    if z >= STOUFFER_LIMIT and not counts["n_worsening"]:
        return "improving"
    if z <= -STOUFFER_LIMIT and not counts["n_improving"]:
        return "worsening"
    return "inconclusive"
