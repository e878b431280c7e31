"""Targets beside what may be shown of their findings: a hidden finding's current value is no more told by its target."""

from __future__ import annotations

import pandas as pd

from sojo_eval.disclosure.emptying import emptied
from sojo_eval.disclosure.suppression import as_log
from sojo_eval.evaluation.columns import TARGETS


def hide_targets(
    targets: pd.DataFrame, findings: pd.DataFrame, city: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Targets without the numbers of hidden findings, their status and their mark, and the log.

    findings: after hiding, with `hidden`; those of the whole city and the level question are what targets rest on. The
    status goes too, unlike a verdict: "achieved" beside a printed target says on which side of it the hidden number lies.
    A target without a finding holds no number of people.
    """
    table = targets.reset_index(drop=True)
    own = (findings["area"] == city) & (findings["question"] == "level")
    hidden = table["indicator"].isin(findings.loc[own & findings["hidden"], "indicator"]).astype(bool)
    shown = emptied(table, TARGETS, hidden)
    shown["hidden"] = hidden
    log = [
        {"where": "targets", "indicator": indicator, "area": city, "reason": "derived"}
        for indicator in table.loc[hidden, "indicator"]
    ]
    return shown, as_log(log)
