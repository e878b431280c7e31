"""A run writes what is whole, leaves what is current, tells what failed, and ends in order."""

from __future__ import annotations

import errno
import json
import os
import signal
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sojo_eval.batch import run as run_module
from sojo_eval.batch.done import done_file
from sojo_eval.batch.engine import CellFailure, NotebookRun
from sojo_eval.batch.job import Job, Outcome, Progress, Settings
from sojo_eval.batch.run import run_jobs
from sojo_eval.batch.run_record import RunRecord
from sojo_eval.batch.stopping import Stop
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from tests.batch.made_jobs import Runner, job, write_notebook

FAILURE = CellFailure("error", 2, "1/0", "ZeroDivisionError")


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> Runner:
    made = Runner()
    monkeypatch.setattr(run_module, "_runner", made.as_context)
    return made


def run(jobs: list[Job], **settings: Any) -> list[Outcome]:
    how = Settings(**settings)
    return run_jobs(jobs, how, RunRecord(jobs[0].folder / "run.json", how))


def told(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return found


def test_what_is_whole_and_current_is_not_made_again(tmp_path: Path, runner: Runner) -> None:
    jobs = [job(tmp_path / "out", name) for name in ("a", "b")]
    assert [o.result for o in run(jobs, resume=True)] == ["written", "written"]
    assert [o.result for o in run(jobs, resume=True)] == ["skipped", "skipped"]
    assert len(runner.runs) == 2
    assert [o.result for o in run(jobs)] == ["written", "written"]


def _edit_page(a: Job) -> None:
    a.paths[0].write_text("edited", encoding="utf-8")


def _delete_page(a: Job) -> None:
    a.paths[0].unlink()


def _delete_done(a: Job) -> None:
    done_file(a).unlink()


def _cut_done(a: Job) -> None:
    done_file(a).write_bytes(done_file(a).read_bytes()[:-20])


def _edit_notebook(a: Job) -> None:
    write_notebook(a.notebook, "1 + 1")


def _edit_input(a: Job) -> None:
    a.inputs["city.toml"].write_text("b", encoding="utf-8")


@pytest.mark.parametrize(
    "change", [_edit_page, _delete_page, _delete_done, _cut_done, _edit_notebook, _edit_input]
)
def test_what_is_damaged_or_would_come_out_otherwise_is_made_again(
    tmp_path: Path, runner: Runner, change: Any
) -> None:
    given = tmp_path / "city.toml"
    given.write_text("a", encoding="utf-8")
    plain = job(tmp_path / "out")
    a = Job(plain.notebook, {}, plain.folder, plain.outputs, plain.label, inputs={"city.toml": given})
    run([a], resume=True)
    change(a)
    assert [o.result for o in run([a], resume=True)] == ["written"]
    assert [o.result for o in run([a], resume=True)] == ["skipped"]


def test_another_parameter_option_or_package_makes_another_page(
    tmp_path: Path, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    run([job(folder, area="C1")], resume=True)
    assert [o.result for o in run([job(folder, area="C2")], resume=True)] == ["written"]
    monkeypatch.setattr("sojo_eval.batch.done.VERSION", "9.9")
    assert [o.result for o in run([job(folder, area="C2")], resume=True)] == ["written"]
    monkeypatch.setattr("sojo_eval.batch.done.code_fingerprint", lambda: "changed")
    assert [o.result for o in run([job(folder, area="C2")], resume=True)] == ["written"]


def test_an_input_changed_while_the_page_was_made_does_not_count_as_current(
    tmp_path: Path, runner: Runner
) -> None:
    a = job(tmp_path / "out")
    runner.act = lambda run: write_notebook(a.notebook, "2 + 2") and None
    assert [o.result for o in run([a])] == ["written"]
    assert not done_file(a).exists()


def test_a_failure_is_told_with_its_cell_and_the_earlier_page_and_the_others_stay(
    tmp_path: Path, runner: Runner
) -> None:
    folder = tmp_path / "out"
    jobs = [job(folder, name) for name in ("a", "b", "c")]
    run(jobs)
    before = jobs[1].paths[0].read_bytes()
    write_notebook(jobs[0].notebook, "3 + 3")
    runner.act = lambda run: FAILURE if len(runner.runs) == 5 else None
    outcomes = run(jobs, resume=True, keep_partial=True)
    assert [o.result for o in outcomes] == ["written", "failed", "written"]
    assert outcomes[1].why is not None
    assert outcomes[1].why.en == "cell 2 (1/0): ZeroDivisionError"
    assert jobs[1].paths[0].read_bytes() == before
    assert (folder / "b.partial.ipynb").is_file()
    said = told(folder)
    assert (said["state"], said["counts"]) == ("ended", {"failed": 1, "written": 2, "bad_rows": 0})
    assert said["jobs"][1]["failure"] == {
        "kind": "error",
        "cell": 2,
        "error": "ZeroDivisionError",
        "signal": "",
    }
    assert (said["jobs"][0]["seconds"], said["jobs"][0]["peak_memory_mb"]) == (1.5, 50)
    assert [o.result for o in run(jobs, resume=True)] == ["skipped", "written", "skipped"]
    assert not (folder / "b.partial.ipynb").exists()  # it would tell of a failure that is over


def test_no_value_of_the_data_gets_into_a_message(tmp_path: Path, runner: Runner) -> None:
    def fail(_: NotebookRun) -> CellFailure | None:
        raise ValueError("080-1234-5678")

    runner.act = fail
    (outcome,) = run([job(tmp_path / "out")])
    assert outcome.result == "failed"
    assert "080" not in f"{outcome.why}{(tmp_path / 'out' / 'run.json').read_text(encoding='utf-8')}"
    assert "ValueError" in str(outcome.why)


def test_a_full_disk_ends_the_run_and_keeps_what_is_whole(
    tmp_path: Path, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    jobs = [job(folder, name) for name in ("a", "b", "c")]
    run([jobs[1]])
    earlier = jobs[1].paths[0].read_bytes()
    write_notebook(jobs[0].notebook, "4 + 4")
    write = run_module.write_bytes

    def on_full_disk(path: Path, content: bytes) -> None:
        if path.name == "b.html":
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, content)

    monkeypatch.setattr(run_module, "write_bytes", on_full_disk)
    with pytest.raises(SojoEvalError, match="1 of 3") as caught:
        run(jobs, resume=True)
    assert (caught.value.code, caught.value.exit_code) == ("disk-full", 3)
    assert runner.stopped
    assert jobs[1].paths[0].read_bytes() == earlier
    assert told(folder)["state"] == "disk full"
    monkeypatch.setattr(run_module, "write_bytes", write)
    assert [o.result for o in run(jobs, resume=True)] == ["skipped", "written", "written"]


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_the_run_in_order(tmp_path: Path, runner: Runner, number: int, code: int) -> None:
    folder = tmp_path / "out"
    jobs = [job(folder, name) for name in ("a", "b", "c")]
    seen: list[Progress] = []

    def watch(progress: Progress) -> None:
        seen.append(progress)
        if len(seen) == 1:
            os.kill(os.getpid(), number)

    runner.act = lambda _: FAILURE if len(runner.runs) > 1 else None
    # Whoever runs the tests may ignore it (nohup), and then it stays ignored.
    usual = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
    before = signal.signal(number, usual)
    try:
        with pytest.raises(SojoEvalError) as caught:
            run(jobs, watch=watch)
    finally:
        signal.signal(number, before)
    assert (caught.value.code, caught.value.exit_code) == ("stopped", code)
    assert "1 of 3" in caught.value.message.en
    assert runner.stopped
    said = told(folder)
    # What fails while everything is told to end has not failed.
    assert [entry["outcome"] for entry in said["jobs"]] == ["written", "stopped", "waiting"]
    assert (said["state"], "failed" in said["counts"]) == ("stopped", False)
    assert len(seen) == 1
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_progress_counts_what_was_left_and_what_failed(tmp_path: Path, runner: Runner) -> None:
    folder = tmp_path / "out"
    run([job(folder, "a")])
    runner.act = lambda _: FAILURE if len(runner.runs) == 3 else None
    seen: list[Progress] = []
    run([job(folder, name) for name in ("a", "b", "c")], resume=True, watch=seen.append)
    assert [(p.done, p.total, p.skipped, p.failed) for p in seen] == [
        (1, 3, 1, 0),
        (2, 3, 1, 0),
        (3, 3, 1, 1),
    ]


def test_what_a_killed_run_left_half_written_is_cleared_away_and_nothing_else(
    tmp_path: Path, runner: Runner
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    half, theirs = folder / ".a.html.0123456789abcdef.part", folder / ".z.html.0123456789abcdef.part"
    half.write_text("half")
    theirs.write_text("of another table of jobs")
    run([job(folder)])
    assert not half.exists()
    assert theirs.exists()


def test_no_page_is_written_through_a_link(tmp_path: Path, runner: Runner) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    plain = job(tmp_path / "out")
    inside = Job(plain.notebook, {}, plain.folder, ("ja/a.html",), plain.label)
    plain.folder.mkdir()
    (plain.folder / "ja").symlink_to(elsewhere)
    assert [o.result for o in run([inside])] == ["failed"]
    assert not list(elsewhere.iterdir())


def test_the_first_of_each_shared_evaluation_runs_before_the_others(tmp_path: Path, runner: Runner) -> None:
    folder = tmp_path / "out"
    shares = ["x", "x", "", "y", "y", ""]
    jobs = [replace(job(folder, str(n), area=str(n)), shares=text) for n, text in enumerate(shares)]
    outcomes = run(jobs)
    assert [one.parameters["area"] for one in runner.runs] == ["0", "3", "2", "5", "1", "4"]
    assert [outcome.job for outcome in outcomes] == jobs


def test_what_else_decides_a_page_makes_another_one_and_so_does_another_set_of_files(
    tmp_path: Path, runner: Runner
) -> None:
    a = job(tmp_path / "out")
    run([a])
    noted = replace(a, notes=("the headline was changed",))
    assert [o.result for o in run([noted], resume=True)] == ["written"]
    assert [o.result for o in run([noted], resume=True)] == ["skipped"]
    both = replace(noted, outputs=("a.html", "a.ipynb"))
    assert [o.result for o in run([both], resume=True)] == ["written"]
    assert [o.result for o in run([noted], resume=True)] == [
        "written"
    ]  # of two files that belong together one is old


def test_a_notebook_that_is_deleted_meanwhile_fails_alone(tmp_path: Path, runner: Runner) -> None:
    mine = write_notebook(tmp_path / "mine.ipynb")
    jobs = [job(tmp_path / "out", "a", notebook=mine), job(tmp_path / "out", "b")]
    runner.act = lambda run: mine.unlink(missing_ok=True)
    outcomes = run(jobs)
    assert [o.result for o in outcomes] == ["failed", "written"]
    assert "No such file" in str(outcomes[0].why)
    assert not done_file(jobs[0]).exists()


def test_a_disk_that_is_full_from_the_beginning_is_said_too(
    tmp_path: Path, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [job(tmp_path / "out", name) for name in ("a", "b")]
    run(jobs[:1])

    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(RunRecord, "write", no_room)
    with pytest.raises(SojoEvalError, match="1 of 2 are done") as caught:
        run(jobs, resume=True)
    assert caught.value.code == "disk-full"


def test_a_link_to_an_equal_page_is_no_page(tmp_path: Path, runner: Runner) -> None:
    a = job(tmp_path / "out")
    run([a])
    elsewhere = tmp_path / "elsewhere.html"
    a.paths[0].rename(elsewhere)
    a.paths[0].symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert [o.result for o in run([a], resume=True)] == ["failed"]
    assert elsewhere.read_bytes() == before


def test_what_fails_while_everything_is_told_to_end_has_not_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while a cluster is looked for that does not answer."""
    stop = Stop()

    def no_cluster(*_: object) -> Any:
        stop.signal = signal.SIGINT
        raise SojoEvalError("no-cluster", Text("", ""), Text("", ""), exit_code=3)

    monkeypatch.setattr(run_module, "heeded_signals", lambda: nullcontext(stop))
    monkeypatch.setattr(run_module, "_runner", no_cluster)
    with pytest.raises(SojoEvalError, match="Ended by SIGINT: 0 of 1") as caught:
        run([job(tmp_path / "out", "a")])
    assert caught.value.exit_code == 130
    assert told(tmp_path / "out")["state"] == "stopped"
