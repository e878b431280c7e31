"""The rooms of the package: files in each, arrows between them, circles, arrows up, and the way of one sheet.

    python benchmarks/import_map.py [--room importing] [--sheet FILE.csv --mappings DIR]

A room is a folder with its files, or one file beside them. An arrow joins two rooms of which one imports from the other.
Circles are groups of rooms that import each other; arrows up break the floors of pyproject.toml. With --sheet, one
file is imported under a profiler: how many rooms and files of `importing` its cells visit, and how often they come back.
Run it on an older checkout with PYTHONPATH set to that checkout.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

import grimp
import networkx as nx

import sojo_eval

PACKAGE = Path(sojo_eval.__file__).parent


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--room", default="importing", help="the room whose inside is shown too")
    options.add_argument("--sheet", type=Path, help="a file that `raw/` could hold")
    options.add_argument("--mappings", type=Path, help="the folder of the mapping that reads it")
    asked = options.parse_args()
    graph = grimp.build_graph("sojo_eval", exclude_type_checking_imports=True, cache_dir=None)
    arrows = [(a, b) for a in graph.modules for b in graph.find_modules_directly_imported_by(a)]
    _show("sojo_eval", arrows)
    _show(f"sojo_eval.{asked.room}", arrows)
    print(f"arrows up: {len(_arrows_up(arrows))}")
    if asked.sheet is not None:
        _walk(asked.sheet, asked.mappings or asked.sheet.parent)


def _show(prefix: str, arrows: list[tuple[str, str]]) -> None:
    """One line a room below `prefix`, and what joins them."""
    depth = len(prefix.split("."))
    inside = [
        (a.split(".")[depth], b.split(".")[depth])
        for a, b in arrows
        if a.startswith(prefix + ".") and b.startswith(prefix + ".")
    ]
    drawn = nx.DiGraph([(a, b) for a, b in inside if a != b])
    folder = PACKAGE.joinpath(*prefix.split(".")[1:])
    rooms = {p.stem if p.is_file() else p.name: _files(p) for p in folder.iterdir() if _is_room(p)}
    circles = [c for c in nx.strongly_connected_components(drawn) if len(c) > 1]
    print(f"\n{prefix}: {len(rooms)} rooms, {sum(rooms.values())} files, {drawn.number_of_edges()} arrows")
    print(f"circles: {len(circles)} {[sorted(c) for c in circles] or ''}")
    if not circles:
        print("longest way down: " + " > ".join(nx.dag_longest_path(drawn)))
    imports = sum(a.startswith(prefix + ".") and b.startswith(prefix + ".") for a, b in arrows)
    print(f"imports between its files: {imports}")
    for name, files in sorted(rooms.items()):
        below = sorted(drawn.successors(name)) if name in drawn else []
        print(f"  {name:18} {files:3} files   imports from {', '.join(below) or 'none'}")


def _is_room(path: Path) -> bool:
    if path.is_dir():
        return any(path.glob("*.py"))
    return path.suffix == ".py" and path.stem not in ("__init__", "__main__")


def _files(path: Path) -> int:
    return 1 if path.is_file() else len([p for p in path.rglob("*.py") if p.stem != "__init__"])


def _arrows_up(arrows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Imports from a floor above: the first contract of pyproject.toml lists the floors, the top one first."""
    settings = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    floor = {name.strip(): i for i, line in enumerate(layers) for name in line.split("|")}

    def of(module: str) -> int | None:
        return floor.get(".".join(module.split(".")[:2]))

    return [(a, b) for a, b in arrows if (x := of(a)) is not None and (y := of(b)) is not None and y < x]


def _walk(sheet: Path, mappings: Path) -> None:
    """Import one file and follow it through the files of `importing`."""
    from sojo_eval.importing import import_sources
    from sojo_eval.schema import load_schema

    home = str(PACKAGE / "importing")
    visits: list[str] = []

    def note(frame: object, event: str, _: object) -> None:
        file = frame.f_code.co_filename  # type: ignore[attr-defined]
        if event == "call" and file.startswith(home):
            name = str(Path(file).relative_to(home))
            if not visits or visits[-1] != name:
                visits.append(name)

    with tempfile.TemporaryDirectory() as raw:
        (Path(raw) / sheet.name).write_bytes(sheet.read_bytes())
        sys.setprofile(note)
        try:
            import_sources(Path(raw), mappings, {}, load_schema())
        finally:
            sys.setprofile(None)
    for what, names in (
        ("files", visits),
        ("rooms", [v.split("/")[0] if "/" in v else v for v in visits]),
    ):
        steps = [n for i, n in enumerate(names) if i == 0 or names[i - 1] != n]
        times = Counter(steps)
        back = sum(times.values()) - len(times)
        print(f"{sheet.name}: {len(times)} {what}, {len(steps)} steps between them, {back} of them back")


if __name__ == "__main__":
    main()
