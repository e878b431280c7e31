"""Who may see an output: said in its first line, or in a README beside files that have no place for words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from sojo_eval.foundation.files import write_text
from sojo_eval.foundation.language import Text

Handling = Literal["inside", "public"]
WORDS: dict[Handling, Text] = {
    "inside": Text("庁内限り", "For use inside the city hall only"),
    "public": Text("公表可", "May be published"),
}
README = "README.txt"


def first_line(handling: Handling) -> str:
    """Both languages on one line."""
    return f"{WORDS[handling].ja} / {WORDS[handling].en}"


def write_readme(folder: Path, handling: Handling, about: Sequence[Text]) -> None:
    """Write README.txt: who may see what lies in `folder`, then each text of `about`. A README of somebody else stays."""
    path = folder / README
    if path.is_file() and not _is_ours(path):
        return
    lines = [first_line(handling), *(text.ja for text in about), *(text.en for text in about)]
    write_text(path, "\n".join(lines) + "\n")


def _is_ours(path: Path) -> bool:
    with path.open("rb") as stream:
        begin = stream.read(200).decode("utf-8", errors="replace")
    return begin.partition("\n")[0] in {first_line(handling) for handling in WORDS}
