"""A mutated file with its mappings: made from a seed and a number alone, so that any one can be made again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TypeVar

import numpy as np
import pandas as pd

from tests.faults.fuzzing.cell_values import Cell
from tests.faults.fuzzing.damage import BYTES, TEXT, ZIPPED
from tests.faults.fuzzing.grids import CELLS, STRUCTURE, Book, Page
from tests.faults.fuzzing.mapping_entries import MAPPING
from tests.faults.fuzzing.sources import Source
from tests.faults.fuzzing.writing import ENCODINGS, TEXTS, written

_FAMILIES = {"bytes": 0.17, "text": 0.14, "zip": 0.13, "cells": 0.22, "structure": 0.22, "mapping": 0.12}
_KINDS = {".xlsx": 0.3, ".csv": 0.28, ".ods": 0.14, ".tsv": 0.1, ".xls": 0.08, ".sav": 0.06, ".dta": 0.04}
_MOST_ROWS = 40
_BY_ARROW = 0.15
"""Share of the text files that are read by Arrow, as only large ones are otherwise."""


@dataclass(frozen=True)
class Case:
    """One file to be imported. `mutations` in the order made; `personal` are texts that must never be repeated."""

    number: int
    source: str
    file: str
    content: bytes
    mappings: dict[str, bytes]
    known: dict[str, pd.DataFrame] = field(repr=False)
    mutations: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    by_arrow: bool = False

    @property
    def suffix(self) -> str:
        return PurePath(self.file).suffix


T = TypeVar("T")


def _one(choice: dict[str, float], rng: np.random.Generator) -> str:
    return str(rng.choice([*choice], p=np.array([*choice.values()]) / sum(choice.values())))


def _some(mutations: dict[str, T], many: int, rng: np.random.Generator) -> list[tuple[str, T]]:
    names = [*mutations]
    return [(name, mutations[name]) for name in (names[int(i)] for i in rng.integers(0, len(names), many))]


def make_case(sources: Sequence[Source], seed: int, number: int) -> Case:
    """The case of that number: one to four mutations of one real file, as a file of its own or another kind."""
    rng = np.random.default_rng([seed, number])
    source = sources[rng.integers(len(sources))]
    family = _one(_FAMILIES, rng)
    if family == "mapping" and not source.mappings:
        family = "structure"
    many = int(rng.choice([1, 2, 3], p=[0.6, 0.25, 0.15]))
    mutations: list[str] = []
    personal: list[str] = []
    suffix = source.suffix if rng.random() < 0.5 else _one(_KINDS, rng)
    if family == "text":
        suffix = suffix if suffix in TEXTS else ".csv"
    elif family == "zip":
        suffix = suffix if suffix in (".xlsx", ".ods") else ".xlsx"
    if family in ("bytes", "text", "zip", "mapping") and suffix == source.suffix and rng.random() < 0.5:
        content = source.content
    else:
        book = _book(source, suffix, rng)
        both = family in ("bytes", "text", "zip", "mapping") and rng.random() < 0.3
        changes = _some(CELLS, many, rng) if family == "cells" else []
        changes += _some(STRUCTURE, many, rng) if family == "structure" else []
        changes += _some(CELLS | STRUCTURE, 1, rng) if both or (changes and rng.random() < 0.3) else []
        for name, change in changes:
            change(book, rng)
            book.page.rows = book.page.rows or [[""]]
            mutations.append(name)
        personal = book.personal
        encoding = ENCODINGS[rng.choice(len(ENCODINGS), p=[0.4, 0.3, 0.2, 0.1])]
        content = written(book, suffix, encoding)
    if family in ("bytes", "text", "zip"):
        for name, damage in _some({"bytes": BYTES, "text": TEXT, "zip": ZIPPED}[family], many, rng):
            content = damage(content, rng)
            mutations.append(name)
    file = f"{PurePath(source.name).stem}{suffix}"
    mappings = {name: text.replace("@FILE@", file) for name, text in source.mappings.items()}
    if family == "mapping":
        for name, mutate in _some(MAPPING, many, rng):
            at = [*mappings][rng.integers(len(mappings))]
            mappings[at] = mutate(mappings[at], rng)
            mutations.append(name)
    return Case(
        number, source.name, file, content, {n: t.encode("utf-8", "replace") for n, t in mappings.items()}, source.known,
        tuple(mutations), tuple(personal), suffix in TEXTS and rng.random() < _BY_ARROW,
    )  # fmt: skip


def _book(source: Source, suffix: str, rng: np.random.Generator) -> Book:
    """The source's cells: the header and a stretch of rows below it, figures of a text as numbers now and then."""
    pages = [_stretch(page, rng) for page in source.pages]
    if source.suffix == ".csv" and suffix not in TEXTS and rng.random() < 0.7:
        for page in pages:
            page.rows[page.first :] = [[_number(cell) for cell in row] for row in page.rows[page.first :]]
    at = int(rng.integers(len(pages)))
    if suffix in TEXTS or suffix in (".sav", ".dta"):
        pages, at = [pages[at]], 0
    return Book(pages, at)


def _stretch(page: Page, rng: np.random.Generator) -> Page:
    start = page.first + int(rng.integers(max(1, len(page.rows) - page.first - _MOST_ROWS)))
    rows = [list(row) for row in [*page.rows[: page.first], *page.rows[start : start + _MOST_ROWS]]]
    merged = [m for m in page.merged if m[2] < page.first]
    return Page(page.name, rows, merged, page.first)


def _number(cell: Cell) -> Cell:
    return int(cell) if isinstance(cell, str) and cell.isascii() and cell.isdigit() and not cell.startswith("0") and len(cell) < 12 else cell  # fmt: skip


Maker = Callable[[int], Case]
