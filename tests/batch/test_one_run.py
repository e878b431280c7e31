"""One run a folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sojo_eval.batch.done import OURS
from sojo_eval.batch.one_run import one_run, remove_half_written
from sojo_eval.foundation.problems import SojoEvalError

HOLD = (
    "import sys; from pathlib import Path; from sojo_eval.batch.one_run import one_run\n"
    "with one_run([Path(sys.argv[1])]): print('held', flush=True); sys.stdin.read()"
)


def test_a_second_run_is_told_who_holds_the_folder_and_a_killed_one_holds_it_no_longer(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "out"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(SojoEvalError) as caught, one_run([tmp_path / "a", folder]):
            pass
        assert (caught.value.code, caught.value.exit_code) == ("busy", 3)
        assert f"process {holder.pid}, since 20" in caught.value.message.en
        assert str(folder) in caught.value.message.ja
        with one_run([tmp_path / "a"]):  # the lock of the first folder was given back
            pass
    finally:
        holder.kill()
        holder.communicate()
    with one_run([folder]):
        assert (
            json.loads((folder / OURS / "running.json").read_text(encoding="utf-8"))["process"] == os.getpid()
        )
    assert not (folder / OURS / "running.json").exists()


def test_a_folder_named_twice_is_locked_once(tmp_path: Path) -> None:
    with one_run([tmp_path / "a", tmp_path / "b" / ".." / "a"]):
        pass


def test_our_folder_may_not_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / OURS).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SojoEvalError, match="link-in-folder"), one_run([tmp_path / "out"]):
        pass
    assert not list((tmp_path / "elsewhere").iterdir())


def test_only_halves_of_the_named_files_are_removed(tmp_path: Path) -> None:
    names = [
        ".a.html.0123456789abcdef.part",
        ".b.html.0123456789abcdef.part",
        ".a.html.theirs.part",
        "a.html",
    ]
    for name in names:
        (tmp_path / name).write_text("x")
    remove_half_written([tmp_path / "a.html", tmp_path / "missing" / "c.html"])
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(names[1:])


def test_more_folders_can_be_locked_than_a_process_may_open_files_at_first(tmp_path: Path) -> None:
    program = (
        "import resource; from pathlib import Path; from sojo_eval.batch.one_run import one_run\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (64, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))\n"
        f"with one_run(Path({str(tmp_path)!r}) / str(n) for n in range(100)): print('held')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == "held\n", done.stderr
