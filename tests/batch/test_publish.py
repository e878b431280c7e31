"""Publishing executes notebooks, writes whole pages, and names the cell that failed."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from sojo_eval.batch import publish_reports
from sojo_eval.foundation.problems import SojoEvalError
from tests.conftest import SmallCity

PARAMETERS = 'city_dir = ""\nbaseline = ""\ncurrent = ""\narea = ""\nlang = "ja"'


def write_notebook(path: Path, *sources: str) -> str:
    cells = [
        new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        *(new_code_cell(s) for s in sources),
    ]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=metadata), path)
    return str(path)


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
        ({"city_dir": ""}, "no-city-named", '"example"'),
        ({"city_dir": "nowhere"}, "no-city", "nowhere"),
        ({"city_dir": 5}, "parameter-type", "-r city_dir"),
        ({"baseline": "9"}, "no-plan", "4, 5"),
        ({"baseline": 9}, "parameter-type", "4, 5"),
        ({"current": True}, "parameter-type", "True"),
        ({"area": 132293}, "parameter-type", "-r area"),
        ({"area": "132293"}, "no-area", "C1, C2"),
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
