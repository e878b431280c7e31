"""Which files and sheets a mapping means: capitals and the writing of a Mac make no difference, folders do."""

from __future__ import annotations

import unicodedata

import pytest

from sojo_eval.importing.file_names import is_named, is_path

MAC = unicodedata.normalize("NFD", "がん検診.xlsx")


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("a.csv", "a.csv"),
        ("A.CSV", "*.csv"),
        (MAC, "がん検診.xlsx"),
        (MAC, "がん*.xlsx"),
        ("data[1].xlsx", "data[1].xlsx"),
        ("2024/a.csv", "2024/*.csv"),
        ("相談_令和6年度.csv", "相談_{年月}.csv"),
        ("相談_R6.csv", "相談_{年月}.csv"),
        ("相談_202404.csv", "相談_{年月}.csv"),
        ("2024/04/a.csv", "**/*.csv"),
        ("a.csv", "**/*.csv"),
        ("2024/04/a.csv", "2024/**/a.csv"),
    ],
)
def test_a_file_that_is_meant(path: str, wanted: str) -> None:
    assert is_path(path, wanted)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("2024/a.csv", "*.csv"),
        ("2024/a.csv", "a.csv"),
        ("a.csv", "2024/*.csv"),
        ("a.csv.bak", "*.csv"),
        ("a.csv", "a.csv/b"),
    ],
)
def test_a_file_that_is_not(path: str, wanted: str) -> None:
    assert not is_path(path, wanted)


def test_sheets_too() -> None:
    assert is_named("H31（男）", "h31*")
    assert not is_named("R1", "H*")
