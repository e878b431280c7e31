"""Files that are no known layout are seen to be none within seconds."""

from __future__ import annotations

import time
from pathlib import Path

import pandas as pd

from sojo_eval.importing import CityName, ImportResult, import_sources
from sojo_eval.schema import load_schema

CITY = CityName("132292", "西東京市")


def put(folder: Path, name: str, rows: list[list[str]], encoding: str = "cp932") -> None:
    (folder / "raw").mkdir(exist_ok=True)
    (folder / "raw" / name).write_bytes("\r\n".join(",".join(row) for row in [*rows, []]).encode(encoding))


def load(folder: Path, known: dict[str, pd.DataFrame] | None = None, city: CityName = CITY) -> ImportResult:
    return import_sources(folder / "raw", folder / "mappings", known or {}, load_schema(), city=city)


def test_fifteen_thousand_columns_are_seen_to_be_no_known_layout_within_seconds(tmp_path: Path) -> None:
    put(tmp_path, "p.csv", [["介護サービス事業所名称", *["a"] * 15_000], *[["いずみ", *["1"] * 15_000]] * 30])
    start = time.process_time()
    assert [p.rule for p in load(tmp_path).problems if p.severity == "warning"] == ["not-mapped"]
    assert time.process_time() - start < 8
