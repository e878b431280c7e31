"""情報発信の工夫: the needed information, to those who need it, easy to understand."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.kinds import (
    ANNUAL_COUNT,
    ANNUAL_PROPORTION,
    MONTHLY_COUNT,
    MONTHLY_PROPORTION,
    MONTHLY_RATE,
)
from sojo_eval.indicators.registry import Compute, Indicator, indicator, register, tables_read
from sojo_eval.indicators.shapes import by_month

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
    denominator=Text("発行物", "publications"),
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
    kind=ANNUAL_COUNT,
    title=Text("印刷物の部数（住民千人当たり・月）", "Printed copies per 1,000 residents a month"),
    question=Text(
        "インターネットを使わない人に届く紙はどれだけあるか",
        "How much paper is there for those who are not online?",
    ),
    numerator=Text("印刷した部数", "copies printed"),
    unit="per_1000_month",
    direction="context",
    smallest_change=0.20,
    why=Text("参考指標。±20%を目安に示す", "Context only; ±20 % is shown as a yardstick"),
    misleads=Text(
        "刷った数であり、読まれた数ではありません。部数の大きい発行物に左右されます",
        "What is printed, not what is read; one large print run moves it",
    ),
    aligns_with="発行物の部数",
    per=1000,
    exposure="persons",
)
def printed_copies_per_1000(publications: ir.Table) -> ir.Table:
    """Copies of printed publications, by month of publication."""
    printed = publications.filter(publications.printed.notnull())
    return by_month(printed, printed.published_date, numerator=printed.printed)


@indicator(
    pillar="information",
    kind=MONTHLY_COUNT,
    title=Text(
        "福祉情報の利用者（住民千人当たり・月）", "Users of welfare information per 1,000 residents a month"
    ),
    question=Text("福祉の情報はどれだけの人に届いているか", "How many people does the information reach?"),
    numerator=Text("ページや発行物の利用者", "users of pages and publications"),
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
    kind=MONTHLY_RATE,
    title=Text("閲覧千回当たりの問い合わせ", "Questions per 1,000 views"),
    question=Text("読んだあとに問い合わせはどれだけあるか", "How many readers ask afterwards?"),
    numerator=Text("閲覧後の問い合わせ", "questions that followed"),
    denominator=Text("閲覧数（両方を数えたもの）", "views, where both were counted"),
    unit="per_1000_views",
    direction="context",
    smallest_change=0.10,
    why=Text("参考指標。±10%を目安に示す", "Context only; ±10 % is shown as a yardstick"),
    misleads=Text(
        "増加は、分かりにくいためとも、相談につながったためとも読めます。計測の道具にも左右されます",
        "More may mean unclear pages or pages that lead to asking, and it depends on the measuring tool: "
        "never judged alone",
    ),
    aligns_with="情報の到達（問い合わせ）",
    per=1000,
)
def questions_per_1000_views(information_reach: ir.Table) -> ir.Table:
    """Questions over views of publications and pages that counted both, by month; citywide."""
    both = information_reach.views.notnull() & information_reach.questions.notnull()
    known = information_reach.filter(both).mutate(area=ibis.null("string"))
    return by_month(known, known.month, numerator=known.questions, denominator=known.views)


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
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text(
        "相談経路をたずねない窓口が増えると歪みます（不明は除きます）",
        "Desks that do not ask distort it (unknown ones are left out)",
    ),
    aligns_with="相談経路",
    counts="came_by_publication",
    out_of="known_way",
)
def came_by_publication(consultations: ir.Table) -> ir.Table:
    """Consultations that came through a publication over those whose way is known, by month of receipt."""
    known = consultations.filter(
        consultations.came_through.notnull() & (consultations.came_through != "unknown")
    )
    by_print = (known.came_through == "publication").cast("int64")
    return by_month(known, known.received_date, numerator=by_print, denominator=ibis.literal(1))


def _came_by_publication_at(age_band: str) -> Compute:
    def compute(consultations: ir.Table) -> ir.Table:
        return came_by_publication(consultations.filter(consultations.age_band == age_band))

    compute.__doc__ = f"As came_by_publication, for people of {age_band} years."
    return compute


def _show_age_band(age_band: str, code: str, title: Text) -> None:
    compute = _came_by_publication_at(age_band)
    register(
        Indicator(
            id=f"information.came_by_publication_{code}",
            pillar="information",
            kind=ANNUAL_PROPORTION,
            title=Text(
                f"市報・HP・チラシを見て相談した人の割合（{title.ja}）",
                f"Share of consultations that came through a publication ({title.en})",
            ),
            question=Text(f"発信は{title.ja}に届いているか", f"Does information reach people of {title.en}?"),
            numerator=Text("市報・HP・チラシを見て来た相談", "consultations that came through a publication"),
            denominator=Text(
                f"{title.ja}の人の、経路の分かる相談",
                f"consultations of people of {title.en} whose way is known",
            ),
            unit="share",
            direction="context",
            smallest_change=0.05,
            why=Text("参考指標。±5ポイントを目安に示す", "Context only; ±5 points are shown as a yardstick"),
            misleads=Text(
                "全体の一部なので単独では判定しません。年齢の間の差を読みます",
                "Part of a whole, never judged alone: read the gap between ages",
            ),
            aligns_with="相談経路",
            tables=tables_read(compute),
            compute=compute,
            counts=f"came_by_publication/age/{code}",
            out_of=f"known_way/age/{code}",
        )
    )


_show_age_band("18-39", "18_to_39", Text("18〜39歳", "18–39"))
_show_age_band("40-64", "40_to_64", Text("40〜64歳", "40–64"))
_show_age_band("65-74", "65_to_74", Text("65〜74歳", "65–74"))
_show_age_band("75+", "75_and_over", Text("75歳以上", "75 and over"))
