"""つながりづくり: アウトリーチ等を通じた継続的支援事業, going out to those who do not come."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.definitions.reasons import FIVE_POINTS_FOR_PRIORITIES as _FIVE_POINTS
from sojo_eval.indicators.kinds import MONTHLY_COUNT, MONTHLY_PROPORTION
from sojo_eval.indicators.registry import indicator
from sojo_eval.indicators.shapes import by_month


@indicator(
    pillar="connections",
    kind=MONTHLY_COUNT,
    title=Text("アウトリーチの接触（住民1万人当たり・月）", "Outreach contacts per 10,000 residents a month"),
    question=Text("支援の届きにくい人のもとへどれだけ出向いているか", "How often do staff go out to people?"),
    numerator=Text("試みたアウトリーチ（会えなかったものを含む）", "outreach contacts tried, met or not"),
    unit="per_10000_month",
    direction="context",
    smallest_change=0.10,
    why=Text("参考指標。±10%を目安に示す", "Context only; ±10 % is shown as a yardstick"),
    misleads=Text(
        "一人に何度も通えば増えます。多ければよいとは限りません。単独では判定しません",
        "Many visits to one person raise it, and more is not always better: never judged alone",
    ),
    aligns_with="アウトリーチ等を通じた継続的支援事業（訪問等の件数）",
    per=10_000,
    exposure="persons",
    counts="outreach_contacts",
)
def outreach_contacts_per_10000(outreach_contacts: ir.Table) -> ir.Table:
    """All contacts tried, by month and area."""
    return by_month(outreach_contacts, outreach_contacts.date, numerator=ibis.literal(1))


@indicator(
    pillar="connections",
    kind=MONTHLY_PROPORTION,
    title=Text("アウトリーチで本人に会えた割合", "Share of outreach contacts that reach the person"),
    question=Text("支援の届きにくい人に会えるようになったか", "Are people who are hard to reach met?"),
    numerator=Text("本人に会えた接触", "contacts that met the person"),
    denominator=Text("試みたすべての接触", "all contacts tried"),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text("会いやすい人への訪問が増えると上がります", "It rises when easier people are visited"),
    aligns_with="アウトリーチ等を通じた継続的支援事業",
    out_of="outreach_contacts",
)
def outreach_reached_share(outreach_contacts: ir.Table) -> ir.Table:
    """Contacts in which the person was reached, over all contacts of the month."""
    reached = outreach_contacts.reached.fill_null(False).cast("int64")
    return by_month(outreach_contacts, outreach_contacts.date, numerator=reached, denominator=ibis.literal(1))


@indicator(
    pillar="connections",
    kind=MONTHLY_PROPORTION,
    title=Text(
        "会えた人のうち信頼関係ができた接触の割合",
        "Share of meetings at which a relation of trust is established",
    ),
    question=Text("会うことが関係づくりに進んでいるか", "Does meeting someone grow into a relation?"),
    numerator=Text(
        "信頼関係ができた、または支援につながった接触", "contacts at the stage of trust or linked to support"
    ),
    denominator=Text(
        "本人に会え、関係の段階を記録した接触", "contacts that met the person and noted the stage"
    ),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text(
        "段階は支援者の見立てです。新しい人に多く会うと下がります",
        "The stage is the worker's own judgement; meeting more new people lowers it",
    ),
    aligns_with="アウトリーチ等を通じた継続的支援事業（関係性の段階）",
)
def relation_established_share(outreach_contacts: ir.Table) -> ir.Table:
    """Contacts at the stage of trust or linked to support, over contacts that met the person and noted the stage."""
    met = outreach_contacts.filter(outreach_contacts.reached & outreach_contacts.relation_stage.notnull())
    established = met.relation_stage.isin(["trust", "linked"]).cast("int64")
    return by_month(met, met.date, numerator=established, denominator=ibis.literal(1))
