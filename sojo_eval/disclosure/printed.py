"""The counts behind the numbers that are printed: of what, over which months, in which row of which table.

A row of the series prints one or two counts over its period, a finding those of two plan periods. They are sums of
the counts of single months; a total is the sum of its parts.
"""

from __future__ import annotations

import pandas as pd

from sojo_eval.disclosure.rules import NO_COMPLEMENT, PUBLIC_DENOMINATOR, is_small
from sojo_eval.indicators.kinds import names_of

OF_SERIES, OF_FINDINGS = "series", "findings"
COLUMNS = ["table", "row", "area", "count", "first", "last", "size", "small"]
_APART = names_of(lambda kind: not kind.sums_over_months)
"""Kinds that print no sum over months."""


def printed_counts(
    series: pd.DataFrame, findings: pd.DataFrame, plans: pd.DataFrame, catalogue: pd.DataFrame, threshold: int
) -> pd.DataFrame:
    """One row a printed count of people, columns `COLUMNS`.

    table and row: where it is printed. count: what is counted (`Indicator.counts` and `out_of`, else a name of the
    indicator's own). first, last: the first day of its first and last month. small: must not be
    had from other numbers.
    """
    last = pd.to_datetime(series["period_end"]).max()
    rows = [_of_series(series, last), _of_findings(findings, plans, last)]
    every = pd.concat([r for r in rows if len(r)], ignore_index=True) if any(map(len, rows)) else rows[0]
    meta = catalogue.set_index("indicator")
    kind = every["indicator"].map(meta["kind"])
    people = every["indicator"].map(meta["disclosive"]).astype("boolean").fillna(True).astype(bool)
    every = every[people & ~kind.isin(_APART) & (every["first"] <= every["last"])]
    kind = kind[every.index]
    of_people = ~kind.isin(PUBLIC_DENOMINATOR)
    # A small complement is had from its whole, so it is the part that must not be known.
    rest = (every["denominator"] - every["numerator"]).where(of_people & ~kind.isin(NO_COMPLEMENT))
    counted = every.assign(
        count=_name(every["indicator"], meta, "counts", "numerator"),
        size=every["numerator"],
        small=is_small(every["numerator"], threshold) | is_small(rest, threshold),
    )
    over = every[of_people].assign(
        count=_name(every["indicator"][of_people], meta, "out_of", "denominator"),
        size=every["denominator"][of_people],
        small=is_small(every["denominator"][of_people], threshold),
    )
    numbers = pd.concat([counted, over], ignore_index=True)
    return numbers.loc[numbers["size"].notna(), COLUMNS].reset_index(drop=True)


def _of_series(series: pd.DataFrame, last: pd.Timestamp) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "table": OF_SERIES,
            "row": series.index,
            "indicator": series["indicator"].astype(str),
            "area": series["area"].astype(str),
            "first": _month(series["period_start"]),
            "last": _month(series["period_end"].where(series["period_end"] <= last, last)),
            "numerator": pd.to_numeric(series["numerator"], errors="coerce").astype("float64"),
            "denominator": pd.to_numeric(series["denominator"], errors="coerce").astype("float64"),
        }
    )


def _of_findings(findings: pd.DataFrame, plans: pd.DataFrame, last: pd.Timestamp) -> pd.DataFrame:
    start = plans.set_index("plan")["start_date"]
    end = plans.set_index("plan")["end_date"].fillna(last)
    end = end.where(end <= last, last)
    sides = [
        pd.DataFrame(
            {
                "table": OF_FINDINGS,
                "row": findings.index,
                "indicator": findings["indicator"].astype(str),
                "area": findings["area"].astype(str),
                "first": _month(findings[period].map(start)),
                "last": _month(findings[period].map(end)),
                "numerator": pd.to_numeric(findings[f"count_{period}"], errors="coerce").astype("float64"),
                "denominator": pd.to_numeric(findings[f"base_{period}"], errors="coerce").astype("float64"),
            }
        )
        for period in ("baseline", "current")
    ]
    return pd.concat(sides, ignore_index=True)


def _month(days: pd.Series) -> pd.Series:
    months = pd.to_datetime(days).dt.to_period("M")
    return pd.Series(months.dt.to_timestamp(), index=days.index)


def _name(indicator: pd.Series, meta: pd.DataFrame, column: str, own: str) -> pd.Series:
    """The shared name of the count, or one of the indicator's own."""
    shared = (
        indicator.map(meta[column]).fillna("") if column in meta else pd.Series("", index=indicator.index)
    )
    return shared.mask(shared == "", indicator + ":" + own)
