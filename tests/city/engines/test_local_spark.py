"""The right Java is found or the others are named; without pyspark the extra is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sojo_eval.city.engines.local_spark import java_home, java_version, spark_session
from sojo_eval.foundation.problems import SojoEvalError


def _java(folder: Path, version: str) -> Path:
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2025-04-15' >&2\n")
    program.chmod(0o755)
    return folder


@pytest.mark.skipif(os.name == "nt", reason="the stand-ins for Java are shell scripts")
class TestJava:
    """Stand-ins for Java of several versions."""

    def test_the_version_is_read(self, tmp_path: Path) -> None:
        assert java_version(_java(tmp_path / "a", "17.0.15")) == 17
        assert java_version(_java(tmp_path / "b", "1.8.0_392")) == 8
        assert java_version(_java(tmp_path / "c", "25")) == 25
        assert java_version(tmp_path / "none") is None

    def test_a_wrong_java_home_is_passed_over(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        right = _java(tmp_path / "java-17", "17.0.1")
        monkeypatch.setenv("JAVA_HOME", str(_java(tmp_path / "java-25", "25.0.1")))
        monkeypatch.setenv("PATH", str(right / "bin"))
        assert java_home() == right

    def test_without_the_right_one_the_error_names_the_others(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("JAVA_HOME", str(_java(tmp_path / "java-25", "25.0.1")))
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr("sojo_eval.city.engines.local_spark._USUAL_PLACES", ())
        with pytest.raises(SojoEvalError) as caught:
            java_home()
        assert "Java 25" in caught.value.message.ja
        assert "Java 25" in caught.value.message.en
        assert "JAVA_HOME" in caught.value.fix.ja


def test_without_pyspark_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SojoEvalError) as caught:
        spark_session("1GB")
    assert caught.value.code == "no-pyspark"
    assert "sojo-eval[spark]" in caught.value.fix.en
    assert "sojo-eval[spark]" in caught.value.fix.ja
