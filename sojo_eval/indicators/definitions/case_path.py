"""相談体制づくり: how long it takes from the first contact to the meeting and the plan of a case, and to its review.

A case belongs to the month in which it was opened. Counted by the month of the first contact, the latest months
would hold only the cases that were opened soon, and every wait would seem to become shorter.
"""

from __future__ import annotations

import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.kinds import TIME_TO_EVENT
from sojo_eval.indicators.registry import indicator
from sojo_eval.indicators.shapes import times_to_event

_MEETING_HORIZON = 180
_PLAN_HORIZON = 120
_FELT = Text("本人に違いが分かる大きさとして±20%", "±20 %: a difference that the person would notice")


def _with_first_contact(cases: ir.Table, consultations: ir.Table) -> ir.Table:
    """Cases that name the consultation they came from, with `first_contact`, the day it was received."""
    contacts = consultations.select("consultation_id", first_contact="received_date")
    return cases.inner_join(contacts, "consultation_id")


@indicator(
    pillar="consultation",
    kind=TIME_TO_EVENT,
    title=Text(
        "最初の相談から多機関の会議までの日数",
        "Days from the first contact to the first multi-agency meeting",
    ),
    question=Text(
        "相談に来た人のことを多機関で話し合うまでに、どれだけかかるか",
        "How long until several agencies sit together about the person?",
    ),
    numerator=Text("最初の相談から最初の会議までの日数", "days from first contact to the first meeting"),
    denominator=Text(
        "開始したケース（会議がまだないものは観察終了日まで、ないまま終了したものは180日）",
        "cases opened (without a meeting yet: up to the last day covered; closed without one: 180 days)",
    ),
    unit="days",
    direction="lower",
    smallest_change=0.20,
    why=_FELT,
    misleads=Text(
        "会議を開かずに終わるケースも多く、期限の180日まで待ったものとして数えます。相談記録と結び付かないケースは入りません",
        "Many cases close without a meeting; they count as waiting for 180 days. Cases that name no consultation are left out",
    ),
    aligns_with="多機関協働事業（重層的支援会議・支援会議）",
    horizon_days=_MEETING_HORIZON,
    out_of="cases",
)
def days_from_first_contact_to_meeting(
    cases: ir.Table, consultations: ir.Table, meetings: ir.Table, as_of: ir.DateScalar
) -> ir.Table:
    """Days from receipt of the consultation to the case's first 重層的支援会議 or 支援会議, by month of opening.

    Open cases without a meeting are censored; those closed without one have waited the whole horizon.
    """
    first = meetings.group_by("case_id").aggregate(first_meeting=meetings.held_date.min())
    joined = _with_first_contact(cases, consultations).left_join(first, "case_id")
    return times_to_event(
        joined,
        joined.first_contact,
        joined.first_meeting,
        as_of,
        counted_on=joined.opened_date,
        closed_without=joined.closed_date,
        horizon_days=_MEETING_HORIZON,
    )


@indicator(
    pillar="consultation",
    kind=TIME_TO_EVENT,
    title=Text("最初の相談から支援プランまでの日数", "Days from the first contact to the support plan"),
    question=Text(
        "相談に来てから支援プランができるまでに、どれだけかかるか",
        "How long does a person who asked for help wait for a plan?",
    ),
    numerator=Text("最初の相談から最初の支援プランまでの日数", "days from first contact to the first plan"),
    denominator=Text(
        "開始したケース（プランがまだないものは観察終了日まで、ないまま終了したものは120日）",
        "cases opened (without a plan yet: up to the last day covered; closed without one: 120 days)",
    ),
    unit="days",
    direction="lower",
    smallest_change=0.20,
    why=_FELT,
    misleads=Text(
        "プランに至らず終わったケースは期限の120日まで待ったものとして数えます。相談記録と結び付かないケースは入りません",
        "Cases closed without a plan count as waiting for 120 days. Cases that name no consultation are left out",
    ),
    aligns_with="多機関協働事業（プラン作成）",
    horizon_days=_PLAN_HORIZON,
    out_of="cases",
)
def days_from_first_contact_to_plan(
    cases: ir.Table, consultations: ir.Table, support_plans: ir.Table, as_of: ir.DateScalar
) -> ir.Table:
    """Days from receipt of the consultation to the case's first plan, by month of opening.

    Open cases without a plan are censored; those closed without one have waited the whole horizon. What the desk took before it opened the case is in it, which
    `days_from_opening_to_plan` leaves out.
    """
    first = support_plans.group_by("case_id").aggregate(first_plan=support_plans.drafted_date.min())
    joined = _with_first_contact(cases, consultations).left_join(first, "case_id")
    return times_to_event(
        joined,
        joined.first_contact,
        joined.first_plan,
        as_of,
        counted_on=joined.opened_date,
        closed_without=joined.closed_date,
        horizon_days=_PLAN_HORIZON,
    )


@indicator(
    pillar="consultation",
    kind=TIME_TO_EVENT,
    title=Text("支援プランの作成から評価までの日数", "Days from a support plan to its review"),
    question=Text("プランはどれだけの間隔で見直されているか", "After how long are plans looked at again?"),
    numerator=Text("支援プランの作成から評価までの日数", "days from a plan to its review"),
    denominator=Text(
        "作成した支援プラン（未評価は終了日か観察終了日まで）",
        "plans drafted (those not reviewed up to their closing or the last day covered)",
    ),
    unit="days",
    direction="context",
    smallest_change=0.20,
    why=Text("参考指標。±20%を目安に示す", "Context only; ±20 % is shown as a yardstick"),
    misleads=Text(
        "見直しの間隔はケースごとに決めるもので、早いほどよいとはいえません。遅れは「予定どおり評価した割合」で見ます",
        "When to review is settled case by case: sooner is not better. Delays show in the share reviewed on time",
    ),
    aligns_with="多機関協働事業（プランの評価）",
    horizon_days=150,
    out_of="support_plans",
)
def days_from_plan_to_review(support_plans: ir.Table, cases: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Days from drafting to the review, by month of drafting and area of the case.

    A plan that was closed (or whose case was, where the plan has no day of its own) without a review is censored
    on that day.
    """
    joined = support_plans.left_join(cases.select("case_id", "area", case_closed="closed_date"), "case_id")
    ended = joined.closed_date.coalesce(joined.case_closed)
    return times_to_event(joined, joined.drafted_date, joined.reviewed_date, as_of, censored_at=ended)
