"""A table of jobs: one row a page, with its notebook, its output and its parameters. A bad row stops no other one."""

from __future__ import annotations

import os
import secrets
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sojo_eval.batch.job import Job
from sojo_eval.batch.job_rows import CITY, NOTEBOOK, OUTPUT, Row, RowReader
from sojo_eval.foundation.csv_files import unguarded
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.paths import PathLike, as_path
from sojo_eval.foundation.problems import Problem, SojoEvalError
from sojo_eval.importing.files.cells import as_text
from sojo_eval.importing.files.text_files import read_text

_FOLDS_CASE = sys.platform in ("win32", "darwin")


@dataclass(frozen=True)
class JobsFile:
    """The jobs of the rows that can be run, and what is wrong with the others."""

    path: Path
    jobs: tuple[Job, ...]
    problems: tuple[Problem, ...]

    @property
    def bad_rows(self) -> int:
        """How many rows cannot be run."""
        return len({problem.row for problem in self.problems})


def read_jobs(path: PathLike) -> JobsFile:
    """Read and check a CSV file (UTF-8 with or without BOM, UTF-16, CP932) with the columns `notebook` and `output` and
    one for each parameter; empty cells leave a parameter as the notebook declares it.

    Paths (`notebook`, `output`, `city_dir`) are relative to the file. Raises SojoEvalError (exit code 2) for a file that is
    not there, cannot be read, has no rows, or lacks one of the two columns.
    """
    path = as_path(path)
    rows = _rows(path)
    reader = RowReader(path)
    jobs: list[Job] = []
    problems: list[Problem] = []
    for row in rows:
        job, wrong = reader.read(row)
        problems += [replace(problem, file=path.name, row=row.number) for problem in wrong]
        if job is not None:
            jobs.append(job)
    twice = list(_two_rows_of_one_output(jobs))
    problems += [replace(problem, file=path.name) for problem in twice]
    bad = {problem.row for problem in twice}
    writable = _Writable()
    kept = []
    for job in (job for job in jobs if job.row not in bad):
        if writable(job.folder):
            kept.append(job)
        else:
            problems.append(replace(_not_writable(job), file=path.name))
    problems.sort(key=lambda problem: problem.row or 0)
    return JobsFile(path, tuple(kept), tuple(problems))


def _rows(path: Path) -> list[Row]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _wrong(
            Text(f"{path} を読めません（{error.strerror}）", f"{path} cannot be read ({error.strerror})"),
            Text("仕事の一覧（CSV）のパスを確かめてください", "Check the path of the table of jobs (CSV)"),
        ) from error
    sheets, problems = read_text(content, path.name, path.suffix.lower())
    if not sheets:
        raise SojoEvalError(
            "jobs-file",
            problems[0].message,
            problems[0].fix,
            problems=[p for p in problems if p.row is not None],
        )
    sheet = sheets[0]
    written = [[unguarded(as_text(cell)) for cell in sheet.row(at)] for at in range(sheet.height)]
    filled = [(at + 1, cells) for at, cells in enumerate(written) if any(cell.strip() for cell in cells)]
    if len(filled) < 2:
        raise _wrong(
            Text(f"{path.name} に行がありません", f"{path.name} has no rows"),
            Text(
                f"1行目に列の名前（{NOTEBOOK}、{OUTPUT}、{CITY} など）、2行目から1行に1ページを書いてください",
                f"Write the names of the columns ({NOTEBOOK}, {OUTPUT}, {CITY} …) into row 1, and one page a row below",
            ),
        )
    (_, head), *rest = filled
    names = [unicodedata.normalize("NFKC", name).strip() for name in head]
    _refuse_head(path, names)
    return [_row(number, names, cells) for number, cells in rest]


def _refuse_head(path: Path, names: list[str]) -> None:
    for name in (NOTEBOOK, OUTPUT):
        if name not in names:
            raise _wrong(
                Text(f"{path.name} に列「{name}」がありません", f"{path.name} has no column {name!r}"),
                Text(
                    f"1行目に {NOTEBOOK} と {OUTPUT} と、渡すパラメータの名前を書いてください",
                    f"Write {NOTEBOOK}, {OUTPUT} and the names of the parameters into the first row",
                ),
            )
    for name in names:
        if name and names.count(name) > 1:
            raise _wrong(
                Text(f"{path.name} に列「{name}」が二つあります", f"{path.name} has two columns {name!r}"),
                Text("一つにしてください", "Leave one of them"),
            )


def _row(number: int, names: list[str], cells: list[str]) -> Row:
    cut = cells[: len(names)]
    beyond = [cell for cell in cells[len(names) :] if cell.strip()]
    unnamed = [cell for name, cell in zip(names, cut, strict=False) if not name and cell.strip()]
    return Row(number, {n: c for n, c in zip(names, cut, strict=False) if n}, [*unnamed, *beyond])


def _wrong(message: Text, fix: Text) -> SojoEvalError:
    return SojoEvalError("jobs-file", message, fix)


def _two_rows_of_one_output(jobs: list[Job]) -> Iterator[Problem]:
    """A problem for every row whose output another one has too: nobody can know which of them is meant."""
    rows: dict[str, list[Job]] = {}
    for job in jobs:
        name = unicodedata.normalize("NFC", str(job.paths[0]))
        rows.setdefault(name.casefold() if _FOLDS_CASE else name, []).append(job)
    for same in (same for same in rows.values() if len(same) > 1):
        for job in same:
            others = ", ".join(str(other.row) for other in same if other is not job)
            yield Problem(
                "two-rows-of-one-output",
                Text(f"{others}行と同じファイルに書きます", f"It writes the same file as row {others}"),
                Text("行ごとに別のファイル名にしてください", "Give each row a file of its own"),
                row=job.row,
                column=OUTPUT,
                value=job.outputs[0],
            )


@dataclass
class _Writable:
    """Whether files can be made in a folder, tried once a folder. The folder is made if need be."""

    known: dict[Path, bool] = field(default_factory=dict)

    def __call__(self, folder: Path) -> bool:
        if folder not in self.known:
            self.known[folder] = _can_write(folder)
        return self.known[folder]


def _can_write(folder: Path) -> bool:
    trial = folder / f".{secrets.token_hex(8)}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.close(os.open(trial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        trial.unlink()
    except OSError:
        return False
    return True


def _not_writable(job: Job) -> Problem:
    return Problem(
        "not-writable",
        Text(f"{job.folder} には書けません", f"Nothing can be written to {job.folder}"),
        Text("書けるフォルダーを指定してください", "Name a folder that you may write to"),
        row=job.row,
        column=OUTPUT,
        value=job.outputs[0],
    )


def counted(words: Mapping[str, int]) -> Text:
    """The counts of a run in one line, the zeros left out."""
    said = {
        "written": Text("できました {n:,}件", "{n:,} written"),
        "skipped": Text("前のまま {n:,}件", "{n:,} left as they were"),
        "failed": Text("失敗 {n:,}件", "{n:,} failed"),
        "bad": Text("使えない行 {n:,}件", "{n:,} rows that cannot be used"),
    }
    parts = [said[name].format(n=n) for name, n in words.items() if n]
    return Text("、".join(p.ja for p in parts), ", ".join(p.en for p in parts))
