"""The real files that mutations begin with, each with its mappings and the tables it refers to."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path, PurePath

import numpy as np
import openpyxl
import pandas as pd

from sojo_eval.city import read_configuration
from sojo_eval.example_city import make_example_city
from sojo_eval.importing import import_sources
from sojo_eval.schema import load_schema
from tests.faults.fuzzing.cell_values import Cell
from tests.faults.fuzzing.grids import Page

_FILES = re.compile(r"^files = \[.*\]$", re.MULTILINE)
_LARGEST = 450_000
"""Bytes of a file that is mutated whole; of larger ones the beginning."""


@dataclass(frozen=True)
class Source:
    """A file's name and bytes; mapping files by name (none: the file's layout is known), with `@FILE@` for its name."""

    name: str
    content: bytes
    mappings: dict[str, str]
    known: dict[str, pd.DataFrame] = field(repr=False)

    @property
    def suffix(self) -> str:
        return PurePath(self.name).suffix

    @cached_property
    def pages(self) -> list[Page]:
        """Its sheets as cells."""
        if self.suffix == ".csv":
            return [
                Page("表", [*map(list, csv.reader(io.StringIO(self.text, newline="")))], first=self._first(1))
            ]
        book = openpyxl.load_workbook(io.BytesIO(self.content), data_only=True)
        pages = []
        for sheet in book.worksheets:
            rows: list[list[Cell]] = [list(row) for row in sheet.iter_rows(values_only=True)]
            merged = [
                (r.min_row - 1, r.min_col - 1, r.max_row - 1, r.max_col - 1)
                for r in sheet.merged_cells.ranges
            ]
            pages.append(Page(sheet.title, rows or [[None]], merged, self._first(1)))
        return pages

    @property
    def text(self) -> str:
        return self.content.decode(self.encoding)

    @property
    def encoding(self) -> str:
        if self.content.startswith(b"\xef\xbb\xbf"):
            return "utf-8-sig"
        try:
            self.content.decode("utf-8")
        except UnicodeDecodeError:
            return "cp932"
        return "utf-8"

    def _first(self, usual: int) -> int:
        rows = re.findall(r"^header_rows = \[(.*)\]", "\n".join(self.mappings.values()), re.MULTILINE)
        return max((int(r) for r in rows[0].split(",")), default=usual) if rows else usual


def _mappings(folder: Path, file: str) -> dict[str, str]:
    """The mappings of a folder that read this file, for a file of another name."""
    found = {}
    for path in sorted(folder.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        patterns = re.findall(r'"([^"]+)"', next(iter(_FILES.findall(text)), ""))
        if any(fnmatch(file, p) for p in patterns):
            found[path.name] = _FILES.sub('files = ["@FILE@"]', text)
    return found


def _shortened(content: bytes, suffix: str) -> bytes:
    return (
        content[: content.rindex(b"\n", 0, _LARGEST) + 1]
        if suffix == ".csv" and len(content) > _LARGEST
        else content
    )


def japanese_sources(japan: Path, mappings: Path) -> Iterator[Source]:
    """All real files, the population books with the towns that they refer to known."""
    schema = load_schema()
    areas = import_sources(japan, mappings / "japan_population", {}, schema).tables["areas"]
    groups = [("japan_population", "*.xlsx"), ("japan_published", "*"), ("kobe", "*"), ("japan_places", "*")]
    for group, pattern in groups:
        for path in sorted(p for p in japan.rglob(pattern) if p.is_file()):
            mine = _mappings(mappings / group, path.relative_to(japan).as_posix())
            if mine:
                known = {} if "areas.toml" in mine else {"areas": areas}
                yield Source(path.name, path.read_bytes(), mine, known)
    for path in sorted(japan.glob("messy/0066_*.csv")):
        yield Source(
            path.name, path.read_bytes(), _mappings(mappings / "japan_population_csv", path.name), {}
        )
    for path in sorted(japan.glob("nishitokyo/*.csv")):
        yield Source(path.name, path.read_bytes(), {}, {})


def example_sources(folder: Path) -> Iterator[Source]:
    """The example city's files, with its clean tables known. folder: where the city is made, unless it stands there."""
    if not (folder / "mappings").is_dir():
        make_example_city(folder, seed=7, scenario="sparse")
    configuration = read_configuration(folder)
    own = {"plans": configuration.plans, "events": configuration.events}
    known = own | import_sources(folder / "raw", folder / "mappings", own, load_schema()).tables
    for path in sorted((folder / "raw").iterdir()):
        content = _shortened(path.read_bytes(), path.suffix)
        yield Source(path.name, content, _mappings(folder / "mappings", path.name), known)


def standard_sources() -> Iterator[Source]:
    """Files in municipal standard layouts, which need no mapping."""
    rng = np.random.default_rng(5)
    ages = [f"{a}-{a + 4}歳の{s}" for a in range(0, 100, 5) for s in ("男性", "女性")] + [
        "100歳以上の男性",
        "100歳以上の女性",
    ]
    head = [
        "全国地方公共団体コード",
        "地域コード",
        "地方公共団体名",
        "調査年月日",
        "地域名",
        "総人口",
        "男性",
        "女性",
        *ages,
        "世帯数",
        "備考",
    ]
    rows = [head]
    for town in range(1, 20):
        counts = rng.integers(0, 90, len(ages))
        men, women = int(counts[::2].sum()), int(counts[1::2].sum())
        figures = [men + women, men, women, *map(int, counts), 500]
        rows.append(
            [
                "132292",
                f"{town:04}",
                "東京都西東京市",
                "2025-01-01",
                f"泉町{town}丁目",
                *map(str, figures),
                "",
            ]
        )
    yield Source("132292_population_20250101.csv", _csv(rows, "utf-8-sig"), {}, {})
    places = [["全国地方公共団体コード", "ID", "介護サービス事業所名称", "所在地_連結表記"]]
    places += [["132292", f"13200000{i:02}", f"いずみ{i}", f"西東京市泉町{i}丁目5"] for i in range(1, 20)]
    towns = [f"泉町{n}丁目" for n in range(1, 20)]
    areas = pd.DataFrame(
        {
            "area": ["132292", *towns],
            "level": ["city", *["town"] * 19],
            "name_ja": ["西東京市", *towns],
            "parent": [None, *["132292"] * 19],
        }
    )
    known = {"areas": areas}
    yield Source("132292_care_service.csv", _csv(places, "utf-8"), {}, known)
    old = [["市区町村コード", "NO", "都道府県名", "市区町村名", "名称", "住所", "電話番号"]]
    old += [
        [
            "132292",
            str(i),
            "東京都",
            "西東京市",
            f"福祉会館{i}",
            f"東京都西東京市泉町{i}丁目3番4号",
            "0424600000",
        ]
        for i in range(1, 15)
    ]
    yield Source("132292_public_facility.csv", _csv(old, "cp932"), {}, known)


def _csv(rows: list[list[str]], encoding: str) -> bytes:
    return "".join(",".join(row) + "\r\n" for row in rows).encode(encoding)
