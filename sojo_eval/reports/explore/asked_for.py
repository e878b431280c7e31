"""What is looked at: a city, two plans, an area, one indicator and one way to divide it, checked before anything runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sojo_eval.evaluation import Explanation
from sojo_eval.foundation.csv_files import write_csv
from sojo_eval.foundation.files import private_folder, write_with
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.settings import nearest, shown
from sojo_eval.indicators import AREA, Indicator, catalogue, find, subgroup_columns
from sojo_eval.reports.asked import Parameters, parameters
from sojo_eval.reports.block import Block, bullets, paragraph
from sojo_eval.statistics.results import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes

OWN = ("indicator", "group")
"""The parameters that a notebook for exploring has beside those of a report."""
_FOLDER = "explore"
_SAVED = Text(
    "市のフォルダーに保存しました。小さな件数もそのまま入っているので、庁内限りです。",
    "Saved in the city's folder. Small counts are not hidden in them: for use inside the city hall only.",
)


@dataclass(frozen=True)
class Exploring(Parameters):
    """What a report asks for, with the id of an indicator and the column that divides it ("" = the areas)."""

    indicator: str
    group: str

    @property
    def areas(self) -> tuple[str, ...]:
        """The area looked at, as `series` takes it: the city's own code for the whole city."""
        return (self.area or self.city.code,)

    @property
    def divided(self) -> tuple[str, ...]:
        """`by` of `series`: fiscal years, divided by the group or, without one, by area."""
        return ("fiscal_year", self.group or AREA)

    @property
    def folder(self) -> Path:
        """Where figures and tables are saved: `results/explore/` of the city, which only its owner can read."""
        results = self.city.path / "results"
        private_folder(results)
        private_folder(results / _FOLDER)
        return results / _FOLDER

    def save(self, table: pd.DataFrame, *results: Result | Explanation) -> Block:
        """Write a table as CSV and the pictures of results as PDF and SVG into `folder`, and say where they are.

        A name is made of the indicator's id and what is saved; what was saved under it before is replaced.
        """
        files = [self.folder / f"{self.indicator}.csv"]
        write_csv(files[0], table)
        for result in results:
            stem = self.folder / f"{self.indicator}.{type(result).__name__.lower()}"
            files += _pictures(result.plot(), stem)
        names = [file.relative_to(self.city.path).as_posix() for file in files]
        return Block(paragraph(_SAVED(self.lang)) + bullets(names), self.lang)


def _pictures(axes: Axes, stem: Path) -> list[Path]:
    """The figure as PDF and SVG; it is closed then, else the notebook would show it once more."""
    from matplotlib import pyplot as plt  # heavy, and here with a picture at the latest

    figure = axes.figure.figure
    files = [stem.with_name(f"{stem.name}.{kind}") for kind in ("pdf", "svg")]
    for file in files:
        write_with(file, partial(figure.savefig, format=file.suffix[1:]))
    plt.close(figure)
    return files


def exploring(given: Mapping[str, object], own: Sequence[str] = ()) -> Exploring:
    """The parameters of `60_explore`, checked: `exploring(globals())` in the first cell below them.

    An empty `indicator` is the first of the catalogue that is counted by month. Raises SojoEvalError as
    `parameters` does, for an indicator that the city does not have, and for a column that does not divide it.
    """
    asked = parameters(given, own=(*OWN, *own))
    entry = _indicator(asked, _text(given, "indicator"))
    group = _text(given, "group")
    if group not in ("", AREA, *subgroup_columns(entry)):
        raise _no_group(entry, group)
    return Exploring(
        asked.city, asked.baseline, asked.current, asked.area, asked.lang, entry.id, "" if group == AREA else group
    )  # fmt: skip


def _indicator(asked: Parameters, named: str) -> Indicator:
    if named:
        return find(asked.city, named)
    there = catalogue(asked.city)
    by_month = [entry for entry in there.values() if entry.kind.grain == "month"]
    if not there:
        raise SojoEvalError(
            "no-indicators",
            Text("この市の資料で見られる指標がありません", "The city has no data for any indicator"),
            Text("sojo-eval indicators で足りない資料を確かめてください", "Run sojo-eval indicators to see what is missing"),
        )  # fmt: skip
    return (by_month or [*there.values()])[0]


def _text(given: Mapping[str, object], name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str):
        raise SojoEvalError(
            "parameter-type",
            Text(
                f"パラメータ「{name}」が文字ではありません: {shown(value)}",
                f"The parameter {name} is no text: {shown(value)}",
            ),
            Text(f'{name} = "…" と書いてください', f'Write {name} = "…"'),
        )
    return value.strip()


def _no_group(entry: Indicator, group: str) -> SojoEvalError:
    return SojoEvalError(
        "no-subgroup",
        Text(f"{entry.id} は「{group}」で分けられません", f"{entry.id} cannot be divided by {group!r}"),
        nearest(group, (AREA, *subgroup_columns(entry))),
    )
