"""相談体制づくり: through whom people come who would not come by themselves, and the staff that receives them.

Each way has its own denominator, the residents: over all consultations, one way's success would be another's failure.
"""

from __future__ import annotations

import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.definitions.consultation import WITHOUT_CONTINUITY, new_consultations
from sojo_eval.indicators.kinds import ANNUAL_STOCK, MONTHLY_COUNT
from sojo_eval.indicators.registry import FromTotals, indicator
from sojo_eval.indicators.repeats import EACH_RECORD, FIRST_READING
from sojo_eval.indicators.shapes import by_month, first_reading_of_the_year, in_area_of

COMMUNITY = ("neighbour", "commissioner", "promoter")
"""Ways through people of the neighbourhood: neighbours and friends, welfare commissioners, community supporters."""
_TEN_PERCENT = Text(
    "働きかけ方を見直す目安として±10%", "±10 %: enough to change how people in need are looked for"
)


def _came_through(consultations: ir.Table, ways: tuple[str, ...]) -> ir.Table:
    """New consultations that came by these ways, by month of receipt.

    Those whose way is not known say nothing: a month that holds no others is missing, no zero.
    """
    new = new_consultations(consultations)
    known = new.filter(new.came_through.notnull() & (new.came_through != "unknown"))
    return by_month(known, known.received_date, numerator=known.came_through.isin(ways).cast("int64"))


@indicator(
    pillar="consultation",
    kind=MONTHLY_COUNT,
    title=Text(
        "アウトリーチを経た相談（住民1万人当たり・月）",
        "Consultations that came through outreach, per 10,000 residents a month",
    ),
    question=Text(
        "自分から窓口に来られない人に届いているか", "Are people reached who would not come to a desk?"
    ),
    numerator=Text("アウトリーチを経た新規の相談", "new consultations that came through outreach"),
    unit="per_10000_month",
    direction="higher",
    smallest_change=0.10,
    why=_TEN_PERCENT,
    misleads=Text(
        "困りごとを抱える人が増えても増えます。経路が空欄か不明の相談は入らないので、経路を書くようになっても増えます",
        "More people in trouble raise it too. Those whose way is unknown are left out: recording the way raises it",
    ),
    aligns_with="アウトリーチ等を通じた継続的支援事業",
    per=10_000,
    exposure="persons",
    does_without=WITHOUT_CONTINUITY,
    repeats=EACH_RECORD,
    totals=FromTotals("consultations_through_outreach"),
)
def first_contact_through_outreach(consultations: ir.Table) -> ir.Table:
    """New consultations that came through outreach, by month of receipt; none where the known ways are others."""
    return _came_through(consultations, ("outreach",))


@indicator(
    pillar="consultation",
    kind=MONTHLY_COUNT,
    title=Text(
        "地域の人が気づいてつないだ相談（住民1万人当たり・月）",
        "Consultations that neighbours, commissioners or supporters brought, per 10,000 residents a month",
    ),
    question=Text(
        "住民が困りごとに気づき、窓口につないでいるか", "Do residents notice trouble and bring it to a desk?"
    ),
    numerator=Text(
        "近隣・知人、民生委員・児童委員、地域の担い手を経た新規の相談",
        "new consultations that came through neighbours and friends, welfare commissioners or community supporters",
    ),
    unit="per_10000_month",
    direction="higher",
    smallest_change=0.10,
    why=_TEN_PERCENT,
    misleads=Text(
        "困りごとを抱える人が増えても増えます。経路が空欄か不明の相談は入らないので、経路を書くようになっても増えます",
        "More people in trouble raise it too. Those whose way is unknown are left out: recording the way raises it",
    ),
    aligns_with="地域福祉計画（住民が気づき、つなぐ）・相談経路",
    per=10_000,
    exposure="persons",
    does_without=WITHOUT_CONTINUITY,
    repeats=EACH_RECORD,
    totals=FromTotals("consultations_by_community"),
)
def came_by_community(consultations: ir.Table) -> ir.Table:
    """New consultations that people of the neighbourhood brought, by month of receipt."""
    return _came_through(consultations, COMMUNITY)


@indicator(
    pillar="consultation",
    kind=ANNUAL_STOCK,
    title=Text("相談・支援の職員（常勤換算）", "Staff in full-time equivalents"),
    question=Text("相談や支援に当たる職員は足りているか", "How many staff are there to help?"),
    numerator=Text("職員の常勤換算", "staff in full-time equivalents"),
    unit="persons",
    direction="context",
    smallest_change=0.10,
    why=Text("参考指標。±10%を目安に示す", "Context only; ±10 % is shown as a yardstick"),
    misleads=Text(
        "人を増やすこと自体は成果ではなく、ほかの指標を読むための背景です。人数を届け出ない窓口があると少なく見えます",
        "More staff is no result in itself: it is the background of the others. Desks that hand in no number are missing",
    ),
    aligns_with="重層的支援体制整備事業（職員配置）",
    repeats=FIRST_READING,
    totals=FromTotals("staff_fte"),
)
def staff_fte(staffing: ir.Table, services: ir.Table) -> ir.Table:
    """Full-time equivalents at each service's first reading of the fiscal year, by area of the service, entered in April.

    A number belongs to one service, so that none is part of another.
    """
    read = first_reading_of_the_year(staffing, staffing.month, by=("service",))
    placed = in_area_of(read, services, "service")
    return by_month(placed, placed.year_start, numerator=placed.fte)
