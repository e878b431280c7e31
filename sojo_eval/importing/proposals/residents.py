"""A sheet of residents (総数, 男, 女 on days) is proposed as the table of population, by which rates are worked out."""

from __future__ import annotations

from dataclasses import replace

from sojo_eval.foundation.language import Text
from sojo_eval.importing.mappings.mapping import UNFINISHED
from sojo_eval.importing.proposals.columns import ReadSheet
from sojo_eval.importing.proposals.figures import UNIT_OF_FIGURES
from sojo_eval.importing.proposals.proposal import Figure, Match, Proposal
from sojo_eval.importing.proposals.units import without_unit
from sojo_eval.japanese import label_key
from sojo_eval.schema import Schema

POPULATION = "population"
_SEX: dict[str, str] = {
    label_key(name): code
    for code, names in {
        "all": ("総数", "総人口", "人口", "人口総数", "人口計", "男女計", "合計人口", "住民数"),
        "male": ("男", "男性", "男人口", "男性人口", "人口男"),
        "female": ("女", "女性", "女人口", "女性人口", "人口女"),
    }.items()
    for name in names
}
_HOUSEHOLDS = frozenset(map(label_key, ("世帯数", "世帯", "総世帯数", "世帯総数")))
_CHECK = Text(
    "住民の数と読みました。いつの時点か（date）と、どこの人数か（area）を見てください",
    "Read as numbers of residents: look at the day (date) and the place (area)",
)
_OF_A_DAY = ("day", "month_day_year", "excel_serial")


def as_residents(figures: Proposal, read: ReadSheet, schema: Schema) -> list[Proposal]:
    """The sheet's figures as residents by sex, and the rest of them (households) as before; empty where they are not.

    Residents are those of a day: a sheet of months or years has none, and one with other figures is no list of residents.
    """
    by_sex = {f.column.at: _SEX[name] for f in figures.figures if (name := _name(f)) in _SEX}
    others = [f for f in figures.figures if f.column.at not in by_sex]
    codes = [*by_sex.values()]
    period = figures.period
    one_column = period is not None and period.column is not None and period.start in _OF_A_DAY
    if (
        not one_column
        or len(codes) != len(set(codes))
        or not ({"male", "female"} <= set(codes) or "all" in codes)
    ):
        return []
    if any(_name(f) not in _HOUSEHOLDS for f in others) or figures.divided_by:
        return []
    assert period is not None
    assert period.column is not None
    table = schema.tables[POPULATION]
    residents = replace(
        figures,
        table=table,
        matches=(Match(period.column, table.field("date"), 100.0, period.start),),
        figures=tuple(f for f in figures.figures if f.column.at in by_sex),
        measures=tuple(by_sex.items()),
        counted_as="sex",
        period=None,
        sums=(),
        unclear=(_CHECK,),
    )
    asks = any(f.unit.code == UNFINISHED for f in others)
    unclear = tuple(t for t in figures.unclear if asks or t != UNIT_OF_FIGURES)
    rest = [replace(figures, figures=tuple(others), sums=(), unused=(), unclear=unclear)] if others else []
    return [residents, *rest]


def _name(figure: Figure) -> str:
    return label_key(without_unit((figure.name or figure.column.label).split("/")[-1]))
