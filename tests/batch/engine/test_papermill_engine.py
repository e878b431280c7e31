"""`--engine sojo-eval`: papermill's own outputs, files and errors, from a forked process."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook
from papermill.engines import Engine, papermill_engines
from papermill.exceptions import PapermillException

from sojo_eval.batch.engine import papermill_engine
from sojo_eval.batch.engine.papermill_entry import ForkingEngine
from tests.batch.engine import torture
from tests.batch.engine.outputs import comparable

KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


@pytest.fixture(autouse=True)
def registered() -> None:
    """As the entry point does it in an installed package."""
    papermill_engines.register("sojo-eval", ForkingEngine)


def executed(path: Path, *cells: str, **more: object) -> nbformat.NotebookNode:
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells], metadata=KERNEL)
    nbformat.write(notebook, path)
    return papermill.execute_notebook(
        path, path.with_suffix(".out.ipynb"), engine_name="sojo-eval", progress_bar=False, **more
    )


def test_the_package_declares_the_engine(repository: Path) -> None:
    config = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    module, _, name = config["project"]["entry-points"]["papermill.engine"]["sojo-eval"].partition(":")
    assert getattr(import_module(module), name) is ForkingEngine
    assert all(
        callable(getattr(ForkingEngine, name))
        for name in ("execute_notebook", "nb_kernel_name", "nb_language")
    )
    assert issubclass(papermill_engine.ForkingEngine, Engine)


def test_papermill_loads_the_engine_without_the_libraries_of_notebooks() -> None:
    code = (
        "import sys, sojo_eval.batch.engine.papermill_entry; "
        "print([m for m in ('papermill', 'pandas', 'IPython', 'ipykernel', 'matplotlib') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "first",
    ["papermill", "sojo_eval.batch.engine.papermill_engine", "sojo_eval.batch.engine.papermill_entry"],
)
def test_whichever_is_imported_first_papermill_has_the_engine(first: str) -> None:
    """As in an installed package, whose entry points papermill loads while it is imported."""
    code = (
        "import entrypoints, importlib\n"
        "class Ours:\n"
        "    name = 'sojo-eval'\n"
        "    def load(self):\n"
        "        from sojo_eval.batch.engine.papermill_entry import ForkingEngine\n"
        "        return ForkingEngine\n"
        "entrypoints.get_group_all = lambda group: [Ours()] if group == 'papermill.engine' else []\n"
        f"importlib.import_module('{first}')\n"
        "from papermill.engines import papermill_engines\n"
        "print(papermill_engines.get_engine('sojo-eval').__module__)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert said.stdout.strip() == "sojo_eval.batch.engine.papermill_entry", said.stderr


def test_papermill_writes_what_it_writes_with_a_stock_kernel(
    tortured: Path, by_stock: nbformat.NotebookNode
) -> None:
    out = tortured.with_name("engine.ipynb")
    with pytest.raises(papermill.PapermillExecutionError, match="StdinNotImplemented"):
        papermill.execute_notebook(
            tortured, out, parameters=torture.PARAMETERS, engine_name="sojo-eval", progress_bar=False,
            cwd=tortured.parent, kernel_name="python3",
        )  # fmt: skip
    ours = nbformat.read(out, as_version=4)
    assert comparable(ours) == comparable(by_stock)
    assert set(ours.metadata.papermill) == set(by_stock.metadata.papermill)
    assert len(ours.cells) == len(by_stock.cells)  # with papermill's two marks


def test_a_failing_cell_is_papermills_error_and_the_rest_is_not_run(tmp_path: Path) -> None:
    with pytest.raises(papermill.PapermillExecutionError, match="ZeroDivisionError") as caught:
        executed(tmp_path / "n.ipynb", "x = 1", "1 / 0", "print('never')")
    assert caught.value.cell_index == 1
    cells = nbformat.read(tmp_path / "n.out.ipynb", as_version=4).cells
    assert [c.metadata.papermill.status for c in cells if c.cell_type == "code"] == [
        "completed",
        "failed",
        "pending",
    ]


def test_a_dead_process_and_a_slow_cell_are_nbclients_errors(tmp_path: Path) -> None:
    with pytest.raises(DeadKernelError):
        executed(tmp_path / "n.ipynb", "import os; os.kill(os.getpid(), 9)")
    with pytest.raises(CellTimeoutError):
        executed(tmp_path / "n.ipynb", "while True: pass", execution_timeout=1)


def test_allowed_errors_and_written_streams_are_as_asked(tmp_path: Path) -> None:
    kept = tmp_path / "said.txt"
    with kept.open("w") as said, pytest.raises(papermill.PapermillExecutionError):
        executed(
            tmp_path / "n.ipynb", "print('one'); 1 / 0", "print('two')", allow_errors=True, stdout_file=said
        )
    assert kept.read_text() == "one\ntwo\n"


@pytest.mark.parametrize(
    ("language", "kernel", "said"), [("R", "ir", "not R"), ("python", "another", "another Python")]
)
def test_another_kernel_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, kernel: str, said: str
) -> None:
    folder = tmp_path / "kernels" / kernel
    folder.mkdir(parents=True)
    folder.joinpath("kernel.json").write_text(
        '{"argv": ["/bin/sh", "{connection_file}"], "display_name": "x", "language": "python"}'
    )
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    notebook = new_notebook(
        metadata={"kernelspec": {"display_name": "x", "language": language, "name": kernel}}
    )
    nbformat.write(notebook, tmp_path / "n.ipynb")
    with pytest.raises(PapermillException, match=said):
        papermill.execute_notebook(tmp_path / "n.ipynb", None, engine_name="sojo-eval", progress_bar=False)
