"""情報発信の工夫: how old pages are, and how soon a change in a service is told."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.kinds import ANNUAL_PROPORTION, TIME_TO_EVENT
from sojo_eval.indicators.registry import FromTotals, indicator
from sojo_eval.indicators.repeats import PUBLICATIONS
from sojo_eval.indicators.shapes import at_fiscal_year_ends, by_month, fiscal_year_start, times_to_event

_A_YEAR_DAYS = 365
_ONLY_THE_LAST_UPDATE = Text(
    "表には最後の更新日だけが残るので、過去は実際より古く見えます。最新の年度末だけを読み、推移は判定しません",
    "Only the last update is kept, so earlier years look older than they were: read the latest one alone, "
    "the course is never judged",
)


def _pages_at_year_ends(publications: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Web pages live on each 31 March with `days`, their age since the last update known then; citywide.

    A stock: one reading a fiscal year, entered under its April, so that a page left alone does not count twelve
    times.
    """
    pages = publications.filter(
        (publications.channel == "website") & (publications.published_date <= as_of)
    ).mutate(area=ibis.null("string"))
    yearly = at_fiscal_year_ends(pages, pages.published_date, as_of)
    live = yearly.filter(yearly.withdrawn_date.isnull() | (yearly.withdrawn_date > yearly.year_end))
    known = live.updated_date.notnull() & (live.updated_date <= live.year_end)
    newest = known.ifelse(ibis.greatest(live.updated_date, live.published_date), live.published_date)
    return live.mutate(days=live.year_end.delta(newest, unit="day"))


@indicator(
    pillar="information",
    kind=ANNUAL_PROPORTION,
    title=Text(
        "1年を超えて更新のないページの割合（年度末）",
        "Share of pages not updated for over a year (end of March)",
    ),
    question=Text("古いままのページはどれだけあるか", "How many pages are out of date?"),
    numerator=Text("最後の更新から365日を超えたページ", "pages last updated over 365 days ago"),
    denominator=Text("年度末に公開しているページ", "pages live at the end of March"),
    unit="share",
    direction="context",
    smallest_change=0.05,
    why=Text("参考指標。±5ポイントを目安に示す", "Context only; ±5 points are shown as a yardstick"),
    misleads=_ONLY_THE_LAST_UPDATE,
    aligns_with="みんなの公共サイト運用ガイドライン（掲載情報の更新）",
    repeats=PUBLICATIONS,
    totals=FromTotals("pages_older_than_a_year", "pages", standing=True),
)
def pages_older_than_a_year(publications: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Web pages whose last known update is over 365 days old, over pages live on 31 March; citywide."""
    live = _pages_at_year_ends(publications, as_of)
    old = (live.days > _A_YEAR_DAYS).cast("int64")
    return by_month(live, fiscal_year_start(live.year_end), numerator=old, denominator=ibis.literal(1))


@indicator(
    pillar="information",
    kind=TIME_TO_EVENT,
    title=Text("サービスの変更が知らされるまでの日数", "Days from a change in a service to its publication"),
    question=Text("変更はすぐに知らされているか", "Are changes made known soon?"),
    numerator=Text(
        "変更日から、最初に知らせた日までの日数", "days from the change to the day it was first told"
    ),
    denominator=Text(
        "サービスの変更（知らせていないものは観察終了日まで。知らせた日の分からないものは除く）",
        "changes in services (untold ones up to the last day covered; without those told on an unknown day)",
    ),
    unit="days",
    direction="lower",
    smallest_change=0.20,
    why=Text("利用する人に違いが分かる大きさとして±20%", "±20 %: a difference that users would notice"),
    misleads=Text(
        "一覧に載らない変更は数えません。前もって知らせたものは0日です。最初に知らせた日を記録していない市では判定できません",
        "A change not on the list is not counted; one told beforehand counts as 0 days. Cities that do not record "
        "the day it was first told cannot be judged",
    ),
    aligns_with="みんなの公共サイト運用ガイドライン（掲載情報の更新）",
    horizon_days=60,
)
def days_from_service_change_to_publication(service_changes: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Days from a change to the day it was first told, by month of the change; citywide, untold ones are censored.

    Those that were told on a day nobody knows are left out. Never the last update of the page that tells it: pages are edited again for other reasons.
    """
    # One that names its publication was told, though nobody knows when.
    told = service_changes.filter(
        service_changes.told_date.notnull() | service_changes.publication_id.isnull()
    )
    day = ibis.greatest(told.told_date, told.changed_date)
    return times_to_event(
        told, told.changed_date, told.told_date.notnull().ifelse(day, None).cast("date"), as_of
    )
