"""A console in CP932, as on the PCs of Japanese offices: every command speaks, none ends in UnicodeEncodeError.

Simulated: the encoding is set for a process on any system; Windows itself is not used here.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojo_eval.cli.console import bear_any_sign
from tests.importing.proposals.proposed_books import book


def run(*arguments: str, encoding: str = "cp932") -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYTHONIOENCODING": encoding, "SOJO_EVAL_LANG": "ja"}
    command = [sys.executable, "-m", "sojo_eval", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, timeout=120, check=False)


def test_commands_speak_in_a_cp932_console_about_files_in_folders_with_spaces(tmp_path: Path) -> None:
    folder = tmp_path / "福祉 課" / "令和６年度 資料"
    folder.mkdir(parents=True)
    path = folder / "相談 件数〜速報–2024.xlsx"
    book(path, [["区分", "4月", "5月", "6月"], ["電話–a", 1, 2, 3], ["来所☎", 4, 5, 6]], "シート 1")
    made = run("map", str(path), "--lang", "ja")
    assert made.returncode == 0, made.stderr.decode("cp932")
    said = made.stdout.decode("cp932")
    assert "相談 件数～速報-2024.xlsx > シート 1" in said
    assert "Traceback" not in made.stderr.decode("cp932")
    missing = run("import", str(folder))
    assert missing.returncode == 2
    assert "city.toml" in missing.stderr.decode("cp932")


@pytest.mark.parametrize("encoding", ["cp932", "ascii", "utf-8"])
@given(text=st.text(max_size=40))
def test_no_text_at_all_stops_a_console(encoding: str, text: str) -> None:
    raw = io.BytesIO()
    before = sys.stdout
    sys.stdout = stream = io.TextIOWrapper(raw, encoding=encoding, newline="")
    try:
        bear_any_sign()
        stream.write(text)
        stream.flush()
    finally:
        sys.stdout = before
    assert len(raw.getvalue().decode(encoding)) >= len(text)


def test_signs_that_the_encoding_has_stay() -> None:
    raw = io.BytesIO()
    before = sys.stdout
    sys.stdout = stream = io.TextIOWrapper(raw, encoding="cp932", newline="")
    try:
        bear_any_sign()
        stream.write("→…〜－①㈱–›")
        stream.flush()
    finally:
        sys.stdout = before
    assert raw.getvalue().decode("cp932") == "→…～－①㈱->"
