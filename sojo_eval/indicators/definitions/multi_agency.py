"""相談体制づくり: 多機関協働事業, from a composite case to its plan and what the plan achieved."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.definitions.consultation import new_consultations
from sojo_eval.indicators.definitions.reasons import FIVE_POINTS_FOR_DESKS as _FIVE_POINTS
from sojo_eval.indicators.kinds import ANNUAL_COUNT, ANNUAL_PROPORTION, TIME_TO_EVENT
from sojo_eval.indicators.registry import FromTotals, indicator
from sojo_eval.indicators.repeats import CASES_ONCE, EACH_PLAN, EACH_RECORD
from sojo_eval.indicators.shapes import by_month, first_of_month, in_area_of, times_to_event

_SOON_DAYS = 30
_PLAN_HORIZON = 120
JOINING_DAYS = 90
"""How long every case is followed for its consent and its agencies: else the latest ones would look worst."""
MANY_FIELDS = 3
_NEVER = ibis.date(9999, 12, 31)
_FIVE_POINTS_SHOWN = Text(
    "参考指標。±5ポイントを目安に示す", "Context only; ±5 points are shown as a yardstick"
)


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
        "複合的な新規の相談（受付から30日以上たち、その世帯のケースがまだ開いていないもの）",
        "new composite consultations received at least 30 days ago, of households without an open case",
    ),
    unit="share",
    direction="context",
    smallest_change=0.02,
    why=Text("参考指標。±2ポイントを目安に示す", "Context only; ±2 points are shown as a yardstick"),
    misleads=Text(
        "一つの窓口で足りる複合相談もあり、100%が目標ではありません。何を「複合」と記録するかの目安が変わっても動くので、"
        "単独では判定しません",
        "One desk may do for a composite consultation: 100 % is not the aim. It also moves with what staff record as "
        "composite: never judged alone",
    ),
    aligns_with="多機関協働事業（新規受付）",
    followed_days=_SOON_DAYS,
    does_without=frozenset({"continuity", "household_id"}),
    repeats=EACH_RECORD,
    totals=FromTotals("composite_to_multi_agency", "composite_consultations"),
)
def composite_to_multi_agency_within_30_days(
    consultations: ir.Table, cases: ir.Table, as_of: ir.DateScalar
) -> ir.Table:
    """Composite consultations with a case opened by the 30th day, over all new composite ones, by month of receipt.

    From the month of the first case on, since before it there was nothing to reach, and up to 30 days before the
    last day covered. A household that had an open case on the day of receipt is in already and left out.
    """
    opened = cases.filter(cases.consultation_id.notnull())
    opened = opened.group_by("consultation_id").aggregate(case_opened=opened.opened_date.min())
    begin = first_of_month(cases.opened_date.min()).as_scalar()
    new = new_consultations(consultations)
    composite = new.filter(
        (new.complexity == "composite")
        & (new.received_date >= begin)
        & (as_of.delta(new.received_date, unit="day") >= _SOON_DAYS)
    )
    open_then = cases.select(
        home="household_id", since="opened_date", until=cases.closed_date.fill_null(_NEVER)
    )
    outside = composite.anti_join(
        open_then,
        [
            composite.household_id == open_then.home,
            open_then.since < composite.received_date,
            open_then.until >= composite.received_date,
        ],
    )
    joined = outside.left_join(opened, "consultation_id")
    waited = joined.case_opened.delta(joined.received_date, unit="day")
    soon = (joined.case_opened.notnull() & (waited <= _SOON_DAYS)).fill_null(False).cast("int64")
    return by_month(joined, joined.received_date, numerator=soon, denominator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=ANNUAL_PROPORTION,
    title=Text(
        "90日以内に本人の同意を得たケースの割合", "Share of cases with the person's consent within 90 days"
    ),
    question=Text("本人の同意を得て支援を始めているか", "Does support begin with the person's consent?"),
    numerator=Text(
        "開始から90日以内に本人の同意を得たケース", "cases with consent within 90 days of opening"
    ),
    denominator=Text(
        "開始から90日以上たったケース（同意した日の分からないものを除く）",
        "cases opened at least 90 days ago (without those whose day of consent is unknown)",
    ),
    unit="share",
    direction="context",
    smallest_change=0.05,
    why=_FIVE_POINTS_SHOWN,
    misleads=Text(
        "同意の得にくい人を早くから受け止めると下がります（支援会議はそのための場です）。高いほどよいとはいえません",
        "Taking up people who cannot yet consent lowers it, which is what 支援会議 are for: higher is not better",
    ),
    aligns_with="多機関協働事業（本人同意）",
    followed_days=JOINING_DAYS,
    repeats=CASES_ONCE,
    totals=FromTotals("cases_with_consent", "cases_opened"),
)
def cases_with_consent(cases: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Cases with consent within 90 days over all cases opened at least 90 days ago, by month of opening and area.

    All are followed for the same time. Consent on a day that nobody wrote down is left out; none is none.
    """
    followed = cases.filter(
        (as_of.delta(cases.opened_date, unit="day") >= JOINING_DAYS)
        & (~cases.consent | cases.consent_date.notnull())
    )
    waited = followed.consent_date.delta(followed.opened_date, unit="day")
    agreed = (followed.consent & (waited <= JOINING_DAYS)).fill_null(False).cast("int64")
    return by_month(followed, followed.opened_date, numerator=agreed, denominator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=ANNUAL_PROPORTION,
    title=Text(
        "3分野以上の機関がかかわるケースの割合", "Share of cases with agencies of three or more fields"
    ),
    question=Text("分野を越えて機関がかかわっているか", "Do agencies of several fields take part?"),
    numerator=Text(
        "開始から90日以内に、異なる3分野以上の機関がかかわったケース",
        "cases that agencies of at least three fields had joined within 90 days of opening",
    ),
    denominator=Text(
        "開始から90日以上たち、かかわる機関の分野が一つでも分かるケース",
        "cases opened at least 90 days ago with an agency whose field is known",
    ),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text(
        "機関の分野の空欄は「分からない」として除くので、分野を書き入れるほど上がります。多くの分野が要らないケースもあります",
        "A blank field is unknown and left out: entering fields raises it. Some cases need no more than two",
    ),
    aligns_with="多機関協働事業（あらゆる分野・機関の連携）",
    followed_days=JOINING_DAYS,
    repeats=CASES_ONCE,
    totals=FromTotals("cases_with_three_fields", "cases_with_fields_known"),
)
def cases_with_three_fields(
    cases: ir.Table, case_agencies: ir.Table, organizations: ir.Table, as_of: ir.DateScalar
) -> ir.Table:
    """Cases in which agencies of three or more fields take part, over those of which any field is known, by month of opening.

    All are followed for 90 days. An agency that joined on an unknown day takes part; one of no known field is left out.
    """
    followed = cases.filter(as_of.delta(cases.opened_date, unit="day") >= JOINING_DAYS)
    known = organizations.filter(organizations.field.notnull()).select("organization", "field")
    agencies = case_agencies.select("case_id", "organization", "joined_date").inner_join(
        known, "organization"
    )
    dated = agencies.inner_join(cases.select("case_id", "opened_date"), "case_id")
    early = dated.filter(
        dated.joined_date.isnull() | (dated.joined_date.delta(dated.opened_date, unit="day") <= JOINING_DAYS)
    )
    fields = early.group_by("case_id").aggregate(fields=early.field.nunique())
    joined = followed.inner_join(fields, "case_id")
    many = (joined.fields >= MANY_FIELDS).cast("int64")
    return by_month(joined, joined.opened_date, numerator=many, denominator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=ANNUAL_PROPORTION,
    title=Text("課題が解決・安定して終わったケースの割合", "Share of closed cases that were settled"),
    question=Text("ケースはどのように終わっているか", "How do cases come to an end?"),
    numerator=Text("課題が解決・安定して終結したケース", "cases closed because they were settled"),
    denominator=Text("終結理由の分かる終結したケース", "cases closed for a known reason"),
    unit="share",
    direction="context",
    smallest_change=0.05,
    why=_FIVE_POINTS_SHOWN,
    misleads=Text(
        "「解決・安定」は担当者の判断です。ほかの支援への引き継ぎもよい終わり方で、長くかかるケースは終わるまで入りません",
        "Staff judge what is settled. Handing over to other support is a good end too, and long cases are not in it yet",
    ),
    aligns_with="多機関協働事業（終結理由）",
    repeats=CASES_ONCE,
    totals=FromTotals("cases_settled", "cases_closed"),
)
def cases_closed_settled(cases: ir.Table) -> ir.Table:
    """Cases closed as settled over those closed for a known reason, by month of closing and area."""
    closed = cases.filter(cases.closed_date.notnull() & cases.closing_reason.notnull())
    settled = (closed.closing_reason == "settled").cast("int64")
    return by_month(closed, closed.closed_date, numerator=settled, denominator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=ANNUAL_COUNT,
    title=Text("支援プランの作成（年）", "Support plans drafted a year"),
    question=Text("支援プランは作られているか", "Are support plans drawn up?"),
    numerator=Text("作成した支援プラン", "support plans drafted"),
    unit="per_year",
    direction="context",
    smallest_change=0.20,
    why=Text("参考指標。±20%を目安に示す", "Context only; ±20 % is shown as a yardstick"),
    misleads=Text(
        "活動量であり、本人の暮らしの変化ではありません。数を目的にすると形だけのプランが増えます",
        "It counts activity, not a change in anyone's life; as a target it breeds plans for form's sake",
    ),
    aligns_with="多機関協働事業（プラン作成件数）",
    repeats=EACH_PLAN,
    totals=FromTotals("support_plans_drafted"),
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
    repeats=CASES_ONCE,
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
    denominator=Text(
        "評価予定日が来た支援プラン（その前に評価のないまま終わったものを除く）",
        "plans whose review was due (without those that had ended unreviewed before)",
    ),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text(
        "評価予定日を遠くに置けば上がります。予定日の空欄のプランは入りません",
        "A late due date raises it; plans without a due date are not in it",
    ),
    aligns_with="多機関協働事業（プランの評価）",
    does_without=frozenset({"support_plans.closed_date"}),
    repeats=EACH_PLAN,
    totals=FromTotals("plans_reviewed_on_time", "plans_due"),
)
def plans_reviewed_on_time(support_plans: ir.Table, cases: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Plans reviewed by their due date over those due by the last day covered, by month due and area of the case.

    A plan that ended (or whose case did) before its due date without a review was due no more: it is left out.
    """
    known = support_plans.filter(
        support_plans.review_due_date.notnull() & (support_plans.review_due_date <= as_of)
    )
    ends = cases.select(case="case_id", case_closed="closed_date")
    due = in_area_of(known.left_join(ends, known.case_id == ends.case), cases, "case_id")
    ended = (due.closed_date < due.review_due_date).fill_null(False) | (
        due.case_closed < due.review_due_date
    ).fill_null(False)
    due = due.filter(due.reviewed_date.notnull() | ~ended)
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
    repeats=EACH_PLAN,
    totals=FromTotals("plan_goals_attained", "plan_goals"),
)
def goals_attained_share(support_plans: ir.Table, cases: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Goals attained over goals set in plans that were reviewed and counted both, by month of review and area."""
    p = support_plans
    judged = p.filter((p.reviewed_date <= as_of) & (p.goals > 0) & p.goals_attained.notnull())
    placed = in_area_of(judged, cases, "case_id")
    return by_month(placed, placed.reviewed_date, numerator=placed.goals_attained, denominator=placed.goals)
