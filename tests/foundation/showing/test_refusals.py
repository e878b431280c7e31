"""What the disk refuses is a sentence: full, read-only, held by Excel, not permitted. Simulated by the system's error numbers."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from sojo_eval.foundation.files import write_text
from sojo_eval.foundation.showing.refusals import StorageError, in_words, said_plainly

CASES = [
    (errno.ENOSPC, "disk-full", "空き"),
    (errno.EROFS, "read-only", "読み取り専用"),
    (errno.EACCES, "not-permitted", "Excel"),
    (errno.EBUSY, "in-use", "Excel"),
]


@pytest.mark.parametrize(("number", "code", "said"), CASES)
def test_each_refusal_has_its_sentence_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str, said: str
) -> None:
    path = tmp_path / "報告 書.csv"
    path.write_text("earlier", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(StorageError) as caught:
        write_text(path, "later")
    assert caught.value.code == code
    assert str(path) in caught.value.message.ja
    assert said in caught.value.message.ja + caught.value.fix.ja
    assert caught.value.exit_code == 3
    assert caught.value.errno == number  # for those who go on without the file
    assert path.read_text(encoding="utf-8") == "earlier"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("number", "code"), [(32, "in-use"), (33, "in-use"), (112, "disk-full"), (19, "read-only")]
)
def test_what_windows_says_itself_goes_before(number: int, code: str) -> None:
    error = OSError(errno.EACCES, "used by another process", "C:\\福祉 課\\a.xlsx")
    error.winerror = number  # type: ignore[attr-defined]
    told = in_words(error)
    assert told is not None
    assert told.code == code
    assert "a.xlsx" in told.message.ja


def test_other_errors_pass() -> None:
    with pytest.raises(FileNotFoundError), said_plainly(Path("a")):
        raise FileNotFoundError(errno.ENOENT, "no such file", "b")


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="whoever may do all is refused nothing"
)
def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StorageError, match="not-permitted"):
            write_text(tmp_path / "a.csv", "x")
    finally:
        tmp_path.chmod(0o700)
