"""Printed figures that nothing reads are told with lines that can be pasted as they stand."""

from __future__ import annotations

import pandas as pd

from sojo_eval.city import read_configuration
from sojo_eval.data_quality.printed_aside import ASKED, printed_aside
from tests.conftest import SmallCity


def figures(indicator: str, years: tuple[int, ...], unit: str = "share") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator": indicator,
            "period": [f"{y}年度" for y in years],
            "period_start": [pd.Timestamp(y, 4, 1) for y in years],
            "period_end": [pd.Timestamp(y + 1, 3, 31) for y in years],
            "area": "132292",
            "value": 0.4,
            "unit": unit,
            "n": 800,
            "definition": "調査",
            "source": "調査",
        }
    )


def test_what_is_printed_twice_can_be_pasted(small_city: SmallCity) -> None:
    asked = [
        figures("調査.困ったときの相談先を知っている", (2019, 2024)),
        figures("道路.舗装率", (2019, 2024)),
        figures("頼れる人がいる", (2024,)),
    ]
    city = small_city.make(indicators_published=pd.concat(asked, ignore_index=True))
    first, second = printed_aside(city)
    assert 'pillar = "consultation"' in first
    assert 'title_ja = "困ったときの相談先を知っている"' in first
    assert f'pillar = "{ASKED}"' in second
    toml = city.path / "city.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + "\n" + first + "\n", encoding="utf-8")
    assert [entry.id for entry in read_configuration(city.path).indicators] == [
        "調査.困ったときの相談先を知っている"
    ]
