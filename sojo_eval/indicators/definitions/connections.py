"""つながりづくり: what is held in the community, and who comes."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.definitions.reasons import FIVE_POINTS_FOR_PRIORITIES as _FIVE_POINTS
from sojo_eval.indicators.kinds import (
    ANNUAL_COUNT,
    ANNUAL_RATE,
    MONTHLY_COUNT,
    MONTHLY_PROPORTION,
)
from sojo_eval.indicators.registry import FromTotals, indicator
from sojo_eval.indicators.repeats import AREAS_OF_A_MONTH, ATTENDANCES, HELD_SESSIONS
from sojo_eval.indicators.shapes import by_month, first_of_month, parts_of_the_city

_TEN_PERCENT = Text(
    "年ごとの揺れを超え、事業の見直しにつながる大きさとして±10%",
    "±10 %: beyond the swing between years, and enough to change how the programme is run",
)
_YARDSTICK = Text("参考指標。±10%を目安に示す", "Context only; ±10 % is shown as a yardstick")
_SMALL_YARDSTICK = Text("参考指標。±20%を目安に示す", "Context only; ±20 % is shown as a yardstick")
_ONE_SESSION = frozenset({"sessions"})
"""A blank number of sessions is one session: the column may be absent as a whole."""


def _sessions(activities: ir.Table) -> ir.IntegerValue:
    """How many sessions a row stands for: a row for several gives their number, a blank is one."""
    return activities.sessions.fill_null(1)


@indicator(
    pillar="connections",
    kind=MONTHLY_COUNT,
    title=Text("地域活動の参加者（住民千人当たり・月）", "Activity participants per 1,000 residents a month"),
    question=Text("地域の活動に加わる人は増えたか", "Do more people take part in community activities?"),
    numerator=Text(
        "参加者を数えた活動の延べ参加者", "attendances at activities whose participants were counted"
    ),
    unit="per_1000_month",
    direction="higher",
    smallest_change=0.10,
    why=_TEN_PERCENT,
    misleads=Text(
        "延べ人数なので、同じ人が何度も来ても増えます。参加者を数えなかった活動の人は入らず、数え漏れが増えれば下がります",
        "Attendances are counted: the same people coming more often raise it too. People at activities that were not "
        "counted are missing: it falls when fewer activities are counted",
    ),
    aligns_with="地域づくり事業（延べ参加者数）",
    per=1000,
    exposure="persons",
    repeats=ATTENDANCES,
    totals=FromTotals("activity_participants"),
)
def participants_per_1000(community_activities: ir.Table) -> ir.Table:
    """Participants of the activities that counted them, in the month and area of the activity.

    A blank is not nobody: the activity is left out. By service or kind: `series(by=["service"])`, `by=["kind"]`.
    """
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
    repeats=ATTENDANCES,
    totals=FromTotals("new_activity_participants", "activity_participants"),
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
    numerator=Text("だれでも参加できる活動の開催回数", "sessions held of activities open to all"),
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
    does_without=_ONE_SESSION,
    repeats=HELD_SESSIONS,
    totals=FromTotals("open_activity_sessions"),
)
def activities_open_to_all_per_10000(community_activities: ir.Table) -> ir.Table:
    """Sessions of activities open to all, by month and area of the activity; a row for several counts as many."""
    held = community_activities.filter(community_activities.openness == "open")
    return by_month(held, held.date, numerator=_sessions(held))


@indicator(
    pillar="connections",
    kind=MONTHLY_COUNT,
    title=Text("地域活動の実施回数（住民1万人当たり・月）", "Activities held per 10,000 residents a month"),
    question=Text("地域の活動は何回開かれているか", "How often are community activities held?"),
    numerator=Text("地域活動の開催回数", "sessions of community activities held"),
    unit="per_10000_month",
    direction="context",
    smallest_change=0.10,
    why=_YARDSTICK,
    misleads=Text(
        "回数は市の働きの量であり、人が来たか、つながりができたかは分かりません。単独では判定しません",
        "Sessions are work done; whether people came and met does not show: never judged alone",
    ),
    aligns_with="地域づくり事業（実施回数）",
    per=10_000,
    exposure="persons",
    does_without=_ONE_SESSION,
    repeats=HELD_SESSIONS,
    totals=FromTotals("activity_sessions"),
)
def activities_held(community_activities: ir.Table) -> ir.Table:
    """Sessions of all activities, by month and area; a row for several counts as many, a blank as one.

    By service, kind or openness: `series(by=["service"])`.
    """
    return by_month(
        community_activities, community_activities.date, numerator=_sessions(community_activities)
    )


@indicator(
    pillar="connections",
    kind=MONTHLY_PROPORTION,
    title=Text("居場所が使われている圏域の割合", "Share of areas with a 居場所 (place to be) in use"),
    question=Text("どの地域にも通える居場所があるか", "Does every area have a place to be?"),
    numerator=Text(
        "居場所に人が来た（または人数を数えなかった）圏域（地域包括支援センター圏域。なければ、町より上でいちばん細かい地域）",
        "areas with a 居場所 to which people came, or whose visitors were not counted (centre areas or, in a city without "
        "them, the finest areas above towns)",
    ),
    denominator=Text(
        "すべての圏域（何かの活動の記録があり、どの居場所も圏域の分かる月）",
        "all these areas, in months with a record of any activity in which the area of every 居場所 is known",
    ),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text(
        "一回でも開けば一か所と数え、圏域の中の偏りは見えません。市全体や上の階層の地域で記録した居場所がある月は、"
        "どの圏域のものか分からないので除きます",
        "Once a month is enough to count; distances within an area do not show. Months in which a 居場所 is recorded "
        "for the city or a larger area are left out: which area it was in is not known",
    ),
    aligns_with="参加支援事業（居場所づくり）",
    repeats=AREAS_OF_A_MONTH,
    totals=FromTotals("areas_with_ibasho_in_use", "centre_areas"),
)
def areas_with_ibasho_in_use(community_activities: ir.Table, areas: ir.Table) -> ir.Table:
    """Parts of the city where a 居場所 was held, over all parts, in each month with any activity.

    Parts are the centre areas, or else the lowest level of area above towns. An activity in a town counts for the part that
    it lies in. One to which nobody came is not in use; one whose
    participants were not counted is. Of a month with a 居場所 in use in no known part (recorded for a larger area, the
    city or nowhere) it is not known which areas had none: the month is left out as a whole.
    """
    places = parts_of_the_city(areas)
    parts = places.select("part").distinct()
    dated = community_activities.mutate(first_day=first_of_month(community_activities.date))
    came = dated.participants.isnull() | (dated.participants > 0)
    ibasho = dated.filter((dated.kind == "ibasho") & came)
    ibasho = ibasho.left_join(places, ibasho.area == places.place).select("first_day", "part")
    unplaced = ibasho.filter(ibasho.part.isnull()).select("first_day").distinct()
    used = ibasho.drop_null("part").distinct().mutate(in_use=ibis.literal(1))
    every = dated.select("first_day").distinct().anti_join(unplaced, "first_day").cross_join(parts)
    joined = every.left_join(used, ["first_day", "part"])
    joined = joined.select("first_day", "in_use", area="part")
    return by_month(
        joined, joined.first_day, numerator=joined.in_use.fill_null(0), denominator=ibis.literal(1)
    )


@indicator(
    pillar="connections",
    kind=ANNUAL_COUNT,
    title=Text("住民懇談会の開催（年）", "Residents' meetings (住民懇談会) held a year"),
    question=Text("住民が地域の困りごとを話し合う場はあるか", "Do residents meet to talk about their area?"),
    numerator=Text("住民懇談会の開催回数", "sessions of 住民懇談会 held"),
    unit="per_year",
    direction="context",
    smallest_change=0.20,
    why=_SMALL_YARDSTICK,
    misleads=Text(
        "開催数は活動量であり、何が決まったかは分かりません。開けば増やせる数なので、単独では判定しません",
        "It counts meetings, not what came of them, and holding more of them raises it: never judged alone",
    ),
    aligns_with="地域づくり（住民懇談会）",
    does_without=_ONE_SESSION,
    repeats=HELD_SESSIONS,
    totals=FromTotals("residents_meetings"),
)
def residents_meetings_held(community_activities: ir.Table) -> ir.Table:
    """住民懇談会 held, by month and area; none where only other activities were held."""
    mine = (community_activities.kind == "residents_meeting").cast("int64")
    held = mine * _sessions(community_activities)
    return by_month(community_activities, community_activities.date, numerator=held)


@indicator(
    pillar="connections",
    kind=ANNUAL_RATE,
    title=Text("住民懇談会1回当たりの参加者", "People at each residents' meeting (住民懇談会)"),
    question=Text("懇談会に住民は集まっているか", "Do residents come to their meetings?"),
    numerator=Text("住民懇談会の延べ参加者", "attendances at 住民懇談会"),
    denominator=Text(
        "参加者を数えた住民懇談会の開催回数", "sessions of 住民懇談会 whose participants were counted"
    ),
    unit="persons_each",
    direction="context",
    smallest_change=0.20,
    why=_SMALL_YARDSTICK,
    misleads=Text(
        "人数の多い会に偏れば上がり、小さな会を増やせば下がります。同じ人が何度来ても数えます。単独では判定しません",
        "A few large meetings raise it, more small ones lower it; the same people count every time: never judged alone",
    ),
    aligns_with="地域づくり（住民懇談会の参加者数）",
    does_without=_ONE_SESSION,
    repeats=ATTENDANCES,
    totals=FromTotals("residents_meeting_participants", "residents_meetings"),
)
def participants_per_residents_meeting(community_activities: ir.Table) -> ir.Table:
    """Participants over sessions of 住民懇談会 whose participants were counted, by month and area."""
    held = community_activities.filter(
        (community_activities.kind == "residents_meeting") & community_activities.participants.notnull()
    )
    return by_month(held, held.date, numerator=held.participants, denominator=_sessions(held))
