"""Which names of files and sheets a mapping means, and what they and the title tell: groups of its patterns as variables.

Capitals make no difference (A.CSV is *.csv), nor does how a Mac writes が (as か and ゛).
"""

from __future__ import annotations

import fnmatch
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import PurePosixPath

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.cells import as_text
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.mappings.patterns import pattern
from sojo_eval.importing.tables.footnotes import is_footnote
from sojo_eval.importing.tables.headers import start_of_table
from sojo_eval.importing.tables.located import Header, MappedSheet
from sojo_eval.japanese import normalise

ANY_TIME = "{年月}"
TIME = (
    r"(?<![A-Za-z0-9])(?:令和|平成|[RH])(?:元|\d{1,2})(?:年度?|(?![\d年]))(?:\d{1,2}月分?)?"
    r"|(?<!\d)(?:19|20)\d{2}(?:年度|年?[-_.]?(?:0[1-9]|1[0-2])(?!\d)月?分?|年|(?!\d))"
    r"|(?<!\d)\d{1,2}年度|(?<!\d)(?:1[0-2]|0?[1-9])月分?"
)
"""A year, a month or both in the name of a file or a sheet: 令和6年度, R6, 2024, 202404, 4月分."""
_STANDS_FOR_TIME = "\ue000"


def is_named(name: str, wanted: str) -> bool:
    """Whether a name is the one wanted, or fits it as a pattern: * any signs, ? any one, {年月} a year, a month or both."""
    return _key(name) == _key(wanted) or _fitting(_key(wanted)).match(_key(name)) is not None


@lru_cache(maxsize=1024)
def _fitting(wanted: str) -> re.Pattern[str]:
    shape = fnmatch.translate(wanted.replace(ANY_TIME, _STANDS_FOR_TIME))
    return re.compile(shape.replace(_STANDS_FOR_TIME, f"(?:{TIME})"), re.IGNORECASE)


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


def variables_of(mapped: MappedSheet) -> tuple[dict[str, str], list[Problem]]:
    """The groups of `file_name` and `sheet_name`, and names that do not fit them."""
    mapping = mapped.mapping
    found: dict[str, str] = {}
    problems = []
    for entry, text, name in (
        ("file_name", mapping.file_name, PurePosixPath(mapped.file_name).name),
        ("sheet_name", mapping.sheet_name, mapped.sheet.name),
    ):
        spelt = (unicodedata.normalize("NFC", name), normalise(name))
        match = next((fits for n in spelt if text and (fits := pattern(text).search(n)) is not None), None)
        if match is not None:
            found |= {k: v or "" for k, v in match.groupdict().items()}
        elif text:
            message = Text(
                f"名前「{name}」が対応表の {entry}（{text}）に合いません",
                f"The name “{name}” does not fit {entry} ({text}) of the mapping",
            )
            fix = Text("名前か対応表を直してください", "Correct the name, or the mapping")
            problems.append(mapped.problem("name", message, fix))
    return found, problems


def title_of(mapped: MappedSheet, header: Header) -> tuple[dict[str, str], list[Problem]]:
    """The groups of `title` in what stands above the header, notes apart; a problem where nothing fits it, or several
    that say different things."""
    mapping, sheet = mapped.mapping, mapped.sheet
    if not mapping.title:
        return {}, []
    searched = pattern(mapping.title)
    # Where tables stand one below the other, the row that begins this one (`below`) is its title too.
    start = max(0, start_of_table(sheet, mapping) - 1)
    texts = (normalise(as_text(cell)) for row in range(start, header.top) for cell in sheet.row(row))
    matches = [
        found for text in texts if not is_footnote(text) and (found := searched.search(text)) is not None
    ]
    meanings = {tuple((k, v or "") for k, v in match.groupdict().items()) for match in matches}
    if len(meanings) == 1:
        return dict(meanings.pop()), []
    message = Text(
        f"見出しの上に、対応表の title（{mapping.title}）に合う文字がありません",
        f"Nothing above the header fits title ({mapping.title}) of the mapping",
    )
    if matches:
        message = Text(
            f"見出しの上に、title（{mapping.title}）に合う違う文字が{len(meanings)}つあります",
            f"{len(meanings)} different texts above the header fit title ({mapping.title}) of the mapping",
        )
    fix = Text("表題か対応表を直してください", "Correct the title, or the mapping")
    return {}, [mapped.problem("name", message, fix, row=header.top)]
