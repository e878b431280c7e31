"""相談体制づくり: anyone can ask for help easily when in trouble."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.registry import indicator
from sojo_eval.indicators.shapes import by_month, times_to_event

_FIVE_POINTS = Text("窓口の運営を見直す目安として±5ポイント", "±5 points: enough to review how desks are run")
_SMALL_COUNT = Text(
    "年に数十件の小さな数なので±20%", "±20 %: some tens a year, a finer change has no meaning"
)
_FIRST_RESPONSE_DAYS = 3


@indicator(
    pillar="consultation",
    kind="monthly_count",
    title=Text("相談件数（住民千人当たり・月）", "Consultations per 1,000 residents a month"),
    question=Text("相談はどれだけ寄せられているか", "How many consultations come in?"),
    unit="per_1000_month",
    direction="context",
    smallest_change=0.10,
    why=Text("参考指標。±10%を目安に示す", "Context only; ±10 % is shown as a yardstick"),
    misleads=Text(
        "増加は、窓口が届いたためとも、困りごとが増えたためとも読めます。単独では判定しません",
        "More may mean better reach or more distress: never judged alone",
    ),
    aligns_with="生活困窮者自立支援統計（新規相談受付件数）",
    per=1000,
    exposure="persons",
)
def consultations_per_1000(consultations: ir.Table) -> ir.Table:
    """Consultations received, by month of receipt."""
    return by_month(consultations, consultations.received_date, numerator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind="monthly_proportion",
    title=Text("3日以内に初回対応した相談の割合", "Share of consultations answered within 3 days"),
    question=Text("相談した人はすぐに応じてもらえるか", "Do people get a first answer quickly?"),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text("形だけの初回連絡でも上がります", "A first call for form's sake raises it too"),
    aligns_with="包括的相談支援事業",
)
def first_response_within_3_days(consultations: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """First responses within 3 days over consultations received at least 3 days before the last day covered."""
    followed = consultations.filter(
        as_of.delta(consultations.received_date, unit="day") >= _FIRST_RESPONSE_DAYS
    )
    waited = followed.first_response_date.delta(followed.received_date, unit="day")
    in_time = (followed.first_response_date.notnull() & (waited <= _FIRST_RESPONSE_DAYS)).cast("int64")
    return by_month(followed, followed.received_date, numerator=in_time, denominator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind="time_to_event",
    title=Text("初回対応までの日数", "Days to first response"),
    question=Text(
        "初回対応までの待ち時間は短くなったか", "Has the wait for a first response become shorter?"
    ),
    unit="days",
    direction="lower",
    smallest_change=0.20,
    why=Text(
        "相談者に違いが分かる大きさとして±20%", "±20 %: a difference that the person asking would notice"
    ),
    misleads=Text(
        "即日の電話相談が増えると短くなります",
        "More telephone consultations answered at once make it shorter",
    ),
    aligns_with="包括的相談支援事業",
    horizon_days=30,
)
def days_to_first_response(consultations: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Days from receipt to first response, by month of receipt; unanswered ones are censored."""
    return times_to_event(
        consultations, consultations.received_date, consultations.first_response_date, as_of
    )


@indicator(
    pillar="consultation",
    kind="monthly_proportion",
    title=Text(
        "たらい回しなく受け止めた相談の割合", "Share answered without a second referral (no wrong door)"
    ),
    question=Text(
        "最初の窓口か、つないだ先で受け止められているか", "Does the first door, or the next one, help?"
    ),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text(
        "つなぐべき相談を抱え込んでも上がります", "It also rises when desks keep what they ought to refer"
    ),
    aligns_with="包括的相談支援事業（断らない相談支援）",
)
def no_wrong_door(consultations: ir.Table, referrals: ir.Table) -> ir.Table:
    """Consultations with at most one referral, over all consultations, by month of receipt."""
    passed_on = (
        referrals.group_by("consultation_id").aggregate(times=referrals.count()).filter(ibis._.times >= 2)
    )
    joined = consultations.left_join(passed_on, "consultation_id")
    held = joined.times.isnull().cast("int64")
    return by_month(joined, joined.received_date, numerator=held, denominator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind="annual_count",
    title=Text("重層的支援会議の開催（年）", "重層的支援会議 (multi-layer support meetings) held a year"),
    question=Text(
        "複合的な課題を、本人の同意を得て多機関で検討しているか", "Are composite cases taken up together?"
    ),
    unit="per_year",
    direction="higher",
    smallest_change=0.20,
    why=_SMALL_COUNT,
    misleads=Text(
        "開催数は活動量であり、本人の暮らしの変化ではありません",
        "It counts activity, not a change in anyone's life",
    ),
    aligns_with="多機関協働事業（重層的支援会議開催件数）",
)
def multilayer_support_meetings(meetings: ir.Table) -> ir.Table:
    """重層的支援会議 held, by month."""
    held = meetings.filter(meetings.kind == "multilayer_support_meeting")
    return by_month(held, held.held_date, numerator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind="annual_count",
    title=Text("支援プランの作成（年）", "Support plans drafted a year"),
    question=Text("支援プランは作られているか", "Are support plans drawn up?"),
    unit="per_year",
    direction="higher",
    smallest_change=0.20,
    why=_SMALL_COUNT,
    misleads=Text("数を目的にすると形だけのプランが増えます", "As a target it breeds plans for form's sake"),
    aligns_with="多機関協働事業（プラン作成件数）",
)
def support_plans_drafted(support_plans: ir.Table) -> ir.Table:
    """Support plans, by month of drafting."""
    return by_month(support_plans, support_plans.drafted_date, numerator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind="time_to_event",
    title=Text("ケース開始から支援プランまでの日数", "Days from opening a case to its support plan"),
    question=Text("支援プランは早く作られるようになったか", "Is a plan drawn up sooner?"),
    unit="days",
    direction="lower",
    smallest_change=0.20,
    why=Text("本人に違いが分かる大きさとして±20%", "±20 %: a difference that the person would notice"),
    misleads=Text("プランに至らないケースを打ち切りとして数えます", "Cases without a plan count as censored"),
    aligns_with="多機関協働事業",
    horizon_days=120,
)
def days_from_opening_to_plan(cases: ir.Table, support_plans: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Days from opening to the first plan, by month of opening; closed or open cases without one are censored."""
    first = support_plans.group_by("case_id").aggregate(first_plan=support_plans.drafted_date.min())
    joined = cases.left_join(first, "case_id")
    return times_to_event(
        joined, joined.opened_date, joined.first_plan, as_of, censored_at=joined.closed_date
    )


@indicator(
    pillar="consultation",
    kind="annual_proportion",
    title=Text("予定どおり評価した支援プランの割合", "Share of support plans reviewed on time"),
    question=Text("プランは予定どおり見直されているか", "Are plans reviewed when they are due?"),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text("評価予定日を遠くに置けば上がります", "A late due date raises it"),
    aligns_with="多機関協働事業（プランの評価）",
)
def plans_reviewed_on_time(support_plans: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Plans reviewed by their due date over plans that were due by the last day covered, by month due."""
    due = support_plans.filter(
        support_plans.review_due_date.notnull() & (support_plans.review_due_date <= as_of)
    )
    on_time = (due.reviewed_date.notnull() & (due.reviewed_date <= due.review_due_date)).cast("int64")
    return by_month(due, due.review_due_date, numerator=on_time, denominator=ibis.literal(1))
