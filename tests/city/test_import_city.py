"""Imports one after another and beside each other: what changed, what was published, and what a killed one leaves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from sojo_eval.city import import_city, init_city, open_city, staging
from sojo_eval.foundation.problems import SojoEvalError

MAPPING = """table = "organizations"
files = ["*.csv"]
[columns]
organization = "コード"
name_ja = "名称"
kind = "種別"
"""


@pytest.fixture
def city(tmp_path: Path) -> Path:
    folder = tmp_path / "city"
    init_city(folder, code="132292", name="西東京市")
    (folder / "mappings" / "m.toml").write_text(MAPPING, encoding="utf-8")
    write(folder, "O1,共生課,市の部署", "O2,泉会,NPO等")
    import_city(folder)
    return folder


def write(folder: Path, *rows: str) -> None:
    (folder / "raw" / "a.csv").write_text("\n".join(["コード,名称,種別", *rows]), encoding="utf-8")


def evaluated(folder: Path) -> None:
    """As if results had been made from the clean tables as they are."""
    tables = {name: facts["sha256"] for name, facts in open_city(folder).manifest["tables"].items()}
    (folder / "results").mkdir(exist_ok=True)
    facts = {"provenance": {"tables": tables}}
    (folder / "results" / "evaluation.json").write_text(json.dumps(facts), encoding="utf-8")


def listed(folder: Path) -> list[tuple[str, str]]:
    found = pd.read_csv(folder / "clean" / "changes.csv", dtype="string", keep_default_na=False)
    return list(zip(found["change"], found["key"], strict=True))


def rules(folder: Path) -> list[str]:
    return [p.rule for p in import_city(folder).problems]


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


def test_a_table_whose_file_is_gone_stays_and_is_told(city: Path) -> None:
    (city / "mappings" / "m.toml").unlink()
    (warning,) = (p for p in import_city(city).problems if p.table == "organizations")
    assert (warning.rule, warning.severity) == ("not-renewed", "warning")
    assert len(open_city(city).table("organizations")) == 2
    (city / "clean" / "organizations.parquet").unlink()  # as the warning says
    assert "organizations" not in {p.table for p in import_city(city).problems}
    assert not open_city(city).has("organizations")


def test_two_imports_of_one_folder_do_not_meet(city: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from sojo_eval.city.staging import one_writer\n"
        "with one_writer(Path(sys.argv[1])):\n    print('writing', flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", script, str(city / "clean")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "writing"
        with pytest.raises(SojoEvalError, match="busy"):
            import_city(city)
        os.kill(other.pid, signal.SIGKILL)
    assert rules(city) == []


@pytest.mark.parametrize("moved", [0, 3, 4, 6])
def test_an_import_killed_while_publishing_is_brought_to_its_end_by_the_next(
    city: Path, moved: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluated(city)
    write(city, "O1,地域共生課,市の部署", "O2,泉会,NPO等")
    replace, left = Path.replace, [moved]

    def killed(path: Path, target: Path) -> Path:
        if path.parent.name == staging.READY or path.parent.parent.name == staging.READY:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            import_city(city)
    if moved == 4:  # tables of the one, the record of the other
        with pytest.raises(SojoEvalError, match="cut off"):
            open_city(city)
    assert rules(city) == ["revised"]
    assert listed(city) == [("changed", "O1")]
    assert open_city(city).table("organizations")["name_ja"].tolist() == ["地域共生課", "泉会"]
    assert not [*(city / "clean").glob(".ready*"), *(city / "clean").glob(".staged*")]


def test_what_a_killed_import_left_half_written_is_swept_away(city: Path) -> None:
    clean = city / "clean"
    (clean / ".staged").mkdir()
    (clean / ".staged" / "organizations.parquet").write_bytes(b"half")
    (clean / ".problems.csv.x.part").write_bytes(b"half")
    assert rules(city) == []
    assert not (clean / ".staged").exists()
    assert not (clean / ".problems.csv.x.part").exists()


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


@pytest.mark.parametrize("name", ["organizations.parquet", "manifest.json"])
def test_a_damaged_clean_file_is_said_in_words(city: Path, name: str) -> None:
    (city / "clean" / name).write_bytes(b"PAR1{")
    with pytest.raises(SojoEvalError, match=name) as error:
        import_city(city)
    assert "消して" in error.value.fix.ja
    (city / "clean" / name).unlink()
    assert rules(city) == []


NOTED = (
    MAPPING.replace("*.csv", "a.csv")
    + """[[notes]]
matches = "※(?P<month>[0-9]+)月から統合"
[notes.event]
event = "merged"
kind = "definition_change"
start_date = "2024-{month}-01"
title_ja = "{note}"
title_en = "merged"
applies_to = "organizations"
"""
)


def events(folder: Path) -> list[str]:
    """Those that an evaluation knows, which are those of the clean table."""
    known = open_city(folder).events["event"].tolist()
    assert pd.read_parquet(folder / "clean" / "events.parquet")["event"].tolist() == known
    return known


@pytest.mark.parametrize("fault", ["header", "mapping"])
def test_a_table_that_is_not_taken_keeps_the_events_of_its_footnotes(city: Path, fault: str) -> None:
    (city / "mappings" / "m.toml").write_text(NOTED, encoding="utf-8")
    write(city, "O1,共生課,市の部署", "※10月から統合,,")
    import_city(city)
    assert events(city) == ["covid", "merged"]
    if fault == "header":
        (city / "raw" / "a.csv").write_text(
            "コード,名前,種別\nO1,共生課,市の部署\n※10月から統合,,", encoding="utf-8"
        )
    else:
        (city / "mappings" / "m.toml").write_text(NOTED.replace('"merged"', '"…"'), encoding="utf-8")
    assert import_city(city).errors
    assert events(city) == ["covid", "merged"]
    (city / "mappings" / "m.toml").write_text(NOTED, encoding="utf-8")
    write(city, "O1,共生課,市の部署")
    import_city(city)
    assert events(city) == ["covid"]


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


def test_a_footnote_that_makes_no_event_takes_the_earlier_ones_not_away(city: Path) -> None:
    (city / "mappings" / "m.toml").write_text(NOTED, encoding="utf-8")
    write(city, "O1,共生課,市の部署", "※10月から統合,,")
    import_city(city)
    write(city, "O1,共生課,市の部署", "※13月から統合,,")
    (error,) = import_city(city).errors
    assert error.table == "events"
    assert events(city) == ["covid", "merged"]
