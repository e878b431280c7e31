"""Small random tables: few households, days around the edges of months and years, gaps wherever the schema allows."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from sojo_eval.schema import load_schema

AS_OF = date(2025, 5, 31)
FIRST = date(2022, 3, 1)
PLACES = ("C1", "C2", "T1", "T2", "132292", "elsewhere", None)
AREAS = pd.DataFrame(
    {
        "area": ["132292", "C1", "C2", "T1", "T2", "T3", "D1"],
        "level": ["city", "center", "center", "town", "town", "town", "district"],
        "name_ja": ["試験市", "東", "西", "東町", "西町", "南町", "中部"],
        "parent": [None, "132292", "132292", "C1", "C2", "132292", "132292"],
    }
)
NAMES = (
    "泉町地域包括支援センター", "新町地域包括支援センター", "基幹相談支援センター", "子育て世代包括支援センター",
    "地域子育て支援推進員", "生活サポート相談窓口", "ほっとネットステーション 第1", "地域介護予防活動支援事業",
    "生活支援コーディネーター", "地域活動支援センター", "地域子育て支援センター", "子育て広場",
    "生活困窮者支援等のための地域づくり事業", "ふれあいのまちづくり", "多機関協働事業",
)  # fmt: skip
_KEYS = (
    "service", "consultation_id", "person_id", "household_id", "desk", "referral_id", "from_desk", "to_desk", "case_id",
    "meeting_id", "organization", "support_plan_id", "contact_id", "match_id", "activity_id", "publication_id",
    "question_id", "respondent_id", "area", "parent", "resource_id",
)  # fmt: skip
_EDGES = [
    date(year, month, day)
    for year in (2022, 2023, 2024, 2025)
    for month, day in ((3, 1), (3, 31), (4, 1), (5, 1), (5, 31), (6, 1), (12, 31))
]
_THREE_MONTHS_AGO = tuple(AS_OF - timedelta(days) for days in (90, 91, 92, 93))


class Draw:
    """One random table set; every method draws `n` values."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def rows(self, most: int = 14) -> int:
        """How many rows a table has; none at all now and then."""
        return 0 if self.rng.random() < 0.05 else int(self.rng.integers(1, most + 1))

    def days(self, n: int, gaps: float = 0.0) -> list[date | None]:
        """Days near the edges of months and years, or any; some after the last day covered."""
        span = (AS_OF - FIRST).days + 20
        out: list[date | None] = []
        for _ in range(n):
            if self.rng.random() < gaps:
                out.append(None)
            elif self.rng.random() < 0.5:
                out.append(_EDGES[self.rng.integers(len(_EDGES))] + timedelta(int(self.rng.integers(-2, 3))))
            else:
                out.append(FIRST + timedelta(int(self.rng.integers(span))))
        return out

    def after(self, days: list[date | None], most: int, gaps: float = 0.2) -> list[date | None]:
        """Later days, the edges 0, 3, 30, 91–92, 364–366 days among them."""
        steps = [0, 1, 3, 4, 30, 31, 91, 92, 93, 364, 365, 366]
        out: list[date | None] = []
        for day in days:
            step = (
                int(self.rng.choice([s for s in steps if s <= most]))
                if self.rng.random() < 0.6
                else int(self.rng.integers(0, most + 1))
            )
            out.append(None if day is None or self.rng.random() < gaps else day + timedelta(step))
        return out

    def moved_to(self, days: list[date | None], places: tuple[date, ...]) -> list[date | None]:
        """Some of the known days moved to one of the given ones."""
        return [
            places[self.rng.integers(len(places))] if day and self.rng.random() < 0.3 else day for day in days
        ]

    def days_later(self, days: list[date], steps: tuple[int, ...]) -> list[date | None]:
        """Each day so many days later, or unknown now and then."""
        return [
            None if self.rng.random() < 0.2 else day + timedelta(int(self.rng.choice(steps))) for day in days
        ]

    def pick(self, n: int, values: tuple[object, ...]) -> list[object]:
        """One of `values` each."""
        return [values[i] for i in self.rng.integers(0, len(values), n)]

    def number(self, n: int, most: int, gaps: float = 0.0) -> list[int | None]:
        """Whole numbers from 0."""
        return [None if self.rng.random() < gaps else int(self.rng.integers(0, most + 1)) for _ in range(n)]

    def codes(self, n: int, codelist: str, gaps: float = 0.0) -> list[object]:
        """Codes of a code list."""
        codes = tuple(load_schema().codelists[codelist]["code"])
        return [None if self.rng.random() < gaps else c for c in self.pick(n, codes)]


def random_tables(seed: int) -> dict[str, pd.DataFrame]:
    """One set of clean tables, all that any indicator reads. Days are `date`s, gaps None."""
    d = Draw(seed)
    tables: dict[str, dict[str, list[object]]] = {}

    def ids(prefix: str, n: int) -> list[object]:
        return [f"{prefix}{i}" for i in range(n)]

    n = int(d.rng.integers(3, len(NAMES) + 1))
    tables["services"] = {
        "service": ids("s", n),
        "name_ja": [NAMES[i] for i in d.rng.permutation(len(NAMES))[:n]],
        "programme": d.codes(n, "programmes"),
        "area": d.pick(n, PLACES),
        "takes_consultations": d.pick(n, (True, True, False)),
        "opened_date": d.days(n, gaps=0.6),
        "closed_date": d.days(n, gaps=0.7),
    }
    services = tuple(tables["services"]["service"])
    n = d.rows()
    received = d.days(n)
    responded = d.after(received, 40)
    tables["consultations"] = {
        "consultation_id": ids("k", n),
        "household_id": d.pick(n, ("H1", "H2", "H3", None)),
        "received_date": received,
        "first_response_date": responded,
        "closed_date": d.after(received, 400),
        "desk": d.pick(n, services),
        "area": d.pick(n, PLACES),
        "age_band": d.codes(n, "age_bands", gaps=0.1),
        "household_kind": d.codes(n, "household_kinds", gaps=0.1),
        "came_through": d.codes(n, "came_through", gaps=0.1),
        "complexity": d.codes(n, "complexities", gaps=0.1),
    }
    consultations = (*tables["consultations"]["consultation_id"], None)
    n = d.rows() if len(consultations) > 1 else 0
    passed_on = d.pick(n, consultations[:-1])
    # Most of them soon after the consultation came in, so that the edge of 30 days is met.
    made = [
        d.after([received[int(str(k)[1:])]], 40, gaps=0)[0] if d.rng.random() < 0.7 else day
        for k, day in zip(passed_on, d.days(n), strict=True)
    ]
    tables["referrals"] = {
        "referral_id": ids("r", n),
        "consultation_id": passed_on,
        "from_desk": d.pick(n, services),
        "to_desk": d.pick(n, services),
        "made_date": made,
        "accepted_date": d.after(made, 40),
        "accompanied": d.pick(n, (True, False, None)),
        "outcome": d.codes(n, "referral_outcomes", gaps=0.2),
    }
    n = d.rows()
    opened = d.days(n)
    tables["cases"] = {
        "case_id": ids("c", n),
        "consultation_id": d.pick(n, consultations),
        "opened_date": opened,
        "closed_date": d.after(opened, 400),
        "consent": d.pick(n, (True, False)),
        "area": d.pick(n, PLACES),
    }
    # A case soon after a composite consultation, so that the edge of 30 days is met.
    for i, source in enumerate(tables["cases"]["consultation_id"]):
        if source is not None and d.rng.random() < 0.7:
            start = received[int(str(source)[1:])]
            tables["cases"]["opened_date"][i] = d.after([start], 40, gaps=0)[0]
            tables["cases"]["closed_date"][i] = None
    cases = (*tables["cases"]["case_id"], None)
    n = d.rows()
    tables["meetings"] = {
        "meeting_id": ids("m", n),
        "kind": d.codes(n, "meeting_kinds"),
        "convener": d.codes(n, "conveners"),
        "case_id": d.pick(n, cases),
        "consent": d.pick(n, (True, False)),
        "held_date": d.days(n),
    }
    attended = [(m, f"O{i}") for m in tables["meetings"]["meeting_id"] for i in range(d.rng.integers(0, 4))]
    tables["meeting_attendance"] = {
        "meeting_id": [m for m, _ in attended],
        "organization": [o for _, o in attended],
    }
    n = d.rows() if len(cases) > 1 else 0
    drafted, goals = d.days(n), d.number(n, 5, gaps=0.2)
    tables["support_plans"] = {
        "support_plan_id": ids("p", n),
        "case_id": d.pick(n, cases[:-1]),
        "drafted_date": drafted,
        "review_due_date": d.after(drafted, 120),
        "reviewed_date": d.after(drafted, 120),
        "closed_date": d.after(drafted, 120, gaps=0.5),
        "goals": goals,
        "goals_attained": [
            None if g is None or d.rng.random() < 0.2 else int(d.rng.integers(0, g + 1)) for g in goals
        ],
    }
    n = d.rows()
    tables["outreach_contacts"] = {
        "contact_id": ids("o", n),
        "date": d.days(n),
        "method": d.codes(n, "outreach_methods"),
        "reached": d.pick(n, (True, False)),
        "relation_stage": d.codes(n, "relation_stages", gaps=0.2),
        "area": d.pick(n, PLACES),
    }
    n = d.rows()
    requested = d.days(n)
    matched = d.after(requested, 120)
    tables["participation_matches"] = {
        "match_id": ids("x", n),
        "need": d.codes(n, "participation_needs"),
        "requested_date": requested,
        "matched_date": matched,
        "started_date": d.moved_to(d.after(matched, 30), _THREE_MONTHS_AGO),
        "retained_3_months": d.pick(n, (True, False, None)),
        "resource_newly_developed": d.pick(n, (True, False, None)),
        "resource_id": d.pick(n, ("S1", "S2", None)),
        "area": d.pick(n, PLACES),
    }
    n = d.rows()
    participants = d.number(n, 6, gaps=0.15)
    tables["community_activities"] = {
        "activity_id": ids("a", n),
        "service": d.pick(n, services),
        "kind": d.codes(n, "activity_kinds"),
        "openness": d.codes(n, "openness"),
        "date": d.days(n),
        "area": d.pick(n, PLACES),
        "participants": participants,
        "new_participants": [
            None if p is None or d.rng.random() < 0.2 else int(d.rng.integers(0, p + 1)) for p in participants
        ],
        "volunteers": d.number(n, 4, gaps=0.2),
    }
    readings = {
        (str(k), day.replace(day=1), str(a))
        for k, day, a in zip(d.codes(14, "supporter_kinds"), d.days(14), d.pick(14, PLACES[:-1]), strict=True)
        if day is not None
    }
    ordered = sorted(readings)
    tables["supporters"] = {
        "kind": [r[0] for r in ordered],
        "month": [r[1] for r in ordered],
        "area": [r[2] for r in ordered],
        "number": d.number(len(ordered), 12),
        "quota": d.number(len(ordered), 12, gaps=0.2),
    }
    n = d.rows()
    published = d.days(n)
    tables["publications"] = {
        "publication_id": ids("u", n),
        "title_ja": ["福祉"] * n,
        "channel": d.pick(n, ("website", "website", "leaflet", "sns")),
        "languages": d.pick(n, ("ja", "ja en", " ja  en zh ", "", None)),
        "easy_japanese": d.pick(n, (True, False)),
        "accessible_formats": d.pick(n, ("audio", "none", " ", "audio braille", None)),
        "published_date": published,
        "updated_date": d.moved_to(d.after(published, 700, gaps=0.4), (date(2024, 3, 31), date(2025, 3, 31))),
        "withdrawn_date": d.after(published, 900, gaps=0.6),
        "printed": d.number(n, 500, gaps=0.4),
        "audience": d.codes(n, "audiences", gaps=0.3),
    }
    n = d.rows()
    issued = (*tables["publications"]["publication_id"], None)
    tables["service_changes"] = {
        "change_id": ids("h", n),
        "service": d.pick(n, services),
        "changed_date": (changed := d.days(n)),
        "publication_id": d.pick(n, issued),
        "told_date": [
            day and day - timedelta(int(d.rng.integers(-40, 20))) if d.rng.random() < 0.6 else None
            for day in changed
        ],
    }
    seen = {
        (u, day.replace(day=1)) for u in tables["publications"]["publication_id"] for day in d.days(2) if day
    }
    pages = sorted(seen)
    tables["information_reach"] = {
        "publication_id": [p[0] for p in pages],
        "month": [p[1] for p in pages],
        "views": d.number(len(pages), 300, gaps=0.2),
        "users": d.number(len(pages), 300, gaps=0.2),
        "questions": d.number(len(pages), 3, gaps=0.2),
    }
    _of_consultation(Draw(10_000 + seed), tables)
    tables |= _survey(d)
    _more_of_connections(Draw(1_000_000 + seed), tables)
    return {name: pd.DataFrame(columns, dtype=object) for name, columns in tables.items()} | {"areas": AREAS}


def _more_of_connections(d: Draw, tables: dict[str, dict[str, list[object]]]) -> None:
    """Columns and tables of the connections pillar, drawn apart so that the others stay as they are."""
    activities = tables["community_activities"]
    n = len(activities["date"])
    activities["sessions"] = d.pick(n, (None, None, 1, 2, 5))
    for i in range(n):
        activities["kind"][i] = d.pick(1, ("ibasho", "residents_meeting", *[activities["kind"][i]] * 3))[0]
        activities["area"][i] = d.pick(1, ("D1", *[activities["area"][i]] * 9))[0]
    contacts = tables["outreach_contacts"]
    contacts["person_id"] = d.pick(len(contacts["date"]), ("P1", "P2", "P3", None))
    contacts["phase"] = d.codes(len(contacts["date"]), "contact_phases", gaps=0.3)
    matches = tables["participation_matches"]
    matches["fits_wish"] = d.pick(len(matches["need"]), (True, False, None))
    matches["withdrawn_date"] = d.after(matches["requested_date"], 120, gaps=0.5)  # type: ignore[arg-type]
    supporters = tables["supporters"]
    of_district = {
        (str(k), day.replace(day=1))
        for k, day in zip(d.codes(4, "supporter_kinds"), d.days(4), strict=True)
        if day
    }
    for kind, month in sorted(of_district):
        row = {
            "kind": kind,
            "month": month,
            "area": "D1",
            "number": d.number(1, 12)[0],
            "quota": d.number(1, 12)[0],
        }
        for column, value in row.items():
            supporters[column].append(value)
    done = {
        (day.replace(day=1), str(area), str(work))
        for day, area, work in zip(
            d.days(20), d.pick(20, ("C1", "C2", "T1", "D1", "132292", "elsewhere")), d.codes(20, "commissioner_work"),
            strict=True,
        )
        if day
    }  # fmt: skip
    ordered = sorted(done)
    tables["commissioner_activities"] = {
        "month": [w[0] for w in ordered],
        "area": [w[1] for w in ordered],
        "work": [w[2] for w in ordered],
        "number": d.number(len(ordered), 40),
    }
    n = d.rows()
    begun = d.moved_to(d.days(n, gaps=0.2), (date(2023, 3, 31), date(2023, 4, 1)))
    tables["social_resources"] = {
        "resource_id": [f"S{i}" for i in range(n)],
        "name_ja": ["場"] * n,
        "kind": d.codes(n, "resource_kinds"),
        "area": d.pick(n, PLACES),
        "active_from": begun,
        "active_to": [
            day and max(day, start)
            for day, start in zip(
                d.moved_to(d.after(begun, 900, gaps=0.4), (date(2024, 3, 30), date(2024, 3, 31))),
                begun,
                strict=True,
            )
        ],
    }
    tables["person_scores"] = _scores(d)


def _scores(d: Draw) -> dict[str, list[object]]:
    """A few people scored some times, the edges of 150 and 400 days among the gaps."""
    gaps = (1, 149, 150, 151, 200, 399, 400, 401)
    scored: set[tuple[str, date]] = set()
    for person in ("P1", "P2", "P3", "P4"):
        first = d.days(1, gaps=0.2)[0]
        if first:
            later = [first + timedelta(int(gap)) for gap in d.pick(int(d.rng.integers(0, 4)), gaps)]  # type: ignore[call-overload]
            scored |= {(person, day) for day in (first, *later)}
    ordered = sorted(scored)
    items = ("motivation", "self_esteem", "relationships", "social_participation", "asking_for_help")
    return {
        "person_id": [s[0] for s in ordered],
        "scored_date": [s[1] for s in ordered],
        **{item: d.pick(len(ordered), (1, 2, 3, 4)) for item in items},
        "with_the_person": d.pick(len(ordered), (True, False, None)),
        "area": d.pick(len(ordered), PLACES),
    }


def _of_consultation(d: Draw, tables: dict[str, dict[str, list[object]]]) -> None:
    """Who consults, whether anew and with what outcome; how cases begin and end; who takes part; the staff."""
    consultations, cases = tables["consultations"], tables["cases"]
    n = len(consultations["consultation_id"])
    consultations["person_id"] = d.pick(n, ("P1", "P2", "P3", None))
    consultations["continuity"] = d.pick(n, ("new", "new", "continuing", None))
    consultations["outcome"] = d.codes(n, "consultation_outcomes", gaps=0.2)
    n = len(cases["case_id"])
    opened = [day for day in cases["opened_date"] if isinstance(day, date)]
    cases["household_id"] = d.pick(n, ("H1", "H2", "H3", None))
    cases["closing_reason"] = [
        None if closed is None else reason
        for closed, reason in zip(cases["closed_date"], d.codes(n, "closing_reasons", gaps=0.2), strict=True)
    ]
    agreed = d.days_later(opened, (0, 30, 89, 90, 91, 200))
    cases["consent_date"] = [
        day if consent else None for day, consent in zip(agreed, cases["consent"], strict=True)
    ]
    bodies = [f"O{i}" for i in range(5)]
    tables["organizations"] = {
        "organization": list(bodies),
        "name_ja": ["機関"] * len(bodies),
        "kind": d.codes(len(bodies), "organization_kinds"),
        "field": d.pick(len(bodies), ("older", "children", "health", "work", None)),
    }
    joined = [
        (case, body, day)
        for case, start in zip(cases["case_id"], opened, strict=True)
        for body in bodies
        for day in d.days_later([start], (0, 89, 90, 91, 200))
        if d.rng.random() < 0.7
    ]
    tables["case_agencies"] = {
        "case_id": [case for case, _, _ in joined],
        "organization": [body for _, body, _ in joined],
        "joined_date": [day for _, _, day in joined],
    }
    meetings = tables["meetings"]["meeting_id"]
    taken_up = [(m, c) for m in meetings for c in cases["case_id"] if d.rng.random() < 0.15]
    tables["meeting_cases"] = {
        "meeting_id": [m for m, _ in taken_up],
        "case_id": [c for _, c in taken_up],
        "continuity": d.codes(len(taken_up), "continuities", gaps=0.2),
    }
    services = tables["services"]["service"]
    read = sorted(
        {
            (str(service), day.replace(day=1))
            for service, day in zip(d.pick(12, tuple(services)), d.days(12), strict=True)
            if day is not None
        }
    )
    tables["staffing"] = {
        "service": [service for service, _ in read],
        "month": [month for _, month in read],
        "fte": [half / 2 for half in d.rng.integers(0, 12, len(read)).tolist()],
    }


CONCEPTS = (
    "has_someone_to_rely_on", "feels_lonely_often", "takes_part_in_local_activity", "greets_neighbours",
    "knows_an_ibasho", "knows_a_desk", "would_ask_for_help", "gets_needed_information", "easy_to_understand",
    "knows_hotnet_station", "does_something_for_others", "could_accept_help",
)  # fmt: skip


def _survey(d: Draw) -> dict[str, dict[str, list[object]]]:
    answers = ("はい", "少し", "いいえ")
    asked = [(w, c) for w in ("w4", "w5") for c in CONCEPTS if d.rng.random() < 0.5]
    n = d.rows(8)
    people = [f"p{i}" for i in range(n)]
    given = [(p, f"{w}-{c}") for p in people for w, c in asked if d.rng.random() < 0.5]
    return {
        "survey_questions": {
            "question_id": [f"{w}-{c}" for w, c in asked],
            "wave": [w for w, _ in asked],
            "concept": [c for _, c in asked],
            "wording_ja": ["ですか"] * len(asked),
            "scale": ["|".join(answers)] * len(asked),
            "positive_answers": d.pick(len(asked), ("はい", "はい|少し")),
        },
        "survey_respondents": {
            "respondent_id": people,
            "wave": d.pick(n, ("w4", "w5")),
            "weight": [float(w) for w in d.pick(n, (1, 2, 0.5))],
            "stratum": d.pick(n, ("a", "b", None)),
            "psu": d.pick(n, ("1", "2", None)),
            "area": d.pick(n, PLACES),
        },
        "survey_answers": {
            "respondent_id": [p for p, _ in given],
            "question_id": [q for _, q in given],
            "answer": d.pick(len(given), (*answers, "はい|少し", "少し|いいえ", None)),
        },
    }


def joined_tables(sets: int) -> dict[str, pd.DataFrame]:
    """The sets of that many seeds in one: a question about all of them is then asked once.

    Every key begins with the number of its set, so that the sets do not meet; areas too, so that sums stay apart.
    """
    parts: dict[str, list[pd.DataFrame]] = {}
    for seed in range(sets):
        for name, frame in random_tables(seed).items():
            own = frame.copy()
            for column in own.columns.intersection(_KEYS):
                own[column] = own[column].map(lambda key: f"{seed}-{key}", na_action="ignore")  # noqa: B023
            parts.setdefault(name, []).append(own)
    return {name: pd.concat(frames, ignore_index=True) for name, frames in parts.items()}
