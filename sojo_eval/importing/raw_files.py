"""The files under raw/, each opened once, and those that nothing reads."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.file_names import is_path
from sojo_eval.importing.files.reading import read_sheets
from sojo_eval.importing.files.sheet import Sheet

Watch = Callable[[int, int, Text], None]
"""Called before each file: how many are done, how many there are, and what comes now."""


_OWNER = "~$"
"""How the name of the file begins that Excel keeps beside an open book."""
_BROKEN = Text(
    "先に、誤りのある対応表を直してください。それが読むはずのものかもしれません",
    "First correct the mappings that have mistakes; one of them may be meant to read it",
)


@dataclass
class RawFiles:
    """The files under raw/, each opened once for all mappings that read it."""

    raw: Path
    watch: Watch | None = None
    opened: dict[Path, tuple[list[Sheet], list[Problem]]] = field(default_factory=dict)
    used: set[tuple[Path, str]] = field(default_factory=set)
    """Sheets that a mapping reads, or that hold no records by design."""
    seen: set[Path] = field(default_factory=set)
    left: set[Path] = field(default_factory=set)
    """Files that a person set aside."""
    refused: dict[Path, list[Problem]] = field(default_factory=dict)
    """Why files that no mapping reads could not be opened to see what they are."""

    def all(self) -> list[Path]:
        """Every file but hidden ones and those that Excel keeps while a book is open (~$…), in name order."""
        return sorted(p for p in self.raw.rglob("*") if p.is_file() and not p.name.startswith((".", _OWNER)))

    def open_in_excel(self) -> list[Problem]:
        """A note for each book that Excel has open, by the file that it keeps beside it meanwhile."""
        message = Text(
            "Excel で開かれているようです。保存していない直しは取り込まれません",
            "Excel seems to have it open; what was not saved is not imported",
        )
        fix = Text(
            "保存して閉じてから、もう一度取り込んでください。閉じているなら、~$ で始まるファイルを消してかまいません",
            "Save and close it, and import again; if it is closed, the file that begins with ~$ may be deleted",
        )
        held = sorted(p for p in self.raw.rglob(f"{_OWNER}*") if p.is_file())
        files = [self.file_name(p.with_name(p.name.removeprefix(_OWNER))) for p in held]
        return [Problem("open-in-excel", message, fix, file=file, severity="note") for file in files]

    def fitting(self, patterns: tuple[str, ...]) -> list[Path]:
        """The files that one of the patterns fits (`file_names.is_path`)."""
        return [p for p in self.all() if any(is_path(self._below(p), pattern) for pattern in patterns)]

    def _below(self, path: Path) -> str:
        return path.relative_to(self.raw).as_posix()

    def file_name(self, path: Path) -> str:
        """What messages call a file."""
        return f"raw/{self._below(path)}"

    def sheets(self, path: Path) -> tuple[list[Sheet], list[Problem]]:
        if path not in self.opened:
            if self.watch is not None:
                file_name = self.file_name(path)
                self.watch(
                    len(self.seen),
                    len(self.all()),
                    Text(f"{file_name} を読んでいます", f"Reading {file_name}"),
                )
            self.seen.add(path)
            self.opened[path] = read_sheets(path, self.file_name(path))
        return self.opened[path]

    def sheets_read(self) -> dict[str, list[Sheet]]:
        """The sheets of every file that was opened, as messages call it; without what was worked out of their columns."""
        return {
            self.file_name(path): [replace(s) for s in sheets] for path, (sheets, _) in self.opened.items()
        }

    def set_aside(self, path: Path, names: Collection[str]) -> None:
        """Sheets of a file that hold no records by design; that they are hidden is not news either."""
        self.used |= {(path, name) for name in names}
        sheets, problems = self.opened[path]
        self.opened[path] = sheets, [p for p in problems if p.rule != "hidden-sheet" or p.sheet not in names]

    def close(self, path: Path) -> None:
        """Forget what was read of a file that is of no use."""
        _, problems = self.opened.pop(path)
        self.refused[path] = [replace(p, severity="warning") for p in problems if p.severity == "error"]

    def unread(self, broken: bool = False) -> list[Problem]:
        """Files and sheets that hold something and that no mapping reads: reported, since nothing may vanish silently.

        broken: some mappings could not be read.
        """
        fix = (
            _BROKEN
            if broken
            else Text(
                "対応表を作るか（sojo-eval map）、要らないものなら files と why を書いた .toml を mappings/ に置いてください",
                "Make a mapping (sojo-eval map); if you do not need it, add a .toml with files and why to mappings/",
            )
        )
        found = self.open_in_excel()
        for path in self.all():
            if path in self.left:
                continue
            file_name = self.file_name(path)
            if path not in self.opened:
                message = Text("どの対応表も読まないファイルです", "No mapping reads this file")
                found += self.refused.get(path, ())
                found.append(Problem("not-mapped", message, fix, file=file_name, severity="warning"))
                continue
            message = Text("どの対応表も読まないシートです", "No mapping reads this sheet")
            found += [
                Problem("not-mapped", message, fix, file=file_name, sheet=sheet.name, severity="note")
                for sheet in self.opened[path][0]
                if (path, sheet.name) not in self.used and sheet.holds_something()
            ]
        return found
