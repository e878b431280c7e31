"""Runs a table of jobs: what can be run is run, and what cannot is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sojo_eval.batch.job import Outcome, Settings
from sojo_eval.batch.job_rows import NOTEBOOK
from sojo_eval.batch.jobs_file import JobsFile, counted
from sojo_eval.batch.run import run_jobs
from sojo_eval.batch.run_record import RunRecord
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem, SojoEvalError

EXIT_NOTHING_RUN, EXIT_FAILED = 1, 3


def run_batch(table: JobsFile, settings: Settings) -> list[Outcome]:
    """Run the jobs of a table that was read; `<name>.run.json` beside it tells what became of each.

    Gives the outcomes when every row has its page. Raises SojoEvalError with counts and problems: exit code 3 when some row
    has no page, 1 when none could be run at all, and as `run_jobs` does.
    """
    record = RunRecord(table.path.with_suffix(".run.json"), settings, table.problems)
    if not table.jobs:
        record.write([], "ended")
        raise _not_all([], table, EXIT_NOTHING_RUN)
    outcomes = run_jobs(table.jobs, settings, record)
    if table.problems or any(outcome.result == "failed" for outcome in outcomes):
        raise _not_all(outcomes, table, EXIT_FAILED)
    return outcomes


def said_of_run(outcomes: Sequence[Outcome], bad_rows: int = 0) -> Text:
    """How many pages were written, left, not made."""
    results = Counter(outcome.result for outcome in outcomes)
    return counted({name: results[name] for name in ("written", "skipped", "failed")} | {"bad": bad_rows})


def _not_all(outcomes: Sequence[Outcome], table: JobsFile, exit_code: int) -> SojoEvalError:
    counts = said_of_run(outcomes, table.bad_rows)
    failed = [
        Problem(
            "notebook-failed", o.why, _LOOK, file=table.path.name, row=o.job.row, column=NOTEBOOK, value=o.job.notebook.name
        )
        for o in outcomes
        if o.result == "failed" and o.why is not None
    ]  # fmt: skip
    return SojoEvalError(
        "batch",
        Text(f"作れなかったページがあります（{counts.ja}）", f"Some pages were not made: {counts.en}"),
        Text(
            f"{table.path.name} の行を直して、もう一度実行してください。できたページは作り直されません",
            f"Correct those rows of {table.path.name} and run it again: pages that are whole are not made again",
        ),
        exit_code=exit_code,
        problems=failed,
    )


_LOOK = Text(
    "JupyterLab で開き、同じパラメータで実行して原因を確かめてください",
    "Open it in JupyterLab and run it with the same parameters to see why",
)
