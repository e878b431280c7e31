"""An executed notebook keeps what it shows, and nothing of where, by whom and when it was run."""

from __future__ import annotations

import getpass
import json
import socket
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

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
