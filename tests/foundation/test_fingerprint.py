"""A result knows by which code and which libraries it was computed."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from sojo_eval.foundation import fingerprint
from sojo_eval.foundation.fingerprint import code_fingerprint, library_versions


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small package in which the module under test seems to lie."""
    (tmp_path / "package" / "room").mkdir(parents=True)
    (tmp_path / "package" / "room" / "a.py").write_text("x = 1\n")
    schema = tmp_path / "data_schema"
    schema.mkdir()
    (schema / "t.json").write_text("{}")
    (schema / "codes.csv").write_text("code\na\n")
    monkeypatch.setattr(fingerprint, "__file__", str(tmp_path / "package" / "room" / "fingerprint.py"))
    monkeypatch.setattr(fingerprint, "shipped_folder", lambda name: tmp_path / name)
    return tmp_path


def taken() -> str:
    code_fingerprint.cache_clear()
    try:
        return code_fingerprint()
    finally:
        code_fingerprint.cache_clear()


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("package/room/a.py", "x = 2\n"),
        ("package/room/b.py", ""),
        ("package/room/limits.toml", "a = 1"),
        ("package/table.csv", "a"),
        ("data_schema/t.json", "[]"),
        ("data_schema/codes.csv", "code\nb\n"),
    ],
)
def test_one_changed_line_is_another_code(package: Path, file: str, text: str) -> None:
    before = taken()
    assert taken() == before
    (package / file).write_text(text)
    assert taken() != before


def test_a_moved_file_is_another_code(package: Path) -> None:
    before = taken()
    (package / "package" / "room" / "a.py").rename(package / "package" / "a.py")
    assert taken() != before


def test_what_python_keeps_for_itself_is_no_code(package: Path) -> None:
    before = taken()
    (package / "package" / "__pycache__").mkdir()
    (package / "package" / "__pycache__" / "a.cpython-311.pyc").write_text("")
    assert taken() == before


def test_the_libraries_are_those_installed() -> None:
    assert library_versions()["statsmodels"] == version("statsmodels")
