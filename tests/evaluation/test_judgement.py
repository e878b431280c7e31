"""An estimate that cannot be computed refuses its finding like any gate."""

from __future__ import annotations

import pandas as pd

from sojo_eval.evaluation.evidence import GroupsEvidence
from sojo_eval.evaluation.judgement import judge
from sojo_eval.indicators import built_in
from tests.evaluation.made_evidence import BEFORE, NOW


def test_a_gate_whose_own_estimate_fails_is_a_refusal() -> None:
    """A group that stands twice in a month: whether the groups differ by chance cannot be computed."""
    months = pd.date_range("2022-04-01", "2026-03-01", freq="MS")
    rows = pd.DataFrame(
        {"month": months.repeat(4), "group": [*"abcd"] * len(months), "numerator": 5.0, "denominator": 20.0}
    )
    rows["after"] = rows["month"] >= NOW.start
    rows = pd.concat([rows, rows.head(1)], ignore_index=True)
    sums = [side.groupby("group", as_index=False)[["numerator", "denominator"]].sum() for side in
            (rows[~rows["after"]], rows[rows["after"]])]  # fmt: skip
    gap = built_in()["information.gap_between_ages_in_coming_by_publication"]
    judged = judge(GroupsEvidence(gap, "132292", BEFORE, NOW, rows=rows, before=sums[0], after=sums[1]))
    assert judged.refusal is not None
    assert judged.refusal.verdict == "insufficient_data"
    assert "do not allow" in judged.refusal.reason.en
