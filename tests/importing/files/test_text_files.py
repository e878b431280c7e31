"""Text files: the same cells by Arrow and by Python, delimiters, encodings, and stray quotation marks."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojo_eval.importing.files import text_files
from sojo_eval.importing.files.cells import Cells
from sojo_eval.importing.files.reading import read_sheets
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.files.text_files import by_arrow, by_python, delimiter_of
from tests.importing.organizations import ORGANIZATIONS, load


def listed(cells: Cells) -> list[object]:
    return [cells[i] for i in range(len(cells))]


_CELL = st.text(alphabet='aあ1,"\n 　-\ufffd', max_size=6)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda n: st.lists(st.lists(_CELL, min_size=n, max_size=n), min_size=1, max_size=8)
    )
)
def test_arrow_and_python_read_the_same_cells(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    sheet = by_arrow(out.getvalue().encode(), ",")
    assert by_python(out.getvalue(), ",") == rows
    assert sheet is not None
    assert sheet.height == len(rows)
    plain = Sheet("", rows)
    for at in range(len(rows[0])):
        assert listed(sheet.column(at, 0)) == listed(plain.column(at, 0))
    assert np.array_equal(sheet.filled_cells(0), plain.filled_cells(0))
    for text in ("\n", "\ufffd"):
        assert sheet.holding(text) == plain.holding(text)


@pytest.mark.parametrize("content", [b'a,b\n1,"c\n', b'a,b\r\n1,"c\nd"\r\n', b'a,b\r1,"c\nd"\n2,3\n'])
def test_a_line_break_in_a_cell_is_found_however_rows_end(content: bytes) -> None:
    sheet = by_arrow(content, ",")
    assert sheet is not None
    assert sheet.holding("\n") == [(1, 1)]


def test_rows_of_unequal_length_are_left_to_python() -> None:
    assert by_arrow(b"a,b\n1,2,3\n", ",") is None


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    text = "\n".join(delimiter.join(["番号", "名前", "件数"]) for _ in range(5))
    assert delimiter_of(text, ",") == delimiter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    return tmp_path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("large", [False, True])
def test_every_encoding_gives_the_same_table(
    folder: Path, encoding: str, line_end: str, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if large:
        monkeypatch.setattr(text_files, "LARGE", 0)
        monkeypatch.setattr(text_files, "_SURELY_LARGE", 0)
    text = line_end.join(
        ["機関コード,機関名,種別", "Ｏ０１,地域共生課,市の部署", 'O02,"株式会社, ㈱髙島",事業者', ""]
    )
    (folder / "raw" / "a.csv").write_bytes(text.encode(encoding))
    result = load(folder, ORGANIZATIONS.format(file="a.csv"))
    assert result.problems == []
    assert result.tables["organizations"]["organization"].tolist() == ["O01", "O02"]
    assert result.tables["organizations"]["name_ja"].tolist() == ["地域共生課", "株式会社, (株)髙島"]


def test_a_large_file_in_utf_8_is_not_decoded_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "_SURELY_LARGE", 0)
    monkeypatch.setattr(text_files, "decode", lambda *_: pytest.fail("decoded"))
    (sheet,), problems = text_files.read_text("番号;名前\n1;あ\n".encode(), "a.csv", ".csv")
    assert (sheet.height, sheet.width(), problems) == (2, 2, [])


def test_real_files_in_two_encodings_are_read_alike(reference_data: Path) -> None:
    messy = reference_data / "japan" / "messy"
    (first,), problems = read_sheets(messy / "0066_202304_cp932.csv", "a")
    (second,), more = read_sheets(messy / "0066_202304_utf8bom.csv", "b")
    assert problems == more == []
    # One layout and the same 235 towns in both encodings; their counts differ, whatever the folder's README says.
    assert first.rows[0] == second.rows[0]
    assert [row[:7] for row in first.rows] == [row[:7] for row in second.rows]
    assert len(first.rows) == 236
    for row in [*first.rows[1:], *second.rows[1:]]:
        assert int(str(row[7])) == int(str(row[8])) + int(str(row[9]))


@pytest.mark.parametrize("by_arrow", [False, True])
def test_rows_swallowed_by_stray_quotation_marks_are_said(
    folder: Path, by_arrow: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_files, "LARGE", 0 if by_arrow else 10**9)
    lines = [
        "機関コード,機関名,種別",
        'O1,"あ,市の部署',
        "O2,い,市の部署",
        'O3,う",市の部署',
        "O4,え,市の部署",
    ]
    (folder / "raw" / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    (problem,) = (p for p in load(folder, ORGANIZATIONS.format(file="a.csv")).problems)
    assert (problem.rule, problem.severity, problem.cell) == ("lines-in-a-cell", "warning", "B2")


def test_a_cell_of_several_lines_with_a_comma_is_nothing_to_say(folder: Path) -> None:
    text = '機関コード,機関名,種別\nO1,"あ\n（い、う,え）",市の部署\nO2,お,市の部署\n'
    (folder / "raw" / "a.csv").write_text(text, encoding="utf-8")
    assert load(folder, ORGANIZATIONS.format(file="a.csv")).problems == []
