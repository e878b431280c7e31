"""Counts per resident as they would be had the ages not shifted: direct standardisation, year by year."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sojo_eval.city import City
from sojo_eval.evaluation.evidence import choose_periods
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import find, population_by_month, series
from sojo_eval.schema import load_schema
from sojo_eval.statistics import standardised_rate

_MONTHS = 12


def age_standardised(city: City, indicator: str, areas: Sequence[str] = ()) -> pd.DataFrame:
    """A count per resident by fiscal year, as it was and as if the ages were those at the start of the current plan.

    Where residents grow old, more consultations per resident may only mean more old residents. The standard is the
    whole city's age bands at the start of the latest plan with records, for every area and year, so that all rows can
    be compared. areas: codes (empty = the whole city). Columns: indicator, area, period_start, events, crude,
    standardised, low, high (95 %, Dobson), too_few_events (below ten: do not publish), events_without_age (left out
    of all four). In the indicator's unit; only fiscal years with twelve months of records.

    Source: Dobson, Kuulasmaa, Eberle & Scherer (1991), Statistics in Medicine 10:457–462.
    Raises SojoEvalError for an indicator that is no count per resident by age, and where the residents' ages are not
    known.
    """
    entry = find(city, indicator)
    if not entry.exposure or not entry.kind.endswith("count"):
        raise SojoEvalError(
            "no-ages",
            Text(f"{entry.id} は住民当たりの件数ではありません", f"{entry.id} is no count per resident"),
            Text(
                "相談件数などの指標を指定してください", "Name one such as consultation.consultations_per_1000"
            ),
        )
    places = [*areas] or [city.code]
    months = series(city, indicator, by=["month", "age_band"], areas=places)
    current = choose_periods(city, "", "")[1]
    start = pd.DatetimeIndex([current.start])
    bands = [code for code in load_schema().codes("age_bands") if code in set(months["age_band"])]
    standard = pd.Series({band: population_by_month(city, city.code, start, band).iloc[0] for band in bands})
    standard = standard[standard > 0]
    if standard.empty:
        raise SojoEvalError(
            "no-ages",
            Text("年齢別の人口がありません", "The residents' ages are not known"),
            Text(
                "population に男女別・5歳階級の人口を加えてください",
                "Add residents by sex and five-year band",
            ),
            exit_code=1,
        )
    year = (months["period_start"] - pd.DateOffset(months=3)).dt.year.rename("year")
    rows = []
    for (area, first), mine in months.groupby(["area", year]):
        if mine["period_start"].nunique() < _MONTHS:
            continue
        sums = mine.groupby("age_band")[["numerator", "denominator"]].sum()
        aged = sums.reindex(standard.index)
        aged = aged[aged["denominator"] > 0].fillna(0.0)
        rate = standardised_rate(aged["numerator"], aged["denominator"], standard[aged.index], per=entry.per)
        rows.append(
            {
                "indicator": indicator,
                "area": area,
                "period_start": pd.Timestamp(int(str(first)), 4, 1),
                "events": rate.n,
                "crude": rate.crude,
                "standardised": rate.value,
                "low": rate.low,
                "high": rate.high,
                "too_few_events": rate.too_few_events,
                "events_without_age": float(sums["numerator"].sum() - aged["numerator"].sum()),
            }
        )
    return pd.DataFrame(rows)
