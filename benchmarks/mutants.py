"""Is each rule of the policy held by a test? Every rule is broken by itself, and the tests beside it must turn red.

    python benchmarks/mutants.py [--only gates.py] [--without edges] [--jobs 2] [--list]

`mutant_table/` holds single changes: a file, its exact text (there once, else the script stops), what it becomes. Each
is made in a copy of the package and its tests; the checkout is never touched. What no test notices is a survivor. A
change that cannot alter any result carries its reason and counts as explained. `--without edges` leaves out test files
of that name: how well the other tests hold the policy alone. About fifteen minutes on two cores.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from queue import SimpleQueue

from mutant_table import TABLE, TESTS

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 300
"""A broken rule may make a loop endless: that is noticed too."""

CLOCK = count(1_000_000_000)


@dataclass(frozen=True)
class Mutant:
    """One rule broken: `old` stands once in the file and becomes `new`; `equivalent` says why no result changes. tests: those
    that must notice it by themselves, where these are others than the file's."""

    file: str
    old: str
    new: str
    equivalent: str = ""
    tests: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}: {self.old!r} → {self.new!r}"

    def source(self) -> str:
        """The file with the change in it. Stops the script unless the old text stands there exactly once."""
        text = (ROOT / "sojo_eval" / self.file).read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            sys.exit(f"the table is out of date: {text.count(self.old)} times in its file: {self}")
        return text.replace(self.old, self.new)


def pytest(copy: Path, tests: list[str]) -> int:
    """Exit code of the tests in the copy, which must be what they import."""
    given = {**os.environ, "PYTHONPATH": str(copy), "OMP_NUM_THREADS": "1"}
    quick = "-x -q -p no:cacheprovider -p no:xdist -p no:nbval --hypothesis-seed=0"
    command = [sys.executable, "-m", "pytest", *quick.split()]
    if not any(
        room in test
        for test in tests
        for room in (
            "batch",
            "disclosure",
            "recording",
            "indicators",
            "gathering",
            "stored_results",
            "city/engines",
            "data_quality",
            "evaluated",
            "exploring",
            "test_areas",
            "test_paths",
            "tests/lab/",
            "explore",
            "importing/files",
            "schema",
        )
    ):
        command.append("--noconftest")  # only the others need fixtures, which take seconds to import
    try:
        done = subprocess.run([*command, *tests], cwd=copy, env=given, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return 1
    return done.returncode


def write(file: Path, text: str) -> None:
    """Write with a time of its own, so that the bytecode of one change is not taken for another's of the same length."""
    file.write_text(text, encoding="utf-8")
    os.utime(file, times=(next(CLOCK), next(CLOCK)))


def copied(folder: Path) -> Path:
    """The package and its tests in a folder of their own. Stops the script unless Python takes them from there."""
    for name in ("sojo_eval", "tests", "data_schema", "notebooks"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "pyproject.toml", folder)
    where = "import sojo_eval; print(sojo_eval.__file__)"
    found = subprocess.run([sys.executable, "-c", where], cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True, text=True)  # fmt: skip
    if not Path(found.stdout.strip()).is_relative_to(folder):
        sys.exit(f"the copy is not what is imported, but {found.stdout or found.stderr}")
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only", default="", help="files whose path contains this")
    parser.add_argument("--without", default="", help="leave out test files whose name contains this")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--list", action="store_true", help="show the table, checked, and run nothing")
    given = parser.parse_args()
    mutants = [Mutant(file, *row) for file, rows in TABLE.items() for row in rows if given.only in file]
    sources = {mutant: mutant.source() for mutant in mutants}
    if given.list:
        print(*mutants, f"{len(mutants)} mutants", sep="\n")
        return
    tests = {
        mutant: [
            f"tests/{t}"
            for t in mutant.tests or TESTS[mutant.file]
            if not given.without or given.without not in t
        ]
        for mutant in mutants
    }
    with tempfile.TemporaryDirectory() as name:
        copies: SimpleQueue[Path] = SimpleQueue()
        for job in range(given.jobs):
            copies.put(copied(Path(name) / str(job)))

        def red(these: tuple[str, ...]) -> bool:
            """Whether tests are red with nothing broken, and would seem to notice everything."""
            copy = copies.get()
            try:
                return pytest(copy, [*these]) != 0
            finally:
                copies.put(copy)

        def noticed(mutant: Mutant) -> bool:
            """Whether tests turn red."""
            copy = copies.get()
            try:
                file = copy / "sojo_eval" / mutant.file
                sound = file.read_text(encoding="utf-8")
                write(file, sources[mutant])
                code = pytest(copy, tests[mutant])
                write(file, sound)
                if code not in (0, 1):
                    sys.exit(f"the tests could not run (pytest ended with {code}): {mutant}")
                print("." if code == 1 else f"\n{mutant}", end="", flush=True)
                return code == 1
            finally:
                copies.put(copy)

        with ThreadPoolExecutor(given.jobs) as pool:
            sets = sorted({tuple(own) for own in tests.values()})
            for these in (own for own, bad in zip(sets, pool.map(red, sets), strict=True) if bad):
                sys.exit(f"red, or slower than {SECONDS} s, before anything is broken: {', '.join(these)}")
            killed = dict(zip(mutants, pool.map(noticed, mutants), strict=True))
    explained = [m for m in mutants if not killed[m] and m.equivalent]
    survivors = [m for m in mutants if not killed[m] and not m.equivalent]
    print()
    for file in dict.fromkeys(m.file for m in mutants):
        of_file = [m for m in mutants if m.file == file]
        print(f"{file}: {sum(killed[m] for m in of_file)} of {len(of_file)} noticed")
    print(*(f"explained: {m}: {m.equivalent}" for m in explained), sep="\n")
    print(*(f"SURVIVED: {m}" for m in survivors), sep="\n")
    print(
        f"{len(mutants)} mutants, {sum(killed.values())} noticed, {len(explained)} explained, {len(survivors)} survived"
    )
    sys.exit(1 if survivors else 0)


if __name__ == "__main__":
    main()
