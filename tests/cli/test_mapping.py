"""`sojo-eval map`: what it writes where, and files that are there already."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.city import import_city, init_city
from sojo_eval.cli.mapping import propose_mapping
from sojo_eval.foundation.problems import SojoEvalError

ROWS = "受付番号,受付日,受付機関\nA1,2024-04-01,S1\nA2,2024-04-02,S1\n"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    init_city(tmp_path / "city", code="132292", name="西東京市")
    return tmp_path / "city"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "相談記録_2024年度.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_a_new_file_is_copied_and_mapped_for_every_year(city: Path, file: Path) -> None:
    propose_mapping(file, table="相談記録", city=city, lang="ja")
    assert (city / "raw" / file.name).read_text(encoding="utf-8") == ROWS
    text = (city / "mappings" / "相談記録_2024年度.toml").read_text(encoding="utf-8")
    assert 'files = ["相談記録_{年月}.csv"]' in text
    assert 'table = "consultations"' in text


def test_a_corrected_file_replaces_the_earlier_one_only_when_told_to(city: Path, file: Path) -> None:
    propose_mapping(file, city=city, lang="ja")
    file.write_text(ROWS + "A3,2024-04-03,S1\n", encoding="utf-8")
    with pytest.raises(SojoEvalError) as error:
        propose_mapping(file, city=city, lang="ja")
    assert error.value.code == "exists"
    assert "copy it into" in error.value.fix.en
    assert "mappings/相談記録_2024年度.toml" in error.value.message.ja
    mapping = city / "mappings" / "相談記録_2024年度.toml"
    mapping.write_text("# edited by hand", encoding="utf-8")
    propose_mapping(file, city=city, force=True, lang="ja")
    assert "A3" in (city / "raw" / file.name).read_text(encoding="utf-8")
    assert mapping.with_name(mapping.name + ".bak").read_text(encoding="utf-8") == "# edited by hand"
    assert (
        mapping.read_text(encoding="utf-8").splitlines()[0]
        == "# 庁内限り / For use inside the city hall only"
    )
    mapping.write_text("# edited again", encoding="utf-8")
    propose_mapping(file, city=city, force=True, lang="ja")
    kept = [p.read_text(encoding="utf-8") for p in sorted(mapping.parent.glob("*.bak"))]
    assert sorted(kept) == ["# edited again", "# edited by hand"]


def test_a_file_of_another_content_is_not_passed_over_in_silence(city: Path, file: Path) -> None:
    (city / "raw" / file.name).write_text("先月のもの", encoding="utf-8")
    with pytest.raises(SojoEvalError, match="holds something else"):
        propose_mapping(file, city=city, lang="ja")
    assert (city / "raw" / file.name).read_text(encoding="utf-8") == "先月のもの"


def test_next_years_file_needs_no_mapping_of_its_own(city: Path, file: Path) -> None:
    propose_mapping(file, city=city, lang="ja")
    later = file.with_name("相談記録_2025年度.csv")
    later.write_text(ROWS.replace("A", "B"), encoding="utf-8")
    with pytest.raises(SojoEvalError, match="next year's"):
        propose_mapping(later, city=city, lang="ja")
    assert len([*(city / "mappings").iterdir()]) == 1


def test_the_table_may_be_called_by_its_title_and_a_wrong_one_is_met_with_the_nearest(file: Path) -> None:
    with pytest.raises(SojoEvalError) as error:
        propose_mapping(file, table="相談の記録", lang="ja")
    assert "consultations" in error.value.fix.en


def test_what_was_proposed_is_imported(city: Path, file: Path) -> None:
    propose_mapping(file, city=city, lang="ja")
    refused = import_city(city).errors
    assert {p.rule for p in refused} == {"foreign_key"}  # the desk S1 is not there yet
