"""An executed notebook keeps what it shows, and nothing of where, by whom and when it was run."""

from __future__ import annotations

import getpass
import json
import socket
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from sojo_eval.batch import publish_reports
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.reports import notebook_to_html
from sojo_eval.reports.record import PLACE, record_of

SECRET = "/srv/shares/tanaka/city"


def ran() -> nbformat.NotebookNode:
    """As papermill leaves it."""
    times = {"papermill": {"duration": 1.2, "start_time": "2026-11-28T04:00"}, "execution": {"iopub": "x"}}
    injected = f'city_dir = "{SECRET}"\nout_folder = "C:\\\\Users\\\\tanaka"\nlang = "ja"\n'
    cells = [
        new_markdown_cell("text", metadata={"tags": ["lab-only", "tanaka"], "author": "tanaka"}),
        new_code_cell(injected, metadata={"tags": ["injected-parameters"], **times}),
        new_code_cell(
            f'open("{SECRET}/raw/a.csv")', execution_count=3,
            outputs=[
                new_output("stream", name="stderr", text=f"{SECRET}/lib.py:3: Warning"),
                new_output("stream", name="stdout", text=f"read {SECRET}, {SECRET}2 and {Path.home()}/x"),
                new_output("execute_result", {"text/html": f"<p>{SECRET}/raw</p>", "text/plain": "3"}, execution_count=3, metadata={"a": "tanaka"}),
                new_output("error", ename="ValueError", evalue=f"{SECRET} 080-1234", traceback=[SECRET]),
            ],
        ),
    ]  # fmt: skip
    cells[0]["attachments"] = {"a.png": {"image/png": "AAAA"}}
    about = {"papermill": {"parameters": {"city_dir": SECRET}, "input_path": SECRET, "environment_variables": {}},
             "kernelspec": {"display_name": "tanaka-venv", "name": "tanaka"}, "language_info": {"name": "python", "version": "3.11.7"}}  # fmt: skip
    return new_notebook(cells=cells, metadata=about)


def test_nothing_of_the_machine_is_kept() -> None:
    text = nbformat.writes(record_of(ran(), [SECRET]))
    for secret in (
        SECRET + "/",
        f'{SECRET}"',
        "Users",
        "papermill",
        "venv",
        "3.11",
        "080",
        "attachments",
        "Warning",
        str(Path.home()) + "/",
    ):
        assert secret not in text
    assert text.count("tanaka") == 1  # the folder beside it, whose name only begins alike
    nbformat.validate(nbformat.reads(text, as_version=4))


def test_what_it_shows_is_kept() -> None:
    record = record_of(ran(), [SECRET])
    assert record.cells[0].source == "**庁内限り / For use inside the city hall only**"
    assert [cell.metadata for cell in record.cells] == [
        {"tags": ["lab-only"]}, {"tags": ["lab-only"]}, {"tags": ["injected-parameters"]}, {},
    ]  # fmt: skip
    assert record.cells[2].source == 'city_dir = ""\nout_folder = ""\nlang = "ja"\n'
    assert record.cells[3].outputs[0].text == f"read {PLACE}, {SECRET}2 and {PLACE}/x"
    assert record.cells[3].outputs[1].data["text/html"] == f"<p>{PLACE}/raw</p>"
    assert json.loads(nbformat.writes(record_of(record, [SECRET])))["cells"][1:] != []


@pytest.mark.parametrize("show_code", [False, True])
def test_the_page_made_of_it_holds_no_folder(show_code: bool) -> None:
    html = notebook_to_html(record_of(ran(), [SECRET]), "ja", show_code=show_code)
    assert SECRET + "/" not in html
    for name in {getpass.getuser(), socket.gethostname()} - {"root", "vm"}:
        assert name not in html


def test_a_notebook_really_run_leaves_nothing_of_where_it_ran(small_city: Any, tmp_path: Path) -> None:
    city = small_city.make().path
    source = (
        "import sys, warnings\nfrom sojo_eval.reports import how_to_read\nwarnings.warn(city_dir)\n"
        "print(city_dir, sys.executable)\nhow_to_read(lang)"
    )
    parameters = 'city_dir = ""\nbaseline = ""\ncurrent = ""\narea = ""\nlang = "ja"'
    cells = [new_code_cell(parameters, metadata={"tags": ["parameters"]}), new_code_cell(source)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), tmp_path / "mine.ipynb")
    out = tmp_path / "reports"
    publish_reports(
        city, out, [str(tmp_path / "mine.ipynb")], ["en"], formats=("html", "ipynb"), show_code=True
    )
    files = sorted(p for p in out.rglob("*") if p.is_file())
    assert [p.relative_to(out).as_posix() for p in files] == [
        ".sojo-eval/done/en/mine.html.json", ".sojo-eval/lock",
        "README.txt", "en/mine.html", "en/mine.ipynb", "index.html", "run.json",
    ]  # fmt: skip
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert str(city) not in text
        assert str(tmp_path) not in text
        assert "papermill" not in text
        if path.suffix == ".json" or path.name == "lock":
            continue
        assert "For use inside the city hall only" in text  # what it prints did not pass disclosure control


def test_reports_are_not_written_through_a_link(small_city: Any, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "ja").symlink_to(elsewhere)
    with pytest.raises(SojoEvalError, match="link-in-folder"):
        publish_reports(small_city.make().path, tmp_path / "reports", ["00_data_quality"], ["ja"])
    assert not list(elsewhere.iterdir())
