"""The indicators once more in plain pandas, as one would write them without an engine: what ours are measured against.

Each reads the columns it needs with `pd.read_parquet` and groups them. `in_pandas` gives the table that
`sojo_eval.indicators.counted` gives, in the same order.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from sojo_eval.indicators import built_in

AS_OF = pd.Timestamp("2026-03-31")
Frame = pd.DataFrame


class Tables:
    """Clean tables of a folder; with `keep`, a column once read stays in memory for the next indicator."""

    def __init__(self, clean: Path, keep: bool) -> None:
        self.clean, self.kept = clean, {} if keep else None

    def read(self, table: str, *columns: str) -> Frame:
        """These columns of a table; days as datetime64, everything else as pandas has it."""
        if self.kept is None:
            return self._read(table, [*columns])
        missing = [c for c in columns if (table, c) not in self.kept]
        if missing:
            frame = self._read(table, missing)
            self.kept |= {(table, c): frame[c] for c in missing}
        return pd.DataFrame({c: self.kept[table, c] for c in columns})

    def _read(self, table: str, columns: list[str]) -> Frame:
        path = self.clean / f"{table}.parquet"
        return pd.read_parquet(
            path if path.is_file() else self.clean / table,
            columns=columns,
            to_pandas_kwargs={"date_as_object": False},
        )


def month_of(days: pd.Series) -> np.ndarray:
    """First days of the months, by NumPy: a hundred times as fast as pandas' periods."""
    return days.to_numpy().astype("datetime64[M]").astype("datetime64[s]")


def fiscal_year(days: pd.Series) -> pd.Series:
    """The calendar year in which the fiscal year begins."""
    return days.dt.year - (days.dt.month < 4)


def by_month(
    rows: Frame,
    day: str,
    numerator: object = 1,
    denominator: object = None,
    area: bool = True,
) -> Frame:
    """Sums by month and area."""
    flat = pd.DataFrame({"month": month_of(rows[day]), "numerator": numerator}, index=rows.index)
    if denominator is not None:
        flat["denominator"] = denominator
    if area and "area" in rows:
        keys = [name for name in ("area", "subgroup") if name in rows]
        return flat.assign(**rows[keys]).groupby(["month", *keys], dropna=False).sum().reset_index()
    return flat.groupby("month", dropna=False).sum().reset_index().assign(area=None)


def times(rows: Frame, start: str, end: str, stop: object = AS_OF, counted_on: str = "") -> Frame:
    """A row a start: month, area, days, event."""
    known = rows[counted_on or start]
    ended = rows[end].notna() & (rows[end] <= AS_OF)
    days = (rows[end].where(ended, stop) - rows[start]).dt.days
    flat = pd.DataFrame({"month": month_of(known), "area": rows["area"], "days": days, "event": ended})
    return flat[(known <= AS_OF) & (days >= 0)]


def in_pandas(tables: Tables, indicator: str) -> Frame:
    """The indicator's table, with the columns of its kind and in their order."""
    entry = built_in()[indicator]
    columns = [*entry.kind.columns, *(["subgroup"] if entry.gap_by not in ("", "area") else [])]
    return INDICATORS[indicator](tables)[columns].sort_values(columns, ignore_index=True)


# 相談 -----------------------------------------------------------------------------------------------------------------


def _desks(t: Tables, words: tuple[str, ...]) -> pd.Series:
    services = t.read("services", "service", "name_ja")
    return services.loc[services["name_ja"].str.contains("|".join(words), regex=True), "service"]


def _own(rows: Frame) -> Frame:
    """The consultations that are no continuation of an earlier one."""
    return rows[(rows["continuity"] != "continuing").fillna(True)]


def received(t: Tables, by: str = "") -> Frame:
    rows = t.read("consultations", "received_date", "area", *([by] if by else []))
    if by:
        rows = rows.assign(subgroup=rows[by].fillna("unknown"))
    return by_month(rows, "received_date")


def people(t: Tables) -> Frame:
    rows = t.read("consultations", "consultation_id", "person_id", "received_date", "area")
    rows = rows[rows["person_id"].notna()].sort_values(["received_date", "consultation_id"])
    rows["year"] = fiscal_year(rows["received_date"])
    return by_month(rows.drop_duplicates(["person_id", "year"]), "received_date")


def answered_soon(t: Tables) -> Frame:
    rows = _own(t.read("consultations", "received_date", "first_response_date", "continuity", "area"))
    rows = rows[((AS_OF - rows["received_date"]).dt.days >= 3) & rows["first_response_date"].notna()]
    soon = (rows["first_response_date"] - rows["received_date"]).dt.days <= 3
    return by_month(rows, "received_date", soon.astype("int64"), 1)


def came_by(t: Tables, ways: tuple[str, ...]) -> Frame:
    rows = _own(t.read("consultations", "received_date", "came_through", "continuity", "area"))
    rows = rows[rows["came_through"].notna() & (rows["came_through"] != "unknown")]
    return by_month(rows, "received_date", rows["came_through"].isin(ways).astype("int64"))


def staff(t: Tables) -> Frame:
    rows = t.read("staffing", "service", "month", "fte")
    rows = rows.assign(year=fiscal_year(rows["month"])).sort_values("month")
    first = _placed(t, rows.drop_duplicates(["service", "year"]), "services", "service")
    first["begin"] = pd.to_datetime(first["year"].astype(str) + "-04-01")
    return by_month(first, "begin", first["fte"])


def came_through(t: Tables, ways: tuple[str, ...], by: str = "") -> Frame:
    rows = t.read("consultations", "received_date", "came_through", "area", *([by] if by else []))
    if by:
        rows = rows.assign(subgroup=rows[by].fillna("unknown"))
    rows = rows[rows["came_through"].notna() & (rows["came_through"] != "unknown")]
    return by_month(rows, "received_date", rows["came_through"].isin(ways).astype("int64"), 1)


def returning(t: Tables) -> Frame:
    rows = _own(t.read("consultations", "household_id", "received_date", "closed_date", "continuity", "area"))
    rows = rows[rows["household_id"].notna()]
    closed = rows[(AS_OF - rows["closed_date"]).dt.days >= 365].copy()
    # The first time the household asks when the hand-over is past is enough.
    past = closed["closed_date"] + pd.Timedelta(days=30)
    closed["past"] = past.astype(rows["received_date"].dtype)
    asked = rows[["household_id", "received_date"]].sort_values("received_date")
    after = pd.merge_asof(
        closed.drop(columns="received_date").sort_values("past"), asked, left_on="past", right_on="received_date",
        by="household_id", direction="forward", allow_exact_matches=False,
    )  # fmt: skip
    back = (after["received_date"] - after["closed_date"]).dt.days <= 365
    return by_month(after, "closed_date", back.astype("int64"), 1)


def no_wrong_door(t: Tables) -> Frame:
    rows = _own(t.read("consultations", "consultation_id", "received_date", "continuity", "outcome", "area"))
    rows = rows[((AS_OF - rows["received_date"]).dt.days >= 30) & rows["outcome"].notna()]
    made = t.read("referrals", "consultation_id", "from_desk", "to_desk", "made_date")
    made = made[made["from_desk"] != made["to_desk"]]
    got = made.groupby(["consultation_id", "to_desk"])["made_date"].min().rename("got_it").reset_index()
    again = made.merge(got.rename(columns={"to_desk": "from_desk"}), on=["consultation_id", "from_desk"])
    again = again[again["got_it"] <= again["made_date"]].merge(
        rows[["consultation_id", "received_date"]], on="consultation_id"
    )
    early = again[(again["made_date"] - again["received_date"]).dt.days <= 30]
    held = ~rows["consultation_id"].isin(early["consultation_id"]) & (rows["outcome"] != "no_contact")
    return by_month(rows, "received_date", held.astype("int64"), 1)


def _placed(t: Tables, rows: Frame, table: str, key: str) -> Frame:
    return rows.merge(t.read(table, key, "area"), how="left", on=key)


def referrals_accepted(t: Tables) -> Frame:
    rows = t.read("referrals", "consultation_id", "made_date", "accepted_date", "outcome")
    outcome = rows["outcome"].fillna("")
    rows = rows[(outcome != "withdrawn") & (rows["accepted_date"].notna() | (outcome != "accepted"))]
    rows = _placed(t, rows, "consultations", "consultation_id")
    declined = (rows["outcome"] == "declined").fillna(False).astype(bool) & (rows["made_date"] <= AS_OF)
    stop = (rows["made_date"] + pd.Timedelta(days=14)).where(declined, AS_OF)
    return times(rows, "made_date", "accepted_date", stop)


def accompanied(t: Tables) -> Frame:
    rows = t.read("referrals", "consultation_id", "made_date", "accompanied")
    rows = _placed(t, rows[rows["accompanied"].notna()], "consultations", "consultation_id")
    return by_month(rows, "made_date", rows["accompanied"].astype("int64"), 1)


def composite_soon(t: Tables) -> Frame:
    cases = t.read("cases", "consultation_id", "household_id", "opened_date", "closed_date")
    named = cases[cases["consultation_id"].notna()]
    first = named.groupby("consultation_id")["opened_date"].min().rename("opened")
    rows = _own(
        t.read(
            "consultations", "consultation_id", "household_id", "received_date", "continuity", "complexity", "area"
        )
    )  # fmt: skip
    begin = cases["opened_date"].min().to_period("M").to_timestamp()
    rows = rows[
        (rows["complexity"] == "composite").fillna(False)
        & (rows["received_date"] >= begin)
        & ((AS_OF - rows["received_date"]).dt.days >= 30)
    ].merge(first, how="left", left_on="consultation_id", right_index=True)
    homes = cases.loc[cases["household_id"].notna(), ["household_id", "opened_date", "closed_date"]]
    both = rows[["consultation_id", "household_id", "received_date"]].merge(homes, on="household_id")
    is_open = (both["opened_date"] < both["received_date"]) & ~(both["closed_date"] < both["received_date"])
    rows = rows[~rows["consultation_id"].isin(both.loc[is_open, "consultation_id"])]
    soon = (rows["opened"] - rows["received_date"]).dt.days <= 30
    return by_month(rows, "received_date", soon.astype("int64"), 1)


def consent(t: Tables) -> Frame:
    rows = t.read("cases", "opened_date", "consent", "consent_date", "area")
    agreed = rows["consent"].fillna(False).astype(bool)
    known = ((AS_OF - rows["opened_date"]).dt.days >= 90) & (~agreed | rows["consent_date"].notna())
    soon = agreed & ((rows["consent_date"] - rows["opened_date"]).dt.days <= 90)
    return by_month(rows[known], "opened_date", soon[known].astype("int64"), 1)


def three_fields(t: Tables) -> Frame:
    cases = t.read("cases", "case_id", "opened_date", "area")
    rows = t.read("case_agencies", "case_id", "organization", "joined_date")
    rows = rows.merge(t.read("organizations", "organization", "field"), on="organization").dropna(
        subset=["field"]
    )
    rows = rows.merge(cases[["case_id", "opened_date"]], on="case_id")
    late = (rows["joined_date"] - rows["opened_date"]).dt.days > 90
    fields = rows[~late].groupby("case_id")["field"].nunique().rename("fields")
    followed = cases[(AS_OF - cases["opened_date"]).dt.days >= 90]
    followed = followed.merge(fields, left_on="case_id", right_index=True)
    return by_month(followed, "opened_date", (followed["fields"] >= 3).astype("int64"), 1)


def settled(t: Tables) -> Frame:
    rows = t.read("cases", "closed_date", "closing_reason", "area")
    rows = rows[rows["closed_date"].notna() & rows["closing_reason"].notna()]
    return by_month(rows, "closed_date", (rows["closing_reason"] == "settled").astype("int64"), 1)


def taken_up(t: Tables) -> Frame:
    rows = t.read("meeting_cases", "meeting_id", "case_id")
    rows = rows.merge(t.read("meetings", "meeting_id", "held_date"), on="meeting_id")
    return by_month(_placed(t, rows, "cases", "case_id"), "held_date")


def multilayer_meetings(t: Tables) -> Frame:
    rows = t.read("meetings", "kind", "held_date", "case_id")
    rows = rows[rows["kind"] == "multilayer_support_meeting"]
    return by_month(_placed(t, rows, "cases", "case_id"), "held_date")


def support_meetings(t: Tables) -> Frame:
    rows = _placed(t, t.read("meetings", "kind", "held_date", "case_id"), "cases", "case_id")
    return by_month(rows, "held_date", (rows["kind"] == "support_meeting").astype("int64"))


def agencies(t: Tables) -> Frame:
    present = t.read("meeting_attendance", "meeting_id")["meeting_id"].value_counts().rename("agencies")
    rows = t.read("meetings", "meeting_id", "held_date", "case_id")
    rows = rows.merge(present, left_on="meeting_id", right_index=True)
    rows = _placed(t, rows, "cases", "case_id")
    return by_month(rows, "held_date", rows["agencies"], 1)


def plans_drafted(t: Tables) -> Frame:
    rows = _placed(t, t.read("support_plans", "drafted_date", "case_id"), "cases", "case_id")
    return by_month(rows, "drafted_date")


def with_closed(rows: Frame, end: str, horizon: int, start: str, counted_on: str = "") -> Frame:
    """Times of cases; one closed without the event has waited the whole horizon."""
    never = ~(rows[end] <= AS_OF) & (rows["closed_date"] <= AS_OF) & (rows["closed_date"] >= rows[start])
    stop = (rows[start] + pd.Timedelta(days=horizon)).where(never, AS_OF)
    return times(rows, start, end, stop, counted_on)


def opening_to_plan(t: Tables) -> Frame:
    first = (
        t.read("support_plans", "case_id", "drafted_date")
        .groupby("case_id")["drafted_date"]
        .min()
        .rename("plan")
    )
    rows = t.read("cases", "case_id", "opened_date", "closed_date", "area")
    rows = rows.merge(first, how="left", left_on="case_id", right_index=True)
    return with_closed(rows, "plan", 120, "opened_date")


def to_the_meeting(t: Tables) -> Frame:
    held = t.read("meetings", "meeting_id", "case_id", "held_date")
    listed = t.read("meeting_cases", "meeting_id", "case_id").merge(
        held[["meeting_id", "held_date"]], on="meeting_id"
    )
    first = pd.concat([held, listed]).groupby("case_id")["held_date"].min().rename("first")
    rows = t.read("cases", "case_id", "consultation_id", "opened_date", "closed_date", "area")
    contacts = _own(t.read("consultations", "consultation_id", "received_date", "continuity"))
    rows = rows.merge(contacts, on="consultation_id").merge(
        first, how="left", left_on="case_id", right_index=True
    )
    return with_closed(rows, "first", 180, "received_date", "opened_date")


def sent_back(t: Tables) -> Frame:
    rows = t.read("referrals", "consultation_id", "from_desk", "to_desk", "made_date")
    first = (
        rows.groupby(["consultation_id", "from_desk"])["made_date"].min().rename("passed_on").reset_index()
    )
    heard = t.read("consultations", "consultation_id", "area", "desk")
    rows = rows.merge(heard, how="left", on="consultation_id")
    first = first.rename(columns={"from_desk": "to_desk"})
    rows = rows.merge(first, how="left", on=["consultation_id", "to_desk"])
    back = (rows["desk"] == rows["to_desk"]).fillna(False) | (rows["passed_on"] < rows["made_date"])
    return by_month(rows, "made_date", back.astype("int64"), 1)


def reviewed_on_time(t: Tables) -> Frame:
    rows = t.read("support_plans", "review_due_date", "reviewed_date", "closed_date", "case_id")
    rows = rows[rows["review_due_date"] <= AS_OF]
    cases = t.read("cases", "case_id", "closed_date", "area").rename(columns={"closed_date": "case_closed"})
    rows = rows.merge(cases, how="left", on="case_id")
    due = rows["review_due_date"]
    ended = (rows["closed_date"] < due) | (rows["case_closed"] < due)
    rows = rows[rows["reviewed_date"].notna() | ~ended]
    on_time = (rows["reviewed_date"] <= rows["review_due_date"]).astype("int64")
    return by_month(rows, "review_due_date", on_time, 1)


def goals(t: Tables) -> Frame:
    rows = t.read("support_plans", "case_id", "reviewed_date", "goals", "goals_attained")
    rows = rows[
        (rows["reviewed_date"] <= AS_OF) & (rows["goals"] > 0).fillna(False) & rows["goals_attained"].notna()
    ]
    rows = _placed(t, rows, "cases", "case_id")
    return by_month(rows, "reviewed_date", rows["goals_attained"], rows["goals"])


# つながり -------------------------------------------------------------------------------------------------------------


def participants(t: Tables) -> Frame:
    rows = t.read("community_activities", "date", "area", "participants")
    rows = rows[rows["participants"].notna()]
    return by_month(rows, "date", rows["participants"])


def new_participants(t: Tables) -> Frame:
    rows = t.read("community_activities", "date", "area", "participants", "new_participants")
    rows = rows[rows["participants"].notna() & rows["new_participants"].notna()]
    return by_month(rows, "date", rows["new_participants"], rows["participants"])


def activities(t: Tables, openness: str = "") -> Frame:
    rows = t.read("community_activities", "date", "area", "sessions", *(["openness"] if openness else []))
    if openness:
        rows = rows[rows["openness"] == openness]
    return by_month(rows, "date", rows["sessions"].fillna(1).astype("int64"))


def residents_meetings(t: Tables) -> Frame:
    rows = t.read("community_activities", "date", "area", "sessions", "kind")
    held = rows["sessions"].fillna(1).astype("int64").where(rows["kind"] == "residents_meeting", 0)
    return by_month(rows, "date", held)


def at_residents_meetings(t: Tables) -> Frame:
    rows = t.read("community_activities", "date", "area", "sessions", "kind", "participants")
    rows = rows[(rows["kind"] == "residents_meeting") & rows["participants"].notna()]
    return by_month(rows, "date", rows["participants"], rows["sessions"].fillna(1).astype("int64"))


def ibasho(t: Tables) -> Frame:
    areas = t.read("areas", "area", "level", "parent")
    centres = areas.loc[areas["level"] == "center", "area"]
    towns = areas[(areas["level"] == "town") & areas["parent"].isin(centres)]
    centre_of = pd.concat(
        [pd.Series(centres.to_numpy(), centres), pd.Series(towns["parent"].to_numpy(), towns["area"])]
    )
    rows = t.read("community_activities", "date", "kind", "area", "participants")
    rows["month"] = month_of(rows["date"])
    used = rows[
        (rows["kind"] == "ibasho") & (rows["participants"].isna() | (rows["participants"] > 0).fillna(False))
    ]
    used = pd.DataFrame({"month": used["month"], "area": used["area"].map(centre_of)}).drop_duplicates()
    unplaced = used.loc[used["area"].isna(), "month"]
    months = pd.DataFrame({"month": rows.loc[~rows["month"].isin(unplaced), "month"].unique()})
    joined = months.merge(centres.rename("area"), how="cross")
    joined = joined.merge(used.dropna().assign(used=1), how="left", on=["month", "area"])
    return by_month(joined, "month", joined["used"].notna().astype("int64"), 1)


def outreach(t: Tables) -> Frame:
    return by_month(t.read("outreach_contacts", "date", "area"), "date")


def outreach_reached(t: Tables) -> Frame:
    rows = t.read("outreach_contacts", "date", "area", "reached")
    return by_month(rows, "date", rows["reached"].astype("int64"), 1)


def people_met(t: Tables) -> Frame:
    rows = t.read("outreach_contacts", "contact_id", "date", "area", "reached", "person_id")
    rows = rows[rows["reached"].astype(bool) & rows["person_id"].notna()].copy()
    rows["year"] = fiscal_year(rows["date"])
    first = rows.sort_values(["date", "contact_id"]).drop_duplicates(["person_id", "year"])
    return by_month(first, "date")


def relation(t: Tables) -> Frame:
    columns = ("contact_id", "date", "area", "reached", "person_id", "relation_stage")
    rows = t.read("outreach_contacts", *columns)
    rows = rows[rows["reached"].astype(bool) & rows["person_id"].notna() & rows["relation_stage"].notna()]
    rows = rows[rows["date"] <= AS_OF].copy()
    rows["year"] = fiscal_year(rows["date"])
    last = rows.sort_values(["date", "contact_id"]).drop_duplicates(["person_id", "year"], keep="last")
    return by_month(last, "date", last["relation_stage"].isin(["trust", "linked"]).astype("int64"), 1)


def requests(t: Tables) -> Frame:
    return by_month(t.read("participation_matches", "requested_date", "area"), "requested_date")


def days_to_match(t: Tables) -> Frame:
    days = ("requested_date", "matched_date", "started_date", "withdrawn_date")
    rows = t.read("participation_matches", *days, "area")
    rows = rows[rows["matched_date"].notna() | ~(rows["started_date"] <= AS_OF)]
    stop = rows["withdrawn_date"].fillna(AS_OF).clip(upper=AS_OF)
    return times(rows, "requested_date", "matched_date", stop)


def lasting(t: Tables) -> Frame:
    rows = t.read("participation_matches", "started_date", "retained_3_months", "area")
    rows = rows[((AS_OF - rows["started_date"]).dt.days >= 92) & rows["retained_3_months"].notna()]
    return by_month(rows, "started_date", rows["retained_3_months"].astype("int64"), 1)


def fitting(t: Tables) -> Frame:
    rows = t.read("participation_matches", "matched_date", "fits_wish", "area")
    rows = rows[rows["matched_date"].notna() & rows["fits_wish"].notna()]
    return by_month(rows, "matched_date", rows["fits_wish"].astype("int64"), 1)


def new_resources(t: Tables) -> Frame:
    columns = ("match_id", "resource_id", "matched_date", "resource_newly_developed", "area")
    rows = t.read("participation_matches", *columns)
    rows = rows[rows["resource_newly_developed"].fillna(False) & rows["matched_date"].notna()]
    same = rows["resource_id"].fillna(rows["match_id"])
    first = rows.assign(same=same).sort_values(["matched_date", "match_id"]).drop_duplicates("same")
    return by_month(first, "matched_date")


def one_level(t: Tables, rows: Frame, by: str) -> Frame:
    """Numbers by area without those of a higher level given beside them in the fiscal year."""
    areas = t.read("areas", "area", "level").set_index("area")["level"]
    depth = rows["area"].map(areas.map({"town": 0, "center": 1, "district": 2})).fillna(3)
    rows = rows.assign(year=fiscal_year(rows["month"]), depth=depth)
    return rows[rows["depth"] == rows.groupby([by, "year"])["depth"].transform("min")]


def supporters(t: Tables, kind: str, quota: bool = False) -> Frame:
    rows = t.read("supporters", "kind", "month", "area", "number", *(["quota"] if quota else []))
    rows = rows[rows["kind"] == kind]
    if quota:
        rows = rows[(rows["quota"] > 0).fillna(False)]
    first = one_level(t, rows, "kind").sort_values("month").drop_duplicates(["area", "year"]).copy()
    first["begin"] = pd.to_datetime(first["year"].astype(str) + "-04-01")
    if quota:
        filled = first[["number", "quota"]].min(axis=1)
        return by_month(first, "begin", filled, first["quota"])
    return by_month(first, "begin", first["number"])


def commissioners_work(t: Tables, works: tuple[str, ...]) -> Frame:
    rows = t.read("commissioner_activities", "month", "area", "work", "number")
    rows = one_level(t, rows[rows["work"].isin(works)], "work")
    return by_month(rows, "month", rows["number"])


def resources_in_use(t: Tables) -> Frame:
    rows = t.read("social_resources", "area", "active_from", "active_to")
    rows = rows[rows["active_from"] <= AS_OF]
    parts = []
    for year in range(int(fiscal_year(rows["active_from"]).min()), AS_OF.year):
        end = pd.Timestamp(year + 1, 3, 31)
        active = (rows["active_from"] <= end) & ~(rows["active_to"] < end)
        parts.append(rows.assign(begin=pd.Timestamp(year, 4, 1), active=active.astype("int64")))
    every = pd.concat(parts, ignore_index=True)
    return by_month(every, "begin", every["active"])


def resources_opened(t: Tables) -> Frame:
    rows = t.read("social_resources", "area", "active_from")
    return by_month(rows[rows["active_from"].notna()], "active_from")


def scores(t: Tables) -> Frame:
    items = ("motivation", "self_esteem", "relationships", "social_participation", "asking_for_help")
    rows = t.read("person_scores", "person_id", "scored_date", "area", *items)
    rows["total"] = rows[[*items]].sum(axis=1)
    rows = rows.sort_values("scored_date")
    first = rows.drop_duplicates("person_id")[["person_id", "scored_date", "total"]]
    rows = rows.merge(first, on="person_id", suffixes=("", "_first"))
    waited = (rows["scored_date"] - rows["scored_date_first"]).dt.days
    again = rows[waited.between(150, 400)].drop_duplicates("person_id")
    return by_month(again, "scored_date", (again["total"] > again["total_first"]).astype("int64"), 1)


# 発信 -----------------------------------------------------------------------------------------------------------------


def publications(t: Tables, column: str) -> Frame:
    rows = t.read("publications", "published_date", column)
    if column == "audience":
        rows = rows[rows["audience"].notna()]
        return by_month(rows, "published_date", (rows["audience"] != "everyone").astype("int64"), 1)
    if column == "easy_japanese":
        return by_month(rows, "published_date", rows[column].fillna(False).astype("int64"), 1)
    text = rows[column].fillna("").str.strip()
    rows, text = rows[text != ""], text[text != ""]
    if column == "accessible_formats":
        return by_month(rows, "published_date", (text != "none").astype("int64"), 1)
    return by_month(rows, "published_date", text.str.contains(r"\s").astype("int64"), 1)


def old_pages(t: Tables) -> Frame:
    rows = t.read("publications", "channel", "published_date", "updated_date", "withdrawn_date")
    rows = rows[(rows["channel"] == "website") & (rows["published_date"] <= AS_OF)]
    parts = []
    for year in range(int(fiscal_year(rows["published_date"]).min()), AS_OF.year):
        end = pd.Timestamp(year + 1, 3, 31)
        live = rows[
            (rows["published_date"] <= end) & (rows["withdrawn_date"].isna() | (rows["withdrawn_date"] > end))
        ]
        newest = live["updated_date"].where(live["updated_date"] <= end, live["published_date"])
        days = (end - newest.clip(lower=live["published_date"])).dt.days
        parts.append((pd.Timestamp(year, 4, 1), int((days > 365).sum()), len(live)))
    found = pd.DataFrame(parts, columns=["month", "numerator", "denominator"]).assign(area=None)
    return found[found["denominator"] > 0]


def told(t: Tables) -> Frame:
    rows = t.read("service_changes", "changed_date", "told_date", "publication_id")
    rows = rows[rows["told_date"].notna() | rows["publication_id"].isna()]
    told = rows["told_date"].clip(lower=rows["changed_date"])
    return times(rows.assign(area=None, told=told), "changed_date", "told")


def reach(t: Tables) -> Frame:
    rows = t.read("information_reach", "month", "users")
    rows = rows[rows["users"].notna()]
    return by_month(rows, "month", rows["users"])


def survey(t: Tables, concepts: tuple[str, ...]) -> Frame:
    questions = t.read("survey_questions", "question_id", "wave", "concept", "positive_answers")
    given = t.read("survey_answers", "respondent_id", "question_id", "answer").dropna(subset=["answer"])
    found: list[Frame] = []
    for concept in concepts:
        asked = questions[questions["concept"] == concept]
        answers = given.merge(asked.rename(columns={"wave": "asked_in"}), on="question_id")
        pairs = zip(answers["answer"], answers["positive_answers"], strict=True)
        value = [int(bool({*cell.split("|")} & {*positive.split("|")})) for cell, positive in pairs]
        found.append(answers.assign(value=value)[["respondent_id", "asked_in", "question_id", "value"]])
    both = found[0]
    for other in found[1:]:
        both = both.merge(other, on=["respondent_id", "asked_in"], suffixes=("", "_also"))
        both["value"] *= both.pop("value_also")
        both = both.drop(columns="question_id_also")
    people = t.read("survey_respondents", "respondent_id", "wave", "area", "weight", "stratum", "psu")
    return both.merge(people, on="respondent_id")


INDICATORS: dict[str, Callable[[Tables], Frame]] = {
    "connections.participants_per_1000": participants,
    "connections.new_participants_share": new_participants,
    "connections.activities_open_to_all_per_10000": partial(activities, openness="open"),
    "connections.activities_held": activities,
    "connections.areas_with_ibasho_in_use": ibasho,
    "connections.residents_meetings_held": residents_meetings,
    "connections.participants_per_residents_meeting": at_residents_meetings,
    "connections.outreach_contacts_per_10000": outreach,
    "connections.outreach_people_reached": people_met,
    "connections.outreach_reached_share": outreach_reached,
    "connections.relation_established_share": relation,
    "connections.participation_requests_per_10000": requests,
    "connections.participation_days_to_match": days_to_match,
    "connections.matches_lasting_3_months": lasting,
    "connections.matches_that_fit_the_wish": fitting,
    "connections.newly_developed_resources": new_resources,
    "connections.volunteers_registered_per_10000": partial(supporters, kind="volunteer"),
    "connections.commissioner_quota_filled": partial(supporters, kind="welfare_commissioner", quota=True),
    "connections.commissioner_for_children_quota_filled": partial(
        supporters, kind="child_commissioner", quota=True
    ),
    "connections.hotnet_promoters_active": partial(supporters, kind="hotnet_promoter"),
    "connections.commissioner_visits": partial(commissioners_work, works=("visits",)),
    "connections.commissioner_activities_done": partial(
        commissioners_work, works=("consultations", "other_activities")
    ),
    "connections.social_resources_in_use": resources_in_use,
    "connections.social_resources_opened": resources_opened,
    "connections.tsunagari_improved": scores,
    "consultation.consultations_per_1000": received,
    "consultation.first_response_within_3_days": answered_soon,
    "consultation.consultations_people_per_1000": people,
    "consultation.households_returning_within_a_year": returning,
    "consultation.first_contact_through_outreach": partial(came_by, ways=("outreach",)),
    "consultation.came_by_community": partial(came_by, ways=("neighbour", "commissioner", "promoter")),
    "consultation.staff_fte": staff,
    "consultation.no_wrong_door": no_wrong_door,
    "consultation.referrals_accepted_days": referrals_accepted,
    "consultation.accompanied_referrals": accompanied,
    "consultation.composite_to_multi_agency_within_30_days": composite_soon,
    "consultation.cases_with_consent": consent,
    "consultation.multilayer_support_meetings": multilayer_meetings,
    "consultation.support_meetings_held": support_meetings,
    "consultation.agencies_per_meeting": agencies,
    "consultation.support_plans_drafted": plans_drafted,
    "consultation.days_from_opening_to_plan": opening_to_plan,
    "consultation.plans_reviewed_on_time": reviewed_on_time,
    "consultation.goals_attained_share": goals,
    "consultation.days_from_consultation_to_meeting": to_the_meeting,
    "consultation.cases_with_three_fields": three_fields,
    "consultation.cases_closed_settled": settled,
    "consultation.meeting_cases_taken_up": taken_up,
    "consultation.referrals_sent_back_share": sent_back,
    "connections.gap_between_areas_in_participants": participants,
    "consultation.gap_between_ages_in_consultations": partial(received, by="age_band"),
    "information.gap_between_ages_in_coming_by_publication": partial(
        came_through, ways=("publication",), by="age_band"
    ),
    "information.days_from_service_change_to_publication": told,
    "information.easy_japanese_share": partial(publications, column="easy_japanese"),
    "information.two_or_more_languages_share": partial(publications, column="languages"),
    "information.accessible_format_share": partial(publications, column="accessible_formats"),
    "information.publications_for_an_audience": partial(publications, column="audience"),
    "information.pages_older_than_a_year": old_pages,
    "information.reach_per_1000": reach,
    "information.came_by_publication": partial(came_through, ways=("publication",)),
}
for _entry in built_in().values():
    if _entry.kind.grain == "wave":
        INDICATORS[_entry.id] = partial(survey, concepts=_entry.concepts)
