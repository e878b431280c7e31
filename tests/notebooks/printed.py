"""The numbers and verdicts that an executed notebook prints, a line each, as they stand in `golden/<name>.json`.

    make golden      runs the notebooks, shows what differs, and writes the new numbers and the executed notebook

Kept of each table with a verdict: the name, the verdict, the change with its interval and p; of other tables each row with a number;
of the answers each sentence with a verdict. Left out: figures' data, what is hidden, and versions, which golden numbers are
not about.
"""

from __future__ import annotations

import difflib
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup, Tag

from sojo_eval.batch.engine import EngineName, NotebookRun, NotebookRunner
from sojo_eval.batch.notebooks import NOTEBOOKS
from sojo_eval.foundation.shipped import shipped_folder
from tests.batch.engine.outputs import WriteNotebook
from tests.notebooks.explored import write_executed

GOLDEN = Path(__file__).parent / "golden"
REWRITE = "make golden"
_LEFT_OUT = {"provenance", "hidden", "how-to-read"}
_VERDICTS, _CHANGES = ("Verdict", "Status"), ("Change", "Current value")
Printed = dict[str, list[str]]


def executed(engine: EngineName, folder: Path) -> dict[str, nbformat.NotebookNode]:
    """Each published notebook on the example city in English, as this engine leaves it."""
    with NotebookRunner(workers=2, engine=engine) as runner:
        futures = {
            name: runner.submit(
                NotebookRun(
                    shipped_folder("notebooks") / f"{name}.ipynb", {"city_dir": "example", "lang": "en"}, folder,
                    finish=WriteNotebook(folder / f"{name}.{engine}.ipynb"),
                )
            )
            for name in NOTEBOOKS
        }  # fmt: skip
        failures = {name: future.result(600).failure for name, future in futures.items()}
    assert failures == dict.fromkeys(futures)
    return {name: nbformat.read(folder / f"{name}.{engine}.ipynb", as_version=4) for name in NOTEBOOKS}


def printed(notebook: nbformat.NotebookNode) -> Printed:
    """Heading or caption → the lines below it that hold a verdict or a number."""
    found: Printed = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            html = output.get("data", {}).get("text/html", "")
            soup = BeautifulSoup(html, "html.parser")
            heading = soup.find("h2")
            anchor = str(heading.get("id", "")) if isinstance(heading, Tag) else ""
            if anchor in _LEFT_OUT:
                continue
            for figure in soup.find_all("figure"):
                figure.decompose()
            for table in soup.find_all("table"):
                caption = table.find("caption")
                rows = [*_rows(table)]
                if caption is not None and rows:
                    found.setdefault(_words(caption), []).extend(rows)
                table.decompose()
            answers = [_words(place) for place in soup.find_all(["h3", "li"]) if _badge(place) is not None]
            if answers:
                found.setdefault(f"({anchor})", []).extend(answers)
    return found


def _rows(table: Tag) -> Iterator[str]:
    heads = [_words(th) for th in table.find_all("th", scope="col")]
    judged = any(head in _VERDICTS for head in heads)
    for row in table.find_all("tr")[1:]:
        cells = row.find_all(["th", "td"])
        name, *rest = zip(heads, cells, strict=False)
        if judged:
            kept = [_first(c) for h, c in rest if h in _VERDICTS]
            kept += [_words(c) for h, c in rest if h.startswith(_CHANGES)]
        else:
            kept = [_words(c) for _, c in rest]
        if judged or any(sign.isdigit() for text in kept for sign in text):
            yield " | ".join([_first(name[1]), *kept])


def _badge(place: Tag) -> Tag | None:
    found = place.find(class_="badge")
    return found if isinstance(found, Tag) else None


def _first(cell: Tag) -> str:
    """The badge's words, else the first text of the cell: what stands in its first line."""
    badge = _badge(cell)
    return _words(badge) if badge is not None else next(iter(cell.stripped_strings), "")


def _words(place: Tag) -> str:
    return " ".join(place.stripped_strings)


def written(numbers: Mapping[str, list[str]]) -> str:
    """As it stands in the file."""
    return json.dumps(numbers, ensure_ascii=False, indent=1) + "\n"


def differences(name: str, now: Printed) -> str:
    """The lines of `golden/<name>.json` that are otherwise now, as a diff; empty for none."""
    file = GOLDEN / f"{name}.json"
    then = file.read_text(encoding="utf-8") if file.is_file() else ""
    return "\n".join(
        difflib.unified_diff(
            then.splitlines(),
            written(now).splitlines(),
            f"golden/{file.name}",
            "printed now",
            lineterm="",
            n=1,
        )
    )


def main() -> None:
    """Run the notebooks, show what differs, write it, and the executed notebook."""
    with tempfile.TemporaryDirectory() as folder:
        ran = executed("fork", Path(folder))
    GOLDEN.mkdir(exist_ok=True)
    for name, notebook in ran.items():
        now = printed(notebook)
        sys.stdout.write(differences(name, now) + "\n")
        (GOLDEN / f"{name}.json").write_text(written(now), encoding="utf-8")
    write_executed()


if __name__ == "__main__":
    main()
