"""The pins of constraints.txt: made on the lowest Python, checked on every Python that pyproject.toml names.

    make lock                    the pins there are stay; missing ones are added, needless ones go
    make lock FREE="soupsieve"   these names are resolved again (FREE=all: every name)
    .venv/bin/python .ci/lock.py --check   nothing is written; exit 1 where a Python could not install the pins

Needs only pip, which does all resolving; no Python but the running one has to be there, and nothing is installed.
Wheels and markers are those of the running platform: what only Windows or macOS needs stays unpinned.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "constraints.txt"

# Debian 12's own Python: some releases ask for 3.11.4 or 3.11.5, which ">=3.11" does not promise.
ALSO = {"3.11.2"}

# Published without wheels, and pip resolves for another Python from wheels only. Both are pure Python, so
# the wheel built here serves every Python. Their pins are raised by hand: nothing else offers newer ones.
SOURCE_ONLY = ["odfpy", "pyspark"]

# pip takes wheels and Requires-Python from --python-version, but markers (`; python_version < "3.12"`) from the
# Python it runs on. This runs pip with the markers of the asked Python, and stops if pip no longer heeds them.
PIP = """
import runpy, sys
from pip._vendor.packaging import markers
version, here = sys.argv.pop(1), markers.default_environment()
told = {"python_full_version": version, "python_version": ".".join(version.split(".")[:2])}
markers.default_environment = lambda: {**here, **told}
assert markers.Marker(f"python_full_version == '{version}'").evaluate(), "this pip takes its markers elsewhere"
sys.argv[0] = "pip"
runpy.run_module("pip", run_name="__main__", alter_sys=True)
"""

Pins = dict[str, str]  # normal name -> "name==version"


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def read() -> tuple[list[str], Pins]:
    """The comments at the head, and the pins."""
    lines = CONSTRAINTS.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    return head, {normal(line.partition("==")[0]): line for line in lines if line not in head}


def run(work: Path, *command: str) -> tuple[bool, str]:
    """Whether the running Python did it in this folder, and all that was said."""
    to = subprocess.PIPE
    words = [sys.executable, *command]
    done = subprocess.run(words, cwd=work, stdout=to, stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode == 0, done.stdout


def build(pins: Pins, work: Path) -> None:
    """Wheels of what has none to download: this project, and the packages published as source alone."""
    sources = [str(ROOT), *(pins.get(name, name) for name in SOURCE_ONLY)]
    fine, said = run(work, "-m", "pip", "wheel", "--no-deps", "--wheel-dir=.", *sources)
    if not fine:
        sys.exit(said)


def resolve(python: str, wanted: list[str], pins: Pins, work: Path) -> Pins | None:
    """What pip would install on this Python under these pins; None, after pip's own words, where it cannot.

    All extras in one go: where every package is pinned and all fit together, each smaller set fits too.
    """
    (work / "pins.txt").write_text("".join(f"{pin}\n" for pin in pins.values()), encoding="utf-8")
    how = f"--dry-run --only-binary=:all: --python-version={python} --target=nowhere --progress-bar=off"
    files = "--find-links=. --constraint=pins.txt --report=report.json"
    fine, said = run(work, "-c", PIP, python, "install", *how.split(), *files.split(), *wanted)
    if not fine:
        print(f"Python {python}: pip cannot install this. It says:", *said.splitlines()[-20:], sep="\n  ")
        return None
    report = json.loads((work / "report.json").read_text(encoding="utf-8"))
    found = [item["metadata"] for item in report["install"]]
    return {normal(one["name"]): f"{one['name']}=={one['version']}" for one in found}


def main() -> int:
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("free", nargs="*", metavar="NAME", help="resolve this name again; all: every name")
    options = parser.parse_args()

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = settings["project"]
    minors = re.findall(r"Python :: (\d+\.\d+)\b", "\n".join(project["classifiers"]))
    pythons = sorted({f"{minor}.0" for minor in minors} | ALSO, key=lambda one: [*map(int, one.split("."))])
    everything = f"{project['name']}[{','.join(project['optional-dependencies'])}]"
    wanted = [everything, *settings["build-system"]["requires"]]

    head, old = read()
    free = {normal(name) for name in options.free}
    kept = {name: pin for name, pin in old.items() if name in SOURCE_ONLY or not free & {name, "all"}}
    needed: Pins = {}
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        build(old, Path(folder))
        # The lowest Python goes first: the newest release that it can install is what the others get too.
        for python in pythons:
            found = resolve(python, wanted, kept, Path(folder))
            if found is None:
                failed = True
                continue
            del found[normal(project["name"])]
            unpinned = [pin for name, pin in found.items() if name not in kept]
            if options.check and unpinned:
                failed = True
                print(f"Python {python}: not pinned: {', '.join(unpinned)}")
            else:
                print(f"Python {python}: ok, {len(found)} packages", flush=True)
            needed |= found
            if not options.check:
                kept |= found
    if failed or options.check:
        return int(failed)

    lines = [*head, *sorted(needed.values(), key=str.casefold)]
    CONSTRAINTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    pairs = [(old.get(name, "none"), needed.get(name, "none")) for name in sorted(old | needed)]
    changed = [f"{before} -> {after}" for before, after in pairs if before != after]
    print(*(changed or ["no pin changed"]), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
