"""Layouts of the municipal standard open data sets are read without a mapping: old and new headers, two encodings."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sojo_eval.importing import CityName, ImportResult, import_sources
from sojo_eval.schema import load_schema

CITY = CityName("132292", "西東京市")
OLD = ["都道府県コード又は市区町村コード", "地域コード", "都道府県名", "市区町村名", "調査年月日", "地域名"]
NEW = ["全国地方公共団体コード", "地域コード", "地方公共団体名", "調査年月日", "地域名"]
TO_84 = [f"{age}-{age + 4}歳" for age in range(0, 85, 5)]
TO_99 = [f"{age}-{age + 4}歳" for age in range(0, 100, 5)]


def population(head: list[str], leads: list[list[str]], bands: list[str], seed: int = 1) -> list[list[str]]:
    """A file as cities publish it: the lead columns, totals, and a man's and a woman's column for each band."""
    rng = np.random.default_rng(seed)
    ages = [f"{band}の{sex}" for band in bands for sex in ("男性", "女性")]
    rows = [[*head, "総人口", "男性", "女性", *ages, "世帯数", "備考"]]
    for lead in leads:
        counts = rng.integers(0, 90, len(ages))
        men, women = counts[::2].sum(), counts[1::2].sum()
        rows.append([*lead, *map(str, (men + women, men, women, *counts, 500)), ""])
    return rows


def put(folder: Path, name: str, rows: list[list[str]], encoding: str = "cp932") -> None:
    (folder / "raw").mkdir(exist_ok=True)
    (folder / "raw" / name).write_bytes("\r\n".join(",".join(row) for row in [*rows, []]).encode(encoding))


def load(folder: Path, known: dict[str, pd.DataFrame] | None = None, city: CityName = CITY) -> ImportResult:
    return import_sources(folder / "raw", folder / "mappings", known or {}, load_schema(), city=city)


def sentences(result: ImportResult, *severities: str) -> list[str]:
    return [p.sentence("en") for p in result.problems if p.severity in severities]


def old_rows() -> list[list[str]]:
    towns = ("泉町一丁目", "泉町二丁目", "田無町１丁目")
    return population(
        OLD, [["132292", "", "東京都", "西東京市", "2024/1/1", t] for t in towns], [*TO_84, "85歳以上"]
    )


def new_rows() -> list[list[str]]:
    towns = (("0010", "泉町1丁目"), ("0020", "泉町2丁目"), ("0030", "田無町1丁目"))
    leads = [["132292", code, "東京都西東京市", "2025-01-01", town] for code, town in towns]
    return population(NEW, leads, [*TO_99, "100歳以上", "年齢不詳"], seed=2)


def test_old_and_new_headers_make_areas_and_population_without_a_mapping(tmp_path: Path) -> None:
    put(tmp_path, "132292_population_20240101.csv", old_rows())
    put(tmp_path, "132292_population_20250101.csv", new_rows(), "utf-8-sig")
    result = load(tmp_path)
    assert sentences(result, "error", "warning") == []
    areas = result.tables["areas"]
    assert areas["name_ja"].tolist() == ["西東京市", "泉町一丁目", "泉町二丁目", "田無町1丁目"]  # each once
    assert areas["parent"].dropna().unique().tolist() == ["132292"]
    people = result.tables["population"]
    for date, rows in (("2024-01-01", old_rows()), ("2025-01-01", new_rows())):
        at = rows[0].index("総人口")
        printed = [int(row[at]) for row in rows[1:]]
        here = people[people["date"] == pd.Timestamp(date)]
        parts = here[here["sex"] != "all"].groupby("area", sort=False)["persons"].sum()
        totals = here[here["sex"] == "all"].set_index("area")["persons"]
        assert parts.tolist() == totals.tolist() == printed
        assert here["households"].dropna().tolist() == [500] * 3


def test_the_bands_above_84_are_added_up_and_unknown_ages_kept(tmp_path: Path) -> None:
    rows = new_rows()
    put(tmp_path, "p.csv", rows)
    people = load(tmp_path).tables["population"]
    first = people[(people["area"] == "泉町1丁目") & (people["sex"] == "male")].set_index("age_band")[
        "persons"
    ]
    cells = dict(zip(rows[0], rows[1], strict=True))
    assert first["85+"] == sum(
        int(cells[f"{b}の男性"]) for b in ("85-89歳", "90-94歳", "95-99歳", "100歳以上")
    )
    assert first["unknown"] == int(cells["年齢不詳の男性"])
    assert len(first) == 19


def test_a_row_of_the_whole_city_is_the_citys(tmp_path: Path) -> None:
    rows = population(OLD, [["13229", "", "東京都", "西東京市", "R6.1.1", ""]], [*TO_84, "85歳以上"])
    put(tmp_path, "p.csv", rows)
    result = load(tmp_path)
    assert sentences(result, "error") == []
    assert set(result.tables["population"]["area"]) == {"132292"}


def test_rows_of_another_municipality_are_left_out_and_counted(tmp_path: Path) -> None:
    rows = old_rows()
    rows[1][0] = "132101"
    put(tmp_path, "p.csv", rows)
    result = load(tmp_path)
    ages = result.log[(result.log["table"] == "population") & (result.log["records"] > 3)].iloc[0]
    assert ages["left_out_by"] == "another municipality: 1"
    assert (ages["rows_read"], ages["rows_kept"]) == (3, 2)


def test_a_sum_that_does_not_agree_is_told_with_its_cell(tmp_path: Path) -> None:
    rows = old_rows()
    rows[2][rows[0].index("男性")] = "7"
    put(tmp_path, "p.csv", rows)
    found = {(p.rule, p.cell) for p in load(tmp_path).problems if p.severity == "warning"}
    assert found == {("sum-differs", "G3"), ("sum-differs", "H3")}


def test_a_city_with_areas_of_its_own_keeps_them(tmp_path: Path) -> None:
    known = pd.DataFrame(
        {
            "area": ["132292", "D1", "T1", "T2", "T3"],
            "level": ["city", "district", "town", "town", "town"],
            "name_ja": ["西東京市", "中部", "泉町1丁目", "泉町2丁目", "田無町1丁目"],
            "parent": [None, "132292", "D1", "D1", "D1"],
        }
    )
    put(tmp_path, "p.csv", old_rows())
    result = load(tmp_path, {"areas": known})
    assert "areas" not in result.tables
    assert set(result.tables["population"]["area"]) == {"T1", "T2", "T3"}


def test_a_mapping_of_the_city_goes_before_the_layout(tmp_path: Path) -> None:
    put(tmp_path, "p.csv", old_rows())
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "own.toml").write_text(
        'table = "social_resources"\nfiles = ["p.csv"]\n[columns]\nresource_id = "地域名"\nname_ja = "地域名"\n'
        '[constants]\nkind = "public_support"\n',
        encoding="utf-8",
    )
    result = load(tmp_path)
    assert set(result.tables) == {"social_resources"}, sentences(result, "error")
    assert not [p for p in result.problems if p.rule == "recognised"]


def test_facilities_come_with_the_town_of_their_address_and_not_the_house(tmp_path: Path) -> None:
    put(tmp_path, "132292_population.csv", old_rows())
    old = ["市区町村コード", "NO", "都道府県名", "市区町村名", "名称", "住所", "電話番号"]
    put(
        tmp_path,
        "132292_public_facility.csv",
        [
            old,
            [
                "132292",
                "1",
                "東京都",
                "西東京市",
                "福祉会館",
                "東京都西東京市泉町2丁目3番4号",
                "042-460-0000",
            ],
            ["132292", "2", "東京都", "西東京市", "よその館", "東京都小平市花小金井1-2-3", ""],
        ],
    )
    put(
        tmp_path,
        "132292_care_service.csv",
        [
            ["全国地方公共団体コード", "ID", "介護サービス事業所名称", "所在地_連結表記"],
            ["132292", "1320000001", "いずみ", "西東京市田無町一丁目5-6"],
        ],
        "utf-8",
    )
    result = load(tmp_path)
    places = result.tables["social_resources"].set_index("name_ja")["area"]
    assert places["福祉会館"] == "泉町二丁目"
    assert places["いずみ"] == "田無町1丁目"
    assert pd.isna(places["よその館"])
    (outside,) = (p for p in result.problems if p.severity == "warning")
    assert (outside.rule, outside.cell, outside.value) == ("outside", "F3", "")
    assert "小平" not in "".join(sentences(result, "error", "warning", "note"))


@pytest.mark.parametrize("code", ["011002", "132292"])
def test_the_citys_own_code_is_known_without_zeros_and_check_digit(code: str) -> None:
    import re

    other = CityName(code, "市").other
    for own in (code, code[:5], code.lstrip("0"), code[:5].lstrip("0")):
        assert not re.search(other, own)
    assert not re.search(other, "")
    assert re.search(other, "131130")


@pytest.mark.parametrize(
    ("city", "own", "others"),
    [
        ("281000", ("281000", "28101", "281115", "28110"), ("282014", "280003", "271004")),
        ("141305", ("141313", "14137"), ("141500", "141518", "141003")),
        ("132292", ("132292",), ("132284", "13230")),
    ],
)
def test_the_wards_of_a_designated_city_are_no_other_municipality(
    city: str, own: tuple[str, ...], others: tuple[str, ...]
) -> None:
    other = CityName(city, "市").other
    assert not [code for code in own if re.search(other, code)]
    assert all(re.search(other, code) for code in others)
