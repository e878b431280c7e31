"""What is kept is read again by the same code only; damaged or unwritable, it is done without."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.foundation import cache
from sojo_eval.foundation.cache import Kept


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOJO_EVAL_CACHE", str(tmp_path))
    return tmp_path / "kept"


def never() -> str:
    raise AssertionError("it was kept")


def test_an_answer_is_worked_out_once(folder: Path) -> None:
    first = Kept("words")
    assert first.get("a", lambda: "答え") == "答え"
    assert first.get("a", never) == "答え"
    first.save()
    assert Kept("words").get("a", never) == "答え"
    assert Kept("others").get("a", lambda: "another") == "another"
    assert folder.stat().st_mode & 0o077 == 0


def test_two_processes_add_to_each_other() -> None:
    first, second = Kept("words"), Kept("words")
    first.get("a", lambda: 1)
    second.get("b", lambda: 2)
    first.save()
    second.save()
    both = Kept("words")
    assert (both.get("a", never), both.get("b", never)) == (1, 2)


def test_other_code_reads_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Kept("words")
    before.get("a", lambda: "old")
    before.save()
    monkeypatch.setattr(cache, "code_fingerprint", lambda: "other code")
    assert Kept("words").get("a", lambda: "new") == "new"


@pytest.mark.parametrize("damage", [b"", b"no checksum", b"\xff\xfe", b'0\n{"a": "wrong"}'])
def test_a_damaged_file_is_done_without(folder: Path, damage: bytes) -> None:
    before = Kept("words")
    before.get("a", lambda: "right")
    before.save()
    (kept,) = folder.iterdir()
    kept.write_bytes(damage)
    assert Kept("words").get("a", lambda: "right") == "right"


def test_one_changed_letter_is_noticed(folder: Path) -> None:
    before = Kept("words")
    before.get("a", lambda: "right")
    before.save()
    (kept,) = folder.iterdir()
    kept.write_text(kept.read_text().replace("right", "wrong"))
    assert Kept("words").get("a", lambda: "right") == "right"


def test_a_cache_that_cannot_be_written_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "a file"
    taken.write_text("")
    monkeypatch.setenv("SOJO_EVAL_CACHE", str(taken))
    mine = Kept("words")
    assert mine.get("a", lambda: 1) == 1
    mine.save()
    assert taken.read_text() == ""


def test_old_states_of_the_code_are_forgotten(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for state in range(6):
        monkeypatch.setattr(cache, "code_fingerprint", lambda state=state: str(state))
        kept = Kept("words")
        kept.get("a", lambda: 1)
        kept.save()
    assert len([*folder.glob("words-*.json")]) == 3
