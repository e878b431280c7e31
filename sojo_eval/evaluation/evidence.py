"""Everything known about one indicator in one area before any judgement: one small type a grain of data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.evaluation.periods import Period
from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR
from sojo_eval.foundation.language import Text
from sojo_eval.indicators import ChangeOfHabit, Indicator, Recorded
from sojo_eval.statistics.series_change import Question

EVENTS_A_MONTH = 5.0
"""Below this mean no trend can be told from chance."""
RARE_EVENTS_A_MONTH = 20.0
"""With fewer in one period the level is read from the counts as they are, not from their logarithms. Of the ways that
were compared (fiscal years, clean quarters, logs of quarters, the latent rate of months) it is the one that finds most among
those whose error holds, at 1 to 15 events a month alike (docs/rare_counts.md)."""
CALENDAR_MONTHS_OF_A_YEARLY_RECORD = 2
"""What falls into no more months of the year than this has no course by month: it is compared by fiscal year."""
RARER_EVENTS = 5.0
"""With fewer on the rarer side of a share in either period a model of logits has nothing to hold on to."""

ALL_RECORDED = Recorded(pd.Timestamp("2100-12-31"))
"""Where nobody asked which months were kept."""


@dataclass(frozen=True)
class Evidence:
    """One indicator, one area, one question, what city.toml declares of events that touch it, and from which months
    its sources were kept. notes: what must be read beside it of the totals there are.

    The data are in the subclass of the indicator's grain (`AnyEvidence`).
    """

    entry: Indicator
    area: str
    baseline: Period
    current: Period
    question: Question = "level"
    shocks: tuple[tuple[pd.Timestamp, pd.Timestamp], ...] = ()
    breaks: tuple[pd.Timestamp, ...] = ()
    boundary_breaks: tuple[Text, ...] = ()
    reforms: tuple[Text, ...] = ()
    recorded: Recorded = ALL_RECORDED
    habits: tuple[ChangeOfHabit, ...] = ()
    notes: tuple[Text, ...] = ()

    @property
    def adjacent(self) -> bool:
        """Whether no plan lies between the two periods: a trend is carried on to the next plan only."""
        return bool(self.current.start - self.baseline.end <= pd.Timedelta(days=MONTHS_A_YEAR * 31))

    def sides(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """What there is of the earlier period and of the current one."""
        raise TypeError("declared events alone are no data")

    def has_data(self) -> tuple[bool, bool]:
        """Whether there is anything of either period."""
        before, after = self.sides()
        return not before.empty, not after.empty

    def to_frame(self) -> pd.DataFrame:
        """The data as one table, with `after`."""
        before, after = self.sides()
        return pd.concat([before.assign(after=False), after.assign(after=True)])

    @property
    def last_day(self) -> pd.Timestamp | None:
        """Last day of the indicator's last period: month, fiscal year, survey wave or printed period. None for none.

        It says which periods are covered, never when the last record was made.
        """
        return self.recorded.until

    @property
    def not_kept(self) -> tuple[Text, ...]:
        """What of the indicator's sources was not handed in for the two periods, or kept otherwise in one of them."""
        otherwise = tuple(change.said for change in self.habits)
        return (*self.recorded.notes(self.baseline.start, self.current.end), *otherwise, *self.notes)


@dataclass(frozen=True)
class MonthArrays:
    """The columns of `SeriesEvidence.months`, (n,) each: gates ask many small questions, which tables answer slowly."""

    month: NDArray[np.datetime64]
    numerator: NDArray[np.float64]
    denominator: NDArray[np.float64]
    after: NDArray[np.bool_]
    shocked: NDArray[np.bool_]

    @property
    def reported(self) -> NDArray[np.bool_]:
        """Months with a numerator."""
        return ~np.isnan(self.numerator)

    def sums(self, of: NDArray[np.bool_]) -> tuple[float, float]:
        """Numerators and denominators of some months; what is missing adds nothing."""
        return float(np.nansum(self.numerator[of])), float(np.nansum(self.denominator[of]))


@dataclass(frozen=True, kw_only=True)
class SeriesEvidence(Evidence):
    """Numbers by month, and by fiscal year.

    months: month, numerator, denominator, after, shocked (NaN = not reported); for the level question the months
    of the two periods, for the path question also those of earlier plans.
    years: year, numerator, denominator, months, after, shocked.
    """

    months: pd.DataFrame
    years: pd.DataFrame

    def sides(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        reported = self.months[self.months["numerator"].notna()]
        return reported[~reported["after"]], reported[reported["after"]]

    def has_data(self) -> tuple[bool, bool]:
        reported, after = self.arrays.reported, self.arrays.after
        return bool((reported & ~after).any()), bool((reported & after).any())

    @cached_property
    def arrays(self) -> MonthArrays:
        """`months` column by column."""
        m = self.months
        return MonthArrays(
            m["month"].to_numpy(),
            *(m[c].to_numpy(dtype=float, na_value=np.nan) for c in ("numerator", "denominator")),
            *(m[c].to_numpy(dtype=bool) for c in ("after", "shocked")),
        )

    def to_frame(self) -> pd.DataFrame:
        return self.years if len(self.years) else self.months

    @property
    def last_day(self) -> pd.Timestamp | None:
        if not self.by_year:
            return self.recorded.end_of_last_month
        whole = self.years.loc[self.years["months"] == MONTHS_A_YEAR, "year"]
        if not len(whole):
            return None
        first = pd.Timestamp(int(whole.max()) + 1, self.entry.year_begins, 1)
        return first - pd.Timedelta(days=1)

    @cached_property
    def events_a_month(self) -> float:
        """Mean events a month; for shares on the rarer side."""
        m = self.arrays
        events = np.minimum(m.numerator, m.denominator - m.numerator if self.entry.kind.is_share else np.inf)
        known = events[m.reported & ~np.isnan(m.denominator)]
        return float(known.mean()) if known.size else float("nan")

    @cached_property
    def rarer_events(self) -> float:
        """Events on the rarer side of a share in the period that has fewer of them; infinite for counts."""
        if not self.entry.kind.is_share:
            return float("inf")
        m = self.arrays
        known = m.reported & ~np.isnan(m.denominator)
        sides = [known & (m.after == side) for side in (False, True)]
        sums = [m.sums(side) for side in sides if side.any()]
        return min((min(part, whole - part) for part, whole in sums), default=float("nan"))

    @cached_property
    def events_of_sides(self) -> tuple[float, float]:
        """Mean events a clean month in the period that has fewer and in the other; for shares on their rarer side.

        NaN where a period has no clean month.
        """
        means = []
        for side in (False, True):
            here = self.is_clean & (self.arrays.after == side)
            part, whole = self.arrays.sums(here)
            events = min(part, whole - part) if self.entry.kind.is_share else part
            means.append(events / int(here.sum()) if here.any() else np.nan)
        return float(np.min(means)), float(np.max(means))

    @cached_property
    def by_year(self) -> bool:
        """Whether fiscal years are analysed: numbers standing, and what is recorded in one or two months of the year."""
        kind = self.entry.kind
        if kind.grain != "year" or kind.is_stock:
            return kind.grain == "year"
        m = self.arrays
        dated = m.month[(m.numerator if kind.denominator_is_public else m.denominator) > 0]
        calendar_months = np.unique(dated.astype("datetime64[M]").astype(int) % MONTHS_A_YEAR)
        return calendar_months.size <= CALENDAR_MONTHS_OF_A_YEARLY_RECORD

    @cached_property
    def is_rare(self) -> bool:
        """Whether the level is read from months whose counts are taken as they are (`RARE_EVENTS_A_MONTH`)."""
        few = self.events_of_sides[0] < RARE_EVENTS_A_MONTH
        return self.question == "level" and not self.by_year and few

    @property
    def may_be_nought(self) -> bool:
        """Whether a period without events can be believed: beside many it is rather one that nobody recorded."""
        return self.is_rare and self.events_of_sides[1] < RARE_EVENTS_A_MONTH

    @cached_property
    def clean_years(self) -> pd.DataFrame:
        """Complete fiscal years outside declared shocks, with a numerator and something to divide by."""
        y = self.years
        return y[~y["shocked"] & y["numerator"].notna() & (y["denominator"] > 0)]

    @cached_property
    def is_clean(self) -> NDArray[np.bool_]:
        """Which months are reported, outside declared shocks, with something to divide by.

        A month without a case is known where cases are so few that the kind is counted by the year.
        """
        m, kind = self.arrays, self.entry.kind
        divided = (m.denominator > 0) | (kind.grain == "year" and not kind.denominator_is_public)
        return np.asarray(~m.shocked & m.reported & divided)

    @cached_property
    def clean_months(self) -> pd.DataFrame:
        """The months of `is_clean`."""
        return self.months[self.is_clean]

    def clean(self, *, after: bool) -> pd.DataFrame:
        """Those of `clean_months` on one side of the boundary."""
        clean = self.clean_months
        return clean[clean["after"] == after]


@dataclass(frozen=True, kw_only=True)
class TimesEvidence(Evidence):
    """Times to an event. rows: one a person or case, with month (of the start), days, event, after, shocked."""

    rows: pd.DataFrame

    def sides(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return self.rows[~self.rows["after"]], self.rows[self.rows["after"]]

    def to_frame(self) -> pd.DataFrame:
        return self.rows

    @cached_property
    def clean(self) -> pd.DataFrame:
        """Those who started outside declared shocks."""
        return self.rows[~self.rows["shocked"]]


@dataclass(frozen=True, kw_only=True)
class GroupsEvidence(Evidence):
    """Groups beside each other. rows: one a group and month. before, after: one row a group of each period (group,
    numerator, denominator, over windows of equal length). no_residents: groups whose residents are not known."""

    rows: pd.DataFrame
    before: pd.DataFrame
    after: pd.DataFrame
    no_residents: tuple[Text, ...] = ()

    def sides(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return self.before, self.after

    def to_frame(self) -> pd.DataFrame:
        return self.rows

    @property
    def last_day(self) -> pd.Timestamp | None:
        return self.recorded.end_of_last_month


@dataclass(frozen=True, kw_only=True)
class SurveyEvidence(Evidence):
    """before, after: the respondents of one wave each. waves, questions: the design of both, and their wording."""

    before: pd.DataFrame
    after: pd.DataFrame
    waves: pd.DataFrame
    questions: pd.DataFrame

    def sides(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return self.before, self.after

    @property
    def last_day(self) -> pd.Timestamp | None:
        asked = {wave for side in self.sides() for wave in side["wave"].unique()}
        ends = self.waves.loc[self.waves["wave"].isin(asked), "fieldwork_end"]
        return ends.max() if len(ends) else None


@dataclass(frozen=True, kw_only=True)
class PrintedEvidence(Evidence):
    """before, after: the one printed row of each period, or none. points: how many are printed in all."""

    before: pd.DataFrame
    after: pd.DataFrame
    points: int = 2

    def sides(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return self.before, self.after

    @property
    def last_day(self) -> pd.Timestamp | None:
        ends = self.to_frame()["period_end"]
        return ends.max() if len(ends) else None


AnyEvidence = SeriesEvidence | TimesEvidence | GroupsEvidence | SurveyEvidence | PrintedEvidence
"""What is matched by type: mypy names every place that must learn a new one."""
