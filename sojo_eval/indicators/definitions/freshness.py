"""情報発信の工夫: how old pages are, and how soon a change in a service is told."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.kinds import ANNUAL_PROPORTION, ANNUAL_RATE, TIME_TO_EVENT
from sojo_eval.indicators.registry import indicator
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
)
def pages_older_than_a_year(publications: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Web pages whose last known update is over 365 days old, over pages live on 31 March; citywide."""
    live = _pages_at_year_ends(publications, as_of)
    old = (live.days > _A_YEAR_DAYS).cast("int64")
    return by_month(live, fiscal_year_start(live.year_end), numerator=old, denominator=ibis.literal(1))


@indicator(
    pillar="information",
    kind=ANNUAL_RATE,
    title=Text("ページの更新からの平均日数（年度末）", "Mean days since a page was updated (end of March)"),
    question=Text("ページは新しく保たれているか", "Are the pages kept up to date?"),
    numerator=Text("最後の更新からの日数の合計", "days since the last update, summed"),
    denominator=Text("年度末に公開しているページ", "pages live at the end of March"),
    unit="days",
    direction="context",
    smallest_change=0.20,
    why=Text("参考指標。±20%を目安に示す", "Context only; ±20 % is shown as a yardstick"),
    misleads=_ONLY_THE_LAST_UPDATE,
    aligns_with="みんなの公共サイト運用ガイドライン（掲載情報の更新）",
)
def days_since_page_update(publications: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Days since the last known update over pages live on 31 March; citywide.

    The mean and not the median: sums of days and pages add up over channels and topics, medians do not.
    """
    live = _pages_at_year_ends(publications, as_of)
    return by_month(live, fiscal_year_start(live.year_end), numerator=live.days, denominator=ibis.literal(1))


@indicator(
    pillar="information",
    kind=TIME_TO_EVENT,
    title=Text("サービスの変更が知らされるまでの日数", "Days from a change in a service to its publication"),
    question=Text("変更はすぐに知らされているか", "Are changes made known soon?"),
    numerator=Text(
        "変更日から、それを知らせた発行物が出るまでの日数",
        "days from the change to the publication that says so",
    ),
    denominator=Text(
        "サービスの変更（知らせていないものは観察終了日まで）",
        "changes in services (untold ones up to the last day covered)",
    ),
    unit="days",
    direction="lower",
    smallest_change=0.20,
    why=Text("利用する人に違いが分かる大きさとして±20%", "±20 %: a difference that users would notice"),
    misleads=Text(
        "一覧に載らない変更は数えません。前もって知らせたものは0日、前からあるページは変更後の更新日を見ます",
        "A change not on the list is not counted; one told beforehand counts as 0 days, and a page that was there "
        "before counts on the day of its update",
    ),
    aligns_with="みんなの公共サイト運用ガイドライン（掲載情報の更新）",
    horizon_days=60,
)
def days_from_service_change_to_publication(
    service_changes: ir.Table, publications: ir.Table, as_of: ir.DateScalar
) -> ir.Table:
    """Days from a change to the publication it names, by month of the change; citywide, untold ones are censored.

    A page that was there before the change and was updated since tells it on the day of that update; without an
    update it told the change beforehand.
    """
    told = service_changes.left_join(
        publications.select("publication_id", "published_date", "updated_date"), "publication_id"
    )
    page_was_there = (told.published_date < told.changed_date) & (told.updated_date >= told.changed_date)
    day = ibis.ifelse(page_was_there.fill_null(False), told.updated_date, told.published_date)
    end = ibis.greatest(day, told.changed_date)
    return times_to_event(told, told.changed_date, day.notnull().ifelse(end, None).cast("date"), as_of)
