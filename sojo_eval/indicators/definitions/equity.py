"""Equity: how unevenly something reaches areas and ages. The counts are those of another indicator, kept by group."""

from __future__ import annotations

import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.definitions.connections import participants_per_1000
from sojo_eval.indicators.definitions.consultation import consultations_per_1000
from sojo_eval.indicators.definitions.information import came_by_publication
from sojo_eval.indicators.kinds import GAP_OF_RATES, GAP_OF_SHARES
from sojo_eval.indicators.registry import FromTotals, indicator
from sojo_eval.indicators.repeats import ATTENDANCES

_TWENTY_PERCENT = Text(
    "地域の配置や重点を見直す大きさとして±20%", "±20 %: enough to change where effort is placed"
)
_FEW_GROUPS = Text(
    "群の数が少ないので、大きな変化でなければ分かりません。低い群が上がっても、高い群が下がっても縮みます",
    "There are few groups, so only large changes can be seen; it shrinks when the low rise and when the high fall",
)


@indicator(
    pillar="connections",
    kind=GAP_OF_RATES,
    title=Text(
        "地域活動の参加者の圏域間のばらつき", "Gap between areas in activity participants per 1,000 residents"
    ),
    question=Text("どの地域の人も活動に参加できているか", "Do people of every area take part alike?"),
    numerator=Text(
        "圏域ごとの住民千人当たり参加者の標準偏差（偶然を含む）",
        "standard deviation between areas, chance included",
    ),
    denominator=Text("その平均（対数による）", "their mean (by logarithms)"),
    unit="relative_sd",
    direction="lower",
    smallest_change=0.20,
    why=_TWENTY_PERCENT,
    misleads=_FEW_GROUPS,
    aligns_with="地域づくり事業（圏域ごとの参加者数）",
    exposure="persons",
    gap_by="area",
    repeats=ATTENDANCES,
    totals=FromTotals("activity_participants"),
)
def gap_between_areas_in_participants(community_activities: ir.Table) -> ir.Table:
    """Participants by month and centre area, as in participants_per_1000."""
    return participants_per_1000(community_activities)


@indicator(
    pillar="consultation",
    kind=GAP_OF_RATES,
    title=Text(
        "相談件数（延べ）の年齢層間のばらつき", "Gap between age bands in consultations per 1,000 residents"
    ),
    question=Text("どの年齢の人も相談できているか", "Do people of every age ask for help?"),
    numerator=Text(
        "年齢層ごとの住民千人当たり相談の標準偏差（偶然を含む）",
        "standard deviation between age bands, chance included",
    ),
    denominator=Text("その平均（対数による）", "their mean (by logarithms)"),
    unit="relative_sd",
    direction="context",
    smallest_change=0.20,
    why=Text("参考指標。±20%を目安に示す", "Context only; ±20 % is shown as a yardstick"),
    misleads=Text(
        "必要の大きさは年齢によって違うので、差があること自体は悪いことではありません。単独では判定しません",
        "Need differs with age, so a gap is not bad in itself: never judged alone",
    ),
    aligns_with="包括的相談支援事業（年齢別の相談件数）",
    exposure="persons",
    gap_by="age_band",
    totals=FromTotals("consultations"),
)
def gap_between_ages_in_consultations(consultations: ir.Table) -> ir.Table:
    """Consultations by month and age band, as in consultations_per_1000; those without an age are left out."""
    return consultations_per_1000(consultations)


@indicator(
    pillar="information",
    kind=GAP_OF_SHARES,
    title=Text(
        "市報・HP・チラシを見て相談した人の割合の年齢層間のばらつき",
        "Gap between age bands in coming through a publication",
    ),
    question=Text("発信はどの年齢の人にも届いているか", "Does information reach every age?"),
    numerator=Text(
        "年齢層ごとの割合の標準偏差（偶然を含む）",
        "standard deviation between age bands of the share, chance included",
    ),
    denominator=Text("経路の分かる相談（年齢層ごと）", "consultations whose way is known, by age band"),
    unit="sd_of_shares",
    direction="context",
    smallest_change=0.20,
    why=Text("参考指標。±20%を目安に示す", "Context only; ±20 % is shown as a yardstick"),
    misleads=Text(
        "同じ分母を経路どうしで分け合う割合の差です。ほかの経路が増えても動くため、単独では判定しません",
        "The gap in a share whose denominator all ways share: it moves when other ways grow. Never judged alone",
    ),
    aligns_with="相談経路（年齢別）",
    gap_by="age_band",
    totals=FromTotals("consultations_by_publication", "consultations_way_known"),
)
def gap_between_ages_in_coming_by_publication(consultations: ir.Table) -> ir.Table:
    """Consultations that came through a publication over those whose way is known, by month and age band."""
    return came_by_publication(consultations)
