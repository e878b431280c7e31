"""Published pages are made again: the same, or what changed on them and beneath them."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

import pytest

from sojo_eval.batch import Settings
from sojo_eval.batch.jobs_file import read_jobs
from sojo_eval.batch.run_batch import run_batch
from sojo_eval.batch.verify import Verified, verify
from sojo_eval.city.stored_results import FOLDER_VARIABLE
from sojo_eval.foundation.problems import SojoEvalError
from tests.batch.test_publish import write_notebook
from tests.conftest import SmallCity

SOURCE = (
    "import sojo_eval as se\nfrom IPython.display import HTML\nasked = se.reports.parameters(globals())\n"
    "HTML(f'<p>{asked.city.name(lang)} {len(asked.city.events)} 件</p>')"
)
EVENT = '[[events]]\nevent = "e"\nkind = "shock"\nstart_date = 2020-03-01\nend_date = 2023-05-01\ntitle_ja = "感染症"\ntitle_en = "COVID"\napplies_to = "*"\n'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of jobs with one page, published once; what stands beside it as it was then is not to be changed."""
    folder = tmp_path_factory.mktemp("made") / "here"
    SmallCity(folder / "city").make()
    write_notebook(folder / "who.ipynb", SOURCE)
    path = folder / "jobs.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(
            [["notebook", "output", "city_dir", "lang"], ["who.ipynb", "out/who.html", "city", "ja"]]
        )
    run_batch(read_jobs(path), Settings(workers=1))
    shutil.copytree(folder, folder.parent / "then")
    return path


@pytest.fixture
def table(made: Path) -> Path:
    """That table where it was published, and all about it as it was then."""
    shutil.rmtree(made.parent)
    shutil.copytree(made.parent.parent / "then", made.parent)
    return made


def one(path: Path) -> Verified:
    (found,) = verify(path, Settings(workers=1))
    return found


def causes(found: Verified) -> str:
    return "; ".join(cause.en for cause in found.causes)


def test_a_page_comes_out_the_same_and_nothing_published_is_touched(table: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in table.parent.rglob("*") if p.is_file()}
    assert one(table) == Verified("who.html", "same")
    assert {p: p.stat().st_mtime_ns for p in table.parent.rglob("*") if p.is_file()} == before
    assert FOLDER_VARIABLE not in os.environ


def test_changed_inputs_are_named_with_the_numbers_they_changed(table: Path) -> None:
    toml = table.parent / "city" / "city.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + EVENT, encoding="utf-8")
    found = one(table)
    assert found.verdict == "changed"
    assert [(d.then, d.now) for d in found.numbers] == [("試験市 0 件", "試験市 1 件")]
    assert causes(found) == "the city's files or city.toml (city.toml)"


def test_a_changed_notebook_is_named(table: Path) -> None:
    write_notebook(table.parent / "who.ipynb", SOURCE.replace("件", "個"))
    found = one(table)
    assert found.differences
    assert not found.numbers
    assert causes(found) == "the notebook"


def test_an_edited_page_is_told(table: Path) -> None:
    page = table.parent / "out" / "who.html"
    page.write_text(page.read_text(encoding="utf-8").replace("0 件", "9 件"), encoding="utf-8")
    found = one(table)
    assert [(d.then, d.now) for d in found.numbers] == [("試験市 9 件", "試験市 0 件")]
    assert causes(found) == "the published file was edited after it was made"


def test_a_result_that_does_not_reproduce_is_told(table: Path) -> None:
    write_notebook(
        table.parent / "who.ipynb", SOURCE.replace("len(asked.city.events)", '__import__("time").time_ns()')
    )
    run_batch(read_jobs(table), Settings(workers=1))
    found = one(table)
    assert found.verdict == "changed"
    assert "does not reproduce" in causes(found)


def test_a_page_without_a_record_says_so(table: Path) -> None:
    for done in (table.parent / "out").rglob("done/**/*.json"):
        done.unlink()
    write_notebook(table.parent / "who.ipynb", SOURCE.replace("件", "個"))
    assert "no record" in causes(one(table))


def test_a_page_that_fails_now_is_told_with_its_cell(table: Path) -> None:
    write_notebook(table.parent / "who.ipynb", SOURCE, "1 / 0")
    found = one(table)
    assert found.verdict == "not made"
    assert "ZeroDivisionError" in causes(found)


@pytest.mark.parametrize("name", ["nowhere", "city", "city/city.toml"])
def test_where_nothing_is_published_is_wrong_use(table: Path, name: str) -> None:
    with pytest.raises(SojoEvalError) as caught:
        verify(table.parent / name, Settings(workers=1))
    assert (caught.value.code, caught.value.exit_code) == ("nothing-published", 2)
