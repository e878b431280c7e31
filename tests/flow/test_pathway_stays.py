"""Every stay on the path from first contact to closing: by hand, and said again row by row on random tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.flow.pathway_stays import pathway_stays
from tests.indicators.by_hand import table
from tests.indicators.definitions.test_case_path import (
    CASES,
    CONSULTATIONS,
    MEETINGS,
    PLANS,
    REFERRALS,
    SERVICES,
)
from tests.indicators.random_tables import AS_OF, random_tables
from tests.searching import cases

APRIL_AND_MAY = pd.Timestamp("2024-04-01"), pd.Timestamp("2024-05-31")


@pytest.fixture
def city(small_city: Any) -> se.City:
    return small_city.make(
        data_until="2024-05-31",
        services=SERVICES,
        consultations=CONSULTATIONS,
        referrals=REFERRALS,
        cases=CASES,
        meetings=MEETINGS,
        support_plans=PLANS,
    )


def stays(city: se.City, start: pd.Timestamp, end: pd.Timestamp) -> Counter[tuple[str, str | None, int]]:
    rows = pathway_stays(city, start, end)
    return Counter({(s, o, int(d)): int(n) for s, o, d, n in rows.itertuples(index=False)})


def test_every_stay_by_hand(city: se.City) -> None:
    assert stays(city, *APRIL_AND_MAY) == {
        ("contact", "referred", 1): 2,
        ("contact", "referred", 24): 1,
        ("contact_by_any_way", "case", 10): 2,
        ("contact_by_any_way", "case", 40): 1,
        ("referred", "case", 9): 2,
        ("referred", "case", 16): 1,
        # c3's meeting lies after the last day covered.
        ("case", "meeting", 10): 1,
        ("case", "meeting", 17): 1,
        ("case", "plan", 18): 1,
        ("case", None, 11): 1,
        ("meeting", "plan", 4): 1,
        ("meeting", "plan", 8): 1,
        # c2 was closed two days after its plan; that the plan p3 was closed does not close its case.
        ("plan", "review", 20): 1,
        ("plan", "closed", 2): 1,
        ("plan", None, 21): 1,
        ("review", None, 16): 1,
    }


def test_a_stay_belongs_to_the_period_in_which_it_began(city: se.City) -> None:
    may = stays(city, pd.Timestamp("2024-05-01"), pd.Timestamp("2024-05-31"))
    assert may == {
        ("referred", "case", 16): 1,
        ("case", None, 11): 1,
        ("meeting", "plan", 8): 1,
        ("plan", None, 21): 1,
        ("review", None, 16): 1,
    }


def test_days_out_of_order_and_on_one_day(small_city: Any) -> None:
    consultations = table(
        "consultation_id received_date closed_date desk complexity",
        ("k1", "2024-04-10", "2024-04-10", "d1", "composite"),
        ("k2", "2024-04-10", "2024-04-12", "d1", "composite"),
    )
    referrals = table(
        "referral_id consultation_id from_desk to_desk made_date",
        ("r1", "k1", "d1", "d2", "2024-04-10"),
        ("r2", "k2", "d1", "d2", "2024-05-10"),
    )
    cases = table(
        "case_id consultation_id opened_date closed_date consent",
        ("c1", "k1", "2024-04-10", "2024-04-20", True),
        ("c2", "k2", "2024-05-01", None, True),
    )
    meetings = table(
        "meeting_id kind convener case_id consent held_date",
        ("m1", "support_meeting", "city", "c1", False, "2024-04-05"),
        ("m2", "support_meeting", "city", "c2", False, "2024-05-20"),
    )
    plans = table(
        "support_plan_id case_id drafted_date reviewed_date",
        ("p1", "c1", "2024-04-25", "2024-04-30"),
        ("p2", "c2", "2024-05-20", None),
    )
    tables = {
        "services": SERVICES,
        "consultations": consultations,
        "referrals": referrals,
        "cases": cases,
        "meetings": meetings,
        "support_plans": plans,
    }
    city = small_city.make(data_until="2024-05-31", **tables)
    assert stays(city, *APRIL_AND_MAY) == {
        # k1 was referred, became a case and was closed on one day; k2 was closed before its case was opened.
        ("contact", "referred", 0): 1,
        ("contact", "closed", 2): 1,
        ("contact_by_any_way", "case", 0): 1,
        ("contact_by_any_way", "closed", 2): 1,
        ("referred", "case", 0): 1,
        # c1 had met before it was opened, was closed, then got a plan and a review; c2 met and planned on one day.
        ("case", "meeting", 0): 1,
        ("case", "meeting", 19): 1,
        ("meeting", "closed", 15): 1,
        ("meeting", "plan", 0): 1,
        ("plan", "closed", 0): 1,
        ("plan", None, 11): 1,
        ("review", "closed", 0): 1,
    }


def told_again(T: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, str | None, int]]:
    """Every stay of the table set, row by row."""

    def first(rows: list[dict[str, Any]], column: str, key: str, value: Any) -> date | None:
        days = [r[column] for r in rows if r[key] == value and r[column] and r[column] <= AS_OF]
        return min(days, default=None)

    def stay(stage: str, begin: date, ends: dict[str, date | None]) -> Iterator[tuple[str, str | None, int]]:
        known = [(max(day, begin), i, o) for i, (o, day) in enumerate(ends.items()) if day and day <= AS_OF]
        day, _, outcome = min(known, default=(AS_OF, 0, None))
        if begin <= AS_OF:
            yield stage, outcome, (day - begin).days

    opened = [c["opened_date"] for c in T["cases"]]
    for k in T["consultations"]:
        if k["complexity"] != "composite" or not opened or k["received_date"] < min(opened).replace(day=1):
            continue
        if k["continuity"] == "continuing":
            continue
        key, begin, closed = k["consultation_id"], k["received_date"], k["closed_date"]
        referred = first(T["referrals"], "made_date", "consultation_id", key)
        case = first(T["cases"], "opened_date", "consultation_id", key)
        yield from stay("contact", begin, {"referred": referred, "case": case, "closed": closed})
        yield from stay("contact_by_any_way", begin, {"case": case, "closed": closed})
        if referred and (case is None or referred <= case):
            yield from stay("referred", referred, {"case": case, "closed": closed})
    for c in T["cases"]:
        key, closed = c["case_id"], c["closed_date"]
        listed = {t["meeting_id"] for t in T["meeting_cases"] if t["case_id"] == key}
        held = [m for m in T["meetings"] if m["case_id"] == key or m["meeting_id"] in listed]
        meeting = first([{**m, "of": key} for m in held], "held_date", "of", key)
        plan = first(T["support_plans"], "drafted_date", "case_id", key)
        review = first(T["support_plans"], "reviewed_date", "case_id", key)
        yield from stay("case", c["opened_date"], {"meeting": meeting, "plan": plan, "closed": closed})
        if meeting and (plan is None or meeting <= plan):
            yield from stay("meeting", meeting, {"plan": plan, "closed": closed})
        if plan:
            yield from stay("plan", plan, {"review": review, "closed": closed})
        if review:
            yield from stay("review", review, {"closed": closed})


def test_stays_are_those_told_row_by_row(small_city: Any) -> None:
    seen: Counter[str] = Counter()
    for seed in range(cases(8)):
        tables = random_tables(seed)
        folder = small_city.folder
        small_city.folder = folder.with_name(f"city{seed}")
        city = small_city.make(data_until=AS_OF.isoformat(), **tables)
        small_city.folder = folder
        records = {n: f.astype(object).where(f.notna(), None).to_dict("records") for n, f in tables.items()}
        expected = Counter(told_again(records))
        assert stays(city, pd.Timestamp("2020-01-01"), pd.Timestamp("2030-01-01")) == expected, f"seed {seed}"
        seen.update(f"{stage} {outcome}" for stage, outcome, _ in expected.elements())
    assert len(seen) >= 18, "too few ways were met to say anything"
