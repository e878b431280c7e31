"""What problems repeat of a file: never what tells who somebody is, wherever it stands, and nothing endless."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.importing import import_sources
from sojo_eval.schema import load_schema

PERSONS = ("090-1234-5678", "hanako@example.jp", "佐藤　花子", "佐藤花子様", "123456789018")


def told(folder: Path, *lines: str) -> str:
    """Everything that the problems of an import say."""
    (folder / "raw").mkdir()
    (folder / "mappings").mkdir()
    (folder / "raw" / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "mappings" / "a.toml").write_text(
        'table = "meetings"\nfiles = ["a.csv"]\n[columns]\nmeeting_id = "番号"\nheld_date = "開催日"\nkind = "種別"\n',
        encoding="utf-8",
    )
    result = import_sources(folder / "raw", folder / "mappings", {}, load_schema())
    assert result.problems
    parts = [(p.message.ja, p.message.en, p.fix.ja, p.fix.en, p.value, p.column) for p in result.problems]
    return "\n".join(text for each in parts for text in each)


@pytest.mark.parametrize("person", PERSONS)
@pytest.mark.parametrize("column", ["開催日", "種別"])
def test_a_person_in_a_column_of_dates_or_codes_is_not_repeated(
    tmp_path: Path, person: str, column: str
) -> None:
    row = {"番号": "1", "開催日": "2024-04-01", "種別": "支援会議"} | {column: person}
    assert person not in told(tmp_path, ",".join(row), ",".join(row.values()))


@pytest.mark.parametrize("person", PERSONS)
def test_a_person_in_a_footnote_is_not_repeated(tmp_path: Path, person: str) -> None:
    found = told(tmp_path, "番号,開催日,種別", "1,2024-04-01,支援会議", f"※問合せ {person} まで")
    assert person not in found
    assert "注記があります: …" in found


@pytest.mark.parametrize("person", PERSONS)
def test_records_taken_for_the_header_are_not_repeated(tmp_path: Path, person: str) -> None:
    found = told(tmp_path, f"1,2024-04-01,{person},備考の見出し")
    assert person not in found
    assert "備考の見出し" in found


def test_a_person_in_a_header_is_not_repeated_with_each_cell(tmp_path: Path) -> None:
    found = told(tmp_path, "番号,開催日,種別,佐藤　花子", "1,先週,支援会議,")
    assert "佐藤" not in found


@pytest.mark.parametrize("column", ["開催日", "種別"])
def test_a_name_without_a_space_is_not_repeated_as_a_value(tmp_path: Path, column: str) -> None:
    row = {"番号": "1", "開催日": "2024-04-01", "種別": "支援会議"} | {column: "佐藤花子"}
    assert "花子" not in told(tmp_path, ",".join(row), ",".join(row.values()))


@pytest.mark.parametrize("value", ["伝書鳩", "先週", "中野支所", "泉町", "山間部"])
def test_a_word_that_is_no_name_is_repeated(tmp_path: Path, value: str) -> None:
    assert value in told(tmp_path, "番号,開催日,種別", f"1,2024-04-01,{value}")


def test_a_my_number_in_a_part_of_a_key_is_refused_and_not_repeated(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    rows = ["市,番号,名前", "37201,1,東町", "37201,123456789018,西町", "37201,3,南町"]
    (tmp_path / "raw" / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    mapping = (
        'table = "areas"\nfiles = ["a.csv"]\n[columns]\narea = { text = "{市}-{番号}" }\nname_ja = "名前"\n'
        '[constants]\nlevel = "town"\n'
    )
    (tmp_path / "a.toml").write_text(mapping, encoding="utf-8")
    result = import_sources(tmp_path / "raw", tmp_path, {}, load_schema())
    (problem,) = (p for p in result.problems if p.rule == "personal-data")
    assert (problem.row, problem.value) == (3, "…")
    assert "123456789018" not in "".join(p.sentence("ja") for p in result.problems)
