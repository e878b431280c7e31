"""Done files: what a page was made from and what it must hold. Written last, so that a page without one is not whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sojo_eval.batch.job import Job, Value
from sojo_eval.foundation.files import sha256, write_text
from sojo_eval.foundation.fingerprint import code_fingerprint, library_versions
from sojo_eval.foundation.links import is_link
from sojo_eval.foundation.version import VERSION

OURS = ".sojo-eval"
"""The folder beside pages that holds what we must remember of them."""

Facts = dict[str, Any]


def done_file(job: Job) -> Path:
    """Where it is remembered that the job is done."""
    return job.folder / OURS / "done" / f"{job.outputs[0]}.json"


def made_from(job: Job) -> Facts:
    """All that decides what the job's pages show: hashes of notebook, inputs and code, parameters, version.

    Of folders and files only what they hold is kept, not where they are: the pages may be published. A parameter that
    names a file stands for what the file holds now.
    """
    return {
        "package_version": VERSION,
        "code": code_fingerprint(),
        "libraries": library_versions(),
        "notebook": {"name": job.notebook.name, "sha256": _hash(job.notebook)},
        "parameters": {name: _without_place(value, job) for name, value in sorted(job.parameters.items())},
        "inputs": {name: _hash(path) for name, path in sorted(job.inputs.items())},
        "notes": list(job.notes),
        "show_code": job.show_code,
    }


def has_changed(job: Job, facts: Facts) -> bool:
    """Whether the notebook or an input is no longer what it was. A file that a parameter names may be written by the
    notebook itself, so that one does not count."""
    now = made_from(job)
    return any(now[name] != facts[name] for name in ("notebook", "inputs"))


def _without_place(value: Value, job: Job) -> object:
    if not isinstance(value, str) or not value.strip():
        return value
    path = Path(value)
    if path in job.private and job.inputs:
        return {"folder": "inputs"}
    content = _hash(job.notebook.parent / path) if "\0" not in value else ""
    if content:
        return {"file": content}
    return {"place": hashlib.sha256(value.encode()).hexdigest()} if path.is_absolute() else value


def _hash(path: Path) -> str:
    """Hex SHA-256, "" where there is nothing to read."""
    try:
        return sha256(path)
    except OSError:
        return ""


def write_done(job: Job, facts: Facts, pages: dict[str, bytes]) -> None:
    """Remember that these pages were made from these facts."""
    outputs = {name: hashlib.sha256(content).hexdigest() for name, content in pages.items()}
    found = {"made_from": facts, "outputs": outputs}
    write_text(done_file(job), json.dumps(found, ensure_ascii=False, indent=2) + "\n")


def read_done(path: Path) -> dict[str, Any] | None:
    """What a done file says; None where there is none that can be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("outputs"), dict) or "made_from" not in found:
        return None
    return found


def is_whole(job: Job, found: Mapping[str, Any], name: str) -> bool:
    """Whether this output lies there as the done file says that it was written."""
    path = job.folder / name
    return not is_link(path) and _hash(path) == found["outputs"].get(name)


def is_whole_and_current(job: Job, facts: Facts) -> bool:
    """Whether every output is there as it was written, and would be made from the same today."""
    found = read_done(done_file(job))
    if found is None or found["made_from"] != facts or set(found["outputs"]) != set(job.outputs):
        return False
    return all(is_whole(job, found, name) for name in job.outputs)
