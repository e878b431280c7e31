"""`sojo-eval init`: a new city's folder, from options or from the answers of a person at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import typer

from sojo_eval.city import init_city
from sojo_eval.city.beginning.municipality_code import municipality_code
from sojo_eval.city.beginning.new_plans import NewPlan, read_day, read_plan
from sojo_eval.cli.talk import say
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.problems import SojoEvalError

Answer = TypeVar("Answer")
_NAME = Text("市区町村の名前（例 西東京市）", "Name of the municipality (such as 西東京市)")
_CODE = Text("全国地方公共団体コード（6桁）", "Municipality code (six digits)")
_FIRST = Text(
    "計画期間の最初の日（例 2019-04-01、令和6年4月1日。これで全部なら空のまま）",
    "First day of a plan period (such as 2024-04-01; empty when that is all)",
)
_LAST = Text("その計画の最後の日（未定なら空のまま）", "Its last day (empty if it is not known)")
_PLAN = Text("その計画の名前（例 第5期地域福祉計画）", "Its name (such as 第5期地域福祉計画)")


def begin(directory: Path, code: str, name: str, plans: list[str], lang: Language) -> None:
    """Make the folder and say what comes next. Raises SojoEvalError where nobody can be asked and code or name is missing."""
    typed = [read_plan(text) for text in plans]
    asked = sys.stdin.isatty() and not (code and name)
    if not (code and name) and not asked:
        raise SojoEvalError(
            "no-name",
            Text("どの市か分かりません", "Which city it is was not said"),
            Text(
                f"--code と --name を付けてください（例: sojo-eval init {directory} --code 132292 --name 西東京市"
                " --plan 2019-04-01/2024-03-31=第4期地域福祉計画）",
                f"Add --code and --name (for example: sojo-eval init {directory} --code 132292 --name 西東京市"
                " --plan 2019-04-01/2024-03-31=第4期地域福祉計画)",
            ),
        )
    if asked:
        name = name or _answer(_NAME, lang, str)
        code = code or _answer(_CODE, lang, municipality_code)
        typed = typed or _plans_asked_for(lang)
    written = init_city(directory, code=code, name=name, plans=typed)
    if written != code:
        say(
            Text(
                f"コードは検査数字まで入れた6桁の {written} にしました",
                f"The code is written with all six digits: {written}",
            ),
            lang,
        )
    say(
        Text(
            f"{directory} を作りました。raw/ に資料、mappings/ に対応表を置き、city.toml を確かめてください",
            f"Made {directory}. Put files into raw/ and mappings into mappings/, and look over city.toml",
        ),
        lang,
    )
    if not typed:
        say(
            Text(
                "計画期間はまだ書かれていません。評価の前に city.toml の [[plans]] に書いてください",
                "No plan period is written yet: write it into [[plans]] of city.toml before you evaluate",
            ),
            lang,
        )


def _plans_asked_for(lang: Language) -> list[NewPlan]:
    found: list[NewPlan] = []
    while True:
        start = _answer(_FIRST, lang, lambda text: read_day(text) if text else None, may_be_empty=True)
        if start is None:
            return found
        end = _answer(
            _LAST, lang, lambda text: read_day(text, last=True) if text else None, may_be_empty=True
        )
        found.append(NewPlan(start, end, _answer(_PLAN, lang, str, may_be_empty=True)))


def _answer(
    words: Text, lang: Language, read: Callable[[str], Answer], *, may_be_empty: bool = False
) -> Answer:
    """What the person types, asked again until it can be read."""
    while True:
        text: str = typer.prompt(
            words(lang), default="" if may_be_empty else None, show_default=False
        ).strip()
        try:
            return read(text)
        except SojoEvalError as error:
            print(f"{error.message(lang)} → {error.fix(lang)}", file=sys.stderr)
