"""Headers that leave out what the one to their left has said, and those that only look like it."""

from __future__ import annotations

import pytest

from sojo_eval.importing.files.cells import Cells
from sojo_eval.importing.proposals.columns import ReadColumn
from sojo_eval.importing.proposals.header_times import figure_of, settled


def times(*labels: str) -> list[str]:
    """What is read as the time of each header, and as its name where it has one."""
    columns = [ReadColumn(at, label, Cells([], []), "", 1.0) for at, label in enumerate(labels, 1)]  # type: ignore[arg-type]
    return [f"{f.time} {f.name}".strip() for f in settled([figure_of(c) for c in columns])]


CARRIED = [
    (["平成29年度", "30年度", "31・令和元年度", "令和2", "3"], ["2017年度", "2018年度", "2019年度", "2020年度", "2021年度"]),
    (["件数/平成30年度", "人数/平成30年度", "件数/令和元", "人数/令和元", "件数/2", "人数/2"],
     ["2018年度 件数", "2018年度 人数", "2019年度 件数", "2019年度 人数", "2020年度 件数", "2020年度 人数"]),
    (["令和2年度/新規", "3/新規", "4/新規"], ["2020年度 新規", "2021年度 新規", "2022年度 新規"]),
]  # fmt: skip
LEFT = [
    (["令和3年度", "4", "5", "6"], ["令和3年度", "4", "5", "6"]),
    (["平成30年度", "2", "3"], ["平成30年度", "2", "3"]),
    (["令和2年度", "1", "2"], ["令和2年度", "1", "2"]),
    (["1", "2", "3"], ["1", "2", "3"]),
    (["令和2年度/新規/2", "3/新規/2"], ["令和2年度 新規/2", "3/新規/2"]),
    (["令和2年度/1", "令和3年度/1"], ["令和2年度 1", "令和3年度 1"]),
]


@pytest.mark.parametrize(("labels", "read"), CARRIED)
def test_a_year_goes_on_along_the_headers(labels: list[str], read: list[str]) -> None:
    assert times(*labels) == read


@pytest.mark.parametrize(("labels", "read"), LEFT)
def test_numbers_that_are_no_years_keep_their_name(labels: list[str], read: list[str]) -> None:
    """4 after one year alone may be April; 2 after 平成30年度 leaves a year out."""
    assert times(*labels) == read
