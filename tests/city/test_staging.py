"""Imports beside each other do not meet, and what a killed one leaves is brought to its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sojo_eval.city import import_city, open_city, record_clean_tables, staging
from sojo_eval.foundation.problems import SojoEvalError
from tests.city.imported import evaluated, listed, rules, write


def test_two_imports_of_one_folder_do_not_meet(city: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from sojo_eval.city.staging import one_writer\n"
        "with one_writer(Path(sys.argv[1])):\n    print('writing', flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", script, str(city / "clean")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "writing"
        with pytest.raises(SojoEvalError, match="busy"):
            import_city(city)
        os.kill(other.pid, signal.SIGKILL)
    assert rules(city) == []


@pytest.mark.parametrize("moved", [0, 4, 5, 7])
def test_an_import_killed_while_publishing_is_brought_to_its_end_by_the_next(
    city: Path, moved: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluated(city)
    write(city, "O1,地域共生課,市の部署", "O2,泉会,NPO等")
    replace, left = Path.replace, [moved]

    def killed(path: Path, target: Path) -> Path:
        if path.parent.name == staging.READY or path.parent.parent.name == staging.READY:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            import_city(city)
    if moved == 5:  # tables of the one, the record of the other
        with pytest.raises(SojoEvalError, match="cut off"):
            open_city(city)
    assert rules(city) == ["revised"]
    assert listed(city) == [("changed", "O1")]
    assert open_city(city).table("organizations")["name_ja"].tolist() == ["地域共生課", "泉会"]
    assert not [*(city / "clean").glob(".ready*"), *(city / "clean").glob(".staged*")]


def test_what_a_killed_import_left_half_written_is_swept_away(city: Path) -> None:
    clean = city / "clean"
    (clean / ".staged").mkdir()
    (clean / ".staged" / "organizations.parquet").write_bytes(b"half")
    (clean / ".problems.csv.0123456789abcdef.part").write_bytes(b"half")
    (clean / ".film.part").write_bytes(b"another program's")
    assert rules(city) == []
    assert not (clean / ".staged").exists()
    assert [p.name for p in clean.glob(".*.part")] == [".film.part"]


@pytest.mark.parametrize("folder", [staging.READY, ".staged"])
def test_what_others_put_into_our_folders_is_neither_published_nor_deleted(city: Path, folder: str) -> None:
    theirs = city / "clean" / folder / "notes.parquet"
    theirs.parent.mkdir()
    theirs.write_text("mine")
    with pytest.raises(SojoEvalError, match="not-ours"):
        import_city(city)
    assert theirs.read_text() == "mine"
    assert not (city / "clean" / "notes.parquet").exists()
    theirs.unlink()
    assert rules(city) == []


def test_a_table_that_was_a_folder_is_replaced_only_where_the_manifest_knows_its_files(city: Path) -> None:
    clean = city / "clean"
    for note in (False, True):
        (clean / "organizations" / "kind=a").mkdir(parents=True, exist_ok=True)
        (clean / "organizations.parquet").replace(clean / "organizations" / "kind=a" / "1.parquet")
        (clean / "organizations" / "notes.txt").write_text("mine")
        if note:
            record_clean_tables(city, ["organizations"])
        import_city(city)
        assert (clean / "organizations" / "kind=a" / "1.parquet").exists() != note
        assert (clean / "organizations" / "notes.txt").read_text() == "mine"
        assert open_city(city).rows("organizations") == 2
