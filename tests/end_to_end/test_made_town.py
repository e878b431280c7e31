"""A town that has totals and no records, from the files it has to judged counts, by the mappings that were typed for it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from sojo_eval.city import City, import_city, open_city
from sojo_eval.cli.mapping import propose_mappings
from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation.evaluate import work_out
from tests.made_town import CONSULTATIONS_RATIO, FIRST_YEAR, LAST_YEAR, write_town

TYPED = 3
"""Lines of the proposals that had to be filled in, of eight mappings."""


@pytest.fixture(scope="module")
def town(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> City:
    folder = tmp_path_factory.mktemp("town") / "tokiwa"
    shutil.copytree(repository / "examples" / "tokiwa", folder)
    write_town(folder / "raw")
    outcome = import_city(folder)
    assert [p.sentence("en") for p in outcome.errors] == []
    return open_city(folder)


@pytest.fixture(scope="module")
def evaluation(town: City) -> Evaluation:
    return work_out(town)


def test_what_was_typed_is_what_the_proposals_ask(town: City, tmp_path: Path) -> None:
    """The shipped mappings are today's proposals with three lines filled in."""
    files = write_town(tmp_path / "received")
    new = tmp_path / "new"
    shutil.copytree(town.path, new, ignore=shutil.ignore_patterns("clean", "raw", "mappings"))
    (new / "raw").mkdir()
    (new / "mappings").mkdir()
    salons = [f for f in files if f.name == "サロン活動実績.csv"]
    propose_mappings([f for f in files if f not in salons], city=new, lang="ja")
    propose_mappings(salons, city=new, table="reported_totals", lang="ja")
    typed = 0
    for path in sorted((new / "mappings").iterdir()):
        proposed = path.read_text(encoding="utf-8").splitlines()
        shipped = (town.path / "mappings" / path.name).read_text(encoding="utf-8").splitlines()
        differ = [(a, b) for a, b in zip(proposed, shipped, strict=True) if a != b]
        assert all("…" in a and "…" not in b.partition("#")[0] for a, b in differ), (path.name, differ)
        typed += len(differ)
    assert typed == TYPED


def test_every_cell_of_the_consultations_is_a_record(town: City) -> None:
    """Counted again from the workbook by itself: 4 desks × 108 months."""
    totals = town.table("reported_totals")
    mine = totals[totals["measure"] == "consultations"].set_index(["service", "period_start"])["value"]
    book = load_workbook(town.path / "raw" / "相談受付件数.xlsx", read_only=True)
    seen = 0
    for year, sheet in zip(range(FIRST_YEAR, LAST_YEAR + 1), book.worksheets, strict=True):
        for row in sheet.iter_rows(min_row=5, values_only=True):
            if row[0] in (None, "計") or str(row[0]).startswith("資料"):
                continue
            for month, value in zip((*range(4, 13), 1, 2, 3), row[1:13], strict=True):
                assert mine[row[0], pd.Timestamp(year + (month < 4), month, 1)] == value
                seen += 1
    assert seen == len(mine) == 432


def test_counts_are_judged_and_what_was_planted_is_found(evaluation: Evaluation) -> None:
    found = evaluation.findings.query("question == 'level'").set_index("indicator")
    counted = found[found["value_current"].notna() & found["change_low"].notna()]
    assert len(counted) >= 8
    change = counted.loc["consultation.consultations_per_1000"]
    assert change["change_low"] <= CONSULTATIONS_RATIO * 1.05
    assert change["change_low"] > 1.3
    assert found.loc["connections.participants_per_1000", "verdict"] == "improving"
    assert not found["reasons_en"].str.contains("Two printed figures").any()


def test_the_survey_is_judged_by_its_n(evaluation: Evaluation) -> None:
    found = evaluation.findings.set_index("indicator")
    desk = found.loc["住民意識調査.調査/困ったときの相談先を知っている"]
    assert (desk["value_baseline"], desk["value_current"]) == (pytest.approx(0.384), pytest.approx(0.472))
    assert (desk["n_baseline"], desk["n_current"]) == (812, 774)
    assert desk["verdict"] == "improving"


def test_nothing_of_another_city_stands_in_it(town: City, evaluation: Evaluation) -> None:
    told = evaluation.findings.to_csv() + (town.path / "city.toml").read_text(encoding="utf-8")
    assert not re.search("西東京|ほっとネット|Nishi", told)
