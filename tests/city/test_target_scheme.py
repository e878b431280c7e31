"""[target_scheme] of city.toml: read whole, or refused with the entry's address."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.city import init_city, read_configuration
from sojo_eval.foundation.problems import SojoEvalError

GOOD = """
[target_scheme]
by = "progress"
marks = [
  { mark = "A", at_least = 1.0 },
  { mark = "B", at_least = 0.75 },
  { mark = "D" },
]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    init_city(tmp_path / "city", code="132292", name="西東京市")
    return tmp_path / "city"


def written(folder: Path, section: str) -> Path:
    path = folder / "city.toml"
    path.write_text(path.read_text(encoding="utf-8") + section, encoding="utf-8")
    return folder


def test_the_marks_are_read_from_the_best_to_the_rest(folder: Path) -> None:
    scheme = read_configuration(written(folder, GOOD)).target_scheme
    assert scheme is not None
    assert scheme.by == "progress"
    assert scheme.marks == (("A", 1.0), ("B", 0.75), ("D", float("-inf")))


def test_a_city_without_one_has_none(folder: Path) -> None:
    assert read_configuration(folder).target_scheme is None


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("[target_scheme]", "[target_schem]", "target_schem", "target_scheme"),
        ('by = "progress"', 'by = "progres"', "target_scheme.by", "progress"),
        ('by = "progress"', "", "target_scheme.by", "progress"),
        ('by = "progress"', 'bye = "progress"', "target_scheme.bye", "Did you mean by?"),
        ('mark = "A"', 'mrak = "A"', "target_scheme.marks[1].mrak", "Did you mean mark?"),
        ('mark = "A"', 'mark = ""', "target_scheme.marks[1].mark", "a text"),
        ('mark = "A"', 'mark = "目標を大きく上回り達成"', "target_scheme.marks[1].mark", "10"),
        ('mark = "A"', 'mark = "B"', "target_scheme.marks[2].mark", "another mark"),
        ("at_least = 1.0", 'at_least = "1"', "target_scheme.marks[1].at_least", "a number"),
        (", at_least = 1.0", "", "target_scheme.marks[1].at_least", "the least value"),
        ("at_least = 1.0", "at_least = 0.75", "target_scheme.marks[2].at_least", "limits that fall"),
        ("at_least = 1.0", "at_least = 0.7", "target_scheme.marks[2].at_least", "limits that fall"),
        ("at_least = 1.0", "at_least = 100", "target_scheme.marks[1].at_least", "0.75 for 75 %"),
        ('mark = "D"', 'mark = "D", at_least = 0.5', "target_scheme.marks[3].at_least", "takes the rest"),
        (GOOD[GOOD.index("marks"):], 'marks = [{ mark = "A" }]', "target_scheme.marks", "2 marks or more"),
        (GOOD[GOOD.index("marks"):], 'marks = "A"', "target_scheme.marks", "2 marks or more"),
        (GOOD[GOOD.index("marks"):], "", "target_scheme.marks", "2 marks or more"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_address_and_the_way_out(
    folder: Path, old: str, new: str, place: str, said: str
) -> None:
    assert old in GOOD
    with pytest.raises(SojoEvalError) as caught:
        read_configuration(written(folder, GOOD.replace(old, new, 1)))
    found = [p for p in caught.value.problems if p.column == place]
    assert found, caught.value.problems
    assert any(said in p.fix.en for p in found), found
    assert all(p.row is not None and p.message.ja and p.fix.ja for p in found)


@pytest.mark.parametrize(("limit", "refused"), [(1.0, False), (1.01, True), (3, True)])
def test_points_are_written_as_parts_of_one(folder: Path, limit: float, refused: bool) -> None:
    text = GOOD.replace('"progress"', '"points"').replace("1.0", str(limit))
    if not refused:
        assert read_configuration(written(folder, text)).target_scheme is not None
        return
    with pytest.raises(SojoEvalError) as caught:
        read_configuration(written(folder, text))
    assert [p.column for p in caught.value.problems] == ["target_scheme.marks[1].at_least"]


@pytest.mark.parametrize(("limit", "refused"), [(10.0, False), (10.01, True)])
def test_shares_of_the_way_are_no_percent(folder: Path, limit: float, refused: bool) -> None:
    text = GOOD.replace("1.0", str(limit))
    if not refused:
        assert read_configuration(written(folder, text)).target_scheme is not None
        return
    with pytest.raises(SojoEvalError):
        read_configuration(written(folder, text))
