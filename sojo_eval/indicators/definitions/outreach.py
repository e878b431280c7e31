"""つながりづくり: アウトリーチ等を通じた継続的支援事業, going out to those who do not come.

All of them are context: more visits, easier visits and a worker's own judgement of the relation each move them.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.kinds import ANNUAL_COUNT, ANNUAL_PROPORTION, MONTHLY_COUNT, MONTHLY_PROPORTION
from sojo_eval.indicators.registry import FromTotals, indicator
from sojo_eval.indicators.repeats import EACH_RECORD, PERSONS_OF_A_YEAR
from sojo_eval.indicators.shapes import by_month, fiscal_year_start

_YARDSTICK = Text("参考指標。±10%を目安に示す", "Context only; ±10 % is shown as a yardstick")
_POINTS = Text("参考指標。±5ポイントを目安に示す", "Context only; ±5 points are shown as a yardstick")


@indicator(
    pillar="connections",
    kind=MONTHLY_COUNT,
    title=Text("訪問等（延べ、住民1万人当たり・月）", "Outreach contacts per 10,000 residents a month"),
    question=Text("支援の届きにくい人のもとへどれだけ出向いているか", "How often do staff go out to people?"),
    numerator=Text("試みた訪問等（会えなかったものを含む）", "outreach contacts tried, met or not"),
    unit="per_10000_month",
    direction="context",
    smallest_change=0.10,
    why=_YARDSTICK,
    misleads=Text(
        "一人に何度も通えば増えます。多ければよいとは限りません。単独では判定しません",
        "Many visits to one person raise it, and more is not always better: never judged alone",
    ),
    aligns_with="アウトリーチ等を通じた継続的支援事業（訪問等の件数）",
    per=10_000,
    exposure="persons",
    counts="outreach_contacts",
    repeats=EACH_RECORD,
    totals=FromTotals("outreach_contacts"),
)
def outreach_contacts_per_10000(outreach_contacts: ir.Table) -> ir.Table:
    """All contacts tried, by month and area."""
    return by_month(outreach_contacts, outreach_contacts.date, numerator=ibis.literal(1))


@indicator(
    pillar="connections",
    kind=ANNUAL_COUNT,
    title=Text(
        "アウトリーチで会えた人（実人数、住民1万人当たり・年）",
        "People met through outreach per 10,000 residents a year",
    ),
    question=Text("支援の届きにくい人の何人に会えているか", "How many people who are hard to reach are met?"),
    numerator=Text(
        "訪問等で会えた人（対象者IDのある記録。年度に一度）",
        "people met, of contacts that name the person, once a fiscal year",
    ),
    unit="per_10000",
    direction="context",
    smallest_change=0.20,
    why=Text("参考指標。±20%を目安に示す", "Context only; ±20 % is shown as a yardstick"),
    misleads=Text(
        "対象者IDのない記録は数えません。IDを付ける割合が増えるだけで増えます。会うべき人が何人いるかは分からないので、"
        "単独では判定しません",
        "Contacts that name no person are left out: naming more of them raises it. How many ought to be met is not "
        "known: never judged alone",
    ),
    aligns_with="アウトリーチ等を通じた継続的支援事業（実人数）",
    per=12 * 10_000,  # residents are summed over the twelve months of a year
    exposure="persons",
    repeats=PERSONS_OF_A_YEAR,
    totals=FromTotals("outreach_people_reached", distinct=True),
)
def outreach_people_reached(outreach_contacts: ir.Table) -> ir.Table:
    """People met, by month and area of their first meeting in each fiscal year; contacts without a person left out."""
    met = outreach_contacts.filter(outreach_contacts.reached & outreach_contacts.person_id.notnull())
    order = ibis.row_number().over(
        group_by=[met.person_id, fiscal_year_start(met.date)], order_by=[met.date, met.contact_id]
    )
    first = met.mutate(order=order).filter(ibis._.order == 0)
    return by_month(first, first.date, numerator=ibis.literal(1))


@indicator(
    pillar="connections",
    kind=MONTHLY_PROPORTION,
    title=Text("アウトリーチで本人に会えた割合", "Share of outreach contacts that reach the person"),
    question=Text("支援の届きにくい人に会えるようになったか", "Are people who are hard to reach met?"),
    numerator=Text("本人に会えた訪問等", "contacts that met the person"),
    denominator=Text("試みたすべての訪問等", "all contacts tried"),
    unit="share",
    direction="context",
    smallest_change=0.05,
    why=_POINTS,
    misleads=Text(
        "会いやすい人への訪問が増えると上がり、会えない人のもとへ通い続けると下がります。単独では判定しません",
        "It rises when easier people are visited and falls when staff keep going to those who do not open: never "
        "judged alone",
    ),
    aligns_with="アウトリーチ等を通じた継続的支援事業",
    out_of="outreach_contacts",
    repeats=EACH_RECORD,
    totals=FromTotals("outreach_contacts_reached", "outreach_contacts"),
)
def outreach_reached_share(outreach_contacts: ir.Table) -> ir.Table:
    """Contacts in which the person was reached, over all contacts of the month."""
    reached = outreach_contacts.reached.cast("int64")
    return by_month(outreach_contacts, outreach_contacts.date, numerator=reached, denominator=ibis.literal(1))


@indicator(
    pillar="connections",
    kind=ANNUAL_PROPORTION,
    title=Text(
        "会えた人のうち信頼関係ができた人の割合",
        "Share of the people met with whom a relation of trust is established",
    ),
    question=Text("会うことが関係づくりに進んでいるか", "Does meeting someone grow into a relation?"),
    numerator=Text(
        "年度内で最後に記録した段階が、信頼関係ができた、または支援につながった人",
        "people whose last stage noted in the fiscal year is trust or linked to support",
    ),
    denominator=Text(
        "年度内に会え、関係の段階を記録した人（対象者IDのある記録）",
        "people met in the fiscal year whose stage was noted, of contacts that name the person",
    ),
    unit="share",
    direction="context",
    smallest_change=0.05,
    why=_POINTS,
    misleads=Text(
        "段階は支援者の見立てです。新しい人に多く会うと下がります。対象者IDと段階のある記録だけを数えます。"
        "単独では判定しません",
        "The stage is the worker's own judgement; meeting more new people lowers it. Only contacts that name the "
        "person and note the stage count: never judged alone",
    ),
    aligns_with="アウトリーチ等を通じた継続的支援事業（関係性の段階）",
    repeats=PERSONS_OF_A_YEAR,
    totals=FromTotals("outreach_people_with_relation", "outreach_people_reached", distinct=True),
)
def relation_established_share(outreach_contacts: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """People at the stage of trust or linked to support, over people met whose stage was noted.

    A person counts once a fiscal year: at the last stage noted in it up to the last day covered, by month and area of
    that contact. Contacts without a person or a stage are left out.
    """
    o = outreach_contacts
    noted = o.filter(o.reached & o.person_id.notnull() & o.relation_stage.notnull() & (o.date <= as_of))
    order = ibis.row_number().over(
        group_by=[noted.person_id, fiscal_year_start(noted.date)],
        order_by=[noted.date.desc(), noted.contact_id.desc()],
    )
    last = noted.mutate(order=order).filter(ibis._.order == 0)
    established = last.relation_stage.isin(["trust", "linked"]).cast("int64")
    return by_month(last, last.date, numerator=established, denominator=ibis.literal(1))
