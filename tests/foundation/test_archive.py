"""A stored result comes back equal, in its types too; anything else in its place is no result."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sojo_eval.foundation.archive import DamagedArchiveError, content_hash, read_archive, write_archive
from sojo_eval.foundation.language import Text


@dataclass(frozen=True)
class Held:
    """What a result may hold."""

    table: pd.DataFrame
    value: object = None
    judged: object = field(default=None, metadata={"stored": False})


@dataclass(frozen=True)
class Stranger:
    """A class that the reader does not name."""

    value: int = 0


TABLE = pd.DataFrame(
    {
        "text": pd.Series(["あ", None, ""], dtype="string"),
        "plain": ["a", "b", None],
        "whole": pd.Series([1, None, 3], dtype="Int64"),
        "number": [0.1, float("nan"), float("-inf")],
        "yes": pd.Series([True, None, False], dtype="boolean"),
        "day": pd.Series(["2024-04-01", None, "1989-01-08"], dtype="datetime64[s]"),
        "moment": pd.to_datetime(["2024-04-01 12:30", None, "2024-04-02 00:00"]),
        "named": pd.Series(["a", "b", "c"], dtype=object),
        "mixed": pd.Series([True, None, "x"], dtype=object),
        "sentence": pd.Series([Text("あ", "a"), (1, 2.5), {"k": [date(2024, 4, 1)]}], dtype=object),
    }
)


def there_and_back(path: Path, value: object = None, table: pd.DataFrame = TABLE) -> Held:
    write_archive(path / "held.zip", Held(table, value))
    return read_archive(path / "held.zip", Held, [Text])


def test_a_table_comes_back_with_its_types(tmp_path: Path) -> None:
    found = there_and_back(tmp_path).table
    pd.testing.assert_frame_equal(found, TABLE, check_exact=True)
    assert [type(v) for v in found["mixed"]] == [type(v) for v in TABLE["mixed"]]


def test_an_index_and_a_table_without_rows_come_back(tmp_path: Path) -> None:
    for table in (
        TABLE.iloc[:0],
        TABLE.iloc[[2, 0]],
        pd.DataFrame(),
        pd.DataFrame({"a": [1.0]}, index=["x"]),
    ):
        pd.testing.assert_frame_equal(there_and_back(tmp_path, table=table).table, table, check_exact=True)


@pytest.mark.parametrize(
    "value",
    [
        None, True, 3, -0.0, 1e-300, float("inf"), "に\n", date(1989, 1, 8), pd.Timestamp("2024-04-01 00:00:01"),
        (1, ("a", None)), [1, [2]], {"a": 1, ("b", 2): Text("あ", "a")}, {}, (),
    ],
)  # fmt: skip
def test_a_value_comes_back_as_it_was(tmp_path: Path, value: object) -> None:
    found = there_and_back(tmp_path, value).value
    assert found == value
    assert type(found) is type(value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
        max_leaves=12,
    )
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_plain_value_comes_back(tmp_path: Path, value: object) -> None:
    found = there_and_back(tmp_path, value, pd.DataFrame()).value
    assert repr(found) == repr(value)


def test_missing_values_keep_their_kind(tmp_path: Path) -> None:
    nan, nat, na = there_and_back(tmp_path, (float("nan"), pd.NaT, pd.NA)).value  # type: ignore[misc]
    assert isinstance(nan, float)
    assert np.isnan(nan)
    assert nat is pd.NaT
    assert na is pd.NA


def test_what_is_marked_as_not_stored_is_left_out(tmp_path: Path) -> None:
    write_archive(tmp_path / "x.zip", Held(TABLE, judged=object()))
    with pytest.raises(DamagedArchiveError):  # Text stands in the table, and is not named
        read_archive(tmp_path / "x.zip", Held, [])
    assert read_archive(tmp_path / "x.zip", Held, [Text]).judged is None


def test_a_value_that_no_result_holds_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="complex"):
        write_archive(tmp_path / "x.zip", Held(TABLE, 1j))
    assert not list(tmp_path.iterdir())


def test_no_class_is_made_that_the_reader_does_not_name(tmp_path: Path) -> None:
    write_archive(tmp_path / "x.zip", Stranger())
    with pytest.raises(DamagedArchiveError):
        read_archive(tmp_path / "x.zip", Held, [Text])
    with pytest.raises(DamagedArchiveError):  # known, but not what was asked for
        read_archive(tmp_path / "x.zip", Held, [Stranger])


def test_a_damaged_file_is_no_result(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    write_archive(path, Held(TABLE, "long enough to be met" * 100))
    whole = path.read_bytes()
    for damage in (
        b"",
        whole[: len(whole) // 2],
        b"PK\x03\x04" + b"\0" * 100,
        whole.replace(b"enough", b"enoxgh", 1),
    ):
        path.write_bytes(damage)
        with pytest.raises(DamagedArchiveError):
            read_archive(path, Held, [Text])
    with pytest.raises(FileNotFoundError):
        read_archive(tmp_path / "none.zip", Held, [Text])


def test_a_file_that_says_something_unknown_is_no_result(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    for content in (
        {"#": "code", "of": "print(1)"},
        {"#": "object", "class": "Held", "of": {"other": 1}},
        [],
        3,
    ):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("content.json", json.dumps(content))
        with pytest.raises(DamagedArchiveError):
            read_archive(path, Held, [Text])


def test_equal_results_are_equal_files_and_hashes(tmp_path: Path) -> None:
    write_archive(tmp_path / "a.zip", Held(TABLE, 1))
    write_archive(tmp_path / "b.zip", Held(TABLE.copy(), 1))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    # Whenever they were written.
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    changed = TABLE.assign(number=[0.1, float("nan"), float("inf")])
    hashes = {content_hash(Held(t, v)) for t, v in ((TABLE, 1), (TABLE.copy(), 1), (changed, 1), (TABLE, 2))}
    assert len(hashes) == 3
