"""つながりづくり: what is held in the community, and who comes."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.definitions.reasons import FIVE_POINTS_FOR_PRIORITIES as _FIVE_POINTS
from sojo_eval.indicators.definitions.reasons import SOME_TENS_A_YEAR as _SMALL_COUNT
from sojo_eval.indicators.kinds import (
    ANNUAL_COUNT,
    ANNUAL_RATE,
    MONTHLY_COUNT,
    MONTHLY_PROPORTION,
    MONTHLY_RATE,
)
from sojo_eval.indicators.registry import indicator
from sojo_eval.indicators.shapes import by_month, first_of_month

_TEN_PERCENT = Text(
    "年ごとの揺れを超え、事業の見直しにつながる大きさとして±10%",
    "±10 %: beyond the swing between years, and enough to change how the programme is run",
)


@indicator(
    pillar="connections",
    kind=MONTHLY_COUNT,
    title=Text("地域活動の参加者（住民千人当たり・月）", "Activity participants per 1,000 residents a month"),
    question=Text("地域の活動に加わる人は増えたか", "Do more people take part in community activities?"),
    numerator=Text("活動の延べ参加者", "attendances at activities"),
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
    kind=MONTHLY_PROPORTION,
    title=Text("参加者に占める新規参加者の割合", "Share of participants who are new"),
    question=Text("活動は新しい人に開かれているか", "Are activities open to newcomers?"),
    numerator=Text("新規の参加者", "new participants"),
    denominator=Text(
        "延べ参加者（新規の人数も記録した活動のみ）", "attendances at activities that recorded both"
    ),
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
    kind=MONTHLY_COUNT,
    title=Text(
        "だれでも参加できる活動（住民1万人当たり・月）", "Activities open to all per 10,000 residents a month"
    ),
    question=Text("だれでも入れる活動は増えたか", "Are there more activities that anyone may join?"),
    numerator=Text("だれでも参加できる活動の開催", "activities open to all that were held"),
    unit="per_10000_month",
    direction="higher",
    smallest_change=0.10,
    why=_TEN_PERCENT,
    misleads=Text(
        "開かれた活動の数であり、だれが来たかは分かりません",
        "It counts what is open, not who comes",
    ),
    aligns_with="地域づくり事業（対象者の属性を問わない地域活動）",
    per=10_000,
    exposure="persons",
)
def activities_open_to_all_per_10000(community_activities: ir.Table) -> ir.Table:
    """Activities open to all, by month and area of the activity."""
    held = community_activities.filter(community_activities.openness == "open")
    return by_month(held, held.date, numerator=ibis.literal(1))


@indicator(
    pillar="connections",
    kind=MONTHLY_PROPORTION,
    title=Text("居場所が使われている圏域の割合", "Share of areas with a 居場所 (place to be) in use"),
    question=Text("どの地域にも通える居場所があるか", "Does every area have a place to be?"),
    numerator=Text(
        "居場所に人が来た地域包括支援センターの圏域", "centre areas in which people came to a 居場所"
    ),
    denominator=Text(
        "すべての圏域（何かの活動の記録がある月）",
        "all centre areas, in months with a record of any activity",
    ),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text(
        "一回でも開けば一か所と数えます。圏域の中の偏りは見えません",
        "Once a month is enough to count; distances within an area do not show",
    ),
    aligns_with="参加支援事業・地域の縁側プロジェクト（居場所）",
)
def areas_with_ibasho_in_use(community_activities: ir.Table, areas: ir.Table) -> ir.Table:
    """Centre areas where a 居場所 was held, over all centre areas of `areas`, in each month with any activity.

    An activity in a town counts for the centre area above it. One to which nobody came is not in use; one whose
    participants were not counted is.
    """
    centres = areas.filter(areas.level == "center").select(center="area")
    below = areas.filter(areas.level == "town").select(place="area", center="parent")
    places = centres.select(place="center", center="center").union(below)
    dated = community_activities.mutate(first_day=first_of_month(community_activities.date))
    came = dated.participants.isnull() | (dated.participants > 0)
    used = dated.filter((dated.kind == "ibasho") & came).inner_join(places, dated.area == places.place)
    used = used.select("first_day", "center").distinct().mutate(in_use=ibis.literal(1))
    every = dated.select("first_day").distinct().cross_join(centres)
    joined = every.left_join(used, ["first_day", "center"])
    joined = joined.select("first_day", "in_use", area="center")
    return by_month(
        joined, joined.first_day, numerator=joined.in_use.fill_null(0), denominator=ibis.literal(1)
    )


@indicator(
    pillar="connections",
    kind=ANNUAL_COUNT,
    title=Text("住民懇談会の開催（年）", "Residents' meetings (住民懇談会) held a year"),
    question=Text("住民が地域の困りごとを話し合う場はあるか", "Do residents meet to talk about their area?"),
    numerator=Text("住民懇談会の開催", "住民懇談会 held"),
    unit="per_year",
    direction="higher",
    smallest_change=0.20,
    why=_SMALL_COUNT,
    misleads=Text(
        "開催数は活動量であり、何が決まったかは分かりません",
        "It counts meetings, not what came of them",
    ),
    aligns_with="ふれあいのまちづくり（住民懇談会）",
)
def residents_meetings_held(community_activities: ir.Table) -> ir.Table:
    """住民懇談会 held, by month and area; none where only other activities were held."""
    mine = (community_activities.kind == "residents_meeting").cast("int64")
    return by_month(community_activities, community_activities.date, numerator=mine)


@indicator(
    pillar="connections",
    kind=ANNUAL_RATE,
    title=Text("住民懇談会1回当たりの参加者", "People at each residents' meeting (住民懇談会)"),
    question=Text("懇談会に住民は集まっているか", "Do residents come to their meetings?"),
    numerator=Text("住民懇談会の参加者", "participants of 住民懇談会"),
    denominator=Text("参加者を数えた住民懇談会", "住民懇談会 whose participants were counted"),
    unit="persons_each",
    direction="higher",
    smallest_change=0.20,
    why=_SMALL_COUNT,
    misleads=Text(
        "人数の多い会に偏れば上がります。同じ人が何度来ても数えます",
        "A few large meetings raise it; the same people count every time",
    ),
    aligns_with="ふれあいのまちづくり（住民懇談会の参加者数）",
)
def participants_per_residents_meeting(community_activities: ir.Table) -> ir.Table:
    """Participants over 住民懇談会 whose participants were counted, by month and area."""
    held = community_activities.filter(
        (community_activities.kind == "residents_meeting") & community_activities.participants.notnull()
    )
    return by_month(held, held.date, numerator=held.participants, denominator=ibis.literal(1))


@indicator(
    pillar="connections",
    kind=MONTHLY_RATE,
    title=Text("活動1回当たりの担い手", "Volunteers at each activity"),
    question=Text("活動は何人で支えられているか", "How many people carry an activity?"),
    numerator=Text("活動の担い手", "volunteers at activities"),
    denominator=Text("担い手を記録した活動", "activities that recorded their volunteers"),
    unit="persons_each",
    direction="context",
    smallest_change=0.10,
    why=Text("参考指標。±10%を目安に示す", "Context only; ±10 % is shown as a yardstick"),
    misleads=Text(
        "増加は担い手の広がりとも、一回が大きくなったとも読めます。単独では判定しません",
        "More may mean more hands or larger activities: never judged alone",
    ),
    aligns_with="地域づくり事業（担い手数）",
)
def volunteers_per_activity(community_activities: ir.Table) -> ir.Table:
    """Volunteers over activities that recorded them, by month and area."""
    held = community_activities.filter(community_activities.volunteers.notnull())
    return by_month(held, held.date, numerator=held.volunteers, denominator=ibis.literal(1))
