"""Publishing: execute notebooks in processes of their own and write each page whole or not at all."""

from __future__ import annotations

import ast
import multiprocessing
import os
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import nbformat
import papermill
from nbclient.exceptions import CellExecutionError, DeadKernelError
from traitlets.config import Config

from sojo_eval.foundation.files import write_text
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.settings import checked_language, nearest
from sojo_eval.foundation.shipped import shipped_folder
from sojo_eval.reports.asked import NAMES, parameters
from sojo_eval.reports.html import notebook_to_html
from sojo_eval.reports.index import refuse_links_in_reports, write_index
from sojo_eval.reports.record import record_of

NOTEBOOKS = (
    "00_data_quality",
    "10_connections",
    "20_consultation",
    "30_information",
    "40_evaluation",
    "45_plan_periods",
    "50_comparators",
    "90_calibration",
)
FORMATS = ("html", "ipynb")
_LONGEST_SOCKET_FOLDER = 85
"""Letters; "/kernel-" and a number follow."""


@dataclass(frozen=True)
class _Job:
    """One notebook in one language."""

    notebook: Path
    lang: Language
    parameters: dict[str, str]
    out_dir: Path
    formats: tuple[str, ...]
    show_code: bool


@dataclass(frozen=True)
class _Failure:
    """Which cell failed and how. The message only of our own errors: others could hold a person's data."""

    notebook: str
    lang: Language
    cell: int
    source: str
    said: str


def publish_reports(
    city_dir: str | Path,
    out_dir: str | Path,
    notebooks: Sequence[str] = NOTEBOOKS,
    languages: Sequence[Language] = ("ja", "en"),
    *,
    baseline: str = "",
    current: str = "",
    area: str = "",
    workers: int = 2,
    formats: Sequence[str] = ("html",),
    show_code: bool = False,
) -> list[Path]:
    """Execute `notebooks` (names of shipped ones, or paths) for each language and write `out_dir`.

    Gives the written files, the index last: `<lang>/<notebook>.html` (and `.ipynb` when asked for), `index.html`.
    A failing notebook leaves its earlier page as it was; the others are written. Raises SojoEvalError: exit code 2
    for a city, plan, area, language, notebook or format that there is not and for a notebook that does not take what is
    asked, 1 for links in `out_dir`, 3 naming notebook and cell when one failed.
    """
    out = Path(out_dir)
    asked = {"city_dir": city_dir, "baseline": baseline, "current": current, "area": area}
    wanted = [checked_language(lang) for lang in ([languages] if isinstance(languages, str) else languages)]
    found = parameters(asked)
    given = {"city_dir": str(found.city.path.resolve()), "baseline": found.baseline, "current": found.current,
             "area": found.area}  # fmt: skip
    unknown = [f for f in formats if f not in FORMATS]
    if unknown:
        raise _no_format(unknown[0])
    refuse_links_in_reports(out)
    paths = [_find(name) for name in ([notebooks] if isinstance(notebooks, str) else notebooks)]
    for path in paths:
        _refuse_other_parameters(path, given | {"lang": "ja"})
    jobs = [
        _Job(path, lang, given | {"lang": lang}, out, tuple(formats), show_code)
        for lang in wanted
        for path in paths
    ]
    results: list[list[Path] | _Failure]
    if workers <= 1 or len(jobs) == 1:
        results = [_run(job) for job in jobs]
    else:
        # spawn: the parent may hold threads (DuckDB, a notebook's kernel) that a fork would tear.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(max_workers=min(workers, len(jobs)), mp_context=context) as pool:
            results = list(pool.map(_run, jobs))
    written = [path for result in results if isinstance(result, list) for path in result]
    if written:
        written.append(write_index(out))
    failures = [result for result in results if isinstance(result, _Failure)]
    if failures:
        raise _failed(failures)
    return written


def _find(name: str) -> Path:
    path = Path(name)
    if path.suffix != ".ipynb":
        path = shipped_folder("notebooks") / f"{name}.ipynb"
    if not path.is_file():
        near = nearest(name, NOTEBOOKS)
        raise SojoEvalError(
            "no-notebook",
            Text(f"ノートブック「{name}」がありません", f"There is no notebook {name!r}"),
            Text(f"{near.ja}（または .ipynb のパス）", f"{near.en} (or a path to an .ipynb)"),
        )
    return path.resolve()


def _refuse_other_parameters(notebook: Path, given: Mapping[str, str]) -> None:
    """Raises SojoEvalError for a notebook that would not read all that is asked for: it would show something else."""
    known = _declared(notebook)
    if not known:
        raise SojoEvalError(
            "notebook-parameters",
            Text(
                f"{notebook.name} に、タグ parameters の付いたセルがありません",
                f"{notebook.name} has no cell with the tag parameters",
            ),
            Text(
                f"{', '.join(NAMES)} を書いたセルに、タグ parameters を付けてください（JupyterLab の右上の歯車）",
                f"Put {', '.join(NAMES)} into a cell and give it the tag parameters (the gear in JupyterLab)",
            ),
        )
    for name in (name for name, value in given.items() if value and name not in known):
        raise SojoEvalError(
            "notebook-parameters",
            Text(
                f"{notebook.name} にパラメータ「{name}」がありません",
                f"{notebook.name} has no parameter {name!r}",
            ),
            Text(
                f"タグ parameters のセルに {name} を書き足してください（あるのは {', '.join(known)}）",
                f"Add {name} to the cell with the tag parameters (there are {', '.join(known)})",
            ),
        )


def _declared(notebook: Path) -> list[str]:
    """The names that the cell with the tag parameters sets."""
    cells = [
        cell.source
        for cell in nbformat.read(notebook, as_version=4).cells
        if cell.cell_type == "code" and "parameters" in cell.metadata.get("tags", ())
    ]
    try:
        statements = [statement for source in cells for statement in ast.parse(source).body]
    except SyntaxError:
        return []
    targets = [t for s in statements for t in getattr(s, "targets", [getattr(s, "target", None)])]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _run(job: _Job) -> list[Path] | _Failure:
    """Execute one notebook and write its files; a failure is a value, so that it crosses the process border."""
    name = job.notebook.stem
    try:
        with tempfile.TemporaryDirectory(prefix="sojo-eval-") as sockets:
            executed = papermill.execute_notebook(
                str(job.notebook), None, parameters=job.parameters, kernel_name="python3", log_output=False,
                progress_bar=False, config=_kernel_settings(Path(sockets)), cwd=str(job.notebook.parent),
            )  # fmt: skip
    except papermill.PapermillExecutionError as error:
        first_line = next((line for line in str(error.source).splitlines() if line.strip()), "")
        return _Failure(name, job.lang, int(error.cell_index) + 1, first_line, _said(error))
    except (
        CellExecutionError,
        DeadKernelError,
        RuntimeError,
    ) as error:  # RuntimeError: no kernel within 60 s
        return _Failure(name, job.lang, 0, "", type(error).__name__)
    executed = record_of(executed, [job.parameters["city_dir"], job.out_dir, job.notebook.parent])
    folder = job.out_dir / job.lang
    written: list[Path] = []
    if "html" in job.formats:
        path = folder / f"{name}.html"
        write_text(path, notebook_to_html(executed, job.lang, show_code=job.show_code))
        written.append(path)
    if "ipynb" in job.formats:
        path = folder / f"{name}.ipynb"
        write_text(path, nbformat.writes(executed))
        written.append(path)
    return written


def _kernel_settings(folder: Path) -> Config:
    """Kernels talk through files in this user's own folder instead of ports that others on the machine can reach.

    Windows has no such files, and their paths may not exceed about 100 letters: there ports remain. The folder must
    be new for every kernel, or two would share one file.
    """
    settings = Config()
    # What a kernel logs while it starts and stops is no news to the person who publishes.
    settings.NotebookClient.extra_arguments = ["--IPKernelApp.log_level=CRITICAL"]
    if os.name == "posix" and len(str(folder)) < _LONGEST_SOCKET_FOLDER:
        settings.KernelManager.transport = "ipc"
        settings.KernelManager.ip = str(folder / "kernel")
    return settings


def _said(error: papermill.PapermillExecutionError) -> str:
    """The kind of error, and our own errors' words."""
    return f"{error.ename}: {error.evalue}" if error.ename == SojoEvalError.__name__ else str(error.ename)


def _failed(failures: Sequence[_Failure]) -> SojoEvalError:
    ja = "、".join(f"{f.notebook}（{f.lang}）のセル{f.cell}「{f.source}」で {f.said}" for f in failures)
    en = "; ".join(f"{f.notebook} ({f.lang}), cell {f.cell} ({f.source}): {f.said}" for f in failures)
    return SojoEvalError(
        "notebook-failed",
        Text(f"ノートブックの実行に失敗しました: {ja}", f"A notebook failed: {en}"),
        Text(
            "そのノートブックを JupyterLab で開いて、同じパラメータで実行し、原因を確かめてください",
            "Open that notebook in JupyterLab and run it with the same parameters to see why",
        ),
        exit_code=3,
    )


def _no_format(name: str) -> SojoEvalError:
    known = ", ".join(FORMATS)
    return SojoEvalError(
        "no-format",
        Text(f"形式「{name}」はありません", f"There is no format {name!r}"),
        Text(f"次のどれかにしてください: {known}", f"Use one of: {known}"),
    )
