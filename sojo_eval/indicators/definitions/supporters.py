"""つながりづくり: the people who carry it. Stock figures: one reading a fiscal year, so that twelve equal months count once."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.kinds import ANNUAL_PROPORTION, ANNUAL_STOCK
from sojo_eval.indicators.registry import indicator
from sojo_eval.indicators.shapes import by_month, first_reading_of_the_year

_TEN_PERCENT = Text(
    "欠員や募集の見直しにつながる大きさとして±10%", "±10 %: enough to change how people are recruited"
)


@indicator(
    pillar="connections",
    kind=ANNUAL_STOCK,
    title=Text("地域の担い手（住民1万人当たり）", "Supporters per 10,000 residents"),
    question=Text("地域を支える人は増えたか", "Are there more people who support others?"),
    numerator=Text("民生委員・推進員・ボランティアの現員", "supporters of all kinds"),
    unit="per_10000",
    direction="higher",
    smallest_change=0.10,
    why=_TEN_PERCENT,
    misleads=Text(
        "二つの役割を持つ人は二度数えます。名簿の整理だけで大きく減ることがあります",
        "Someone in two roles counts twice; cleaning the register alone can lower it much",
    ),
    aligns_with="民生委員・児童委員、ほっとネット推進員、ボランティアの現員",
    per=10_000,
    exposure="persons",
)
def supporters_per_10000(supporters: ir.Table) -> ir.Table:
    """Supporters of all kinds at the first reading of each fiscal year, by area, entered in April."""
    read = first_reading_of_the_year(supporters, supporters.month, by=("kind", "area"))
    return by_month(read, read.year_start, numerator=read.number)


@indicator(
    pillar="connections",
    kind=ANNUAL_PROPORTION,
    title=Text("民生委員・児童委員の充足率", "Share of the welfare commissioners' posts that are filled"),
    question=Text("民生委員・児童委員の欠員は減ったか", "Are fewer posts of welfare commissioners vacant?"),
    numerator=Text("民生委員・児童委員の現員（定数まで）", "welfare commissioners, up to the quota"),
    denominator=Text("定数", "the quota"),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=Text("担当区域の見直しにつながる大きさとして±5ポイント", "±5 points: enough to redraw the districts"),
    misleads=Text(
        "定数を減らしても上がります。3年ごとの一斉改選の年に動きます",
        "Fewer posts raise it too; it moves in the year of the general renewal, every three years",
    ),
    aligns_with="福祉行政報告例（民生委員・児童委員の定数と現員）",
)
def commissioner_quota_filled(supporters: ir.Table) -> ir.Table:
    """Welfare commissioners over their quota at the first reading of each fiscal year, by area.

    An area with more than its quota counts as filled: it does not make up for another's vacancies.
    """
    posts = supporters.filter((supporters.kind == "welfare_commissioner") & (supporters.quota > 0))
    read = first_reading_of_the_year(posts, posts.month, by=("area",))
    filled = ibis.least(read.number, read.quota)
    return by_month(read, read.year_start, numerator=filled, denominator=read.quota)


@indicator(
    pillar="connections",
    kind=ANNUAL_STOCK,
    title=Text("活動中のほっとネット推進員", "ほっとネット promoters who are active"),
    question=Text("ほっとネット推進員は増えたか", "Are there more ほっとネット promoters?"),
    numerator=Text("ほっとネット推進員の現員", "ほっとネット promoters"),
    unit="persons",
    direction="higher",
    smallest_change=0.10,
    why=_TEN_PERCENT,
    misleads=Text(
        "登録しているだけで活動していない人を含むことがあります",
        "People who are registered but do nothing may be among them",
    ),
    aligns_with="アウトリーチ等を通じた継続的支援事業（ほっとネット推進員の現員）",
)
def hotnet_promoters_active(supporters: ir.Table) -> ir.Table:
    """ほっとネット推進員 at the first reading of each fiscal year, by area, entered in April."""
    promoters = supporters.filter(supporters.kind == "hotnet_promoter")
    read = first_reading_of_the_year(promoters, promoters.month, by=("area",))
    return by_month(read, read.year_start, numerator=read.number)
