"""Units as people write them: 千円, 人, %; the code that they stand for, and the factor of the cells."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.settings import Mistake, Mistakes
from sojo_eval.importing.mappings.mapping import UNFINISHED
from sojo_eval.japanese import label_key, normalise
from sojo_eval.schema import Table, load_schema

_RANKS = ("十", "百", "千", "万", "十万", "百万", "千万", "億", "十億")
_PREFIX = f"(?:{'|'.join(_RANKS)})?"
_BASE = {"件": "count", "人": "persons", "名": "persons", "世帯": "households", "円": "yen"}
_UNIT = re.compile(rf"(?P<prefix>{_PREFIX})(?P<base>{'|'.join(_BASE)})")
_SHARE = frozenset({"%", "パーセント"})
_THOUSANDS = {"1,000": "千", "1000": "千", "10,000": "万", "10000": "万", "1,000,000": "百万"}


@dataclass(frozen=True)
class Unit:
    """The code of the unit, `…` where it must be asked; and what the cells are in (千円, %), "" for the unit itself."""

    code: str
    cells_in: str = ""


ASKED = Unit(UNFINISHED)


def named_unit(text: str) -> Unit | None:
    """What a text alone says as a unit: 人, 千円, (1,000人), %; None for anything else."""
    plain = normalise(text).replace(" ", "")
    plain = re.sub(r"^単位[:/は]?", "", plain.strip("()[]【】〔〕<>"))
    for digits, rank in _THOUSANDS.items():
        if plain.startswith(digits):
            plain = rank + plain.removeprefix(digits)
    if plain in _SHARE:
        return Unit("share", "%")
    found = _UNIT.fullmatch(plain)
    if found is None:
        return None
    return Unit(_BASE[found["base"]], plain if found["prefix"] else "")


def unit_spellings() -> dict[str, str]:
    """How people write units in the cells of a column (千円, 人, ％), each with its code."""
    spelled = {f"{rank}{base}": code for base, code in _BASE.items() for rank in ("", *_RANKS)}
    return spelled | dict.fromkeys(_SHARE, "share")


def factors_of(cells: Sequence[object], own: Collection[str]) -> list[str]:
    """What figures beside these cells of a column of units are in (千円, %), "" for the unit itself, and for the spellings
    that [codes.unit] has (own)."""
    known = {*map(label_key, own)}
    units = [None if label_key(text) in known else named_unit(text) for text in map(str, cells)]
    return [unit.cells_in if unit is not None else "" for unit in units]


def unit_mistakes(entries: Mapping[str, object], table: Table) -> Mistakes:
    """A unit that is neither a code nor one of those that people write."""
    constants = entries.get("constants")
    written = constants.get("unit") if isinstance(constants, dict) else None
    if (
        not isinstance(written, str)
        or "unit" not in table.field_names
        or table.field("unit").codelist is None
    ):
        return
    codes = load_schema().codes("units")
    if written.strip() in ("", UNFINISHED) or "{" in written or written in codes or named_unit(written):
        return
    yield Mistake(
        ("constants", "unit"),
        Text(f"{written} という単位はありません", f"There is no unit {written}"),
        Text(
            f"件、人、世帯、円、千円、％ か、コード（{', '.join(codes)}）を書いてください",
            f"Write 件, 人, 世帯, 円, 千円, % or a code ({', '.join(codes)})",
        ),
        written,
    )


def unit_of_all(constants: Mapping[str, str], table: Table) -> Unit | None:
    """The unit that a mapping gives for all figures in the words of people; None where it is a code or there is none."""
    if "unit" not in table.field_names or table.field("unit").codelist is None:
        return None
    return named_unit(constants.get("unit", ""))
