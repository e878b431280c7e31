"""`init` asks a person at a terminal, again where an answer cannot be read; elsewhere it says what is missing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from sojo_eval.city import read_configuration
from sojo_eval.cli.beginning import begin
from sojo_eval.foundation.problems import SojoEvalError


def typing(monkeypatch: pytest.MonkeyPatch, *answers: str) -> Iterator[str]:
    """A person at a terminal who answers so; what is left unanswered can be looked at."""
    left = iter(answers)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(typer, "prompt", lambda *_, **__: next(left))
    return left


def test_a_person_is_asked_until_it_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    left = typing(
        monkeypatch, "ときわ町", "20412x", "20412", "来年", "2015年4月", "2021年3月", "第2期計画", "R3.4.1", "", "", ""
    )  # fmt: skip
    begin(tmp_path / "town", "", "", [], "en")
    assert next(left, "nothing") == "nothing"
    read = read_configuration(tmp_path / "town")
    assert (read.code, read.name.ja) == ("204129", "ときわ町")
    assert read.plans["plan"].tolist() == ["2", "2021"]
    assert read.plans["end_date"].iloc[0].isoformat()[:10] == "2021-03-31"
    said = capsys.readouterr()
    assert "is no municipality code" in said.err
    assert "cannot be read as a day" in said.err


def test_a_code_without_its_check_digit_is_completed_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(tmp_path / "town", "20412", "ときわ町", ["2021-04/2027-03"], "en")
    said = capsys.readouterr().out
    assert "204129" in said
    assert "No plan period" not in said


def test_without_a_person_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(SojoEvalError) as refused:
        begin(tmp_path / "town", "204129", "", [], "en")
    assert "--plan" in refused.value.fix.en
    assert not (tmp_path / "town").exists()


def test_without_plans_it_is_said_where_to_write_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(tmp_path / "town", "204129", "ときわ町", [], "en")
    assert "No plan period is written yet" in capsys.readouterr().out
    assert read_configuration(tmp_path / "town").plans.empty
