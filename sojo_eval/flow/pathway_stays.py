"""The way of composite troubles through the system: how long each stay at a stage lasted, and what ended it.

Stages follow one another, and may be skipped: first contact, referred, case, meeting, plan, review. What happens first
ends a stay: the next stage or a later one, or closing. On one and the same day going on counts before closing. A date
before the stay began (a meeting before the case was opened, a plan after it was closed) counts on its first day.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir
import pandas as pd

from sojo_eval.city import City
from sojo_eval.flow.period import last_followed_day
from sojo_eval.indicators.definitions.case_path import meetings_of_cases
from sojo_eval.indicators.definitions.consultation import new_consultations
from sojo_eval.indicators.shapes import first_of_month

STAGES: Mapping[str, tuple[str, ...]] = {
    "contact": ("referred", "case"),
    "contact_by_any_way": ("case",),
    "referred": ("case",),
    "case": ("meeting", "plan"),
    "meeting": ("plan",),
    "plan": ("review",),
    "review": (),
}
"""Stage → the stages that may come next. "contact_by_any_way" waits for the case whether referred meanwhile or not."""
CLOSED = "closed"
STAY_COLUMNS = ["stage", "outcome", "days", "stays"]

_NEVER = ibis.date(9999, 12, 31)


def pathway_stays(city: City, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """Stays that began from `start` to `end` (days included), counted: columns `STAY_COLUMNS`.

    outcome: a later stage, "closed", or missing where the person is still there on the last day covered (days until
    then). Contacts and referrals are those of new composite consultations, from the month of the first case on: before
    it there was nothing to reach. All cases count, whether or not they name their consultation.
    """
    as_of = ibis.date(last_followed_day(city).date())
    begin, until = ibis.date(start.date()), ibis.date(end.date())
    parts = _of_consultations(city, as_of) + _of_cases(city, as_of)
    every = ibis.union(*parts)
    inside = every.filter((every.entered >= begin) & (every.entered <= ibis.least(until, as_of)))
    counted = inside.group_by(["stage", "outcome", "days"]).aggregate(stays=inside.count()).execute()
    frame = pd.DataFrame(counted[STAY_COLUMNS])
    frame["outcome"] = frame["outcome"].astype(object).where(frame["outcome"] != "", None)
    return frame.sort_values(["stage", "days", "outcome"], ignore_index=True)


def _of_consultations(city: City, as_of: ir.DateScalar) -> list[ir.Table]:
    consultations, referrals, cases = (city.ibis(n) for n in ("consultations", "referrals", "cases"))
    referred = referrals.group_by("consultation_id").aggregate(referred=referrals.made_date.min())
    opened = cases.drop_null("consultation_id")
    opened = opened.group_by("consultation_id").aggregate(case=opened.opened_date.min())
    begin = first_of_month(cases.opened_date.min()).as_scalar()
    new = new_consultations(consultations)
    composite = new.filter((new.complexity == "composite") & (new.received_date >= begin))
    rows = composite.select("consultation_id", "received_date", "closed_date")
    rows = rows.left_join(referred, "consultation_id").drop("consultation_id_right")
    rows = rows.left_join(opened, "consultation_id").drop("consultation_id_right")
    rows = _known(rows, ("referred", "case", "closed_date"), as_of)
    passed_on = rows.filter((rows.referred < _NEVER) & (rows.referred <= rows.case))
    return [
        _stay(rows, "contact", rows.received_date, as_of),
        _stay(rows, "contact_by_any_way", rows.received_date, as_of),
        _stay(passed_on, "referred", passed_on.referred, as_of),
    ]


def _of_cases(city: City, as_of: ir.DateScalar) -> list[ir.Table]:
    cases, meetings, plans = (city.ibis(n) for n in ("cases", "meetings", "support_plans"))
    held = meetings_of_cases(meetings, city.ibis("meeting_cases"))
    met = held.group_by("case_id").aggregate(meeting=held.held_date.min())
    drafted = plans.group_by("case_id").aggregate(
        plan=plans.drafted_date.min(), review=plans.reviewed_date.min()
    )
    rows = cases.select("case_id", "opened_date", "closed_date")
    rows = rows.left_join(met, "case_id").drop("case_id_right")
    rows = rows.left_join(drafted, "case_id").drop("case_id_right")
    rows = _known(rows, ("meeting", "plan", "review", "closed_date"), as_of)
    together = rows.filter((rows.meeting < _NEVER) & (rows.meeting <= rows.plan))
    planned, reviewed = rows.filter(rows.plan < _NEVER), rows.filter(rows.review < _NEVER)
    return [
        _stay(rows, "case", rows.opened_date, as_of),
        _stay(together, "meeting", together.meeting, as_of),
        _stay(planned, "plan", planned.plan, as_of),
        _stay(reviewed, "review", reviewed.review, as_of),
    ]


def _known(rows: ir.Table, columns: tuple[str, ...], as_of: ir.DateScalar) -> ir.Table:
    """Dates that are missing or lie after `as_of`, unknown on that day, as a day that never comes."""
    return rows.mutate(
        **{c: ibis.ifelse(rows[c] <= as_of, rows[c], _NEVER).fill_null(_NEVER) for c in columns}
    )


def _stay(rows: ir.Table, stage: str, entered: ir.DateValue, as_of: ir.DateScalar) -> ir.Table:
    """stage, entered, outcome ("" = still there), days. In the order of the path, which decides within one day."""
    timed = rows.mutate(entered=entered)
    ends = {
        name: ibis.greatest(timed[column], timed.entered)
        for name, column in [*((s, s) for s in STAGES[stage]), (CLOSED, "closed_date")]
    }
    days = [*ends.values()]
    first = ibis.least(*days) if len(days) > 1 else days[0]
    branches = [((first == day) & (day < _NEVER), ibis.literal(name)) for name, day in ends.items()]
    return timed.select(
        stage=ibis.literal(stage),
        entered=timed.entered,
        outcome=ibis.cases(*branches, else_=ibis.literal("")),
        days=ibis.ifelse(first < _NEVER, first, as_of).delta(timed.entered, unit="day"),
    )
