"""相談体制づくり: anyone can ask for help easily when in trouble. What comes in, and how soon it is answered."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.definitions.reasons import FIVE_POINTS_FOR_DESKS as _FIVE_POINTS
from sojo_eval.indicators.kinds import ANNUAL_PROPORTION, MONTHLY_COUNT, MONTHLY_PROPORTION, TIME_TO_EVENT
from sojo_eval.indicators.registry import indicator
from sojo_eval.indicators.shapes import by_month, times_to_event

_A_YEAR_DAYS = 365
FIRST_RESPONSE_DAYS = 3


@indicator(
    pillar="consultation",
    kind=MONTHLY_COUNT,
    title=Text("相談件数（住民千人当たり・月）", "Consultations per 1,000 residents a month"),
    question=Text("相談はどれだけ寄せられているか", "How many consultations come in?"),
    numerator=Text("受け付けた相談", "consultations received"),
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
    counts="consultations",
)
def consultations_per_1000(consultations: ir.Table) -> ir.Table:
    """Consultations received, by month of receipt."""
    return by_month(consultations, consultations.received_date, numerator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=MONTHLY_PROPORTION,
    title=Text("3日以内に初回対応した相談の割合", "Share of consultations answered within 3 days"),
    question=Text("相談した人はすぐに応じてもらえるか", "Do people get a first answer quickly?"),
    numerator=Text("受付から3日以内に初回対応した相談", "consultations with a first response within 3 days"),
    denominator=Text(
        "受付から3日以上たった相談", "consultations received at least 3 days before the last day covered"
    ),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text("形だけの初回連絡でも上がります", "A first call for form's sake raises it too"),
    aligns_with="包括的相談支援事業",
    counts="answered_soon",
    out_of="consultations",
    followed_days=FIRST_RESPONSE_DAYS,
)
def first_response_within_3_days(consultations: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """First responses within 3 days over consultations received at least 3 days before the last day covered."""
    followed = consultations.filter(
        as_of.delta(consultations.received_date, unit="day") >= FIRST_RESPONSE_DAYS
    )
    waited = followed.first_response_date.delta(followed.received_date, unit="day")
    in_time = (followed.first_response_date.notnull() & (waited <= FIRST_RESPONSE_DAYS)).cast("int64")
    return by_month(followed, followed.received_date, numerator=in_time, denominator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=TIME_TO_EVENT,
    title=Text("初回対応までの日数", "Days to first response"),
    question=Text(
        "初回対応までの待ち時間は短くなったか", "Has the wait for a first response become shorter?"
    ),
    numerator=Text("受付から初回対応までの日数", "days from receipt to first response"),
    denominator=Text(
        "受け付けた相談（未対応は観察終了日まで）",
        "consultations received (those unanswered up to the last day covered)",
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
    out_of="consultations",
)
def days_to_first_response(consultations: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Days from receipt to first response, by month of receipt; unanswered ones are censored."""
    return times_to_event(
        consultations, consultations.received_date, consultations.first_response_date, as_of
    )


@indicator(
    pillar="consultation",
    kind=ANNUAL_PROPORTION,
    title=Text(
        "終了後1年以内に同じ世帯から再び相談があった割合",
        "Share of closed consultations whose household comes back within a year",
    ),
    question=Text("困りごとは解決したか、戻ってきたか", "Does the household's trouble stay solved?"),
    numerator=Text(
        "終了の翌日から365日以内に同じ世帯が再び相談したもの",
        "those whose household asked again within 365 days",
    ),
    denominator=Text(
        "終了から365日以上たち、世帯の分かる相談",
        "consultations closed at least 365 days ago whose household is known",
    ),
    unit="share",
    direction="lower",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text(
        "気軽に相談できるようになっても上がります。別の困りごとも数えます。100%から引けば、戻らなかった割合です",
        "It also rises when asking becomes easier; another trouble counts too. The rest did not come back",
    ),
    aligns_with="包括的相談支援事業（再相談）",
    followed_days=_A_YEAR_DAYS,
)
def households_returning_within_a_year(consultations: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Closed consultations whose household asked again within 365 days, over all closed ones, by month of closing.

    Only those closed at least 365 days before the last day covered, and whose household is known. A consultation
    that came in on the day of closing or before does not count as coming back. The share of households that never
    return within the year is the rest: it is not an indicator of its own, since both would be judged as two.
    """
    closed = consultations.filter(
        consultations.household_id.notnull()
        & (as_of.delta(consultations.closed_date, unit="day") >= _A_YEAR_DAYS)
    )
    closed = closed.select(
        [c for c in ("household_id", "closed_date", "area", "subgroup") if c in closed.columns]
    )
    later = consultations.select(again_household="household_id", again_date="received_date")
    gap = later.again_date.delta(closed.closed_date, unit="day")
    returned = closed.semi_join(
        later, [closed.household_id == later.again_household, gap > 0, gap <= _A_YEAR_DAYS]
    )
    # Those who came back a second time under the others, so that nobody has to be found again by a number.
    rows = closed.mutate(back=ibis.literal(0), closed=ibis.literal(1)).union(
        returned.mutate(back=ibis.literal(1), closed=ibis.literal(0))
    )
    return by_month(rows, rows.closed_date, numerator=rows.back, denominator=rows.closed)
