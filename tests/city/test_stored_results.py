"""A result is worked out once, and again as soon as anything it rests on has changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from sojo_eval.city import City, open_city, stored_results
from sojo_eval.city.stored_results import STORED, rests_on, stored
from sojo_eval.foundation.archive import write_archive
from tests.conftest import SmallCity


@dataclass(frozen=True)
class Counted:
    """A result."""

    times: int


class Work:
    """Counts how often it was done."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Counted:
        self.times += 1
        return Counted(self.times)


def ask(city: City, work: Callable[[], Counted], **asked: object) -> Counted:
    return stored(city, "counted", asked, work, Counted, ())


def files(city: City) -> list[Path]:
    return sorted((city.path / STORED).glob("*.zip"))


def test_it_is_made_once(small_city: SmallCity) -> None:
    work, city = Work(), small_city.make()
    assert ask(city, work) == ask(city, work) == ask(open_city(city.path), work) == Counted(1)


def test_another_question_is_another_result(small_city: SmallCity) -> None:
    work, city = Work(), small_city.make()
    ask(city, work, area="C1")
    ask(city, work, area="C2")
    assert stored(city, "other", {"area": "C1"}, work, Counted, ()) == Counted(3)
    assert ask(city, work, area="C1") == Counted(1)


def changed_table(maker: SmallCity, city: City) -> City:
    areas = city.table("areas")
    return maker.make(areas=areas.assign(name_ja=["別市", *areas["name_ja"].iloc[1:]]))


def changed_toml(maker: SmallCity, city: City) -> City:
    return maker.make(more="[looks]\nplanned = 3\n")


def changed_in_python(_: SmallCity, city: City) -> City:
    return replace(city, configuration=replace(city.configuration, threshold=10))


def changed_input(_: SmallCity, city: City) -> City:
    path = city.path / "clean" / "manifest.json"
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps(manifest | {"inputs": {"raw/a.csv": "1" * 64}}))
    return open_city(city.path)


def another_engine(_: SmallCity, city: City) -> City:
    return replace(city, engine="spark")


@pytest.mark.parametrize(
    "change", [changed_table, changed_toml, changed_in_python, changed_input, another_engine]
)
def test_what_it_rests_on_has_changed(
    small_city: SmallCity, change: Callable[[SmallCity, City], City]
) -> None:
    work, city = Work(), small_city.make()
    ask(city, work)
    assert ask(change(small_city, city), work) == Counted(2)


@pytest.mark.parametrize("what", ["code_fingerprint", "library_versions"])
def test_other_code_or_libraries_work_it_out_again(
    small_city: SmallCity, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    work, city = Work(), small_city.make()
    ask(city, work)
    monkeypatch.setattr(stored_results, what, lambda: "another")
    assert ask(city, work) == Counted(2)


def test_a_comment_in_city_toml_changes_nothing(small_city: SmallCity) -> None:
    before = rests_on(small_city.make())
    assert rests_on(small_city.make(more="# a note\n")) == before


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", None])
def test_a_damaged_result_is_made_again(small_city: SmallCity, damage: bytes | None) -> None:
    work, city = Work(), small_city.make()
    ask(city, work)
    (path,) = files(city)
    if damage is None:
        write_archive(path, Other(1))
    else:
        path.write_bytes(damage)
    assert ask(city, work) == Counted(2)
    assert ask(city, work) == Counted(2)


@dataclass(frozen=True)
class Other:
    """Another class, put in the place of a result."""

    times: int


def test_an_error_stores_nothing(small_city: SmallCity) -> None:
    def fails() -> Counted:
        raise ValueError("no data")

    city = small_city.make()
    with pytest.raises(ValueError, match="no data"):
        ask(city, fails)
    assert not files(city)
    assert ask(city, Work()) == Counted(1)


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_only_the_owner_can_read_what_is_stored(small_city: SmallCity) -> None:
    city = small_city.make()
    ask(city, Work())
    folder = city.path / STORED
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_a_folder_that_cannot_be_written_is_no_hindrance(small_city: SmallCity) -> None:
    work, city = Work(), small_city.make()
    (city.path / "results").write_text("a file where the folder would be")
    assert (ask(city, work), ask(city, work)) == (Counted(1), Counted(2))


def test_old_results_of_a_question_go(small_city: SmallCity) -> None:
    city = small_city.make()
    ask(city, Work(), area="C2")
    for threshold in range(5, 10):
        ask(replace(city, configuration=replace(city.configuration, threshold=threshold)), Work(), area="C1")
    assert len(files(city)) == 2 + 1


def test_what_a_killed_writer_left_goes(small_city: SmallCity) -> None:
    city = small_city.make()
    ask(city, Work())
    (path,) = files(city)
    half = path.with_name(f".{path.name}.{'0' * 16}.part")
    half.write_bytes(b"half")
    path.unlink()
    ask(city, Work())
    assert not half.exists()


IN_A_PROCESS = """
import sys, time
from pathlib import Path
from sojo_eval.city import open_city
from tests.city.test_stored_results import Counted, ask
def work():
    with open(sys.argv[2], "a") as log:
        log.write("made\\n")
    time.sleep(0.5)
    return Counted(7)
print(ask(open_city(sys.argv[1]), work).times)
"""


def test_two_processes_that_need_the_same_make_it_once(small_city: SmallCity, tmp_path: Path) -> None:
    city, log = small_city.make(), tmp_path / "log"
    command = [sys.executable, "-c", IN_A_PROCESS, str(city.path), str(log)]
    root = Path(__file__).parents[2]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) for _ in range(3)]
    assert [process.communicate(timeout=60)[0].strip() for process in running] == ["7"] * 3
    assert log.read_text() == "made\n"


def test_another_folder_of_stored_results_begins_anew(
    small_city: SmallCity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, city = Work(), small_city.make()
    ask(city, work)
    monkeypatch.setenv(stored_results.FOLDER_VARIABLE, str(tmp_path / "elsewhere"))
    assert ask(city, work) == ask(city, work) == Counted(2)
    assert len(files(city)) == 1
    assert len(list((tmp_path / "elsewhere").glob("*.zip"))) == 1
