"""Real files of Takamatsu and Kobe through the mappings in tests/mappings: nothing lost, and the totals as printed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from sojo_eval.importing import ImportResult, import_sources
from sojo_eval.schema import load_schema

MONTHS = {"201811": "2018-11-01", "202304": "2023-04-01", "202404": "2024-04-01", "202504": "2025-04-01"}


@pytest.fixture(scope="module")
def japan(reference_data: Path) -> Path:
    return reference_data / "japan"


@pytest.fixture(scope="module")
def mappings(repository: Path) -> Path:
    return repository / "tests" / "mappings"


@pytest.fixture(scope="module")
def published(japan: Path, mappings: Path) -> ImportResult:
    return import_sources(japan, mappings / "japan_published", {}, load_schema())


@pytest.fixture(scope="module")
def population(japan: Path, mappings: Path) -> ImportResult:
    return import_sources(japan, mappings / "japan_population", {}, load_schema())


@pytest.fixture(scope="module")
def kobe(japan: Path, mappings: Path) -> ImportResult:
    return import_sources(japan, mappings / "kobe", {}, load_schema())


@pytest.fixture(scope="module")
def nishitokyo(japan: Path, mappings: Path) -> ImportResult:
    return import_sources(japan, mappings / "nishitokyo", {}, load_schema())


@pytest.fixture(scope="module")
def places(japan: Path, mappings: Path) -> ImportResult:
    return import_sources(japan, mappings / "japan_places", {}, load_schema())


def of_file(raw: Path, mappings: Path, content: bytes) -> ImportResult:
    raw.mkdir(parents=True)
    (raw / "0066.csv").write_bytes(content)
    return import_sources(raw, mappings / "japan_population_csv", {}, load_schema())


def errors(result: ImportResult) -> list[str]:
    return [p.sentence("en") for p in result.problems if p.severity == "error"]


def identity_holds(log: pd.DataFrame) -> bool:
    accounted = log["rows_kept"] + log["rows_left_out"] + log["rows_refused"]
    return bool((accounted == log["rows_read"]).all()) and bool((log["rows_read"] > 0).all())


AS_CSV = ("0066_202304_cp932.csv", "0066_202304_utf8bom.csv", "0066_202306_cp932.csv")
"""Files of one layout that name the same towns: each is imported by itself, by `of_file`."""


def test_every_row_of_every_file_is_accounted_for(
    japan: Path,
    published: ImportResult,
    population: ImportResult,
    kobe: ImportResult,
    nishitokyo: ImportResult,
    places: ImportResult,
) -> None:
    results = (published, population, kobe, nishitokyo, places)
    read = {file.removeprefix("raw/") for result in results for file in result.log["file"]}
    there = {p.relative_to(japan).as_posix() for p in japan.rglob("*") if p.is_file()}
    # The files in `real` have no mapping yet: they are there to be proposed one, not to be read by one of ours.
    there = {name for name in there if not name.startswith("real/")}
    assert read | {f"messy/{name}" for name in AS_CSV} == there
    for result in results:
        assert errors(result) == []
        assert identity_holds(result.log)
    assert population.log["rows_refused"].sum() == 0


@pytest.mark.parametrize("month", MONTHS)
def test_takamatsu_population_is_the_files_own(population: ImportResult, japan: Path, month: str) -> None:
    """The ages of a month sum to the file's 男+女 and to its 総人口, of every town."""
    book = CalamineWorkbook.from_path(str(japan / "takamatsu" / "population" / f"0066_{month}.xlsx"))
    header, *rows = book.get_sheet_by_index(0).to_python()
    printed = pd.DataFrame(rows, columns=header)
    for name in ("#property", "totalPopulation", "male", "woman"):
        printed[name] = printed[name].astype(float).astype(int)
    people = population.tables["population"]
    people = people[people["date"] == pd.Timestamp(MONTHS[month])]
    towns = people.groupby("area")["persons"].sum()
    expected = printed.set_index("37201-" + printed["#property"].astype(str))
    assert (
        towns.to_dict()
        == expected["totalPopulation"].to_dict()
        == (expected["male"] + expected["woman"]).to_dict()
    )
    by_sex = people.groupby("sex")["persons"].sum()
    assert (by_sex["male"], by_sex["female"]) == (printed["male"].sum(), printed["woman"].sum())


@pytest.mark.parametrize("year", range(2020, 2026))
def test_births_and_deaths_of_the_year_are_the_printed_totals(
    published: ImportResult, japan: Path, year: int
) -> None:
    """Men and women of the twelve months, as imported, against the columns of totals, which are not imported."""
    book = CalamineWorkbook.from_path(str(japan / "takamatsu" / "births_deaths" / f"0091_{year}.xlsx"))
    header, *rows = book.get_sheet_by_index(0).to_python()
    figures = published.tables["indicators_published"]
    of_year = figures[figures["period_start"].dt.year == year]
    for event in ("birth", "death"):
        printed = sum(float(row[header.index(f"{event}Total")]) for row in rows)
        mine = of_year[of_year["indicator"].isin([f"takamatsu.{event}_Man", f"takamatsu.{event}_Woman"])]
        assert len(mine) == 24
        assert mine["value"].sum() == printed > 2_000


def test_the_lost_characters_of_a_workbook_are_said(population: ImportResult) -> None:
    (warning,) = (p for p in population.problems if p.rule == "damaged-text")
    assert warning.file.endswith("0066_202304.xlsx")
    assert warning.cell == "D2"
    assert "705" in warning.message.en  # prefecture, city and town of 235 rows


def test_a_table_is_the_same_in_cp932_and_in_utf8(japan: Path, mappings: Path, tmp_path: Path) -> None:
    original = (japan / "messy" / "0066_202304_cp932.csv").read_bytes()
    text = original.decode("cp932")
    twins = {
        "cp932": original,
        "utf8": text.encode(),
        "bom": text.encode("utf-8-sig"),
        "lf": text.replace("\r\n", "\n").encode(),
    }
    results = {name: of_file(tmp_path / name, mappings, content) for name, content in twins.items()}
    first = results["cp932"].tables["population"]
    assert len(first) == 235 * 36
    for result in results.values():
        pd.testing.assert_frame_equal(result.tables["population"], first)


def test_the_same_month_is_the_same_as_workbook_and_as_csv(
    population: ImportResult, japan: Path, mappings: Path, tmp_path: Path
) -> None:
    csv_file = of_file(tmp_path / "csv", mappings, (japan / "messy" / "0066_202304_cp932.csv").read_bytes())
    book = population.tables["population"]
    book = book[book["date"] == pd.Timestamp("2023-04-01")].reset_index(drop=True)
    pd.testing.assert_frame_equal(csv_file.tables["population"], book)


@pytest.mark.parametrize("name", AS_CSV)
def test_the_other_months_as_csv_sum_to_their_own_totals(
    japan: Path, mappings: Path, tmp_path: Path, name: str
) -> None:
    content = (japan / "messy" / name).read_bytes()
    result = of_file(tmp_path / "raw", mappings, content)
    assert errors(result) == []
    assert identity_holds(result.log)
    text = content.decode("utf-8-sig" if "utf8" in name else "cp932")
    rows = list(csv.reader(io.StringIO(text)))
    header = next(row for row in rows if row[0] == "#property")
    at = header.index("totalPopulation")
    printed = sum(int(row[at]) for row in rows if row[0].isdigit())
    assert result.tables["population"]["persons"].sum() == printed
    assert not [p for p in result.problems if p.rule == "sum-differs"]


def test_moves_tax_and_menu_come_whole(published: ImportResult) -> None:
    log = published.log.set_index(published.log["file"].str.split("/").str[-1])
    assert log.loc["0092_2024.xlsx", ["rows_kept", "rows_left_out"]].tolist() == [
        12,
        8,
    ]  # with the title and the headings above
    assert log.loc["city_tax_settlement__0097.xlsx", ["rows_kept", "rows_left_out"]].tolist() == [18, 3]
    assert log.loc["0084_202306_menu_cp932.csv", ["rows_read", "rows_left_out"]].tolist() == [665, 2]
    figures = published.tables["indicators_published"]
    tax = figures[figures["indicator"].str.startswith("takamatsu.tax_adjusted")]
    assert tax["value"].sum() == 66_548_126_221  # the file's own grand total, which was checked and left out
    assert not [p for p in published.problems if p.rule == "total-differs"]
    lunch = figures[figures["indicator"].str.startswith("takamatsu.lunch")]
    assert lunch["period_start"].min() == pd.Timestamp("2023-06-01")
    assert lunch["period_start"].max() == pd.Timestamp(
        "2023-06-30"
    )  # written 45107, Excel's number of the day


def test_places_with_metadata_around_the_header(places: ImportResult) -> None:
    assert len(places.tables["social_resources"]) == 514
    assert {p.rule for p in places.problems} == {"not-mapped"}  # its metadata are no records


def test_nishitokyos_towns_and_yearly_figures(nishitokyo: ImportResult) -> None:
    areas = nishitokyo.tables["areas"]
    towns = areas[areas["level"] == "town"]
    assert (len(towns), towns["chome"].sum()) == (22, 114)
    figures = nishitokyo.tables["indicators_published"]
    assert set(figures["area"]) == {"132292"}
    by_year = figures.pivot_table(index="period", columns="indicator", values="value")
    assert by_year["nishitokyo.total_population"].tolist() == [206_047, 205_805, 205_876, 205_899, 206_245]
    assert by_year["nishitokyo.births"].tolist() == [1_425, 1_316, 1_333, 1_256, 1_148]


def test_kobes_desks_and_the_footnote_that_joins_two_of_them(kobe: ImportResult) -> None:
    figures = kobe.tables["indicators_published"]
    days = figures.groupby("indicator")["value"].agg(["size", "sum"])
    # The last printed running totals, and the slips on the way that the warnings name.
    assert days.loc["kobe.health_desk"].tolist() == [72, 10_707]
    assert days.loc["kobe.health_centres"].tolist() == [72, 4_406]
    assert days.loc["kobe.covid_desk"].tolist() == [73, 17_734]
    assert [(e["kind"], e["start_date"], e["event"]) for e in kobe.events["indicators_published"]] == [
        ("definition_change", "2020-4-8", "kobe_desks_merged")
    ]


def test_kobes_slips_in_the_running_totals_are_found(kobe: ImportResult) -> None:
    """On 30 March 30 calls too few were carried on, and put right on the next day."""
    found = {(p.sheet, p.cell): p.value for p in kobe.problems if p.rule == "sum-differs"}
    assert found == {
        ("計算用", "G65"): "4336",
        ("相談件数", "C65"): "11388",
    }
