"""`examples/60_explore.executed.ipynb`: the notebook for exploring as it shows itself on the example city, for readers on the web.

make golden      writes it anew, with the golden numbers
"""

from __future__ import annotations

import base64
import io
import re
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from PIL import Image

from sojo_eval.batch.engine import NotebookRun, NotebookRunner
from sojo_eval.batch.notebooks import find_notebook
from tests.batch.engine.outputs import WriteNotebook

EXECUTED = Path(__file__).resolve().parents[2] / "examples" / "60_explore.executed.ipynb"
GIVEN = {"city_dir": "example", "lang": "en"}
_PICTURE = re.compile(r"(data:image/png;base64,)([A-Za-z0-9+/=]+)")
_COLOURS = 48
_TAGS = ("parameters", "injected-parameters", "lab-only", "not-for-publication")


def _small(png: str) -> str:
    """A picture (base64) in few colours, as it is enough for the web: a third of the bytes."""
    buffer = io.BytesIO()
    image = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")
    image.quantize(_COLOURS).save(buffer, format="png", optimize=True)
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def _with_small_pictures(output: nbformat.NotebookNode) -> nbformat.NotebookNode:
    data = output.get("data", {})
    if "image/png" in data:
        data["image/png"] = _small(data["image/png"])
    if "text/html" in data:
        data["text/html"] = _PICTURE.sub(lambda found: found[1] + _small(found[2]), data["text/html"])
    return output


def as_read(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The cells and what they show, without times, versions and paths of the machine."""
    cells = []
    for number, cell in enumerate(notebook.cells):
        tags = [tag for tag in cell.metadata.get("tags", ()) if tag in _TAGS]
        about = {"id": f"cell-{number}", "metadata": {"tags": tags} if tags else {}}
        if cell.cell_type == "code":
            source = cell.source.strip()
            cells.append(
                new_code_cell(
                    source,
                    outputs=[_with_small_pictures(o) for o in cell.outputs],
                    execution_count=cell.execution_count,
                    **about,
                )
            )
        else:
            cells.append(new_markdown_cell(cell.source, **about))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def write_executed() -> None:
    """Run the notebook with a stock kernel, which is what nbval compares it with, and write it."""
    with tempfile.TemporaryDirectory() as folder, NotebookRunner(workers=1, engine="papermill") as runner:
        out = Path(folder) / "out.ipynb"
        run = NotebookRun(find_notebook("60_explore"), GIVEN, Path(folder), finish=WriteNotebook(out))
        assert runner.submit(run).result(600).failure is None
        nbformat.write(as_read(nbformat.read(out, as_version=4)), EXECUTED)


if __name__ == "__main__":
    write_executed()
