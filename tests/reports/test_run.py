"""Publishing executes notebooks, writes whole pages, and names the cell that failed."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.reports import publish_reports

PARAMETERS = 'city_dir = ""\nbaseline = ""\ncurrent = ""\narea = ""\nlang = "ja"'


def write_notebook(path: Path, *sources: str) -> str:
    cells = [
        new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        *(new_code_cell(s) for s in sources),
    ]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=metadata), path)
    return str(path)


def test_a_notebook_becomes_a_page_in_each_language(tmp_path: Path) -> None:
    source = "from sojo_eval.reports import how_to_read\nhow_to_read(lang)"
    notebook = write_notebook(tmp_path / "reading.ipynb", source)
    out = tmp_path / "reports"
    written = publish_reports("", out, [notebook], ["ja", "en"], formats=("html", "ipynb"))
    assert [p.relative_to(out).as_posix() for p in written] == [
        "ja/reading.html", "ja/reading.ipynb", "en/reading.html", "en/reading.ipynb", "index.html",
    ]  # fmt: skip
    assert "読み方" in (out / "ja" / "reading.html").read_text(encoding="utf-8")
    assert "How to read this" in (out / "en" / "reading.html").read_text(encoding="utf-8")
    assert not list(out.rglob("*.part"))
    record = nbformat.read(out / "ja" / "reading.ipynb", as_version=4)
    assert any(cell.get("outputs") for cell in record.cells)


def test_a_failing_notebook_names_itself_and_its_cell_and_keeps_the_earlier_page(tmp_path: Path) -> None:
    notebook = write_notebook(
        tmp_path / "broken.ipynb", "1 + 1", 'raise ValueError("080-" + str(1000 + 234))'
    )
    earlier = tmp_path / "reports" / "ja" / "broken.html"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("earlier", encoding="utf-8")
    with pytest.raises(SojoEvalError) as caught:
        publish_reports("", tmp_path / "reports", [notebook], ["ja"], workers=1)
    error = caught.value
    assert error.exit_code == 3
    assert "broken" in error.message.en
    assert "cell 4" in error.message.en  # the injected parameters are a cell too
    assert "ValueError" in error.message.ja
    assert "080-1234" not in str(error) + error.message.ja + error.fix.ja
    assert earlier.read_text(encoding="utf-8") == "earlier"


def test_an_unknown_notebook_or_format_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(SojoEvalError) as caught:
        publish_reports("", tmp_path, ["99_nothing"])
    assert caught.value.exit_code == 2
    assert "99_nothing" in caught.value.message.en
    with pytest.raises(SojoEvalError) as caught:
        publish_reports("", tmp_path, formats=("docm",))
    assert caught.value.exit_code == 2
