"""What the command line says to the person, in one of two languages."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from sojo_eval.foundation.handling import WORDS
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.problem_groups import group_problems
from sojo_eval.foundation.problems import Problem, Severity, SojoEvalError

LINES_SHOWN = 20
_HEADS: dict[Severity, Text] = {
    "error": Text("問題が {n:,} 件あります", "{n:,} problem(s)"),
    "warning": Text("注意が {n:,} 件あります", "{n:,} warning(s)"),
    "note": Text("お知らせが {n:,} 件あります", "{n:,} note(s)"),
}


def asked_language(arguments: Sequence[str] | None = None) -> Language:
    """The language of errors: the last `--lang` on the command line (its first entry), else SOJO_EVAL_LANG, else ja."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    value = os.environ.get("SOJO_EVAL_LANG", "ja")
    for i, word in enumerate(words):
        if word == "--lang" and i + 1 < len(words):
            value = words[i + 1]
        elif word.startswith("--lang="):
            value = word.removeprefix("--lang=")
    return "en" if value.split(",")[0].strip() == "en" else "ja"


def say(text: Text, lang: Language) -> None:
    """A plain line on standard output."""
    print(text(lang), flush=True)


def say_if_of_areas(areas: Iterable[str], whole: str, lang: Language) -> None:
    """Why what is made of single areas stays inside the city hall; nothing for the whole city ("" or its code)."""
    if {*areas} - {"", whole}:
        from sojo_eval.reports.texts.page import WHY_INSIDE_AREA

        why = Text(
            f"【{WORDS['inside'].ja}】{WHY_INSIDE_AREA.ja}", f"[{WORDS['inside'].en}] {WHY_INSIDE_AREA.en}"
        )
        say(why, lang)


def say_problems(problems: Sequence[Problem], lang: Language, all_in: Path | None = None) -> None:
    """Problems on standard error, errors first, equal ones as one line; of each severity the first twenty lines.

    `all_in` is the file to read on in.
    """
    groups = group_problems(problems)
    for severity, head in _HEADS.items():
        mine = [group for group in groups if group.severity == severity]
        if not mine:
            continue
        print(head(lang).format(n=sum(group.count for group in mine)), file=sys.stderr)
        for group in mine[:LINES_SHOWN]:
            print(f"  {_printable(group.sentence(lang))}", file=sys.stderr)
        rest = sum(group.count for group in mine[LINES_SHOWN:])
        if rest:
            print(Text(f"  ほかに {rest:,} 件", f"  and {rest:,} more")(lang), file=sys.stderr)
    if groups and all_in is not None:
        print(Text(f"全部の一覧: {all_in}", f"All of them: {all_in}")(lang), file=sys.stderr)


def _printable(text: str) -> str:
    """Signs of a file that would steer the terminal are shown as lost ones."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)


def say_error(error: SojoEvalError) -> None:
    """An expected error: what, how to fix it, and its located problems."""
    lang = asked_language()
    stop = "。" if lang == "ja" else "."
    print(f"{error.message(lang)}{stop} → {error.fix(lang)}", file=sys.stderr)
    if error.problems:
        say_problems(error.problems, lang)


def say_failure(error: BaseException) -> None:
    """Something unexpected failed; where to look for more."""
    lang = asked_language()
    text = Text(
        f"実行中に失敗しました（{type(error).__name__}: {error}）。SOJO_EVAL_DEBUG=1 を付けて実行すると詳しく出ます",
        f"Something failed while running ({type(error).__name__}: {error}). SOJO_EVAL_DEBUG=1 shows the details",
    )
    print(text(lang), file=sys.stderr)
