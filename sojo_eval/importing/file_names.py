"""Which names of files and sheets a mapping means, and what they and the title tell: groups of its patterns as variables.

Capitals make no difference (A.CSV is *.csv), nor does how a Mac writes が (as か and ゛).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from fnmatch import fnmatchcase

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.cells import as_text
from sojo_eval.importing.headers import Header
from sojo_eval.importing.mapping import Mapping
from sojo_eval.importing.patterns import pattern
from sojo_eval.importing.sheet import Sheet
from sojo_eval.japanese import normalise


def is_named(name: str, wanted: str) -> bool:
    """Whether a name is the one wanted, or fits it as a pattern (* any signs, ? any one)."""
    return _key(name) == _key(wanted) or fnmatchcase(_key(name), _key(wanted))


def is_sheet(sheet: Sheet, wanted: Sequence[str]) -> bool:
    """Whether a sheet holds something and is one of those wanted (every one where none is named; text files have none)."""
    named = not wanted or not sheet.name or any(is_named(sheet.name, name) for name in wanted)
    return named and sheet.holds_something()


def is_path(path: str, wanted: str) -> bool:
    """The same for the path of a file below raw/, folder by folder; ** stands for any number of folders."""
    return _is_path(path.split("/"), wanted.split("/"))


def _is_path(parts: Sequence[str], wanted: Sequence[str]) -> bool:
    if not wanted:
        return not parts
    if wanted[0] == "**":
        return any(_is_path(parts[skipped:], wanted[1:]) for skipped in range(len(parts) + 1))
    return bool(parts) and is_named(parts[0], wanted[0]) and _is_path(parts[1:], wanted[1:])


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def variables_of(mapping: Mapping, file: str, sheet: str, shown: str) -> tuple[dict[str, str], list[Problem]]:
    """The groups of `file_name` and `sheet_name`, and names that do not fit them."""
    found: dict[str, str] = {}
    problems = []
    for entry, text, name in (
        ("file_name", mapping.file_name, file),
        ("sheet_name", mapping.sheet_name, sheet),
    ):
        match = pattern(text).search(unicodedata.normalize("NFC", name)) if text else None
        if match is not None:
            found |= {k: v or "" for k, v in match.groupdict().items()}
        elif text:
            message = Text(
                f"名前「{name}」が対応表の {entry}（{text}）に合いません",
                f"The name “{name}” does not fit {entry} ({text}) of the mapping",
            )
            fix = Text("名前か対応表を直してください", "Mend the name, or the mapping")
            problems.append(Problem("name", message, fix, shown, sheet, table=mapping.table))
    return found, problems


def title_of(
    mapping: Mapping, sheet: Sheet, header: Header, shown: str
) -> tuple[dict[str, str], list[Problem]]:
    """The groups of `title` in the lowest cell above the header that fits it, or that there is none."""
    if not mapping.title:
        return {}, []
    searched = pattern(mapping.title)
    for row in range(header.top - 1, -1, -1):
        for cell in sheet.row(row):
            if (match := searched.search(normalise(as_text(cell)))) is not None:
                return {k: v or "" for k, v in match.groupdict().items()}, []
    message = Text(
        f"見出しの上に、対応表の title（{mapping.title}）に合う文字がありません",
        f"Nothing above the header fits title ({mapping.title}) of the mapping",
    )
    fix = Text("表題か対応表を直してください", "Mend the title, or the mapping")
    return {}, [Problem("name", message, fix, shown, sheet.name, header.top + 1, table=mapping.table)]
