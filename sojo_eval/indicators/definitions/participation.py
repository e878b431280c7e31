"""つながりづくり: 参加支援事業, from a request to a place where the person stays."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.kinds import ANNUAL_COUNT, ANNUAL_PROPORTION, MONTHLY_COUNT, TIME_TO_EVENT
from sojo_eval.indicators.registry import FromTotals, indicator
from sojo_eval.indicators.repeats import EACH_RECORD, MATCHES, PLACES
from sojo_eval.indicators.shapes import by_month, times_to_event

_THREE_MONTHS_DAYS = 92


@indicator(
    pillar="connections",
    kind=MONTHLY_COUNT,
    title=Text(
        "参加支援の依頼（住民1万人当たり・月）", "Participation requests per 10,000 residents a month"
    ),
    question=Text("参加支援はどれだけ求められているか", "How many people ask for help to take part?"),
    numerator=Text("参加支援の依頼", "requests for participation support"),
    unit="per_10000_month",
    direction="context",
    smallest_change=0.10,
    why=Text("参考指標。±10%を目安に示す", "Context only; ±10 % is shown as a yardstick"),
    misleads=Text(
        "増加は、事業が知られたためとも、孤立が増えたためとも読めます。単独では判定しません",
        "More may mean that the service is known or that more people are cut off: never judged alone",
    ),
    aligns_with="参加支援事業（相談・依頼件数）",
    per=10_000,
    exposure="persons",
    counts="participation_requests",
    repeats=EACH_RECORD,
    totals=FromTotals("participation_requests"),
)
def participation_requests_per_10000(participation_matches: ir.Table) -> ir.Table:
    """Requests, matched or not, by month of request and area."""
    return by_month(participation_matches, participation_matches.requested_date, numerator=ibis.literal(1))


@indicator(
    pillar="connections",
    kind=TIME_TO_EVENT,
    title=Text("参加支援：依頼からマッチングまでの日数", "Participation support: days from request to match"),
    question=Text("つなぎ先は早く見つかるようになったか", "Is a place found sooner?"),
    numerator=Text("依頼からマッチングまでの日数", "days from request to match"),
    denominator=Text(
        "依頼（未決定は観察終了日まで、取下げは取下げの日まで。つないだ日だけが分からないものは除く）",
        "requests (those unmatched up to the last day covered, those withdrawn up to that day; without those matched "
        "on a day that is not known)",
    ),
    unit="days",
    direction="lower",
    smallest_change=0.20,
    why=Text(
        "待つ人に違いが分かる大きさとして±20%", "±20 %: a difference that the person waiting would notice"
    ),
    misleads=Text(
        "まだ見つかっていない人と取り下げた人を打ち切りとして数えます。見つかった人だけの平均は短く見えます。"
        "待ちきれずに取り下げた人が多ければ、実際より短く出ます",
        "Those still waiting and those who withdrew count as censored; a mean of the matched alone looks too short. "
        "Where people withdraw because they waited too long, it comes out too short as well",
    ),
    aligns_with="参加支援事業（マッチング）",
    horizon_days=90,
    does_without=frozenset({"withdrawn_date", "resource_id", "started_date"}),
    out_of="participation_requests",
    repeats=EACH_RECORD,
)
def participation_days_to_match(participation_matches: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Days from request to match, by month of request.

    Unmatched ones are censored at the last day covered; one withdrawn waits no longer than to that day. One that has
    started was matched before: without the day of the match its wait is unknown and left out.
    """
    m = participation_matches
    m = m.filter(m.matched_date.notnull() | (m.started_date > as_of).fill_null(True))
    return times_to_event(m, m.requested_date, m.matched_date, as_of, censored_at=m.withdrawn_date)


@indicator(
    pillar="connections",
    kind=ANNUAL_PROPORTION,
    title=Text("3か月続いたマッチングの割合", "Share of matches that last three months"),
    question=Text("つないだ先に居続けられているか", "Do people stay where they were matched?"),
    numerator=Text("3か月後も続いているマッチング", "matches that go on after three months"),
    denominator=Text(
        "参加が始まって3か月（92日）以上たち、結果の分かるマッチング",
        "matches that started at least three months (92 days) ago and of which it is known",
    ),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=Text("つなぎ方を見直す目安として±5ポイント", "±5 points: enough to change how people are matched"),
    misleads=Text(
        "3か月後を確かめたものだけの割合です。連絡の取れない人ほど確かめられません",
        "Only matches that were followed up; people who cannot be reached are followed up least",
    ),
    aligns_with="参加支援事業（定着の状況）",
    followed_days=_THREE_MONTHS_DAYS,
    repeats=MATCHES,
    totals=FromTotals("participation_matches_lasting", "participation_matches"),
)
def matches_lasting_3_months(participation_matches: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Still there after three months, over those whose stay is known, by month of start.

    Only starts at least 92 days before the last day covered: of later ones only those who left would be known.
    """
    m = participation_matches
    old_enough = as_of.delta(m.started_date, unit="day") >= _THREE_MONTHS_DAYS
    known = m.filter(m.started_date.notnull() & old_enough & m.retained_3_months.notnull())
    stayed = known.retained_3_months.cast("int64")
    return by_month(known, known.started_date, numerator=stayed, denominator=ibis.literal(1))


@indicator(
    pillar="connections",
    kind=ANNUAL_PROPORTION,
    title=Text("本人の希望に合ったマッチングの割合", "Share of matches that fit what the person wished"),
    question=Text("本人の希望に合う先につなげているか", "Are people matched with what they wish?"),
    numerator=Text("本人の希望に合ったマッチング", "matches that fit the person's wish"),
    denominator=Text(
        "マッチングのうち、希望に合うかどうかを記録したもの",
        "matches of which it is recorded whether they fit",
    ),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=Text(
        "つなぎ先の開拓を見直す目安として±5ポイント", "±5 points: enough to change which places are sought"
    ),
    misleads=Text(
        "支援者が記録します。希望を小さく聞けば上がります。希望に合わずつながらなかった依頼は入りません",
        "The worker records it; asking for smaller wishes raises it. Requests never matched are not among them",
    ),
    aligns_with="参加支援事業（本人のニーズ・希望）",
    repeats=MATCHES,
    totals=FromTotals("participation_matches_fitting", "participation_matches"),
)
def matches_that_fit_the_wish(participation_matches: ir.Table) -> ir.Table:
    """Matches that fit the wish, over matches of which it is known, by month of the match and area.

    A blank is unknown and left out. By need: `series(by=["need"])`.
    """
    m = participation_matches
    known = m.filter(m.matched_date.notnull() & m.fits_wish.notnull())
    fits = known.fits_wish.cast("int64")
    return by_month(known, known.matched_date, numerator=fits, denominator=ibis.literal(1))


@indicator(
    pillar="connections",
    kind=ANNUAL_COUNT,
    title=Text("新たに開拓した社会資源（年）", "Newly developed resources a year"),
    question=Text("参加支援のつなぎ先は増えているか", "Are new places found for people to take part?"),
    numerator=Text(
        "新たに開拓したつなぎ先（はじめてつないだ月に一度だけ数える）",
        "newly developed resources that were matched, each once, in the month of its first match",
    ),
    unit="per_year",
    direction="higher",
    smallest_change=0.20,
    why=Text("年に十数件の小さな数なので±20%", "±20 %: a dozen or so a year, a finer change has no meaning"),
    misleads=Text(
        "つないだ先だけを数えるので、開拓しても使われない先は入りません。新規開拓かどうかが空欄のものも入りません",
        "Only places that someone was matched with: one developed and never used is not among them, nor is one of "
        "which it is blank whether it was newly developed",
    ),
    aligns_with="参加支援事業（社会資源の開拓）",
    does_without=frozenset({"resource_id"}),
    repeats=PLACES,
    totals=FromTotals("newly_developed_resources"),
)
def newly_developed_resources(participation_matches: ir.Table) -> ir.Table:
    """Newly developed resources by month and area of the first match that used them.

    A resource that served several people is one resource. A match that names no resource stands for one of its own.
    """
    m = participation_matches
    developed = m.filter(m.resource_newly_developed & m.matched_date.notnull())
    same = developed.resource_id.coalesce("match " + developed.match_id)
    order = ibis.row_number().over(group_by=same, order_by=[developed.matched_date, developed.match_id])
    first = developed.mutate(order=order).filter(ibis._.order == 0)
    return by_month(first, first.matched_date, numerator=ibis.literal(1))
