"""Who passes whom on to where: referrals and consultations of a period, counted by desk."""

from __future__ import annotations

import ibis
import pandas as pd

from sojo_eval.city import City
from sojo_eval.flow.period import last_followed_day
from sojo_eval.indicators.definitions.referrals import handed_on, with_sent_back

LINK_COLUMNS = [
    "from_desk", "to_desk", "referrals", "withdrawn", "accepted", "sent_back", "median_days_to_acceptance",
]  # fmt: skip
DOOR_COLUMNS = ["desk", "received", "passed_on", "passed_on_again"]


def referral_links(city: City, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """Referrals made from `start` to `end`, by the desks they go from and to: columns `LINK_COLUMNS`, all counts.

    accepted: by the last day the records cover, or on an unknown day; the median is of those whose day is known, missing
    where there is none.
    sent_back: to a desk that had the consultation before (as `consultation.referrals_sent_back_share`).
    """
    as_of = ibis.date(last_followed_day(city).date())
    marked = with_sent_back(city.ibis("referrals"), city.ibis("consultations"))
    made = marked.filter(
        (marked.made_date >= ibis.date(start.date())) & (marked.made_date <= ibis.date(end.date()))
    )
    dated = (made.accepted_date <= as_of).fill_null(False)
    later = (made.accepted_date > as_of).fill_null(False)
    undated = (made.outcome == "accepted").fill_null(False) & ~later
    made = made.mutate(
        accepted=(dated | undated).cast("int64"),
        withdrawn=(made.outcome == "withdrawn").fill_null(False).cast("int64"),
        # Spark knows no median under a condition: those whose day is not known have no days instead.
        days=ibis.ifelse(dated, made.accepted_date.delta(made.made_date, unit="day"), ibis.null("int64")),
    )
    links = made.group_by(["from_desk", "to_desk"]).aggregate(
        referrals=made.count(),
        withdrawn=made.withdrawn.sum(),
        accepted=made.accepted.sum(),
        sent_back=made.sent_back.sum(),
        median_days_to_acceptance=made.days.median(),
    )
    frame = pd.DataFrame(links.execute()[LINK_COLUMNS])
    frame["median_days_to_acceptance"] = frame["median_days_to_acceptance"].astype(float)
    return frame.sort_values(["from_desk", "to_desk"], ignore_index=True)


def front_doors(city: City, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """Consultations received from `start` to `end`, by desk: columns `DOOR_COLUMNS`.

    passed_on: referred at least once; passed_on_again: by a desk to which they had been referred, whenever that was
    (`handed_on`, as in `consultation.no_wrong_door`).
    """
    consultations, referrals = city.ibis("consultations"), city.ibis("referrals")
    times = referrals.group_by("consultation_id").aggregate(times=referrals.count())
    again = handed_on(referrals).select("consultation_id").distinct().mutate(again=ibis.literal(1))
    came = consultations.filter(
        (consultations.received_date >= ibis.date(start.date()))
        & (consultations.received_date <= ibis.date(end.date()))
    )
    joined = came.left_join(times, "consultation_id").drop("consultation_id_right")
    joined = joined.left_join(again, "consultation_id")
    joined = joined.select("desk", times=joined.times.fill_null(0), again=joined.again.fill_null(0))
    doors = joined.group_by("desk").aggregate(
        received=joined.count(),
        passed_on=(joined.times >= 1).cast("int64").sum(),
        passed_on_again=joined.again.cast("int64").sum(),
    )
    return pd.DataFrame(doors.execute()[DOOR_COLUMNS]).sort_values("desk", ignore_index=True)
