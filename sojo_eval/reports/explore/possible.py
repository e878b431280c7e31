"""Asking what not every indicator can answer: the answer, or the reason why there is none, and the notebook goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.reader import reader_language
from sojo_eval.reports.block import Block, paragraph

_NOT_FROM_THESE = Text(
    "この指標の値からは求められません（点が少ないか、値に動きがありません）。",
    "This cannot be worked out from the values of this indicator (too few points, or values that do not move).",
)
_CLASS = "no-answer"


def if_possible(ask: Callable[..., Any], *arguments: object, picture: bool = False, **named: object) -> Any:
    """What `ask(*arguments, **named)` gives, or its picture (its `.plot()`), or in its place a sentence with the reason why it cannot be answered, in the
    language chosen with `set_language`.

    For questions that only some indicators can answer, such as the course of one that is counted once a year. Only
    refusals are caught: SojoEvalError, and ValueError, by which `statistics` refuses data; other mistakes are shown as such.
    """
    lang = reader_language()
    try:
        answer = ask(*arguments, **named)
        return answer.plot() if picture else answer
    except SojoEvalError as error:
        return Block(paragraph(f"{error.message(lang)} {error.fix(lang)}", _CLASS), lang)
    except ValueError:
        return Block(paragraph(_NOT_FROM_THESE(lang), _CLASS), lang)
