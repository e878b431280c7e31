"""A new city's folder: sound as it is made, and never made over other things."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.city import init_city, read_configuration
from sojo_eval.foundation.problems import SojoEvalError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    init_city(tmp_path / "city", code="132292", name="西東京市")
    return tmp_path / "city"


def test_a_new_folder_has_a_sound_configuration(folder: Path) -> None:
    configuration = read_configuration(folder)
    assert configuration.plans["plan"].tolist() == ["4", "5"]
    assert configuration.threshold == 5
    assert configuration.events["kind"].tolist() == ["shock"]


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(SojoEvalError, match="not empty"):
        init_city(tmp_path, code="1", name="x")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.txt"]


def test_the_examples_in_the_comments_can_be_used_as_they_stand(tmp_path: Path) -> None:
    init_city(tmp_path / "city", code="132292", name="西東京市")
    path = tmp_path / "city" / "city.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    examples = ("# [headline]", "# declared =", "# connections =", "# [target_scheme]", "# by =", "# marks =")
    used = [line[2:] if line.startswith(examples) else line for line in lines]
    assert sum(line.startswith(examples) for line in lines) == len(examples)
    path.write_text("\n".join(used), encoding="utf-8")
    read = read_configuration(tmp_path / "city")
    assert read.headline is not None
    assert read.target_scheme is not None
