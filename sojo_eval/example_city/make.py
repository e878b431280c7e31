"""Makes the example city's folder."""

from __future__ import annotations

import json
from pathlib import Path

from sojo_eval.example_city.configuration import CITY_TOML, readme_text
from sojo_eval.example_city.received_files.mappings import write_mappings
from sojo_eval.example_city.received_files.raw_files import write_raw
from sojo_eval.example_city.received_files.sources import SOURCES
from sojo_eval.example_city.tables import clean_tables
from sojo_eval.example_city.truth import BOUNDARY, SCENARIOS, truth_table
from sojo_eval.example_city.truth_beside_others import compared_truth
from sojo_eval.example_city.world import World
from sojo_eval.foundation.files import write_text
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.links import CITY_PARTS, refuse_links
from sojo_eval.foundation.paths import PathLike, as_path
from sojo_eval.foundation.problems import SojoEvalError

GENERATOR, GENERATOR_VERSION = "sojo_eval.example_city", "1"
TRUTH_FILE = "truth.json"


def make_example_city(path: PathLike, *, seed: int = 1, scenario: str = "mixed") -> None:
    """Write a synthetic Nishi-Tokyo: city.toml, raw/, mappings/, truth.json and README.txt.

    The same seed and scenario give the same data. An earlier example city at `path` is replaced: its files are
    overwritten, those it alone had are removed, files of others stay; what was imported from it must be imported
    again. Raises SojoEvalError (exit code 2) for an unknown scenario, a negative seed, or a folder that holds
    anything else; exit code 1 for links in it.
    """
    folder = as_path(path)
    _refuse_wrong_use(folder, seed, scenario)
    earlier = _files_of_earlier_city(folder)
    tables = clean_tables(World(seed, scenario))
    # The marker of an example city goes first: a run that is cut off can simply be repeated.
    facts = {
        "generator": GENERATOR,
        "generator_version": GENERATOR_VERSION,
        "seed": seed,
        "scenario": scenario,
        "boundary": f"{BOUNDARY}-01",
        "baseline": "4",
        "current": "5",
        "indicators": truth_table(scenario),
        "comparators": compared_truth(scenario),
    }
    _write_facts(folder, {**facts, "files": earlier})
    (folder / "clean" / "manifest.json").unlink(missing_ok=True)  # it described other raw files
    made = write_raw(folder / "raw", SOURCES, tables) + write_mappings(folder / "mappings", SOURCES)
    write_text(folder / "city.toml", CITY_TOML)
    write_text(folder / "README.txt", readme_text(seed, scenario))
    names = sorted(p.relative_to(folder).as_posix() for p in made)
    for name in sorted(set(earlier) - set(names)):
        (folder / name).unlink(missing_ok=True)
    _write_facts(folder, {**facts, "files": names})


def _write_facts(folder: Path, facts: dict[str, object]) -> None:
    write_text(folder / TRUTH_FILE, json.dumps(facts, ensure_ascii=False, indent=2) + "\n")


def _files_of_earlier_city(folder: Path) -> list[str]:
    """Raw and mapping files an earlier example city wrote here; none for a new folder."""
    path = folder / TRUTH_FILE
    if not path.is_file():
        return []
    names = json.loads(path.read_text(encoding="utf-8")).get("files", [])
    return [n for n in names if str(n).startswith(("raw/", "mappings/")) and ".." not in str(n)]


def _is_example_city(folder: Path) -> bool:
    try:
        facts = json.loads((folder / TRUTH_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(facts, dict) and facts.get("generator") == GENERATOR


def _refuse_wrong_use(folder: Path, seed: int, scenario: str) -> None:
    if scenario not in SCENARIOS:
        choice = ", ".join(SCENARIOS)
        raise SojoEvalError(
            "no-scenario",
            Text(f"シナリオ「{scenario}」はありません", f"There is no scenario {scenario!r}"),
            Text(f"次のどれかです: {choice}", f"Use one of: {choice}"),
        )
    if seed < 0:
        raise SojoEvalError(
            "bad-seed",
            Text(f"乱数の種 {seed} は使えません", f"The seed {seed} cannot be used"),
            Text("0以上の整数にしてください", "Use a whole number of 0 or more"),
        )
    if folder.exists() and not folder.is_dir():
        raise _occupied(folder)
    if folder.is_dir() and any(folder.iterdir()) and not _is_example_city(folder):
        raise _occupied(folder)
    refuse_links(folder, (*CITY_PARTS, TRUTH_FILE, "README.txt"))


def _occupied(folder: Path) -> SojoEvalError:
    return SojoEvalError(
        "not-empty",
        Text(f"{folder} には別のものがあります", f"{folder} holds something else"),
        Text("空のフォルダか、新しい名前を指定してください", "Name an empty folder, or a new one"),
    )
