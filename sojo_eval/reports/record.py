"""An executed notebook as it may leave the machine: what it shows, and nothing of where, by whom and when it was run."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from sojo_eval.foundation.handling import first_line
from sojo_eval.reports.handling import handling_of

_TAGS = ("parameters", "injected-parameters", "lab-only")
_KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_FOLDER = re.compile(
    r"""^(\w*(?:dir|folder|path)\w*\s*(?::[^=\n]+)?=\s*)(?:"[^"\\\n]*"(?=\s*(?:\#|$))|.*$)""",
    re.MULTILINE | re.IGNORECASE,
)
"""A folder's value: a text by itself, whose comment stays, or the whole rest of the line."""
_WITH_VALUES = {"parameters", "injected-parameters"}
_SHORTEST = 4
"""Letters of a path that is taken out wherever it stands; "/" or "/tmp" alone would be met by chance."""
PLACE = "…"


def record_of(notebook: nbformat.NotebookNode, private: Iterable[str | Path] = ()) -> nbformat.NotebookNode:
    """A copy with cells, outputs and our tags only; its first cell says who may see it.

    Dropped: all other metadata (parameters, times, versions of the machine), the error stream, attachments. The folders
    in `private`, the home and the temporary folder are taken out of every text.
    """
    hide = _Hidden(private)
    cells = [
        new_markdown_cell(
            f"**{first_line(handling_of(notebook))}**", id="handling", metadata={"tags": ["lab-only"]}
        )
    ]
    for number, cell in enumerate(notebook.cells):
        tags = [tag for tag in cell.get("metadata", {}).get("tags", []) if tag in _TAGS]
        about = {"id": f"cell-{number}", "metadata": {"tags": tags} if tags else {}}
        if cell.cell_type != "code":
            cells.append(new_markdown_cell(hide(cell.source), **about))
            continue
        source = _FOLDER.sub(r'\1""', cell.source) if _WITH_VALUES & {*tags} else cell.source
        outputs = [
            _output(output, hide) for output in cell.get("outputs", []) if output.get("name") != "stderr"
        ]
        count = cell.get("execution_count")
        cells.append(new_code_cell(hide(source), outputs=outputs, execution_count=count, **about))
    return new_notebook(cells=cells, metadata=_KERNEL)


def _output(output: nbformat.NotebookNode, hide: _Hidden) -> nbformat.NotebookNode:
    if output.output_type == "stream":
        return new_output("stream", name="stdout", text=hide(output.text))
    if output.output_type == "error":
        return new_output("error", ename=output.ename, evalue="", traceback=[])
    data = {
        kind: hide(content) if isinstance(content, str) else content for kind, content in output.data.items()
    }
    more = (
        {"execution_count": output.get("execution_count")} if output.output_type == "execute_result" else {}
    )
    return new_output(output.output_type, data, **more)


class _Hidden:
    """Takes the folders out of a text, the longest first, as they are and as a quoted text writes them."""

    def __init__(self, private: Iterable[str | Path]) -> None:
        folders = {str(folder) for folder in private if str(folder)}
        folders |= {str(Path(folder).resolve()) for folder in folders}
        folders |= {str(Path.home()), tempfile.gettempdir(), os.path.realpath(tempfile.gettempdir())}
        written = {
            way
            for folder in folders
            for way in (folder, folder.replace("\\", "\\\\"), Path(folder).as_posix())
        }
        longest = sorted((way for way in written if len(way) > _SHORTEST), key=len, reverse=True)
        # Only whole names: /home/ann is no part of /home/anna. Nor of a drawing's letters (base64).
        self._found = [re.compile(f"(?<![\\w+/]){re.escape(way)}(?![\\w.-])") for way in longest]

    def __call__(self, text: str) -> str:
        for way in self._found:
            text = way.sub(PLACE, text)
        return text
