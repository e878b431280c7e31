"""A process that read a hostile file can only tell values: nothing in its answer makes this one run anything."""

from __future__ import annotations

import ast
import json
import pickle
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from sojo_eval.importing.files import own_process, statistical_files, workbooks
from sojo_eval.importing.files.own_process import NotReadError, checked_cells
from sojo_eval.importing.files.reading import read_sheets

CELLS = [
    "文字", "", "\ud800", "a\x00b", 0, -(2**70), 1.5, float("inf"), True, date(2024, 4, 1), datetime(2024, 4, 1, 9, 30, 0, 5),
    time(9, 30), timedelta(days=-1, microseconds=7), timedelta(days=400_000), datetime(1, 1, 1),
]  # fmt: skip


class Runs:
    """What pickle would run."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (eval, ("open('/tmp/never', 'w')",))


def answered(said: object) -> object:
    return own_process._understood(json.dumps([True, said], default=own_process._to_json).encode())


def test_every_kind_of_cell_comes_back_as_it_was() -> None:
    back = answered(CELLS)
    assert back == CELLS
    assert [type(cell) for cell in checked_cells(back)] == [type(cell) for cell in CELLS]


@pytest.mark.parametrize(
    "answer",
    [b"", b"\x80\x05.", pickle.dumps((True, Runs())), b"[true", b"[1, 2]", b"{}", b"[true]", b"[true, 1, 2]", b"null",
     b"[" * 100_000, b'[true, {"date": "never"}]', b'[true, {"timedelta": "1e999"}]', b"\xff\xfe", b"1" * 5000],
)  # fmt: skip
def test_anything_else_is_no_answer(answer: bytes) -> None:
    with pytest.raises(NotReadError, match="crashed"):
        own_process._understood(answer)


@pytest.mark.parametrize(
    "cells", [[None], [[1]], [{"a": 1}], "text", None, {"a": 1}, [1, {"datetime": "x", "b": 2}]]
)
def test_what_no_cell_is_is_refused(cells: object) -> None:
    with pytest.raises(TypeError):
        checked_cells(cells)


LIES = [
    [], [1], "x", 5, None, {"names": 1}, [["a", True, [[{"x": 1, "y": 2}]], []]], [["a", True, [[1]], [[1]]]],
    {"names": ["a"], "labels": ["a"], "columns": [[1], [2]], "ambiguous": [], "encoding": ""},
    {"names": ["a", "b"], "labels": ["a", "b"], "columns": [[1], [1, 2]], "ambiguous": [], "encoding": ""},
]  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("name", ["a.xls", "a.sav", "a.dta"])
def test_an_answer_of_another_shape_is_a_damaged_file(
    lie: object, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    monkeypatch.setattr(workbooks, "read_apart", lambda *_: lie)
    monkeypatch.setattr(statistical_files, "read_apart", lambda *_: lie)
    read = workbooks.read_workbook if name.endswith("xls") else statistical_files.read_statistical
    sheets, problems = read(path, f"raw/{name}")
    assert sheets == []
    assert ([p.rule for p in problems] in (["not-a-workbook"], ["damaged-file"])) != (
        lie == [] and name == "a.xls"
    )


def test_nothing_in_the_package_unpickles(repository: Path) -> None:
    """But for the engine: what its processes say to each other comes through pipes of their own, and from no file."""
    found = set()
    for path in (repository / "sojo_eval").rglob("*.py"):
        if path.parent == repository / "sojo_eval" / "batch" / "engine":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [node.attr] if isinstance(node, ast.Attribute) else []
            found |= {(path.name, name) for name in names if {"pickle", "joblib", "shelve", "marshal", "dill", "read_pickle", "allow_pickle", "cloudpickle"} & {*name.split(".")}}  # fmt: skip
    assert found == set()


def test_a_real_file_is_read_through_json(tmp_path: Path) -> None:
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    sheet = book.add_sheet("一覧")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for column, (value, style) in enumerate(
        [("名", None), (1.5, None), (True, None), (datetime(2024, 4, 1), day)]
    ):
        sheet.write(0, column, value, *([style] if style else []))
    book.save(str(tmp_path / "a.xls"))
    (read,), problems = read_sheets(tmp_path / "a.xls", "raw/a.xls")
    assert not problems
    assert list(read.rows[0]) == ["名", 1.5, True, date(2024, 4, 1)] or list(read.rows[0])[3] == datetime(
        2024, 4, 1
    )
