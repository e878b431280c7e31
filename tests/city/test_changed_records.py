"""What an import changed is listed, and figures already evaluated are called revised."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.city import import_city, open_city
from tests.city.imported import evaluated, listed, rules, write


def test_a_mended_file_replaces_its_own_rows_and_the_difference_is_listed(city: Path) -> None:
    write(city, "O1,地域共生課,市の部署", "O3,新町会,NPO等")
    outcome = import_city(city)
    told = [*zip(outcome.changes["change"], outcome.changes["key"], outcome.changes["fields"], strict=True)]
    assert told == [("added", "O3", ""), ("changed", "O1", "name_ja"), ("removed", "O2", "")]
    assert open_city(city).table("organizations")["organization"].tolist() == ["O1", "O3"]
    assert listed(city) == [("added", "O3"), ("changed", "O1"), ("removed", "O2")]


def test_an_import_that_changes_nothing_keeps_the_list(city: Path) -> None:
    write(city, "O1,地域共生課,市の部署", "O2,泉会,NPO等")
    import_city(city)
    assert import_city(city).changes.empty
    assert listed(city) == [("changed", "O1")]
    write(city, "O1,地域共生課,市の部署", "O2,泉の会,NPO等")
    import_city(city)
    assert listed(city) == [("changed", "O2")]


def test_figures_already_evaluated_are_called_revised_until_they_are_evaluated_again(city: Path) -> None:
    evaluated(city)
    assert rules(city) == []
    write(city, "O1,地域共生課,市の部署", "O2,泉会,NPO等")
    assert rules(city) == ["revised"]
    write(city, "O1,地域共生課,市の部署", "O2,泉の会,NPO等")
    assert rules(city) == ["revised"]
    (warning,) = import_city(city).problems
    assert (warning.rule, warning.severity, warning.table) == ("revised", "warning", "organizations")
    assert "2 rows" in warning.message.en
    assert listed(city) == [("changed", "O1"), ("changed", "O2")]
    write(city, "O1,地域共生課,市の部署", "O2,泉の会,NPO等", "O3,新町会,NPO等")
    import_city(city)
    write(city, "O1,地域共生課,市の部署")
    (warning,) = import_city(city).problems
    assert "2 rows" in warning.message.en  # O3 came and went since, and was in no result
    evaluated(city)
    assert rules(city) == []


@pytest.mark.parametrize("content", [b"", "table,key\n組織,1\n".encode("cp932"), b"{"])
@pytest.mark.parametrize("name", ["clean/changes.csv", "results/evaluation.json"])
def test_a_list_that_another_program_saved_otherwise_breaks_nothing(
    city: Path, name: str, content: bytes
) -> None:
    evaluated(city)
    (city / name).write_bytes(content)
    write(city, "O1,地域共生課,市の部署", "O2,泉会,NPO等")
    import_city(city)
    assert listed(city) == [("changed", "O1")]
