"""A cell of a table of jobs as a value of the declared type."""

from __future__ import annotations

import pytest

from sojo_eval.batch.notebooks import Kind, Parameter
from sojo_eval.batch.values import typed
from sojo_eval.foundation.language import Text


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("014583", "str", "014583"),
        ("５", "str", "５"),
        ("5", "any", "5"),
        ("５", "int", 5),
        ("-3", "int", -3),
        ("0.5", "float", 0.5),
        ("3", "float", 3.0),
        ("1e-3", "float", 0.001),
        ("TRUE", "bool", True),
        ("0", "bool", False),
    ],
)
def test_a_text_that_fits_becomes_the_value(text: str, kind: Kind, value: object) -> None:
    found = typed(text, Parameter("a", kind))
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("3.0", "int"), ("x", "int"), ("1" * 19, "int"), ("1_000", "int"), ("nan", "float"), ("inf", "float"),
        ("1_0", "float"), ("1,5", "float"), ("はい", "bool"), ("2", "bool"), ("[1]", "other"),
    ],
)  # fmt: skip
def test_a_text_that_does_not_fit_says_what_to_write(text: str, kind: Kind) -> None:
    found = typed(text, Parameter("a", kind))
    assert isinstance(found, Text)
    assert found.ja != found.en


def test_only_the_choices_there_are_may_be_made() -> None:
    lang = Parameter("lang", "str", choices=("ja", "en"))
    assert typed("en", lang) == "en"
    assert typed("fr", lang) == Text("次のどれかにしてください: ja, en", "Use one of: ja, en")
