"""相談体制づくり: how long it takes from the consultation of a case to the meeting that takes it up.

A case belongs to the month in which it was opened. Counted by the month of the consultation, the latest months
would hold only the cases that were opened soon, and every wait would seem to become shorter.
"""

from __future__ import annotations

import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.definitions.consultation import WITHOUT_CONTINUITY, new_consultations
from sojo_eval.indicators.kinds import TIME_TO_EVENT
from sojo_eval.indicators.registry import indicator
from sojo_eval.indicators.repeats import CASES_ONCE
from sojo_eval.indicators.shapes import times_to_event

_MEETING_HORIZON = 180


def meetings_of_cases(meetings: ir.Table, meeting_cases: ir.Table) -> ir.Table:
    """case_id and held_date of every meeting that took the case up: as its own or among those listed with it."""
    listed = meeting_cases.select("meeting_id", "case_id").inner_join(
        meetings.select("meeting_id", "held_date"), "meeting_id"
    )
    own = meetings.filter(meetings.case_id.notnull())
    return own.select("case_id", "held_date").union(listed.select("case_id", "held_date"))


@indicator(
    pillar="consultation",
    kind=TIME_TO_EVENT,
    title=Text(
        "ケースにつながった相談から多機関の会議までの日数",
        "Days from the consultation that led to a case to its first multi-agency meeting",
    ),
    question=Text(
        "相談に来た人のことを多機関で話し合うまでに、どれだけかかるか",
        "How long until several agencies sit together about the person?",
    ),
    numerator=Text(
        "ケースにつながった相談から最初の会議までの日数",
        "days from the consultation that the case names to its first meeting",
    ),
    denominator=Text(
        "開始したケース（会議がまだないものは観察終了日まで、ないまま終了したものは180日）",
        "cases opened (without a meeting yet: up to the last day covered; closed without one: 180 days)",
    ),
    unit="days",
    direction="lower",
    smallest_change=0.20,
    why=Text("本人に違いが分かる大きさとして±20%", "±20 %: a difference that the person would notice"),
    misleads=Text(
        "その世帯のいちばん初めの相談からではありません。会議を開かずに終わるケースは、期限の180日まで待ったものとして数えます。"
        "新規の相談と結び付かないケースは入りません",
        "It does not begin at the household's very first consultation. Cases closed without a meeting count as waiting "
        "for 180 days. Cases that name no new consultation are left out",
    ),
    aligns_with="多機関協働事業（重層的支援会議・支援会議）",
    horizon_days=_MEETING_HORIZON,
    may_be_empty=frozenset({"meeting_cases"}),
    does_without=WITHOUT_CONTINUITY,
    repeats=CASES_ONCE,
)
def days_from_consultation_to_meeting(
    cases: ir.Table,
    consultations: ir.Table,
    meetings: ir.Table,
    meeting_cases: ir.Table,
    as_of: ir.DateScalar,
) -> ir.Table:
    """Days from receipt of the consultation to the case's first 重層的支援会議 or 支援会議, by month of opening.

    Open cases without a meeting are censored; those
    closed without one have waited the whole horizon.
    """
    held = meetings_of_cases(meetings, meeting_cases)
    first = held.group_by("case_id").aggregate(first_meeting=held.held_date.min())
    contacts = new_consultations(consultations).select("consultation_id", first_contact="received_date")
    joined = cases.inner_join(contacts, "consultation_id").left_join(first, "case_id")
    return times_to_event(
        joined,
        joined.first_contact,
        joined.first_meeting,
        as_of,
        counted_on=joined.opened_date,
        closed_without=joined.closed_date,
        horizon_days=_MEETING_HORIZON,
    )
