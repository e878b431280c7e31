"""Two hundred mutated files through the real import; benchmarks/fuzz_import.py does ten thousand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from sojo_eval.importing.files import text_files
from sojo_eval.importing.files.cells import Cells
from tests.faults.fuzzing.cases import Case, make_case
from tests.faults.fuzzing.sources import Source, standard_sources
from tests.faults.fuzzing.workers import Outcome, Setting, run_case, run_cases

SEED, FILES = 20261126, 200


@pytest.fixture(scope="module")
def setting(reference_data: Path, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Setting:
    return Setting(
        reference_data / "japan", repository / "tests" / "mappings", tmp_path_factory.mktemp("fuzz")
    )


@pytest.fixture(scope="module")
def outcomes(setting: Setting) -> list[Outcome]:
    return [*run_cases(setting, SEED, [*range(FILES)], workers=2)]


@pytest.fixture(scope="module")
def sources(setting: Setting) -> list[Source]:
    return setting.sources()


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


def test_a_case_can_be_made_again_from_its_number(sources: list[Source]) -> None:
    first, again = (make_case(sources, SEED, 3), make_case(sources, SEED, 3))
    assert (first.file, first.mutations, first.mappings) == (again.file, again.mutations, again.mappings)


def bars(case: Case, folder: Path) -> set[str]:
    folder.mkdir()
    return {bar for bar, _ in run_case(case, folder).findings}


def test_a_row_that_the_reader_lost_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oracles themselves: a reader that drops a row, and problems that repeat what they are shown."""
    source = next(standard_sources())
    sound = Case(1, source.name, source.name, source.content, {}, {})
    assert bars(sound, tmp_path / "sound") == set()
    whole = text_files.by_python
    monkeypatch.setattr(text_files, "by_python", lambda text, delimiter: whole(text, delimiter)[:-1])
    assert bars(sound, tmp_path / "short") == {"identity: another reader counts differently"}


def test_a_number_put_into_another_row_would_be_seen(
    sources: list[Source], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = next(s for s in sources if "kobe" in s.name)
    texts = {name: text.replace("@FILE@", source.name).encode() for name, text in source.mappings.items()}
    sound = Case(1, source.name, source.name, source.content, texts, source.known)
    assert bars(sound, tmp_path / "sound") == set()
    turned = Cells.take
    monkeypatch.setattr(Cells, "take", lambda cells, rows: turned(cells, np.roll(rows, 1)))
    assert "identity: a number that its cell does not hold" in bars(sound, tmp_path / "turned")


def test_personal_data_that_a_problem_repeated_would_be_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = next(standard_sources())
    content = source.content.replace(b"2025-01-01", "佐藤　蕗子".encode(), 1)
    case = Case(1, source.name, source.name, content, {}, {}, personal=("佐藤　蕗子",))
    assert bars(case, tmp_path / "sound") == set()
    monkeypatch.setattr("sojo_eval.importing.records.shown_value", lambda value, target: value)
    assert {bar.split(":")[0] for bar in bars(case, tmp_path / "told")} >= {"personal data in a problem"}
