"""Layouts that many cities publish alike (自治体標準オープンデータセット), read without a mapping of the city's own.

The layouts are mappings like a city's, in `standard_layouts/`; `@…@` in them are put in from city.toml.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from sojo_eval.importing.file_names import is_named, variables_of
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.mappings.mapping import FileMapping
from sojo_eval.importing.mappings.reading import read_mapping
from sojo_eval.importing.tables.headers import find_header
from sojo_eval.importing.tables.located import MappedSheet
from sojo_eval.schema import Schema

_DESIGNATED = re.compile("[0-9]{2}1[0-9]0")
"""Codes of the 政令指定都市; those of their wards follow them (総務省 全国地方公共団体コード)."""
_MOST_WARDS, _FEW_WARDS = 30, {"14130": 20}
"""Codes up to the next city: in 神奈川県 川崎市 14130 is followed by 相模原市 14150, elsewhere by one 30 on or more."""
_FOLDER = Path(__file__).with_name("standard_layouts")


@dataclass(frozen=True)
class CityName:
    """What the layouts need to know of the city: its 全国地方公共団体コード of six digits, and its name."""

    code: str
    name: str

    @property
    def other(self) -> str:
        """A pattern for codes of other municipalities; this one's may lack leading zeros or the check digit, and are those
        of its wards too where it is a designated city (神戸市 28100: 28101 to 28129)."""
        code = self.code[:5]
        own = [code.lstrip("0")]
        if _DESIGNATED.fullmatch(code):
            wards = _FEW_WARDS.get(code, _MOST_WARDS)
            own += [str(int(code) + ward) for ward in range(1, wards)]
        return f"^(?!0*(?:{'|'.join(own)})[0-9]?$).+"


def standard_layouts(city: CityName, schema: Schema) -> list[FileMapping]:
    """The layouts as mappings for this city. Raises ValueError when a shipped one is not a mapping."""
    put_in = {
        "@CITY_CODE@": city.code,
        "@CITY_NAME@": city.name,
        "@CITY_SHORT@": city.code[:5],
        "@OTHER_CITY@": city.other,
    }
    found = []
    for path in sorted(_FOLDER.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        for mark, value in put_in.items():
            text = text.replace(mark, json.dumps(value, ensure_ascii=False)[1:-1])
        mapping, problems = read_mapping(path.name, text.encode(), schema)
        if not isinstance(mapping, FileMapping):
            raise ValueError("; ".join(p.sentence("en") for p in problems))
        found.append(mapping)
    return found


def fitting_layouts(layouts: Sequence[FileMapping], sheet: Sheet, file_name: str) -> list[FileMapping]:
    """The layouts whose whole header stands in the sheet, for this file and sheet alone."""
    name = PurePosixPath(file_name).name
    found = []
    for layout in layouts:
        if any(is_named(name, wanted) for wanted in layout.files):
            mapped = MappedSheet(file_name, sheet, layout)
            variables, refused = variables_of(mapped)
            header, _ = (None, refused) if refused else find_header(mapped, variables)
            if header is not None:
                found.append(replace(layout, sheets=(sheet.name,) if sheet.name else ()))
    return found
