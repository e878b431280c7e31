"""情報発信の工夫: the needed information, to those who need it, easy to understand."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.kinds import ANNUAL_PROPORTION, MONTHLY_COUNT, MONTHLY_PROPORTION
from sojo_eval.indicators.registry import FromTotals, indicator
from sojo_eval.indicators.repeats import ATTENDANCES, PUBLICATIONS
from sojo_eval.indicators.shapes import by_month

NO_FORMAT = "none"
"""What `accessible_formats` says of a publication that has none; an empty cell says nothing."""

_FIVE_POINTS = Text(
    "発信のしかたを見直す目安として±5ポイント", "±5 points: enough to change how the city informs"
)


@indicator(
    pillar="information",
    kind=ANNUAL_PROPORTION,
    title=Text("やさしい日本語の発行物の割合", "Share of publications in easy Japanese"),
    question=Text(
        "だれにも分かる言葉で発信しているか", "Is information written so that all can understand it?"
    ),
    numerator=Text("やさしい日本語の発行物", "publications in easy Japanese"),
    denominator=Text("発行物", "publications"),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text("出した数であり、伝わったかどうかではありません", "What is issued, not what is understood"),
    aligns_with="在留支援のためのやさしい日本語ガイドライン",
    repeats=PUBLICATIONS,
    totals=FromTotals("publications_easy_japanese", "publications"),
)
def easy_japanese_share(publications: ir.Table) -> ir.Table:
    """Publications in easy Japanese over all publications, by month of publication."""
    easy = publications.easy_japanese.fill_null(False).cast("int64")
    return by_month(publications, publications.published_date, numerator=easy, denominator=ibis.literal(1))


@indicator(
    pillar="information",
    kind=ANNUAL_PROPORTION,
    title=Text("二つ以上の言語で出した発行物の割合", "Share of publications in two or more languages"),
    question=Text(
        "日本語を母語としない人にも届く言葉か", "Does information reach those who do not read Japanese?"
    ),
    numerator=Text("二つ以上の言語で出した発行物", "publications in two or more languages"),
    denominator=Text("言語を記録した発行物", "publications that name their languages"),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text(
        "どの言語が要るかは住む人によります。数だけでは分かりません",
        "Which languages are needed depends on who lives there; the number does not tell",
    ),
    aligns_with="地域における多文化共生推進プラン（情報の多言語化）",
    repeats=PUBLICATIONS,
    totals=FromTotals("publications_two_languages", "publications"),
)
def two_or_more_languages_share(publications: ir.Table) -> ir.Table:
    """Publications in two or more languages over those that name any, by month of publication."""
    named = publications.filter(publications.languages.fill_null("").strip() != "")
    several = (named.languages.strip().re_split(r"\s+").length() >= 2).cast("int64")
    return by_month(named, named.published_date, numerator=several, denominator=ibis.literal(1))


@indicator(
    pillar="information",
    kind=ANNUAL_PROPORTION,
    title=Text(
        "音声・点字など利用しやすい形式のある発行物の割合", "Share of publications in an accessible format"
    ),
    question=Text("障害のある人にも届く形で発信しているか", "Does information reach disabled residents?"),
    numerator=Text("音声・点字などの形式がある発行物", "publications with an accessible format"),
    denominator=Text("形式の有無を記録した発行物", "publications of which it is recorded"),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text(
        "形式があることと使われることは別です。記録のない発行物は入りません",
        "A format offered is not a format used. Publications without a record of it are left out",
    ),
    aligns_with="障害者情報アクセシビリティ・コミュニケーション施策推進法",
    repeats=PUBLICATIONS,
    totals=FromTotals("publications_accessible", "publications"),
)
def accessible_format_share(publications: ir.Table) -> ir.Table:
    """Publications with an accessible format over those that say so or say "none", by month of publication."""
    known = publications.filter(publications.accessible_formats.fill_null("").strip() != "")
    has_format = (known.accessible_formats.strip() != NO_FORMAT).cast("int64")
    return by_month(known, known.published_date, numerator=has_format, denominator=ibis.literal(1))


@indicator(
    pillar="information",
    kind=MONTHLY_COUNT,
    title=Text(
        "福祉情報の延べ利用者（住民千人当たり・月）",
        "Users of welfare information, summed over pages, per 1,000 residents a month",
    ),
    question=Text("福祉の情報はどれだけ見られているか", "How much is the information used?"),
    numerator=Text("ページや発行物の延べ利用者", "users, summed over pages and publications"),
    unit="per_1000_month",
    direction="context",
    smallest_change=0.10,
    why=Text("参考指標。±10%を目安に示す", "Context only; ±10 % is shown as a yardstick"),
    misleads=Text(
        "同じ人がページごとに数えられるので、人数ではありません。計測の道具が変わっても動くため、単独では判定しません",
        "The same person counts on every page, so these are not people; a new measuring tool moves it too: "
        "never judged alone",
    ),
    aligns_with="情報の到達（リーチ）",
    repeats=ATTENDANCES,
    per=1000,
    exposure="persons",
    totals=FromTotals("information_reach"),
)
def reach_per_1000(information_reach: ir.Table) -> ir.Table:
    """Users of all publications and pages, by month; citywide, since pages have no area."""
    known = information_reach.filter(information_reach.users.notnull())
    known = known.mutate(area=ibis.null("string"))
    return by_month(known, known.month, numerator=known.users)


@indicator(
    pillar="information",
    kind=MONTHLY_PROPORTION,
    title=Text(
        "市報・HP・チラシを見て相談した人の割合", "Share of consultations that came through a publication"
    ),
    question=Text("発信は相談につながっているか", "Does information lead people to ask for help?"),
    numerator=Text("市報・HP・チラシを見て来た相談", "consultations that came through a publication"),
    denominator=Text("経路の分かる相談", "consultations whose way is known"),
    unit="share",
    direction="context",
    smallest_change=0.05,
    why=Text("参考指標。±5ポイントを目安に示す", "Context only; ±5 points are shown as a yardstick"),
    misleads=Text(
        "同じ分母を経路どうしで分け合うので、近隣や民生委員からの相談が増えれば下がります。単独では判定しません",
        "All ways share one denominator: it falls when more people come through neighbours or commissioners. "
        "Never judged alone",
    ),
    aligns_with="相談経路",
    counts="came_by_publication",
    out_of="known_way",
    totals=FromTotals("consultations_by_publication", "consultations_way_known"),
)
def came_by_publication(consultations: ir.Table) -> ir.Table:
    """Consultations that came through a publication over those whose way is known, by month of receipt."""
    known = consultations.filter(
        consultations.came_through.notnull() & (consultations.came_through != "unknown")
    )
    by_print = (known.came_through == "publication").cast("int64")
    return by_month(known, known.received_date, numerator=by_print, denominator=ibis.literal(1))


@indicator(
    pillar="information",
    kind=ANNUAL_PROPORTION,
    title=Text("届けたい人を定めた発行物の割合", "Share of publications made for a named audience"),
    question=Text("だれに届けるかを決めて発信しているか", "Is information made for those who need it?"),
    numerator=Text(
        "全市民ではなく、届けたい人（高齢者、介護者など）を定めた発行物",
        "publications for a named audience (older residents, carers …) other than everyone",
    ),
    denominator=Text("対象を記録した発行物", "publications that record their audience"),
    unit="share",
    direction="context",
    smallest_change=0.05,
    why=Text("参考指標。±5ポイントを目安に示す", "Context only; ±5 points are shown as a yardstick"),
    misleads=Text(
        "全市民に知らせるべきことも多く、高いほどよいとはいえません。届いたかどうかは市民調査で見ます",
        "Much must be told to everyone, so more is not better; whether it arrived is asked in the survey",
    ),
    aligns_with="地域福祉計画（必要な情報を必要な人に）",
    repeats=PUBLICATIONS,
    totals=FromTotals("publications_for_an_audience", "publications"),
)
def publications_for_an_audience(publications: ir.Table) -> ir.Table:
    """Publications for an audience other than everyone over those that record one, by month of publication."""
    known = publications.filter(publications.audience.notnull())
    named = (known.audience != "everyone").cast("int64")
    return by_month(known, known.published_date, numerator=named, denominator=ibis.literal(1))
