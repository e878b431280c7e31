"""How far a run of many pages is: a bar with rate, time left and failures on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sojo_eval.foundation.language import Language, Text

if TYPE_CHECKING:
    from sojo_eval.batch.job import Outcome, Progress

_WORDS = {
    "written": Text("できました", "written"),
    "skipped": Text("前のまま（変わりありません）", "left as it was (nothing changed)"),
    "failed": Text("失敗", "failed"),
}


@contextmanager
def watching(lang: Language) -> Iterator[Callable[[Progress], None]]:
    """What a run tells its progress to, on standard error."""
    if sys.stderr.isatty():
        with _bar(lang) as show:
            yield show
    else:
        yield lambda progress: _say_line(progress, lang)


def _say_line(progress: Progress, lang: Language) -> None:
    said = progress.said(lang) if progress.said else _line(progress.last, lang) if progress.last else ""
    if said:
        print(f"[{progress.done}/{progress.total}] {said}", file=sys.stderr, flush=True)


def _line(outcome: Outcome, lang: Language) -> str:
    seconds = Text(f" {outcome.seconds:.1f}秒", f" {outcome.seconds:.1f} s")(lang) if outcome.seconds else ""
    why = f": {outcome.why(lang)}" if outcome.why is not None else ""
    return f"{outcome.job.label(lang)} {_WORDS[outcome.result](lang)}{seconds}{why}"


@contextmanager
def _bar(lang: Language) -> Iterator[Callable[[Progress], None]]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar

    columns = (
        BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}", markup=False), TimeElapsedColumn(),
        TextColumn(Text("残り", "left")(lang)), TimeRemainingColumn(), TextColumn("{task.fields[failed]}", markup=False),
    )  # fmt: skip
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, rate="", failed="")

        def show(progress: Progress) -> None:
            begun = bar.tasks[0].elapsed or 0.0
            made = progress.done - progress.skipped
            failed = (
                Text(f"失敗 {progress.failed:,}", f"{progress.failed:,} failed")(lang)
                if progress.failed
                else ""
            )
            bar.update(
                task,
                completed=progress.done,
                total=progress.total,
                rate=rate(made, begun, lang),
                failed=failed,
            )
            if progress.last is not None and progress.last.result == "failed":
                bar.console.print(_line(progress.last, lang), markup=False, highlight=False)

        yield show


def rate(made: int, seconds: float, lang: Language) -> str:
    """Pages a minute, "" before the first."""
    if not made or not seconds:
        return ""
    a_minute = made / seconds * 60
    return Text(f"毎分 {a_minute:,.1f} 件", f"{a_minute:,.1f} a minute")(lang)
