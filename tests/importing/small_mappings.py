"""Mappings of a few lines, and an import of small text files through one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sojo_eval.importing import ImportResult, import_sources
from sojo_eval.schema import load_schema

AREAS = pd.DataFrame({"area": ["132292", "T1"], "level": ["city", "town"], "name_ja": ["西東京市", "泉町"]})


SERVICES = pd.DataFrame(
    {"service": ["S1", "S2"], "name_ja": ["一", "二"], "programme": "other", "takes_consultations": True}
)


PEOPLE = """table = "population"
files = ["*.csv"]
[columns]
date = "日"
area = {{ header = "町", otherwise = ["コード"], lookup = "name_ja" }}
sex = {{ text = "male" }}
age_band = {{ text = "{{band}}" }}
[aliases]
"日" = ["調査日"]
[wide]
value = "persons"
add = {add}
[[wide.columns]]
header = "前期"
band = "85+"
[[wide.columns]]
header = "後期"
band = "85+"
"""


def load(folder: Path, mapping: str, **files: str) -> ImportResult:
    for name in ("raw", "mappings"):
        (folder / name).mkdir()
    (folder / "mappings" / "m.toml").write_text(mapping, encoding="utf-8")
    for name, text in files.items():
        (folder / "raw" / f"{name}.csv").write_text(text, encoding="utf-8")
    return import_sources(
        folder / "raw", folder / "mappings", {"areas": AREAS, "services": SERVICES}, load_schema()
    )


ONCE = """table = "social_resources"
files = ["*.csv"]
once = ["resource_id"]
[columns]
resource_id = "番号"
name_ja = "名称"
[constants]
kind = "firm"
"""
