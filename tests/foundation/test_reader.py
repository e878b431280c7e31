"""The reader's language is chosen once, and a slip names the nearest one."""

from __future__ import annotations

from typing import Any

import pytest

import sojo_eval as se
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.reader import in_readers_language, reader_language, set_language


def test_chosen_once_and_said_with_a_call() -> None:
    assert reader_language() == "ja"
    se.set_language("en")
    assert reader_language() == "en"
    assert reader_language("ja") == "ja"


def test_results_follow_the_chosen_language() -> None:
    definition = "connections.participants_per_1000"
    assert se.indicators.explain(definition).lang == "ja"
    se.set_language("en")
    assert se.indicators.explain(definition).lang == "en"
    assert se.indicators.explain(definition, "ja").lang == "ja"


@pytest.mark.parametrize("asked", ["jp", "JA", "en-GB", "日本語", "fr", "", 3])
def test_a_slip_changes_nothing_and_is_told_what_there_is(asked: Any) -> None:
    with pytest.raises(SojoEvalError) as caught:
        se.set_language(asked)
    for words in (caught.value.fix.ja, caught.value.fix.en):
        assert "ja" in words
        assert "en" in words
    assert reader_language() == "ja"


def test_an_error_is_two_lines_in_a_notebook() -> None:
    error = SojoEvalError("code", Text("悪い", "Bad"), Text("直す", "Mend"))
    assert error._render_traceback_() == ["code: 悪い。→ 直す", "code: Bad. → Mend"]


def test_a_function_left_without_a_language_takes_the_readers() -> None:
    @in_readers_language
    def shown(what: str, lang: str = "ja", area: str = "") -> tuple[str, str, str]:
        return what, lang, area

    assert shown("a") == ("a", "ja", "")
    set_language("en")
    assert shown("a", area="C1") == ("a", "en", "C1")
    assert shown("a", "ja") == shown("a", lang="ja") == ("a", "ja", "")
    for wrong in (lambda: shown("a", "jp"), lambda: shown("a", lang="jp")):
        with pytest.raises(SojoEvalError, match="jp"):
            wrong()
