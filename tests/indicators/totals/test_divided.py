"""Totals by desk and by category as series of their own."""

from __future__ import annotations

import pandas as pd

from sojo_eval.indicators import series
from tests.conftest import SmallCity
from tests.indicators.totals.made_totals import months, totals

CONSULTATIONS = "consultation.consultations_per_1000"


def test_a_desk_goes_by_its_name_or_its_code(small_city: SmallCity) -> None:
    services = pd.DataFrame(
        {"service": ["S01"], "name_ja": ["総合相談"], "programme": ["other"], "area": ["132292"]}
    )
    services = services.assign(takes_consultations=True)
    rows = totals(months(3, service="総合相談", value=4), months(3, service="ほかの窓口", value=6))
    city = small_city.make(reported_totals=rows, services=services)
    found = series(city, CONSULTATIONS, by=["month", "desk"])
    assert found.groupby("desk")["numerator"].sum().to_dict() == {"S01": 12.0, "ほかの窓口": 18.0}


def test_an_age_band_goes_by_its_code_or_its_title_however_wide(small_city: SmallCity) -> None:
    rows = totals(
        months(2, division="age_band", category="７５歳 以上", value=3),
        months(2, division="age_band", category="65-74", value=5),
        months(2, value=8),
    )
    found = series(small_city.make(reported_totals=rows), CONSULTATIONS, by=["month", "age_band"])
    assert found.groupby("age_band")["numerator"].sum().to_dict() == {"65-74": 10.0, "75+": 6.0}


def test_what_was_not_divided_has_no_parts(small_city: SmallCity) -> None:
    city = small_city.make(reported_totals=months(3))
    assert series(city, CONSULTATIONS, by=["month", "channel"]).empty
