"""Files that the proposals met for the first time: with few lines edited they give what an independent reader reads."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from sojo_eval.importing import ImportResult, import_sources
from sojo_eval.importing.files.reading import read_sheets
from sojo_eval.importing.proposals.doubles import counted_in_several
from sojo_eval.importing.proposals.propose import propose
from sojo_eval.importing.proposals.written.mapping_text import mapping_files
from sojo_eval.schema import load_schema
from tests.real import real_figures as reader

UNIT = 'unit = "…"'
Edit = tuple[str, str]
MOST_EDITS, MEAN_EDITS = 3, 1.5

FILES: dict[str, tuple[list[Edit], Callable[[Path], reader.Figures]]] = {
    "1-9a.xls": ([(UNIT, 'unit = "人"')], reader.projection),
    "h30_hou0005.xlsx": ([(UNIT, 'unit = "世帯"')], reader.household_kinds),
    "hihogo2021_04.csv": ([], reader.governments),
    "jukyo_2004_2006.xlsx": ([('fiscal_year = "…"', "fiscal_year = 2020")], lambda path: reader.by_measure(path, 2020, 4)),
    "koguchi_1901_2001.xlsx": ([(UNIT, 'unit = "千円"')], reader.small_loans),
    "ma030000.csv": ([(UNIT, 'unit = "人"')], reader.vital_statistics),
    "休業者数.xlsx": ([("Sheet1", "")], reader.absent_workers),
    "住居確保給付金_201901-03.xlsx": (
        [('year = "…"', "year = 2019"), ("Table 1", "")],
        lambda path: reader.by_measure(path, 2019, 1),
    ),
    "被保護者調査_2018_12.xls": ([(UNIT, 'unit = "人"')], reader.protected),
    "閲覧表（r3.04）.xlsx": ([], reader.monthly_tables),
}  # fmt: skip
"""The lines that an officer edits (a sheet set aside: its name), and what stands in the file."""
LISTS = [
    ("222127_facilities_welfare.csv", "utf-8-sig", 4),
    ("222127_preschool.csv", "utf-8-sig", 4),
    ("res_012.csv", "utf-8-sig", 0),
    ("yohairyosya.csv", "cp932", 1),
]
"""Lists of places, their encoding and the column of their names; an officer says what kind of place they are."""
OF_A_LIST: list[Edit] = [('kind = "…"', 'kind = "firm"')]


@pytest.fixture(scope="module")
def real(reference_data: Path) -> Path:
    return reference_data / "japan" / "real"


def taken(path: Path, edits: list[Edit], folder: Path) -> ImportResult:
    """What `map` and `import` make of a file with those lines edited."""
    for name in ("raw", "mappings"):
        (folder / name).mkdir()
    shutil.copyfile(path, folder / "raw" / path.name)
    sheets, _ = read_sheets(path, path.name)
    names = [sheet.name for sheet in sheets]
    found = counted_in_several(
        [p for sheet in sheets for p in propose(sheet, path.name, load_schema(), "", names)]
    )
    left = list(edits)
    for number, (proposal, text) in enumerate(
        mapping_files(found, "ja", "132292", one_sheet=len(sheets) == 1)
    ):
        if any(new == "" and old == proposal.sheet for old, new in edits):
            left = [edit for edit in left if edit != (proposal.sheet, "")]
            continue
        for old, new in edits:
            if new and old in text:
                text = text.replace(old, new, 1)
                left = [edit for edit in left if edit != (old, new)]
        (folder / "mappings" / f"{number}.toml").write_text(text, encoding="utf-8")
    assert left == []
    return import_sources(folder / "raw", folder / "mappings", {}, load_schema())


def figures(result: ImportResult) -> reader.Figures:
    table, addresses = result.tables["indicators_published"], result.addresses["indicators_published"]
    found = {}
    for position, row in enumerate(table.itertuples()):
        origin = addresses.locate(position, "value")
        if row.value == row.value:
            found[origin.sheet, origin.cell] = (row.value, row.unit, f"{row.period_start:%Y-%m-%d}")
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_real_file_is_taken_cell_by_cell(real: Path, tmp_path: Path, name: str) -> None:
    edits, expected = FILES[name]
    assert len(edits) <= MOST_EDITS
    result = taken(real / name, edits, tmp_path)
    assert [p.sentence("ja") for p in result.problems if p.severity == "error"] == []
    found, wanted = figures(result), expected(real / name)
    assert found.keys() == wanted.keys()
    wrong = {
        at: (found[at], wanted[at])
        for at in wanted
        if found[at][1:] != wanted[at][1:] or found[at][0] != pytest.approx(wanted[at][0], rel=1e-12)
    }
    assert wrong == {}


def test_few_lines_are_edited() -> None:
    edited = [*(len(edits) for edits, _ in FILES.values()), *(len(OF_A_LIST) for _ in LISTS)]
    assert sum(edited) / len(edited) <= MEAN_EDITS


@pytest.mark.parametrize(("name", "encoding", "column"), LISTS)
def test_a_list_of_places_is_one_and_its_numbers_are_no_figures(
    real: Path, tmp_path: Path, name: str, encoding: str, column: int
) -> None:
    result = taken(real / name, OF_A_LIST, tmp_path)
    assert [p.sentence("ja") for p in result.problems if p.severity == "error"] == []
    grid = reader.text_file(real / name, encoding)[""]
    names = [" ".join(unicodedata.normalize("NFKC", str(row[column])).split()) for row in grid[1:]]
    assert [*result.tables] == ["social_resources"]
    assert sorted(result.tables["social_resources"]["name_ja"]) == sorted(names)


def test_of_the_hardest_book_nothing_is_guessed(real: Path, tmp_path: Path) -> None:
    """Year averages above months, labels over several rows: what is not asked is refused, and the figures are held back."""
    result = taken(real / "佐賀県統計年鑑_15物価.xlsx", [], tmp_path)
    assert "indicators_published" not in result.tables
    assert {p.rule for p in result.problems if p.severity == "error"} == {"mapping", "unreadable"}
