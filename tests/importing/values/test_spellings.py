"""A name of two desks or of two areas is an error, and their codes are not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sojo_eval.importing import ImportResult, import_sources
from sojo_eval.importing.mappings.mapping import Column, FileMapping
from sojo_eval.importing.values.spellings import labels_of
from sojo_eval.japanese import label_key
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


@pytest.mark.parametrize(
    ("written", "level"),
    [
        *((name, "city") for name in ("市", "市区町村", "市全体", "町村", "City")),
        *((name, "ward") for name in ("区", "行政区", "総合区", "Ward")),
        *((name, "district") for name in ("圏域", "日常生活圏域", "生活圏域")),
        *((name, "center") for name in ("センター圏域", "地域包括支援センター圏域", "包括圏域")),
        *((name, "school_district") for name in ("小学校区", "校区", "学区", "小学校区　")),
        *((name, "neighbourhood") for name in ("地区", "コミュニティ地区")),
        *((name, "residents_association") for name in ("自治会", "町内会", "自治会・町内会")),
        *((name, "town") for name in ("町", "町丁", "町丁・字", "大字", "town")),
        ("中学校区", "junior_high_district"),
        ("旧町村", "former_municipality"),
        ("地域", None),  # of any level
        ("支部", None),
    ],
)
def test_levels_of_areas_are_read_as_cities_call_them(written: str, level: str | None) -> None:
    schema = load_schema()
    column = Column("level", text="-")
    mapping = FileMapping("a.toml", "areas", ("*",), (column,))
    labels = labels_of(column, mapping, schema.tables["areas"], schema, {})
    assert (labels or {}).get(label_key(written)) == level


def test_no_two_codes_of_a_list_are_written_alike() -> None:
    schema = load_schema()
    for name, rows in schema.codelists.items():
        if "aliases" not in rows:
            continue
        meant: dict[str, set[str]] = {}
        for code, title, aliases in zip(rows["code"], rows["title_ja"], rows["aliases"], strict=True):
            for written in (title, *filter(None, aliases.split("|"))):
                meant.setdefault(label_key(written), set()).add(code)
        assert not {written: codes for written, codes in meant.items() if len(codes) > 1}, name
