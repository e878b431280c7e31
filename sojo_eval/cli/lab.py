"""`lab`: JupyterLab on copies of the notebooks that know the city."""

from __future__ import annotations

from typing import Annotated

import typer

from sojo_eval.cli.options import CityArgument, Lang, LangOption
from sojo_eval.cli.talk import say
from sojo_eval.foundation.language import Text


def lab(
    directory: CityArgument,
    more: Annotated[
        list[str] | None,
        typer.Argument(
            help="JupyterLab に渡す設定（-- の後に） / JupyterLab's own options, after --",
            metavar="[-- OPTION…]",
        ),
    ] = None,
    lang: LangOption = Lang.ja,
    browser: Annotated[
        bool, typer.Option(help="ブラウザーを開く／開かない / whether to open a browser")
    ] = True,
) -> None:
    """ノートブックの写しを JupyterLab で開く / Open copies of the notebooks, bound to the city, in JupyterLab."""
    from sojo_eval.city import open_city
    from sojo_eval.foundation.settings import checked_language
    from sojo_eval.lab import bind_copies, lab_command, open_lab

    city = open_city(directory)
    lab_command(directory)  # whether it can be started is told before anything is written
    copies = bind_copies(city.path, checked_language(lang.value))
    where = Text(f"ノートブックの写し: {copies.folder}", f"Copies of the notebooks: {copies.folder}")
    say(where, lang.value)
    if copies.kept:
        names = ", ".join(copies.kept)
        kept = Text(
            f"書き換えてあるので、そのまま残しました: {names}（元に戻すには、名前を変えるか消してから開き直してください）",
            f"Kept as you changed them: {names} (for a fresh copy, rename or delete yours and open again)",
        )
        say(kept, lang.value)
    raise typer.Exit(open_lab(copies.folder, [*([] if browser else ["--no-browser"]), *(more or [])]))
