"""相談体制づくり: 多機関協働事業, from a composite case to its plan and what the plan achieved."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.definitions.reasons import FIVE_POINTS_FOR_DESKS as _FIVE_POINTS
from sojo_eval.indicators.definitions.reasons import SOME_TENS_A_YEAR as _SMALL_COUNT
from sojo_eval.indicators.kinds import ANNUAL_COUNT, ANNUAL_PROPORTION, ANNUAL_RATE, TIME_TO_EVENT
from sojo_eval.indicators.registry import indicator
from sojo_eval.indicators.shapes import by_month, first_of_month, in_area_of, times_to_event

_SOON_DAYS = 30
_PLAN_HORIZON = 120


@indicator(
    pillar="consultation",
    kind=ANNUAL_PROPORTION,
    title=Text(
        "30日以内に多機関協働へつながった複合相談の割合",
        "Share of composite consultations that reach 多機関協働 within 30 days",
    ),
    question=Text("複合的な課題は早く多機関に届くか", "Do composite troubles reach several agencies soon?"),
    numerator=Text(
        "30日以内に多機関協働のケースになった相談", "those with a multi-agency case opened within 30 days"
    ),
    denominator=Text(
        "複合的な相談（受付から30日以上たったもの）", "composite consultations received at least 30 days ago"
    ),
    unit="share",
    direction="higher",
    smallest_change=0.02,
    why=Text(
        "複合的な相談の2%は年に数十世帯に当たるので±2ポイント",
        "±2 points: two in a hundred composite consultations are some tens of households a year",
    ),
    misleads=Text(
        "一つの窓口で足りる複合相談もあり、100%が目標ではありません",
        "One desk may do for a composite consultation: 100 % is not the aim",
    ),
    aligns_with="多機関協働事業（新規受付）",
    followed_days=_SOON_DAYS,
)
def composite_to_multi_agency_within_30_days(
    consultations: ir.Table, cases: ir.Table, as_of: ir.DateScalar
) -> ir.Table:
    """Composite consultations with a case opened by the 30th day, over all composite ones, by month of receipt.

    From the month of the first case on, since before it there was nothing to reach, and up to 30 days before the
    last day covered.
    """
    opened = cases.filter(cases.consultation_id.notnull())
    opened = opened.group_by("consultation_id").aggregate(case_opened=opened.opened_date.min())
    begin = first_of_month(cases.opened_date.min()).as_scalar()
    composite = consultations.filter(
        (consultations.complexity == "composite")
        & (consultations.received_date >= begin)
        & (as_of.delta(consultations.received_date, unit="day") >= _SOON_DAYS)
    )
    joined = composite.left_join(opened, "consultation_id")
    waited = joined.case_opened.delta(joined.received_date, unit="day")
    soon = (joined.case_opened.notnull() & (waited <= _SOON_DAYS)).fill_null(False).cast("int64")
    return by_month(joined, joined.received_date, numerator=soon, denominator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=ANNUAL_PROPORTION,
    title=Text("本人の同意を得たケースの割合", "Share of composite cases with the person's consent"),
    question=Text("本人の同意を得て支援を始めているか", "Does support begin with the person's consent?"),
    numerator=Text("本人の同意のあるケース", "cases with the person's consent"),
    denominator=Text("新たに受け付けたケース", "cases opened"),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text(
        "同意の得にくい人を早くから受け止めると下がります（支援会議はそのための場です）",
        "Taking up people who cannot yet consent lowers it: that is what 支援会議 are for",
    ),
    aligns_with="多機関協働事業（本人同意）",
    out_of="cases",
)
def cases_with_consent(cases: ir.Table) -> ir.Table:
    """Cases with consent over all cases, by month of opening and area."""
    agreed = cases.consent.fill_null(False).cast("int64")
    return by_month(cases, cases.opened_date, numerator=agreed, denominator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=ANNUAL_COUNT,
    title=Text("重層的支援会議の開催（年）", "重層的支援会議 (multi-layer support meetings) held a year"),
    question=Text(
        "複合的な課題を、本人の同意を得て多機関で検討しているか", "Are composite cases taken up together?"
    ),
    numerator=Text("重層的支援会議の開催", "重層的支援会議 held"),
    unit="per_year",
    direction="higher",
    smallest_change=0.20,
    why=_SMALL_COUNT,
    misleads=Text(
        "開催数は活動量であり、本人の暮らしの変化ではありません",
        "It counts activity, not a change in anyone's life",
    ),
    aligns_with="多機関協働事業（重層的支援会議開催件数）",
    counts="meetings/kind/multilayer_support_meeting",
)
def multilayer_support_meetings(meetings: ir.Table, cases: ir.Table) -> ir.Table:
    """重層的支援会議 held, by month and area of the case."""
    held = in_area_of(meetings.filter(meetings.kind == "multilayer_support_meeting"), cases, "case_id")
    return by_month(held, held.held_date, numerator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=ANNUAL_COUNT,
    title=Text(
        "支援会議（社会福祉法第106条の6）の開催（年）", "支援会議 (Social Welfare Act art. 106-6) held a year"
    ),
    question=Text(
        "同意が得られない段階でも早く検討しているか", "Are cases taken up early, before there is consent?"
    ),
    numerator=Text("支援会議の開催", "支援会議 held"),
    unit="per_year",
    direction="context",
    smallest_change=0.20,
    why=Text("参考指標。±20%を目安に示す", "Context only; ±20 % is shown as a yardstick"),
    misleads=Text(
        "増加は、早く動いたためとも、同意の得られない深刻な例が増えたためとも読めます",
        "More may mean earlier action or more grave cases without consent: never judged alone",
    ),
    aligns_with="支援会議（社会福祉法第106条の6）",
    counts="meetings/kind/support_meeting",
)
def support_meetings_held(meetings: ir.Table, cases: ir.Table) -> ir.Table:
    """支援会議 held, by month and area of the case; none where only 重層的支援会議, which are kept apart, were held."""
    placed = in_area_of(meetings, cases, "case_id")
    mine = (placed.kind == "support_meeting").cast("int64")
    return by_month(placed, placed.held_date, numerator=mine)


@indicator(
    pillar="consultation",
    kind=ANNUAL_RATE,
    title=Text("会議1回当たりの参加機関", "Agencies at each meeting"),
    question=Text("分野を越えて機関が集まっているか", "Do agencies of several fields come together?"),
    numerator=Text("会議に参加した機関（延べ）", "agencies attending"),
    denominator=Text("参加機関を記録した会議", "meetings whose attendance was recorded"),
    unit="agencies_each",
    direction="higher",
    smallest_change=0.20,
    why=Text(
        "一機関ほどの違いが出る大きさとして±20%", "±20 %: about one agency more or less at each meeting"
    ),
    misleads=Text(
        "大きな会議が増えれば上がります。集まることと支援が進むことは別です",
        "Large meetings raise it; coming together is not yet helping",
    ),
    aligns_with="多機関協働事業（参加機関数）",
    out_of="meetings",
)
def agencies_per_meeting(meetings: ir.Table, meeting_attendance: ir.Table, cases: ir.Table) -> ir.Table:
    """Agencies attending over meetings of both kinds, by month and area of the case.

    A meeting whose attendance nobody recorded is left out: it had agencies, we do not know how many.
    """
    present = meeting_attendance.group_by("meeting_id").aggregate(agencies=meeting_attendance.count())
    held = in_area_of(meetings.inner_join(present, "meeting_id"), cases, "case_id")
    return by_month(held, held.held_date, numerator=held.agencies, denominator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=ANNUAL_COUNT,
    title=Text("支援プランの作成（年）", "Support plans drafted a year"),
    question=Text("支援プランは作られているか", "Are support plans drawn up?"),
    numerator=Text("作成した支援プラン", "support plans drafted"),
    unit="per_year",
    direction="higher",
    smallest_change=0.20,
    why=_SMALL_COUNT,
    misleads=Text("数を目的にすると形だけのプランが増えます", "As a target it breeds plans for form's sake"),
    aligns_with="多機関協働事業（プラン作成件数）",
    counts="support_plans",
)
def support_plans_drafted(support_plans: ir.Table, cases: ir.Table) -> ir.Table:
    """Support plans, by month of drafting and area of the case."""
    placed = in_area_of(support_plans, cases, "case_id")
    return by_month(placed, placed.drafted_date, numerator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=TIME_TO_EVENT,
    title=Text("ケース開始から支援プランまでの日数", "Days from opening a case to its support plan"),
    question=Text("支援プランは早く作られるようになったか", "Is a plan drawn up sooner?"),
    numerator=Text(
        "ケースの開始から最初の支援プランまでの日数", "days from opening a case to its first plan"
    ),
    denominator=Text(
        "開始したケース（プランがまだないものは観察終了日まで、ないまま終了したものは120日）",
        "cases opened (without a plan yet: up to the last day covered; closed without one: 120 days)",
    ),
    unit="days",
    direction="lower",
    smallest_change=0.20,
    why=Text("本人に違いが分かる大きさとして±20%", "±20 %: a difference that the person would notice"),
    misleads=Text(
        "プランに至らず終わったケースは期限の120日まで待ったものとして数えます",
        "Cases closed without a plan count as waiting for 120 days",
    ),
    aligns_with="多機関協働事業",
    horizon_days=_PLAN_HORIZON,
    out_of="cases",
)
def days_from_opening_to_plan(cases: ir.Table, support_plans: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Days from opening to the first plan, by month of opening.

    Open cases without one are censored; those closed without one have waited the whole horizon.
    """
    first = support_plans.group_by("case_id").aggregate(first_plan=support_plans.drafted_date.min())
    joined = cases.left_join(first, "case_id")
    return times_to_event(
        joined,
        joined.opened_date,
        joined.first_plan,
        as_of,
        closed_without=joined.closed_date,
        horizon_days=_PLAN_HORIZON,
    )


@indicator(
    pillar="consultation",
    kind=ANNUAL_PROPORTION,
    title=Text("予定どおり評価した支援プランの割合", "Share of support plans reviewed on time"),
    question=Text("プランは予定どおり見直されているか", "Are plans reviewed when they are due?"),
    numerator=Text("評価予定日までに評価した支援プラン", "plans reviewed by their due date"),
    denominator=Text("評価予定日が来た支援プラン", "plans whose review was due"),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text("評価予定日を遠くに置けば上がります", "A late due date raises it"),
    aligns_with="多機関協働事業（プランの評価）",
)
def plans_reviewed_on_time(support_plans: ir.Table, cases: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Plans reviewed by their due date over those due by the last day covered, by month due and area of the case."""
    known = support_plans.filter(
        support_plans.review_due_date.notnull() & (support_plans.review_due_date <= as_of)
    )
    due = in_area_of(known, cases, "case_id")
    on_time = (due.reviewed_date.notnull() & (due.reviewed_date <= due.review_due_date)).cast("int64")
    return by_month(due, due.review_due_date, numerator=on_time, denominator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=ANNUAL_PROPORTION,
    title=Text("評価時に達成した目標の割合", "Share of goals attained at review"),
    question=Text("支援プランの目標は達成されているか", "Are the goals of the plans attained?"),
    numerator=Text("達成した目標", "goals attained"),
    denominator=Text("評価した支援プランの目標", "goals of plans that were reviewed"),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text(
        "やさしい目標を立てれば上がります。評価していないプランは入りません",
        "Easy goals raise it; plans that were not reviewed are not in it",
    ),
    aligns_with="多機関協働事業（プランの評価・目標達成）",
)
def goals_attained_share(support_plans: ir.Table, cases: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Goals attained over goals set in plans that were reviewed and counted both, by month of review and area."""
    p = support_plans
    judged = p.filter((p.reviewed_date <= as_of) & (p.goals > 0) & p.goals_attained.notnull())
    placed = in_area_of(judged, cases, "case_id")
    return by_month(placed, placed.reviewed_date, numerator=placed.goals_attained, denominator=placed.goals)
