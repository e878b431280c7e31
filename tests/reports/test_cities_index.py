"""The index over many cities: what stands in it, and that its one script is the only one that may run."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from bs4 import BeautifulSoup

from sojo_eval.foundation.language import LANGUAGES, Language, Text
from sojo_eval.reports.cities_index import CityRow, cities_index

ROWS = [
    CityRow(
        Text("東市", "East"), "131111", "../東/reports/index.html",
        {"connections": "improving", "consultation": "not_shown", "information": "mixed"},
    ),
    CityRow(Text("西市", "West"), "131112", "../w/reports/index.html", {"connections": "improving"}, pages_failed=True),
    CityRow(Text("<b>南</b>", "<b>"), "", "", {}, why=Text("まだです", "not yet")),
]  # fmt: skip


def page(lang: Language, rows: list[CityRow] = ROWS) -> BeautifulSoup:
    return BeautifulSoup(cities_index(rows, lang), "html.parser")


def cells(row: object) -> list[str]:
    return [cell.get_text(" ", strip=True).strip() for cell in row.find_all(["th", "td"])]  # type: ignore[attr-defined]


def test_cities_are_counted_by_pillar_and_verdict() -> None:
    counts, _ = page("en").find_all("table")
    assert [cells(row) for row in counts.find_all("tr")] == [
        ["Pillar", "improving", "mixed", "no change shown"],
        ["Connections", "2", "0", "0"], ["Consultation", "0", "0", "1"], ["Information", "0", "1", "0"],
    ]  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_city_has_its_row(lang: Language) -> None:
    _, table = page(lang).find_all("table")
    east, west, south = (cells(row) for row in table.find("tbody").find_all("tr"))
    assert len(east) == 5
    assert east[1] == "131111"
    assert Text("run.json", "run.json")(lang) in west[-1]
    assert "· — · —" in west[-1]  # two pillars without a verdict
    assert south[0] == Text("<b>南</b>", "<b>")(lang)
    assert Text("まだです", "not yet")(lang) in south[-1]
    assert table.find("a")["href"].startswith("../%E6%9D%B1/")


def test_nobody_evaluated_leaves_no_table_of_counts() -> None:
    assert len(page("ja", ROWS[2:]).find_all("table")) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_the_one_script_may_run_and_nothing_is_fetched(lang: Language) -> None:
    found = page(lang)
    (script,) = found.find_all("script")
    assert "src" not in script.attrs
    policy = found.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    hashed = base64.b64encode(hashlib.sha256(script.string.encode()).digest()).decode()
    assert f"script-src 'sha256-{hashed}'" in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"https?://", str(found).split("</style>")[1])
