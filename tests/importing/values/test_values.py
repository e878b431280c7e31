"""A column keeps beside its values why a cell holds none, how small a withheld one is, and which are approximate."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojo_eval.foundation.language import Text
from sojo_eval.importing.files.cells import cells_of
from sojo_eval.importing.values.area_names import AreaNames
from sojo_eval.importing.values.values import Names, Notation, Read, ReadColumn, read_column, reader_of
from sojo_eval.japanese import STATES, Meaning, label_key
from sojo_eval.schema import PANDAS_TYPES, Field, load_schema

COUNT = Field("n", "integer", Text("件数", "count"))
NUMBER = Field("v", "number", Text("値", "value"))
NOTE = Field("note", "string", Text("備考", "note"))
KEY = Field("person_id", "string", Text("相談者", "person"), privacy="pseudonym")
SEX = Field("sex", "string", Text("性別", "sex"), codelist="sexes")


def read_cells(
    cells: list[object], target: Field, read: Read, marks: dict[str, Meaning] | None = None
) -> ReadColumn:
    return read_column(cells_of(cells), target, read, marks)


def test_four_different_things_stay_four() -> None:
    read = read_cells(["0", "-", "…", "5人未満", "x", "12", "", None, "abc"], COUNT, reader_of(COUNT))
    assert read.values.tolist()[0] == 0
    assert read.values.tolist()[5] == 12
    assert read.values.isna().tolist() == [False, True, True, True, True, False, True, True, True]
    assert read.states.to_dict() == {
        1: "not_applicable", 2: "missing", 3: "suppressed", 4: "suppressed", 6: "missing", 7: "missing",
    }  # fmt: skip
    assert read.below.to_dict() == {3: 5.0}
    assert list(read.unreadable) == [8]
    assert list(read.states.cat.categories) == list(STATES)


def test_the_legend_of_a_file_goes_first() -> None:
    read = read_cells(["-", "－", "***", "5"], COUNT, reader_of(COUNT), {"-": "zero", "***": "missing"})
    assert read.values.tolist()[:2] == [0, 0]
    assert read.values.tolist()[3] == 5
    assert read.states.to_dict() == {2: "missing"}


def test_approximate_numbers_are_flagged() -> None:
    cells = ["約500", "480", "約500人"]
    read = read_cells(cells, NUMBER, reader_of(NUMBER, Notation(unit="人", approximate=True)))
    assert read.values.tolist() == [500, 480, 500]
    assert read.approximate == (0, 2)
    refused = read_cells(cells, NUMBER, reader_of(NUMBER, Notation(unit="人")))
    assert list(refused.unreadable) == [0, 2]
    assert refused.approximate == ()


def test_a_word_may_be_a_text_but_no_pseudonym() -> None:
    cells = ["不明", "該当なし", "x", "-", "…", "普通の文"]
    note = read_cells(cells, NOTE, reader_of(NOTE))
    assert note.values.tolist()[:3] == ["不明", "該当なし", "x"]
    assert note.states.to_dict() == {3: "not_applicable", 4: "missing"}
    key = read_cells(cells, KEY, reader_of(KEY))
    assert key.states.to_dict() == {
        0: "missing", 1: "not_applicable", 2: "suppressed", 3: "not_applicable", 4: "missing",
    }  # fmt: skip
    assert read_cells(["x"], NOTE, reader_of(NOTE), {"x": "suppressed"}).states.to_dict() == {0: "suppressed"}


def test_a_code_of_the_list_goes_before_the_mark() -> None:
    labels = {label_key(k): v for k, v in {"男": "male", "不明": "unknown", "－": "other"}.items()}
    read = read_cells(["男", "不明", "-", "調査中", "", "女性"], SEX, reader_of(SEX, names=Names(labels)))
    assert read.values.tolist()[:3] == ["male", "unknown", "other"]
    assert read.states.to_dict() == {3: "missing", 4: "missing"}
    assert list(read.unreadable) == [5]


def test_equal_keys_of_different_cells_are_different() -> None:
    flag = Field("b", "boolean", Text("有無", "flag"))
    read = read_cells([True, 1, 1.0, "1", 2], flag, reader_of(flag))
    assert read.values.tolist()[:4] == [True] * 4
    number = read_cells([True, 1, 1.0], NUMBER, reader_of(NUMBER))
    assert list(number.unreadable) == [0]


def test_what_the_mapping_knows_reaches_the_reader() -> None:
    day = Field("d", "date", Text("日", "day"))
    known = {"fiscal_year": 2023, "short_years": "令和"}
    read = read_cells(["4/1", "1/15", "6.4.1"], day, reader_of(day, Notation(**known)))  # type: ignore[arg-type]
    assert [str(d.date()) for d in read.values] == ["2023-04-01", "2024-01-15", "2024-04-01"]
    assert read.values.dtype == PANDAS_TYPES["date"]
    money = read_cells(["5", "5千円"], NUMBER, reader_of(NUMBER, Notation(unit="千円")))
    assert money.values.tolist() == [5000, 5000]
    minutes = read_cells(["1時間半", 45], COUNT, reader_of(COUNT, Notation(unit="分")))
    assert minutes.values.tolist() == [90, 45]


def test_names_of_places_become_codes() -> None:
    areas = AreaNames(pd.DataFrame({"area": ["T1"], "level": ["town"], "name_ja": ["泉町"]}))
    field = load_schema().tables["consultations"].field("area")
    read = read_cells(
        ["泉町一丁目", "旧称", "ない町", "", "不明"],
        field,
        reader_of(field, names=Names({"旧称": "T1"}, areas)),
    )
    assert read.values.tolist()[:2] == ["T1", "T1"]
    assert list(read.unreadable) == [2]
    assert read.states.to_dict() == {3: "missing", 4: "missing"}


CELLS = st.lists(
    st.one_of(
        st.sampled_from(["-", "…", "x", "5人未満", "", "0", "12", "1,2", "不明", "約3", "R6.4.1"]),
        st.text(max_size=6),
        st.integers(),
        st.floats(),
        st.booleans(),
        st.none(),
        st.datetimes(),
        st.times(),
    ),
    max_size=12,
)


@settings(max_examples=400, deadline=None)
@given(CELLS, st.sampled_from(["integer", "number", "string", "boolean", "date"]))
def test_each_cell_has_a_value_or_a_state_or_an_error(cells: list[object], kind: str) -> None:
    field = Field("f", kind, Text("列", "column"))  # type: ignore[arg-type]  # one of the types
    read = read_cells(cells, field, reader_of(field))
    held = {int(i) for i in read.values.index[read.values.notna()]}
    parts = (held, set(read.states.index), set(read.unreadable))
    assert len(read.values) == len(cells)
    assert set.union(*parts) == set(range(len(cells)))
    assert sum(map(len, parts)) == len(cells)
    assert "observed" not in set(read.states)


@pytest.mark.parametrize("kind", ["integer", "number", "string", "boolean", "date"])
def test_a_column_without_cells(kind: str) -> None:
    field = Field("f", kind, Text("列", "column"))  # type: ignore[arg-type]  # one of the types
    read = read_cells([], field, reader_of(field))
    assert len(read.values) == len(read.states) == len(read.below) == 0
