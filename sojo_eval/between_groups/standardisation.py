"""Counts per resident as they would be had the ages not shifted: direct standardisation, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from sojo_eval.city import City, opened
from sojo_eval.evaluation.periods import choose_periods
from sojo_eval.foundation.fiscal_years import fiscal_year, in_whole_fiscal_year
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import (
    AGE_BAND,
    Indicator,
    age_scheme,
    area_name,
    counted,
    find,
    monthly,
    population_by_month,
    refuse_mixed_ages,
    with_true_zeros,
    within,
)
from sojo_eval.statistics import standardised_rate
from sojo_eval.statistics.standardised_rates import EVENTS_NEEDED

_COLUMNS = [
    "indicator", "area", "period_start", "events", "crude", "standardised", "low", "high", "too_few_events",
    "events_without_age", "reason_ja", "reason_en",
]  # fmt: skip
_ADD_AGES = Text(
    "population に男女別・5歳階級の人口を加えてください", "Add residents by sex and five-year band"
)


def age_standardised(city: City, indicator: str, areas: Sequence[str] = ()) -> pd.DataFrame:
    """A count per resident by fiscal year, as it was and as if the ages were those at the start of the current plan.

    Where residents grow old, more consultations per resident may only mean more old residents. The standard is the
    whole city's age bands at the start of the latest plan with records, for every area and year, so that all rows can
    be compared: all bands with residents, those without any event too. areas: codes (empty = the whole city). Columns: indicator, area, period_start, events, crude,
    standardised, low, high (95 %, Dobson), too_few_events (below ten: do not publish), events_without_age (left out
    of all four), reason_ja, reason_en (why there is no rate, else empty: an area and year without known residents of some
    age, which leaves the others theirs). In the indicator's unit; only fiscal years with twelve months of records.

    Source: Dobson, Kuulasmaa, Eberle & Scherer (1991), Statistics in Medicine 10:457–462.
    Raises SojoEvalError for an indicator that is no count per resident by age, for ages recorded in two ways that overlap,
    and where the residents' ages are not known, of the city or of every area asked for.
    """
    city = opened(city)
    entry = find(city, indicator)
    if not entry.exposure or not entry.kind.is_count:
        raise SojoEvalError(
            "no-ages",
            Text(f"{entry.id} は住民当たりの件数ではありません", f"{entry.id} is no count per resident"),
            Text(
                "相談件数などの指標を指定してください", "Name one such as consultation.consultations_per_1000"
            ),
        )
    rows = counted(city, entry, AGE_BAND)
    refuse_mixed_ages(rows)
    standard = _standard(city, age_scheme(rows["subgroup"].unique()) or ())
    found = [
        year
        for area in [city.area_code(area) for area in areas] or [city.code]
        for year in _years(city, entry, within(city, rows, area), area, standard)
    ]
    table = pd.DataFrame(found, columns=_COLUMNS)
    if len(table) and (table["reason_ja"] != "").all():
        first = table.iloc[0]
        raise SojoEvalError("no-ages", Text(first["reason_ja"], first["reason_en"]), _ADD_AGES, exit_code=1)
    return table


def _standard(city: City, bands: Sequence[str]) -> pd.Series:
    """Residents of every age band of the whole city at the start of the current plan."""
    start = pd.DatetimeIndex([choose_periods(city, "", "")[1].start])
    residents = pd.Series({b: population_by_month(city, city.code, start, b).iloc[0] for b in bands})
    standard = residents[residents > 0]
    if standard.empty:
        raise SojoEvalError(
            "no-ages",
            Text("年齢別の人口がありません", "The residents' ages are not known"),
            _ADD_AGES,
            exit_code=1,
        )
    return standard


def _years(
    city: City, entry: Indicator, rows: pd.DataFrame, area: str, standard: pd.Series
) -> Iterator[dict[str, object]]:
    """One row a fiscal year with twelve months of records, every band of the standard in it."""
    everyone = monthly(city, entry, rows, area, subgroup=AGE_BAND).dropna(subset=["numerator"])
    bands = {
        band: monthly(
            city, entry, with_true_zeros(rows[rows["subgroup"] == band], rows), area, str(band), AGE_BAND
        )
        for band in standard.index
    }
    whole = everyone[in_whole_fiscal_year(everyone["month"])]
    for first, mine in whole.groupby(fiscal_year(whole["month"])):
        inside = {band: months[months["month"].isin(mine["month"])] for band, months in bands.items()}
        events = pd.Series({band: float(months["numerator"].sum()) for band, months in inside.items()})
        residents = pd.Series({band: float(months["denominator"].sum()) for band, months in inside.items()})
        row = {
            "indicator": entry.id,
            "area": area,
            "period_start": pd.Timestamp(int(str(first)), 4, 1),
            "events": float(events.sum()),
            "too_few_events": bool(events.sum() < EVENTS_NEEDED),
            "events_without_age": float(mine["numerator"].sum() - events.sum()),
        }
        lacking = residents.index[~(residents > 0)]
        if len(lacking):
            reason = _without_residents(city, area, lacking)
            numbers = dict.fromkeys(("crude", "standardised", "low", "high"), float("nan"))
            yield row | numbers | {"reason_ja": reason.ja, "reason_en": reason.en}
            continue
        rate = standardised_rate(events, residents, standard, per=entry.per)
        numbers = {"crude": rate.crude, "standardised": rate.value, "low": rate.low, "high": rate.high}
        yield row | numbers | {"reason_ja": "", "reason_en": ""}


def _without_residents(city: City, area: str, bands: pd.Index) -> Text:
    place, ages = area_name(city, area), ", ".join(bands)
    return Text(
        f"{place.ja}の{ages}歳の人口がなく、市全体と同じ年齢構成には直せません",
        f"{place.en} has no known residents aged {ages}: it cannot be put on the ages of the whole city",
    )
