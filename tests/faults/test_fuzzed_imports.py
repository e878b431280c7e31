"""Some hundred mutated files through the real import; benchmarks/fuzz_import.py does ten thousand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.faults.fuzzing.cases import make_case
from tests.faults.fuzzing.workers import Outcome, Setting, run_cases

SEED, FILES = 20261126, 300


@pytest.fixture(scope="module")
def setting(reference_data: Path, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Setting:
    return Setting(
        reference_data / "japan", repository / "tests" / "mappings", tmp_path_factory.mktemp("fuzz")
    )


@pytest.fixture(scope="module")
def outcomes(setting: Setting) -> list[Outcome]:
    return [*run_cases(setting, SEED, [*range(FILES)], workers=2)]


def broken(outcomes: list[Outcome], beginning: str) -> list[str]:
    return [
        f"case {o.number} ({o.source} as {o.suffix}: {', '.join(o.mutations)}): {bar}\n{seen}"
        for o in outcomes
        for bar, seen in o.findings
        if bar.startswith(beginning)
    ]


def test_no_mutated_file_gives_a_traceback(outcomes: list[Outcome]) -> None:
    assert sorted(o.number for o in outcomes) == [*range(FILES)]
    assert broken(outcomes, "traceback") == broken(outcomes, "crash") == []


def test_no_mutated_file_takes_ten_seconds(outcomes: list[Outcome]) -> None:
    assert broken(outcomes, "hang") == broken(outcomes, "slow") == []


def test_no_row_of_a_mutated_file_is_lost(outcomes: list[Outcome]) -> None:
    assert broken(outcomes, "identity") == []


def test_personal_data_put_into_a_file_are_never_repeated(outcomes: list[Outcome]) -> None:
    assert broken(outcomes, "personal") == []


def test_the_mutations_are_neither_harmless_nor_all_fatal(outcomes: list[Outcome]) -> None:
    """Otherwise the tests above would show nothing."""
    found = Counter(o.outcome for o in outcomes)
    assert min(found["imported whole"], found["with problems"], found["refused"]) > FILES / 20, found


def test_a_case_can_be_made_again_from_its_number(setting: Setting) -> None:
    sources = setting.sources()
    first, again = (make_case(sources, SEED, 3), make_case(sources, SEED, 3))
    assert (first.file, first.mutations, first.mappings) == (again.file, again.mutations, again.mappings)
