"""Events that footnotes tell: kept while their table is not taken, gone with their footnote."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sojo_eval.city import import_city, open_city
from tests.city.imported import MAPPING, write

NOTED = (
    MAPPING.replace("*.csv", "a.csv")
    + """[[notes]]
matches = "※(?P<month>[0-9]+)月から統合"
[notes.event]
event = "merged"
kind = "definition_change"
start_date = "2024-{month}-01"
title_ja = "{note}"
title_en = "merged"
applies_to = "organizations"
"""
)


def events(folder: Path) -> list[str]:
    """Those that an evaluation knows, which are those of the clean table."""
    known = open_city(folder).events["event"].tolist()
    assert pd.read_parquet(folder / "clean" / "events.parquet")["event"].tolist() == known
    return known


@pytest.mark.parametrize("fault", ["header", "mapping"])
def test_a_table_that_is_not_taken_keeps_the_events_of_its_footnotes(city: Path, fault: str) -> None:
    (city / "mappings" / "m.toml").write_text(NOTED, encoding="utf-8")
    write(city, "O1,共生課,市の部署", "※10月から統合,,")
    import_city(city)
    assert events(city) == ["covid", "merged"]
    if fault == "header":
        (city / "raw" / "a.csv").write_text(
            "コード,名前,種別\nO1,共生課,市の部署\n※10月から統合,,", encoding="utf-8"
        )
    else:
        (city / "mappings" / "m.toml").write_text(NOTED.replace('"merged"', '"…"'), encoding="utf-8")
    assert import_city(city).errors
    assert events(city) == ["covid", "merged"]
    (city / "mappings" / "m.toml").write_text(NOTED, encoding="utf-8")
    write(city, "O1,共生課,市の部署")
    import_city(city)
    assert events(city) == ["covid"]


def test_a_footnote_that_makes_no_event_takes_the_earlier_ones_not_away(city: Path) -> None:
    (city / "mappings" / "m.toml").write_text(NOTED, encoding="utf-8")
    write(city, "O1,共生課,市の部署", "※10月から統合,,")
    import_city(city)
    write(city, "O1,共生課,市の部署", "※13月から統合,,")
    (error,) = import_city(city).errors
    assert error.table == "events"
    assert events(city) == ["covid", "merged"]
