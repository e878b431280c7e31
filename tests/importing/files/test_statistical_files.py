"""Survey files of SPSS and Stata: labels, codes for no answer, old encodings, and what a damaged file does."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from sojo_eval.importing import ImportResult, import_sources
from sojo_eval.importing.files.cells import as_text
from sojo_eval.importing.files.reading import read_sheets
from sojo_eval.importing.files.statistical_files import VariableSheet
from sojo_eval.schema import load_schema

ANSWERS = pd.DataFrame(
    {
        "NO": ["R001", "R002", "R003", "R004"],
        "Q5": [1.0, 3.0, 9.0, np.nan],
        "Q8": [2.0, 2.0, 1.0, 9.0],
        "WT": [0.5, 12.25, 3.0, 1.0],
    }
)
TITLES = {
    "NO": "回答者番号",
    "Q5": "困ったときに頼れる人がいますか",
    "Q8": "ふだん孤独だと感じることがありますか",
}
LABELS = {
    "Q5": {1.0: "いる", 2.0: "いない", 3.0: "わからない", 9.0: "無回答"},
    "Q8": {1.0: "ある", 2.0: "ない"},
}
ROWS = [
    ["R001", "いる", "ない"],
    ["R002", "わからない", "ない"],
    ["R003", "無回答", "ある"],
    ["R004", "", "9"],
]
"""What a person sees in SPSS with value labels on; Q8 = 9 has no label there."""


def write_spss(path: Path, frame: pd.DataFrame = ANSWERS, **options: object) -> Path:
    said = {
        "column_labels": TITLES,
        "variable_value_labels": LABELS,
        "missing_ranges": {"Q5": [9], "Q8": [9]},
    }
    pyreadstat.write_sav(frame, path, **{**said, **options})
    return path


def write_stata(path: Path, frame: pd.DataFrame = ANSWERS) -> Path:
    labels = {name: {int(code): text for code, text in given.items()} for name, given in LABELS.items()}
    whole = frame.astype({"Q5": "Int32", "Q8": "Int32"})
    pyreadstat.write_dta(whole, path, column_labels=TITLES, variable_value_labels=labels, version=15)
    return path


@pytest.mark.parametrize(
    ("name", "write"), [("a.sav", write_spss), ("a.zsav", write_spss), ("a.dta", write_stata)]
)
def test_cells_hold_the_labels_and_no_answer_stays_what_it_is(
    tmp_path: Path, name: str, write: Callable[..., Path]
) -> None:
    options = {"compress": True} if name == "a.zsav" else {}
    (sheet,), problems = read_sheets(write(tmp_path / name, **options), "raw/a")
    assert problems == []
    assert sheet.head(2) == [[*TITLES.values(), "WT"], ["NO", "Q5", "Q8", "WT"]]
    assert [[as_text(cell) for cell in row[:3]] for row in sheet.rows[2:]] == ROWS
    assert [row[3] for row in sheet.rows[2:]] == [0.5, 12.25, 3, 1]


def test_without_labels_of_variables_their_names_are_the_first_row(tmp_path: Path) -> None:
    (sheet,), _ = read_sheets(write_spss(tmp_path / "a.sav", column_labels=None), "raw/a")
    assert type(sheet) is not VariableSheet
    assert list(sheet.rows[0]) == ["NO", "Q5", "Q8", "WT"]
    assert sheet.height == 5


def test_dates_are_dates_and_an_impossible_one_stays_a_number(tmp_path: Path) -> None:
    days = pd.DataFrame({"D": pd.to_datetime(["2024-04-01", None]).date, "Z": [1e17, 13931308800.0]})
    pyreadstat.write_sav(days, tmp_path / "a.sav", variable_format={"Z": "SDATE10"})
    (sheet,), _ = read_sheets(tmp_path / "a.sav", "raw/a")
    assert [list(row) for row in sheet.rows[1:]] == [[date(2024, 4, 1), 10**17], ["", date(2024, 4, 1)]]


def test_dates_and_numbers_of_stata_are_read_as_stata_shows_them(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime(["2024-04-01", "1959-12-31"]),
            "month": pd.to_datetime(["2024-04-01", "1959-12-01"]),
            "weight": np.array([0.1, 2.5], dtype="float32"),
        }
    )
    frame.to_stata(tmp_path / "a.dta", write_index=False, convert_dates={"day": "td", "month": "tm"})
    (sheet,), _ = read_sheets(tmp_path / "a.dta", "raw/a")
    assert [list(row) for row in sheet.rows[1:]] == [
        [date(2024, 4, 1), date(2024, 4, 1), 0.1],
        [date(1959, 12, 31), date(1959, 12, 1), 2.5],
    ]


def test_missing_codes_of_stata_keep_their_label(tmp_path: Path) -> None:
    frame = pd.DataFrame({"Q5": [1, "a", 2]}, dtype=object)
    pyreadstat.write_dta(
        frame,
        tmp_path / "a.dta",
        variable_value_labels={"Q5": {1: "いる", "a": "無回答"}},
        missing_user_values={"Q5": ["a"]},
    )
    (sheet,), _ = read_sheets(tmp_path / "a.dta", "raw/a")
    assert [row[0] for row in sheet.rows[1:]] == ["いる", "無回答", 2]


JAPANESE = {b"QLABEL01": "困った時", b"VLABEL01": "はいはい", b"VLABEL02": "ソ①㈱髙", b"MULABEL1": "無回答。"}


def in_cp932(path: Path, code: int) -> None:
    """Makes of a file of SPSS one as older versions wrote it: texts in CP932, no name of the encoding, this code."""
    content = bytearray(path.read_bytes())
    named = content.find(struct.pack("<iiii", 7, 20, 1, 5))
    del content[named : named + 16 + 5]
    machine = content.find(struct.pack("<iiii", 7, 3, 4, 8))
    content[machine + 44 : machine + 48] = struct.pack("<i", code)
    for ascii_, text in JAPANESE.items():
        assert len(text.encode("cp932")) == len(ascii_)
        content = content.replace(ascii_, text.encode("cp932"))
    path.write_bytes(content)


@pytest.mark.parametrize(("code", "said"), [(932, False), (2, True), (3, True), (1252, True)])
def test_an_old_file_in_cp932_is_read_whatever_code_it_carries(tmp_path: Path, code: int, said: bool) -> None:
    """932 names the encoding; 2 and 3 say "ASCII", 1252 is what a machine set to English wrote."""
    pyreadstat.write_sav(
        pd.DataFrame({"Q1": [1.0, 2.0, 9.0]}),
        tmp_path / "a.sav",
        column_labels={"Q1": "QLABEL01"},
        variable_value_labels={"Q1": {1.0: "VLABEL01", 2.0: "VLABEL02", 9.0: "MULABEL1"}},
    )
    in_cp932(tmp_path / "a.sav", code)
    (sheet,), problems = read_sheets(tmp_path / "a.sav", "raw/a")
    assert sheet.rows[0][0] == "困った時"
    assert [row[0] for row in sheet.rows[2:]] == ["はいはい", "ソ①㈱髙", "無回答。"]
    assert [(p.rule, p.severity) for p in problems] == [("encoding-guessed", "note")] * said


@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
def test_an_old_stata_file_is_read_in_the_encoding_it_is_in(tmp_path: Path, encoding: str) -> None:
    frame = pd.DataFrame({"Q1": ["ABCDEFGHIJKL", "x"]})
    pyreadstat.write_dta(frame, tmp_path / "a.dta", version=12)
    text = {"cp932": "表～髙①㈱ア", "utf-8": "表～髙①"}[encoding].encode(encoding)
    assert len(text) == 12
    (tmp_path / "a.dta").write_bytes((tmp_path / "a.dta").read_bytes().replace(b"ABCDEFGHIJKL", text))
    (sheet,), problems = read_sheets(tmp_path / "a.dta", "raw/a")
    assert sheet.rows[1][0] == text.decode(encoding)
    assert [p.rule for p in problems] == ["encoding-guessed"]


def test_one_label_for_two_codes_is_said(tmp_path: Path) -> None:
    write_spss(tmp_path / "a.sav", variable_value_labels={"Q5": {1.0: "いる", 2.0: "いない", 3.0: "いない"}})
    _, problems = read_sheets(tmp_path / "a.sav", "raw/a")
    assert [(p.rule, p.severity) for p in problems] == [("label-of-several-values", "warning")]
    assert "Q5" in problems[0].message.en


WIDE = """table = "survey_answers"
files = ["answers.*"]
[columns]
respondent_id = "{respondent}"
question_id = {{ text = "W3-{{number}}" }}
[wide]
value = "answer"
[[wide.columns]]
{columns}
"""
BY_NAME = WIDE.format(respondent="NO", columns='pattern = "(?P<number>Q\\\\d+)"')
BY_LABEL = WIDE.format(
    respondent="回答者番号",
    columns=f'header = "{TITLES["Q5"]}"\nnumber = "Q5"\n[[wide.columns]]\nheader = "{TITLES["Q8"]}"\nnumber = "Q8"',
)


def imported(folder: Path, mapping: str, write: Callable[[Path], object], name: str) -> ImportResult:
    for part in ("raw", "mappings"):
        (folder / part).mkdir(parents=True)
    write(folder / "raw" / name)
    (folder / "mappings" / "m.toml").write_text(mapping, encoding="utf-8")
    respondents = pd.DataFrame({"respondent_id": ANSWERS["NO"], "wave": "W3"})
    scale = {"Q5": "いる|いない|わからない|無回答", "Q8": "ある|ない|9"}
    questions = pd.DataFrame(
        {"question_id": [f"W3-{q}" for q in scale], "wave": "W3", "scale": scale.values()}
    )
    known = {"survey_respondents": respondents, "survey_questions": questions}
    return import_sources(folder / "raw", folder / "mappings", known, load_schema())


def write_csv(path: Path) -> None:
    lines = [["NO", "Q5", "Q8"], *ROWS]
    path.write_bytes("\n".join(",".join(line) for line in lines).encode("cp932"))


@pytest.mark.parametrize("mapping", [BY_NAME, BY_LABEL], ids=["by name", "by label"])
@pytest.mark.parametrize(("name", "write"), [("answers.sav", write_spss), ("answers.dta", write_stata)])
def test_answers_give_the_same_table_as_from_csv(
    tmp_path: Path, mapping: str, name: str, write: Callable[[Path], object]
) -> None:
    """One column a question; named by the variable or by its label. 無回答 is an answer that was given as such."""
    result = imported(tmp_path / "stat", mapping, write, name)
    plain = imported(tmp_path / "csv", BY_NAME, write_csv, "answers.csv")
    assert result.problems == plain.problems == []
    table = result.tables["survey_answers"]
    pd.testing.assert_frame_equal(table, plain.tables["survey_answers"])
    assert table["answer"].tolist() == ["いる", "ない", "わからない", "ない", "無回答", "ある", "9"]
    log = result.log.iloc[0]
    assert (log["rows_kept"], log["rows_refused"]) == (4, 0)
    assert log["rows_read"] == log["rows_kept"] + log["rows_left_out"]


def test_a_survey_of_five_thousand_is_read_within_seconds(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({f"Q{i}": rng.integers(1, 6, 5_000).astype(float) for i in range(200)})
    labels = {name: {1.0: "そう思う", 5.0: "無回答"} for name in frame}
    pyreadstat.write_sav(frame, tmp_path / "a.sav", variable_value_labels=labels)
    (sheet,), _ = read_sheets(tmp_path / "a.sav", "raw/a")
    assert sheet.height == 5_001
    assert {row[7] for row in sheet.rows[1:]} == {"そう思う", 2, 3, 4, "無回答"}
