"""One indicator = one small function over Ibis tables, with its metadata beside it.

The parameters of the function name the clean tables it reads (`as_of` is the last day the records cover). It
returns counts, denominators, answers or times per month and area, never a finished ratio, so that any later sum
is right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis.expr.types as ir

from sojo_eval.foundation.fiscal_years import APRIL
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.showing.told import Told
from sojo_eval.indicators.entering import is_ours, kind_named, refuse_mistakes, tables_read
from sojo_eval.indicators.kinds import Kind
from sojo_eval.indicators.repeats import EACH_RECORD
from sojo_eval.indicators.service_groups import ServiceGroup

RESIDENTS = Text(
    "その月の住民（人口の調査日の間は直線で補間）", "residents in the month (interpolated between counts)"
)
NOTHING = Text("", "")

Compute = Callable[..., ir.Table]


@dataclass(frozen=True)
class FromTotals:
    """How an indicator is made from the table `reported_totals`: of which measure its numerator is the total and, where it
    is not put over residents or nothing, of which its denominator (a row's own `denominator` goes before it).

    capped: what exceeds its denominator in an area counts as all of it. distinct: people each counted once, whose numbers
    of desks or areas do not add up. standing: a number on a day, of which the first of each fiscal year is read (that of
    stocks always is).
    """

    numerator: str
    denominator: str = ""
    capped: bool = False
    distinct: bool = False
    standing: bool = False


@dataclass(frozen=True)
class Indicator(Told):
    """What an indicator is, in words, and the function that counts it.

    `numerator` and `denominator` say what is counted and what it is put over (empty: a plain number).
    `smallest_change` is the smallest change worth acting on, set beforehand: a fraction of the earlier value for
    counts and times (0.10 = ±10 %), points for shares (0.05 = 5 points). `per` turns count ÷ exposure into the
    unit shown. `horizon_days` bounds times. `followed_days`: a record counts only once so many days have passed, so that
    a month is whole only then. `periods` names two printed periods where plans do not apply.
    `services`: only for cities that have such a service. `only_with`: table, column and code; only for cities that have a
    row with it: what one city alone calls so is no finding of another. `does_without`: optional columns ("column", or
    "table.column") whose absence it has a rule for. `may_be_empty`: tables without which, or without a row of
    which, it can be counted. `gap_by`: "area" or the column whose groups are compared. `of_places`: what is counted is desks or functions, never people.
    `counts` and `out_of` name what numerator and denominator count where another indicator counts the same records in
    the same months, or parts of them: "consultations/desk/x" is a part of "consultations", and the parts of one
    division (here "desk") may add up to it. Publication hides small numbers in such a family as in one table.
    `concept`, `and_concept`: the survey question answered, and another that the same respondents answered with it.
    `repeats`: whether the same person counts once or often (indicators/repeats.py).
    `totals`: how it is made where only totals were kept; None where it cannot be. `year_begins`: the month in which its
    years begin, where totals of other years than fiscal ones are all there is.
    """

    id: str
    pillar: str
    kind: Kind
    title: Text
    question: Text
    numerator: Text
    denominator: Text
    unit: str
    direction: str
    smallest_change: float
    why: Text
    misleads: Text
    aligns_with: str
    tables: tuple[str, ...]
    compute: Compute
    per: float = 1.0
    exposure: str = ""
    horizon_days: int = 0
    followed_days: int = 0
    concept: str = ""
    and_concept: str = ""
    periods: tuple[str, str] | None = None
    design_effect: float = 1.0
    services: ServiceGroup | None = None
    only_with: tuple[str, str, str] | None = None
    may_be_empty: frozenset[str] = frozenset()
    does_without: frozenset[str] = frozenset()
    of_places: bool = False
    gap_by: str = ""
    counts: str = ""
    out_of: str = ""
    repeats: Text = EACH_RECORD
    totals: FromTotals | None = None
    year_begins: int = APRIL

    def __str__(self) -> str:
        return f"{self.id}: {self.title(reader_language())}"

    @property
    def known_as(self) -> str:
        """Its id where the package's code alone decides what it counts, the same in every process; else empty."""
        return self.id if is_ours(self.compute) and _CATALOGUE.get(self.id) is self else ""

    @property
    def concepts(self) -> tuple[str, ...]:
        """What a wave must have asked: nothing for indicators that are no survey's."""
        return tuple(name for name in (self.concept, self.and_concept) if name)

    @property
    def is_plain_count(self) -> bool:
        """Whether it is a number by itself, put over nothing: parts of it left out make it wrong."""
        return self.kind.is_count and not self.exposure


_CATALOGUE: dict[str, Indicator] = {}


def indicator(
    *,
    pillar: str,
    kind: Kind | str,
    title: Text | str,
    question: Text | None = None,
    numerator: Text | None = None,
    denominator: Text = RESIDENTS,
    unit: str,
    direction: str,
    smallest_change: float,
    why: Text = NOTHING,
    misleads: Text = NOTHING,
    aligns_with: str = "",
    per: float = 1.0,
    exposure: str = "",
    horizon_days: int = 0,
    followed_days: int = 0,
    only_with: tuple[str, str, str] | None = None,
    may_be_empty: frozenset[str] = frozenset(),
    does_without: frozenset[str] = frozenset(),
    of_places: bool = False,
    gap_by: str = "",
    counts: str = "",
    out_of: str = "",
    repeats: Text = EACH_RECORD,
    totals: FromTotals | None = None,
) -> Callable[[Compute], Compute]:
    """Enter the decorated function in the catalogue as `<pillar>.<function name>`.

    question, numerator: the title where nothing is said. One of your own (not of this package) may be entered again: the
    later one holds. Raises SojoEvalError, when it is entered, for a table, column, pillar, kind, unit or direction that there is
    not, with the nearest, and for the id of one that comes with the package.
    """
    words = title if isinstance(title, Text) else Text(title, title)

    def enter(compute: Compute) -> Compute:
        register(
            Indicator(
                f"{pillar}.{compute.__name__}",
                pillar,
                kind_named(kind),
                words,
                question or words,
                numerator or words,
                denominator if exposure or denominator is not RESIDENTS else NOTHING,
                unit,
                direction,
                smallest_change,
                why,
                misleads,
                aligns_with,
                tables_read(compute),
                compute,
                per,
                exposure,
                horizon_days,
                followed_days,
                only_with=only_with,
                may_be_empty=may_be_empty,
                does_without=does_without,
                of_places=of_places,
                gap_by=gap_by,
                counts=counts,
                out_of=out_of,
                repeats=repeats,
                totals=totals,
            )
        )
        return compute

    return enter


def registered() -> dict[str, Indicator]:
    """What has been entered so far; `catalogue.built_in` makes sure that all files of the pillars are read."""
    return dict(_CATALOGUE)


def register(entry: Indicator) -> None:
    """Enter an indicator that shares its function with others (a survey concept, a kind of desk). Raises SojoEvalError as
    `indicator`."""
    refuse_mistakes(entry)
    there = _CATALOGUE.get(entry.id)
    if there is not None and is_ours(there.compute):
        raise SojoEvalError(
            "indicator-twice",
            Text(f"指標 {entry.id} は既にあります", f"The indicator {entry.id} exists already"),
            Text("関数に別の名前を付けてください", "Give the function another name"),
        )
    _CATALOGUE[entry.id] = entry
