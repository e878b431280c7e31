"""What of an indicator's sources was not kept, and up to when it is known: said beside every finding."""

from __future__ import annotations

from typing import assert_never

import pandas as pd

from sojo_eval.evaluation.evidence import (
    AnyEvidence,
    GroupsEvidence,
    PrintedEvidence,
    SeriesEvidence,
    SurveyEvidence,
    TimesEvidence,
)
from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR
from sojo_eval.foundation.language import Text
from sojo_eval.indicators import source_title
from sojo_eval.indicators.recorded import Source


def last_day(evidence: AnyEvidence) -> pd.Timestamp | None:
    """Last day of the indicator's last period: month, fiscal year, survey wave or printed period. None for none.

    It says which periods are covered, never when the last record was made.
    """
    match evidence:
        case TimesEvidence():
            return evidence.recorded.until
        case SeriesEvidence() if evidence.by_year:
            whole = evidence.years.loc[evidence.years["months"] == MONTHS_A_YEAR, "year"]
            return pd.Timestamp(int(whole.max()) + 1, 3, 31) if len(whole) else None
        case SeriesEvidence() | GroupsEvidence():
            return pd.Timestamp(evidence.recorded.last_month + pd.offsets.MonthEnd(0))
        case SurveyEvidence():
            waves = evidence.waves.loc[
                evidence.waves["wave"].isin(evidence.to_frame()["wave"]), "fieldwork_end"
            ]
            return pd.Timestamp(waves.max())
        case PrintedEvidence():
            return pd.Timestamp(evidence.to_frame()["period_end"].max())
    assert_never(evidence)


def not_kept(evidence: AnyEvidence) -> tuple[Text, ...]:
    """Warnings that name the tables and columns whose records end early or have gaps, for whoever has to hand them in."""
    recorded = evidence.recorded
    warnings = []
    if recorded.ended:
        day = recorded.until
        names = _names(recorded.ended)
        warnings.append(
            Text(
                f"{names.ja}の記録が{day.year}年{day.month}月で終わっているため、この指標はそこまでで数えています",
                f"Records of {names.en} end in {day:%B %Y}: the indicator is counted up to there",
            )
        )
    inside = [m for m in recorded.missing if evidence.baseline.start <= m <= evidence.current.end]
    if inside:
        names = _names(recorded.gaps)
        warnings.append(
            Text(
                f"{names.ja}の記録のない月が{len(inside)}か月あり、除いています",
                f"{len(inside)} month(s) without records of {names.en} are left out",
            )
        )
    for source, months in recorded.zeros:
        zero = [m for m in months if evidence.baseline.start <= m <= evidence.current.end]
        if zero:
            name = source_title(source)
            warnings.append(
                Text(
                    f"{name.ja}がすべて0の月が{len(zero)}か月あります。記録もれでないか確かめてください",
                    f"In {len(zero)} month(s) {name.en} is 0 in every record: see that it was recorded",
                )
            )
    return tuple(warnings)


def _names(sources: tuple[Source, ...]) -> Text:
    titles = [source_title(source) for source in sources]
    return Text("・".join(title.ja for title in titles), ", ".join(title.en for title in titles))
