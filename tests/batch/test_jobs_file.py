"""A table of jobs: good rows become jobs, bad ones problems with row, column, value and fix, and stop no other row."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.batch.jobs_file import JobsFile, read_jobs
from sojo_eval.foundation.problems import SojoEvalError
from tests.batch.made_jobs import PARAMETERS, write_notebook
from tests.conftest import SmallCity


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With a city, a notebook like ours, and one of somebody's own."""
    SmallCity(tmp_path / "city").make()
    write_notebook(tmp_path / "ours.ipynb", "print(city_dir)")
    write_notebook(tmp_path / "own.ipynb", parameters="horizon = 3\nstart: str\nshow = True\nmany = [1]")
    return tmp_path


def read(folder: Path, *lines: str, encoding: str = "utf-8") -> JobsFile:
    path = folder / "jobs.csv"
    path.write_bytes("\n".join(lines).encode(encoding))
    return read_jobs(path)


def told(table: JobsFile) -> list[tuple[int | None, str, str, str]]:
    return [(p.row, p.column, p.value, p.rule) for p in table.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_row_becomes_a_job_with_paths_beside_the_file(folder: Path, encoding: str) -> None:
    table = read(
        folder, "notebook,output,city_dir,baseline,lang", "ours.ipynb,出力/評価.html,city,4,en", encoding=encoding
    )  # fmt: skip
    assert not table.problems
    (job,) = table.jobs
    assert job.paths == [folder / "出力" / "評価.html"]
    assert job.notebook == folder / "ours.ipynb"
    assert job.parameters == {"city_dir": str(folder / "city"), "baseline": "4", "lang": "en"}
    assert (job.lang, job.row, job.label.ja) == ("en", 2, "2行（評価.html）")
    assert set(job.inputs) == {"city.toml", "clean/manifest.json", "clean/problems.csv"}


def test_values_have_the_declared_types_and_empty_cells_are_not_handed_over(folder: Path) -> None:
    table = read(
        folder,
        "notebook,output,horizon,start,show,city_dir",
        "own.ipynb,a.html,５,2024,false,",
        "own.ipynb,b.ipynb,,x,,",
    )
    assert not table.problems
    assert [job.parameters for job in table.jobs] == [
        {"horizon": 5, "start": "2024", "show": False},
        {"start": "x"},
    ]
    assert [job.lang for job in table.jobs] == ["ja", "ja"]


@pytest.mark.parametrize(
    ("row", "column", "value", "rule"),
    [
        ("40_evaluatoin,a.html,,,,,,", "notebook", "40_evaluatoin", "no-notebook"),
        (",a.html,,,,,,", "notebook", "", "no-notebook"),
        ("jobs.csv,a.html,,,,,,", "notebook", "jobs.csv", "no-notebook"),
        ("60_explore,a.html,city,,,,,", "notebook", "60_explore", "not-for-publication"),
        ("ours.ipynb,a.pdf,city,,,,,", "output", "a.pdf", "output"),
        ("ours.ipynb,,city,,,,,", "output", "", "output"),
        ("ours.ipynb,.html,city,,,,,", "output", ".html", "output"),
        ("ours.ipynb,ours.ipynb,city,,,,,", "output", "ours.ipynb", "output"),
        ("ours.ipynb,taken.html,city,,,,,", "output", "taken.html", "output"),
        ("ours.ipynb,linked.html,city,,,,,", "output", "linked.html", "output"),
        ("ours.ipynb,city/raw/a.html,city,,,,,", "output", "city/raw/a.html", "output"),
        ("ours.ipynb,own.ipynb/a.html,city,,,,,", "output", "a.html", "not-writable"),
        ("ours.ipynb,a.html,nowhere,,,,,", "city_dir", "nowhere", "no-city"),
        ("ours.ipynb,a.html,,,,,,", "city_dir", "", "no-city-named"),
        ("ours.ipynb,a.html,city,9,,,,", "baseline", "9", "no-plan"),
        ("ours.ipynb,a.html,city,,9,,,", "current", "9", "no-plan"),
        ("ours.ipynb,a.html,city,,,X9,,", "area", "X9", "no-area"),
        ("ours.ipynb,a.html,city,,,,fr,", "lang", "fr", "language"),
        ("ours.ipynb,a.html,city,,,,,5", "horizon", "5", "notebook-parameters"),
        ("own.ipynb,a.html,,,,,,2.5", "horizon", "2.5", "parameter-type"),
        ("own.ipynb,a.html,,,,,,2", "start", "", "parameter-missing"),
        ("ours.ipynb,a.html,city,,,,,,stray", "", "stray", "no-column"),
    ],
)
def test_a_bad_row_is_told_and_the_others_stay(
    folder: Path, row: str, column: str, value: str, rule: str
) -> None:
    (folder / "taken.html").mkdir()
    (folder / "linked.html").symlink_to(folder / "elsewhere.html")
    table = read(
        folder,
        "notebook,output,city_dir,baseline,current,area,lang,horizon",
        "ours.ipynb,first.html,city,,,,,",
        row,
        "90_calibration,last.html,,,,,,",
    )
    assert [job.outputs for job in table.jobs] == [("first.html",), ("last.html",)]
    assert table.bad_rows == 1
    assert (3, column, value, rule) in told(table)
    (problem,) = (p for p in table.problems if p.rule == rule)
    assert problem.file == "jobs.csv"
    assert problem.message.ja != problem.message.en
    assert problem.fix.ja


def test_two_rows_of_one_output_are_both_bad(folder: Path) -> None:
    table = read(
        folder,
        "notebook,output,city_dir",
        "ours.ipynb,x/a.html,city",
        "ours.ipynb,x/../x/a.html,city",
        "ours.ipynb,b.html,city",
        "ours.ipynb,./x/a.html,city",
    )
    assert [job.outputs for job in table.jobs] == [("b.html",)]
    assert [(row, rule) for row, _, _, rule in told(table)] == [
        (n, "two-rows-of-one-output") for n in (2, 3, 5)
    ]
    assert table.problems[1].message.en == "It writes the same file as row 2, 5"
    table = read(folder, "notebook,output,city_dir", "ours.ipynb,a.html,city", "ours.ipynb,a.html,city")
    assert (table.jobs, table.bad_rows) == ((), 2)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="nothing here that nobody can write to")
def test_an_output_where_nothing_can_be_written_is_a_bad_row(folder: Path) -> None:
    table = read(
        folder, "notebook,output,city_dir", "ours.ipynb,/proc/x/a.html,city", "ours.ipynb,b.html,city"
    )
    assert [job.outputs for job in table.jobs] == [("b.html",)]
    assert told(table) == [(2, "output", "a.html", "not-writable")]


def test_blank_lines_are_no_rows_and_numbers_are_those_a_person_sees(folder: Path) -> None:
    table = read(
        folder, "notebook,output,city_dir", "", "ours.ipynb,a.html,city", ",,", "ours.ipynb,b.pdf,city"
    )
    assert [job.row for job in table.jobs] == [3]
    assert [row for row, *_ in told(table)] == [5]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["notebook,city_dir", "ours.ipynb,city"], "no column 'output'"),
        (["output,city_dir", "a.html,city"], "no column 'notebook'"),
        (["notebook,output,lang,lang", "ours.ipynb,a.html,ja,en"], "two columns 'lang'"),
        (["notebook,output"], "no rows"),
        ([""], "no rows"),
        (['notebook,output\n"ours.ipynb,a.html'], "CSV"),
    ],
)
def test_a_file_that_is_no_table_of_jobs_is_wrong_use(folder: Path, lines: list[str], said: str) -> None:
    with pytest.raises(SojoEvalError, match=said) as caught:
        read(folder, *lines)
    assert caught.value.exit_code == 2
    with pytest.raises(SojoEvalError, match="cannot be read"):
        read_jobs(folder / "missing.csv")


def test_each_city_is_opened_once_for_all_its_rows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sojo_eval.batch import job_rows

    opened = []
    real = job_rows.parameters
    monkeypatch.setattr(job_rows, "parameters", lambda asked: opened.append(asked) or real(asked))
    rows = [f"ours.ipynb,{n}.html,city" for n in range(5)]
    assert len(read(folder, "notebook,output,city_dir", *rows).jobs) == 5
    assert len(opened) == 1
    assert PARAMETERS.startswith("city_dir")
