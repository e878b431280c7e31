"""Whether a person sits before the notebook is asked of the front end, and of nothing else."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sojo_eval.example_city.opening import open_city_or_example
from sojo_eval.foundation import front_end
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError


def _shell(parent: dict[str, object] | None) -> SimpleNamespace:
    kernel = SimpleNamespace(get_parent=lambda channel: parent)
    return SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel=kernel))


@pytest.mark.parametrize(
    ("ipython", "person"),
    [
        (None, False),
        (SimpleNamespace(get_ipython=lambda: None), False),
        (SimpleNamespace(get_ipython=lambda: SimpleNamespace()), False),
        (_shell(None), False),
        (_shell({"content": {"allow_stdin": False}}), False),
        (_shell({"content": {}}), False),
        (_shell({"content": {"allow_stdin": True}}), True),
    ],
)
def test_a_person_is_where_input_may_be_asked_for(
    monkeypatch: pytest.MonkeyPatch, ipython: object, person: bool
) -> None:
    monkeypatch.setitem(front_end.sys.modules, "IPython", ipython)  # type: ignore[attr-defined]
    assert front_end.person_at_notebook() is person


def test_a_person_who_names_no_city_is_told_that_it_is_the_example(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SojoEvalError, match="no-city-named"):
        open_city_or_example("")
    monkeypatch.setitem(front_end.sys.modules, "IPython", _shell({"content": {"allow_stdin": True}}))  # type: ignore[attr-defined]
    assert open_city_or_example("").configuration.synthetic
    assert capsys.readouterr().out.startswith("見本の市（合成データ）を開きました")


@pytest.mark.parametrize(
    ("at_a_terminal", "prompt", "lines"), [(True, True, 1), (False, True, 0), (True, False, 0)]
)
def test_who_waits_is_told_and_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    at_a_terminal: bool,
    prompt: bool,
    lines: int,
) -> None:
    if prompt:
        monkeypatch.setattr(front_end.sys, "ps1", ">>> ", raising=False)  # type: ignore[attr-defined]
    monkeypatch.setattr(front_end, "PATIENCE", 0.0)
    monkeypatch.setattr(front_end, "_BETWEEN", 0.0)
    monkeypatch.setattr(front_end.sys.stderr, "isatty", lambda: at_a_terminal, raising=False)  # type: ignore[attr-defined]
    assert [*front_end.told("abc", 3, Text("評価", "working"))] == ["a", "b", "c"]
    said = capsys.readouterr().err
    assert said.count("\n") == lines
    assert ("\r評価 2/3" in said) is bool(lines)
    assert ("3/3" in said) is bool(lines)


def test_what_is_quick_says_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(front_end, "person_waits", lambda: True)
    assert [*front_end.told("ab", 2, Text("評価", "working"))] == ["a", "b"]
    assert capsys.readouterr().err == ""
