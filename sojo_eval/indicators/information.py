"""情報発信の工夫: the needed information, to those who need it, easy to understand."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.registry import indicator
from sojo_eval.indicators.shapes import by_month

_FIVE_POINTS = Text(
    "発信のしかたを見直す目安として±5ポイント", "±5 points: enough to change how the city informs"
)


@indicator(
    pillar="information",
    kind="annual_proportion",
    title=Text("やさしい日本語の発行物の割合", "Share of publications in easy Japanese"),
    question=Text(
        "だれにも分かる言葉で発信しているか", "Is information written so that all can understand it?"
    ),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text("出した数であり、伝わったかどうかではありません", "What is issued, not what is understood"),
    aligns_with="在留支援のためのやさしい日本語ガイドライン",
)
def easy_japanese_share(publications: ir.Table) -> ir.Table:
    """Publications in easy Japanese over all publications, by month of publication."""
    easy = publications.easy_japanese.fill_null(False).cast("int64")
    return by_month(publications, publications.published_date, numerator=easy, denominator=ibis.literal(1))


@indicator(
    pillar="information",
    kind="annual_proportion",
    title=Text(
        "音声・点字など利用しやすい形式のある発行物の割合", "Share of publications in an accessible format"
    ),
    question=Text("障害のある人にも届く形で発信しているか", "Does information reach disabled residents?"),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text("形式があることと使われることは別です", "A format offered is not a format used"),
    aligns_with="障害者情報アクセシビリティ・コミュニケーション施策推進法",
)
def accessible_format_share(publications: ir.Table) -> ir.Table:
    """Publications with at least one accessible format over all publications, by month of publication."""
    has_format = (publications.accessible_formats.fill_null("").strip() != "").cast("int64")
    return by_month(
        publications, publications.published_date, numerator=has_format, denominator=ibis.literal(1)
    )


@indicator(
    pillar="information",
    kind="monthly_count",
    title=Text(
        "福祉情報の利用者（住民千人当たり・月）", "Users of welfare information per 1,000 residents a month"
    ),
    question=Text("福祉の情報はどれだけの人に届いているか", "How many people does the information reach?"),
    unit="per_1000_month",
    direction="higher",
    smallest_change=0.10,
    why=Text("季節の揺れを超える大きさとして±10%", "±10 %: beyond the swing of the seasons"),
    misleads=Text("計測の道具が変わると別の数になります", "A new measuring tool makes it another number"),
    aligns_with="情報の到達（リーチ）",
    per=1000,
    exposure="persons",
)
def reach_per_1000(information_reach: ir.Table) -> ir.Table:
    """Users of all publications and pages, by month; citywide, since pages have no area."""
    known = information_reach.filter(information_reach.users.notnull())
    known = known.mutate(area=ibis.null("string"))
    return by_month(known, known.month, numerator=known.users)


@indicator(
    pillar="information",
    kind="monthly_proportion",
    title=Text(
        "市報・HP・チラシを見て相談した人の割合", "Share of consultations that came through a publication"
    ),
    question=Text("発信は相談につながっているか", "Does information lead people to ask for help?"),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text(
        "相談経路をたずねない窓口が増えると歪みます（不明は除きます）",
        "Desks that do not ask distort it (unknown ones are left out)",
    ),
    aligns_with="相談経路",
)
def came_by_publication(consultations: ir.Table) -> ir.Table:
    """Consultations that came through a publication over those whose way is known, by month of receipt."""
    known = consultations.filter(
        consultations.came_through.notnull() & (consultations.came_through != "unknown")
    )
    by_print = (known.came_through == "publication").cast("int64")
    return by_month(known, known.received_date, numerator=by_print, denominator=ibis.literal(1))
