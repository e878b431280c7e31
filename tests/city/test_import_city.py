"""Imports one after another: files that are gone, damaged or with a mistake in their mapping take no records away."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.city import import_city, open_city
from sojo_eval.foundation.problems import SojoEvalError
from tests.city.imported import MAPPING, rules


def test_a_table_whose_file_is_gone_stays_and_is_told(city: Path) -> None:
    (city / "mappings" / "m.toml").unlink()
    (warning,) = (p for p in import_city(city).problems if p.table == "organizations")
    assert (warning.rule, warning.severity) == ("not-renewed", "warning")
    assert len(open_city(city).table("organizations")) == 2
    (city / "clean" / "organizations.parquet").unlink()  # as the warning says
    assert "organizations" not in {p.table for p in import_city(city).problems}
    assert not open_city(city).has("organizations")


@pytest.mark.parametrize("name", ["organizations.parquet", "manifest.json"])
def test_a_damaged_clean_file_is_said_in_words(city: Path, name: str) -> None:
    (city / "clean" / name).write_bytes(b"PAR1{")
    with pytest.raises(SojoEvalError, match=name) as error:
        import_city(city)
    assert "消して" in error.value.fix.ja
    (city / "clean" / name).unlink()
    assert rules(city) == []


@pytest.mark.parametrize(
    "broken", ['table = "organizations"\nfiles = ["b.csv"]\n', 'table = "organizations"\n[[', "[["]
)
def test_a_mapping_with_a_mistake_takes_no_records_away(city: Path, broken: str) -> None:
    (city / "mappings" / "m.toml").write_text(MAPPING.replace("*.csv", "a.csv"), encoding="utf-8")
    (city / "mappings" / "n.toml").write_text(MAPPING.replace("*.csv", "b.csv"), encoding="utf-8")
    (city / "raw" / "b.csv").write_text("コード,名称,種別\nO9,新町会,NPO等\n", encoding="utf-8")
    assert import_city(city).written["organizations"] == 3
    (city / "mappings" / "n.toml").write_text(broken, encoding="utf-8")
    outcome = import_city(city)
    assert "organizations" not in outcome.written
    assert len(open_city(city).table("organizations")) == 3
    (unread,) = (p for p in outcome.problems if p.rule == "not-mapped")
    assert "対応表を直して" in unread.fix.ja
