"""A name of two desks or of two areas is an error, and their codes are not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sojo_eval.importing import ImportResult, import_sources
from sojo_eval.schema import load_schema
from tests.importing.small_logs import CASES
from tests.importing.small_mappings import PEOPLE


def services(folder: Path, names: list[str], rows: str) -> ImportResult:
    known = pd.DataFrame(
        {
            "service": [f"S{n}" for n, _ in enumerate(names)],
            "name_ja": names,
            "programme": "other",
            "takes_consultations": True,
        }
    )
    mapping = CASES.replace('desk = "窓口"', 'desk = { header = "窓口", lookup = "name_ja" }')
    for name in ("raw", "mappings"):
        (folder / name).mkdir()
    (folder / "mappings" / "m.toml").write_text(mapping, encoding="utf-8")
    (folder / "raw" / "a.csv").write_text(rows, encoding="utf-8")
    return import_sources(folder / "raw", folder / "mappings", {"services": known}, load_schema())


def test_a_name_of_two_desks_is_an_error_and_their_codes_are_not(tmp_path: Path) -> None:
    result = services(
        tmp_path, ["相談窓口", "相談窓口"], "番号,日,窓口\nA,2024-04-01,相談窓口\nB,2024-04-01,S0\n"
    )
    assert [(p.rule, p.cell) for p in result.problems] == [("unreadable", "C2")]
    assert "二つ以上" in result.problems[0].message.ja


def test_a_name_of_a_town_and_a_centre_is_an_error(tmp_path: Path) -> None:
    for name in ("raw", "mappings"):
        (tmp_path / name).mkdir()
    areas = pd.DataFrame(
        {
            "area": ["132292", "C", "T"],
            "level": ["city", "center", "town"],
            "name_ja": ["西東京市", "本町", "本町"],
        }
    )
    (tmp_path / "mappings" / "m.toml").write_text(PEOPLE.format(add="true"), encoding="utf-8")
    (tmp_path / "raw" / "a.csv").write_text("日,町,コード,前期,後期\nR6.1.1,本町,,3,4\n", encoding="utf-8")
    result = import_sources(tmp_path / "raw", tmp_path / "mappings", {"areas": areas}, load_schema())
    assert [(p.rule, p.cell) for p in result.problems] == [("unreadable", "B2")]
