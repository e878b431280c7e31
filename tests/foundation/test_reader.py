"""The reader's language is chosen once, and a slip names the nearest one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import sojo_eval as se
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.reader import reader_language


@pytest.fixture(autouse=True)
def _back_to_japanese() -> Iterator[None]:
    yield
    se.set_language("ja")


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


@pytest.mark.parametrize(
    ("asked", "near"),
    [("jp", "ja"), ("JA", "ja"), ("en-GB", "en"), ("日本語", "ja"), ("english", "en"), ("fr", "")],
)
def test_a_slip_names_the_nearest(asked: str, near: str) -> None:
    with pytest.raises(SojoEvalError) as caught:
        se.set_language(asked)
    assert (f"「{near}」ですか" in caught.value.fix.ja) == bool(near)
    assert "ja" in caught.value.fix.en
    assert reader_language() == "ja"


def test_an_error_is_two_lines_in_a_notebook() -> None:
    error = SojoEvalError("code", Text("悪い", "Bad"), Text("直す", "Mend"))
    assert error._render_traceback_() == ["code: 悪い。→ 直す", "code: Bad. → Mend"]
