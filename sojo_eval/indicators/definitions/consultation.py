"""相談体制づくり: anyone can ask for help easily when in trouble. What comes in, and how soon it is answered."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.definitions.reasons import FIVE_POINTS_FOR_DESKS as _FIVE_POINTS
from sojo_eval.indicators.kinds import ANNUAL_COUNT, ANNUAL_PROPORTION, MONTHLY_COUNT, MONTHLY_PROPORTION
from sojo_eval.indicators.registry import FromTotals, indicator
from sojo_eval.indicators.repeats import EACH_RECORD, PERSONS_OF_A_YEAR
from sojo_eval.indicators.shapes import by_month, fiscal_year_start

_A_YEAR_DAYS = 365
HAND_OVER_DAYS = 30
"""A consultation that a household brings up to so many days after closing is taken over by the next desk: no return."""
FIRST_RESPONSE_DAYS = 3
WITHOUT_CONTINUITY = frozenset({"continuity"})
"""Where nobody records whether a consultation is new or goes on, each record is taken for one of its own."""
_CONTEXT = Text("参考指標。±10%を目安に示す", "Context only; ±10 % is shown as a yardstick")


def new_consultations(consultations: ir.Table) -> ir.Table:
    """Without the records of a consultation that goes on: it was received, and waited, when it began."""
    # Not by `fill_null`, which writes ten million texts anew only to compare them.
    return consultations.filter(~consultations.continuity.identical_to("continuing"))


@indicator(
    pillar="consultation",
    kind=MONTHLY_COUNT,
    title=Text("相談件数（延べ、住民千人当たり・月）", "Consultations per 1,000 residents a month"),
    question=Text("相談はどれだけ寄せられているか", "How many consultations come in?"),
    numerator=Text("受け付けた相談（延べ。継続の相談を含む）", "consultations received, continuing ones too"),
    unit="per_1000_month",
    direction="context",
    smallest_change=0.10,
    why=_CONTEXT,
    misleads=Text(
        "増加は、窓口が届いたためとも、困りごとが増えたためとも読めます。継続の相談も一件と数える窓口が増えても増えます。"
        "単独では判定しません",
        "More may mean better reach or more distress, or that more desks record each contact: never judged alone",
    ),
    aligns_with="生活困窮者自立支援統計（新規相談受付件数）",
    per=1000,
    exposure="persons",
    counts="consultations",
    repeats=EACH_RECORD,
    totals=FromTotals("consultations"),
)
def consultations_per_1000(consultations: ir.Table) -> ir.Table:
    """Consultations received, new and continuing, by month of receipt."""
    return by_month(consultations, consultations.received_date, numerator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=ANNUAL_COUNT,
    title=Text(
        "相談した人（実人数、住民千人当たり・年）", "People who consulted, per 1,000 residents a year"
    ),
    question=Text("何人が相談に来ているか", "How many people ask for help?"),
    numerator=Text(
        "年度のうちに一度でも相談した人（実人数）", "people who consulted at least once in the fiscal year"
    ),
    unit="per_1000_year",
    direction="context",
    smallest_change=0.10,
    why=_CONTEXT,
    misleads=Text(
        "窓口ごとに別の番号を付けると、同じ人を二度数えます。番号のない相談は入りません。増加は、窓口が届いたためとも、"
        "困りごとが増えたためとも読めます",
        "Desks that number people each in their own way count one person twice; those without a number are left out. "
        "More may mean better reach or more distress",
    ),
    aligns_with="包括的相談支援事業（相談実人数）",
    per=12_000,
    exposure="persons",
    repeats=PERSONS_OF_A_YEAR,
    totals=FromTotals("people_consulted", distinct=True),
)
def consultations_people_per_1000(consultations: ir.Table) -> ir.Table:
    """People by the month and area of their first consultation of each fiscal year; those without a number are left out.

    The denominator of a year is the sum of its months' residents: hence 12,000 for a thousand residents.
    """
    known = consultations.filter(consultations.person_id.notnull())
    dated = known.mutate(year_start=fiscal_year_start(known.received_date))
    position = ibis.row_number().over(
        group_by=["person_id", "year_start"], order_by=["received_date", "consultation_id"]
    )
    first = dated.mutate(position=position).filter(ibis._.position == 0)
    return by_month(first, first.received_date, numerator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=MONTHLY_PROPORTION,
    title=Text(
        "3日以内に初回対応した相談の割合（対応日の分かるもの）",
        "Share of consultations answered within 3 days, of those whose answer is dated",
    ),
    question=Text("相談した人はすぐに応じてもらえるか", "Do people get a first answer quickly?"),
    numerator=Text("受付から3日以内に初回対応した相談", "consultations with a first response within 3 days"),
    denominator=Text(
        "受付から3日以上たち、初回対応の日が分かる新規の相談",
        "new consultations received at least 3 days before the last day covered whose first response is dated",
    ),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text(
        "形だけの初回連絡でも上がります。対応日の空欄は「分からない」として除くので、まだ応じていない相談も入りません",
        "A first call for form's sake raises it too. A blank day is unknown and left out, and so is who still waits",
    ),
    aligns_with="包括的相談支援事業",
    followed_days=FIRST_RESPONSE_DAYS,
    does_without=WITHOUT_CONTINUITY,
    repeats=EACH_RECORD,
    totals=FromTotals("consultations_answered_in_3_days", "consultations_answer_dated"),
)
def first_response_within_3_days(consultations: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """First responses within 3 days over new consultations whose first response is dated, by month of receipt.

    Only those received at least 3 days before the last day covered. A blank says that the day is not known.
    """
    new = new_consultations(consultations)
    followed = new.filter(
        new.first_response_date.notnull()
        & (as_of.delta(new.received_date, unit="day") >= FIRST_RESPONSE_DAYS)
    )
    waited = followed.first_response_date.delta(followed.received_date, unit="day")
    in_time = (waited <= FIRST_RESPONSE_DAYS).cast("int64")
    return by_month(followed, followed.received_date, numerator=in_time, denominator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=ANNUAL_PROPORTION,
    title=Text(
        "終了後1年以内に同じ世帯から再び相談があった割合",
        "Share of closed consultations whose household comes back within a year",
    ),
    question=Text("困りごとは解決したか、戻ってきたか", "Does the household's trouble stay solved?"),
    numerator=Text(
        "終了の31日後から365日後までに同じ世帯が再び相談したもの",
        "those whose household asked again 31 to 365 days after closing",
    ),
    denominator=Text(
        "終了から365日以上たち、世帯の分かる新規の相談",
        "new consultations closed at least 365 days ago whose household is known",
    ),
    unit="share",
    direction="context",
    smallest_change=0.05,
    why=Text("参考指標。±5ポイントを目安に示す", "Context only; ±5 points are shown as a yardstick"),
    misleads=Text(
        "気軽に相談できるようになっても、困りごとがぶり返しても上がるので、向きを決められません。30日以内の相談は次の窓口への"
        "引き継ぎとみなします。窓口ごとに世帯の番号が違うと、戻った世帯が見えません",
        "It rises when asking becomes easier and when trouble comes back, so no direction is better. Within 30 days is "
        "taken for a hand-over. Desks that number households each in their own way hide who comes back",
    ),
    aligns_with="包括的相談支援事業（再相談）",
    followed_days=_A_YEAR_DAYS,
    does_without=WITHOUT_CONTINUITY,
    repeats=EACH_RECORD,
    totals=FromTotals("consultations_returned", "consultations_closed"),
)
def households_returning_within_a_year(consultations: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Closed consultations whose household asked again 31 to 365 days later, over all closed ones, by month of closing.

    Only new consultations, closed at least 365 days before the last day covered, whose household is known. What the
    household brings up to the 30th day is the hand-over to the next desk.
    """
    new = new_consultations(consultations)
    closed = new.filter(
        new.household_id.notnull() & (as_of.delta(new.closed_date, unit="day") >= _A_YEAR_DAYS)
    )
    closed = closed.select(
        [c for c in ("household_id", "closed_date", "area", "subgroup") if c in closed.columns]
    )
    later = new.select(again_household="household_id", again_date="received_date")
    gap = later.again_date.delta(closed.closed_date, unit="day")
    returned = closed.semi_join(
        later, [closed.household_id == later.again_household, gap > HAND_OVER_DAYS, gap <= _A_YEAR_DAYS]
    )
    # Those who came back a second time under the others, so that nobody has to be found again by a number.
    rows = closed.mutate(back=ibis.literal(0), closed=ibis.literal(1)).union(
        returned.mutate(back=ibis.literal(1), closed=ibis.literal(0))
    )
    return by_month(rows, rows.closed_date, numerator=rows.back, denominator=rows.closed)
