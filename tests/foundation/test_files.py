"""Files appear whole or not at all, also when the writer is killed."""

from __future__ import annotations

import ast
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sojo_eval.foundation.files import is_half_written, private_folder, remove_ours, whole_file, write_text


def test_an_error_while_writing_leaves_the_earlier_file(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_text(target, "earlier")
    with pytest.raises(RuntimeError), whole_file(target) as part:
        part.write_text("half")
        raise RuntimeError
    assert target.read_text(encoding="utf-8") == "earlier"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_killed_writer_leaves_the_earlier_file(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_text(target, "earlier")
    script = (
        "import sys, time; from pathlib import Path; from sojo_eval.foundation.files import whole_file\n"
        f"with whole_file(Path({str(target)!r})) as part:\n"
        "    part.write_text('half'); print('writing', flush=True); time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "writing"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    time.sleep(0.05)
    assert target.read_text(encoding="utf-8") == "earlier"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
@pytest.mark.parametrize(("umask", "folder", "mode"), [(0o022, 0o755, 0o644), (0o077, 0o755, 0o600), (0o027, 0o750, 0o640), (0o002, 0o700, 0o600)])  # fmt: skip
def test_a_file_follows_the_umask_and_is_closed_in_a_closed_folder(
    tmp_path: Path, umask: int, folder: int, mode: int
) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=folder)
    before = os.umask(umask)
    try:
        write_text(home / "a.txt", "a")
    finally:
        os.umask(before)
    assert stat.S_IMODE((home / "a.txt").stat().st_mode) == mode


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_a_private_folder_is_closed_with_all_that_was_open_in_it_but_not_behind_links(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    write_text(other, "theirs")
    other.chmod(0o644)
    inside = tmp_path / "clean" / "sources"
    inside.mkdir(parents=True)
    (inside / "a.parquet").write_text("a")
    (inside / "a.parquet").chmod(0o664)
    (inside / "link").symlink_to(other)
    private_folder(tmp_path / "clean")
    assert [stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "clean", inside, inside / "a.parquet", other)] == [
        0o700, 0o700, 0o600, 0o644,
    ]  # fmt: skip


def test_only_what_is_ours_is_removed_and_links_are_left(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "a.ours").write_text("precious")
    folder = tmp_path / "folder"
    (folder / "deep" / "deeper").mkdir(parents=True)
    for name in ("deep/deeper/a.ours", "b.ours", "c.txt"):
        (folder / name).write_text("x")
    (folder / "link").symlink_to(theirs)
    (folder / "link.ours").symlink_to(theirs / "a.ours")
    left = remove_ours(folder, lambda path: path.suffix == ".ours")
    assert [p.name for p in left] == ["c.txt", "link", "link.ours"]
    assert sorted(p.name for p in folder.iterdir()) == ["c.txt", "link", "link.ours"]
    assert (theirs / "a.ours").read_text() == "precious"
    (tmp_path / "way").symlink_to(folder)
    assert remove_ours(tmp_path / "way", lambda path: True) == []
    assert (folder / "c.txt").exists()


def test_the_name_of_a_half_written_file_is_known_and_no_other(tmp_path: Path) -> None:
    with whole_file(tmp_path / "a.csv") as part:
        assert is_half_written(part)
        part.write_text("x")
    assert not is_half_written(Path(".film.part"))
    assert not is_half_written(Path(".a.csv.tmpabcd1.part"))


def test_nothing_else_in_the_package_deletes(repository: Path) -> None:
    """Every file that deletes, and what: files it made itself a moment ago, or those that it knows to be ours."""
    found = set()
    for path in (repository / "sojo_eval").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {
                "rmtree",
                "unlink",
                "rmdir",
                "remove_tree",
                "removedirs",
            }:
                found.add(f"{path.relative_to(repository / 'sojo_eval').as_posix()}: {node.attr}")
    assert found == {
        "foundation/files.py: unlink",  # its own half-written file; what `is_ours` says
        "foundation/files.py: rmdir",  # empty folders
        "foundation/cache.py: unlink",  # what older states of the code had kept, by our own name for it
        "city/staging.py: unlink",  # half-written files, by name
        "city/stored_results.py: unlink",  # older results of a question, by our own name for them
        "batch/one_run.py: unlink",  # who is running; half-written files of pages of this run
        "batch/run.py: unlink",  # what was kept of a notebook that had failed, once it has not
        "batch/jobs_file.py: unlink",  # the file with which it has just tried whether a folder can be written
        "batch/engine/streams.py: unlink",  # its own temporary file
        "city/engines/local_spark.py: rmtree",  # its own temporary folder
        "example_city/make.py: unlink",  # what the example city's own list names
        "example_city/opening.py: rmtree",  # the folder it has just made
    }
