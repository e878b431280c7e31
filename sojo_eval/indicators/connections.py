"""つながりづくり: people and places that connect."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.registry import indicator
from sojo_eval.indicators.shapes import by_month, times_to_event

_TEN_PERCENT = Text(
    "年ごとの揺れを超え、事業の見直しにつながる大きさとして±10%",
    "±10 %: beyond the swing between years, and enough to change how the programme is run",
)
_FIVE_POINTS = Text("施策の優先順位を変える目安として±5ポイント", "±5 points: enough to change priorities")


@indicator(
    pillar="connections",
    kind="monthly_count",
    title=Text("地域活動の参加者（住民千人当たり・月）", "Activity participants per 1,000 residents a month"),
    question=Text("地域の活動に加わる人は増えたか", "Do more people take part in community activities?"),
    unit="per_1000_month",
    direction="higher",
    smallest_change=0.10,
    why=_TEN_PERCENT,
    misleads=Text(
        "延べ人数なので、同じ人が何度も来ても増えます",
        "Attendances are counted: the same people coming more often raise it too",
    ),
    aligns_with="地域づくり事業（延べ参加者数）",
    per=1000,
    exposure="persons",
)
def participants_per_1000(community_activities: ir.Table) -> ir.Table:
    """Participants of all activities, counted in the month and area of the activity."""
    held = community_activities.filter(community_activities.participants.notnull())
    return by_month(held, held.date, numerator=held.participants)


@indicator(
    pillar="connections",
    kind="monthly_proportion",
    title=Text("参加者に占める新規参加者の割合", "Share of participants who are new"),
    question=Text("活動は新しい人に開かれているか", "Are activities open to newcomers?"),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text(
        "常連が離れても割合は上がります。参加者数とあわせて読みます",
        "It also rises when regulars leave: read it beside the number of participants",
    ),
    aligns_with="地域づくり事業（新規参加者数）",
)
def new_participants_share(community_activities: ir.Table) -> ir.Table:
    """New participants over participants of the activities that recorded both."""
    both = community_activities.participants.notnull() & community_activities.new_participants.notnull()
    held = community_activities.filter(both)
    return by_month(held, held.date, numerator=held.new_participants, denominator=held.participants)


@indicator(
    pillar="connections",
    kind="annual_count",
    title=Text("新たに開拓した社会資源（年）", "Newly developed resources a year"),
    question=Text("参加支援のつなぎ先は増えているか", "Are new places found for people to take part?"),
    unit="per_year",
    direction="higher",
    smallest_change=0.20,
    why=Text("年に十数件の小さな数なので±20%", "±20 %: a dozen or so a year, a finer change has no meaning"),
    misleads=Text("開拓は増えても使われないことがあります", "A resource may be developed and never used"),
    aligns_with="参加支援事業（社会資源の開拓）",
)
def newly_developed_resources(participation_matches: ir.Table) -> ir.Table:
    """Matches whose resource was newly developed, in the month of the match."""
    developed = participation_matches.filter(
        participation_matches.resource_newly_developed & participation_matches.matched_date.notnull()
    )
    return by_month(developed, developed.matched_date, numerator=ibis.literal(1))


@indicator(
    pillar="connections",
    kind="time_to_event",
    title=Text("参加支援：依頼からマッチングまでの日数", "Participation support: days from request to match"),
    question=Text("つなぎ先は早く見つかるようになったか", "Is a place found sooner?"),
    unit="days",
    direction="lower",
    smallest_change=0.20,
    why=Text(
        "待つ人に違いが分かる大きさとして±20%", "±20 %: a difference that the person waiting would notice"
    ),
    misleads=Text(
        "まだ見つかっていない人を打ち切りとして数えます。見つかった人だけの平均は短く見えます",
        "Those still waiting count as censored; a mean of the matched alone looks too short",
    ),
    aligns_with="参加支援事業（マッチング）",
    horizon_days=90,
)
def participation_days_to_match(participation_matches: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Days from request to match, by month of request; unmatched ones are censored at the last day covered."""
    return times_to_event(
        participation_matches, participation_matches.requested_date, participation_matches.matched_date, as_of
    )


@indicator(
    pillar="connections",
    kind="monthly_proportion",
    title=Text("アウトリーチで本人に会えた割合", "Share of outreach contacts that reach the person"),
    question=Text("支援の届きにくい人に会えるようになったか", "Are people who are hard to reach met?"),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text("会いやすい人への訪問が増えると上がります", "It rises when easier people are visited"),
    aligns_with="アウトリーチ等を通じた継続的支援事業",
)
def outreach_reached_share(outreach_contacts: ir.Table) -> ir.Table:
    """Contacts in which the person was reached, over all contacts of the month."""
    reached = outreach_contacts.reached.fill_null(False).cast("int64")
    return by_month(outreach_contacts, outreach_contacts.date, numerator=reached, denominator=ibis.literal(1))
