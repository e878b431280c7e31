"""Times to an event, said again row by row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.indicators.oracles.common import Tables, area_by
from tests.indicators.oracles.consultation import own


def timed(
    start: date, end: date | None, area: Any, as_of: date, stop: date | None = None
) -> list[tuple[Any, ...]]:
    seen = end is not None and end <= as_of
    last = end if seen else min(stop or as_of, as_of)
    assert last is not None
    if start > as_of or last < start:
        return []
    return [(start, area, (last - start).days, seen)]


def days_to_match(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for m in T["participation_matches"]:
        if m["matched_date"] is None and m["started_date"] and m["started_date"] <= as_of:
            continue
        yield from timed(m["requested_date"], m["matched_date"], m["area"], as_of, m["withdrawn_date"])


def days_to_plan(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for c in T["cases"]:
        plans = [p["drafted_date"] for p in T["support_plans"] if p["case_id"] == c["case_id"]]
        yield from with_closed(
            timed(c["opened_date"], min(plans, default=None), c["area"], as_of), c, as_of, 120
        )


def with_closed(
    rows: list[tuple[Any, ...]], case: dict[str, Any], as_of: date, horizon: int
) -> Iterator[tuple[Any, ...]]:
    """A case closed without the event has waited the whole horizon."""
    closed = case["closed_date"]
    for start, area, wait, seen in rows:
        never = not seen and closed is not None and start <= closed <= as_of
        yield start, area, horizon if never else wait, seen


def to_the_meeting(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    received = {k["consultation_id"]: k["received_date"] for k in own(T)}
    for c in T["cases"]:
        listed = {t["meeting_id"] for t in T["meeting_cases"] if t["case_id"] == c["case_id"]}
        days = [
            m["held_date"] for m in T["meetings"] if m["case_id"] == c["case_id"] or m["meeting_id"] in listed
        ]
        if c["consultation_id"] in received and c["opened_date"] <= as_of:
            rows = timed(received[c["consultation_id"]], min(days, default=None), c["area"], as_of)
            for _, area, wait, seen in with_closed(rows, c, as_of, 180):
                yield c["opened_date"], area, wait, seen


def days_to_acceptance(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    area = area_by(T["consultations"], "consultation_id")
    for r in T["referrals"]:
        accepted = r["accepted_date"]
        if r["outcome"] == "withdrawn" or (r["outcome"] == "accepted" and accepted is None):
            continue
        for start, place, wait, seen in timed(
            r["made_date"], accepted, area.get(r["consultation_id"]), as_of
        ):
            yield start, place, 14 if r["outcome"] == "declined" and not seen else wait, seen


def days_to_publication(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for h in T["service_changes"]:
        changed, told = h["changed_date"], h["told_date"]
        if told is not None or h["publication_id"] is None:
            yield from timed(changed, told and max(told, changed), None, as_of)


TIMES = {
    "information.days_from_service_change_to_publication": days_to_publication,
    "connections.participation_days_to_match": days_to_match,
    "consultation.days_from_opening_to_plan": days_to_plan,
    "consultation.days_from_consultation_to_meeting": to_the_meeting,
    "consultation.referrals_accepted_days": days_to_acceptance,
}
