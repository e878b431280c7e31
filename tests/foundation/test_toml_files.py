"""A TOML file is read whole, with the line of every entry, or refused with the line and what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sojo_eval.foundation.problems import Problem
from sojo_eval.foundation.toml_files import LARGEST, TomlFile, parse_toml, read_toml

TEXT = '''\
# [remark]
top.inner = 1

[a]
"quoted key" = 'x'   # = [
text = """
[b]
c = 1
"""
list = [
  "one",   # ]
  { k = 1, l.m = [2,
    3] },
]
time = 2024-04-01 10:00:00

[[rows]]
v = 1
[rows.sub]
w = 2
[[rows]]
v = 3
'''


def test_every_entry_has_its_line() -> None:
    file = parse_toml(TEXT.encode(), "t", "r")
    assert isinstance(file, TomlFile)
    expected = {
        ("top", "inner"): 2,
        ("a",): 4,
        ("a", "quoted key"): 5,
        ("a", "text"): 6,
        ("a", "list"): 10,
        ("a", "list", 0): 11,
        ("a", "list", 1, "k"): 12,
        ("a", "list", 1, "l", "m", 1): 13,
        ("a", "time"): 15,
        ("rows", 0, "v"): 18,
        ("rows", 0, "sub", "w"): 20,
        ("rows", 1): 21,
        ("rows", 1, "v"): 22,
    }
    assert {address: file.lines.get(address) for address in expected} == expected
    assert ("b",) not in file.lines
    assert file.line(("rows", 1, "missing")) == 21
    assert file.line(("nowhere",)) == 1


@pytest.mark.parametrize(
    ("content", "line", "fix"),
    [
        (b'a = 1\nb = "x', 2, 'Put " before and after'),
        (b"a =", 1, "Write text in"),
        (b"a = 1\na = 2", 2, "Delete one of the two"),
        (b"[a]\n[a]", 2, "Delete one of the two"),
        (b"[a", 1, "Close the bracket"),
        (b"a = [1,\n2", 2, "Close the bracket"),
        (b"a = 1 b = 2", 1, "one entry a line"),
        (b"\nx y", 2, "entry = value"),
        ("あ = 1".encode(), 1, "Japanese name"),
        (b"a = True", 1, "true or false"),
        (b"a = 2024-13-01", 1, "dates as 2024-04-01"),
        (b"a = 1\nb = 1" + b"0" * 5000, 2, "the right value"),
        (b"a = 1\nb = " + b"[" * 3000, 2, "Delete the brackets"),
        (b"a = 1\nb = " + b"{a = " * 3000, 2, "Delete the brackets"),
        ('a = 1\nb = "あ"'.encode("cp932"), 2, "as UTF-8"),
        ('a = "あ"'.encode("utf-16"), 1, "as UTF-8"),
        (b"a = 1\n\0", 2, "as UTF-8"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(content: bytes, line: int, fix: str) -> None:
    problem = parse_toml(content, "city.toml", "rule")
    assert isinstance(problem, Problem)
    assert (problem.rule, problem.file, problem.row) == ("rule", "city.toml", line)
    assert fix in problem.fix.en
    assert problem.message.ja != problem.message.en


def test_a_mark_of_the_byte_order_and_windows_lines_are_taken() -> None:
    file = parse_toml('\ufeff[a]\r\nb = "x"\r\n'.encode(), "t", "r")
    assert isinstance(file, TomlFile)
    assert (file.entries, file.lines["a", "b"]) == ({"a": {"b": "x"}}, 2)


def test_what_is_no_file_of_settings_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    with (tmp_path / "large.toml").open("wb") as stream:
        stream.truncate(LARGEST + 1)
    (tmp_path / "circle.toml").symlink_to(tmp_path / "circle.toml")
    for name, said in (("folder", "a folder"), ("large", "too large"), ("circle", "cannot be opened")):
        problem = read_toml(tmp_path / f"{name}.toml", name, "rule")
        assert isinstance(problem, Problem)
        assert said in problem.message.en


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everybody may read here")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "city.toml"
    path.write_text("a = 1")
    path.chmod(0)
    assert isinstance(read_toml(path, "city.toml", "rule"), Problem)
