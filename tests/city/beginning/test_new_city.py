"""A new city's folder: sound as it is made, and never made over other things."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.city import init_city, read_configuration
from sojo_eval.city.beginning.new_plans import read_plan
from sojo_eval.foundation.problems import SojoEvalError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    init_city(tmp_path / "city", code="132292", name="西東京市")
    return tmp_path / "city"


def test_a_new_folder_has_a_sound_configuration(folder: Path) -> None:
    configuration = read_configuration(folder)
    assert configuration.plans.empty
    assert configuration.threshold == 5
    assert configuration.events["kind"].tolist() == ["shock"]


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(SojoEvalError, match="not empty"):
        init_city(tmp_path, code="132292", name="x")
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


def test_a_new_folder_holds_its_own_plans_and_nobody_elses(tmp_path: Path) -> None:
    plans = [read_plan("2021-04/2027-03=第3期ときわ町地域福祉計画"), read_plan("2015-04/2021-03")]
    assert init_city(tmp_path / "town", code="20412", name="ときわ町", plans=plans) == "204129"
    read = read_configuration(tmp_path / "town")
    assert read.code == "204129"
    assert read.plans["plan"].tolist() == ["2015", "3"]
    assert read.plans["end_date"].dt.date.astype(str).tolist() == ["2021-03-31", "2027-03-31"]
    text = (tmp_path / "town" / "city.toml").read_text(encoding="utf-8")
    assert "西東京" not in text
    assert "第4期" not in text


def test_overlapping_plans_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    plans = [read_plan("2019-04/2025-03"), read_plan("2024-04/2030-03")]
    with pytest.raises(SojoEvalError, match="configuration"):
        init_city(tmp_path / "town", code="204129", name="ときわ町", plans=plans)
    assert not (tmp_path / "town").exists()
