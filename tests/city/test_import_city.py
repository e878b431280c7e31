"""Imports one after another: files that are gone, damaged or with a mistake in their mapping take no records away."""

from __future__ import annotations

import csv
import io
import os
import stat
from pathlib import Path

import openpyxl
import pytest

from sojo_eval.city import import_city, open_city
from sojo_eval.foundation.problems import SojoEvalError
from tests.city.imported import MAPPING, evaluated, rules, write


def test_a_table_whose_file_is_gone_stays_and_is_told(city: Path) -> None:
    (city / "mappings" / "m.toml").unlink()
    (warning,) = (p for p in import_city(city).problems if p.table == "organizations")
    assert (warning.rule, warning.severity) == ("not-renewed", "warning")
    assert len(open_city(city).table("organizations")) == 2
    (city / "clean" / "organizations.parquet").unlink()  # as the warning says
    assert "organizations" not in {p.table for p in import_city(city).problems}
    assert not open_city(city).has("organizations")


@pytest.mark.parametrize("name", ["organizations.parquet", "manifest.json"])
def test_a_damaged_clean_file_is_said_in_words(city: Path, name: str) -> None:
    (city / "clean" / name).write_bytes(b"PAR1{")
    with pytest.raises(SojoEvalError, match=name) as error:
        import_city(city)
    assert "消して" in error.value.fix.ja
    (city / "clean" / name).unlink()
    assert rules(city) == []


@pytest.mark.parametrize(
    "broken", ['table = "organizations"\nfiles = ["b.csv"]\n', 'table = "organizations"\n[[', "[["]
)
def test_a_mapping_with_a_mistake_takes_no_records_away(city: Path, broken: str) -> None:
    (city / "mappings" / "m.toml").write_text(MAPPING.replace("*.csv", "a.csv"), encoding="utf-8")
    (city / "mappings" / "n.toml").write_text(MAPPING.replace("*.csv", "b.csv"), encoding="utf-8")
    (city / "raw" / "b.csv").write_text("コード,名称,種別\nO9,新町会,NPO等\n", encoding="utf-8")
    assert import_city(city).written["organizations"] == 3
    (city / "mappings" / "n.toml").write_text(broken, encoding="utf-8")
    outcome = import_city(city)
    assert "organizations" not in outcome.written
    assert len(open_city(city).table("organizations")) == 3
    (unread,) = (p for p in outcome.problems if p.rule == "not-mapped")
    assert "対応表を直して" in unread.fix.ja


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_only_the_owner_reads_what_an_import_leaves_also_of_an_earlier_one(city: Path) -> None:
    clean = city / "clean"
    clean.chmod(0o755)
    (clean / "changes.csv").chmod(0o644)
    before = os.umask(0)
    try:
        import_city(city)
    finally:
        os.umask(before)
    modes = {oct(stat.S_IMODE(p.stat().st_mode)): p.is_dir() for p in [clean, *clean.rglob("*")]}
    assert modes == {"0o700": True, "0o600": False}


def test_what_an_import_leaves_says_who_may_see_it(city: Path) -> None:
    write(city, "O1,=1+10,市の部署", "O3,会,知らない種別")
    import_city(city)
    clean, mark = city / "clean", "庁内限り / For use inside the city hall only"
    for page in ("problems.html", "problems.en.html"):
        assert mark in (clean / page).read_text(encoding="utf-8").splitlines()[0]
    assert (clean / "README.txt").read_text(encoding="utf-8").splitlines()[0] == mark
    book = openpyxl.load_workbook(clean / "marked" / "a.csv.marked.xlsx")
    assert mark in str(book.worksheets[0]["A1"].value)
    (clean / "README.txt").write_text("my own notes", encoding="utf-8")
    import_city(city)
    assert (clean / "README.txt").read_text(encoding="utf-8") == "my own notes"


def test_a_formula_in_a_file_is_guarded_in_every_csv_and_only_once(city: Path) -> None:
    evaluated(city)
    for name in ("a", "b", "c"):  # what has not been evaluated yet is read from the list and written again
        write(city, f"=1+10,{name},市の部署", "O2,泉会,知らない種別" if name == "c" else "O2,泉会,NPO等")
        import_city(city)
    (city / "raw" / "＋a.csv").write_text("x", encoding="utf-8")
    import_city(city)
    tables = {
        path.name: [*csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))]
        for path in (city / "clean").glob("*.csv")
    }
    cells = {cell for rows in tables.values() for row in rows for cell in row}
    assert {cell for cell in cells if "=1+10" in cell} == {"'=1+10"}
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "＝", "＋"))]


def test_only_our_marked_copies_are_removed_and_no_other_file_replaced(city: Path) -> None:
    marked = city / "clean" / "marked"
    write(city, "O1,共生課,市の部署", "O3,会,知らない種別")
    import_city(city)
    ours = marked / "a.csv.marked.xlsx"
    assert ours.exists()
    for name in ("notes.txt", "b.marked.xlsx", "deep/c.marked.xlsx"):
        (marked / name).parent.mkdir(exist_ok=True)
        (marked / name).write_text("mine")
    openpyxl.Workbook().save(marked / "d.marked.xlsx")  # a book, and of that name, but not made by us
    write(city, "O1,共生課,市の部署", "O2,泉会,NPO等")
    import_city(city)
    assert not ours.exists()
    assert sorted(p.relative_to(marked).as_posix() for p in marked.rglob("*") if p.is_file()) == [
        "b.marked.xlsx", "d.marked.xlsx", "deep/c.marked.xlsx", "notes.txt",
    ]  # fmt: skip
    ours.write_text("mine")
    write(city, "O1,共生課,市の部署", "O3,会,知らない種別")
    import_city(city)
    assert ours.read_text() == "mine"
