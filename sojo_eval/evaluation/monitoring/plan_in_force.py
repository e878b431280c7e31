"""The plan that is being carried out, how far it is covered by records, and from when it can be compared with another."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sojo_eval.city import City
from sojo_eval.evaluation.gates.sufficiency import MIN_MONTHS
from sojo_eval.evaluation.periods import Plan, no_plans
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError


@dataclass(frozen=True)
class PlanInForce:
    """A plan as the records cover it. end: its own last day (NaT where it is not written); until: the last day covered."""

    id: str
    name: Text
    start: pd.Timestamp
    end: pd.Timestamp
    until: pd.Timestamp

    @property
    def months_covered(self) -> int:
        """Whole months of it with records."""
        return len(pd.date_range(self.start, self.until, freq="ME"))

    @property
    def months_planned(self) -> int:
        """Whole months from its first to its last day; 0 where that is not written."""
        return 0 if pd.isna(self.end) else len(pd.date_range(self.start, self.end, freq="ME"))

    def comparable_from(self, first_record: pd.Timestamp) -> pd.Timestamp | None:
        """The last day of the month from which a comparison is possible: at once where a year of records lies before the
        plan (they are then an earlier period to be written into city.toml), else a year into the next plan. None where
        its end is not written."""
        if first_record <= self.start - pd.DateOffset(months=MIN_MONTHS):
            return max(self.until, self._a_year_into(self.start))
        return None if pd.isna(self.end) else self._a_year_into(self.end + pd.Timedelta(days=1))

    @staticmethod
    def _a_year_into(start: pd.Timestamp) -> pd.Timestamp:
        return pd.Timestamp(start + pd.DateOffset(months=MIN_MONTHS) - pd.Timedelta(days=1))


def plan_in_force(city: City, plan: Plan = "") -> PlanInForce:
    """The plan of that id, else the latest that had begun when the records end. Raises SojoEvalError where the city names no
    plan, knows no such one, or where it had not begun."""
    if city.plans.empty:
        raise no_plans()
    begun = city.plans[city.plans["start_date"] <= city.data_until]
    if plan == "" and begun.empty:
        plan = str(city.plans.iloc[0]["plan"])
    row = city.plan(plan) if plan != "" else begun.iloc[-1]
    if row["start_date"] > city.data_until:
        raise SojoEvalError(
            "plan-not-begun",
            Text(
                f"計画「{row['name_ja']}」（{row['start_date']:%Y-%m-%d}から）は、記録の最終日（{city.data_until:%Y-%m-%d}）に"
                "まだ始まっていません",
                f"{row['name_en']} (from {row['start_date']:%Y-%m-%d}) had not begun on the last day of the records"
                f" ({city.data_until:%Y-%m-%d})",
            ),
            Text(
                "それより前の計画を city.toml に書くか、この計画の記録を取り込んでください",
                "Write the plan before it into city.toml, or import records of this one",
            ),
        )
    until = city.data_until if pd.isna(row["end_date"]) else min(row["end_date"], city.data_until)
    return PlanInForce(
        str(row["plan"]), Text(str(row["name_ja"]), str(row["name_en"])), pd.Timestamp(row["start_date"]),
        row["end_date"], pd.Timestamp(until),
    )  # fmt: skip
