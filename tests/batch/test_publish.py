"""Publishing executes notebooks, writes whole pages, and names the cell that failed."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from sojo_eval.batch import publish_reports
from sojo_eval.batch import run as run_module
from sojo_eval.batch.job import Settings
from sojo_eval.batch.publish import Publication, folder_name, report_jobs
from sojo_eval.city import open_city
from sojo_eval.evaluation.headline.declaration import record_declaration
from sojo_eval.foundation.problems import SojoEvalError
from tests.batch import made_jobs
from tests.batch.made_jobs import PARAMETERS, Runner
from tests.batch.test_areas import activities
from tests.conftest import SmallCity


def write_notebook(path: Path, *sources: str) -> str:
    return str(made_jobs.write_notebook(path, *sources))


@pytest.fixture
def city(small_city: SmallCity) -> Path:
    return small_city.make().path


def test_a_notebook_becomes_a_page_in_each_language(tmp_path: Path, city: Path) -> None:
    source = "from sojo_eval.reports import how_to_read\nhow_to_read(lang)"
    notebook = write_notebook(tmp_path / "reading.ipynb", source)
    out = tmp_path / "reports"
    written = publish_reports(city, out, [notebook], ["ja", "en"], formats=("html", "ipynb"))
    assert [p.relative_to(out).as_posix() for p in written] == [
        "ja/reading.html", "ja/reading.ipynb", "en/reading.html", "en/reading.ipynb", "index.html",
    ]  # fmt: skip
    assert "読み方" in (out / "ja" / "reading.html").read_text(encoding="utf-8")
    assert "How to read this" in (out / "en" / "reading.html").read_text(encoding="utf-8")
    assert not list(out.rglob("*.part"))
    record = nbformat.read(out / "ja" / "reading.ipynb", as_version=4)
    assert any(cell.get("outputs") for cell in record.cells)


def test_a_failing_notebook_names_itself_and_its_cell_and_keeps_the_earlier_page(
    tmp_path: Path, city: Path
) -> None:
    notebook = write_notebook(
        tmp_path / "broken.ipynb", "1 + 1", 'raise ValueError("080-" + str(1000 + 234))'
    )
    earlier = tmp_path / "reports" / "ja" / "broken.html"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("earlier", encoding="utf-8")
    with pytest.raises(SojoEvalError) as caught:
        publish_reports(city, tmp_path / "reports", [notebook], ["ja"], workers=1)
    error = caught.value
    assert error.exit_code == 3
    assert "broken" in error.message.en
    assert (
        "cell 3" in error.message.en
    )  # of the notebook as it was written: the injected parameters do not count
    assert "ValueError" in error.message.ja
    assert "080-1234" not in str(error) + error.message.ja + error.fix.ja
    assert earlier.read_text(encoding="utf-8") == "earlier"


def _without(name: str) -> str:
    return "\n".join(line for line in PARAMETERS.splitlines() if not line.startswith(name))


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ({"notebooks": ["99_nothing"]}, "no-notebook", "99_nothing"),
        ({"notebooks": ["40_evaluatoin"]}, "no-notebook", "Did you mean 40_evaluation?"),
        ({"formats": ("docm",)}, "no-format", "html"),
        ({"languages": ["jp"]}, "language", "ja, en"),
        ({"languages": [""]}, "language", "ja, en"),
        ({"notebooks": ["60_explore"]}, "not-for-publication", "sojo-eval lab"),
        ({"city_dir": ""}, "no-city-named", '"example"'),
        ({"city_dir": "nowhere"}, "no-city", "nowhere"),
        ({"city_dir": 5}, "parameter-type", "-r city_dir"),
        ({"baseline": "9"}, "no-plan", "4 第4期, 5 第5期"),
        ({"baseline": 9}, "parameter-type", "4, 5"),
        ({"current": True}, "parameter-type", "True"),
        ({"area": 132293}, "parameter-type", "-r area"),
        ({"area": "132293"}, "no-area", "C1 東, C2 西"),
        ({"area": ["C1"]}, "parameter-type", "list"),
    ],
)
def test_what_there_is_not_is_refused_before_anything_runs(
    tmp_path: Path, city: Path, asked: dict[str, object], code: str, said: str
) -> None:
    with pytest.raises(SojoEvalError) as caught:
        publish_reports(**({"city_dir": city, "out_dir": tmp_path / "reports"} | asked))  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.exit_code) == (code, 2)
    assert said in f"{caught.value.message.en} {caught.value.fix.en}"
    assert not (tmp_path / "reports").exists()


def test_a_notebook_that_does_not_read_what_is_asked_is_not_run(tmp_path: Path, city: Path) -> None:
    """Without its tag papermill would put the parameters above the cell, which then empties them."""
    for cell, said in (
        (new_code_cell(PARAMETERS), "tag parameters"),
        (new_code_cell(_without("city_dir"), metadata={"tags": ["parameters"]}), "city_dir"),
        (new_code_cell(_without("lang"), metadata={"tags": ["parameters"]}), "lang"),
    ):
        path = tmp_path / "mine.ipynb"
        nbformat.write(new_notebook(cells=[cell]), path)
        with pytest.raises(SojoEvalError) as caught:
            publish_reports(city, tmp_path / "reports", [str(path)])
        assert caught.value.code == "notebook-parameters"
        assert said in caught.value.message.en
    with pytest.raises(SojoEvalError, match="'area'"):
        nbformat.write(
            new_notebook(cells=[new_code_cell(_without("area"), metadata={"tags": ["parameters"]})]), path
        )
        publish_reports(city, tmp_path / "reports", [str(path)], area="C1")


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> Runner:
    """In place of kernels, where it is not the execution that is looked at."""
    made = Runner()
    monkeypatch.setattr(run_module, "_runner", made.as_context)
    return made


def test_every_area_with_records_has_pages_and_the_index_lists_them(
    tmp_path: Path, small_city: SmallCity, runner: Runner
) -> None:
    city = small_city.make(community_activities=activities("T1", "C2")).path
    out = tmp_path / "reports"
    shown = write_notebook(tmp_path / "shown.ipynb", "print(area)")
    publish_reports(city, out, [shown], ["ja"])
    written = publish_reports(city, out, [shown], by="area")
    assert [p.relative_to(out).as_posix() for p in written] == [
        "areas/C1/ja/shown.html", "areas/C1/en/shown.html", "areas/C2/ja/shown.html", "areas/C2/en/shown.html",
        "index.html",
    ]  # fmt: skip
    assert [run.parameters["area"] for run in runner.runs] == ["", "C1", "C1", "C2", "C2"]
    index = (out / "index.html").read_text(encoding="utf-8")
    assert [a for a in ("ja/shown.html", "areas/C1/ja/shown.html", "areas/C2/en/shown.html") if f'href="{a}"' in index] == [
        "ja/shown.html", "areas/C1/ja/shown.html", "areas/C2/en/shown.html",
    ]  # fmt: skip
    assert index.startswith("<!DOCTYPE html><!-- 庁内限り")


def test_by_area_leaves_out_the_notebooks_that_know_no_area(tmp_path: Path, small_city: SmallCity) -> None:
    city = small_city.make(community_activities=activities("T1")).path
    of_areas = report_jobs(city, tmp_path, Publication(by="area", languages=["ja"]))
    assert [job.outputs[0].rpartition("/")[2] for job in of_areas] == [
        "10_connections.html", "20_consultation.html", "30_information.html", "40_evaluation.html",
        "45_plan_periods.html",
    ]  # fmt: skip
    named = report_jobs(city, tmp_path, Publication(["00_data_quality"], ["ja"], by="area"))
    assert [job.label.ja for job in named] == ["00_data_quality（ja、C1）"]
    assert len(report_jobs(city, tmp_path, Publication())) == 16


@pytest.mark.parametrize(
    ("asked", "code"), [({"by": "town"}, "no-by"), ({"by": "area", "area": "C1"}, "area-and-by-area")]
)
def test_another_way_to_divide_is_wrong_use(
    tmp_path: Path, small_city: SmallCity, asked: dict[str, str], code: str
) -> None:
    city = small_city.make(community_activities=activities("T1")).path
    with pytest.raises(SojoEvalError) as caught:
        publish_reports(city, tmp_path / "reports", **asked)  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.exit_code) == (code, 2)


def test_a_resumed_report_makes_what_the_data_changed(
    tmp_path: Path, small_city: SmallCity, runner: Runner
) -> None:
    city = small_city.make(community_activities=activities("T1")).path
    notebook, out = write_notebook(tmp_path / "a.ipynb"), tmp_path / "reports"
    resumed = Settings(resume=True)
    for expected in (2, 2):
        written = publish_reports(city, out, [notebook], settings=resumed)
        assert (len(written), len(runner.runs)) == (3, expected)
    small_city.make(community_activities=activities("T1", "T2"))
    publish_reports(city, out, [notebook], settings=resumed)
    assert len(runner.runs) == 4
    publish_reports(city, out, [notebook], settings=resumed, formats=["html", "ipynb"])
    assert len(runner.runs) == 6
    record_declaration(open_city(city))  # what the first evaluation of a city writes down afterwards
    publish_reports(city, out, [notebook], settings=resumed, formats=["html", "ipynb"])
    assert len(runner.runs) == 6


def test_what_is_kept_of_a_page_tells_nothing_of_this_machine(
    tmp_path: Path, small_city: SmallCity, runner: Runner
) -> None:
    city, out = small_city.make().path, tmp_path / "reports"
    publish_reports(city, out, [write_notebook(tmp_path / "a.ipynb")], ["ja"])
    kept = [path for path in out.rglob("*.json") if path.is_file()]
    assert sorted(path.name for path in kept) == ["a.html.json", "run.json"]
    for path in kept:
        assert str(tmp_path) not in path.read_text(encoding="utf-8")


def test_two_notebooks_of_one_name_are_refused_and_the_same_one_twice_is_one(
    tmp_path: Path, small_city: SmallCity
) -> None:
    city = small_city.make().path
    (tmp_path / "b").mkdir()
    paths = [write_notebook(tmp_path / name) for name in ("a.ipynb", "b/a.ipynb")]
    with pytest.raises(SojoEvalError, match="Two notebooks are called 'a'"):
        report_jobs(city, tmp_path, Publication(paths))
    assert len(report_jobs(city, tmp_path, Publication([paths[0]] * 2, ["ja", "ja", "en"]))) == 2


@pytest.mark.parametrize(("code", "name"), [("132292C1", "132292C1"), ("東", "東"), ("../x", "%2e%2e%2fx")])
def test_no_code_of_an_area_leads_out_of_its_folder(code: str, name: str) -> None:
    assert folder_name(code) == name


def test_no_two_notebooks_start_that_would_wait_for_the_same_evaluation(
    tmp_path: Path, small_city: SmallCity, runner: Runner
) -> None:
    city = small_city.make(community_activities=activities("T1", "C2")).path
    publish_reports(city, tmp_path / "a", by="area")
    begun = [(r.notebook.stem, r.parameters["lang"], r.parameters["area"]) for r in runner.runs]
    assert begun[:6] == [
        ("10_connections", "ja", "C1"), ("45_plan_periods", "ja", "C1"), ("10_connections", "ja", "C2"),
        ("45_plan_periods", "ja", "C2"), ("20_consultation", "ja", "C1"), ("45_plan_periods", "en", "C1"),
    ]  # fmt: skip
    assert len(begun) == 20
    runner.runs.clear()
    written = publish_reports(city, tmp_path / "b")
    # The city's own diagram stands among the pages of the whole city, and of no area.
    diagrams = [tmp_path / "b" / lang / "system.html" for lang in ("ja", "en")]
    assert written[-3:-1] == diagrams
    assert all("公表可" in path.read_text(encoding="utf-8").splitlines()[0] for path in diagrams)
    assert not [*(tmp_path / "a").rglob("system.html")]
    assert [(r.notebook.stem, r.parameters["lang"]) for r in runner.runs][:5] == [
        ("10_connections", "ja"), ("45_plan_periods", "ja"), ("00_data_quality", "ja"), ("50_comparators", "ja"),
        ("90_calibration", "ja"),
    ]  # fmt: skip
