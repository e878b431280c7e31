"""Copies of the shipped notebooks in a city's folder. The originals are read only; what a person changed is kept."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat

from sojo_eval.batch.notebooks import SHIPPED, TAG
from sojo_eval.foundation.files import private_folder, write_text
from sojo_eval.foundation.language import Language
from sojo_eval.foundation.links import refuse_links
from sojo_eval.foundation.shipped import shipped_folder

FOLDER = "notebooks"
_RECORD = ".sojo-eval-copies.json"


@dataclass(frozen=True)
class Copies:
    """Where the copies are; the names of those just written, and of those left alone because a person changed them."""

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]


def bind_copies(city: Path, lang: Language) -> Copies:
    """Copy every shipped notebook to `notebooks/` of the city, with its folder and the language among the parameters.

    A copy whose cells are as they were written stays, with its outputs, or is renewed where the shipped notebook, the
    folder or the language is another one. One with a changed cell is kept as it is. The folder is its owner's alone:
    outputs hold small counts. Raises SojoEvalError (exit code 1) for links in it.
    """
    city = city.resolve()
    folder = city / FOLDER
    refuse_links(city, (FOLDER,))
    private_folder(folder)
    record = folder / _RECORD
    before = _recorded(record)
    now, written, kept = dict(before), [], []
    for name in SHIPPED:
        copy, fresh = folder / f"{name}.ipynb", bound(name, city, lang)
        there = _fingerprint(copy.read_text(encoding="utf-8")) if copy.is_file() else ""
        if there == _fingerprint(fresh):
            now[name] = there
        elif there and there != before.get(name):
            kept.append(name)
        else:
            write_text(copy, fresh)
            now[name] = _fingerprint(fresh)
            written.append(name)
    write_text(record, json.dumps(now, indent=1) + "\n")
    return Copies(folder, tuple(written), tuple(kept))


def bound(name: str, city: Path, lang: Language) -> str:
    """The text of a shipped notebook with this city's folder and this language as its defaults."""
    notebook = nbformat.read(shipped_folder("notebooks") / f"{name}.ipynb", as_version=4)
    for cell in notebook.cells:
        if TAG in cell.metadata.get("tags", ()):
            for parameter, value in (("city_dir", str(city)), ("lang", lang)):
                cell.source = _with_default(cell.source, parameter, value)
    return str(nbformat.writes(notebook)) + "\n"


def _with_default(source: str, name: str, value: str) -> str:
    """The cell with another default for one parameter; its type and its comment stay."""
    line = re.compile(rf'^({name}\s*(?::\s*\w+)?\s*=\s*)"[^"\n]*"', re.MULTILINE)
    # JSON's quotation marks and escapes are Python's too.
    return line.sub(lambda found: found[1] + json.dumps(value, ensure_ascii=False), source, count=1)


def _fingerprint(text: str) -> str:
    """SHA-256 of the cells without outputs, numbers and metadata, which running a notebook changes; one word for what is no notebook."""
    try:
        cells = [(cell.cell_type, cell.source) for cell in nbformat.reads(text, as_version=4).cells]
    except Exception:  # not JSON, another format: nbformat raises many kinds
        return "no notebook"
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def _recorded(record: Path) -> dict[str, str]:
    try:
        found = json.loads(record.read_text(encoding="utf-8"))
        return {str(name): str(mark) for name, mark in found.items()}
    except (OSError, ValueError, AttributeError):
        return {}
