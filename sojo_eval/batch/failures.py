"""Why a page was not made, in words; never with values of the data."""

from __future__ import annotations

from sojo_eval.batch.engine import CellFailure
from sojo_eval.batch.job import Settings
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.showing.refusals import NO_ROOM

MEGABYTE = 1_000_000


def said_of(failure: CellFailure, settings: Settings) -> Text:
    """Which cell, and what happened there."""
    named = f"{failure.ename}: {failure.evalue}" if failure.evalue else failure.ename
    match failure.kind:
        case "error":
            what = Text(f"で {named}", f": {named}")
        case "timeout":
            limit = f"{settings.timeout or 0:g}"
            what = Text(f"が {limit} 秒以内に終わりませんでした", f" did not end within {limit} seconds")
        case "memory":
            limit = f"{(settings.memory or 0) / MEGABYTE:,.0f}"
            what = Text(
                f"に {limit} MB を超えるメモリが要りました", f" needed more than {limit} MB of memory"
            )
        case "killed":
            by = f"（{failure.signal}）" if failure.signal else ""
            what = Text(
                f"の実行中にカーネルが外から終わらされました{by}",
                f": the kernel was ended from outside{f' ({failure.signal})' if failure.signal else ''}",
            )
        case "no-kernel":
            return Text("カーネルが始まりませんでした", "no kernel started")
    if not failure.cell:
        return Text(f"どこかのセル{what.ja}", f"some cell{what.en}")
    return Text(
        f"セル{failure.cell}「{failure.source}」{what.ja}", f"cell {failure.cell} ({failure.source}){what.en}"
    )


def said_of_error(error: BaseException) -> Text:
    """What kind of error kept a page from being made or written."""
    if isinstance(error, SojoEvalError):
        return error.message
    reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return Text(f"ページを作れませんでした（{reason}）", f"the page could not be made ({reason})")


def is_no_room(error: BaseException) -> bool:
    """Whether the disk is full, or no more may be written to it."""
    return isinstance(error, OSError) and error.errno in NO_ROOM


def no_room(done: int, total: int) -> SojoEvalError:
    """What is said when the disk is full."""
    return SojoEvalError(
        "disk-full",
        Text(
            f"ディスクに空きがなく、書けませんでした（{total:,}件のうち{done:,}件ができています。前からあるページはそのままです）",
            f"The disk is full: {done:,} of {total:,} are done, and the pages that were there before are as they were",
        ),
        Text(
            "空きを作ってから、--resume を付けて実行してください。残りだけを作ります",
            "Free some space and run it with --resume, which makes only the rest",
        ),
        exit_code=3,
    )
