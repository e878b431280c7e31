"""Leaks planted into the raw files do not come out; planted into the published folder, each is found."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import sojo_eval.reports as reports
from sojo_eval.city import open_city
from sojo_eval.data_quality import describe_data
from tests.faults.leaks.checker import leaks
from tests.faults.leaks.folder import Reports, hostile_city, published_folder
from tests.faults.leaks.plants import PLANTS
from tests.made_evaluation import make_evaluation


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    home = tmp_path_factory.mktemp("leaks")
    return published_folder(hostile_city(home / "zz-town"), make_evaluation(), home / "reports")


def test_the_city_holds_what_must_not_come_out(published: Reports) -> None:
    """Else the search below would be of nothing."""
    texts = published.secret.texts
    assert {"P-7311f", "K-9999", "昭和99年9月9日", "田中太郎 080-1234-5678", "相談_田中太郎.csv"} <= texts
    assert {31} < published.secret.totals
    assert len(published.secret.hidden) == 4  # two small months, in two languages
    assert len(published.secret.emptied) == 2


def test_nothing_is_found_in_what_is_really_published(published: Reports) -> None:
    assert sorted(p.relative_to(published.folder).as_posix() for p in published.folder.rglob("*.*")) == [
        "README.txt", "en/00_data_quality.html", "en/00_data_quality.ipynb", "index.html", "ja/00_data_quality.html",
        "ja/00_data_quality.ipynb", "ja/20_consultation.html", "ja/20_consultation.ipynb",
    ]  # fmt: skip
    assert leaks(published.folder, published.secret) == set()


def test_the_thirty_are_thirty() -> None:
    assert len(PLANTS) >= 30


@pytest.mark.parametrize("name", PLANTS)
def test_each_planted_leak_is_found(published: Reports, name: str, tmp_path: Path) -> None:
    rule, plant = PLANTS[name]
    folder = tmp_path / "reports"
    shutil.copytree(published.folder, folder)
    plant(folder)
    found = leaks(folder, published.secret)
    assert rule in {kind for kind, _, _ in found}, found


def test_a_description_that_counts_again_is_found(published: Reports, tmp_path: Path) -> None:
    """The page as it was before: rows of people beside desks that hide one of theirs."""
    city = published.folder.parent / "zz-town"
    facts = describe_data(open_city(city))
    tables = facts.tables.assign(rows=facts.tables["rows"].fillna(31))
    block = reports.data_quality(replace(facts, tables=tables), "tables", "ja")
    shutil.copytree(published.folder, tmp_path / "reports")
    page = tmp_path / "reports" / "ja" / "00_data_quality.html"
    page.write_text(
        page.read_text(encoding="utf-8").replace("</main>", f"{block.html}</main>"), encoding="utf-8"
    )
    assert "total" in {rule for rule, _, _ in leaks(tmp_path / "reports", published.secret)}
