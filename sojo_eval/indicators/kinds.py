"""The kinds of data. Gates, estimators, disclosure and display ask a kind what it is, never how it is spelt.

A new kind is one entry here. If its grain is new, mypy names every place that must learn it: estimator, series, counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from sojo_eval.foundation.language import Text

Grain = Literal["month", "year", "start", "wave", "groups", "figure"]
"""What a value stands for: a month or a fiscal year of an area; a person or case followed from a start; a respondent of a
survey wave; a group within a month; a figure that somebody printed."""

Over = Literal["exposure", "whole", "occasions"]
"""What a numerator is put over: an exposure that is public (residents, months); a whole that it is part of; or another
count (agencies over meetings), which it may exceed."""


@dataclass(frozen=True)
class Kind:
    """One kind of data.

    columns: what an indicator's function returns. questions: which of the two it can answer. sums_over_months: whether
    what is printed of a period is the sum of its months, so that a hidden month could be had by subtraction.
    is_stock: a number standing, read once a fiscal year. is_amount: a measured amount (minutes, yen, a printed rate), whose
    size says nothing of its chance error: that is seen in how it varies. title, estimator: words for the catalogue.
    """

    name: str
    title: Text
    estimator: Text
    grain: Grain
    over: Over
    columns: tuple[str, ...]
    questions: tuple[Literal["level", "path"], ...]
    sums_over_months: bool
    is_stock: bool
    is_amount: bool = False

    @property
    def is_share(self) -> bool:
        """Whether the numerator is a part of the denominator, whose rest is then a number of people too."""
        return self.over == "whole"

    @property
    def is_count(self) -> bool:
        """Whether events are counted, over an exposure or by themselves."""
        counted = self.over == "exposure" and self.grain in ("month", "year")
        return counted and not self.is_stock and not self.is_amount

    @property
    def is_rare_count(self) -> bool:
        """Whether it is a count judged by the year: a month without a record is a true zero."""
        return self.is_count and self.grain == "year"

    @property
    def denominator_is_public(self) -> bool:
        """Whether the denominator is an exposure that tells of nobody."""
        return self.over == "exposure"

    @property
    def one_row_each(self) -> bool:
        """Whether there is a row for every start or answer, in place of counts."""
        return self.grain in ("start", "wave")

    def __str__(self) -> str:
        return self.name


_COUNT = ("month", "area", "numerator")
_FRACTION = (*_COUNT, "denominator")
_REGRESSION = Text("季節・外的要因を調整した回帰", "regression adjusted for season and shocks")
_QUASI_POISSON = Text("準ポアソン", "quasi-Poisson")
_RARE_MONTHS = Text(
    "月ごとの件数のモデル（年に一、二度しか記録がなければ準ポアソン）",
    "model of the months' counts (quasi-Poisson where records are of one or two months a year)",
)
_CHANGE_OF_GAP = Text("群の間の標準偏差の変化", "change of the standard deviation between groups")


def _by_month(name: str, title: Text, estimator: Text, over: Over) -> Kind:
    """Numbers of a month: they have a course of their own, so that both questions can be asked."""
    columns = _COUNT if over == "exposure" else _FRACTION
    return Kind(
        name,
        title,
        estimator,
        "month",
        over,
        columns,
        ("level", "path"),
        sums_over_months=True,
        is_stock=False,
    )


def _by_year(name: str, title: Text, estimator: Text, over: Over, *, is_stock: bool = False) -> Kind:
    """Numbers too rare to be shown by month. Judged from their months all the same, unless they have none."""
    columns = _COUNT if over == "exposure" else _FRACTION
    return Kind(
        name, title, estimator, "year", over, columns, ("level",), sums_over_months=True, is_stock=is_stock
    )


def _gap(name: str, title: Text, over: Over) -> Kind:
    """How far groups lie apart."""
    columns = _COUNT if over == "exposure" else _FRACTION
    return Kind(
        name,
        title,
        _CHANGE_OF_GAP,
        "groups",
        over,
        columns,
        ("level",),
        sums_over_months=False,
        is_stock=False,
    )


MONTHLY_COUNT = _by_month("monthly_count", Text("月ごとの件数", "monthly count"), _REGRESSION, "exposure")
MONTHLY_PROPORTION = _by_month(
    "monthly_proportion",
    Text("月ごとの割合", "monthly proportion"),
    Text("季節・外的要因を調整したロジットの回帰", "regression of the logit adjusted for season and shocks"),
    "whole",
)
MONTHLY_RATE = _by_month(
    "monthly_rate",
    Text("月ごとの比（機会当たり）", "monthly rate over its own exposure"),
    _REGRESSION,
    "occasions",
)
ANNUAL_COUNT = _by_year("annual_count", Text("年度ごとの件数", "yearly count"), _RARE_MONTHS, "exposure")
ANNUAL_PROPORTION = _by_year(
    "annual_proportion",
    Text("年度ごとの割合", "yearly proportion"),
    Text(
        "月ごとの割合のモデル（年に一、二度しか記録がなければ合計の差の Newcombe 区間）",
        "model of the months' shares (Newcombe on totals where records are of one or two months a year)",
    ),
    "whole",
)
ANNUAL_RATE = _by_year(
    "annual_rate",
    Text("年度ごとの比（機会当たり）", "yearly rate over its own exposure"),
    _RARE_MONTHS,
    "occasions",
)
ANNUAL_STOCK = _by_year(
    "annual_stock",
    Text("年度ごとの現在数", "number standing, read once a year"),
    _QUASI_POISSON,
    "exposure",
    is_stock=True,
)
MONTHLY_AMOUNT = replace(
    _by_month(
        "monthly_amount", Text("月ごとの値（公表値）", "monthly amount, as printed"), _REGRESSION, "exposure"
    ),
    is_amount=True,
)
ANNUAL_AMOUNT = replace(
    _by_year(
        "annual_amount",
        Text("年度ごとの値（公表値）", "yearly amount, as printed"),
        Text("年度の値の間の散らばりによる区間", "interval from how the years' values vary"),
        "exposure",
        is_stock=True,
    ),
    is_amount=True,
)
GAP_OF_RATES = _gap("gap_of_rates", Text("群の間の開き（比）", "gap between groups, of rates"), "exposure")
GAP_OF_SHARES = _gap("gap_of_shares", Text("群の間の開き（割合）", "gap between groups, of shares"), "whole")
SURVEY_SHARE = Kind(
    name="survey_share",
    title=Text("市民調査の割合", "survey share"),
    estimator=Text(
        "抽出の設計を反映した標準誤差と実効標本数",
        "standard errors and effective n of the survey's design",
    ),
    grain="wave",
    over="whole",
    columns=("wave", "area", "question_id", "value", "weight", "stratum", "psu"),
    questions=("level",),
    sums_over_months=False,
    is_stock=False,
)
TIME_TO_EVENT = Kind(
    name="time_to_event",
    title=Text("ある出来事までの日数", "time to an event"),
    estimator=Text(
        "カプラン・マイヤー法による平均日数（途中の事例を含む）",
        "restricted mean from Kaplan–Meier, open cases censored",
    ),
    grain="start",
    over="whole",
    columns=("month", "area", "days", "event"),
    questions=("level",),
    sums_over_months=True,
    is_stock=False,
)
_FIGURE = (
    "period",
    "period_start",
    "period_end",
    "area",
    "value",
    "numerator",
    "denominator",
    "n",
    "definition",
)
PUBLISHED = Kind(
    name="published",
    title=Text("公表された数値", "printed figures"),
    estimator=Text("公表された割合と n による区間", "interval from the printed share and n"),
    grain="figure",
    over="whole",
    columns=_FIGURE,
    questions=("level",),
    sums_over_months=False,
    is_stock=False,
)

KINDS = {
    kind.name: kind
    for kind in (
        MONTHLY_COUNT,
        MONTHLY_PROPORTION,
        MONTHLY_RATE,
        ANNUAL_COUNT,
        ANNUAL_PROPORTION,
        ANNUAL_RATE,
        ANNUAL_STOCK,
        MONTHLY_AMOUNT,
        ANNUAL_AMOUNT,
        GAP_OF_RATES,
        GAP_OF_SHARES,
        SURVEY_SHARE,
        TIME_TO_EVENT,
        PUBLISHED,
    )
}
"""Every kind by its name, as it stands in the column `kind` of findings and catalogue."""


_BY_YEAR = {
    MONTHLY_COUNT: ANNUAL_COUNT,
    MONTHLY_PROPORTION: ANNUAL_PROPORTION,
    MONTHLY_RATE: ANNUAL_RATE,
    MONTHLY_AMOUNT: ANNUAL_AMOUNT,
}


def by_year(kind: Kind) -> Kind:
    """The kind of the same numbers where only years of them are known."""
    return _BY_YEAR.get(kind, kind)


def names_of(which: Callable[[Kind], bool]) -> frozenset[str]:
    """The names of the kinds that are so, to compare a column `kind` with."""
    return frozenset(name for name, kind in KINDS.items() if which(kind))


PRINTED = names_of(lambda kind: kind.grain == "figure")
"""Kinds of figures printed once, for whatever place their source names."""
SHARES_OF_ANSWERS = names_of(lambda kind: kind.grain in ("wave", "figure"))
"""Kinds that can be a share of respondents."""
