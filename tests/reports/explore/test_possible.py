"""A question without an answer gets its reason, in the reader's language; a mistake stays a mistake."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.reader import set_language
from sojo_eval.reports import Block, if_possible


def refuse(error: Exception) -> None:
    raise error


def test_an_answer_is_handed_on() -> None:
    assert if_possible(divmod, 7, 2) == (3, 1)
    assert if_possible(dict, a=1) == {"a": 1}
    assert if_possible(lambda: SimpleNamespace(plot=lambda: "drawn"), picture=True) == "drawn"


@pytest.mark.parametrize(
    ("error", "ja", "en"),
    [
        (SojoEvalError("x", Text("月ごとではない", "not by month"), Text("水準を", "ask the level")), "月ごとではない 水準を", "not by month ask the level"),
        (ValueError("values: 3 points"), "求められません", "cannot be worked out"),
    ],
)  # fmt: skip
def test_a_refusal_is_said_in_the_readers_language(error: Exception, ja: str, en: str) -> None:
    try:
        for lang, words, others in (("en", en, ja), ("ja", ja, en)):
            set_language(lang)
            said = if_possible(refuse, error)
            assert isinstance(said, Block)
            assert words in str(said)
            assert others not in str(said)
    finally:
        set_language("ja")


def test_a_mistake_in_the_code_is_shown_as_one() -> None:
    with pytest.raises(KeyError):
        if_possible(refuse, KeyError("a"))
