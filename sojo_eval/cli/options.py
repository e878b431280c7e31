"""Options that several commands of `sojo-eval` share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Lang(StrEnum):
    """Language of messages."""

    ja = "ja"
    en = "en"


LangOption = Annotated[
    Lang, typer.Option("--lang", envvar="SOJO_EVAL_LANG", help="表示の言語 / language of messages")
]


def folder_named(text: str) -> Path:
    """A folder's path; an empty one would be the folder in which the command was typed."""
    from sojo_eval.city.settings import named

    return named(text)


CityArgument = Annotated[
    Path, typer.Argument(help="市のフォルダ / the city's folder", metavar="DIR", parser=folder_named)
]
BaselineOption = Annotated[str, typer.Option(help="前の計画の番号 / id of the earlier plan")]
CurrentOption = Annotated[str, typer.Option(help="今の計画の番号 / id of the current plan")]
WorkersOption = Annotated[int, typer.Option(min=1, help="同時に動かす数 / notebooks at a time")]
TimeoutOption = Annotated[
    float | None,
    typer.Option(min=0.1, metavar="S", help="1件の制限時間（秒） / seconds that a page may take"),
]
MemoryOption = Annotated[
    int | None,
    typer.Option(min=100, metavar="MB", help="1件のメモリの上限（MB） / megabytes that a page may take"),
]
PartialOption = Annotated[
    bool,
    typer.Option(
        "--keep-partial", help="失敗したノートブックを途中まで残す / keep a failed notebook as far as it came"
    ),
]
ClusterOption = Annotated[
    str,
    typer.Option(
        metavar="ADDRESS",
        help="dask のスケジューラのアドレスか local / address of a dask scheduler, or local",
    ),
]
ResumeOption = Annotated[
    bool,
    typer.Option(
        "--resume/--force",
        help="できていて古くないものは作らない／すべて作り直す / leave what is whole and current, or make all again",
    ),
]


def bytes_of(megabytes: int | None) -> int | None:
    """A limit of memory as the person writes it, in bytes."""
    return None if megabytes is None else megabytes * 1_000_000


def listed(text: str) -> list[str]:
    """The entries of a list with commas."""
    return [part.strip() for part in text.split(",") if part.strip()]
