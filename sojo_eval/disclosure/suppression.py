"""Taking numbers out: small counts with all that is derived from them, in series and findings.

What is taken out becomes missing (NaN, NA or ""), never a rounded or replaced number. The verdict *code* of a
finding stays: six words cannot be turned back into a count between 1 and the threshold once every number and
every sentence with numbers beside it is gone, and the pillar's counts of verdicts would give it away anyway.
"""

from __future__ import annotations

import pandas as pd

from sojo_eval.disclosure.emptying import emptied
from sojo_eval.disclosure.rules import disclosive_count
from sojo_eval.disclosure.texts import HIDDEN_FOR_PRIVACY
from sojo_eval.evaluation.attention import MOVING_AWAY, points_down
from sojo_eval.evaluation.columns import FINDINGS, SERIES


def points_to_hide(series: pd.DataFrame, catalogue: pd.DataFrame, threshold: int) -> pd.Series:
    """True for each row of `series` with a small count, and for a companion of it in its year and in its plan period.

    Year and plan period have totals, here or in the city's own annual report, and one hidden point would be the
    total less the shown points; so the smallest shown one that is not zero is hidden with it, whatever is known to
    be printed. One that is in the same year and the same plan serves both; where a plan begins within the year there
    may be none, and then each gets its own. Where all others are zero a zero goes: the total then does not tell
    which of the two it is. What can be worked out from other indicators' numbers is the concern of `complementary.py`.
    """
    meta = catalogue.set_index("indicator")
    people = series["indicator"].map(meta["disclosive"]).astype("boolean").fillna(True).astype(bool)
    kind = series["indicator"].map(meta["kind"])
    small = people & disclosive_count(series["numerator"], series["denominator"], kind, threshold)
    hidden = small.copy()
    size = pd.to_numeric(series["numerator"], errors="coerce").astype("float64")
    size = size.fillna(pd.to_numeric(series["denominator"], errors="coerce").astype("float64"))
    plan = series["plan"].astype("object").where(series["plan"].notna(), "")
    # Months and quarters have their fiscal year's total, all have their plan period's.
    year = pd.to_datetime(series["period_start"]).dt.to_period("Y-MAR").astype(str)
    of_one = [series["indicator"], series["area"], series["step"]]
    for totals, zero in (([*of_one, plan, year], False), ([*of_one, year], True), ([*of_one, plan], True)):
        for rows in series.groupby(totals).groups.values():
            if small.loc[rows].any() and not (hidden & ~small).loc[rows].any():
                hidden |= hidden.index == _companion(size.loc[rows][~small.loc[rows]], zero)
    return hidden


def _companion(size: pd.Series, zero: bool) -> object:
    """The label of the smallest size above zero, else of a `zero` where that may be; None where there is none."""
    above = size[size > 0]
    if len(above):
        return above.idxmin()
    return size.dropna().idxmin() if zero and size.notna().any() else None


def small_findings(findings: pd.DataFrame, threshold: int) -> pd.Series:
    """True for each finding with a small count in either period."""
    people = findings["disclosive"].astype("boolean").fillna(True).astype(bool)
    small = pd.Series(False, index=findings.index)
    for period in ("baseline", "current"):
        small |= people & disclosive_count(
            findings[f"count_{period}"], findings[f"base_{period}"], findings["kind"], threshold
        )
    return small


def hide_series(
    series: pd.DataFrame, kept: pd.Series, hidden: pd.Series
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The series that may be shown, and the log of what was hidden.

    kept: rows of the steps that are shown. hidden: rows of theirs that lose their numbers, but not their place.
    The log does not say which points are small and which protect them: that would undo the protection.
    """
    log: list[dict[str, object]] = []
    for rows in series.groupby(["indicator", "area"], dropna=False).groups.values():
        indicator, area = series.loc[rows[0], "indicator"], series.loc[rows[0], "area"]
        for step in series.loc[rows[~kept.loc[rows].to_numpy()], "step"].unique():
            log.append(_entry("series", indicator, area, "one_step", step=step))
        for i in rows[(kept & hidden).loc[rows].to_numpy()]:
            row = series.loc[i]
            start, end = row["period_start"], row["period_end"]
            log.append(
                _entry("series", indicator, area, "small_count", start=start, end=end, step=row["step"])
            )
    shown = emptied(series, SERIES, hidden)
    shown["hidden"] = hidden
    return shown[kept].reset_index(drop=True), as_log(log)


def hide_findings(findings: pd.DataFrame, hidden: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Findings without the `hidden` ones' numbers and without anything worked out from them, and the log.

    A row is emptied as a whole: its change, interval and p would give one period's number from the other's.
    A Benjamini–Hochberg p that another finding shares with an emptied one is that one's p in disguise: it goes too.
    """
    borrowed = _borrowed_p(findings["p_adjusted"], hidden)
    shown = emptied(findings, FINDINGS, hidden)
    shown["attention"] = shown["attention"].astype(bool) & ~_by_target_alone(findings, hidden)
    shown["reasons"] = shown["reasons"].mask(hidden, HIDDEN_FOR_PRIVACY.ja)
    shown["reasons_en"] = shown["reasons_en"].mask(hidden, HIDDEN_FOR_PRIVACY.en)
    shown["p_adjusted"] = shown["p_adjusted"].mask(borrowed)
    shown["hidden"] = hidden
    log = [
        _entry("findings", findings.loc[i, "indicator"], findings.loc[i, "area"], "small_count")
        for i in findings.index[hidden]
    ]
    log += [
        _entry("findings", findings.loc[i, "indicator"], findings.loc[i, "area"], "derived")
        for i in findings.index[borrowed]
    ]
    return shown, as_log(log)


def _by_target_alone(findings: pd.DataFrame, hidden: pd.Series) -> pd.Series:
    """Hidden findings to which only a target drew attention: the flag would tell on which side of its base they lie."""
    rows = [{str(name): value for name, value in row.items()} for row in findings.to_dict("records")]
    alone = pd.Series([points_down(row) for row in rows], index=findings.index, dtype=bool)
    return hidden & (findings["target_status"] == MOVING_AWAY) & ~alone


def _borrowed_p(p_adjusted: pd.Series, emptied: pd.Series) -> pd.Series:
    p = pd.to_numeric(p_adjusted, errors="coerce").astype("float64")
    gone = p[emptied].dropna()
    gone = gone[gone < 1]  # a p of 1 is shared by any number of findings and says nothing
    same = pd.Series(False, index=p.index)
    for value in gone:
        same |= (p - value).abs() <= 1e-9
    return same & ~emptied


LOG_COLUMNS = ["where", "indicator", "area", "period_start", "period_end", "step", "reason"]


def _entry(
    where: str,
    indicator: object,
    area: object,
    reason: str,
    *,
    start: object = pd.NaT,
    end: object = pd.NaT,
    step: object = "",
) -> dict[str, object]:
    return dict(zip(LOG_COLUMNS, (where, indicator, area, start, end, step, reason), strict=True))


def as_log(entries: list[dict[str, object]]) -> pd.DataFrame:
    """What was hidden, one row an item, columns `LOG_COLUMNS`: places and reasons, never a number."""
    log = pd.DataFrame(entries, columns=LOG_COLUMNS)
    for column in ("period_start", "period_end"):
        log[column] = pd.to_datetime(log[column])
    return log
